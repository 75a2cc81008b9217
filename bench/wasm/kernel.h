#pragma once
// What the kernels share: a clock, a source of numbers that is the same everywhere, and the one
// line that each prints: a check value, which must be the same from every executor, and the seconds
// that the kernel took, without the making of its input.

#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

// next_random: xorshift64; the state must not be 0.
static inline uint64_t next_random(uint64_t* state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static void* room(size_t bytes) {
  void* place = malloc(bytes);
  if (place == NULL) {
    fprintf(stderr, "no room for %zu bytes\n", bytes);
    exit(1);
  }
  return place;
}

static void report(uint64_t check, double seconds) {
  printf("check %016" PRIx64 " seconds %.6f\n", check, seconds);
}

// folded: the bits of all values, so that a change in the last place of any shows.
static inline uint64_t folded(const void* values, size_t bytes) {
  const unsigned char* at = (const unsigned char*)values;
  uint64_t hash = 0xcbf29ce484222325;
  for (size_t i = 0; i < bytes; ++i) hash = (hash ^ at[i]) * 0x100000001b3;
  return hash;
}

// Each program of the battery checks itself, says what differs, and ends with "ok".
#pragma once

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int failures;

#define CHECK(condition)                                     \
  do {                                                       \
    if (!(condition)) {                                      \
      printf("line %d: not so: %s\n", __LINE__, #condition); \
      ++failures;                                            \
    }                                                        \
  } while (0)

// FAILS: the call gives -1 (or a null pointer) and this errno.
#define FAILS(call, number)                                                                  \
  do {                                                                                       \
    errno = 0;                                                                               \
    const long given = (long)(call);                                                         \
    if ((given != -1 && given != 0) || errno != (number)) {                                  \
      printf("line %d: %s gave %ld, errno %d (%s), not %s\n", __LINE__, #call, given, errno, \
             strerror(errno), #number);                                                      \
      ++failures;                                                                            \
    }                                                                                        \
  } while (0)

static inline int verdict(void) {
  puts(failures == 0 ? "ok" : "FAILED");
  return failures != 0;
}

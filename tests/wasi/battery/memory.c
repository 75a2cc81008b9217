// Linear memory grows, is zero when new, keeps what it held, and refuses what is too much.
#include <stdlib.h>

#include "check.h"

int main(void) {
  const size_t before = __builtin_wasm_memory_size(0);
  CHECK(__builtin_wasm_memory_grow(0, 16) == before);
  CHECK(__builtin_wasm_memory_size(0) == before + 16);
  const unsigned char* fresh = (const unsigned char*)(before * 65536);
  for (size_t i = 0; i < 16 * 65536; i += 4093) CHECK(fresh[i] == 0);
  CHECK(__builtin_wasm_memory_grow(0, 65536) == (size_t)-1);
  CHECK(__builtin_wasm_memory_size(0) == before + 16);

  unsigned char* blocks[64];
  for (int i = 0; i < 64; ++i) {
    blocks[i] = malloc(1 << 20);
    CHECK(blocks[i] != NULL);
    if (blocks[i] != NULL) memset(blocks[i], i, 1 << 20);
  }
  for (int i = 0; i < 64; ++i) CHECK(blocks[i][0] == i && blocks[i][(1 << 20) - 1] == i);
  for (int i = 0; i < 64; ++i) free(blocks[i]);
  // Volatile: a compiler may leave out a block that nobody uses.
  char* volatile refused = malloc(0xfff00000);
  CHECK(refused == NULL && errno == ENOMEM);
  refused = calloc(1 << 20, 1 << 20);
  CHECK(refused == NULL);
  char* grown = realloc(NULL, 10);
  strcpy(grown, "kept");
  grown = realloc(grown, 10 << 20);
  CHECK(grown != NULL && strcmp(grown, "kept") == 0);
  free(grown);
  return verdict();
}

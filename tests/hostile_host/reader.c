// The approved code of the tests of inputs on demand, as a WebAssembly module: reads both inputs from
// front to back and says how many bytes it saw.

#include <stdio.h>

static long bytes_of(const char* path) {
  static char buffer[4096];
  FILE* file = fopen(path, "rb");
  if (file == NULL) return -1;
  long bytes = 0;
  for (size_t count = 0; (count = fread(buffer, 1, sizeof buffer, file)) > 0;) bytes += (long)count;
  fclose(file);
  return bytes;
}

int main(void) {
  const long a = bytes_of("/in/cohort-a");
  const long b = bytes_of("/in/cohort-b");
  FILE* model = fopen("/out/model", "w");
  fprintf(model, "{\"a\": %ld, \"b\": %ld}", a, b);
  FILE* table = fopen("/out/table", "w");
  fprintf(table, "group,n\nall,%ld\n", a + b);
  return fclose(model) | fclose(table);
}

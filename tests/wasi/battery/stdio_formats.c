// What printf writes and scanf reads; the printed lines are compared with the expected output.
#include <inttypes.h>
#include <math.h>

#include "check.h"

static void print(void) {
  printf("[%d] [%5d] [%-5d] [%05d] [%+d]\n", 42, 42, 42, 42, 42);
  printf("[%x] [%#X] [%o] [%" PRIu64 "] [%" PRId64 "]\n", 255U, 255U, 8U, UINT64_MAX, INT64_MIN);
  printf("[%s] [%10s] [%-10s] [%.2s] [%c] [%%]\n", "text", "text", "text", "text", 'c');
  printf("[%f] [%.3f] [%e] [%g] [%G] [%a]\n", 1.5, 3.14159, 12345.678, 1e-10, 1e20, 1.0);
  printf("[%.17g] [%.0f] [%g] [%g] [%g]\n", 0.1, 2.5, (double)INFINITY, -(double)INFINITY, -0.0);
  printf("[%*d] [%.*f] [%zu] [%hhd] [%lld]\n", 6, 7, 2, 1.0 / 3.0, sizeof(long), (signed char)-1,
         1LL << 40);
}

static void scan(void) {
  FILE* file = fopen("data/numbers.txt", "r");
  CHECK(file != NULL);
  if (file == NULL) return;
  int number = 0;
  double real = 0;
  char word[16] = "";
  unsigned based = 0;
  CHECK(fscanf(file, "%d %lf %15s %x", &number, &real, word, &based) == 4);
  printf("%d %g %s %u\n", number, real, word, based);
  CHECK(fscanf(file, "%d %lf %15s %i", &number, &real, word, (int*)&based) == 4);
  printf("%d %g %s %u\n", number, real, word, based);
  CHECK(fscanf(file, "%d", &number) == EOF);
  fclose(file);
  char letters[8] = "", rest[8] = "";
  CHECK(sscanf("abc123", "%7[a-z]%7s", letters, rest) == 2);
  printf("%s %s\n", letters, rest);
}

int main(void) {
  print();
  scan();
  return verdict();
}

// abort is an unreachable instruction: a trap with a status of the runner's.
#include <stdlib.h>

int main(void) {
  abort();
}

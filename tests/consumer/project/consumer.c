/* The same from C. */

#include <anchorhold/verify.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  const uint8_t junk[] = {1, 2, 3};
  anchorhold_demands demands;
  memset(&demands, 0, sizeof demands);
  char* judgement = NULL;
  const anchorhold_verdict verdict =
      anchorhold_verify_evidence(junk, sizeof junk, &demands, &judgement);
  const int good = verdict == ANCHORHOLD_REJECTED && judgement != NULL &&
                   strstr(judgement, "no evidence of a known format") != NULL;
  if (judgement != NULL) puts(judgement);
  anchorhold_free(judgement);
  return good ? 0 : 1;
}

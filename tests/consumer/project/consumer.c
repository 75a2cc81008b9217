/* The same from C. */

#include <anchorhold/verify.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  const uint8_t junk[] = {1, 2, 3};
  anchorhold_demands demands;
  memset(&demands, 0, sizeof demands);
  const char* const roots[] = {"00"};
  demands.require_crl = 1;
  char* judgement = NULL;
  const anchorhold_verdict verdict =
      anchorhold_verify_evidence(junk, sizeof junk, &demands, &judgement);
  const int good = verdict == ANCHORHOLD_REJECTED && judgement != NULL &&
                   strstr(judgement, "no evidence of a known format") != NULL;
  if (judgement != NULL) puts(judgement);
  anchorhold_free(judgement);
  demands.software_roots = roots;
  demands.software_root_count = 1;
  char* refusal = NULL;
  const int refused =
      anchorhold_verify_evidence(junk, sizeof junk, &demands, &refusal) == ANCHORHOLD_REJECTED &&
      refusal != NULL && strstr(refusal, "software root") != NULL;
  anchorhold_free(refusal);
  return good && refused ? 0 : 1;
}

/* Anchorhold's public verifier for C: the same as verify.hpp. No I/O, no clock, no threads. */
#ifndef ANCHORHOLD_VERIFY_H
#define ANCHORHOLD_VERIFY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum anchorhold_verdict {
  ANCHORHOLD_ACCEPTED = 0, /* every required check passed */
  ANCHORHOLD_UNPROVEN = 1, /* authentic, but no policy or contract was given */
  ANCHORHOLD_REJECTED = 2, /* a check failed or could not run, or the bytes could not be read */
} anchorhold_verdict;

/* Bytes with a name for messages. `role` may be null: what they are is then told from the content.
 */
typedef struct anchorhold_file {
  const char* name;
  const char* role;
  const uint8_t* bytes;
  size_t size;
} anchorhold_file;

/* What evidence must show, and what its judgement may rest on. Zero the structure first: null and 0
   mean "none". Texts end with a zero byte; nonce, user_data, public_key and report_data are
   hexadecimal. */
typedef struct anchorhold_demands {
  const char* policy;   /* TOML or JSON */
  const char* contract; /* or a sealed contract */
  const anchorhold_file* collateral;
  size_t collateral_count;
  const anchorhold_file* anchors; /* trusted beside the vendors' roots */
  size_t anchor_count;
  const char* const* software_roots; /* SHA-256 digests in hexadecimal; none of them null */
  size_t software_root_count;
  const char* nonce;
  const char* user_data;
  const char* public_key;
  const char* report_data;
  const char* format; /* null: told from the content */
  int64_t at_ms;      /* the time to judge at, milliseconds since 1970 UTC */
  int require_crl;    /* not 0: refuse certificates for which no revocation list was given, where
                         lists are optional: SEV-SNP, TPM, NVIDIA */
} anchorhold_demands;

/* Judges evidence of any TEE. `judgement` may be null; else it receives a JSON text with "verdict",
   "format", "checks" and "error", and with "claims" when the evidence is authentic; it is to be
   given to anchorhold_free. A null pointer with a size or count other than 0 is an error, as is a
   null `demands`. When memory runs out the answer is ANCHORHOLD_REJECTED and the text is null. */
anchorhold_verdict anchorhold_verify_evidence(const uint8_t* evidence, size_t size,
                                              const anchorhold_demands* demands, char** judgement);

/* Frees a text that this library gave out; null is fine. */
void anchorhold_free(char* text);

#ifdef __cplusplus
}
#endif

#endif

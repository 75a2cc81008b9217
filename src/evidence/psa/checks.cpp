#include "evidence/psa/checks.h"

#include <array>

namespace anchorhold::psa {

const Check envelope_check = {
    "psa.envelope",
    Stage::structure,
    "one COSE_Sign1 with alg in the protected header",
    "RFC 9783 section 5.1; RFC 9052 section 4.2",
    "give the token as psa_initial_attest_get_token returned it; tokens with a MAC can only be "
    "checked by who holds the device's secret",
    "Bytes that can be read in two ways could show one token to the verifier and another to its "
    "user."};
const Check claims_check = {
    "psa.claims",
    Stage::structure,
    "every mandatory claim of a known profile, each of its type and size",
    "RFC 9783 sections 4 and 5; PSA_IOT_PROFILE_1",
    "reject the token, or update this program when the profile is a newer one",
    "A claim that is absent or of the wrong size would leave a part of the device unmeasured or "
    "unnamed."};
const Check anchor_check = {
    "psa.anchor",
    Stage::chain,
    "an Initial Attestation Key that the caller gave and trusts",
    "RFC 9783 section 5.1.1: the verification key is provisioned out of band",
    "give the device's public key as an anchor; its maker endorses it for an instance id",
    "PSA tokens carry no certificates: whoever chooses the key chooses what is believed."};
const Check signature_check = {
    "psa.signature",
    Stage::signature,
    "the token signed by a given key, with that key's algorithm",
    "RFC 9783 section 5.1.1; RFC 9052 section 4.4",
    "see that the key is this device's; otherwise reject the token: it was altered or forged",
    "Only the device's root of trust holds the key; without the signature anyone could have "
    "written these claims."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 4> table = {&envelope_check, &claims_check,
                                                        &anchor_check, &signature_check};
  return table;
}

}  // namespace anchorhold::psa

#include "evidence/cca/checks.h"

#include <array>

namespace anchorhold::cca {

const Check collection_check = {
    "cca.collection",
    Stage::structure,
    "a collection of one platform and one realm token, in tag 399, 907 or none",
    "Arm DEN0137 (RMM) section A7.2.3; draft-ffm-rats-cca-token",
    "give the token as RSI_ATTESTATION_TOKEN_CONTINUE returned it, all of it and nothing more",
    "Bytes that can be read in two ways could show one pair of tokens to the verifier and another "
    "to its user."};
const Check platform_claims_check = {
    "cca.platform.claims",
    Stage::structure,
    "a COSE_Sign1 with alg, and every claim that the platform profile demands",
    "Arm DEN0137 (RMM) section A7.2.3.2",
    "reject the token, or update this program when the profile is a newer one",
    "A claim that is absent or of the wrong size would leave a part of the platform unmeasured."};
const Check realm_claims_check = {
    "cca.realm.claims",
    Stage::structure,
    "a COSE_Sign1 with alg, every claim that the realm profile demands, a key on its curve",
    "Arm DEN0137 (RMM) section A7.2.3.1",
    "reject the token, or update this program when the profile is a newer one",
    "A claim that is absent or of the wrong size would leave a part of the realm unmeasured."};
const Check profiles_check = {
    "cca.profiles",
    Stage::structure,
    "platform and realm profiles of one generation",
    "Arm DEN0137 (RMM) 2.0 section A7.2.3.3.1; draft-ffm-rats-cca-token",
    "reject the token: no realm manager puts these two profiles together",
    "The profile says what the claims mean and which of them binds the realm to the platform. Read "
    "under two generations at once, the pair would mean what neither specification says."};
const Check anchor_check = {
    "cca.anchor",
    Stage::chain,
    "a CCA Platform Attestation Key that the caller gave and trusts",
    "draft-ffm-rats-cca-token section 5: the verification key is provisioned out of band",
    "give the platform's public key as an anchor; its vendor endorses it for an instance id",
    "Platform tokens carry no certificates: whoever chooses the key chooses what is believed."};
const Check platform_signature_check = {
    "cca.platform.signature",
    Stage::signature,
    "the platform token signed by a given key, with that key's algorithm",
    "RFC 9052 section 4.4; Arm DEN0137 (RMM) section A7.2.3",
    "see that the key is this platform's; otherwise reject the token: it was altered or forged",
    "Only the platform's root of trust holds the key; without the signature anyone could have "
    "written these claims."};
const Check realm_signature_check = {
    "cca.realm.signature",
    Stage::signature,
    "the realm token signed by the key that it names",
    "RFC 9052 section 4.4; Arm DEN0137 (RMM) section A7.2.3.1.7",
    "reject the token: it was altered or signed by another key",
    "The realm manager signs for each challenge; without its signature measurements and challenge "
    "could be anyone's."};
const Check binding_check = {
    "cca.binding",
    Stage::binding,
    "the hash of the realm token's key as the platform token's challenge",
    "Arm DEN0137 (RMM) sections A7.2.3.1.8 and A7.2.3.2.2",
    "reject the token: its two parts do not belong together",
    "The realm's key is vouched for by nothing else: an attacker could else put his own realm "
    "token beside an honest platform's."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 8> table = {
      &collection_check, &platform_claims_check,    &realm_claims_check,    &profiles_check,
      &anchor_check,     &platform_signature_check, &realm_signature_check, &binding_check};
  return table;
}

}  // namespace anchorhold::cca

#include "appraise/checks.h"

#include <array>

namespace anchorhold::appraise {

constexpr std::string_view policy_clause = "the relying party's policy; RFC 9334 section 8.4";
constexpr std::string_view freshness = "RFC 9334 section 10";
constexpr std::string_view replay =
    "this evidence answers another question: it may be replayed, or taken from another session";

const Check tee_check = {
    "appraise.tee",
    Stage::policy,
    "a TEE that the policy accepts",
    policy_clause,
    "run on a TEE that the policy accepts; a software TEE must be named to be accepted",
    "The kind follows from the root at which the certificates ended, never from what the evidence "
    "says of itself. Without this check a software TEE would pass for hardware."};
const Check root_check = {
    "appraise.root",
    Stage::policy,
    "a root that the policy accepts",
    policy_clause,
    "name this root in the policy if it is meant; `anchorhold tee root` shows a machine's own",
    "Whoever holds the root can forge all evidence below it. Vendors' roots are compiled in; every "
    "other one must be named by its digest."};
const Check debug_check = {
    "appraise.debug",
    Stage::policy,
    "a launch without debug",
    policy_clause,
    "launch without debug: the host can read and change a debug enclave's memory",
    "In debug mode the owner of the machine sees and changes everything, so evidence of it proves "
    "nothing about confidentiality."};
const Check cautions_check = {
    "appraise.cautions",
    Stage::policy,
    "only cautions that the policy accepts",
    policy_clause,
    "read in docs/policy.md what the caution means, and accept it by name if it is meant",
    "Some genuine evidence speaks of a weaker state: a machine that may migrate, a lower privilege "
    "level, features that nobody knows yet. Nobody should accept that unawares."};
const Check measurements_check = {
    "appraise.measurements",
    Stage::policy,
    "the measurements that the policy names",
    policy_clause,
    "another code, configuration or contract than approved: compare with `anchorhold measure`",
    "Measurements say which code runs. A named one that is absent or zero measures nothing, and is "
    "refused rather than taken as equal."};
const Check signers_check = {"appraise.signers",
                             Stage::policy,
                             "a signer that the policy names",
                             policy_clause,
                             "another signer than approved, or none",
                             "The signer's key decides which code may follow."};
const Check product_check = {"appraise.product",
                             Stage::policy,
                             "a product that the policy names",
                             policy_clause,
                             "run on one of the named products",
                             "Products differ in what they protect against."};
const Check security_version_check = {
    "appraise.security_version",
    Stage::policy,
    "at least the policy's version",
    policy_clause,
    "update the code: the version that runs is older than the policy allows",
    "An old version may hold a flaw that its successor mended, under the same signer."};
const Check svn_check = {
    "appraise.svn",
    Stage::policy,
    "at least the policy's security version",
    policy_clause,
    "update the platform's firmware",
    "A platform with old firmware may leak what it protects, however genuine it is."};
const Check tcb_status_check = {
    "appraise.tcb.status",
    Stage::policy,
    "at least the policy's status",
    policy_clause,
    "update the platform's firmware and its collateral, or accept this status by name",
    "The vendor says by this status whether known weaknesses apply to this very platform."};
const Check tcb_date_check = {
    "appraise.tcb.date",
    Stage::policy,
    "at least the policy's date",
    policy_clause,
    "update the platform's firmware",
    "The date of a TCB level says which recoveries of the vendor it includes."};
const Check tcb_evaluation_check = {
    "appraise.tcb.evaluation",
    Stage::policy,
    "at least the policy's evaluation data number",
    policy_clause,
    "fetch newer collateral",
    "Old collateral calls a platform current that newer collateral calls out of date."};
const Check advisories_check = {
    "appraise.advisories",
    Stage::policy,
    "only advisories that the policy accepts",
    policy_clause,
    "read the advisory, mitigate it, and accept it by name in the policy",
    "An advisory that applies names a known weakness of this platform."};
const Check claim_check = {"appraise.claim",
                           Stage::policy,
                           "a value that the policy names",
                           policy_clause,
                           "the evidence states something else, or nothing",
                           "The policy demands this vendor claim."};
const Check parts_check = {
    "appraise.parts",
    Stage::policy,
    "exactly the parts that the policy names",
    policy_clause,
    "name every part of composite evidence in the policy",
    "A part that nobody judged, such as a GPU, would process the data unexamined."};
const Check freshness_check = {
    "appraise.freshness",
    Stage::policy,
    "evidence younger than the policy's limit",
    freshness,
    "get fresh evidence, with a nonce of your own",
    "Old evidence may speak of an enclave that is gone, or of a platform that has changed."};
const Check nonce_check = {
    "appraise.nonce",
    Stage::policy,
    "the caller's nonce",
    freshness,
    replay,
    "Only evidence that was made after the nonce was chosen can contain it."};
const Check user_data_check = {"appraise.user_data",
                               Stage::policy,
                               "the caller's user data",
                               freshness,
                               replay,
                               "User data ties the evidence to what the enclave said."};
const Check public_key_check = {
    "appraise.public_key",
    Stage::policy,
    "the caller's public key",
    freshness,
    replay,
    "The key ties the evidence to a channel: without it a relay could sit between."};
const Check report_data_check = {
    "appraise.report_data",
    Stage::policy,
    "the caller's report data",
    freshness,
    replay,
    "Report data ties the evidence to the caller's question or channel."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 20> table = {
      &tee_check,          &root_check,       &debug_check,      &cautions_check,
      &measurements_check, &signers_check,    &product_check,    &security_version_check,
      &svn_check,          &tcb_status_check, &tcb_date_check,   &tcb_evaluation_check,
      &advisories_check,   &claim_check,      &parts_check,      &freshness_check,
      &nonce_check,        &user_data_check,  &public_key_check, &report_data_check};
  return table;
}

Finding judged(const Check& check, bool good, std::string subject, std::string expected,
               std::string observed) {
  Finding out = good ? passed(check, std::move(subject), std::move(observed))
                     : failed(check, std::move(subject), std::move(observed));
  out.expected = std::move(expected);
  return out;
}

}  // namespace anchorhold::appraise

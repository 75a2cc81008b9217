#include "evidence/snp/checks.h"

#include <array>

namespace anchorhold::snp {

constexpr std::string_view abi_report =
    "AMD 56860 SEV-SNP Firmware ABI, section 7.3, ATTESTATION_REPORT";
constexpr std::string_view abi_policy = "AMD 56860 SEV-SNP Firmware ABI, section 4.3, guest policy";
constexpr std::string_view abi_tcb = "AMD 56860 SEV-SNP Firmware ABI, TCB_VERSION";
constexpr std::string_view kds = "AMD 57230 VCEK Certificate and KDS Interface, chapter 3";

const Check structure_check = {
    "snp.structure",
    Stage::structure,
    "a report of 1184 bytes, version 2, 3 or 5, reserved bytes zero",
    abi_report,
    "give the report as the firmware made it, without header or padding; for a newer version, get "
    "a "
    "newer verifier",
    "Bytes whose meaning is not known could say anything: a field read at the wrong place is a "
    "field that the attacker chooses."};
const Check certificates_check = {
    "snp.certificates",
    Stage::collateral,
    "the certificate of the key that signed, and its issuer's",
    kds,
    "get the VCEK and the certificate chain from AMD's KDS (kdsintf.amd.com) for this chip and "
    "REPORTED_TCB, or take them from the certificate table of the extended report",
    "Only AMD's certificate says that the signing key lives in one of its processors."};
const Check root_check = {
    "snp.chain.root",
    Stage::chain,
    "AMD's root key, compiled in, or one that the caller named",
    kds,
    "name the root under which this evidence is expected; a root that comes with evidence or with "
    "a "
    "download is never an anchor",
    "Anyone can make a certificate named ARK-Milan; only the pinned key is AMD's."};
const Check links_check = {
    "snp.chain.links",
    Stage::chain,
    "ARK, ASK or ASVK, VCEK or VLEK: each issued by the one before, RSA-4096 with PSS and SHA-384",
    kds,
    "reject the evidence, or get the certificates anew: these do not belong together",
    "The links carry the trust in the root down to the key that signed; a name alone proves "
    "nothing."};
const Check validity_check = {
    "snp.chain.validity",
    Stage::validity,
    "every certificate valid at the given time",
    kds,
    "get a new certificate for the same chip and TCB, or verify archived evidence at the time when "
    "it was received; see that this machine's clock is right",
    "Past its dates nobody answers for a certificate; a VLEK lives for one year only."};
const Check crl_check = {
    "snp.crl",
    Stage::collateral,
    "a revocation list by the root, current at the given time",
    kds,
    "get the present list from AMD's KDS (kdsintf.amd.com/vcek/v1/PRODUCT/crl)",
    "A stale or foreign list would hide a revocation."};
const Check revocation_check = {
    "snp.revocation",
    Stage::revocation,
    "an ASK or ASVK that AMD has not revoked",
    kds,
    "get a certificate under the present ASK; evidence below the revoked one proves nothing",
    "AMD revokes a signing key that may be in other hands: it can certify keys outside any "
    "processor. This happened to Genoa's first ASK."};
const Check signature_check = {
    "snp.signature",
    Stage::signature,
    "the certified key's ECDSA P-384 signature over the first 672 bytes",
    abi_report,
    "reject the evidence: it was altered, or another chip or firmware signed it; the VCEK must be "
    "the one for REPORTED_TCB, not for CURRENT_TCB",
    "Only the processor's security firmware holds the key; without its signature anyone could have "
    "written the report."};
const Check key_check = {
    "snp.key",
    Stage::collateral,
    "a certificate of the kind that SIGNING_KEY names: VCEK under ASK, VLEK under ASVK",
    kds,
    "give the certificate of the key that signed: VCEK for a chip, VLEK for a cloud provider",
    "A VLEK speaks for every machine of a provider, a VCEK for one chip: one must not pass for the "
    "other."};
const Check product_check = {
    "snp.product",
    Stage::binding,
    "one product in the root, the certificate and the report's CPUID",
    kds,
    "use the certificates of this processor's own line",
    "The product decides how TCB_VERSION is read: read the wrong way, old firmware looks new."};
const Check chip_check = {
    "snp.chip",
    Stage::binding,
    "the certificate's hwID as CHIP_ID, unless the platform masks it",
    kds,
    "get the VCEK of this very chip",
    "It binds the report to one processor, so that the certificate of another, perhaps one in an "
    "attacker's hands, does not do."};
const Check tcb_check = {
    "snp.tcb",
    Stage::binding,
    "the certificate's security patch levels, each equal to REPORTED_TCB",
    kds,
    "get the VCEK for REPORTED_TCB; CURRENT_TCB may be higher and has another key",
    "The key is derived from these levels: this is the proof that old, broken firmware did not "
    "write the report under a new firmware's name."};
const Check policy_check = {
    "snp.policy",
    Stage::structure,
    "a guest policy with bit 17 set and the reserved bits zero",
    abi_policy,
    "reject the evidence: firmware launches no guest under such a policy",
    "An unknown policy bit could permit something that the relying party would not."};
const Check vmpl_check = {"snp.vmpl",
                          Stage::binding,
                          "a report that the guest asked for, at VMPL 0 to 3",
                          abi_report,
                          "have the guest itself ask for the report",
                          "The host can ask for a report too, with VMPL FFFFFFFFh: then the host "
                          "chose REPORT_DATA, and it "
                          "proves nothing about the guest."};
const Check firmware_check = {
    "snp.firmware",
    Stage::structure,
    "REPORTED <= COMMITTED <= CURRENT and LAUNCH <= CURRENT, in every component",
    abi_tcb,
    "reject the evidence: the firmware's versions contradict each other",
    "Firmware that has not been committed can be rolled back, and a report above the committed TCB "
    "would outlive the rollback."};
const Check uvm_structure_check = {
    "snp.uvm.structure",
    Stage::structure,
    "a COSE_Sign1 with x5chain, issuer, feed and a JSON payload with the launch measurement",
    "Microsoft, UVM endorsements of confidential ACI; RFC 9052; RFC 9360",
    "give the endorsement as the platform delivers it (reference-info-base64, decoded)",
    "Only a statement that can be read in one way can be relied on."};
const Check uvm_chain_check = {
    "snp.uvm.chain",
    Stage::chain,
    "a chain that satisfies the did:x509 issuer, whose root is compiled in or named by the caller",
    "did:x509 method specification; Microsoft, UVM endorsements of confidential ACI",
    "reject the endorsement: another party signed it",
    "Whoever may sign reference values decides which code is good."};
const Check uvm_validity_check = {
    "snp.uvm.validity",
    Stage::validity,
    "every certificate of the endorsement valid at the given time",
    "RFC 5280 section 6.1",
    "get a current endorsement, or verify archived evidence at the time when it was received",
    "Past its dates nobody answers for the signer's key."};
const Check uvm_signature_check = {
    "snp.uvm.signature",
    Stage::signature,
    "the signer's PS384 signature over header and payload",
    "RFC 9052 section 4.4; RFC 8230",
    "reject the endorsement: it was altered or signed by another key",
    "It proves that the vendor of the utility VM, and not the host, wrote the reference value."};
const Check uvm_measurement_check = {"snp.uvm.measurement",
                                     Stage::measurement,
                                     "the report's MEASUREMENT, as the endorsement states it",
                                     "Microsoft, UVM endorsements of confidential ACI",
                                     "give the endorsement of the utility VM that was launched",
                                     "An endorsement of other code says nothing about this guest."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 20> table = {
      &structure_check, &certificates_check, &root_check,          &links_check,
      &validity_check,  &crl_check,          &revocation_check,    &signature_check,
      &key_check,       &product_check,      &chip_check,          &tcb_check,
      &policy_check,    &vmpl_check,         &firmware_check,      &uvm_structure_check,
      &uvm_chain_check, &uvm_validity_check, &uvm_signature_check, &uvm_measurement_check};
  return table;
}

constexpr std::string_view abi_launch =
    "AMD 56860 SEV-SNP Firmware ABI, SNP_LAUNCH_FINISH, ID_BLOCK and ID_AUTH";

const Check id_block_structure_check = {
    "snp.id_block.structure",
    Stage::structure,
    "an ID block of 96 bytes and an ID authentication of 4096, ECDSA P-384, reserved bytes zero",
    abi_launch,
    "give both structures as they are handed to the firmware, base64 decoded",
    "The firmware refuses others, so that no guest can have been launched with them."};
const Check id_block_signature_check = {
    "snp.id_block.signature",
    Stage::signature,
    "the ID key's signature over the ID block",
    abi_launch,
    "reject the ID block: another key signed it, or it was altered",
    "It proves that the owner of the ID key meant this launch measurement, policy and version."};
const Check author_signature_check = {
    "snp.id_block.author",
    Stage::signature,
    "the author key's signature over the ID key",
    abi_launch,
    "reject the ID block: its author did not certify the ID key",
    "It proves that the owner of the author key trusts the ID key."};

CheckTable id_block_check_table() {
  static constexpr std::array<const Check*, 3> table = {
      &id_block_structure_check, &id_block_signature_check, &author_signature_check};
  return table;
}

}  // namespace anchorhold::snp

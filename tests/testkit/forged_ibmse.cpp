#include "testkit/forged_ibmse.h"

namespace anchorhold::testkit {
namespace {

using std::chrono::hours;

Bytes attribute(std::initializer_list<uint64_t> type, const std::string& value) {
  return der::element(der::kSet,
                      {der::sequence({der::oid(der::Oid::of(type)), der::utf8_string(value)})});
}

crypto::Certificate made(const CertificateSpec& spec, const TestKey& issuer) {
  return crypto::parse_certificate("forged", forge_certificate(spec, issuer)).value();
}

crypto::Crl made(const RevocationSpec& spec, const TestKey& issuer) {
  return crypto::parse_crl("forged", forge_revocation_list(spec, issuer)).value();
}

}  // namespace

Bytes ibm_name(const std::string& unit, const std::string& locality) {
  const std::string ibm = "International Business Machines Corporation";
  return der::sequence({attribute({2, 5, 4, 6}, "US"), attribute({2, 5, 4, 10}, ibm),
                        attribute({2, 5, 4, 3}, ibm), attribute({2, 5, 4, 8}, "New York"),
                        attribute({2, 5, 4, 7}, locality), attribute({2, 5, 4, 11}, unit)});
}

IbmForge::IbmForge()
    : root(root_spec("Test root", root_key(), at())),
      intermediate(ca_spec("Test intermediate", intermediate_key(), root, at())),
      signer(leaf_spec("", signer_key().spki(), intermediate, at())),
      host(leaf_spec("", host_key().spki(), signer, at())),
      attestation(leaf_spec("Test attestation", attestation_key().spki(), signer, at())),
      root_list(revocation_spec(root, at(), {{0x70}})),
      intermediate_list(revocation_spec(intermediate, at(), {{0x71}})),
      signer_list() {
  signer.subject = ibm_name("IBM Z Host Key Signing Service", "Poughkeepsie");
  signer.subject_key_id = signer_key().identifier();
  signer.basic_constraints = crypto::BasicConstraints{.ca = false};
  for (CertificateSpec* document : {&host, &attestation}) {
    document->issuer = signer.subject;
    document->authority_key_id = signer.subject_key_id;
  }
  host.subject = ibm_name("IBM Z Host Key");
  host.serial = {0x21};
  host.key_usage = crypto::KeyUsages().add(crypto::KeyUsage::key_agreement);
  attestation.serial = {0x22};
  signer_list = revocation_spec(signer, at(), {{0x72}});
}

Time IbmForge::at() {
  using namespace std::chrono;
  return sys_days(2026y / November / 21) + hours(12);
}

crypto::Certificate IbmForge::host_certificate() const {
  return made(host, signer_key());
}

std::vector<crypto::Certificate> IbmForge::certificates() const {
  return {made(root, root_key()), made(intermediate, root_key()), made(signer, intermediate_key()),
          made(attestation, signer_key())};
}

std::vector<crypto::Crl> IbmForge::lists() const {
  return {made(root_list, root_key()), made(intermediate_list, intermediate_key()),
          made(signer_list, signer_key())};
}

GivenAnchor IbmForge::anchor() const {
  return {root_key().subject_key().spki_sha256()};
}

std::string IbmForge::record() {
  return "25.11.0\nMachine Type/Plant/Serial: 9175/02/ABCDE\nAP device present: true\n" +
         std::string(64, 'a') + " root.tar.gz\n" + std::string(64, 'b') + " cidata/user-data";
}

Bytes IbmForge::sign(ByteView record) {
  return attestation_key().sign(record);
}

}  // namespace anchorhold::testkit

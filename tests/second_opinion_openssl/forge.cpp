// Writes forged certification paths, each right or wrong in one way, as PEM files, and says what
// this project makes of each: "<name> <accepted or refused> <1 when a revocation list belongs>".

#include <fstream>
#include <functional>
#include <iostream>

#include "codec/pem.h"
#include "crypto/crl.h"
#include "crypto/x509_path.h"
#include "testkit/forged_ca.h"

using namespace anchorhold;
using crypto::KeyKind;
using std::chrono::hours;
using testkit::CertificateSpec;
using testkit::TestKey;

namespace {

const Time now = parse_time("now", "2026-11-21T12:00:00Z").value();
constexpr hours day{24};

// World: three levels that belong together, for a case to change before they are signed.
struct World {
  explicit World(const std::function<TestKey(uint64_t)>& key)
      : root_key(key(0)), ca_key(key(1)), leaf_key(key(2)) {}

  TestKey root_key;
  TestKey ca_key;
  TestKey leaf_key;
  TestKey root_signer = root_key;  // who signs what the root issues
  TestKey ca_signer = ca_key;
  CertificateSpec root = testkit::root_spec("Root", root_key, now);
  CertificateSpec ca = testkit::ca_spec("CA", ca_key, root, now);
  CertificateSpec leaf = testkit::leaf_spec("Leaf", leaf_key.spki(), ca, now);
  std::optional<testkit::RevocationSpec> list = {};
  TestKey list_signer = ca_key;
  bool altered = false;  // the last bit of the leaf's signature
};

struct Forged {
  Bytes root, ca, leaf;
  Bytes list = {};
};

Forged forge(const World& world) {
  Forged out = {.root = forge_certificate(world.root, world.root_key),
                .ca = forge_certificate(world.ca, world.root_signer),
                .leaf = forge_certificate(world.leaf, world.ca_signer)};
  if (world.list) out.list = forge_revocation_list(*world.list, world.list_signer);
  if (world.altered) out.leaf.back() ^= 1;
  return out;
}

crypto::PathRules any_rules() {
  using crypto::HashKind, crypto::SignatureKind;
  return {.keys = {KeyKind::p256, KeyKind::p384, KeyKind::p521, KeyKind::rsa, KeyKind::ed25519},
          .schemes = {{SignatureKind::ecdsa, HashKind::sha256},
                      {SignatureKind::ecdsa, HashKind::sha384},
                      {SignatureKind::ecdsa, HashKind::sha512},
                      {SignatureKind::rsa_pkcs1, HashKind::sha256},
                      {SignatureKind::rsa_pss, HashKind::sha384},
                      {SignatureKind::eddsa, HashKind::sha512}},
          .leaf_digital_signature = false};
}

Status judge(const Forged& forged) {
  AH_ASSIGN(const auto root, crypto::parse_certificate("root", forged.root));
  AH_ASSIGN(const auto ca, crypto::parse_certificate("CA", forged.ca));
  AH_ASSIGN(const auto leaf, crypto::parse_certificate("leaf", forged.leaf));
  AH_TRY(crypto::verify_path(std::vector{leaf, ca}, root, now, any_rules()));
  if (forged.list.empty()) return {};
  AH_ASSIGN(const auto list, crypto::parse_crl("list", forged.list));
  const auto consulted = crypto::consult(leaf, ca, {&list, 1}, now, nullptr);
  if (consulted.revoked || consulted.authentic == 0) {
    return Error{Code::denied, "leaf", "is revoked, or nobody knows"};
  }
  return {};
}

using Change = std::function<void(World&)>;

std::vector<std::pair<std::string, Change>> wrong_paths() {
  return {
      {"leaf-expired", [](World& w) { w.leaf.not_after = now - day; }},
      {"leaf-not-yet-valid", [](World& w) { w.leaf.not_before = now + day; }},
      {"ca-expired", [](World& w) { w.ca.not_after = now - day; }},
      {"root-expired", [](World& w) { w.root.not_after = now - day; }},
      {"leaf-altered", [](World& w) { w.altered = true; }},
      {"leaf-by-stranger", [](World& w) { w.ca_signer = TestKey::of(KeyKind::p384, 77); }},
      {"ca-by-stranger", [](World& w) { w.root_signer = TestKey::of(KeyKind::p384, 77); }},
      {"leaf-of-other-issuer", [](World& w) { w.leaf.issuer = testkit::name_of("Other"); }},
      {"leaf-of-other-key", [](World& w) { w.leaf.authority_key_id = Bytes(20, 1); }},
      {"ca-is-no-ca", [](World& w) { w.ca.basic_constraints->ca = false; }},
      {"ca-without-constraints", [](World& w) { w.ca.basic_constraints.reset(); }},
      {"ca-may-not-sign",
       [](World& w) {
         w.ca.key_usage = crypto::KeyUsages().add(crypto::KeyUsage::digital_signature);
       }},
      {"root-allows-no-ca", [](World& w) { w.root.basic_constraints->path_length = 0; }},
      {"unknown-critical",
       [](World& w) {
         const Bytes null = {0x05, 0x00};
         const auto oid = der::Oid::of({1, 3, 6, 1, 4, 1, 55555, 1});
         w.leaf.more_extensions = {testkit::extension(oid, true, null)};
       }},
  };
}

std::vector<std::pair<std::string, Change>> listed_paths() {
  const auto with_list = [](World& w, std::vector<Bytes> serials) -> testkit::RevocationSpec& {
    w.list_signer = w.ca_key;
    return w.list.emplace(testkit::revocation_spec(w.ca, now, std::move(serials)));
  };
  return {
      {"list-clear", [=](World& w) { with_list(w, {{0x55}}); }},
      {"list-revokes", [=](World& w) { with_list(w, {w.leaf.serial}); }},
      {"list-stale", [=](World& w) { with_list(w, {}).next_update = now - day; }},
      {"list-of-tomorrow", [=](World& w) { with_list(w, {}).this_update = now + day; }},
      {"list-of-other-issuer",
       [=](World& w) { with_list(w, {}).issuer = testkit::name_of("Other"); }},
      {"list-by-stranger",
       [=](World& w) {
         with_list(w, {});
         w.list_signer = TestKey::of(KeyKind::p384, 77);
       }},
      {"ca-may-not-list",
       [=](World& w) {
         w.ca.key_usage = crypto::KeyUsages().add(crypto::KeyUsage::key_cert_sign);
         with_list(w, {});
       }},
  };
}

void write_pem(const std::string& path, std::string_view label, ByteView der) {
  std::ofstream(path, std::ios::binary) << pem::encode(label, der);
}

void tell(const std::string& folder, const std::string& name, const World& world) {
  const Forged forged = forge(world);
  const std::string path = folder + "/" + name;
  write_pem(path + ".root", "CERTIFICATE", forged.root);
  write_pem(path + ".chain", "CERTIFICATE", forged.ca);
  write_pem(path + ".leaf", "CERTIFICATE", forged.leaf);
  if (world.list) write_pem(path + ".crl", "X509 CRL", forged.list);
  std::cout << name << (judge(forged).ok() ? " accepted " : " refused ") << world.list.has_value()
            << "\n";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::string folder = arguments[1];
  const auto curve = [](KeyKind kind) {
    return [kind](uint64_t number) { return TestKey::of(kind, number + 1); };
  };
  tell(folder, "p256", World(curve(KeyKind::p256)));
  tell(folder, "p384", World(curve(KeyKind::p384)));
  tell(folder, "p521", World(curve(KeyKind::p521)));
  tell(folder, "ed25519", World(curve(KeyKind::ed25519)));
  tell(folder, "rsa", World([](uint64_t number) { return TestKey::rsa(2048, number); }));
  for (const auto& cases : {wrong_paths(), listed_paths()}) {
    for (const auto& [name, change] : cases) {
      World world(curve(KeyKind::p384));
      change(world);
      tell(folder, name, world);
    }
  }
  std::cout << "time " << now.time_since_epoch().count() / 1000 << "\n";
  return 0;
}

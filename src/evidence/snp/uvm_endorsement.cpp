#include "evidence/snp/uvm_endorsement.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/hex.h"
#include "codec/cose.h"
#include "codec/json.h"
#include "crypto/cose_sign1.h"
#include "crypto/x509_path.h"
#include "evidence/snp/checks.h"
#include "evidence/snp/dates.h"
#include "evidence/snp/did_x509.h"

namespace anchorhold::snp {
namespace {

using crypto::Certificate;

constexpr std::string_view uvm_object = "UVM endorsement";
constexpr std::string_view content_type = "application/json";
constexpr size_t most_payload = 4096;
constexpr size_t most_chain = 5;

// SHA-256 of "Microsoft Supply Chain RSA Root CA 2022".
constexpr Digest256 microsoft_root = {
    0x23, 0xff, 0xe2, 0xb8, 0xbd, 0xb9, 0xa1, 0x71, 0x15, 0x15, 0xd4, 0xcf, 0xfd, 0xa0, 0x4b, 0xc7,
    0xf7, 0x93, 0xd5, 0x13, 0xc7, 0x6c, 0x24, 0x3f, 0x10, 0x20, 0x50, 0x7d, 0x86, 0x69, 0xb7, 0xdb};
// Extended key usages below it: utility VMs of confidential container instances and of
// confidential AKS. Other usages are those of Microsoft's other products.
constexpr std::array<std::string_view, 2> uvm_usages = {"1.3.6.1.4.1.311.76.59.1.2",
                                                        "1.3.6.1.4.1.311.76.59.1.5"};

// Parsed: the endorsement and what its signer says of himself. `message` has views into the bytes.
struct Parsed {
  cose::Message message;
  std::vector<Certificate> path;
  DidX509 did;
  UvmEndorsement said;
};

const crypto::PathRules& uvm_path_rules() {
  using crypto::HashKind;
  using crypto::SignatureKind;
  static const crypto::PathRules rules{.keys = {crypto::KeyKind::rsa},
                                       .schemes = {{SignatureKind::rsa_pkcs1, HashKind::sha256},
                                                   {SignatureKind::rsa_pkcs1, HashKind::sha384},
                                                   {SignatureKind::rsa_pkcs1, HashKind::sha512}},
                                       .max_length = most_chain};
  return rules;
}

Result<std::string> header_text(const cose::Message& message, std::string_view label,
                                int64_t claim) {
  const cbor::Value* value = message.header.map.find(label);
  if (const cbor::Value* claims = message.header.cwt_claims();
      value == nullptr && claims != nullptr)
    value = claims->find(claim);
  const auto text = value == nullptr ? std::nullopt : value->as_text();
  if (!text) {
    return Error{Code::malformed, std::string(uvm_object),
                 "no text '" + std::string(label) + "' in the protected header"};
  }
  return std::string(*text);
}

Status read_payload(ByteView payload, UvmEndorsement& said) {
  AH_ASSIGN(const json::Value root,
            json::parse(uvm_object, text_of(payload), {.bytes = most_payload, .depth = 2}));
  const auto member = [&](std::string_view key) {
    const json::Value* value = root.is_object() ? root.find(key) : nullptr;
    return value != nullptr && value->is_string() ? value : nullptr;
  };
  const json::Value* measurement = member("x-ms-sevsnpvm-launchmeasurement");
  const json::Value* svn = member("x-ms-sevsnpvm-guestsvn");
  if (measurement == nullptr || svn == nullptr) {
    return Error{Code::malformed, std::string(uvm_object), "the payload lacks a member"}.want(
        "x-ms-sevsnpvm-launchmeasurement and x-ms-sevsnpvm-guestsvn, both texts");
  }
  AH_ASSIGN(said.launch_measurement,
            fixed_from_hex<48>("x-ms-sevsnpvm-launchmeasurement", measurement->as_string()));
  said.guest_svn = svn->as_string();
  return {};
}

Result<Parsed> parse_endorsement(ByteView bytes, crypto::CertificateCache* cache) {
  Parsed out;
  AH_ASSIGN(out.message,
            cose::parse_sign1_any(uvm_object, bytes,
                                  {.allow_unprotected = true, .max_chain = most_chain}));
  if (out.message.alg() != cose::kPs384 || out.message.header.type_text != content_type) {
    return Error{Code::unsupported, std::string(uvm_object), "another algorithm or content"}
        .want("PS384 (-38) over application/json")
        .saw("algorithm " + std::to_string(out.message.alg()));
  }
  AH_ASSIGN(out.said.issuer, header_text(out.message, "iss", 1));
  AH_ASSIGN(out.said.feed, header_text(out.message, "feed", 2));
  AH_ASSIGN(out.did, parse_did_x509("UVM issuer", out.said.issuer));
  if (out.message.header.x5chain.size() < 2)
    return Error{Code::malformed, std::string(uvm_object),
                 "x5chain without a certificate authority"};
  for (const ByteView der : out.message.header.x5chain) {
    AH_ASSIGN(Certificate certificate, crypto::parse_certificate("x5chain", der, cache));
    out.path.push_back(std::move(certificate));
  }
  AH_TRY(read_payload(*out.message.payload, out.said));
  return out;
}

Status trusted(const Parsed& endorsement, std::span<const GivenAnchor> given) {
  const Certificate& root = endorsement.path.back();
  if (names(given, root.key.spki_sha256())) return {};
  const bool ours =
      root.digest() == microsoft_root &&
      std::ranges::any_of(uvm_usages, [&](std::string_view usage) {
        return std::ranges::find(endorsement.did.usages, usage) != endorsement.did.usages.end();
      });
  if (ours) return {};
  return Error{Code::denied, "UVM issuer", "not an issuer of utility VMs"}
      .want(
          "Microsoft's supply chain root with the usage of utility VMs, or a root that the caller "
          "named")
      .saw(endorsement.said.issuer);
}

Status prove_path(const Parsed& endorsement, std::span<const GivenAnchor> given, Time at,
                  crypto::CertificateCache* cache) {
  AH_TRY(satisfies(endorsement.did, endorsement.path));
  AH_TRY(trusted(endorsement, given));
  const std::span<const Certificate> path(endorsement.path);
  return crypto::verify_path(path.first(path.size() - 1), path.back(), at, uvm_path_rules(), cache);
}

void add_claims(const UvmEndorsement& said, Claims& claims) {
  claims.vendor["uvm_issuer"] = said.issuer;
  claims.vendor["uvm_feed"] = said.feed;
  claims.vendor["uvm_measurement"] = copy_of(said.launch_measurement);
  claims.vendor["uvm_guest_svn"] = said.guest_svn;
}

}  // namespace

void judge_uvm_endorsement(ByteView message, const Digest384& measurement,
                           std::span<const GivenAnchor> given, Time at,
                           crypto::CertificateCache* cache, CheckRun& run, Claims& claims) {
  const auto parsed = parse_endorsement(message, cache);
  if (!parsed.ok()) {
    run.fail(uvm_structure_check, std::string(uvm_object), parsed.error().to_string());
    return;
  }
  const UvmEndorsement& said = parsed->said;
  add_claims(said, claims);
  run.pass(uvm_structure_check, std::string(uvm_object), "feed '" + said.feed + "'");
  std::vector<const Certificate*> path;
  for (const Certificate& certificate : parsed->path) path.push_back(&certificate);
  run.judge(uvm_chain_check, path.front()->subject_common_name,
            prove_path(*parsed, given, nearest_valid(path, at), cache), said.issuer);
  judge_dates(uvm_validity_check, path, at, run);
  run.judge(uvm_signature_check, std::string(uvm_object),
            crypto::verify_sign1(parsed->message, path.front()->key), "good");
  if (said.launch_measurement == measurement)
    run.pass(uvm_measurement_check, "MEASUREMENT", to_hex(measurement));
  else
    run.fail(uvm_measurement_check, "MEASUREMENT",
             to_hex(measurement) + ", endorsed is " + to_hex(said.launch_measurement));
}

}  // namespace anchorhold::snp

#include "testkit/forged_snp.h"

#include <algorithm>

namespace anchorhold::testkit {
namespace {

using std::chrono::hours;

constexpr uint8_t ia5_string = 0x16;
constexpr size_t signed_size = 672;
constexpr crypto::SignatureScheme pss = {crypto::SignatureKind::rsa_pss, crypto::HashKind::sha384};

constexpr der::Oid struct_version_oid = der::Oid::of({1, 3, 6, 1, 4, 1, 3704, 1, 1});
constexpr der::Oid product_name_oid = der::Oid::of({1, 3, 6, 1, 4, 1, 3704, 1, 2});
constexpr der::Oid hardware_id_oid = der::Oid::of({1, 3, 6, 1, 4, 1, 3704, 1, 4});
constexpr der::Oid csp_id_oid = der::Oid::of({1, 3, 6, 1, 4, 1, 3704, 1, 5});

// One line: its names, processor, and the last arcs of the levels in the order of TCB_VERSION.
struct LineFacts {
  std::string_view name;
  std::string_view product_name;
  ByteArray<3> cpuid;
  std::array<uint64_t, 8> layout;
  size_t hardware_id_size;
};

const LineFacts& facts_of(SnpLine line) {
  static const std::array<LineFacts, 3> facts = {{
      {"Milan", "Milan-B0", {0x19, 0x01, 0x01}, {1, 2, 4, 5, 6, 7, 3, 8}, 64},
      {"Genoa", "Genoa", {0x19, 0x11, 0x01}, {1, 2, 4, 5, 6, 7, 3, 8}, 64},
      {"Turin", "Turin", {0x1a, 0x02, 0x01}, {9, 1, 2, 3, 5, 6, 7, 8}, 8},
  }};
  return facts[static_cast<size_t>(line)];
}

// The level of the n-th byte of REPORTED_TCB; above 127 once, to need a leading zero in DER.
uint8_t level_at(const LineFacts& facts, size_t n) {
  switch (facts.layout[n]) {
    case 8:
      return 0xd5;
    case 4:
    case 5:
    case 6:
    case 7:
      return 0;
    default:
      return static_cast<uint8_t>(n + 3);
  }
}

Bytes chip_id(const LineFacts& facts) {
  Bytes out(facts.hardware_id_size);
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<uint8_t>(0xc1 + i);
  return out;
}

const TestKey& authority_key(size_t number) {
  static const std::array<TestKey, 4> keys = {TestKey::rsa(4096, 0), TestKey::rsa(4096, 1),
                                              TestKey::rsa(4096, 2), TestKey::rsa(4096, 3)};
  return keys[number];
}

CertificateSpec ark_of(const LineFacts& facts) {
  CertificateSpec spec =
      root_spec("ARK-" + std::string(facts.name), authority_key(0), SnpForge::at());
  spec.scheme = pss;
  return spec;
}

CertificateSpec below(const CertificateSpec& ark, const std::string& name, const TestKey& key,
                      Bytes serial) {
  CertificateSpec spec = ca_spec(name, key, ark, SnpForge::at());
  spec.serial = std::move(serial);
  spec.scheme = pss;
  spec.basic_constraints->path_length = 0;
  return spec;
}

crypto::Certificate forge(const CertificateSpec& spec, const TestKey& issuer) {
  return crypto::parse_certificate("forged", forge_certificate(spec, issuer)).value();
}

void put(Bytes& bytes, size_t place, ByteView value) {
  std::ranges::copy(value, bytes.begin() + static_cast<std::ptrdiff_t>(place));
}

void fill(Bytes& bytes, size_t place, size_t size, uint8_t value) {
  put(bytes, place, Bytes(size, value));
}

}  // namespace

void put_little(Bytes& bytes, size_t place, uint64_t value, size_t size) {
  for (size_t i = 0; i < size; ++i) bytes.at(place + i) = static_cast<uint8_t>(value >> (8 * i));
}

SnpForge::SnpForge(SnpLine line)
    : line_(line),
      ark_spec_(ark_of(facts_of(line))),
      ask_spec_(below(ark_spec_, "SEV-" + std::string(facts_of(line).name), authority_key(1),
                      {0x01, 0x00, 0x01})),
      asvk_spec_(below(ark_spec_, "SEV-VLEK-" + std::string(facts_of(line).name), authority_key(3),
                       {0x01, 0x01, 0x01})),
      ark_(forge(ark_spec_, authority_key(0))),
      ask_(forge(ask_spec_, authority_key(0))),
      asvk_(forge(asvk_spec_, authority_key(0))) {}

Time SnpForge::at() {
  return parse_time("at", "2026-03-07T02:05:07Z").value();
}

GivenAnchor SnpForge::anchor() const {
  return {ark_.key.spki_sha256()};
}

SnpKeySpec SnpForge::vcek() const {
  const LineFacts& facts = facts_of(line_);
  SnpKeySpec out;
  out.product_name = der::element(ia5_string, {bytes_of(facts.product_name)});
  for (size_t i = 0; i < facts.layout.size(); ++i)
    out.levels[facts.layout[i]] = der::integer(level_at(facts, i));
  out.hardware_id = chip_id(facts);
  out.not_before = at() - hours(24 * 30);
  out.not_after = at() + hours(24 * 365 * 7);
  return out;
}

SnpKeySpec SnpForge::vlek() const {
  SnpKeySpec out = vcek();
  out.common_name = "SEV-VLEK";
  out.hardware_id.reset();
  out.csp_id = der::element(ia5_string, {bytes_of("CN=cloud.example")});
  out.under_asvk = true;
  out.key = 2;
  out.not_after = at() + hours(24 * 335);
  return out;
}

crypto::Certificate SnpForge::certify(const SnpKeySpec& spec) const {
  const CertificateSpec& issuer = spec.under_asvk ? asvk_spec_ : ask_spec_;
  const TestKey key = TestKey::of(crypto::KeyKind::p384, spec.key);
  CertificateSpec out = leaf_spec(spec.common_name, key.spki(), issuer, at());
  out.serial = {0x00};
  out.basic_constraints.reset();
  out.key_usage = {};
  out.subject_key_id.reset();
  out.authority_key_id.reset();
  out.not_before = spec.not_before;
  out.not_after = spec.not_after;
  out.scheme = pss;
  out.more_extensions.push_back(
      extension(struct_version_oid, false, der::integer(line_ == SnpLine::turin ? 1 : 0)));
  if (spec.product_name)
    out.more_extensions.push_back(extension(product_name_oid, false, *spec.product_name));
  for (const auto& [arc, value] : spec.levels) {
    out.more_extensions.push_back(
        extension(der::Oid::of({1, 3, 6, 1, 4, 1, 3704, 1, 3, arc}), false, value));
  }
  if (spec.hardware_id)
    out.more_extensions.push_back(extension(hardware_id_oid, false, *spec.hardware_id));
  if (spec.csp_id) out.more_extensions.push_back(extension(csp_id_oid, false, *spec.csp_id));
  const size_t signer = spec.foreign_signature ? 2 : spec.under_asvk ? 3 : 1;
  return forge(out, authority_key(signer));
}

std::vector<crypto::Certificate> SnpForge::pool(const SnpKeySpec& spec) const {
  return {certify(spec), ask_, asvk_, ark_};
}

crypto::Certificate SnpForge::authority(const std::string& common_name, Bytes serial,
                                        const std::optional<TestKey>& key) const {
  return forge(below(ark_spec_, common_name, key.value_or(authority_key(1)), std::move(serial)),
               authority_key(0));
}

RevocationSpec SnpForge::revocation(std::vector<Bytes> serials) const {
  RevocationSpec out = revocation_spec(ark_spec_, at(), std::move(serials));
  out.scheme = pss;
  return out;
}

crypto::Crl SnpForge::revoke(const RevocationSpec& spec, size_t signer) const {
  return crypto::parse_crl("forged", forge_revocation_list(spec, authority_key(signer))).value();
}

Bytes SnpForge::body(uint32_t version) const {
  const LineFacts& facts = facts_of(line_);
  Bytes out(1184);
  put_little(out, snp_at::version, version, 4);
  put_little(out, snp_at::guest_svn, 7, 4);
  put_little(out, snp_at::policy, 0x3001f, 8);
  fill(out, 0x10, 16, 0xfa);
  fill(out, 0x20, 16, 0x1a);
  put_little(out, snp_at::signature_algo, 1, 4);
  put_little(out, snp_at::platform_info, 0x25, 8);
  fill(out, snp_at::report_data, 64, 0xda);
  fill(out, snp_at::measurement, 48, 0x3e);
  fill(out, 0xc0, 32, 0x40);
  fill(out, snp_at::id_key_digest, 48, 0x1d);
  fill(out, 0x140, 32, 0x4e);
  fill(out, 0x160, 32, 0xff);
  for (const size_t place :
       {snp_at::current_tcb, snp_at::reported_tcb, snp_at::committed_tcb, snp_at::launch_tcb}) {
    for (size_t i = 0; i < 8; ++i) out[place + i] = level_at(facts, i);
  }
  if (version >= 3) put(out, snp_at::cpuid, facts.cpuid);
  put(out, snp_at::chip_id, chip_id(facts));
  put_little(out, snp_at::current_version, 0x01372b, 3);
  put_little(out, snp_at::committed_version, 0x01372b, 3);
  if (version >= 5) {
    put_little(out, snp_at::mitigations, 0x1f, 8);
    put_little(out, snp_at::mitigations + 8, 0x3f, 8);
  }
  return out;
}

Bytes SnpForge::vlek_body() const {
  Bytes out = body();
  put_little(out, snp_at::key_info, 1U << 2U, 4);
  fill(out, snp_at::chip_id, 64, 0);
  return out;
}

Bytes SnpForge::sign(Bytes body, size_t key) {
  const Bytes raw = TestKey::of(crypto::KeyKind::p384, key).sign(ByteView(body).first(signed_size));
  const ByteView number(raw);
  std::ranges::reverse_copy(number.first(48), body.begin() + snp_at::signature_r);
  std::ranges::reverse_copy(number.last(48), body.begin() + snp_at::signature_s);
  return body;
}

}  // namespace anchorhold::testkit

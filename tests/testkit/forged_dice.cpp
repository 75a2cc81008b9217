#include "testkit/forged_dice.h"

#include "codec/cbor.h"
#include "codec/der.h"
#include "testkit/forged_ca.h"

namespace anchorhold::testkit {
namespace {

using std::chrono::hours;

constexpr der::Oid open_profile_oid = der::Oid::of({1, 3, 6, 1, 4, 1, 11129, 2, 1, 24});
constexpr der::Oid tcb_info_oid = der::Oid::of({2, 23, 133, 5, 4, 1});
constexpr der::Oid ueid_oid = der::Oid::of({2, 23, 133, 5, 4, 4});
constexpr der::Oid multi_tcb_info_oid = der::Oid::of({2, 23, 133, 5, 4, 5});
constexpr der::Oid sha256_oid = der::Oid::of({2, 16, 840, 1, 101, 3, 4, 2, 1});

constexpr std::array<std::string_view, 3> names = {"uds", "cdi-0", "cdi-1"};

Bytes explicit_octets(unsigned tag, const Bytes& value) {
  return der::element(der::context(tag), {der::octet_string(value)});
}

}  // namespace

DiceForge::DiceForge(uint64_t seed) : seed_(seed), random_(seed) {
  for (const auto algorithm :
       {crypto::Algorithm::ed25519, crypto::Algorithm::es256, crypto::Algorithm::es384}) {
    keys_.push_back(crypto::PrivateKey::generate(algorithm, random_).value());
  }
}

Time DiceForge::at() {
  using namespace std::chrono;
  return sys_days(2026y / January / 1);
}

ChainSpec DiceForge::chain_spec() {
  const auto link = [](std::string name, crypto::Algorithm algorithm) {
    return LinkSpec{.common_name = std::move(name),
                    .not_before = at() - hours(24 * 365),
                    .not_after = at() + hours(24 * 365),
                    .ca = true,
                    .path_length = std::nullopt,
                    .cert_sign = true,
                    .digital_signature = false,
                    .algorithm = algorithm,
                    .key_identifiers = true};
  };
  return {link("device", crypto::Algorithm::es384), link("layer 0", crypto::Algorithm::es256),
          link("layer 1", crypto::Algorithm::es256)};
}

Bytes DiceForge::open_profile(uint8_t mode) {
  return der::sequence(
      {explicit_octets(0, Bytes(64, 0x71)), explicit_octets(1, Bytes(5, 0x72)),
       explicit_octets(2, Bytes(64, 0x73)), explicit_octets(4, Bytes(64, 0x74)),
       der::element(der::context(6), {der::element(der::kEnumerated, {Bytes{mode}})}),
       der::element(der::context(7), {der::utf8_string("test.profile")})});
}

Bytes DiceForge::tcb_info(uint32_t flags) {
  Bytes bits(5, 0);
  for (unsigned i = 0; i < 32; ++i) {
    const auto mask = static_cast<uint8_t>(0x80U >> (i % 8));
    if (((flags >> i) & 1U) != 0) bits[1 + i / 8] |= mask;
  }
  const Bytes fwid = der::sequence({der::oid(sha256_oid), der::octet_string(Bytes(32, 0x75))});
  return der::sequence({der::element(der::context_primitive(0), {bytes_of("vendor")}),
                        der::element(der::context_primitive(3), {Bytes{7}}),
                        der::element(der::context(6), {fwid}),
                        der::element(der::context_primitive(7), {bits}),
                        der::element(der::context_primitive(9), {bytes_of("FMC")})});
}

DiceExtensions DiceForge::good_extensions() {
  return {.open_profile = open_profile(1),
          .tcb_info = {},
          .multi_tcb_info = der::sequence({tcb_info(0)}),
          .ueid = der::sequence({der::octet_string(Bytes(17, 0x01))})};
}

Bytes DiceForge::X509::evidence() const {
  Bytes out;
  for (const Bytes& certificate : certificates) append(out, certificate);
  return out;
}

DiceForge::X509 DiceForge::x509(const ChainSpec& spec, const DiceExtensions& leaf) const {
  FixedRandom random(seed_);
  const ForgedChain chain = forge_chain(spec, random);
  const crypto::PrivateKey& issuer = chain.keys[chain.keys.size() - 2];
  Bytes last = chain.leaf();
  const auto add = [&](const der::Oid& oid, bool critical, const Bytes& value) {
    if (!value.empty()) last = with_extension(last, oid, critical, value, issuer);
  };
  add(open_profile_oid, true, leaf.open_profile);
  add(tcb_info_oid, false, leaf.tcb_info);
  add(multi_tcb_info_oid, false, leaf.multi_tcb_info);
  add(ueid_oid, false, leaf.ueid);
  X509 out{.certificates = {last},
           .root = chain.certificates.front(),
           .anchor = subject_key(chain.keys.front().public_key())};
  for (size_t i = chain.certificates.size() - 1; i-- > 1;) {
    out.certificates.push_back(chain.certificates[i]);
  }
  return out;
}

ClaimMap DiceForge::claims(size_t layer) const {
  ClaimMap out;
  out.set(1, cbor_text(names[layer]))
      .set(2, cbor_text(names[layer + 1]))
      .set(-4670545, cbor_bytes(Bytes(64, static_cast<uint8_t>(0x81 + layer))))
      .set(-4670548, cbor_bytes(Bytes(9, 0x82)))
      .set(-4670549, cbor_bytes(Bytes(64, 0x83)))
      .set(-4670551, cbor_bytes(Bytes{1}))
      .set(-4670552, cbor_bytes(cose_key(keys_[layer + 1].public_key())))
      .set(-4670553, cbor_bytes(Bytes{0x20}))
      .set(-4670554, cbor_text("test.profile"));
  return out;
}

Bytes DiceForge::certificate(const ClaimMap& claims, size_t layer) const {
  return forge_sign1(claims.encode(), keys_[layer], {.tag = {}});
}

Bytes DiceForge::cbor_chain(const std::vector<Bytes>& certificates) const {
  cbor::Encoder out;
  out.array(1 + certificates.size()).encoded(cose_key(keys_[0].public_key()));
  for (const Bytes& certificate : certificates) out.encoded(certificate);
  return out.take();
}

Bytes DiceForge::good_cbor_chain() const {
  return cbor_chain({certificate(claims(0), 0), certificate(claims(1), 1)});
}

}  // namespace anchorhold::testkit

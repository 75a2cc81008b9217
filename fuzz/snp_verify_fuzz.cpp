// Reports with things wrong, some of them well signed, under altered pools of certificates. What
// was altered after signing is refused; what is accepted is of the chip, product and key that its
// chain proves; and the cache never changes a verdict.
#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>

#include "check.h"
#include "evidence/snp/verify.h"
#include "testkit/forged_snp.h"
#include "testkit/forged_snp_uvm.h"

using namespace anchorhold;
using testkit::SnpForge;
namespace snp_at = testkit::snp_at;

namespace {

constexpr size_t number_size = 48;  // of r and of s, of P-384

// What all runs share: certificates are slow to sign.
struct World {
  SnpForge forge;
  std::vector<crypto::Certificate> vcek = forge.pool(forge.vcek());
  std::vector<crypto::Certificate> vlek = forge.pool(forge.vlek());
  crypto::Crl list = forge.revoke(forge.revocation({{0x42}}));
  crypto::Crl revoking = forge.revoke(forge.revocation({forge.ask().serial}));
  testkit::UvmForge uvm{SnpForge::at()};
  Bytes endorsement = testkit::UvmForge::sign(uvm.spec(measured()));
  std::vector<GivenAnchor> anchors = {forge.anchor(), uvm.anchor()};

  static Digest384 measured() {
    Digest384 out;
    out.fill(0x3e);
    return out;
  }
};

const World& world() {
  static const World instance;
  return instance;
}

void flip(FuzzedDataProvider& in, Bytes& bytes) {
  if (bytes.empty()) return;
  bytes[in.ConsumeIntegralInRange<size_t>(0, bytes.size() - 1)] ^= in.ConsumeIntegral<uint8_t>();
}

Bytes take_report(FuzzedDataProvider& in, bool& altered) {
  const bool vlek = in.ConsumeBool();
  const uint32_t version = in.PickValueInArray({2U, 3U, 5U});
  Bytes body = vlek ? world().forge.vlek_body() : world().forge.body(version);
  for (unsigned n = in.ConsumeIntegralInRange(0U, 4U); n > 0; --n) flip(in, body);
  Bytes report = SnpForge::sign(body, in.ConsumeBool() ? 2 : 1);
  const Bytes before = report;
  for (unsigned n = in.ConsumeIntegralInRange(0U, 2U); n > 0; --n) flip(in, report);
  // What is neither signed nor the signature must be zero, and may become so again.
  const auto same = [&](size_t place, size_t size) {
    return std::ranges::equal(ByteView(report).subspan(place, size),
                              ByteView(before).subspan(place, size));
  };
  altered = !same(0, snp_at::signature_r) || !same(snp_at::signature_r, number_size) ||
            !same(snp_at::signature_s, number_size);
  return report;
}

// A certificate whose bytes were changed, when it can still be read.
void alter(FuzzedDataProvider& in, crypto::Certificate& certificate) {
  Bytes der = certificate.der;
  flip(in, der);
  auto parsed = crypto::parse_certificate("altered", der);
  if (parsed.ok()) certificate = std::move(*parsed);
}

std::vector<crypto::Certificate> take_pool(FuzzedDataProvider& in) {
  std::vector<crypto::Certificate> pool = in.ConsumeBool() ? world().vlek : world().vcek;
  if (in.ConsumeBool()) pool.push_back(world().vlek.front());
  for (unsigned n = in.ConsumeIntegralInRange(0U, 2U); n > 0; --n) {
    crypto::Certificate& one = pool[in.ConsumeIntegralInRange<size_t>(0, pool.size() - 1)];
    if (in.ConsumeBool())
      alter(in, one);
    else
      std::swap(one, pool.front());
  }
  return pool;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  bool altered = false;
  const Bytes report = take_report(in, altered);
  const std::vector<crypto::Certificate> pool = take_pool(in);
  std::vector<crypto::Crl> lists;
  if (in.ConsumeBool()) lists.push_back(world().list);
  const bool revoked = in.ConsumeBool();
  if (revoked) lists.push_back(world().revoking);
  Bytes endorsement = world().endorsement;
  snp::Endorsements endorsements{
      .certificates = pool, .crls = lists, .require_crl = in.ConsumeBool()};
  if (in.ConsumeBool()) {
    while (in.remaining_bytes() > 0) flip(in, endorsement);
    endorsements.uvm_endorsement = ByteView(endorsement);
  }
  static crypto::CertificateCache cache(16, 64);
  const auto fresh =
      snp::verify_report(report, endorsements, world().anchors, SnpForge::at(), nullptr);
  const auto cached =
      snp::verify_report(report, endorsements, world().anchors, SnpForge::at(), &cache);
  fuzz::check(fresh.claims.has_value() == cached.claims.has_value());
  fuzz::check(fresh.claims.has_value() == fresh.findings.accepted());
  if (!fresh.claims) return 0;
  const Claims& claims = **fresh.claims;
  const bool chip = std::get<std::string>(claims.vendor.at("signing_key")) == "VCEK";
  fuzz::check(!altered && !claims.hardware_rooted);
  fuzz::check(!(revoked && chip));
  fuzz::check(claims.product == "Milan" && claims.root == world().forge.anchor().spki_sha256);
  fuzz::check(claims.vendor.contains(chip ? "hwid" : "csp_id"));
  return 0;
}

// Quotes with things wrong, many of them well signed. What was altered after signing is refused;
// what is accepted says what the forged enclave or TD said; the cache never changes a verdict.
#include <fuzzer/FuzzedDataProvider.h>

#include <array>

#include "check.h"
#include "testkit/forged_dcap_world.h"

using namespace anchorhold;
using testkit::DcapForge;
using testkit::QuoteParts;

namespace {

const testkit::DcapWorld& world() {
  static const testkit::DcapWorld instance;
  return instance;
}
const DcapForge& stranger() {
  static const DcapForge instance(99);
  return instance;
}

Bytes take_bytes(FuzzedDataProvider& in, size_t most) {
  return in.ConsumeBytes<uint8_t>(in.ConsumeIntegralInRange<size_t>(0, most));
}

void flip(FuzzedDataProvider& in, Bytes& bytes) {
  if (bytes.empty()) return;
  bytes[in.ConsumeIntegralInRange<size_t>(0, bytes.size() - 1)] ^= in.ConsumeIntegral<uint8_t>();
}

// Certificates take long to sign: each is made once.
std::vector<Bytes> certificates_of(const DcapForge& forge) {
  return {forge.pck(), forge.ca(), forge.root(), forge.tcb_signing()};
}

QuoteParts any_form(FuzzedDataProvider& in) {
  const DcapForge& forge = world().forge;
  static const std::array forms = {forge.sgx(3), forge.sgx(4),     forge.tdx_1_0(4),
                                   forge.sgx(5), forge.tdx_1_0(5), forge.tdx_1_5()};
  return forms[in.ConsumeIntegralInRange<size_t>(0, forms.size() - 1)];
}

Bytes any_certificate(FuzzedDataProvider& in) {
  static const std::array pools = {certificates_of(world().forge), certificates_of(stranger())};
  const size_t pool = in.ConsumeIntegralInRange<size_t>(0, 1);
  const size_t place = in.ConsumeIntegralInRange<size_t>(0, pools[pool].size());
  if (place < pools[pool].size()) return pools[pool][place];
  Bytes extension = testkit::encode_pck_extension(DcapForge::pck_extension());
  flip(in, extension);
  return world().forge.pck_with(world().forge.pck_fields(), extension);
}

void edit(FuzzedDataProvider& in, QuoteParts& parts) {
  switch (in.ConsumeIntegralInRange(0, 10)) {
    case 0:
      parts.version = in.ConsumeIntegralInRange<uint16_t>(2, 6);
      break;
    case 1:
      parts.tee = in.PickValueInArray<uint32_t>({0, 0x81, 0x82});
      break;
    case 2:
      parts.body_type = in.ConsumeIntegralInRange<uint16_t>(0, 4);
      break;
    case 3:
      flip(in, parts.body);
      break;
    case 4:
      parts.bind_key = in.ConsumeBool();
      break;
    case 5:
      parts.auth_data = take_bytes(in, 64);
      break;
    case 6:
      parts.inner_type = in.ConsumeIntegralInRange<uint16_t>(0, 8);
      break;
    case 7:
      parts.inner = take_bytes(in, 200);
      break;
    case 8:
      parts.padding = Bytes(in.ConsumeIntegralInRange<size_t>(0, 100));
      break;
    case 9:
      parts.qe_report.isv_svn = in.ConsumeIntegral<uint16_t>();
      break;
    default:
      parts.inner.clear();
      while (in.ConsumeBool()) append(parts.inner, any_certificate(in));
  }
}

bool accepted(ByteView quote, const Bytes* signed_body, crypto::CertificateCache* cache) {
  static const dcap::PreparedCollateral collateral = world().prepare();
  const auto result = dcap::verify_quote(quote, collateral, world().anchors, world().at, cache);
  fuzz::check(result.claims.has_value() == result.findings.accepted());
  if (!result.claims) return false;
  const Claims& claims = **result.claims;
  fuzz::check(!claims.hardware_rooted);
  fuzz::check(claims.root == world().forge.anchor().spki_sha256);
  fuzz::check(claims.tcb.has_value() && claims.debug.has_value());
  if (signed_body != nullptr) {
    const ByteView tail = ByteView(*signed_body).subspan(claims.tee == TeeKind::sgx ? 320 : 520);
    fuzz::check(fuzz::same(*claims.report_data, tail.first(64)));
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  QuoteParts parts = any_form(in);
  static crypto::CertificateCache cache(64, 64);
  if (in.ConsumeBool()) {
    // Header, body, signatures and QE report, altered after signing.
    const Bytes good = world().forge.sign(parts);
    Bytes quote = good;
    const size_t signed_size = quote.size() - parts.inner.size();
    for (int i = 0; in.remaining_bytes() > 0 && i < 8; ++i) {
      const size_t place = in.ConsumeIntegralInRange<size_t>(0, signed_size - 1);
      quote[place] ^= in.ConsumeIntegral<uint8_t>();
    }
    fuzz::check(accepted(quote, &parts.body, &cache) == (quote == good));
    return 0;
  }
  while (in.remaining_bytes() > 0 && in.ConsumeBool()) edit(in, parts);
  const Bytes quote = (in.ConsumeBool() ? stranger() : world().forge).sign(parts);
  const bool verdict = accepted(quote, &parts.body, nullptr);
  fuzz::check(verdict == accepted(quote, &parts.body, &cache));
  return 0;
}

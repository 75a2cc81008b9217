#include "base/hex.h"
#include "cases.h"
#include "crypto/hash.h"
#include "evidence/cmw/message.h"
#include "testkit/composite_world.h"
#include "testkit/forged_hcl.h"
#include "testkit/forged_ratls.h"
#include "testkit/forged_snp.h"
#include "testkit/forged_tpm.h"

namespace anchorhold::golden {
namespace {

using testkit::CompositeWorld;
using testkit::RatlsForge;
using testkit::SnpForge;
using testkit::TestKey;
using testkit::TpmForge;

// An Azure machine whose hardware report names the `named` key of a virtual TPM.
Case azure(std::string name, const TestKey& named) {
  const SnpForge snp;
  const TpmForge tpm{TestKey::rsa(2048, 1)};
  const std::string runtime = testkit::forge_runtime_data(named.subject_key());
  Bytes body = snp.body();
  const auto data = body.begin() + testkit::snp_at::report_data;
  std::fill(data, data + 64, uint8_t{0});
  std::ranges::copy(crypto::sha256(bytes_of(runtime)), data);
  Case out{
      std::move(name),
      testkit::forge_hcl_report(
          {.hardware_report = SnpForge::sign(body), .runtime_data = runtime, .file_size = 4096}),
      {}};
  const testkit::QuoteSpec spec{.nonce = Bytes(32, 0x6e),
                                .banks = {{.bitmap = {0xff, 0xff, 0xff}}}};
  const Bytes quote = TpmForge::attest(spec);
  out.demands.collateral = {file("quote.msg", quote), file("quote.sig", tpm.sign(quote)),
                            file("pcrs.json", TpmForge::pcr_json(TpmForge::values(spec))),
                            file("vcek.der", snp.certify(snp.vcek()).der),
                            file("ask.der", snp.ask().der)};
  out.demands.anchors = {file("ark.der", snp.ark().der)};
  out.demands.at_ms = milliseconds(SnpForge::at());
  return out;
}

std::vector<Case> azure_cases() {
  const Case good = expecting(azure("azure-vtpm.accepted", TestKey::rsa(2048, 1)));
  Case other = azure("azure-vtpm.another-tpm", TestKey::rsa(2048, 2));
  other.demands.policy = good.demands.policy;
  other.demands.nonce = good.demands.nonce;
  Bytes altered = good.evidence;
  altered.at(altered.size() / 2) ^= 1;
  Case cut = truncated_as("azure-vtpm", good);
  cut.evidence.resize(1200);  // less than the hardware report; what fills up the end may be short
  return {
      good,
      other,
      good.with("azure-vtpm.altered", altered),
      cut,
      good.changed("azure-vtpm.no-quote",
                   [](auto& d) { d.collateral.erase(d.collateral.begin()); }),
  };
}

Case in_world(std::string name, const CompositeWorld& world, Bytes evidence) {
  Case out{std::move(name), std::move(evidence), {}};
  for (const verifier::File& one : world.files)
    out.demands.collateral.push_back(
        file(one.name + "-" + std::to_string(out.demands.collateral.size()), one.bytes));
  out.demands.anchors = {file("root.der", world.dcap.forge.root())};
  out.demands.software_roots = {to_hex(world.nsm.chain().root())};
  out.demands.at_ms = milliseconds(world.at);
  return out;
}

std::vector<Case> ratls_cases(const CompositeWorld& world) {
  const RatlsForge forge;
  const auto certificate = [&](const RatlsForge& by, ByteView quote) {
    return by.forge(by.spec(world.at, {RatlsForge::gramine(quote)}));
  };
  const Bytes quote = world.enclave(testkit::report_data_of(forge.key().spki()));
  const Case good = expecting(in_world("ratls.accepted", world, certificate(forge, quote)));
  const Bytes claims = forge.claims({.nonce = Bytes(32, 0x77)});
  return {
      good,
      expecting(
          in_world("ratls.accepted-interoperable", world,
                   forge.forge(forge.spec(
                       world.at, {RatlsForge::interoperable(
                                     world.enclave(testkit::report_data_of(claims)), claims)})))),
      good.with("ratls.another-key", certificate(RatlsForge(41), quote)),
      good.with("ratls.signature", altered_at_end(good.evidence)),
      truncated_as("ratls", good),
  };
}

std::vector<Case> wrapper_cases(const CompositeWorld& world) {
  const Bytes nonce(32, 0x5a);
  ByteArray<64> answer{};
  std::ranges::copy(nonce, answer.begin());
  const auto record = [](Bytes value) {
    return cmw::Record{.type = std::string("application/octet-stream"), .value = std::move(value)};
  };
  const auto pair = [&](const ByteArray<64>& report_data) {
    return cmw::encode_cbor(
        cmw::Collection{.type = {},
                        .entries = {{std::string("cpu"), record(world.enclave(report_data))},
                                    {std::string("module"), record(world.module(nonce))}}});
  };
  const Case good = expecting(in_world("cmw.accepted", world, pair(answer)));
  return {
      good,
      good.with("cmw.not-bound", pair({})),
      good.with("cmw.unknown-part", cmw::encode_cbor(record(Bytes(50, 1)))),
      truncated_as("cmw", good),
  };
}

}  // namespace

std::vector<Case> composite_cases() {
  const CompositeWorld world;
  std::vector<Case> all = azure_cases();
  for (auto& more : {ratls_cases(world), wrapper_cases(world)})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace anchorhold::golden

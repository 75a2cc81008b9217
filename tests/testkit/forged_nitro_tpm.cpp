#include "testkit/forged_nitro_tpm.h"

#include "crypto/cose_sign1.h"
#include "evidence/nsm/build.h"

namespace anchorhold::testkit {
namespace {

constexpr unsigned tpm_registers = 24;
constexpr uint64_t chain_seed = 11;

ForgedChain forge(const ChainSpec& spec) {
  FixedRandom random(chain_seed);
  return forge_chain(spec, random);
}

}  // namespace

NitroTpmForge::NitroTpmForge(const ChainSpec& spec) : chain_(forge(spec)) {}

std::string NitroTpmForge::module_id() {
  return "i-0123456789abcdef0-tpm0000000000000000";
}

Time NitroTpmForge::at() {
  using namespace std::chrono;
  return sys_days(2026y / November / 21) + hours(12);
}

ChainSpec NitroTpmForge::chain_spec() {
  ChainSpec spec = nitro_like(at(), module_id() + ".eu-central-1.aws");
  spec[spec.size() - 2].common_name = "i-0123456789abcdef0.eu-central-1.aws.nitro-enclaves";
  return spec;
}

nsm::TpmDocument NitroTpmForge::document() const {
  nsm::TpmDocument out{.module_id = module_id(),
                       .timestamp = at(),
                       .tpm_registers = {},
                       .certificate = chain_.leaf(),
                       .cabundle = chain_.cabundle(),
                       .public_key = Bytes(91, 0xaa),
                       .user_data = std::nullopt,
                       .nonce = Bytes(32, 0xcc)};
  for (unsigned i = 0; i < tpm_registers; ++i) out.tpm_registers[i] = Digest384{};
  for (const unsigned i : {4U, 7U, 11U}) out.tpm_registers[i].fill(static_cast<uint8_t>(0x40 + i));
  return out;
}

Bytes NitroTpmForge::sign(const nsm::TpmDocument& document) const {
  return sign_payload(nsm::encode_payload(document));
}

Bytes NitroTpmForge::sign_payload(ByteView payload) const {
  return crypto::sign_sign1(payload, chain_.leaf_key()).value();
}

}  // namespace anchorhold::testkit

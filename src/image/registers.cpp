#include "image/registers.h"

namespace anchorhold::image {
namespace {

const Digest384 reset{};

Digest384 extended(const Digest384& content) {
  return extend(reset, content);
}

}  // namespace

Digest384 extend(const Digest384& before, ByteView value) {
  return crypto::sha384({before, value});
}

AgentMeasurement::AgentMeasurement(ByteView agent) {
  state_.update(agent);
  digest_ = crypto::Sha384(state_).finish();
}

Registers predict(const AgentMeasurement& agent, const Measured& image) {
  Registers registers;
  if (!image.insecure_debug) {
    registers.pcr0 =
        extended(crypto::Sha384(agent.state()).update(image.manifest).update(image.layer).finish());
    registers.pcr1 = extended(agent.digest());
    registers.pcr2 = extended(crypto::sha384({image.manifest, image.layer}));
  }
  if (image.signer != nullptr) registers.pcr8 = signer_register(*image.signer);
  return registers;
}

Digest384 text_register(std::string_view text) {
  return text.empty() ? Digest384{} : extend(reset, bytes_of(text));
}

Digest384 signer_register(const crypto::PublicKey& key) {
  return extended(crypto::sha384(key.spki()));
}

Digest384 contract_register(const Digest384& contract_digest) {
  return extend(reset, contract_digest);
}

}  // namespace anchorhold::image

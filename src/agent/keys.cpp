#include "agent/keys.h"

#include "base/hex.h"
#include "contract/binding.h"
#include "crypto/jwe.h"
#include "net/kbs_client.h"

namespace anchorhold::agent {

namespace {

constexpr std::string_view kResourceType = "key";

// The name of this TEE in KBS messages, by the module id that its evidence will show.
Result<std::string_view> tee_of(Module& module) {
  AH_ASSIGN(const nsm::Description description, module.describe());
  return description.module_id.starts_with("i-") ? net::kbs::tee_nitro : net::kbs::tee_software;
}

Result<ReleasedKey> obtain_key(net::HttpClient& http, std::string_view tee, Module& module,
                               const contract::SealedContract& sealed,
                               const crypto::EphemeralKey& key, const std::string& input) {
  net::KbsClient broker(http);
  AH_ASSIGN(const net::kbs::Challenge challenge, broker.auth(tee));
  const json::Value tee_pubkey = key.public_key().to_kbs_jwk();
  nsm::Attestation bound;
  bound.user_data = copy_of(contract::kbs_user_data(challenge.nonce, tee_pubkey));
  AH_ASSIGN(bound.nonce, net::kbs::nonce_bytes(challenge.nonce));
  bound.public_key = key.public_key().spki();
  AH_ASSIGN(const Bytes document, module.attest(bound));
  AH_TRY(broker.attest({challenge.nonce, tee_pubkey, net::kbs::encode_evidence(document), ""}));
  AH_ASSIGN(const std::string jwe, broker.resource(to_hex(sealed.digest), kResourceType, input));
  AH_ASSIGN(const SecretBytes plain, crypto::decrypt_jwe("release of " + input, jwe, key));
  AH_ASSIGN(contract::ReleaseResource resource, contract::split_release_resource(plain.view()));
  const contract::ReleaseRequest request{sealed.digest, input, key.public_key().thumbprint(),
                                         challenge.nonce};
  AH_ASSIGN(contract::Release release,
            contract::verify_release(sealed.contract, request, resource));
  return ReleasedKey{std::move(release), std::move(resource)};
}

}  // namespace

Result<ReleasedKeys> obtain_keys(Channel& channel, Module& module,
                                 const contract::SealedContract& sealed,
                                 const crypto::EphemeralKey& key) {
  AH_ASSIGN(const std::string_view tee, tee_of(module));
  const std::vector<std::string> owners = contract::data_owners(sealed.contract);
  ReleasedKeys keys;
  for (size_t place = 0; place < owners.size(); ++place) {
    AH_ASSIGN(os::SocketStream stream,
              channel.connect(kFirstBrokerPort + static_cast<uint32_t>(place)));
    net::HttpClient http(stream, stream, owners[place]);
    for (const auto& [name, input] : sealed.contract.inputs) {
      if (input.owner != owners[place]) continue;
      auto released = obtain_key(http, tee, module, sealed, key, name);
      if (!released.ok())
        return released.take_error().in("input " + name + ", broker of " + input.owner);
      keys.emplace(name, std::move(released).value());
    }
  }
  return keys;
}

}  // namespace anchorhold::agent

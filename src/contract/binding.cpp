#include "contract/binding.h"

#include "crypto/hash.h"

namespace anchorhold::contract {

Digest384 kbs_user_data(std::string_view nonce, const json::Value& tee_pubkey) {
  const auto runtime_data = json::Value::object(
      {{"additional-evidence", ""}, {"nonce", nonce}, {"tee-pubkey", tee_pubkey}});
  return crypto::sha384(bytes_of(json::canonical(runtime_data)));
}

}  // namespace anchorhold::contract

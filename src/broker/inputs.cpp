#include "broker/inputs.h"

#include "age/encrypt.h"
#include "broker/accept.h"
#include "crypto/hash.h"

namespace anchorhold::broker {
namespace {

// DigestSink: hands everything on, and remembers its digest and length.
class DigestSink : public Sink {
 public:
  explicit DigestSink(Sink& next) : next_(next) {}

  Status write(ByteView bytes) override {
    hash_.update(bytes);
    length_ += bytes.size();
    return next_.write(bytes);
  }
  Digest256 digest() { return hash_.finish(); }
  uint64_t length() const { return length_; }

 private:
  Sink& next_;
  crypto::Sha256 hash_;
  uint64_t length_ = 0;
};

}  // namespace

Result<EncryptedInput> encrypt_input(Keystore& keystore, const contract::SealedContract& contract,
                                     std::string_view input, Source& plaintext, Sink& ciphertext,
                                     Random& random, Time now) {
  const auto declared = contract.contract.inputs.find(std::string(input));
  if (declared == contract.contract.inputs.end()) {
    return Error{Code::not_found, "input " + std::string(input), "is not in the contract"};
  }
  if (declared->second.owner != keystore.owner()) {
    return Error{Code::denied, "input " + std::string(input), "is another party's"}
        .want(declared->second.owner)
        .saw(keystore.owner());
  }
  if (declared->second.sha256) {
    return Error{Code::denied, "input " + std::string(input), "has its ciphertext fixed already"}
        .advise("use the file that the contract names; another one needs an amendment");
  }
  AH_TRY(accept_contract(keystore, contract, now));

  AH_ASSIGN(const age::Identity identity, age::Identity::generate(random));
  DigestSink sink(ciphertext);
  AH_ASSIGN(const Digest256 head,
            age::encrypt(plaintext, sink, std::span(&identity.recipient(), 1), random));
  const EncryptedInput made{sink.digest(), sink.length(), head};

  InputRecord record;
  record.lineage = contract.contract.lineage;
  record.name = input;
  record.identity = identity.to_secret_text();
  record.ciphertext_sha256 = made.sha256;
  record.ciphertext_bytes = made.bytes;
  record.head_sha256 = made.head_sha256;
  record.made = now;
  AH_ASSIGN(const auto store, keystore.store().begin_write());
  AH_TRY(store->put_input(record));
  AH_TRY(store->commit());
  return made;
}

}  // namespace anchorhold::broker

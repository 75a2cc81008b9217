#include "agent/inputs.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

#include "age/decrypt.h"
#include "base/hex.h"
#include "crypto/hash.h"
#include "os/error.h"
#include "os/file.h"

namespace anchorhold::agent {

namespace {

// HashingSource: digests what passes through.
class HashingSource : public Source {
 public:
  explicit HashingSource(Source& inner) : inner_(inner) {}
  Result<size_t> read(MutableBytes out) override {
    AH_ASSIGN(const size_t count, inner_.read(out));
    hash_.update(ByteView(out).first(count));
    bytes_ += count;
    return count;
  }
  uint64_t bytes() const { return bytes_; }
  Digest256 digest() { return hash_.finish(); }

 private:
  Source& inner_;
  crypto::Sha256 hash_;
  uint64_t bytes_ = 0;
};

}  // namespace

age::Rules input_rules() {
  age::Rules rules;
  rules.single_x25519_only = true;
  rules.armor = age::ArmorRule::refused;
  return rules;
}

Error not_as_released(const std::string& name, std::string expected, std::string seen) {
  return Error{Code::denied, "input " + name, "not the ciphertext that its owner released"}
      .want(std::move(expected))
      .saw(std::move(seen))
      .advise("give the host the file that `anchorhold encrypt` made");
}

Result<receipt::UsedInput> take_input(Host& host, const os::Fd& in, const std::string& name,
                                      const ReleasedKey& key) {
  const contract::Release& release = key.release;
  AH_ASSIGN(net::Body body, host.input(name));
  if (body.length() != release.ciphertext_bytes) {
    return not_as_released(name, std::to_string(release.ciphertext_bytes) + " bytes",
                           std::to_string(body.length()));
  }
  AH_ASSIGN(const age::Identity identity,
            age::Identity::parse(text_of(key.resource.identity.view())));
  os::Fd file(
      ::openat(in.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0444));
  if (!file.valid()) return os::system_error("/in/" + name, "cannot be created", errno);
  os::FileSink plain(std::move(file), "/in/" + name);
  HashingSource ciphertext(body);
  auto decrypted = age::decrypt(ciphertext, plain, {&identity, 1}, input_rules());
  if (!decrypted.ok()) return decrypted.take_error().in("input " + name);
  const Digest256 digest = ciphertext.digest();
  if (digest != release.ciphertext_sha256 || ciphertext.bytes() != release.ciphertext_bytes) {
    return not_as_released(name, to_hex(release.ciphertext_sha256), to_hex(digest));
  }
  receipt::UsedInput used;
  used.sha256 = digest;
  used.bytes = ciphertext.bytes();
  used.release = key.resource.statement;
  return used;
}

}  // namespace anchorhold::agent

#include "age/encrypt.h"

#include <functional>

#include "age/armor.h"
#include "age/header.h"
#include "age/scrypt_stanza.h"
#include "age/stream.h"
#include "age/x25519_stanza.h"
#include "crypto/hash.h"

namespace anchorhold::age {

namespace {

using WrapAll = std::function<Result<std::vector<Stanza>>(const FileKey&)>;

Result<Digest256> write_binary(BlockSource& plain, Sink& file, Random& random,
                               const WrapAll& wrap_all) {
  FileKey file_key;
  AH_TRY(random.fill(file_key.fill()));
  AH_ASSIGN(const std::vector<Stanza> stanzas, wrap_all(file_key));
  AH_ASSIGN(const std::string header, authenticated_header(stanzas, file_key));
  StreamNonce nonce;
  AH_TRY(random.fill(nonce));
  AH_TRY(file.write(bytes_of(header)));
  AH_TRY(file.write(nonce));
  AH_ASSIGN(ChunkSealer sealer, ChunkSealer::create(file_key, nonce));
  AH_TRY(seal_stream(plain, file, sealer));
  return crypto::sha256({bytes_of(header), nonce});
}

Result<Digest256> write_file(BlockSource& plain, Sink& file, Random& random,
                             const EncryptOptions& options, const WrapAll& wrap_all) {
  if (!options.armor) return write_binary(plain, file, random, wrap_all);
  ArmorSink armor(file);
  AH_ASSIGN(const Digest256 head, write_binary(plain, armor, random, wrap_all));
  AH_TRY(armor.finish());
  return head;
}

}  // namespace

Result<Digest256> encrypt(BlockSource& plain, Sink& file, std::span<const Recipient> recipients,
                          Random& random, const EncryptOptions& options) {
  if (recipients.empty()) {
    return Error{Code::invalid_argument, "age recipients", "none given"}.want("at least one");
  }
  return write_file(plain, file, random, options,
                    [&](const FileKey& file_key) -> Result<std::vector<Stanza>> {
                      std::vector<Stanza> stanzas;
                      for (const Recipient& recipient : recipients) {
                        AH_ASSIGN(Stanza stanza, wrap_x25519(file_key, recipient, random));
                        stanzas.push_back(std::move(stanza));
                      }
                      return stanzas;
                    });
}

Result<Digest256> encrypt(Source& plain, Sink& file, std::span<const Recipient> recipients,
                          Random& random, const EncryptOptions& options) {
  BufferedBlocks blocks(plain);
  return encrypt(blocks, file, recipients, random, options);
}

Status encrypt_passphrase(BlockSource& plain, Sink& file, ByteView passphrase, Random& random,
                          const EncryptOptions& options) {
  if (passphrase.empty()) return Error{Code::invalid_argument, "passphrase", "empty"};
  AH_TRY(write_file(
      plain, file, random, options, [&](const FileKey& file_key) -> Result<std::vector<Stanza>> {
        AH_ASSIGN(Stanza stanza, wrap_scrypt(file_key, passphrase, options.scrypt_log2n, random));
        return std::vector<Stanza>{std::move(stanza)};
      }));
  return {};
}

Status encrypt_passphrase(Source& plain, Sink& file, ByteView passphrase, Random& random,
                          const EncryptOptions& options) {
  BufferedBlocks blocks(plain);
  return encrypt_passphrase(blocks, file, passphrase, random, options);
}

}  // namespace anchorhold::age

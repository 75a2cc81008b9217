#include "age/unwrap.h"

#include <algorithm>

#include "age/scrypt_stanza.h"
#include "age/x25519_stanza.h"

namespace anchorhold::age {

namespace {

// The stanzas of the kinds known here, each with its shape checked; the others are ignored, as the
// format demands.
struct KnownStanzas {
  std::vector<X25519Stanza> x25519;
  std::optional<ScryptStanza> scrypt;
};

Result<KnownStanzas> known_stanzas(const Header& header) {
  KnownStanzas known;
  for (const Stanza& stanza : header.stanzas) {
    if (stanza.type == x25519_type) {
      AH_ASSIGN(X25519Stanza checked, X25519Stanza::from(stanza));
      known.x25519.push_back(checked);
    } else if (stanza.type == scrypt_type) {
      if (header.stanzas.size() > 1) {
        return Error{Code::malformed, std::string(layer::header),
                     "a scrypt stanza is not the only one"};
      }
      AH_ASSIGN(known.scrypt, ScryptStanza::from(stanza));
    }
  }
  return known;
}

Status check_rules(const Header& header, const KnownStanzas& known, const Rules& rules) {
  if (rules.single_x25519_only && (header.stanzas.size() != 1 || known.x25519.size() != 1)) {
    return Error{Code::denied, std::string(layer::recipients), "not exactly one X25519 recipient"}
        .want("one X25519 stanza")
        .saw(std::to_string(header.stanzas.size()) + " stanzas, " +
             std::to_string(known.x25519.size()) + " of them X25519");
  }
  if (known.scrypt && known.scrypt->log2n > rules.max_scrypt_log2n) {
    return Error{Code::limit_exceeded, std::string(layer::header), "scrypt work factor too high"}
        .want("at most " + std::to_string(rules.max_scrypt_log2n))
        .saw(std::to_string(known.scrypt->log2n));
  }
  return {};
}

Error no_match(const Header& header, const KnownStanzas& known) {
  const auto error = [](Code code, std::string message) {
    return Error{code, std::string(layer::recipients), std::move(message)};
  };
  if (known.scrypt) return error(Code::not_found, "the passphrase does not open the file");
  if (!known.x25519.empty()) {
    return error(Code::not_found, "no key given here opens the file")
        .advise("give the identity of one of its recipients");
  }
  constexpr size_t shown = 64;
  return error(Code::unsupported, "the file is encrypted to recipients of other kinds only")
      .want("X25519 or scrypt")
      .saw(header.stanzas.front().type.substr(0, shown));
}

Result<std::optional<FileKey>> try_keys(const KnownStanzas& known, const Keys& keys) {
  for (const Identity& identity : keys.identities) {
    for (const X25519Stanza& stanza : known.x25519) {
      AH_ASSIGN(std::optional<FileKey> file_key, stanza.unwrap(identity));
      if (file_key) return file_key;
    }
  }
  if (known.scrypt && keys.passphrase) {
    AH_ASSIGN(const SecretBytes passphrase, keys.passphrase());
    return known.scrypt->unwrap(passphrase.view());
  }
  return std::optional<FileKey>();
}

}  // namespace

Result<FileKey> unwrap_file_key(ByteView header_bytes, const Keys& keys, const Rules& rules) {
  AH_ASSIGN(const Header header, parse_header(header_bytes));
  AH_ASSIGN(const KnownStanzas known, known_stanzas(header));
  AH_TRY(check_rules(header, known, rules));
  AH_ASSIGN(std::optional<FileKey> file_key, try_keys(known, keys));
  if (!file_key) return no_match(header, known);
  AH_TRY(verify_header_mac(header_bytes, header, *file_key));
  return std::move(*file_key);
}

Result<Bytes> read_head(BlockSource& file) {
  AH_ASSIGN(Bytes head, read_header_bytes(file));
  AH_ASSIGN(const ByteView nonce, file.peek(stream_nonce_size));
  if (nonce.size() != stream_nonce_size) {
    return Error{Code::malformed, std::string(layer::header), "ends before the payload's nonce"};
  }
  append(head, nonce);
  file.skip(nonce.size());
  return head;
}

Result<ChunkOpener> unlock(ByteView head, const Keys& keys, const Rules& rules) {
  StreamNonce nonce;
  if (head.size() < nonce.size()) {
    return Error{Code::malformed, std::string(layer::header), "ends before the payload's nonce"};
  }
  const ByteView header = head.first(head.size() - nonce.size());
  AH_ASSIGN(const FileKey file_key, unwrap_file_key(header, keys, rules));
  std::copy_n(head.last(nonce.size()).begin(), nonce.size(), nonce.begin());
  return ChunkOpener::create(file_key, nonce);
}

}  // namespace anchorhold::age

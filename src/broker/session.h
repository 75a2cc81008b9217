#pragma once
// Sessions of the handshake: fresh single-use nonces, kept in memory only. A restarted broker knows
// none.

#include <map>
#include <optional>
#include <string>

#include "appraise/policy.h"
#include "base/io.h"
#include "base/time.h"
#include "claims/claims.h"
#include "crypto/ecdh.h"

namespace anchorhold::broker {

// Attested: what the evidence of a session proved, and the question that it answered.
struct Attested {
  Digest384 contract{};
  Claims claims;
  appraise::Binding binding;
  Digest256 evidence_sha256{};
  crypto::EcdhPublicKey tee_key;  // tee-pubkey: what releases are encrypted to
};

struct Session {
  std::string id;     // 32 hexadecimal digits, the cookie
  std::string nonce;  // as sent
  std::string tee;
  Time issued{};
  bool nonce_used = false;  // by the first attest, whatever came of it
  unsigned refusals = 0;
  std::optional<Attested> attested;  // empty until an attest was accepted
};

// Sessions: at most `capacity` live ones, each for `lifetime`. Old ones are dropped when new ones
// are opened.
class Sessions {
 public:
  Sessions(Duration lifetime, size_t capacity) : lifetime_(lifetime), capacity_(capacity) {}

  // open: limit_exceeded when too many are live.
  Result<Session*> open(std::string tee, Random& random, Time now);
  // find: null for an unknown, expired or not yet issued one: a clock that went back ends sessions.
  Session* find(std::string_view id, Time now);
  void close(std::string_view id);
  Duration lifetime() const { return lifetime_; }

 private:
  bool live(const Session& session, Time now) const;

  Duration lifetime_;
  size_t capacity_;
  std::map<std::string, Session, std::less<>> sessions_;
};

}  // namespace anchorhold::broker

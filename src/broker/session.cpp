#include "broker/session.h"

#include <algorithm>

#include "base/base64.h"
#include "base/hex.h"

namespace anchorhold::broker {

Result<Session*> Sessions::open(std::string tee, Random& random, Time now) {
  std::erase_if(sessions_, [&](const auto& entry) { return !live(entry.second, now); });
  if (sessions_.size() >= capacity_) {
    return Error{Code::limit_exceeded, "sessions", "too many are open"}
        .want("at most " + std::to_string(capacity_))
        .advise("wait until some expire");
  }
  ByteArray<16> id;
  ByteArray<32> nonce;
  AH_TRY(random.fill(id));
  AH_TRY(random.fill(nonce));
  Session session;
  session.id = to_hex(id);
  session.nonce = to_base64(nonce, Base64::standard);
  session.tee = std::move(tee);
  session.issued = now;
  return &sessions_.insert_or_assign(session.id, session).first->second;
}

Session* Sessions::find(std::string_view id, Time now) {
  const auto found = sessions_.find(id);
  return found == sessions_.end() || !live(found->second, now) ? nullptr : &found->second;
}

void Sessions::close(std::string_view id) {
  if (const auto found = sessions_.find(id); found != sessions_.end()) sessions_.erase(found);
}

bool Sessions::live(const Session& session, Time now) const {
  return now >= session.issued && now - session.issued < lifetime_;
}

}  // namespace anchorhold::broker

#include "broker/broker.h"

#include "broker/reply.h"
#include "broker/verdict.h"
#include "crypto/aead.h"
#include "crypto/hash.h"
#include "net/http_server.h"

namespace anchorhold::broker {
namespace {

namespace kbs = net::kbs;

std::string version_error(std::string_view version) {
  return "RCAR handshake Auth failed: KBS Client Protocol Version Mismatch: expect =" +
         std::string(kbs::version) + " while the request is " + std::string(version);
}

}  // namespace

Broker::Broker(Keystore& keystore, const crypto::PrivateKey& release_key, Random& random,
               BrokerLimits limits)
    : keystore_(keystore),
      release_key_(release_key),
      random_(random),
      limits_(limits),
      sessions_(limits.session_lifetime, limits.sessions) {}

net::HttpResponse Broker::handle(const net::HttpRequest& request, Time now) {
  const std::lock_guard lock(mutex_);
  if (request.method == "POST" && request.target == kbs::auth_path) return auth(request, now);
  if (request.method == "POST" && request.target == kbs::attest_path) return attest(request, now);
  if (request.method == "GET") return resource(request, now);
  ++counters_.malformed;
  return error_reply(404, "InvalidRequestPath", "there is no such path");
}

net::HttpResponse Broker::auth(const net::HttpRequest& request, Time now) {
  const Result<kbs::Request> wanted = kbs::parse_request(text_of(request.body));
  if (!wanted.ok()) {
    ++counters_.malformed;
    return error_reply(401, "SerdeError", wanted.error().to_string());
  }
  if (wanted->version != kbs::version) {
    ++counters_.malformed;
    return error_reply(401, "AttestationError", version_error(wanted->version));
  }
  if (wanted->tee != kbs::tee_software && wanted->tee != kbs::tee_nitro) {
    ++counters_.malformed;
    return error_reply(401, "AttestationError", "evidence of this TEE is not supported");
  }
  const Result<Session*> session = sessions_.open(wanted->tee, random_, now);
  if (!session.ok()) return failure_reply(session.error());
  net::HttpResponse response = json_reply(kbs::encode_challenge({(*session)->nonce}));
  response.headers.add("Set-Cookie", std::string(kbs::session_cookie) + "=" + (*session)->id +
                                         "; Expires=" + http_date(now + sessions_.lifetime()));
  return response;
}

Session* Broker::session_of(const net::HttpRequest& request, Time now) {
  const std::string* field = request.headers.find("Cookie");
  const auto id = field == nullptr ? std::nullopt : kbs::cookie_value(*field, kbs::session_cookie);
  Session* session = id ? sessions_.find(*id, now) : nullptr;
  if (session == nullptr) ++counters_.without_session;
  return session;
}

Result<const contract::SealedContract*> Broker::sealed_of(const ContractRecord& record) {
  if (const auto known = contracts_.find(record.digest); known != contracts_.end()) {
    return &known->second;
  }
  AH_ASSIGN(contract::SealedContract sealed,
            contract::parse_sealed("accepted contract", record.sealed));
  if (sealed.digest != record.digest) {
    return Error{Code::malformed, "store", "a contract under another's digest"};
  }
  return &contracts_.emplace(record.digest, std::move(sealed)).first->second;
}

void Broker::expect(const Digest384& contract) {
  const std::lock_guard lock(mutex_);
  crypto::load_ciphers();
  const Result<std::unique_ptr<Transaction>> store = keystore_.store().begin_read();
  if (!store.ok()) return;
  const auto record = (*store)->find_contract(contract);
  if (record.ok() && *record) static_cast<void>(sealed_of(**record));
}

net::HttpResponse Broker::refuse(Transaction& store, Session& session, Refused entry,
                                 const Findings& findings, Time now) {
  const Finding* first = findings.first_failure();
  const bool not_there = first != nullptr && first->check == "broker.input";
  const std::string_view variant = entry.step == "attest" ? "AttestationError" : "PolicyDeny";
  if (session.refusals++ < limits_.refusals_logged_per_session) {
    entry.checks = failed_checks(findings);
    entry.session_sha256 = crypto::sha256(bytes_of(session.id));
    const Result<Appended> logged =
        append_event(store, keystore_.log_signer(), now, std::move(entry));
    if (!logged.ok()) return failure_reply(logged.error());
    if (const Status done = store.commit(); !done.ok()) return failure_reply(done.error());
    const Status anchored = keystore_.save_anchor(logged->checkpoint);
    if (!anchored.ok()) return failure_reply(anchored.error());
  } else {
    ++counters_.refusals_not_logged;
  }
  return error_reply(not_there ? 404 : 401, variant, describe(findings));
}

Status serve(Source& in, Sink& out, Broker& broker, const std::function<Time()>& clock) {
  return net::serve_http(
      in, out, [&](const net::HttpRequest& request) { return broker.handle(request, clock()); });
}

}  // namespace anchorhold::broker

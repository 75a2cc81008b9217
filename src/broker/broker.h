#pragma once
// Broker: the relying party of one data owner. Evidence in, keys out, or a reason why not.
// It speaks the KBS protocol 0.4.0: POST auth, POST attest, GET resource/<contract digest,
// hex>/key/<input>.

#include <functional>
#include <map>
#include <mutex>

#include "base/io.h"
#include "base/time.h"
#include "broker/budget.h"
#include "broker/keystore.h"
#include "broker/session.h"
#include "contract/sealed.h"
#include "crypto/certificate_cache.h"
#include "evidence/nsm/verify.h"
#include "net/http.h"
#include "net/kbs.h"

namespace anchorhold::broker {

// BrokerLimits: how long a session lives and how many there may be at once.
struct BrokerLimits {
  Duration session_lifetime = std::chrono::minutes(5);
  size_t sessions = 1024;
  unsigned refusals_logged_per_session = 16;  // more are only counted
};

// Counters: requests that leave no log entry.
struct Counters {
  uint64_t without_session = 0;
  uint64_t malformed = 0;
  uint64_t refusals_not_logged = 0;
};

// Broker handles one request at a time; `keystore`, `release_key` and `random` must outlive it.
// `release_key` is the owner's key as the contract names it (release_key, else signing_key).
class Broker {
 public:
  Broker(Keystore& keystore, const crypto::PrivateKey& release_key, Random& random,
         BrokerLimits limits = {});

  // handle: never fails; a failure is a response. `now` is the broker's own clock. Every key that
  // leaves went to verified and appraised evidence, spent its unit, and is in the log, on the disk,
  // before this returns.
  net::HttpResponse handle(const net::HttpRequest& request, Time now);

  // expect: an enclave of this contract is about to ask; what its first requests would wait for is
  // done now. Nothing is decided here.
  void expect(const Digest384& contract);

  const Counters& counters() const { return counters_; }

 private:
  net::HttpResponse auth(const net::HttpRequest& request, Time now);
  net::HttpResponse attest(const net::HttpRequest& request, Time now);
  net::HttpResponse resource(const net::HttpRequest& request, Time now);

  // session_of: by the request's cookie; null is counted.
  Session* session_of(const net::HttpRequest& request, Time now);
  // sealed_of: the accepted contract, parsed and its signatures verified once per broker.
  Result<const contract::SealedContract*> sealed_of(const ContractRecord& record);
  // The two judgements: empty when refused, and then `findings` has the reason; an error is a
  // failure of our own.
  Result<std::optional<Attested>> judge_attest(Transaction& store, Session& session,
                                               std::string_view body, Time now, Refused& entry,
                                               Findings& findings);
  Result<std::optional<std::string>> judge_release(Transaction& store, const Session& session,
                                                   const net::kbs::ResourceName& name, Time now,
                                                   Refused& entry, Findings& findings);
  // deliver: reserves the unit, logs, and makes the answer; all of it counts from its commit.
  Result<std::string> deliver(Transaction& store, const Session& session, const InputRecord& input,
                              const Unit& unit, Time now);
  // refuse: logs a refusal, as far as the session may still cause entries, and answers with the
  // first failed check.
  net::HttpResponse refuse(Transaction& store, Session& session, Refused entry,
                           const Findings& findings, Time now);

  // Each connection has a thread of its own; sessions and the store's transaction take one request
  // at a time.
  std::mutex mutex_;
  Keystore& keystore_;
  const crypto::PrivateKey& release_key_;
  Random& random_;
  BrokerLimits limits_;
  Sessions sessions_;
  crypto::CertificateCache chains_;
  std::map<Digest384, contract::SealedContract> contracts_;
  Counters counters_;
};

// serve: answers on one stream until it ends. `clock` is read once a request.
Status serve(Source& in, Sink& out, Broker& broker, const std::function<Time()>& clock);

}  // namespace anchorhold::broker

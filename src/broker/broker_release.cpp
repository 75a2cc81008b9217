// GET resource/<contract>/key/<input>: an input's key for the enclave that the session proved.

#include "appraise/appraise.h"
#include "base/hex.h"
#include "broker/broker.h"
#include "broker/reply.h"
#include "broker/verdict.h"
#include "contract/policy.h"
#include "contract/release.h"
#include "crypto/hash.h"
#include "crypto/jwe.h"

namespace anchorhold::broker {
namespace {

namespace kbs = net::kbs;

constexpr std::string_view kKeyType = "key";

Error no_input(std::string_view name, std::string message) {
  return Error{Code::not_found, "input " + std::string(name), std::move(message)};
}

}  // namespace

net::HttpResponse Broker::resource(const net::HttpRequest& request, Time now) {
  const Result<kbs::ResourceName> name = kbs::parse_resource_path(request.target);
  if (!name.ok()) {
    ++counters_.malformed;
    return error_reply(404, "InvalidRequestPath", name.error().to_string());
  }
  Session* session = session_of(request, now);
  if (session == nullptr) {
    return error_reply(401, "TokenNotFound", "no such session, or it has expired");
  }
  const Result<std::unique_ptr<Transaction>> store = keystore_.store().begin_write();
  if (!store.ok()) return failure_reply(store.error());
  Refused entry{.step = "resource",
                .session_sha256 = {},
                .evidence_sha256 = {},
                .contract = {},
                .checks = {}};
  Findings findings;
  const Result<std::optional<std::string>> jwe =
      judge_release(**store, *session, *name, now, entry, findings);
  if (!jwe.ok()) return failure_reply(jwe.error());
  if (!*jwe) return refuse(**store, *session, std::move(entry), findings, now);
  return json_reply(**jwe);
}

Result<std::optional<std::string>> Broker::judge_release(Transaction& store, const Session& session,
                                                         const kbs::ResourceName& name, Time now,
                                                         Refused& entry, Findings& findings) {
  const auto refused = [&](std::string check, const Error& error) {
    findings.add(failed(std::move(check), error));
    return std::optional<std::string>();
  };
  if (!session.attested) {
    return refused("broker.attested", Error{Code::denied, "session", "has shown no evidence yet"});
  }
  const Attested& attested = *session.attested;
  entry.evidence_sha256 = attested.evidence_sha256;
  entry.contract = attested.contract;
  if (name.repository != to_hex(attested.contract) || name.type != kKeyType) {
    return refused("broker.resource",
                   Error{Code::denied, "resource", "is not of the attested contract"}.want(
                       to_hex(attested.contract) + "/" + std::string(kKeyType)));
  }
  AH_ASSIGN(const auto record, store.find_contract(attested.contract));
  if (!record) {
    return refused("broker.contract", Error{Code::denied, "contract", "is not accepted any more"});
  }
  AH_ASSIGN(const contract::SealedContract* sealed, sealed_of(*record));
  findings.add(judge_contract(*record, *sealed, now));
  findings.add(
      appraise::appraise(attested.claims, contract::policy_of(*sealed), attested.binding, now));
  if (!findings.accepted()) return std::optional<std::string>();

  const auto declared = sealed->contract.inputs.find(name.tag);
  if (declared == sealed->contract.inputs.end() || declared->second.owner != keystore_.owner()) {
    return refused("broker.input", no_input(name.tag, "is not this owner's"));
  }
  AH_ASSIGN(const auto input, store.find_input(record->lineage, name.tag, declared->second.sha256));
  if (!input) {
    return refused("broker.input", no_input(name.tag, "was never encrypted here")
                                       .advise("the owner runs `anchorhold encrypt --contract`"));
  }
  AH_ASSIGN(const auto run, store.find_run(record->lineage, attested.tee_key.thumbprint()));
  AH_ASSIGN(const uint64_t spent, store.units_spent(record->lineage));
  const Result<Unit> unit = decide_unit(run, crypto::sha256(bytes_of(session.id)), spent,
                                        static_cast<uint64_t>(sealed->contract.budget_runs));
  if (!unit.ok()) return refused("broker." + unit.error().object, unit.error());
  AH_ASSIGN(std::string jwe, deliver(store, session, *input, *unit, now));
  return std::optional(std::move(jwe));
}

Result<std::string> Broker::deliver(Transaction& store, const Session& session,
                                    const InputRecord& input, const Unit& unit, Time now) {
  const Attested& attested = *session.attested;
  const Digest256 tee_key = attested.tee_key.thumbprint();
  if (unit.spends) {
    AH_TRY(
        store.put_run({input.lineage, tee_key, crypto::sha256(bytes_of(session.id)), unit.index}));
  }
  AH_ASSIGN(const Appended logged,
            append_event(store, keystore_.log_signer(), now,
                         Released{.contract = attested.contract,
                                  .lineage = input.lineage,
                                  .input = input.name,
                                  .tee_key = tee_key,
                                  .nonce_sha256 = crypto::sha256(bytes_of(session.nonce)),
                                  .evidence_sha256 = attested.evidence_sha256,
                                  .ciphertext_sha256 = input.ciphertext_sha256,
                                  .head_sha256 = input.head_sha256,
                                  .unit = unit.index,
                                  .first = unit.spends}));
  contract::Release release;
  release.owner = keystore_.owner();
  release.contract = attested.contract;
  release.input = input.name;
  release.tee_key = tee_key;
  release.nonce = session.nonce;
  release.ciphertext_sha256 = input.ciphertext_sha256;
  release.ciphertext_bytes = input.ciphertext_bytes;
  release.head_sha256 = input.head_sha256;
  release.budget_index = unit.index;
  release.checkpoint = logged.checkpoint;
  release.leaf_index = logged.index;
  AH_ASSIGN(
      const std::string statement,
      contract::make_release(std::move(release), input.identity.view(), release_key_, random_));
  const SecretBytes resource = contract::release_resource(statement, input.identity.view());
  AH_ASSIGN(std::string jwe, crypto::encrypt_jwe(resource.view(), attested.tee_key, random_));

  // Whatever could fail has been done: from here on the unit is spent.
  AH_TRY(store.commit());
  if (Status anchored = keystore_.save_anchor(logged.checkpoint); !anchored.ok()) {
    return anchored.take_error()
        .in("rollback anchor")
        .advise("the unit is spent; asking again in this session costs nothing");
  }
  return jwe;
}

}  // namespace anchorhold::broker

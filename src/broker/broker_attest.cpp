// POST attest: evidence is verified and appraised against the contract that it was made under.

#include "appraise/appraise.h"
#include "base/base64.h"
#include "base/hex.h"
#include "broker/broker.h"
#include "broker/reply.h"
#include "broker/verdict.h"
#include "codec/jose.h"
#include "contract/binding.h"
#include "contract/policy.h"
#include "crypto/hash.h"
#include "evidence/nsm/claims.h"
#include "image/registers.h"

namespace anchorhold::broker {
namespace {

namespace kbs = net::kbs;
using std::chrono::floor;
using std::chrono::seconds;

constexpr unsigned kContractRegister = 16;

// Question: what the guest sent, taken apart.
struct Question {
  kbs::Attestation message;
  crypto::EcdhPublicKey tee_key;
  Bytes evidence;
};

Result<Question> read_question(std::string_view body) {
  AH_ASSIGN(kbs::Attestation message, kbs::parse_attestation(body));
  AH_ASSIGN(const auto tee_key, crypto::EcdhPublicKey::from_jwk("tee-pubkey", message.tee_pubkey));
  AH_ASSIGN(Bytes evidence, kbs::parse_evidence(message.primary_evidence));
  if (!message.additional_evidence.empty()) {
    return Error{Code::unsupported, "additional_evidence", "is not empty"};
  }
  return Question{std::move(message), tee_key, std::move(evidence)};
}

// contract_of: the accepted contract whose digest this PCR16 holds. The register is only claimed
// here; the appraisal demands it of the verified evidence again.
Result<std::optional<ContractRecord>> contract_of(Transaction& store,
                                                  const nsm::Registers& claimed) {
  const auto register16 = claimed.find(kContractRegister);
  if (register16 == claimed.end()) return std::optional<ContractRecord>();
  AH_ASSIGN(std::vector<ContractRecord> contracts, store.contracts());
  for (ContractRecord& contract : contracts) {
    if (image::contract_register(contract.digest) == register16->second) {
      return std::optional(std::move(contract));
    }
  }
  return std::optional<ContractRecord>();
}

// make_token: what KBS clients expect as an answer. It opens nothing here: the session does.
Result<std::string> make_token(const crypto::PrivateKey& key, std::string_view owner,
                               const Digest384& contract, Time now, Duration lifetime) {
  const std::string header = jose::encode_header(json::Value::object(
      {{"alg", crypto::jose_name(key.algorithm())}, {"kid", owner}, {"typ", "JWT"}}));
  const std::string payload = json::canonical(
      json::Value::object({{"exp", floor<seconds>(now + lifetime).time_since_epoch().count()},
                           {"iat", floor<seconds>(now).time_since_epoch().count()},
                           {"iss", owner},
                           {"sub", to_hex(contract)}}));
  const std::string input = jose::signing_input(header, bytes_of(payload));
  AH_ASSIGN(const Bytes signature, key.sign(bytes_of(input)));
  return input + "." + to_base64(signature, Base64::url);
}

}  // namespace

net::HttpResponse Broker::attest(const net::HttpRequest& request, Time now) {
  Session* session = session_of(request, now);
  if (session == nullptr) {
    return error_reply(401, "AttestationError", "no such session, or it has expired");
  }
  const Result<std::unique_ptr<Transaction>> store = keystore_.store().begin_write();
  if (!store.ok()) return failure_reply(store.error());
  Refused entry{
      .step = "attest", .session_sha256 = {}, .evidence_sha256 = {}, .contract = {}, .checks = {}};
  Findings findings;
  Result<std::optional<Attested>> attested =
      judge_attest(**store, *session, text_of(request.body), now, entry, findings);
  if (!attested.ok()) return failure_reply(attested.error());
  if (!*attested) return refuse(**store, *session, std::move(entry), findings, now);
  session->attested = std::move(**attested);
  const Result<std::string> token =
      make_token(release_key_, keystore_.owner(), session->attested->contract, now,
                 sessions_.lifetime() - (now - session->issued));
  if (!token.ok()) return failure_reply(token.error());
  return json_reply(kbs::encode_token(*token));
}

Result<std::optional<Attested>> Broker::judge_attest(Transaction& store, Session& session,
                                                     std::string_view body, Time now,
                                                     Refused& entry, Findings& findings) {
  const auto refused = [&](std::string check, const Error& error) {
    findings.add(failed(std::move(check), error));
    return std::optional<Attested>();
  };
  if (session.nonce_used) {
    return refused("broker.nonce",
                   Error{Code::conflict, "nonce", "was used already"}.advise("open a new session"));
  }
  session.nonce_used = true;
  const Result<Question> question = read_question(body);
  if (!question.ok()) return refused("broker.attestation", question.error());
  entry.evidence_sha256 = crypto::sha256(question->evidence);
  if (question->message.nonce != session.nonce) {
    return refused("broker.nonce", Error{Code::denied, "nonce", "is another session's"});
  }

  const auto parsed = nsm::parse_document(question->evidence);
  if (!parsed.ok()) return refused("nsm.structure", parsed.error());
  AH_ASSIGN(const auto record, contract_of(store, parsed->claimed().document.pcrs));
  if (!record) {
    return refused(
        "broker.contract",
        Error{Code::denied, "PCR16", "is of no contract that this owner accepted"}.advise(
            "the owner accepts it with `anchorhold broker accept`"));
  }
  entry.contract = record->digest;
  AH_ASSIGN(const contract::SealedContract* sealed, sealed_of(*record));
  findings.add(judge_contract(*record, *sealed, now));

  const nsm::Verification verification =
      nsm::verify_document(*parsed, anchors_of(session.tee, sealed->contract), now, &chains_);
  findings.add(verification.findings);
  if (!verification.document) return std::optional<Attested>();

  Attested attested{record->digest,
                    nsm::claims_of(*verification.document),
                    {},
                    entry.evidence_sha256,
                    question->tee_key};
  AH_ASSIGN(attested.binding.nonce, kbs::nonce_bytes(session.nonce));
  attested.binding.user_data =
      copy_of(contract::kbs_user_data(session.nonce, question->message.tee_pubkey));
  attested.binding.public_key = question->tee_key.spki();
  attested.binding.challenged = session.issued;
  findings.add(
      appraise::appraise(attested.claims, contract::policy_of(*sealed), attested.binding, now));
  if (!findings.accepted()) return std::optional<Attested>();
  return std::optional(std::move(attested));
}

}  // namespace anchorhold::broker

#include "anchorhold/verify.hpp"

#include "api/bundle.h"
#include "api/demands.h"
#include "api/evidence.h"
#include "api/judgement.h"
#include "base/hex.h"
#include "contract/party_file.h"
#include "receipt/verify.h"

namespace anchorhold {

namespace {

Result<receipt::Pins> pins_of(const ReceiptPins& given) {
  receipt::Pins pins;
  if (!given.contract_digest.empty()) {
    AH_ASSIGN(pins.contract, fixed_from_hex<48>("contract digest", given.contract_digest));
  }
  if (!given.contract.empty()) {
    AH_ASSIGN(const contract::SealedContract sealed,
              contract::parse_sealed("contract", given.contract));
    if (pins.contract && *pins.contract != sealed.digest) {
      return Error{Code::invalid_argument, "contract", "is not the contract of the digest given"};
    }
    pins.contract = sealed.digest;
  }
  for (const std::string& text : given.parties) {
    AH_ASSIGN(const contract::PartyFile party, contract::parse_party_file("party", text));
    pins.parties.push_back(party.signing_key);
  }
  AH_ASSIGN(pins.software_roots, api::roots_of("software root", given.software_roots));
  return pins;
}

Verdict public_verdict(receipt::Verdict verdict) {
  switch (verdict) {
    case receipt::Verdict::accepted:
      return Verdict::accepted;
    case receipt::Verdict::unproven:
      return Verdict::unproven;
    case receipt::Verdict::rejected:
      return Verdict::rejected;
  }
  return Verdict::rejected;
}

}  // namespace

Judgement verify_receipt(std::string_view receipt, const ReceiptPins& given) {
  const auto pins = pins_of(given);
  if (!pins.ok()) return api::refusal(pins.error());
  const auto result = receipt::verify_receipt("receipt", receipt, *pins);
  if (!result.ok()) return api::refusal(result.error());
  return api::judgement_of(result->findings, public_verdict(result->verdict));
}

struct EvidenceCache::State {
  crypto::CertificateCache facts;

  // Null for no cache, and for one that was moved from.
  static crypto::CertificateCache* facts_of(EvidenceCache* cache) {
    return cache == nullptr || cache->state_ == nullptr ? nullptr : &cache->state_->facts;
  }
};

EvidenceCache::EvidenceCache() : state_(std::make_unique<State>()) {}
EvidenceCache::EvidenceCache(EvidenceCache&&) noexcept = default;
EvidenceCache& EvidenceCache::operator=(EvidenceCache&&) noexcept = default;
EvidenceCache::~EvidenceCache() = default;

Judgement verify_evidence(std::span<const std::uint8_t> evidence, const EvidenceDemands& demands,
                          EvidenceCache* cache) {
  const auto question = api::question_of(demands);
  if (!question.ok()) return api::refusal(question.error());
  const auto judged =
      api::judge_evidence(evidence, *question, EvidenceCache::State::facts_of(cache));
  return judged.ok() ? api::judgement_of(*judged) : api::refusal(judged.error());
}

Judgement verify_bundle(std::string_view text, const BundleDemands& demands) {
  const auto bundle = api::read_bundle("bundle", text);
  if (!bundle.ok()) return api::refusal(bundle.error());
  const auto mine = api::question_of(demands);
  if (!mine.ok()) return api::refusal(mine.error());
  const bool own_policy = demands.policy.empty() && demands.contract.empty();
  if (own_policy && !(demands.anchors.empty() && demands.software_roots.empty())) {
    return api::refusal(Error{Code::invalid_argument, "bundle",
                              "anchors or software roots are given without a policy or contract"}
                            .advise("a bundle's own policy is judged with its own anchors"));
  }
  const auto judged = own_policy ? api::judge_as_recorded(*bundle, demands.require_crl)
                                 : api::judge_bundle(*bundle, *mine);
  return judged.ok() ? api::judgement_of(*judged) : api::refusal(judged.error());
}

}  // namespace anchorhold

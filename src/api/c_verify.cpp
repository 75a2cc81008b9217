#include "anchorhold/verify.h"

#include <cstdlib>
#include <cstring>
#include <exception>

#include "anchorhold/verify.hpp"
#include "codec/json.h"

namespace anchorhold {
namespace {

std::string text(const char* given) {
  return given == nullptr ? std::string() : std::string(given);
}

// Whether there is something at every place that a size says.
bool sound(const anchorhold_file* files, size_t count) {
  if (files == nullptr) return count == 0;
  for (size_t i = 0; i < count; ++i)
    if (files[i].bytes == nullptr && files[i].size > 0) return false;
  return true;
}

std::vector<File> files(const anchorhold_file* given, size_t count) {
  std::vector<File> out;
  for (size_t i = 0; i < count; ++i) {
    const anchorhold_file& file = given[i];
    File& added = out.emplace_back(File{text(file.name), text(file.role), {}});
    if (file.size > 0) added.bytes.assign(file.bytes, file.bytes + file.size);
  }
  return out;
}

EvidenceDemands demands_of(const anchorhold_demands& given) {
  EvidenceDemands out;
  out.policy = text(given.policy);
  out.contract = text(given.contract);
  out.collateral = files(given.collateral, given.collateral_count);
  out.anchors = files(given.anchors, given.anchor_count);
  out.nonce = text(given.nonce);
  out.user_data = text(given.user_data);
  out.public_key = text(given.public_key);
  out.report_data = text(given.report_data);
  out.format = text(given.format);
  out.at_ms = given.at_ms;
  return out;
}

std::string_view verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::accepted:
      return "accepted";
    case Verdict::unproven:
      return "unproven";
    case Verdict::rejected:
      return "rejected";
  }
  return "rejected";
}

std::string judgement_json(const Judgement& judgement) {
  json::Array checks;
  for (const CheckResult& check : judgement.checks) {
    checks.push_back(json::Value::object({{"check", check.id},
                                          {"outcome", check.outcome},
                                          {"subject", check.subject},
                                          {"expected", check.expected},
                                          {"observed", check.observed},
                                          {"clause", check.clause},
                                          {"advice", check.advice}}));
  }
  json::Value out = json::Value::object({{"verdict", verdict_word(judgement.verdict)},
                                         {"format", judgement.format},
                                         {"checks", std::move(checks)},
                                         {"error", judgement.error}});
  if (const auto claims = json::parse("claims", judgement.claims); claims.ok())
    out.set("claims", *claims);
  return json::canonical(out);
}

char* copy_text(const std::string& from) {
  char* out = static_cast<char*>(std::malloc(from.size() + 1));
  if (out != nullptr) std::memcpy(out, from.c_str(), from.size() + 1);
  return out;
}

}  // namespace
}  // namespace anchorhold

extern "C" {

anchorhold_verdict anchorhold_verify_evidence(const uint8_t* evidence, size_t size,
                                              const anchorhold_demands* demands, char** judgement) {
  using anchorhold::Verdict;
  if (judgement != nullptr) *judgement = nullptr;
  if (demands == nullptr || (evidence == nullptr && size > 0)) return ANCHORHOLD_REJECTED;
  if (!anchorhold::sound(demands->collateral, demands->collateral_count) ||
      !anchorhold::sound(demands->anchors, demands->anchor_count))
    return ANCHORHOLD_REJECTED;
  // C has no way to receive an exception: too little memory, or sizes that no vector can have.
  try {
    const anchorhold::Judgement result =
        anchorhold::verify_evidence({evidence, size}, anchorhold::demands_of(*demands));
    if (judgement != nullptr)
      *judgement = anchorhold::copy_text(anchorhold::judgement_json(result));
    if (result.verdict == Verdict::accepted) return ANCHORHOLD_ACCEPTED;
    return result.verdict == Verdict::unproven ? ANCHORHOLD_UNPROVEN : ANCHORHOLD_REJECTED;
  } catch (const std::exception&) {
    return ANCHORHOLD_REJECTED;
  }
}

void anchorhold_free(char* text) {
  std::free(text);
}

}  // extern "C"

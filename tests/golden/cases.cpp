#include "cases.h"

#include <algorithm>
#include <iterator>

#include "codec/json.h"

namespace anchorhold::golden {
namespace {

bool is_zero(const std::string& hex) {
  return hex.find_first_not_of('0') == std::string::npos;
}

// What a policy says to accept these claims, and nothing else.
json::Value accepted_by(const json::Value& claims) {
  json::Value out = json::Value::object(
      {{"tee", *claims.find("tee")}, {"roots", json::Value::array({*claims.find("root")})}});
  if (const json::Value* measurements = claims.find("measurements")) {
    json::Value named = json::Value::object();
    for (const auto& [name, value] : measurements->as_object())
      if (!is_zero(value.as_string())) named.set(name, value);
    out.set("measurements", std::move(named));
  }
  if (const json::Value* parts = claims.find("parts")) {
    json::Value named = json::Value::object();
    for (const auto& [name, part] : parts->as_object())
      named.set(name, json::Value::array({accepted_by(part)}));
    out.set("parts", std::move(named));
  }
  return out;
}

std::string text_or_empty(const json::Value& claims, const char* name) {
  const json::Value* value = claims.find(name);
  return value == nullptr ? std::string() : value->as_string();
}

}  // namespace

Case expecting(Case good) {
  const Judgement judged = verify_evidence(good.evidence, good.demands);
  const auto claims = json::parse("claims of " + good.name, judged.claims);
  if (!claims.ok()) return good;  // not authentic, which its file will show
  good.demands.policy = json::canonical(json::Value::object(
      {{"max_age_seconds", 300}, {"accept", json::Value::array({accepted_by(*claims)})}}));
  good.demands.nonce = text_or_empty(*claims, "nonce");
  good.demands.report_data = text_or_empty(*claims, "report_data");
  return good;
}

Case timeless(std::string name, const Case& policed) {
  return policed.changed(std::move(name), [](auto& demands) {
    demands.policy.insert(demands.policy.find(R"("measurements")"),
                          R"("insecure_allow_timeless":true,)");
  });
}

Case truncated_as(const std::string& format, const Case& good) {
  Case out = good.with(format + ".truncated", cut_short(good.evidence));
  out.demands.format = format;
  return out;
}

Bytes cut_short(ByteView evidence) {
  return copy_of(evidence.first(evidence.size() - 1));
}

Bytes altered_at_end(ByteView evidence) {
  Bytes out = cut_short(evidence);
  out.push_back(evidence.back() ^ 1);
  return out;
}

void other_nonce(EvidenceDemands& demands) {
  demands.nonce = std::string(64, '7');
}

void other_report_data(EvidenceDemands& demands) {
  demands.report_data = std::string(128, '7');
}

File file(std::string name, Bytes bytes, std::string role) {
  return {std::move(name), std::move(role), std::move(bytes)};
}

File file(std::string name, std::string_view text, std::string role) {
  return file(std::move(name), copy_of(bytes_of(text)), std::move(role));
}

std::int64_t milliseconds(Time at) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto cases : {snp_cases, dcap_cases, tpm_cases, nitro_cases, arm_cases, device_cases,
                           ibm_cases, composite_cases})
    std::ranges::move(cases(), std::back_inserter(all));
  return all;
}

}  // namespace anchorhold::golden

#include "anchorhold/verify.h"

#include <cstdlib>
#include <cstring>
#include <exception>

#include "api/demands.h"
#include "api/evidence.h"
#include "api/judgement_json.h"
#include "codec/json.h"

namespace anchorhold::api {
namespace {

std::string text_or_empty(const char* text) {
  return text == nullptr ? std::string() : std::string(text);
}

// Whether there is something at a place of which a size says so.
Status check_pointer(std::string_view object, const void* place, size_t size) {
  if (place != nullptr || size == 0) return {};
  return Error{Code::invalid_argument, std::string(object), "a null pointer"}
      .want("what its size says")
      .saw("size " + std::to_string(size));
}

Result<std::vector<File>> given_files(std::string_view object, const anchorhold_file* given,
                                      size_t count) {
  AH_TRY(check_pointer(object, given, count));
  std::vector<File> files;
  for (const anchorhold_file& file : std::span(given, count)) {
    File& added = files.emplace_back(File{text_or_empty(file.name), text_or_empty(file.role), {}});
    AH_TRY(check_pointer(std::string(object) + " " + added.name, file.bytes, file.size));
    if (file.size > 0) added.bytes.assign(file.bytes, file.bytes + file.size);
  }
  return files;
}

Result<std::vector<std::string>> given_texts(std::string_view object, const char* const* given,
                                             size_t count) {
  AH_TRY(check_pointer(object, given, count));
  std::vector<std::string> texts;
  for (const char* text : std::span(given, count)) {
    if (text == nullptr)
      return Error{Code::invalid_argument, std::string(object),
                   "a null pointer in place of a text"};
    texts.emplace_back(text);
  }
  return texts;
}

Result<EvidenceDemands> demands_of(const anchorhold_demands& given) {
  EvidenceDemands out;
  out.policy = text_or_empty(given.policy);
  out.contract = text_or_empty(given.contract);
  AH_ASSIGN(out.collateral, given_files("collateral", given.collateral, given.collateral_count));
  AH_ASSIGN(out.anchors, given_files("anchors", given.anchors, given.anchor_count));
  AH_ASSIGN(out.software_roots,
            given_texts("software_roots", given.software_roots, given.software_root_count));
  out.nonce = text_or_empty(given.nonce);
  out.user_data = text_or_empty(given.user_data);
  out.public_key = text_or_empty(given.public_key);
  out.report_data = text_or_empty(given.report_data);
  out.format = text_or_empty(given.format);
  out.at_ms = given.at_ms;
  out.require_crl = given.require_crl != 0;
  return out;
}

Result<JudgedEvidence> judge_given(const uint8_t* evidence, size_t size,
                                   const anchorhold_demands* given) {
  AH_TRY(check_pointer("evidence", evidence, size));
  AH_TRY(check_pointer("demands", given, 1));
  AH_ASSIGN(const EvidenceDemands demands, demands_of(*given));
  AH_ASSIGN(const Question question, question_of(demands));
  return judge_evidence({evidence, size}, question);
}

char* copy_text(const std::string& from) {
  char* out = static_cast<char*>(std::malloc(from.size() + 1));
  if (out != nullptr) std::memcpy(out, from.c_str(), from.size() + 1);
  return out;
}

anchorhold_verdict c_verdict(Verdict verdict) {
  if (verdict == Verdict::accepted) return ANCHORHOLD_ACCEPTED;
  return verdict == Verdict::unproven ? ANCHORHOLD_UNPROVEN : ANCHORHOLD_REJECTED;
}

}  // namespace
}  // namespace anchorhold::api

extern "C" {

anchorhold_verdict anchorhold_verify_evidence(const uint8_t* evidence, size_t size,
                                              const anchorhold_demands* demands, char** judgement) {
  namespace api = anchorhold::api;
  if (judgement != nullptr) *judgement = nullptr;
  // C has no way to receive an exception: too little memory, or sizes that no vector can have.
  try {
    const auto judged = api::judge_given(evidence, size, demands);
    if (judgement != nullptr) {
      *judgement = api::copy_text(anchorhold::json::canonical(
          judged.ok() ? api::judgement_json(*judged) : api::refusal_json(judged.error())));
    }
    return judged.ok() ? api::c_verdict(judged->verdict) : ANCHORHOLD_REJECTED;
  } catch (const std::exception&) {
    return ANCHORHOLD_REJECTED;
  }
}

void anchorhold_free(char* text) {
  std::free(text);
}

}  // extern "C"

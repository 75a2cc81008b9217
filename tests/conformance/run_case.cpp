#include "run_case.h"

#include <algorithm>
#include <array>

#include "appraise/appraise.h"
#include "known_answers.h"
#include "verifier/anchors.h"
#include "verifier/verify.h"

namespace anchorhold::conformance {
namespace {

using verifier::File;

// What a role of the vectors is to our verifier. Certificates and revocation lists show themselves;
// other roles mean what they say.
constexpr std::array<std::string_view, 9> by_content = {
    "leaf_cert",         "cert_chain", "root_crl",     "pck_crl", "pck_crl_chain",
    "tcb_signing_chain", "pck_cert",   "device_chain", "ak_cert"};
// The roles that are the evidence, the first that is present; all others go beside it.
constexpr std::array<std::string_view, 10> evidence_roles = {
    "evidence", "report", "hcl_report", "quote_msg",    "event_log",
    "id_block", "record", "ak_cert",    "device_chain", "leaf_cert"};
constexpr std::array<std::string_view, 3> not_collateral = {"other", "rim_bad", "report_data"};

template <size_t N>
bool among(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

std::string our_role(std::string_view role) {
  if (among(by_content, role)) return "";
  if (role == "ak_pub" || role == "evidence") return "";
  if (role == "td_quote") return "quote";
  if (role == "signature") return "quote_sig";
  return std::string(role);
}

std::string_view main_role(const Case& test) {
  if (test.kind == "event-log") return "event_log";
  for (const std::string_view role : evidence_roles)
    if (test.inputs.contains(std::string(role))) return role;
  return "";
}

// One piece of evidence with the collateral that goes with it.
struct Piece {
  File evidence;
  std::vector<File> beside;
};

// The collateral for the i-th of `count` pieces: lists of the same length are parallel to them.
std::vector<File> beside(const Case& test, std::string_view main, size_t i, size_t count) {
  std::vector<File> files;
  for (const auto& [role, list] : test.inputs) {
    if (role == main || among(not_collateral, role)) continue;
    const bool parallel = count > 1 && list.size() == count;
    for (size_t k = 0; k < list.size(); ++k) {
      if (parallel && k != i) continue;
      files.push_back({list[k].name, our_role(role), list[k].bytes});
    }
  }
  for (const File& anchor : test.trust_anchors) files.push_back(anchor);
  return files;
}

// A device chain is one piece, leaf first; every other list is as many pieces.
std::vector<Piece> pieces_of(const Case& test) {
  const std::string_view main = main_role(test);
  const auto found = test.inputs.find(std::string(main));
  std::vector<Piece> pieces;
  if (found == test.inputs.end()) return pieces;
  const std::vector<File>& list = found->second;
  if (main == "device_chain") {
    Piece piece{list.front(), beside(test, main, 0, 1)};
    piece.beside.insert(piece.beside.end(), list.begin() + 1, list.end());
    pieces.push_back(std::move(piece));
  } else {
    for (size_t i = 0; i < list.size(); ++i)
      pieces.push_back({list[i], beside(test, main, i, list.size())});
  }
  return pieces;
}

std::string stage_word(Stage stage) {
  switch (stage) {
    case Stage::structure:
      return "malformed";
    case Stage::revocation:
      return "revoked";
    case Stage::event_log:
      return "event-log";
    default:
      return std::string(stage_name(stage));
  }
}

void refuse(Answer& answer, std::string reason, std::string stage) {
  if (!answer.authentic) return;
  answer.authentic = false;
  answer.reason = std::move(reason);
  answer.stage = std::move(stage);
}

void refuse(Answer& answer, const Findings& findings) {
  const Finding* failure = findings.first_failure();
  if (failure == nullptr) return;
  refuse(answer, failure->check + ": " + failure->observed, stage_word(failure->stage));
}

void verify_piece(const Case& test, Piece piece, crypto::CertificateCache& cache, Answer& answer) {
  // A case without dates is one in which no time matters.
  const Time at = test.at.value_or(Time(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)));
  const auto anchors = verifier::read_anchors(test.trust_anchors);
  if (!anchors.ok()) return refuse(answer, anchors.error().to_string(), "malformed");
  const auto material = verifier::Material::sort(std::move(piece.beside), &cache);
  if (!material.ok()) return refuse(answer, material.error().to_string(), "collateral");
  const auto result = verifier::verify({.evidence = piece.evidence.bytes,
                                        .material = *material,
                                        .anchors = *anchors,
                                        .at = at,
                                        .cache = &cache,
                                        .insecure = {.sha1 = false, .keystone_test_key = true}});
  if (!result.ok()) return refuse(answer, result.error().to_string(), "malformed");
  const Verification& verification = result->verification;
  refuse(answer, verification.findings);
  if (!verification.said) return;
  answer.said.push_back(verification.said->claimed());
  if (!verification.claims) return;
  appraise::Binding binding;
  binding.nonce = test.nonce;
  binding.user_data = test.user_data;
  binding.report_data = test.report_data;
  refuse(answer, appraise::check_binding(**verification.claims, binding));
}

Bytes changed(const Bytes& bytes) {
  Bytes out = bytes;
  if (out.empty()) {
    out.push_back(1);
  } else {
    out.back() ^= 1;
  }
  return out;
}

}  // namespace

Answer answer(const Case& test) {
  Answer out;
  if (test.kind == "measurement") return known_answers(test);
  const std::vector<Piece> pieces = pieces_of(test);
  out.authentic = !pieces.empty();
  if (pieces.empty()) out.reason = "the case names no evidence";
  crypto::CertificateCache cache;
  for (const Piece& piece : pieces) verify_piece(test, piece, cache, out);
  return out;
}

std::string resists(const Case& test) {
  const auto still_authentic = [](const Case& altered) { return answer(altered).authentic; };
  for (std::optional<Bytes> Case::*bound : {&Case::nonce, &Case::user_data, &Case::report_data}) {
    if (!(test.*bound)) continue;
    Case altered = test;
    altered.*bound = changed(*(test.*bound));
    if (still_authentic(altered)) return "accepts another bound value";
  }
  if (const auto bad = test.inputs.find("rim_bad"); bad != test.inputs.end()) {
    for (const File& file : bad->second) {
      Case altered = test;
      altered.inputs["rim"] = {file};
      if (still_authentic(altered)) return "accepts " + file.name;
    }
  }
  return "";
}

}  // namespace anchorhold::conformance

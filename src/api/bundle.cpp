#include "api/bundle.h"

#include "api/appraisal.h"
#include "base/base64.h"
#include "base/hex.h"
#include "codec/json_fields.h"
#include "crypto/hash.h"

namespace anchorhold::api {
namespace {

constexpr int64_t version = 1;
constexpr size_t max_bytes = size_t{12} << 20;

std::string b64(ByteView bytes) {
  return to_base64(bytes, Base64::url);
}

json::Value files_json(const std::vector<verifier::File>& files) {
  json::Array out;
  for (const verifier::File& file : files) {
    out.push_back(json::Value::object(
        {{"name", file.name}, {"role", file.role}, {"bytes", b64(file.bytes)}}));
  }
  return json::Value(std::move(out));
}

json::Value roots_json(const std::vector<Digest256>& roots) {
  json::Array out;
  for (const Digest256& root : roots) out.emplace_back(to_hex(root));
  return json::Value(std::move(out));
}

void set_bytes(json::Value& out, const char* name, const std::optional<Bytes>& bytes) {
  if (bytes) out.set(name, b64(*bytes));
}

json::Value binding_json(const appraise::Binding& binding) {
  json::Value out = json::Value::object();
  set_bytes(out, "nonce", binding.nonce);
  set_bytes(out, "user_data", binding.user_data);
  set_bytes(out, "public_key", binding.public_key);
  set_bytes(out, "report_data", binding.report_data);
  if (binding.challenged) out.set("challenged", format_time(*binding.challenged));
  return out;
}

Result<std::vector<verifier::File>> read_files(json::Fields& fields, const char* key) {
  AH_ASSIGN(const json::Value* list, fields.array(key));
  std::vector<verifier::File> out;
  for (size_t i = 0; i < list->as_array().size(); ++i) {
    json::Fields file(json::item_place(fields.place(key), i), list->as_array()[i]);
    verifier::File read;
    AH_ASSIGN(read.name, file.text("name"));
    AH_ASSIGN(read.role, file.text("role"));
    AH_ASSIGN(read.bytes, file.base64url("bytes"));
    AH_TRY(file.finish());
    out.push_back(std::move(read));
  }
  return out;
}

Result<std::optional<Bytes>> optional_bytes(json::Fields& fields, const char* key) {
  if (!fields.has(key)) return std::optional<Bytes>();
  AH_ASSIGN(Bytes bytes, fields.base64url(key));
  return std::optional(std::move(bytes));
}

Result<appraise::Binding> read_binding(json::Fields& fields) {
  AH_ASSIGN(const json::Value* object, fields.object("binding"));
  json::Fields members(fields.place("binding"), *object);
  appraise::Binding binding;
  AH_ASSIGN(binding.nonce, optional_bytes(members, "nonce"));
  AH_ASSIGN(binding.user_data, optional_bytes(members, "user_data"));
  AH_ASSIGN(binding.public_key, optional_bytes(members, "public_key"));
  AH_ASSIGN(binding.report_data, optional_bytes(members, "report_data"));
  if (members.has("challenged")) {
    AH_ASSIGN(binding.challenged, members.time("challenged"));
  }
  AH_TRY(members.finish());
  return binding;
}

Status read_insecure(json::Fields& fields, verifier::Insecure& insecure) {
  AH_ASSIGN(const auto names, fields.texts("insecure"));
  for (const std::string& name : names) {
    if (name == "sha1") {
      insecure.sha1 = true;
    } else if (name == "keystone_test_key") {
      insecure.keystone_test_key = true;
    } else {
      return Error{Code::unsupported, fields.place("insecure"), "an option that is not known"}.saw(
          name);
    }
  }
  return {};
}

Result<Question> read_question(json::Fields& fields, std::string& contract) {
  Question question;
  AH_ASSIGN(question.format, fields.text("format"));
  AH_ASSIGN(question.collateral, read_files(fields, "collateral"));
  AH_ASSIGN(question.anchors, read_files(fields, "anchors"));
  AH_ASSIGN(const auto roots, fields.texts("software_roots"));
  for (const std::string& root : roots) {
    AH_ASSIGN(const Digest256 digest, fixed_from_hex<32>(fields.place("software_roots"), root));
    question.software_roots.push_back(digest);
  }
  AH_ASSIGN(question.policy, fields.text("policy"));
  AH_ASSIGN(contract, fields.text("contract"));
  if (!contract.empty()) {
    AH_ASSIGN(question.contract, contract::parse_sealed(fields.place("contract"), contract));
  }
  AH_ASSIGN(question.binding, read_binding(fields));
  AH_ASSIGN(question.at, fields.time("at"));
  AH_TRY(read_insecure(fields, question.insecure));
  AH_ASSIGN(question.require_crl, fields.boolean("require_crl"));
  return question;
}

}  // namespace

std::string make_bundle(ByteView evidence, const Question& question, std::string_view contract,
                        const JudgedEvidence& judged) {
  json::Array insecure;
  if (question.insecure.keystone_test_key) insecure.emplace_back("keystone_test_key");
  if (question.insecure.sha1) insecure.emplace_back("sha1");
  return json::canonical(
      json::Value::object({{"anchorhold_bundle", version},
                           {"evidence", b64(evidence)},
                           {"format", question.format},
                           {"collateral", files_json(question.collateral)},
                           {"anchors", files_json(question.anchors)},
                           {"software_roots", roots_json(question.software_roots)},
                           {"policy", question.policy},
                           {"contract", contract},
                           {"binding", binding_json(question.binding)},
                           {"at", format_time(question.at)},
                           {"insecure", std::move(insecure)},
                           {"require_crl", question.require_crl},
                           {"appraisal", appraisal_json(judged)}}));
}

Result<Bundle> read_bundle(std::string_view object, std::string_view text) {
  AH_ASSIGN(const json::Value tree,
            json::parse(object, text, {.bytes = max_bytes, .depth = 16, .values = 65536}));
  json::Fields fields{std::string(object), tree};
  AH_ASSIGN(const int64_t seen, fields.integer("anchorhold_bundle", 0, json::kMaxInteger));
  if (seen != version) {
    return Error{Code::unsupported, std::string(object), "a bundle of another version"}
        .want(std::to_string(version))
        .saw(std::to_string(seen));
  }
  Bundle bundle;
  AH_ASSIGN(bundle.evidence, fields.base64url("evidence"));
  AH_ASSIGN(bundle.question, read_question(fields, bundle.contract));
  AH_ASSIGN(const json::Value* appraisal, fields.object("appraisal"));
  bundle.appraisal = json::canonical(*appraisal);
  AH_TRY(fields.finish());
  return bundle;
}

Result<JudgedEvidence> judge_as_recorded(const Bundle& bundle, bool require_crl) {
  AH_ASSIGN(JudgedEvidence judged, judge_evidence(bundle.evidence, bundle.question));
  const std::string now = json::canonical(appraisal_json(judged));
  if (now != bundle.appraisal) {
    return Error{Code::conflict, "bundle", "it does not come out as it is recorded"}
        .want("sha256:" + to_hex(crypto::sha256(bytes_of(bundle.appraisal))))
        .saw("sha256:" + to_hex(crypto::sha256(bytes_of(now))))
        .advise(
            "the bundle was altered, or made by another version; judge it by a policy of your "
            "own");
  }
  if (require_crl && !bundle.question.require_crl) {
    Question stricter = bundle.question;
    stricter.require_crl = true;
    AH_ASSIGN(judged, judge_evidence(bundle.evidence, stricter));
  }
  if (judged.verdict == Verdict::accepted) judged.verdict = Verdict::unproven;
  return judged;
}

Question question_for(const Bundle& bundle, const Question& mine) {
  Question question = mine;
  question.format = bundle.question.format;
  question.collateral = bundle.question.collateral;
  question.binding = bundle.question.binding;
  question.at = bundle.question.at;
  question.require_crl = mine.require_crl || bundle.question.require_crl;
  return question;
}

Result<JudgedEvidence> judge_bundle(const Bundle& bundle, const Question& mine) {
  return judge_evidence(bundle.evidence, question_for(bundle, mine));
}

bool looks_like_bundle(std::string_view text) {
  constexpr size_t head = size_t{1} << 20;
  return text.starts_with('{') &&
         text.substr(0, head).find("\"anchorhold_bundle\"") != std::string_view::npos;
}

}  // namespace anchorhold::api

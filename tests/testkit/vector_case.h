#pragma once
// Cases of the external vectors: their inputs, and what is expected of them.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/hex.h"
#include "base/time.h"
#include "claims/anchor.h"
#include "claims/verification.h"
#include "codec/json.h"
#include "codec/pem.h"
#include "crypto/subject_key.h"
#include "testkit/vectors.h"

namespace anchorhold::testkit {

// text_at: the text under a key; empty when there is none.
inline std::string text_at(const json::Value& value, std::string_view key) {
  const json::Value* found = value.find(key);
  return found != nullptr && found->is_string() ? found->as_string() : std::string();
}

// VectorCase: one folder with its case.json.
class VectorCase {
 public:
  explicit VectorCase(std::filesystem::path folder)
      : folder_(std::move(folder)),
        json_(json::parse("case.json", read_text(folder_ / "case.json")).value()) {}

  std::string name() const { return json_.find("name")->as_string(); }

  // files: the paths under `inputs` of one role, whether one is named or a list.
  std::vector<std::filesystem::path> files(std::string_view role) const {
    return paths(json_.find("inputs")->find(role));
  }
  std::vector<std::filesystem::path> anchor_files() const {
    return paths(json_.find("trust_anchors"));
  }
  Bytes evidence() const { return read_bytes(files("evidence").front()); }
  Time at() const {
    const json::Value& at = *json_.find("at");
    return at.is_string() ? parse_time("at", at.as_string()).value() : Time();
  }
  const json::Value& expect() const { return *json_.find("expect"); }
  const json::Value& claims() const { return *json_.find("claims"); }
  bool authentic() const { return expect().find("authentic")->as_bool(); }

 private:
  std::vector<std::filesystem::path> paths(const json::Value* value) const {
    std::vector<std::filesystem::path> out;
    if (value == nullptr) return out;
    if (value->is_string()) {
      out.push_back(folder_ / value->as_string());
    } else {
      for (const json::Value& item : value->as_array()) out.push_back(folder_ / item.as_string());
    }
    return out;
  }

  std::filesystem::path folder_;
  json::Value json_;
};

// vector_cases: the cases of one kind of TEE; empty when the vectors are absent.
inline std::vector<VectorCase> vector_cases(std::string_view tee, const char* otherwise) {
  std::vector<VectorCase> out;
  const auto folder = vectors_dir(otherwise);
  if (!folder) return out;
  std::vector<std::filesystem::path> folders;
  for (const auto& entry : std::filesystem::directory_iterator(*folder / tee)) {
    if (std::filesystem::exists(entry.path() / "case.json")) folders.push_back(entry.path());
  }
  std::ranges::sort(folders);
  for (auto& path : folders) out.emplace_back(std::move(path));
  return out;
}

// vector_key: a public key as PEM, or the 32 raw bytes of Ed25519; aborts on anything else.
inline crypto::SubjectKey vector_key(const std::filesystem::path& path) {
  const Bytes bytes = read_bytes(path);
  if (bytes.size() == 32) return crypto::SubjectKey::from_ed25519("key", bytes).value();
  const Bytes spki = pem::decode("key", "PUBLIC KEY", text_of(bytes)).value();
  return crypto::SubjectKey::from_spki("key", spki).value();
}

// value_text: a claim as case.json writes it.
inline std::string value_text(const VendorValue& value) {
  if (const auto* number = std::get_if<uint64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return to_hex(std::get<Bytes>(value));
}

inline std::string findings_text(const Findings& findings) {
  std::string out;
  for (const Finding& finding : findings.list()) {
    if (finding.outcome == Outcome::pass) continue;
    out += finding.check + ": " + finding.observed + "\n";
  }
  return out;
}

// expect_claims: every claim that the case names is there, with this value.
inline void expect_claims(const VectorCase& test, const Claims& claims) {
  for (const auto& [name, value] : test.claims().as_object()) {
    const auto found = claims.vendor.find(name);
    if (found == claims.vendor.end()) {
      ADD_FAILURE() << test.name() << " lacks " << name;
      continue;
    }
    const std::string expected =
        value.is_string() ? value.as_string() : std::to_string(value.as_integer());
    EXPECT_EQ(value_text(found->second), expected) << test.name() << " " << name;
  }
}

}  // namespace anchorhold::testkit

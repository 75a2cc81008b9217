#pragma once
// Findings: the channel for "did it, and judge so". A verdict is derived from findings, never set
// by hand.

#include <string>
#include <string_view>
#include <vector>

#include <cstdint>

namespace anchorhold {

enum class Outcome : uint8_t { pass, fail, not_run, not_applicable };

std::string_view outcome_name(Outcome outcome);

// Stage: the part of a verification to which a check belongs, and so what kind of trouble a failure
// is.
enum class Stage : uint8_t {
  structure,    // the bytes, or a rule of their format
  signature,    // the signature over the evidence
  chain,        // a certificate's link, name, CA flag, signature or root
  validity,     // a certificate's dates
  revocation,   // a certificate that was revoked
  collateral,   // missing, stale, of another platform or type, or by the wrong signer
  binding,      // authentic parts that do not belong together
  identity,     // the quoting enclave or module
  event_log,    // a log that does not replay to its registers
  measurement,  // a signed reference value that differs
  policy,       // what the relying party demands
};

// stage_name: "structure", "signature", ..., "event log", "measurement", "policy".
std::string_view stage_name(Stage stage);

// Finding: one check and how it came out. `check` is a stable id like "nsm.chain.root"; the texts
// hold no secrets.
struct Finding {
  std::string check;
  Outcome outcome = Outcome::not_run;
  std::string subject;  // what was looked at
  std::string expected;
  std::string observed;
  std::string clause;  // the rule's source: document and section
  std::string advice;  // what to do when it failed
  Stage stage = Stage::policy;
};

// Findings: a list with the only rule for acceptance: there is at least one finding, and every one
// is pass or not_applicable. A check that did not run is a rejection.
class Findings {
 public:
  void add(Finding finding) { list_.push_back(std::move(finding)); }
  void add(Findings more);
  void reserve(size_t count) { list_.reserve(count); }
  const std::vector<Finding>& list() const { return list_; }
  bool accepted() const;
  // The first finding that stands in the way of acceptance, or null.
  const Finding* first_failure() const;

 private:
  std::vector<Finding> list_;
};

}  // namespace anchorhold

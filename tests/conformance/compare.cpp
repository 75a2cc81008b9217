#include "compare.h"

#include <algorithm>

#include "claims/claims_json.h"

namespace anchorhold::conformance {
namespace {

// A claim by its vendor name, from any part of any piece of the case.
const VendorValue* find_claim(const Claims& claims, const std::string& name) {
  if (const auto found = claims.vendor.find(name); found != claims.vendor.end())
    return &found->second;
  for (const auto& [part, inner] : claims.parts)
    if (const VendorValue* found = find_claim(inner, name)) return found;
  return nullptr;
}

const VendorValue* find_claim(const std::vector<Claims>& said, const std::string& name) {
  for (const Claims& claims : said)
    if (const VendorValue* found = find_claim(claims, name)) return found;
  return nullptr;
}

const Tcb* find_tcb(const Claims& claims) {
  if (claims.tcb) return &*claims.tcb;
  for (const auto& [part, inner] : claims.parts)
    if (const Tcb* found = find_tcb(inner)) return found;
  return nullptr;
}

std::optional<bool> find_debug(const Claims& claims) {
  std::optional<bool> debug = claims.debug;
  for (const auto& [part, inner] : claims.parts) {
    const std::optional<bool> found = find_debug(inner);
    if (found) debug = debug.value_or(false) || *found;
  }
  return debug;
}

void compare_claims(const Case& test, const Answer& answer, std::vector<std::string>& out) {
  for (const auto& [name, expected] : test.expected.claims) {
    if (const auto known = answer.known.find(name); known != answer.known.end()) {
      if (known->second != expected)
        out.push_back(name + ": " + json::canonical(known->second) + " of " +
                      json::canonical(expected));
      continue;
    }
    const VendorValue* found = find_claim(answer.said, name);
    if (expected.is_null()) {
      if (found != nullptr) out.push_back("claim " + name + " is not absent");
    } else if (found == nullptr) {
      out.push_back("claim " + name + " is missing");
    } else if (const json::Value seen = to_json(*found); seen != expected) {
      out.push_back("claim " + name + ": expected " + json::canonical(expected) + ", saw " +
                    json::canonical(seen));
    }
  }
}

void compare_platform(const Case& test, const Answer& answer, std::vector<std::string>& out) {
  const Expected& expected = test.expected;
  const Tcb* tcb = nullptr;
  std::optional<bool> debug;
  for (const Claims& claims : answer.said) {
    if (tcb == nullptr) tcb = find_tcb(claims);
    if (!debug) debug = find_debug(claims);
  }
  if (expected.debug && debug != expected.debug) out.push_back("debug differs");
  const std::string status = tcb == nullptr ? "none" : std::string(tcb_status_name(tcb->status));
  if (expected.tcb_status && status != *expected.tcb_status)
    out.push_back("TCB status: expected " + *expected.tcb_status + ", saw " + status);
  if (expected.advisories && (tcb == nullptr || tcb->advisories != *expected.advisories))
    out.push_back("advisories differ");
}

}  // namespace

std::vector<std::string> differences(const Case& test, const Answer& answer) {
  std::vector<std::string> out;
  const Expected& expected = test.expected;
  if (expected.authentic && answer.authentic != *expected.authentic)
    out.push_back(answer.authentic ? "accepted, and must be refused"
                                   : "refused, and is authentic: " + answer.reason);
  // Where either answer is right, only an acceptance has to say what the case says.
  if (expected.authentic || answer.authentic) {
    compare_claims(test, answer, out);
    compare_platform(test, answer, out);
  }
  if (answer.authentic)
    if (const std::string weak = resists(test); !weak.empty()) out.push_back(weak);
  return out;
}

bool stage_differs(const Case& test, const Answer& answer) {
  return !answer.authentic && !test.expected.fails.empty() && answer.stage != test.expected.fails;
}

}  // namespace anchorhold::conformance

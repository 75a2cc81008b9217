#pragma once
// Policy: what a relying party accepts. It has no default that accepts anything.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "claims/claims.h"

namespace anchorhold::appraise {

// AllowList: values of which one must be found. None accepts none.
using AllowList = std::vector<Bytes>;

// TcbRule: what platform status is good enough. As it stands it takes UpToDate without advisories
// where there is a status, and demands none where there is none; any member that is set demands
// one.
struct TcbRule {
  std::optional<TcbStatus> minimum = {};
  std::set<std::string, std::less<>> accepted_advisories = {};
  std::optional<Time> not_before = {};             // the least date of the TCB level
  std::optional<int64_t> minimum_evaluation = {};  // the least evaluation data number
};

// Accepted: one acceptable combination. Every member that is set is demanded of the evidence; what
// the evidence does not state is never equal to anything.
struct Accepted {
  TeeKind tee = TeeKind::software;
  // Where the root is not a vendor's: the roots that are meant, by the digest in Claims::root.
  std::vector<Digest256> given_roots = {};
  // By name, each present in the evidence, among the values and not all zero. None accepts none.
  std::map<std::string, AllowList, std::less<>> measurements = {};
  std::map<std::string, AllowList, std::less<>> signers = {};
  std::vector<std::string> products = {};
  std::optional<uint64_t> minimum_security_version = {};
  std::map<std::string, uint64_t, std::less<>> minimum_svn = {};
  TcbRule tcb = {};
  // Of Claims::cautions, those that are accepted; every other one refuses.
  std::set<std::string, std::less<>> accepted_cautions = {};
  bool insecure_allow_debug = false;
  bool insecure_allow_sha1 = false;  // measurements of SHA-1 banks: anyone can make two logs alike
  // Evidence that has no place for a time, a nonce or a caller's data, such as a device's chain of
  // certificates: it may have been recorded at any time.
  bool insecure_allow_timeless = false;
  // Any other claim under its vendor name: one of the values.
  std::map<std::string, std::vector<VendorValue>, std::less<>> vendor = {};
  // Parts of composite evidence: each named part must be present and match one of its list. Parts
  // of the evidence that are not named are not accepted either.
  std::map<std::string, std::vector<Accepted>, std::less<>> parts = {};
};

// Demand: which of the caller's values evidence must carry, whatever the caller gives.
struct Demands {
  bool nonce = false;
  bool user_data = false;
  bool public_key = false;
  bool report_data = false;
};

struct Policy {
  std::vector<Accepted> accept = {};  // none accepts nothing
  Duration max_age{};
  Demands require = {};
};

// Binding: what evidence must carry to answer this very question. A member that is set is demanded:
// present and equal, byte by byte. Absent is not the same as empty.
struct Binding {
  std::optional<Bytes> nonce = {};
  std::optional<Bytes> user_data = {};
  std::optional<Bytes> public_key = {};
  std::optional<Bytes> report_data = {};
  // When the caller issued `nonce`, by the caller's own clock. Age is then counted from here and
  // the attester's clock decides nothing; without it age is counted from the time in the evidence.
  std::optional<Time> challenged = {};
};

}  // namespace anchorhold::appraise

#pragma once
// Claims: what evidence says, in one shape for every TEE.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "claims/tcb.h"
#include "claims/tee.h"

namespace anchorhold {

// VendorValue: a claim as its vendor states it: a number, text, or bytes as they lie in the
// evidence.
using VendorValue = std::variant<uint64_t, std::string, Bytes>;

// Claims: absent is never the same as zero or empty. `tee`, `hardware_rooted` and `root` follow
// from the anchor at which the chain ended; everything else is what the attester signed, or what
// collateral says of it (`tcb`, `product`).
struct Claims {
  TeeKind tee = TeeKind::software;
  std::string format = {};       // "AMD SEV-SNP attestation report, version 3"
  bool hardware_rooted = false;  // the anchor is a vendor's root that is compiled in
  Digest256 root{};              // SHA-256 of the root certificate, or of the anchor key's SPKI

  // Measurements of code and state, by their vendor names in lower case: "pcr0", "measurement",
  // "mrtd", "rtmr2", "mrenclave", "sha256_pcr7", "rim".
  std::map<std::string, Bytes, std::less<>> measurements = {};
  // Who signed or owns the code: "mrsigner", "author_key_digest", "id_key_digest".
  std::map<std::string, Bytes, std::less<>> signers = {};
  std::string product = {};                               // "Milan", "HOPPER"
  std::optional<uint64_t> security_version = {};          // of the code: guest_svn, isv_svn
  std::map<std::string, uint64_t, std::less<>> svn = {};  // of the platform, by component
  std::optional<Tcb> tcb = {};                            // where the vendor publishes a status
  // What is genuine but weaker than usual, each by a short name: "migratable", "vmpl-1". A policy
  // refuses every one that it does not accept by name.
  std::set<std::string, std::less<>> cautions = {};
  std::optional<bool> debug = {};  // absent: this kind of evidence does not say
  std::string platform = {};       // which machine or module, as text: module id, chip id, UEID

  std::optional<Time> issued = {};  // by the attester's clock
  std::optional<Bytes> nonce = {};
  std::optional<Bytes> user_data = {};
  std::optional<Bytes> public_key = {};
  std::optional<Bytes> report_data = {};  // the 64 bytes of SNP, TDX and SGX

  std::map<std::string, VendorValue, std::less<>> vendor = {};  // everything, under vendor names
  std::map<std::string, Claims, std::less<>> parts = {};        // of composite evidence

  const Bytes* measurement(std::string_view name) const;
};

}  // namespace anchorhold

#pragma once
// Claims: what verified evidence says, in one shape for every TEE.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "evidence/nsm/verify.h"

namespace anchorhold::appraise {

enum class TeeKind : uint8_t { software, vm, nitro, snp, tdx, tpm, sgx };

// tee_name, tee_from_name: the word for a kind as contracts write it.
std::string_view tee_name(TeeKind kind);
Result<TeeKind> tee_from_name(std::string_view object, std::string_view name);

// Claims come only from verified evidence. `tee`, `hardware_rooted` and `root` follow from the
// anchor at which the chain ended; everything else is what the attester signed.
struct Claims {
  TeeKind tee = TeeKind::software;
  bool hardware_rooted = false;
  Digest256 root{};  // SHA-256 of the root certificate
  std::string module_id;
  std::map<unsigned, Digest384> registers;
  bool debug = false;  // registers 0, 1 and 2 are zero or absent
  Time issued{};       // by the attester's clock
  std::optional<Bytes> nonce;
  std::optional<Bytes> user_data;
  std::optional<Bytes> public_key;
};

Claims claims_of(const Verified<nsm::AnchoredDocument>& document);

}  // namespace anchorhold::appraise

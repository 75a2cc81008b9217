#include "evidence/dcap/collateral_choice.h"

#include <algorithm>
#include <tuple>

#include "base/hex.h"

namespace anchorhold::dcap {
namespace {

template <class T>
auto rank(const SignedContent<T>& document, const CollateralSet& set, const CollateralUse& use) {
  const T& content = document.content;
  const bool is_signed = std::ranges::any_of(document.signers, [&](size_t signer) {
    return set.signers.proven[signer].root.key.spki_sha256() == use.anchor;
  });
  const bool current = content.issue_date <= use.at && use.at <= content.next_update;
  return std::tuple(is_signed, current, content.evaluation, content.issue_date);
}

template <class T, class Fits>
Choice<T> choose(const std::vector<SignedContent<T>>& documents, const CollateralSet& set,
                 const CollateralUse& use, Fits fits) {
  Choice<T> out;
  for (const auto& document : documents) {
    if (!fits(document.content)) continue;
    ++out.fitting;
    if (out.document == nullptr || rank(document, set, use) > rank(*out.document, set, use)) {
      out.document = &document;
    }
  }
  return out;
}

}  // namespace

Choice<TcbInfo> choose_tcb_info(const CollateralSet& set, const TcbInput& input,
                                const CollateralUse& use) {
  return choose(set.tcb_infos, set, use, [&](const TcbInfo& info) {
    return info.tee == input.tee && info.fmspc == input.fmspc && info.pce_id == input.pce_id;
  });
}

Choice<EnclaveIdentity> choose_identity(const CollateralSet& set, const TcbInput& input,
                                        const CollateralUse& use) {
  return choose(set.identities, set, use,
                [&](const EnclaveIdentity& identity) { return identity.tee == input.tee; });
}

std::string tcb_info_name(TeeType tee, const ByteArray<6>& fmspc, const ByteArray<2>& pce_id) {
  return std::string(tee == TeeType::tdx ? "TDX" : "SGX") + " TCB info of FMSPC " + to_hex(fmspc) +
         " and PCEID " + to_hex(pce_id);
}

std::string what_there_is(const CollateralSet& set) {
  std::string out;
  const auto add = [&](const std::string& text) {
    if (!out.empty()) out += "; ";
    out += text;
  };
  for (const auto& info : set.tcb_infos) {
    add(tcb_info_name(info.content.tee, info.content.fmspc, info.content.pce_id));
  }
  for (const auto& identity : set.identities) {
    add("identity " + std::string(identity_name(identity.content.tee)));
  }
  for (const std::string& reason : set.unreadable) add(reason);
  return out.empty() ? "no collateral was given" : out;
}

}  // namespace anchorhold::dcap

#pragma once
// Which of the given documents speak for a quote.

#include "evidence/dcap/collateral.h"

namespace anchorhold::dcap {

// Choice: null when no document is for the quote.
template <class T>
struct Choice {
  const SignedContent<T>* document = nullptr;
  size_t fitting = 0;  // documents for the quote, the chosen one included
};

// choose_tcb_info, choose_identity: of the documents for the TEE (and, for TCB infos, the FMSPC and
// PCEID) of `input`, the best one: signed under the quote's own root before others, current before
// others, then of the higher evaluation number, then the newer. A document that is superseded by
// another is never chosen while the other is current.
Choice<TcbInfo> choose_tcb_info(const CollateralSet& set, const TcbInput& input,
                                const CollateralUse& use);
Choice<EnclaveIdentity> choose_identity(const CollateralSet& set, const TcbInput& input,
                                        const CollateralUse& use);

// tcb_info_name: "TDX TCB info of FMSPC 00806f050000 and PCEID 0000".
std::string tcb_info_name(TeeType tee, const ByteArray<6>& fmspc, const ByteArray<2>& pce_id);

// what_there_is: the documents of a set in words, for messages about one that is missing.
std::string what_there_is(const CollateralSet& set);

}  // namespace anchorhold::dcap

#pragma once
// Which of the given documents speak for a quote.

#include "evidence/dcap/collateral.h"

namespace anchorhold::dcap {

// choose_tcb_info, choose_identity: of the documents for the TEE (and, for TCB infos, the FMSPC and
// PCEID) of `input`, the best one: signed before unsigned, current at `at` before others, then of
// the higher evaluation number, then the newer. A document that is superseded by another is never
// chosen while the other is current. Null when none is for this quote.
const SignedContent<TcbInfo>* choose_tcb_info(const CollateralSet& set, const TcbInput& input,
                                              const CollateralUse& use);
const SignedContent<EnclaveIdentity>* choose_identity(const CollateralSet& set,
                                                      const TcbInput& input,
                                                      const CollateralUse& use);

// tcb_info_name: "TDX TCB info of FMSPC 00806f050000 and PCEID 0000".
std::string tcb_info_name(TeeType tee, const ByteArray<6>& fmspc, const ByteArray<2>& pce_id);

// what_there_is: the documents of a set in words, for messages about one that is missing.
std::string what_there_is(const CollateralSet& set);

}  // namespace anchorhold::dcap

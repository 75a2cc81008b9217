#pragma once
// Intel ECDSA quotes: SGX version 3, SGX and TDX versions 4 and 5.

#include <variant>

#include "base/verified.h"
#include "evidence/dcap/certification_data.h"
#include "evidence/dcap/enclave_report.h"
#include "evidence/dcap/td_report.h"

namespace anchorhold::dcap {

// QuoteHeader: 48 bytes. The attestation key type is always ECDSA P-256 and the QE vendor Intel:
// parse_quote refuses others. `user_data` and the two numbers are the quoting enclave's word; the
// platform's own TCB is in the PCK certificate. Source: Intel SGX DCAP ECDSA Quote Library API,
// appendix A.4, "Quote Header"; Intel TDX DCAP Quoting Library API, appendix A.3, where bytes 8 to
// 11 are reserved and zero in practice.
struct QuoteHeader {
  uint16_t version = 0;
  TeeType tee = TeeType::sgx;
  uint16_t qe_svn = 0;
  uint16_t pce_svn = 0;
  ByteArray<20> user_data{};
};

using QuoteBody = std::variant<EnclaveReport, TdReport>;

// Quote: a parsed quote with views of the bytes that signatures cover. The bytes that were parsed
// must outlive it.
struct Quote {
  QuoteHeader header;
  QuoteBody body;
  ByteView signed_bytes;     // header and body (of version 5: with type and size of the body)
  ByteView signature;        // raw r || s, by the attestation key
  ByteView attestation_key;  // x || y on P-256
  QeCertification qe;
  size_t padding = 0;  // zero bytes after the quote
};

// parse_quote: checks structure only; nothing is proven. Every length must agree with the one
// around it. Zero bytes may follow the quote, as some clouds pad it; nothing else may. Source: the
// two documents named above.
Result<Unverified<Quote>> parse_quote(ByteView bytes);

// looks_like_quote: by version, key type and the QE vendor's id alone.
bool looks_like_quote(ByteView bytes);

}  // namespace anchorhold::dcap

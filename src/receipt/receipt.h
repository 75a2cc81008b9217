#pragma once
// A receipt as it travels: the contract, the signed body, and the evidence that an enclave under
// that contract signed it.

#include <string>

#include "crypto/keys.h"
#include "receipt/body.h"

namespace anchorhold::receipt {

inline constexpr std::string_view kReceiptType = "receipt";
inline constexpr size_t kMaxReceiptBytes = size_t{16} << 20;

// Receipt: parsed, nothing proven: verify.h proves it.
struct Receipt {
  std::string contract;   // the contract's JWS
  std::string statement;  // JWS over JCS(body), typ "receipt", by the key that the evidence binds
  Bytes evidence;  // attestation document: user_data binds the body, public_key the signing key
};

// sign_body: the statement of a receipt.
Result<std::string> sign_body(const Body& body, const crypto::PrivateKey& key);

// encode_receipt, parse_receipt: the one JSON form.
std::string encode_receipt(const Receipt& receipt);
Result<Receipt> parse_receipt(std::string_view object, std::string_view text);

}  // namespace anchorhold::receipt

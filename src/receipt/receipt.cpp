#include "receipt/receipt.h"

#include "base/base64.h"
#include "codec/json_fields.h"
#include "crypto/jws.h"

namespace anchorhold::receipt {

namespace {
constexpr std::string_view kEnclave = "enclave";
}  // namespace

Result<std::string> sign_body(const Body& body, const crypto::PrivateKey& key) {
  const crypto::Signer signer{&key, std::string(kEnclave)};
  return crypto::sign_jws(bytes_of(json::canonical(encode_body(body))), kReceiptType, {&signer, 1});
}

std::string encode_receipt(const Receipt& receipt) {
  return json::pretty(
      json::Value::object({{"format", std::string(kReceiptFormat)},
                           {"contract", receipt.contract},
                           {"statement", receipt.statement},
                           {"evidence", to_base64(receipt.evidence, Base64::standard)}}));
}

Result<Receipt> parse_receipt(std::string_view object, std::string_view text) {
  const json::Limits limits{.bytes = kMaxReceiptBytes, .depth = 8, .values = 4096};
  AH_ASSIGN(const json::Value value, json::parse(object, text, limits));
  json::Fields fields{std::string(object), value};
  AH_ASSIGN(const std::string format, fields.text("format"));
  if (format != kReceiptFormat) {
    return Error{Code::unsupported, fields.place("format"), "not a receipt of this version"}.want(
        std::string(kReceiptFormat));
  }
  Receipt receipt;
  AH_ASSIGN(receipt.contract, fields.text("contract"));
  AH_ASSIGN(receipt.statement, fields.text("statement"));
  AH_ASSIGN(const std::string evidence, fields.text("evidence"));
  AH_ASSIGN(receipt.evidence, from_base64(fields.place("evidence"), evidence, Base64::standard));
  AH_TRY(fields.finish());
  return receipt;
}

}  // namespace anchorhold::receipt

#include "evidence/snp/thim.h"

#include <algorithm>

#include "codec/json.h"

namespace anchorhold::snp {
namespace {

constexpr std::string_view thim_object = "THIM certificates";
constexpr std::string_view leaf_member = "vcekCert";
constexpr std::string_view chain_member = "certificateChain";
constexpr size_t most_thim_size = size_t{64} << 10U;

}  // namespace

Result<std::vector<crypto::Certificate>> certificates_in_thim(ByteView json,
                                                              crypto::CertificateCache* cache) {
  AH_ASSIGN(const json::Value root,
            json::parse(thim_object, text_of(json), {.bytes = most_thim_size, .depth = 2}));
  std::vector<crypto::Certificate> out;
  for (const std::string_view member : {leaf_member, chain_member}) {
    const json::Value* pem = root.is_object() ? root.find(member) : nullptr;
    if (pem == nullptr || !pem->is_string()) {
      return Error{Code::malformed, std::string(thim_object), "a member is missing"}.want(
          std::string(member) + ", certificates as PEM");
    }
    AH_ASSIGN(std::vector<crypto::Certificate> more,
              crypto::parse_certificates(member, bytes_of(pem->as_string()), cache));
    std::ranges::move(more, std::back_inserter(out));
  }
  return out;
}

bool looks_like_thim(ByteView bytes) {
  if (bytes.size() > most_thim_size) return false;
  const std::string_view text = text_of(bytes);
  return text.find("\"vcekCert\"") != std::string_view::npos &&
         text.find("\"certificateChain\"") != std::string_view::npos;
}

}  // namespace anchorhold::snp

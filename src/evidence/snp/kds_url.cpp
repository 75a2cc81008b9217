#include "evidence/snp/kds_url.h"

#include <algorithm>

#include "base/hex.h"

namespace anchorhold::snp {
namespace {

constexpr size_t turin_id_size = 8;

std::string folder(std::string_view site, Product product, SigningKey key) {
  return std::string(site) + (key == SigningKey::vlek ? "/vlek/v1/" : "/vcek/v1/") +
         std::string(product_name(product)) + "/";
}

std::string level(std::string_view parameter, Product product, const TcbVersion& tcb,
                  TcbComponent component) {
  const auto& layout = tcb_layout(product);
  const auto place = std::ranges::find(layout, component) - layout.begin();
  std::string digits = std::to_string(tcb.bytes[static_cast<size_t>(place)]);
  if (digits.size() < 2) digits.insert(0, "0");
  return std::string(parameter) + "=" + digits;
}

}  // namespace

std::string vcek_url(std::string_view site, Product product, const ByteArray<64>& chip_id,
                     const TcbVersion& tcb) {
  const bool turin = product == Product::turin;
  const ByteView id = ByteView(chip_id).first(turin ? turin_id_size : chip_id.size());
  std::string url = folder(site, product, SigningKey::vcek) + to_hex(id) + "?";
  if (turin) url += level("fmcSPL", product, tcb, TcbComponent::fmc) + "&";
  return url + level("blSPL", product, tcb, TcbComponent::bootloader) + "&" +
         level("teeSPL", product, tcb, TcbComponent::tee) + "&" +
         level("snpSPL", product, tcb, TcbComponent::snp) + "&" +
         level("ucodeSPL", product, tcb, TcbComponent::microcode);
}

std::string cert_chain_url(std::string_view site, Product product, SigningKey key) {
  return folder(site, product, key) + "cert_chain";
}

std::string crl_url(std::string_view site, Product product, SigningKey key) {
  return folder(site, product, key) + "crl";
}

}  // namespace anchorhold::snp

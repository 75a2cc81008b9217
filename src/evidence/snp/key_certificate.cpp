#include "evidence/snp/key_certificate.h"

#include <algorithm>
#include <array>

#include "codec/der.h"

namespace anchorhold::snp {
namespace {

constexpr uint8_t ia5_string = 0x16;
constexpr std::string_view product_name_oid = "1.3.6.1.4.1.3704.1.2";
constexpr std::string_view hardware_id_oid = "1.3.6.1.4.1.3704.1.4";
constexpr std::string_view csp_id_oid = "1.3.6.1.4.1.3704.1.5";
constexpr size_t hardware_id_size = 64;
constexpr size_t short_hardware_id_size = 8;

struct LevelOid {
  std::string_view oid;
  TcbComponent component;
};

constexpr std::array<LevelOid, 9> level_oids = {{
    {"1.3.6.1.4.1.3704.1.3.1", TcbComponent::bootloader},
    {"1.3.6.1.4.1.3704.1.3.2", TcbComponent::tee},
    {"1.3.6.1.4.1.3704.1.3.3", TcbComponent::snp},
    {"1.3.6.1.4.1.3704.1.3.4", TcbComponent::spl4},
    {"1.3.6.1.4.1.3704.1.3.5", TcbComponent::spl5},
    {"1.3.6.1.4.1.3704.1.3.6", TcbComponent::spl6},
    {"1.3.6.1.4.1.3704.1.3.7", TcbComponent::spl7},
    {"1.3.6.1.4.1.3704.1.3.8", TcbComponent::microcode},
    {"1.3.6.1.4.1.3704.1.3.9", TcbComponent::fmc},
}};

SigningKey type_of(const crypto::Certificate& certificate) {
  if (certificate.subject_common_name == "SEV-VCEK") return SigningKey::vcek;
  if (certificate.subject_common_name == "SEV-VLEK") return SigningKey::vlek;
  return SigningKey::none;
}

Result<uint8_t> read_level(const crypto::Extension& extension) {
  der::Cursor in("security patch level", extension.value);
  AH_ASSIGN(const int64_t level, in.small_integer());
  AH_TRY(in.finish());
  if (level < 0 || level > 0xff) return in.error("security patch level out of 0 to 255");
  return static_cast<uint8_t>(level);
}

Result<std::string> read_text(std::string_view name, const crypto::Extension& extension) {
  der::Cursor in(name, extension.value);
  AH_ASSIGN(const der::Element text, in.expect(ia5_string));
  AH_TRY(in.finish());
  const bool printable =
      std::ranges::all_of(text.content, [](uint8_t c) { return c >= 0x20 && c < 0x7f; });
  if (!printable) return in.error("not printable ASCII");
  return string_of(text.content);
}

Status read_levels(const crypto::Certificate& certificate, KeyCertificate& key) {
  for (const LevelOid& known : level_oids) {
    const crypto::Extension* extension = certificate.find_extension(known.oid);
    if (extension == nullptr) continue;
    AH_ASSIGN(key.levels[known.component], read_level(*extension));
  }
  return {};
}

Status read_owner(const crypto::Certificate& certificate, KeyCertificate& key) {
  if (const auto* extension = certificate.find_extension(hardware_id_oid)) {
    const size_t size = extension->value.size();
    if (size != hardware_id_size && size != short_hardware_id_size) {
      return Error{Code::malformed, "hwID", "wrong length"}
          .want("64 or 8 bytes")
          .saw(std::to_string(size));
    }
    key.hardware_id = extension->value;
  }
  if (const auto* extension = certificate.find_extension(csp_id_oid)) {
    AH_ASSIGN(key.csp_id, read_text("cspID", *extension));
  }
  const bool chip = key.type == SigningKey::vcek;
  if (key.hardware_id.has_value() == chip && key.csp_id.has_value() != chip) return {};
  return Error{Code::malformed, "certificate '" + certificate.subject_common_name + "'",
               "it does not name its owner"}
      .want(chip ? "hwID and no cspID" : "cspID and no hwID");
}

}  // namespace

bool is_key_certificate(const crypto::Certificate& certificate) {
  return type_of(certificate) != SigningKey::none;
}

Result<KeyCertificate> read_key_certificate(const crypto::Certificate& certificate) {
  KeyCertificate key;
  key.type = type_of(certificate);
  const crypto::Extension* product = certificate.find_extension(product_name_oid);
  if (key.type == SigningKey::none || product == nullptr) {
    return Error{Code::malformed, "certificate '" + certificate.subject_common_name + "'",
                 "it is neither a VCEK nor a VLEK"}
        .want("the subject SEV-VCEK or SEV-VLEK and a product name");
  }
  AH_ASSIGN(key.product_name, read_text("productName", *product));
  AH_TRY(read_levels(certificate, key));
  AH_TRY(read_owner(certificate, key));
  return key;
}

Status certifies(const KeyCertificate& key, Product product, const TcbVersion& tcb) {
  const auto& layout = tcb_layout(product);
  for (size_t i = 0; i < layout.size(); ++i) {
    const auto level = key.levels.find(layout[i]);
    if (level != key.levels.end() && level->second == tcb.bytes[i]) continue;
    return Error{Code::denied, std::string(tcb_component_name(layout[i])),
                 "the certificate is for another TCB"}
        .want(level == key.levels.end() ? "a security patch level in the certificate"
                                        : std::to_string(level->second) + ", as certified")
        .saw(std::to_string(tcb.bytes[i]) + " in REPORTED_TCB");
  }
  if (key.levels.contains(TcbComponent::fmc) != (product == Product::turin)) {
    return Error{Code::denied, "fmc", "the certificate is for another layout of TCB_VERSION"};
  }
  return {};
}

bool is_chip(ByteView hardware_id, const ByteArray<64>& chip_id) {
  const ByteView chip(chip_id);
  return std::ranges::equal(chip.first(hardware_id.size()), hardware_id) &&
         std::ranges::all_of(chip.subspan(hardware_id.size()), [](uint8_t b) { return b == 0; });
}

}  // namespace anchorhold::snp

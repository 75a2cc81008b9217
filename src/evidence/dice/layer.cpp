#include "evidence/dice/layer.h"

#include <algorithm>

namespace anchorhold::dice {
namespace {

constexpr std::string_view serial_number_oid = "2.5.4.5";
constexpr std::string_view tcg_dice_arc = "2.23.133.5.4.";

std::string text_name(ByteView name, const std::string& common_name) {
  std::string serial = crypto::name_attribute(name, serial_number_oid);
  if (common_name.empty()) return serial;
  return serial.empty() ? common_name : common_name + " " + serial;
}

Status read_extension(const crypto::Extension& extension, Layer& out) {
  if (extension.oid == open_profile_oid) {
    AH_ASSIGN(out.open, read_open_extension(extension.value));
  } else if (extension.oid == tcb_info_oid) {
    AH_ASSIGN(TcbInfo info, read_tcb_info(extension.value));
    out.tcb.push_back(std::move(info));
  } else if (extension.oid == multi_tcb_info_oid) {
    AH_ASSIGN(const std::vector<TcbInfo> infos, read_multi_tcb_info(extension.value));
    out.tcb.insert(out.tcb.end(), infos.begin(), infos.end());
  } else if (extension.oid == ueid_oid) {
    AH_ASSIGN(out.ueid, read_ueid(extension.value));
  } else if (extension.oid.starts_with(tcg_dice_arc)) {
    out.other.emplace(extension.oid, extension.value);
  }
  return {};
}

bool printable(const Bytes& bytes) {
  return !bytes.empty() &&
         std::ranges::all_of(bytes, [](uint8_t c) { return c > ' ' && c < 0x7f; });
}

void add_text(const std::optional<std::string>& value, const std::string& name, Claims& claims) {
  if (value) claims.vendor.emplace(name, *value);
}
void add_bytes(const std::optional<Bytes>& value, const std::string& name, Claims& claims) {
  if (value) claims.vendor.emplace(name, *value);
}
template <class T>
void add_number(const std::optional<T>& value, const std::string& name, Claims& claims) {
  if (value) claims.vendor.emplace(name, uint64_t{*value});
}

void add_hash(const std::optional<Bytes>& value, const std::string& name, Claims& claims) {
  if (!value) return;
  claims.measurements.emplace(name, *value);
  claims.vendor.emplace(name, *value);
}

void add_open(const OpenInputs& inputs, const std::string& prefix, Claims& claims) {
  add_hash(inputs.code_hash, prefix + "code_hash", claims);
  add_hash(inputs.configuration_hash, prefix + "configuration_hash", claims);
  if (inputs.authority_hash) {
    claims.signers.emplace(prefix + "authority_hash", *inputs.authority_hash);
  }
  add_bytes(inputs.authority_hash, prefix + "authority_hash", claims);
  add_bytes(inputs.code_descriptor, prefix + "code_descriptor", claims);
  add_bytes(inputs.configuration_descriptor, prefix + "configuration_descriptor", claims);
  add_bytes(inputs.authority_descriptor, prefix + "authority_descriptor", claims);
  add_text(inputs.profile_name, prefix + "profile_name", claims);
  if (inputs.mode) claims.vendor.emplace(prefix + "mode", std::string(mode_name(*inputs.mode)));
}

void add_tcb(const TcbInfo& info, const std::string& prefix, Claims& claims) {
  add_text(info.vendor, prefix + "vendor", claims);
  add_text(info.model, prefix + "model", claims);
  add_text(info.version, prefix + "version", claims);
  add_number(info.svn, prefix + "svn", claims);
  add_number(info.layer, prefix + "layer", claims);
  add_number(info.index, prefix + "index", claims);
  add_number(info.flags, prefix + "flags", claims);
  add_number(info.flags_mask, prefix + "flags_mask", claims);
  add_bytes(info.vendor_info, prefix + "vendor_info", claims);
  if (info.type && printable(*info.type)) {
    claims.vendor.emplace(prefix + "type", string_of(*info.type));
  } else {
    add_bytes(info.type, prefix + "type", claims);
  }
  if (info.svn) claims.svn.emplace(prefix + "svn", *info.svn);
  for (size_t i = 0; i < info.fwids.size(); ++i) {
    const std::string name = prefix + "fwid" + (i == 0 ? "" : "_" + std::to_string(i));
    add_hash(info.fwids[i].digest, name, claims);
    claims.vendor.emplace(name + ".algorithm", info.fwids[i].algorithm);
  }
}

}  // namespace

Result<Layer> read_layer(const crypto::Certificate& certificate) {
  Layer out;
  out.subject = text_name(certificate.subject, certificate.subject_common_name);
  out.issuer = text_name(certificate.issuer, certificate.issuer_common_name);
  for (const crypto::Extension& extension : certificate.extensions) {
    auto status = read_extension(extension, out);
    if (!status.ok()) return status.take_error().in("certificate '" + out.subject + "'");
  }
  return out;
}

const std::vector<std::string>& understood_critical() {
  static const std::vector<std::string> oids = {std::string(open_profile_oid),
                                                std::string(tcb_info_oid), std::string(ueid_oid),
                                                std::string(multi_tcb_info_oid)};
  return oids;
}

std::optional<bool> is_open(const Layer& layer) {
  std::optional<bool> open;
  if (layer.open && layer.open->mode) open = *layer.open->mode != Mode::normal;
  for (const TcbInfo& info : layer.tcb) {
    if (!info.flags) continue;
    const uint32_t meant = *info.flags & info.flags_mask.value_or(~0U);
    open = open.value_or(false) || (meant & open_flags) != 0;
  }
  return open;
}

void add_layer(const Layer& layer, size_t above, Claims& claims) {
  const std::string prefix = above == 0 ? "" : "issuer" + std::to_string(above) + ".";
  claims.vendor.emplace(prefix + "subject", layer.subject);
  claims.vendor.emplace(prefix + "issuer", layer.issuer);
  if (layer.open) add_open(*layer.open, prefix, claims);
  for (size_t i = 0; i < layer.tcb.size(); ++i) {
    add_tcb(layer.tcb[i], prefix + "tcb_info_" + std::to_string(i) + ".", claims);
  }
  add_bytes(layer.ueid, prefix + "ueid", claims);
  for (const auto& [oid, value] : layer.other) {
    claims.vendor.emplace(prefix + "extension." + oid, value);
  }
  if (const auto open = is_open(layer)) claims.debug = claims.debug.value_or(false) || *open;
}

}  // namespace anchorhold::dice

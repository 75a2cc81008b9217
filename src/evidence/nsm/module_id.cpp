#include "evidence/nsm/module_id.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/hash.h"

namespace anchorhold::nsm {
namespace {

constexpr std::string_view software_prefix = "software-";
constexpr std::string_view nitro_prefix = "i-";
constexpr std::string_view launch_mark = "-enc";
constexpr std::string_view tpm_mark = "-tpm";
constexpr size_t launch_digits = 16;
constexpr size_t host_limit = 32;

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}
bool is_host_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-';
}

bool is_hex(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_hex_digit);
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= host_limit && host.back() != '-' &&
         std::ranges::all_of(host, is_host_character);
}

}  // namespace

Result<ModuleId> parse_module_id(std::string_view text) {
  const auto refuse = [&] {
    return Error{Code::malformed, "module_id", "not the id of an enclave"}
        .want("i-<hex>-enc<16 hex> or software-<host>-enc<16 hex>")
        .saw(std::string(text.substr(0, 80)));
  };
  const size_t mark = text.rfind(launch_mark);
  if (mark == std::string_view::npos) return refuse();
  const std::string_view instance = text.substr(0, mark);
  const std::string_view launch = text.substr(mark + launch_mark.size());
  // Nitro writes the launch as a number, so it may come with fewer digits.
  if (!is_hex(launch) || launch.size() > launch_digits) return refuse();
  const bool software = instance.starts_with(software_prefix);
  const bool well_formed =
      software ? launch.size() == launch_digits && is_host(instance.substr(software_prefix.size()))
               : instance.starts_with(nitro_prefix) && is_hex(instance.substr(nitro_prefix.size()));
  if (!well_formed) return refuse();
  return ModuleId{software, std::string(instance), std::string(launch)};
}

Result<std::string> software_module_id(std::string_view host, const ByteArray<8>& launch) {
  if (!is_host(host)) {
    return Error{Code::invalid_argument, "host name of a module id", "not usable"}
        .want("1 to 32 of a-z, 0-9 and '-', not ending in '-'")
        .saw(std::string(host.substr(0, 80)));
  }
  return std::string(software_prefix) + std::string(host) + std::string(launch_mark) +
         to_hex(launch);
}

Result<std::string> parse_tpm_module_id(std::string_view text) {
  const size_t mark = text.rfind(tpm_mark);
  const std::string_view instance = text.substr(0, mark);
  const bool well_formed = mark != std::string_view::npos && instance.starts_with(nitro_prefix) &&
                           is_hex(instance.substr(nitro_prefix.size())) &&
                           is_hex(text.substr(mark + tpm_mark.size())) &&
                           text.size() - mark - tpm_mark.size() == launch_digits;
  if (!well_formed) {
    return Error{Code::malformed, "module_id", "not the id of a NitroTPM"}
        .want("i-<hex>-tpm<16 hex>")
        .saw(std::string(text.substr(0, 80)));
  }
  return std::string(instance);
}

Digest384 instance_register(std::string_view instance) {
  return crypto::sha384({Digest384{}, bytes_of(instance)});
}

}  // namespace anchorhold::nsm

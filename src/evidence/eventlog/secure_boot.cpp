#include "evidence/eventlog/secure_boot.h"

#include <algorithm>
#include <array>

#include "evidence/eventlog/separators.h"
#include "evidence/eventlog/uefi_variable.h"
#include "evidence/eventlog/utf16.h"

namespace anchorhold::eventlog {
namespace {

constexpr size_t most_authorities = 64;

struct Named {
  const Guid& vendor;
  std::string_view name;
  std::string_view claim;
};

// The databases of secure boot.
const std::array<Named, 4>& databases() {
  static const std::array<Named, 4> table = {Named{efi_global_variable, "PK", "secure_boot_pk"},
                                             Named{efi_global_variable, "KEK", "secure_boot_kek"},
                                             Named{efi_image_security, "db", "secure_boot_db"},
                                             Named{efi_image_security, "dbx", "secure_boot_dbx"}};
  return table;
}

bool is_policy_type(EventType type) {
  switch (type) {
    case EventType::no_action:
    case EventType::separator:
    case EventType::efi_action:
    case EventType::efi_variable_driver_config:
    case EventType::efi_variable_authority:
    case EventType::efi_spdm_device_policy:
    case EventType::efi_spdm_device_authority:
      return true;
    default:
      return false;
  }
}

// PolicyReader: walks the events of PCR 7 in their order. The first trouble ends all conclusions.
class PolicyReader {
 public:
  PolicyReader(const Story& story, Claims& claims) : story_(story), claims_(claims) {}

  void read() {
    const uint32_t index = firmware_policy_register(story_.registers);
    for (const Told& told : story_.events) {
      if (told.event.index == index && told.event.content == Content::tcg) read_event(told);
    }
    if (!seen_) trouble("no event of the register that holds the firmware's policy");
    if (!separated_) trouble("no separator after the firmware's variables");
    conclude_state();
  }

 private:
  void trouble(std::string reason) {
    if (trouble_.empty()) trouble_ = std::move(reason);
  }

  void claim(std::string name, VendorValue value) {
    claims_.vendor.insert_or_assign(std::move(name), std::move(value));
  }

  void read_event(const Told& told) {
    seen_ = true;
    if (told.event.stripped) trouble("the log leaves out the data");
    if (story_.registers == RegisterKind::pcr && !is_policy_type(told.event.type))
      trouble("an event of a type that no firmware writes to PCR 7");
    // Digests do not cover types: whoever extends the register after the firmware could relabel its
    // separator, and append variables and a separator of his own.
    if (has_separator_digest(told.event)) separated_ = true;
    switch (told.event.type) {
      case EventType::separator:
        separated_ = true;
        if (separator_of(told.event) == Separator::error) trouble("the separator reports an error");
        break;
      case EventType::efi_variable_driver_config:
        read_variable(told);
        break;
      case EventType::efi_variable_authority:
        read_authority(told);
        break;
      case EventType::efi_action:
        read_action(told);
        break;
      default:
        break;
    }
  }

  void read_variable(const Told& told) {
    const auto variable = parse_variable(told.event.data);
    if (!variable.ok() || told.binding.measured != Measured::data) {
      trouble("a variable that is not what was measured");
      return;
    }
    if (variable->vendor == efi_global_variable && variable->name == "SecureBoot")
      read_secure_boot(*variable);
    for (const Named& named : databases()) {
      if (variable->vendor == named.vendor && variable->name == named.name)
        read_database(std::string(named.claim), *variable);
    }
  }

  void read_secure_boot(const Variable& variable) {
    if (separated_) return trouble("SecureBoot was measured after the separator");
    if (state_) return trouble("SecureBoot was measured twice");
    if (variable.value.empty()) {
      state_ = "absent";
    } else if (variable.value == Bytes{0}) {
      state_ = "disabled";
    } else if (variable.value == Bytes{1}) {
      state_ = "enabled";
    } else {
      trouble("SecureBoot is neither 0 nor 1");
    }
  }

  void read_database(const std::string& name, const Variable& variable) {
    if (separated_) return trouble(variable.name + " was measured after the separator");
    if (claims_.vendor.contains(name + "_sha256"))
      return trouble(variable.name + " was measured twice");
    claim(name + "_sha256", copy_of(crypto::sha256(variable.value)));
    if (variable.name == "PK") claim("secure_boot_setup_mode", uint64_t{variable.value.empty()});
    const auto count = count_signatures(variable.value);
    if (!count.ok()) return trouble(variable.name + " is no list of signatures");
    claim(name + "_certificates", count->certificates);
    claim(name + "_digests", count->others);
  }

  // What an image was checked against; also shim's variables.
  void read_authority(const Told& told) {
    const auto variable = parse_variable(told.event.data, 1);
    if (!variable.ok() || told.binding.measured != Measured::data) return;
    if (variable->vendor == shim_lock && variable->name == "SbatLevel")
      claim("sbat_level", ascii_text(variable->value));
    if (authorities_ == most_authorities) return;
    const std::string prefix = "secure_boot_authority_" + std::to_string(authorities_++);
    claim(prefix + "_name", variable->name);
    claim(prefix + "_sha256", copy_of(crypto::sha256(variable->value)));
  }

  void read_action(const Told& told) {
    if (told.binding.measured != Measured::data) return;
    const std::string text = ascii_text(told.binding.bytes);
    if (text == "UEFI Debug Mode") claim("uefi_debug_mode", uint64_t{1});
    if (text == "DMA Protection Disabled") claim("dma_protection_disabled", uint64_t{1});
  }

  void conclude_state() {
    if (trouble_.empty()) return claim("secure_boot", state_.value_or("absent"));
    claim("secure_boot", "undetermined");
    claim("secure_boot_trouble", trouble_);
  }

  const Story& story_;
  Claims& claims_;
  bool seen_ = false;
  bool separated_ = false;
  std::optional<std::string> state_;
  std::string trouble_;
  size_t authorities_ = 0;
};

}  // namespace

void claim_secure_boot(const Story& story, Claims& claims) {
  PolicyReader(story, claims).read();
}

Status check_variables(const Log& log) {
  const uint32_t index = firmware_policy_register(log.registers);
  for (size_t i = 0; i < log.events.size(); ++i) {
    const Event& event = log.events[i];
    if (event.index != index || event.type != EventType::efi_variable_driver_config) continue;
    if (event.stripped || event.content != Content::tcg) continue;
    auto variable = parse_variable(event.data);
    if (!variable.ok()) return variable.take_error().in(label(event, i));
  }
  return {};
}

}  // namespace anchorhold::eventlog

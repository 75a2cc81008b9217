#include "evidence/eventlog/event_digest.h"

#include <algorithm>
#include <array>

#include "evidence/eventlog/dstack_digest.h"
#include "evidence/eventlog/uefi_variable.h"
#include "evidence/eventlog/utf16.h"

namespace anchorhold::eventlog {
namespace {

// GRUB logs a command with a prefix, and measures it without: with its NUL or not, by version.
constexpr std::array<std::string_view, 6> grub_prefixes = {
    "grub_cmd: ",           "grub_cmd ",        "kernel_cmdline: ",
    "grub_kernel_cmdline ", "module_cmdline: ", "grub_module_cmdline "};

void add_text_forms(const Event& event, std::vector<Bytes>& forms) {
  const std::string_view data = text_of(event.data);
  const std::string_view text = data.substr(0, data.find('\0'));
  for (const std::string_view prefix : grub_prefixes) {
    if (!text.starts_with(prefix)) continue;
    Bytes command = copy_of(bytes_of(text.substr(prefix.size())));
    forms.push_back(command);
    command.push_back(0);
    forms.push_back(std::move(command));
  }
  Bytes ended = event.data;  // systemd-boot logged a command line one byte short
  ended.push_back(0);
  forms.push_back(std::move(ended));
}

// systemd-stub measures the ASCII name of each section of a unified image, and logs it in UTF-16.
void add_section_name(const Event& event, std::vector<Bytes>& forms) {
  const auto name = utf16_text("section name", event.data);
  if (!name.ok() || !name->starts_with('.')) return;
  Bytes ascii = copy_of(bytes_of(*name));
  ascii.push_back(0);
  forms.push_back(std::move(ascii));
}

void add_action_form(const Event& event, std::vector<Bytes>& forms) {
  if (!event.data.empty() && event.data.back() == 0)
    forms.emplace_back(event.data.begin(), event.data.end() - 1);
}

// What a separator stands for when firmware failed: the digest is of the error's number, the data
// may tell more (Platform Firmware Profile, section 10.4.1, EV_SEPARATOR).
void add_separator_error(std::vector<Bytes>& forms) {
  forms.push_back({1, 0, 0, 0});
}

// The forms in which what was measured may lie in the data, besides the data itself.
std::vector<Bytes> other_forms(const Event& event) {
  std::vector<Bytes> forms;
  switch (event.type) {
    case EventType::separator:
      add_separator_error(forms);
      break;
    case EventType::ipl:
      add_text_forms(event, forms);
      add_section_name(event, forms);
      break;
    case EventType::efi_action:
      add_action_form(event, forms);
      break;
    case EventType::efi_variable_boot: {
      if (auto variable = parse_variable(event.data); variable.ok())
        forms.push_back(std::move(variable->value));
      break;
    }
    case EventType::efi_variable_authority:
      if (!event.data.empty()) forms.emplace_back(event.data.begin(), event.data.end() - 1);
      break;
    default:
      break;
  }
  return forms;
}

enum class Agreement : uint8_t { none, some, all };

Agreement compare(const Event& event, ByteView form) {
  size_t computed = 0;
  size_t equal = 0;
  for (const Digest& digest : event.digests) {
    if (!digest.bank->hash) continue;
    ++computed;
    if (crypto::hash(*digest.bank->hash, form) == digest.value) ++equal;
  }
  if (equal == 0) return Agreement::none;
  return equal == computed ? Agreement::all : Agreement::some;
}

Binding bind_dstack(const Event& event) {
  const bool good = event.digests.front().value == dstack_digest(event);
  return {Measured::data, event.data, !good};
}

bool is_computable(const Event& event) {
  return std::ranges::any_of(event.digests,
                             [](const Digest& digest) { return digest.bank->hash.has_value(); });
}

bool is_ima_violation(const Event& event) {
  return event.content == Content::ima &&
         std::ranges::all_of(event.digests.front().value,
                             [](uint8_t byte) { return byte == UINT8_MAX; });
}

}  // namespace

bool must_match(const Event& event) {
  if (event.content != Content::tcg) return true;
  switch (event.type) {
    case EventType::separator:
    case EventType::s_crtm_version:
    case EventType::efi_variable_driver_config:
    case EventType::efi_variable_boot:
    case EventType::efi_variable_boot2:
    case EventType::efi_gpt_event:
    case EventType::efi_action:
      return true;
    default:
      return false;
  }
}

Binding bind(const Event& event) {
  if (event.type == EventType::no_action || event.stripped) return {};
  if (!is_computable(event) || is_ima_violation(event)) return {};
  if (event.content == Content::dstack) return bind_dstack(event);
  std::vector<Bytes> forms = {event.data};
  if (event.content == Content::tcg) {
    for (Bytes& form : other_forms(event)) forms.push_back(std::move(form));
  }
  for (Bytes& form : forms) {
    const Agreement agreement = compare(event, form);
    if (agreement == Agreement::none) continue;
    return {Measured::data, std::move(form), agreement == Agreement::some};
  }
  return {Measured::other, {}, must_match(event)};
}

}  // namespace anchorhold::eventlog

#include "evidence/eventlog/boot_claims.h"

#include <set>

#include "base/reader.h"
#include "evidence/eventlog/device_path.h"
#include "evidence/eventlog/separators.h"
#include "evidence/eventlog/utf16.h"

namespace anchorhold::eventlog {
namespace {

constexpr uint32_t initrd_tag = 0x8f3b22ec;        // INITRD_EVENT_TAG_ID
constexpr uint32_t load_options_tag = 0x8f3b22ed;  // LOAD_OPTIONS_EVENT_TAG_ID
constexpr std::string_view gce_signature{"GCE NonHostInfo\0", 16};
constexpr std::string_view gpt_signature = "EFI PART";
constexpr size_t gpt_disk_guid_offset = 56;
constexpr size_t guid_size = 16;

bool is_cmdline(std::string_view logged) {
  return logged.starts_with("kernel_cmdline: ") || logged.starts_with("grub_kernel_cmdline ");
}

bool is_grub_command(std::string_view logged) {
  return logged.starts_with("grub_cmd");
}

// A name may be ASCII or UTF-16.
std::string text_in(ByteView data) {
  const auto wide = utf16_text("text", data);
  const bool is_wide = data.size() > 1 && data[1] == 0 && wide.ok();
  return is_wide ? *wide : ascii_text(data);
}

class BootReader {
 public:
  explicit BootReader(Claims& claims) : claims_(claims) {}

  void read(const Told& told) {
    const Event& event = told.event;
    const bool bound = told.binding.measured == Measured::data;
    switch (event.type) {
      case EventType::s_crtm_version:
        if (bound && is_firmware(event)) read_version(told.binding.bytes);
        break;
      case EventType::efi_boot_services_application:
        read_image(event);
        break;
      case EventType::ipl:
        bound ? read_text(told) : read_file(event);
        break;
      case EventType::event_tag:
        read_tag(told);
        break;
      case EventType::efi_gpt_event:
        if (bound) read_disk(told.binding.bytes);
        break;
      case EventType::nonhost_info:
        if (bound && is_firmware(event)) read_nonhost(told.binding.bytes);
        break;
      case EventType::separator:
        handed_over_.insert(event.index);
        if (separator_of(event) == Separator::error)
          claim("separator_error_" + std::to_string(event.index), uint64_t{1});
        break;
      default:
        break;
    }
  }

  void finish() {
    claim_text("kernel_cmdline", cmdline_);
    claim_text("grub_commands", commands_);
  }

 private:
  // A text that the log does not give is absent, not empty.
  void claim_text(std::string name, std::string text) {
    if (!text.empty()) claim(std::move(name), std::move(text));
  }

  void claim(std::string name, VendorValue value) {
    claims_.vendor.emplace(std::move(name), std::move(value));
  }

  void claim_digests(const std::string& prefix, const Event& event) {
    for (const Digest& digest : event.digests)
      claim(prefix + "_" + std::string(digest.bank->name), digest.value);
  }

  // Behind the separator anyone may have extended the register.
  bool is_firmware(const Event& event) const { return !handed_over_.contains(event.index); }

  // Most write text; a GUID is claimed as it lies.
  void read_version(ByteView version) {
    const std::string text = text_in(version);
    claim("firmware_version", text.empty() ? VendorValue(copy_of(version)) : VendorValue(text));
  }

  void read_image(const Event& event) {
    if (images_ == most_listed) return;
    const std::string prefix = "boot_image_" + std::to_string(images_++);
    claim_text(prefix + "_path", image_path(event.data));
    claim_digests(prefix, event);
  }

  void read_file(const Event& event) {
    if (files_ == most_listed) return;
    const std::string prefix = "boot_file_" + std::to_string(files_++);
    claim_text(prefix + "_name", text_in(event.data));
    claim_digests(prefix, event);
  }

  // The same text twice, as by a boot loader that measures into two registers, is one.
  static void add_line(std::string& lines, const std::string& text) {
    if (text.empty() || lines == text || lines.ends_with("\n" + text)) return;
    if (!lines.empty()) lines += '\n';
    lines += text;
  }

  void read_text(const Told& told) {
    const std::string_view logged = text_of(told.event.data);
    if (is_cmdline(logged)) {
      add_line(cmdline_, text_in(told.binding.bytes));
    } else if (is_grub_command(logged)) {
      add_line(commands_, text_in(told.binding.bytes));
    } else if (const auto wide = utf16_text("command line", told.binding.bytes);
               wide.ok() && told.binding.bytes.size() > 1 && told.binding.bytes[1] == 0) {
      add_line(cmdline_, *wide);  // systemd-boot and systemd-stub
    }
  }

  void read_tag(const Told& told) {
    Reader in("event tag", told.event.data);
    const auto tag = in.u32le();
    if (!tag.ok()) return;
    if (*tag == initrd_tag) claim_digests("initrd", told.event);
    if (*tag == load_options_tag) claim_digests("load_options", told.event);
  }

  void read_disk(ByteView data) {
    if (disks_ == most_listed || data.size() < gpt_disk_guid_offset + guid_size) return;
    if (!text_of(data).starts_with(gpt_signature)) return;
    claim("gpt_disk_guid_" + std::to_string(disks_++),
          copy_of(data.subspan(gpt_disk_guid_offset, guid_size)));
  }

  // The signature, one byte for the technology, and zeros.
  void read_nonhost(ByteView data) {
    if (data.size() <= gce_signature.size() || !text_of(data).starts_with(gce_signature)) return;
    claim("gce_confidential_technology", uint64_t{data[gce_signature.size()]});
  }

  Claims& claims_;
  size_t images_ = 0;
  size_t files_ = 0;
  size_t disks_ = 0;
  std::set<uint32_t> handed_over_;
  std::string cmdline_;
  std::string commands_;
};

// Registers for debugging and for applications: anyone may reset them and begin anew.
bool resettable(const Event& event, RegisterKind registers) {
  constexpr uint32_t debug_pcr = 16;
  constexpr uint32_t application_pcr = 23;
  return registers == RegisterKind::pcr &&
         (event.index == debug_pcr || event.index == application_pcr);
}

}  // namespace

void claim_boot(const Story& story, Claims& claims) {
  BootReader reader(claims);
  for (const Told& told : story.events) {
    const bool lasting = !resettable(told.event, story.registers);
    if (lasting && told.event.content == Content::tcg) reader.read(told);
  }
  reader.finish();
}

}  // namespace anchorhold::eventlog

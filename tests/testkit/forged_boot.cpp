// The boots and workloads that forged event logs tell of.

#include "base/hex.h"
#include "base/writer.h"
#include "testkit/forged_eventlog.h"

namespace anchorhold::testkit {
namespace {

using crypto::HashKind;

const Bytes zeros = {0, 0, 0, 0};

void add_secure_boot(LogForge& log, uint32_t index) {
  const auto variable = [&](const Bytes& vendor, std::string_view name, const Bytes& value) {
    log.measure(index, kDriverConfig, uefi_variable(vendor, name, value));
  };
  variable(global_guid(), "SecureBoot", {1});
  variable(global_guid(), "PK", signature_list(1));
  variable(global_guid(), "KEK", signature_list(1));
  variable(security_guid(), "db", signature_list(2));
  variable(security_guid(), "dbx", signature_list(3));
}

void add_loader(LogForge& log, uint32_t images, uint32_t policy, uint32_t texts) {
  log.measure(policy, kAuthority, uefi_variable(security_guid(), "db", Bytes(40, 7)));
  log.measure(images, kBootApplication, image_load("\\EFI\\BOOT\\BOOTX64.EFI"), ascii("shim"));
  log.measure(policy, kAuthority, uefi_variable(shim_guid(), "SbatLevel", ascii("sbat,1\n")));
  log.measure(texts, kIpl, ascii_z("MokList"), ascii("the list"));
  log.measure(texts, kIpl, ascii_z("grub_cmd: linux /vmlinuz"), ascii("linux /vmlinuz"));
  log.measure(texts, kIpl, ascii_z("/vmlinuz"), ascii("the kernel"));
  log.measure(texts, kIpl, ascii_z("kernel_cmdline: /vmlinuz ro"), ascii("/vmlinuz ro"));
  Bytes initrd = {0xec, 0x22, 0x3b, 0x8f, 13, 0, 0, 0};
  append(initrd, ascii_z("Linux initrd"));
  log.measure(texts, kEventTag, initrd, ascii("the initrd"));
}

Bytes gpt_header() {
  Bytes out = ascii("EFI PART");
  out.resize(92, 0x33);
  return out;
}

Bytes aael(std::string_view text) {
  Bytes out = {'L', 'E', 'A', 'A', static_cast<uint8_t>(text.size()), 0, 0, 0};
  append(out, ascii(text));
  return out;
}

std::string runtime_event(std::string_view name, std::string_view payload, bool lite) {
  Bytes measured = {1, 0, 0, 8, ':'};
  append(measured, ascii(name));
  measured.push_back(':');
  append(measured, ascii(payload));
  const std::string digest = lite ? "" : to_hex(crypto::sha384(measured));
  return R"({"imr":3,"event_type":134217729,"digest":")" + digest + R"(","event":")" +
         std::string(name) + R"(","event_payload":")" + to_hex(ascii(payload)) + "\"}";
}

std::string firmware_event(uint32_t imr, const Bytes& data) {
  return R"({"imr":)" + std::to_string(imr) + R"(,"event_type":4,"digest":")" +
         to_hex(crypto::sha384(data)) + R"(","event":"","event_payload":")" + to_hex(data) + "\"}";
}

}  // namespace

LogForge forged_pc_boot(std::vector<HashKind> banks) {
  LogForge log(std::move(banks));
  log.measure(0, kVersion, utf16("Firmware 1.2"));
  add_secure_boot(log, 7);
  log.measure(1, kBootVariable, uefi_variable(global_guid(), "BootOrder", Bytes{1, 0}),
              Bytes{1, 0});
  log.measure(4, kEfiAction, ascii("Calling EFI Application from Boot Option"));
  for (uint32_t pcr = 0; pcr < 8; ++pcr) log.measure(pcr, kSeparator, zeros);
  log.measure(5, kGpt, gpt_header());
  add_loader(log, 4, 7, 9);
  log.measure(11, kIpl, utf16(".linux"), ascii_z(".linux"));
  log.measure(12, kIpl, utf16("console=ttyS0"));
  return log;
}

LogForge forged_td_boot() {
  LogForge log({HashKind::sha384});
  log.measure(1, kPlatformConfig, ascii("ACPI DATA"), ascii("tables"));
  add_secure_boot(log, 1);
  log.measure(1, kSeparator, zeros);
  log.measure(2, kSeparator, zeros);
  add_loader(log, 2, 1, 3);
  log.measure(4, kEventTag, aael("example.com pull image"));
  log.measure(4, kEventTag, aael("example.com start image"));
  return log;
}

Bytes cos_content(uint8_t type, std::string_view value) {
  Writer nested;
  nested.u8(type).u32be(static_cast<uint32_t>(value.size())).text(value);
  Writer out;
  out.u8(80).u32be(static_cast<uint32_t>(nested.view().size())).bytes(nested.view());
  return out.take();
}

LogForge forged_workload(bool rtmrs) {
  LogForge log({rtmrs ? HashKind::sha384 : HashKind::sha256});
  const uint32_t index = rtmrs ? 4 : 13;
  const auto record = [&](uint8_t type, std::string_view value) {
    log.measure(index, 0, cos_content(type, value));
  };
  record(0, "example.com/app:1");
  record(1, "sha256:00ff");
  record(2, "Never");
  record(3, "sha256:1234");
  record(4, "/app");
  record(4, "--verbose");
  record(5, "MODE=strict");
  record(9, std::string_view("\0", 1));
  record(8, "");
  return log;
}

std::string forged_dstack(bool lite) {
  return "[" + firmware_event(0, zeros) + "," + firmware_event(1, zeros) + "," +
         runtime_event("app-id", "the app", lite) + "," +
         runtime_event("compose-hash", "the file", lite) + "," +
         runtime_event("system-ready", "", lite) + "," +
         runtime_event("compose-hash", "another", lite) + "]";
}

Bytes forged_ima(size_t files) {
  Bytes out;
  for (size_t i = 0; i < files; ++i) {
    const Bytes data = ascii("sha256:digest " + std::to_string(i));
    const bool violation = i == 1;
    append(out, Bytes{10, 0, 0, 0});
    append(out, violation ? Bytes(20, 0) : copy_of(crypto::sha1(data)));
    append(out, Bytes{6, 0, 0, 0});
    append(out, ascii("ima-ng"));
    append(out, Bytes{static_cast<uint8_t>(data.size()), 0, 0, 0});
    append(out, data);
  }
  return out;
}

}  // namespace anchorhold::testkit

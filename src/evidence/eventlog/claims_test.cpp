// What logs tell, told under names.

#include <gtest/gtest.h>

#include "evidence/eventlog/device_path.h"
#include "evidence/eventlog/uefi_variable.h"
#include "evidence/eventlog/utf16.h"
#include "evidence/eventlog/verify.h"
#include "testkit/forged_eventlog.h"

namespace anchorhold::eventlog {
namespace {

using crypto::HashKind;

Claims claims_of(ByteView log) {
  const Verification result = verify_event_log(log, nullptr);
  return result.said ? result.said->claimed() : Claims{};
}

std::string text(const Claims& claims, std::string_view name) {
  const auto found = claims.vendor.find(name);
  const auto* value =
      found == claims.vendor.end() ? nullptr : std::get_if<std::string>(&found->second);
  return value == nullptr ? "absent" : *value;
}

uint64_t number(const Claims& claims, std::string_view name) {
  const auto found = claims.vendor.find(name);
  const auto* value =
      found == claims.vendor.end() ? nullptr : std::get_if<uint64_t>(&found->second);
  return value == nullptr ? 999 : *value;
}

Bytes bytes(const Claims& claims, std::string_view name) {
  const auto found = claims.vendor.find(name);
  const auto* value = found == claims.vendor.end() ? nullptr : std::get_if<Bytes>(&found->second);
  return value == nullptr ? Bytes{} : *value;
}

TEST(EventLogClaims, TellTheBootOfAPc) {
  const Claims claims = claims_of(testkit::forged_pc_boot({HashKind::sha256}).agile());
  EXPECT_EQ(claims.tee, TeeKind::tpm);
  EXPECT_EQ(text(claims, "firmware_version"), "Firmware 1.2");
  EXPECT_EQ(text(claims, "boot_image_0_path"), "\\EFI\\BOOT\\BOOTX64.EFI");
  EXPECT_EQ(bytes(claims, "boot_image_0_sha256"), copy_of(crypto::sha256(bytes_of("shim"))));
  EXPECT_EQ(text(claims, "boot_file_0_name"), "MokList");
  EXPECT_EQ(text(claims, "boot_file_1_name"), "/vmlinuz");
  EXPECT_EQ(bytes(claims, "boot_file_1_sha256"), copy_of(crypto::sha256(bytes_of("the kernel"))));
  EXPECT_EQ(text(claims, "kernel_cmdline"), "/vmlinuz ro\nconsole=ttyS0");
  EXPECT_EQ(text(claims, "grub_commands"), "linux /vmlinuz");
  EXPECT_EQ(bytes(claims, "initrd_sha256"), copy_of(crypto::sha256(bytes_of("the initrd"))));
  EXPECT_EQ(bytes(claims, "gpt_disk_guid_0"), Bytes(16, 0x33));
}

TEST(EventLogClaims, TellTheSecureBootPolicy) {
  const Claims claims = claims_of(testkit::forged_pc_boot({HashKind::sha256}).agile());
  EXPECT_EQ(text(claims, "secure_boot"), "enabled");
  EXPECT_EQ(number(claims, "secure_boot_setup_mode"), 0U);
  EXPECT_EQ(number(claims, "secure_boot_db_certificates"), 2U);
  EXPECT_EQ(number(claims, "secure_boot_dbx_certificates"), 3U);
  EXPECT_EQ(bytes(claims, "secure_boot_pk_sha256"),
            copy_of(crypto::sha256(testkit::signature_list(1))));
  EXPECT_EQ(text(claims, "secure_boot_authority_0_name"), "db");
  EXPECT_EQ(bytes(claims, "secure_boot_authority_0_sha256"), copy_of(crypto::sha256(Bytes(40, 7))));
  EXPECT_EQ(text(claims, "sbat_level"), "sbat,1\n");
}

TEST(EventLogClaims, TellTheBootOfATd) {
  const Claims claims = claims_of(testkit::forged_td_boot().agile());
  EXPECT_EQ(claims.tee, TeeKind::tdx);
  EXPECT_FALSE(claims.vendor.contains("startup_locality"));
  EXPECT_EQ(text(claims, "secure_boot"), "enabled");
  EXPECT_EQ(text(claims, "aael_0"), "example.com pull image");
  EXPECT_EQ(text(claims, "aael_1"), "example.com start image");
}

TEST(EventLogClaims, TellAWorkload) {
  const Claims claims = claims_of(testkit::forged_workload(true).cel(true));
  EXPECT_EQ(text(claims, "container_image_reference"), "example.com/app:1");
  EXPECT_EQ(text(claims, "container_image_digest"), "sha256:00ff");
  EXPECT_EQ(text(claims, "container_restart_policy"), "Never");
  EXPECT_EQ(text(claims, "container_arg_0"), "/app");
  EXPECT_EQ(text(claims, "container_arg_1"), "--verbose");
  EXPECT_EQ(text(claims, "container_env_MODE"), "strict");
  EXPECT_EQ(bytes(claims, "container_memory_monitor"), Bytes{0});
  EXPECT_EQ(text(claims, "container_launch"), "success");
}

TEST(EventLogClaims, TellDstacksEventsAndKeepTheFirstOfEachName) {
  const Claims claims = claims_of(bytes_of(testkit::forged_dstack(true)));
  EXPECT_EQ(bytes(claims, "dstack_app-id"), testkit::ascii("the app"));
  EXPECT_EQ(bytes(claims, "dstack_compose-hash"), testkit::ascii("the file"));
  EXPECT_EQ(bytes(claims, "dstack_compose-hash#2"), testkit::ascii("another"));
}

TEST(EventLogClaims, StrippedFirmwareDataLeavesSecureBootUndetermined) {
  std::string log = testkit::forged_dstack(false);
  const std::string payload = R"("event_payload":"00000000")";
  log.replace(log.find(payload), payload.size(), R"("event_payload":"")");
  const Verification result = verify_event_log(bytes_of(log), nullptr);
  ASSERT_TRUE(result.claims);
  EXPECT_EQ(text(**result.claims, "secure_boot"), "undetermined");
}

TEST(EventLogClaims, BelieveNoVariableBehindARelabelledSeparator) {
  testkit::LogForge forge = testkit::forged_td_boot();
  for (testkit::ForgedEvent& event : forge.events()) {
    const bool state =
        event.type == testkit::kDriverConfig &&
        event.data == testkit::uefi_variable(testkit::global_guid(), "SecureBoot", Bytes{1});
    if (event.index == 1 && (state || event.type == testkit::kSeparator))
      event.type = testkit::kPlatformConfig;
  }
  forge.measure(1, testkit::kDriverConfig,
                testkit::uefi_variable(testkit::global_guid(), "SecureBoot", Bytes{1}));
  forge.measure(1, testkit::kSeparator, {0, 0, 0, 0});
  const Claims claims = claims_of(forge.agile());
  EXPECT_EQ(text(claims, "secure_boot"), "undetermined");
  EXPECT_EQ(text(claims, "secure_boot_trouble"), "SecureBoot was measured after the separator");
}

TEST(EventLogClaims, CountImaEntries) {
  const Claims claims = claims_of(testkit::forged_ima(4));
  EXPECT_EQ(number(claims, "ima_entries"), 4U);
  EXPECT_EQ(number(claims, "ima_violations"), 1U);
}

TEST(EventLogClaims, TellGooglesTechnology) {
  testkit::LogForge forge({HashKind::sha256});
  Bytes data = testkit::ascii_z("GCE NonHostInfo");
  data.push_back(4);
  data.resize(32, 0);
  forge.measure(0, testkit::kNonHostInfo, data);
  EXPECT_EQ(number(claims_of(forge.agile()), "gce_confidential_technology"), 4U);
}

TEST(EventLogClaims, BelieveNoFirmwareBehindItsSeparator) {
  testkit::LogForge forge({HashKind::sha256});
  forge.measure(0, testkit::kSeparator, {0, 0, 0, 0});
  forge.measure(0, testkit::kVersion, testkit::utf16("Another firmware"));
  EXPECT_FALSE(claims_of(forge.agile()).vendor.contains("firmware_version"));
}

TEST(EventLogClaims, BelieveNothingOfRegistersThatAnyoneMayReset) {
  testkit::LogForge forge({HashKind::sha256});
  for (const uint32_t index : {16U, 23U}) {
    forge.measure(index, testkit::kIpl, testkit::ascii("a file"), testkit::ascii("content"));
    forge.measure(index, testkit::kBootApplication, testkit::image_load("\\a.efi"));
  }
  const Claims claims = claims_of(forge.agile());
  EXPECT_FALSE(claims.vendor.contains("boot_file_0_name"));
  EXPECT_FALSE(claims.vendor.contains("boot_image_0_path"));
}

TEST(EventLogClaims, OnlyFirmwareReportsErrorsBySeparators) {
  testkit::LogForge forge({HashKind::sha256});
  forge.measure(4, testkit::kSeparator, {0, 0, 0, 1});
  forge.measure(12, testkit::kSeparator, testkit::ascii("WBCL"));
  const Claims claims = claims_of(forge.agile());
  EXPECT_EQ(number(claims, "separator_error_4"), 1U);
  EXPECT_FALSE(claims.vendor.contains("separator_error_12"));
}

TEST(EventLogClaims, GiveAVersionThatIsNoTextAsItLies) {
  testkit::LogForge forge({HashKind::sha256});
  forge.measure(0, testkit::kVersion, Bytes(16, 0x9d));
  EXPECT_EQ(bytes(claims_of(forge.agile()), "firmware_version"), Bytes(16, 0x9d));
}

TEST(EventLogClaims, KeepWhatWasMeasuredFromDebugFirmware) {
  testkit::LogForge forge = testkit::forged_pc_boot({HashKind::sha256});
  forge.measure(7, testkit::kEfiAction, testkit::ascii("UEFI Debug Mode"));
  EXPECT_EQ(number(claims_of(forge.agile()), "uefi_debug_mode"), 1U);
}

TEST(DevicePath, ReadsFilePathsAndGivesNothingForTheRest) {
  EXPECT_EQ(image_path(testkit::image_load("\\a\\b.efi")), "\\a\\b.efi");
  EXPECT_EQ(image_path({}), "");
  Bytes cut = testkit::image_load("\\a");
  cut.pop_back();
  EXPECT_EQ(image_path(cut), "");
  Bytes short_node = testkit::image_load("\\a");
  short_node.at(34) = 3;
  EXPECT_EQ(image_path(short_node), "");
}

TEST(SignatureDatabase, SizesMustFit) {
  EXPECT_EQ(count_signatures(testkit::signature_list(3))->certificates, 3U);
  EXPECT_EQ(count_signatures({})->certificates, 0U);
  Bytes others = testkit::signature_list(2);
  others.at(0) ^= 1;
  EXPECT_EQ(count_signatures(others)->others, 2U);
  Bytes longer = testkit::signature_list(1);
  longer.push_back(0);
  EXPECT_FALSE(count_signatures(longer).ok());
  Bytes no_size = testkit::signature_list(1);
  no_size.at(24) = 0;
  EXPECT_FALSE(count_signatures(no_size).ok());
}

TEST(Utf16, IsReadStrictly) {
  EXPECT_EQ(utf16_text("t", testkit::utf16("abc")).value(), "abc");
  EXPECT_EQ(utf16_text("t", Bytes{0xe4, 0x00, 0xac, 0x20}).value(), "\xc3\xa4\xe2\x82\xac");
  EXPECT_EQ(utf16_text("t", Bytes{0x3d, 0xd8, 0x00, 0xde}).value(), "\xf0\x9f\x98\x80");
  EXPECT_FALSE(utf16_text("t", Bytes{0x61}).ok());
  EXPECT_FALSE(utf16_text("t", Bytes{0x00, 0xdc}).ok());
  EXPECT_FALSE(utf16_text("t", Bytes{0x00, 0xd8}).ok());
  EXPECT_FALSE(utf16_text("t", Bytes{0x00, 0xd8, 0x61, 0x00}).ok());
}

}  // namespace
}  // namespace anchorhold::eventlog

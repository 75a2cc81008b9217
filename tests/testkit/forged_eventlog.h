#pragma once
// Event logs forged: a boot with all that the verifier makes claims of, and the registers that its
// events lead to, computed on their own.

#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "crypto/hash.h"

namespace anchorhold::testkit {

// Event types by their numbers in the TCG PC Client Platform Firmware Profile.
inline constexpr uint32_t kNoAction = 3;
inline constexpr uint32_t kSeparator = 4;
inline constexpr uint32_t kEventTag = 6;
inline constexpr uint32_t kVersion = 8;
inline constexpr uint32_t kPlatformConfig = 10;
inline constexpr uint32_t kIpl = 13;
inline constexpr uint32_t kNonHostInfo = 17;
inline constexpr uint32_t kDriverConfig = 0x80000001;
inline constexpr uint32_t kBootVariable = 0x80000002;
inline constexpr uint32_t kBootApplication = 0x80000003;
inline constexpr uint32_t kGpt = 0x80000006;
inline constexpr uint32_t kEfiAction = 0x80000007;
inline constexpr uint32_t kAuthority = 0x800000e0;

inline const std::vector<crypto::HashKind> two_banks = {crypto::HashKind::sha1,
                                                        crypto::HashKind::sha256};

struct ForgedEvent {
  uint32_t index;
  uint32_t type;
  Bytes data;
  std::map<crypto::HashKind, Bytes> digests;
};

// LogForge: a list of events and its encodings.
class LogForge {
 public:
  explicit LogForge(std::vector<crypto::HashKind> banks) : banks_(std::move(banks)) {}

  // measure: an event whose digests are of its data, or of `measured`.
  LogForge& measure(uint32_t index, uint32_t type, Bytes data);
  LogForge& measure(uint32_t index, uint32_t type, Bytes data, ByteView measured);
  LogForge& note(uint32_t index, Bytes data);  // EV_NO_ACTION
  LogForge& startup_locality(uint8_t locality);

  std::vector<ForgedEvent>& events() { return events_; }
  ForgedEvent& at(size_t number) { return events_.at(number); }
  // The first event of a register and type; there must be one.
  ForgedEvent& find(uint32_t index, uint32_t type);

  Bytes agile() const;  // with its Spec ID header
  Bytes sha1() const;   // the first bank must be SHA-1
  // Records of a Canonical Event Log; each event's data is the content TLV.
  Bytes cel(bool rtmrs) const;

  // registers: "sha256_pcr7" and so on; with `rtmrs` "rtmr0" for index 1.
  std::map<std::string, Bytes, std::less<>> registers(bool rtmrs, uint8_t locality = 0) const;

 private:
  std::vector<crypto::HashKind> banks_;
  std::vector<ForgedEvent> events_;
};

// The parts of events.
Bytes utf16(std::string_view ascii);
Bytes uefi_variable(ByteView vendor, std::string_view name, ByteView value);
Bytes signature_list(size_t signatures);  // of X.509, with 32 bytes each after the owner
Bytes image_load(std::string_view path);
Bytes ascii(std::string_view text);    // without a NUL
Bytes ascii_z(std::string_view text);  // with one
const Bytes& global_guid();
const Bytes& security_guid();
const Bytes& shim_guid();

// forged_pc_boot: firmware 1.2 with secure boot, a boot loader, GRUB commands, a kernel and its
// command line, systemd-stub's initrd, in PCRs.
LogForge forged_pc_boot(std::vector<crypto::HashKind> banks);

// forged_td_boot: the same for a TD, with two records of the Attestation Agent in RTMR3.
LogForge forged_td_boot();

// forged_workload: the records of a Confidential Space workload, in RTMR3 or PCR 13.
LogForge forged_workload(bool rtmrs);
Bytes cos_content(uint8_t type, std::string_view value);

// forged_dstack: dstack's JSON with a firmware and four runtime events; `lite` leaves the digests
// of runtime events empty.
std::string forged_dstack(bool lite);

// forged_ima: a binary measurement list of `files` entries, one of them a violation.
Bytes forged_ima(size_t files);

}  // namespace anchorhold::testkit

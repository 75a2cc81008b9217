#pragma once
// Events: the entries of a measurement log, whatever their wire form.

#include <string>
#include <vector>

#include "base/bytes.h"
#include "evidence/eventlog/bank.h"

namespace anchorhold::eventlog {

// EventType: the types that are told apart here; a log may hold any other number. The type is not
// part of what is measured: whoever can write the log can write another one. Source: TCG PC Client
// Platform Firmware Profile, section 10.4.1; the last is dstack's.
enum class EventType : uint32_t {
  preboot_cert = 0x00,
  post_code = 0x01,
  no_action = 0x03,
  separator = 0x04,
  action = 0x05,
  event_tag = 0x06,
  s_crtm_contents = 0x07,
  s_crtm_version = 0x08,
  platform_config_flags = 0x0a,
  ipl = 0x0d,
  nonhost_config = 0x10,
  nonhost_info = 0x11,
  efi_variable_driver_config = 0x80000001,
  efi_variable_boot = 0x80000002,
  efi_boot_services_application = 0x80000003,
  efi_gpt_event = 0x80000006,
  efi_action = 0x80000007,
  efi_variable_boot2 = 0x8000000c,
  efi_hcrtm_event = 0x80000010,
  efi_variable_authority = 0x800000e0,
  efi_spdm_device_policy = 0x800000e3,
  efi_spdm_device_authority = 0x800000e4,
  dstack_runtime = 0x08000001,
};

// Content: by whose rules an event's data is read.
enum class Content : uint8_t { tcg, confidential_space, ima, dstack };

struct Digest {
  const Bank* bank;  // never null
  Bytes value;       // of the bank's size
};

// Event: `index` is a PCR, or for TDX 0 for MRTD and 1 to 4 for RTMR0 to RTMR3.
struct Event {
  uint32_t index = 0;
  EventType type = EventType::no_action;
  std::vector<Digest> digests = {};  // each bank of the log once
  Bytes data = {};
  Content content = Content::tcg;
  std::string name = {};  // of a dstack event, or an IMA template
  bool stripped = false;  // the data was left out of the log

  const Bytes* digest(const Bank& bank) const;
};

// label: "event 12 (type 0x80000001, register 7)", for messages.
std::string label(const Event& event, size_t number);

}  // namespace anchorhold::eventlog

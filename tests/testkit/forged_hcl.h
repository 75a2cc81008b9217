#pragma once
// Azure HCL reports with forged contents.

#include <optional>
#include <string>

#include "base/bytes.h"
#include "crypto/subject_key.h"

namespace anchorhold::testkit {

// HclSpec: an HCL report as it will stand there. As it stands it holds an empty SNP report, in a
// file of 2600 bytes.
struct HclSpec {
  Bytes magic = {'H', 'C', 'L', 'A'};
  uint32_t version = 2;
  uint32_t request = 2;
  uint32_t status = 0;
  Bytes hardware_report = Bytes(1184, 0x5a);  // filled up with zeros
  uint32_t runtime_version = 1;
  uint32_t hardware_type = 2;
  uint32_t hash_type = 1;
  std::string runtime_data = "{}";
  // In place of the right ones.
  std::optional<uint32_t> report_size = std::nullopt;
  std::optional<uint32_t> data_size = std::nullopt;
  std::optional<uint32_t> claims_size = std::nullopt;
  size_t file_size = 2600;
};

Bytes forge_hcl_report(const HclSpec& spec);

// forge_runtime_data: runtime data whose HCLAkPub is this RSA key, with an HCLEkPub, a
// configuration and 64 bytes of user data.
std::string forge_runtime_data(const crypto::SubjectKey& ak);

// forge_td_report: a TDREPORT with this report_data; every other field differs from its neighbours.
Bytes forge_td_report(ByteView report_data);

}  // namespace anchorhold::testkit

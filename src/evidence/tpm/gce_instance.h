#pragma once
// Google's instance identity in the certificates of Compute Engine vTPMs.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::tpm {

inline constexpr std::string_view gce_instance_oid = "1.3.6.1.4.1.11129.2.1.21";

// GceInstance: the virtual machine whose vTPM holds the key.
struct GceInstance {
  std::string zone;
  uint64_t project_number = 0;
  std::string project_id;
  uint64_t instance_id = 0;
  std::string instance_name;
  std::optional<uint64_t> security_version = {};
  std::optional<bool> is_production = {};
  bool operator==(const GceInstance&) const = default;
};

// parse_gce_instance: the extension's value: SEQUENCE { zone, projectNumber, projectId, instanceId,
// instanceName, securityProperties [0] OPTIONAL }. Security properties beyond the second are not
// documented; they are skipped. Source: google/go-tpm-tools, server/instance_info.go.
Result<GceInstance> parse_gce_instance(ByteView extension);

}  // namespace anchorhold::tpm

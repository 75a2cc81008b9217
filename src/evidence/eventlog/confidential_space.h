#pragma once
// Google Confidential Space: what the launcher measures of a workload.

#include <optional>

#include "base/result.h"
#include "claims/claims.h"
#include "evidence/eventlog/story.h"

namespace anchorhold::eventlog {

// CosType: the records of a workload. Source: go-tpm-tools, cel/cos_tlv.go.
enum class CosType : uint8_t {
  image_reference,
  image_digest,
  restart_policy,
  image_id,
  arg,
  env,
  override_arg,
  override_env,
  launch_separator,
  memory_monitor,
  gpu_mode,
  gpu_binding,
};

struct CosRecord {
  CosType type;
  Bytes value;
};

// parse_cos: malformed when the content's lengths do not fit or its type is not known.
Result<CosRecord> parse_cos(const Event& event);

bool is_launch_separator(const Event& event);

// claim_workload: container_image_digest, container_arg_0, container_env_NAME and so on. A value
// that stands twice where the launcher writes one is malformed.
Status claim_workload(const Story& story, Claims& claims);

}  // namespace anchorhold::eventlog

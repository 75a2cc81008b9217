#include "evidence/eventlog/confidential_space.h"

#include "base/reader.h"
#include "codec/utf8.h"

namespace anchorhold::eventlog {
namespace {

constexpr std::string_view record_object = "Confidential Space record";
constexpr uint8_t content_type = 80;

// Lists are numbered in the order in which they were measured; variables keep their names.
class Workload {
 public:
  explicit Workload(Claims& claims) : claims_(claims) {}

  Status add(const CosRecord& record) {
    const std::string text = string_of(record.value);
    if (!is_utf8(text)) return Error{Code::malformed, std::string(record_object), "not UTF-8"};
    switch (record.type) {
      case CosType::image_reference:
        return once("container_image_reference", text);
      case CosType::image_digest:
        return once("container_image_digest", text);
      case CosType::restart_policy:
        return once("container_restart_policy", text);
      case CosType::image_id:
        return once("container_image_id", text);
      case CosType::arg:
        return once("container_arg_" + std::to_string(args_++), text);
      case CosType::override_arg:
        return once("container_override_arg_" + std::to_string(override_args_++), text);
      case CosType::env:
        return variable("container_env_", text);
      case CosType::override_env:
        return variable("container_override_env_", text);
      case CosType::launch_separator:
        return once("container_launch", text.empty() ? "success" : text);
      case CosType::memory_monitor:
        return once("container_memory_monitor", record.value);
      case CosType::gpu_mode:
        return once("container_gpu_cc_mode", record.value);
      case CosType::gpu_binding:
        return once("container_gpu_binding", record.value);
    }
    return {};
  }

 private:
  Status once(std::string name, VendorValue value) {
    const auto [at, added] = claims_.vendor.emplace(std::move(name), std::move(value));
    if (added) return {};
    return Error{Code::malformed, std::string(record_object), at->first + " stands twice"};
  }

  Status variable(std::string_view prefix, std::string_view text) {
    const size_t equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0)
      return Error{Code::malformed, std::string(record_object), "variable without a name"};
    return once(std::string(prefix) + std::string(text.substr(0, equals)),
                std::string(text.substr(equals + 1)));
  }

  Claims& claims_;
  size_t args_ = 0;
  size_t override_args_ = 0;
};

}  // namespace

Result<CosRecord> parse_cos(const Event& event) {
  Reader in(record_object, event.data);
  AH_ASSIGN(const uint8_t content, in.u8());
  AH_ASSIGN(const uint32_t content_size, in.u32be());
  if (content != content_type || content_size != in.remaining())
    return in.error("not one whole content");
  AH_ASSIGN(const uint8_t type, in.u8());
  if (type > static_cast<uint8_t>(CosType::gpu_binding))
    return in.error("unknown type " + std::to_string(type));
  AH_ASSIGN(const uint32_t size, in.u32be());
  AH_ASSIGN(const ByteView value, in.view(size));
  AH_TRY(in.finish());
  return CosRecord{static_cast<CosType>(type), copy_of(value)};
}

bool is_launch_separator(const Event& event) {
  if (event.content != Content::confidential_space) return false;
  const auto record = parse_cos(event);
  return record.ok() && record->type == CosType::launch_separator;
}

Status claim_workload(const Story& story, Claims& claims) {
  Workload workload(claims);
  for (const Told& told : story.events) {
    if (told.event.content != Content::confidential_space) continue;
    AH_ASSIGN(const CosRecord record, parse_cos(told.event));
    AH_TRY(workload.add(record));
  }
  return {};
}

}  // namespace anchorhold::eventlog

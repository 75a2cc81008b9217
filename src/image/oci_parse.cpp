#include "codec/json.h"
#include "codec/json_fields.h"
#include "image/names.h"
#include "image/oci.h"

namespace anchorhold::image {
namespace {

constexpr int64_t max_blob_bytes = int64_t{1} << 40;
constexpr size_t max_descriptors = 1024;
constexpr std::string_view sha256_prefix = "sha256:";

Result<json::Value> parse_document(std::string_view object, ByteView bytes) {
  return json::parse(object, text_of(bytes),
                     {.bytes = max_oci_json, .depth = 32, .values = 1U << 16});
}

Result<Descriptor> descriptor_of(std::string where, const json::Value& value) {
  json::Fields fields(std::move(where), value);
  Descriptor out;
  AH_ASSIGN(out.media_type, fields.text("mediaType"));
  AH_ASSIGN(const std::string digest, fields.text("digest"));
  AH_ASSIGN(out.digest, parse_digest(fields.place("digest"), digest));
  AH_ASSIGN(const int64_t size, fields.integer("size", 0, max_blob_bytes));
  out.size = static_cast<uint64_t>(size);
  AH_ASSIGN(const json::Value* annotations, fields.optional_object("annotations"));
  if (annotations != nullptr) {
    for (const auto& [key, text] : annotations->as_object()) {
      if (text.is_string()) out.annotations.emplace(key, text.as_string());
    }
  }
  AH_ASSIGN(const json::Value* platform, fields.optional_object("platform"));
  if (platform != nullptr) {
    json::Fields of_platform(fields.place("platform"), *platform);
    AH_ASSIGN(out.architecture, of_platform.text("architecture"));
    AH_ASSIGN(out.os, of_platform.text("os"));
  }
  return out;
}

Result<std::vector<Descriptor>> descriptors_of(const std::string& place, const json::Value& array) {
  if (array.as_array().size() > max_descriptors) {
    return Error{Code::limit_exceeded, place, "too many entries"}.want("at most 1024");
  }
  std::vector<Descriptor> out;
  for (size_t i = 0; i < array.as_array().size(); ++i) {
    AH_ASSIGN(Descriptor next, descriptor_of(json::item_place(place, i), array.as_array()[i]));
    out.push_back(std::move(next));
  }
  return out;
}

Status check_version(json::Fields& fields) {
  AH_TRY(fields.integer("schemaVersion", 2, 2));
  return {};
}

// Docker writes null where there is nothing.
Result<std::vector<std::string>> texts_or_none(json::Fields& fields, std::string_view key,
                                               const json::Value& value) {
  const json::Value* member = value.find(key);
  if (member == nullptr || member->is_null()) return std::vector<std::string>();
  return fields.texts(key);
}

Status read_run_config(json::Fields& outer, OciConfig& out) {
  AH_ASSIGN(const json::Value* value, outer.optional_object("config"));
  if (value == nullptr) return {};
  json::Fields fields(outer.place("config"), *value);
  AH_ASSIGN(out.entrypoint, texts_or_none(fields, "Entrypoint", *value));
  AH_ASSIGN(out.cmd, texts_or_none(fields, "Cmd", *value));
  AH_ASSIGN(const std::vector<std::string> env, texts_or_none(fields, "Env", *value));
  for (const std::string& item : env) {
    const size_t equals = item.find('=');
    if (equals == std::string::npos) {
      return Error{Code::malformed, fields.place("Env"), "not of the form NAME=VALUE"}.saw(
          printable(item));
    }
    out.env.insert_or_assign(item.substr(0, equals), item.substr(equals + 1));
  }
  AH_ASSIGN(const auto directory, fields.optional_text("WorkingDir"));
  out.working_directory = directory.value_or("");
  return {};
}

}  // namespace

Result<Digest256> parse_digest(std::string_view object, std::string_view text) {
  if (text.substr(0, sha256_prefix.size()) != sha256_prefix) {
    return Error{Code::unsupported, std::string(object), "digest of another algorithm"}
        .want("sha256:<64 hexadecimal digits>")
        .saw(printable(text.substr(0, 80)));
  }
  return fixed_from_hex<32>(object, text.substr(sha256_prefix.size()));
}

std::string digest_text(const Digest256& digest) {
  return std::string(sha256_prefix) + to_hex(digest);
}

Status check_layout_file(ByteView bytes) {
  AH_ASSIGN(const json::Value value, parse_document("oci-layout", bytes));
  json::Fields fields("oci-layout", value);
  AH_ASSIGN(const std::string version, fields.text("imageLayoutVersion"));
  if (version == "1.0.0") return {};
  return Error{Code::unsupported, "oci-layout", "another version of the layout"}.want("1.0.0").saw(
      printable(version));
}

Result<std::vector<Descriptor>> parse_index(std::string_view object, ByteView bytes) {
  AH_ASSIGN(const json::Value value, parse_document(object, bytes));
  json::Fields fields(std::string(object), value);
  AH_TRY(check_version(fields));
  AH_ASSIGN(const json::Value* manifests, fields.array("manifests"));
  return descriptors_of(fields.place("manifests"), *manifests);
}

Result<OciManifest> parse_oci_manifest(std::string_view object, ByteView bytes) {
  AH_ASSIGN(const json::Value value, parse_document(object, bytes));
  json::Fields fields(std::string(object), value);
  AH_TRY(check_version(fields));
  OciManifest out;
  AH_ASSIGN(const json::Value* config, fields.object("config"));
  AH_ASSIGN(out.config, descriptor_of(fields.place("config"), *config));
  AH_ASSIGN(const json::Value* layers, fields.array("layers"));
  AH_ASSIGN(out.layers, descriptors_of(fields.place("layers"), *layers));
  return out;
}

Result<OciConfig> parse_oci_config(std::string_view object, ByteView bytes) {
  AH_ASSIGN(const json::Value value, parse_document(object, bytes));
  json::Fields fields(std::string(object), value);
  OciConfig out;
  AH_ASSIGN(out.architecture, fields.text("architecture"));
  AH_ASSIGN(const std::string os, fields.text("os"));
  if (os != "linux") {
    return Error{Code::unsupported, fields.place("os"), "image of another system"}
        .want("linux")
        .saw(printable(os));
  }
  AH_TRY(read_run_config(fields, out));
  AH_ASSIGN(const json::Value* rootfs, fields.object("rootfs"));
  json::Fields of_rootfs(fields.place("rootfs"), *rootfs);
  AH_ASSIGN(const std::vector<std::string> ids, of_rootfs.texts("diff_ids"));
  for (const std::string& id : ids) {
    AH_ASSIGN(const Digest256 digest, parse_digest(of_rootfs.place("diff_ids"), id));
    out.diff_ids.push_back(digest);
  }
  return out;
}

}  // namespace anchorhold::image

#include "codec/json.h"
#include "image/oci.h"

namespace anchorhold::image {
namespace {

Bytes canonical_bytes(const json::Value& value) {
  return copy_of(bytes_of(json::canonical(value)));
}

json::Value descriptor_json(const Descriptor& descriptor) {
  json::Value out = json::Value::object({
      {"mediaType", descriptor.media_type},
      {"digest", digest_text(descriptor.digest)},
      {"size", descriptor.size},
  });
  if (!descriptor.annotations.empty()) {
    json::Value annotations = json::Value::object();
    for (const auto& [key, text] : descriptor.annotations) annotations.set(key, text);
    out.set("annotations", std::move(annotations));
  }
  return out;
}

}  // namespace

Bytes encode_layout_file() {
  return canonical_bytes(json::Value::object({{"imageLayoutVersion", "1.0.0"}}));
}

Bytes encode_index(const Descriptor& manifest) {
  return canonical_bytes(json::Value::object({
      {"schemaVersion", 2},
      {"mediaType", media_index},
      {"manifests", json::Value::array({descriptor_json(manifest)})},
  }));
}

Bytes encode_oci_manifest(const OciManifest& manifest) {
  json::Array layers;
  for (const Descriptor& layer : manifest.layers) layers.push_back(descriptor_json(layer));
  return canonical_bytes(json::Value::object({
      {"schemaVersion", 2},
      {"mediaType", media_manifest},
      {"config", descriptor_json(manifest.config)},
      {"layers", std::move(layers)},
  }));
}

Bytes encode_oci_config(const OciConfig& config) {
  json::Array diff_ids;
  for (const Digest256& id : config.diff_ids) diff_ids.emplace_back(digest_text(id));
  json::Array env;
  for (const auto& [name, value] : config.env) env.emplace_back(name + "=" + value);
  return canonical_bytes(json::Value::object({
      {"architecture", config.architecture},
      {"os", "linux"},
      {"created", "1970-01-01T00:00:00Z"},
      {"config",
       json::Value::object({
           {"Entrypoint", json::Array(config.entrypoint.begin(), config.entrypoint.end())},
           {"Cmd", json::Array(config.cmd.begin(), config.cmd.end())},
           {"Env", std::move(env)},
       })},
      {"rootfs", json::Value::object({{"type", "layers"}, {"diff_ids", std::move(diff_ids)}})},
  }));
}

}  // namespace anchorhold::image

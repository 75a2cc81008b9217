// The documents of an OCI layout: read without harm, and what we write of them reads back.
#include "check.h"
#include "image/oci.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView bytes(data, size);
  const auto index = image::parse_index("index", bytes);
  if (index.ok() && !index->empty()) {
    const auto again = image::parse_index("again", image::encode_index(index->front()));
    fuzz::check(again.ok() && again->size() == 1 && (*again)[0].digest == index->front().digest);
  }
  const auto manifest = image::parse_oci_manifest("manifest", bytes);
  if (manifest.ok()) {
    const auto again = image::parse_oci_manifest("again", image::encode_oci_manifest(*manifest));
    fuzz::check(again.ok() && again->layers.size() == manifest->layers.size());
  }
  const auto config = image::parse_oci_config("config", bytes);
  if (config.ok()) {
    const auto again = image::parse_oci_config("again", image::encode_oci_config(*config));
    fuzz::check(again.ok() && again->diff_ids == config->diff_ids && again->env == config->env);
  }
  (void)image::check_layout_file(bytes).ok();
  return 0;
}

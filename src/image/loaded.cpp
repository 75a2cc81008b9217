#include "image/loaded.h"

#include "crypto/hash.h"
#include "image/names.h"

namespace anchorhold::image {
namespace {

constexpr size_t max_signature_bytes = 16384;

Descriptor descriptor_of(std::string_view media_type, ByteView bytes) {
  return {
      .media_type = std::string(media_type), .digest = crypto::sha256(bytes), .size = bytes.size()};
}

Status check_form(const OciImage& oci) {
  const auto& layers = oci.manifest.layers;
  const bool ours = layers.size() == 2 && layers[0].media_type == media_layer &&
                    layers[1].media_type == media_anchorhold_manifest;
  if (ours) return {};
  std::string seen;
  for (const Descriptor& layer : layers) {
    seen += (seen.empty() ? "" : ", ") + printable(layer.media_type);
  }
  Error error{Code::unsupported, "image " + digest_text(oci.descriptor.digest),
              "not built by Anchorhold"};
  error.expected = "one uncompressed layer and one Anchorhold manifest";
  error.seen = seen.empty() ? "no layers" : seen;
  const bool recompressed =
      !layers.empty() && layers.back().media_type == media_anchorhold_manifest;
  error.hint = recompressed
                   ? "a copy compressed its layer: copy with `skopeo copy --preserve-digests`, or "
                     "run `anchorhold build` on it"
                   : "make it with `anchorhold build`, which takes an OCI layout as input";
  return error;
}

Status read_signature(LayoutFiles& files, const Descriptor& descriptor, LoadedImage& image) {
  const auto found = descriptor.annotations.find(std::string(annotation_signature));
  if (found == descriptor.annotations.end()) return {};
  AH_ASSIGN(const Digest256 digest, parse_digest("index.json: " + found->first, found->second));
  const std::string name = blob_name(digest);
  AH_ASSIGN(const std::unique_ptr<RandomAccess> file, files.open(name));
  AH_ASSIGN(const Bytes bytes,
            read_blob(files, {.media_type = {}, .digest = digest, .size = file->size()},
                      max_signature_bytes));
  image.signature = string_of(bytes);
  AH_ASSIGN(image.signer, verify_image_signature("image signature", image.signature, image.digest));
  return {};
}

}  // namespace

Result<BuiltImage> describe_image(const Manifest& manifest, const Descriptor& layer,
                                  std::string_view architecture) {
  BuiltImage out;
  out.layer = layer;
  out.layer.media_type = media_layer;
  AH_ASSIGN(out.manifest, encode_manifest(manifest));
  const Descriptor ours = descriptor_of(media_anchorhold_manifest, out.manifest);
  OciConfig config;
  config.architecture = architecture;
  config.diff_ids = {layer.digest, ours.digest};
  config.entrypoint = {manifest.entrypoint};
  config.cmd = manifest.args;
  config.env = manifest.env;
  out.oci_config = encode_oci_config(config);
  OciManifest document;
  document.config = descriptor_of(media_config, out.oci_config);
  document.layers = {out.layer, ours};
  out.oci_manifest = encode_oci_manifest(document);
  out.descriptor = descriptor_of(media_manifest, out.oci_manifest);
  return out;
}

Result<ImageParts> open_image(LayoutFiles& files, std::string_view architecture) {
  AH_ASSIGN(const OciImage oci, open_oci_image(files, architecture));
  AH_TRY(check_form(oci));
  ImageParts out;
  out.layer = oci.manifest.layers[0];
  out.image.digest = oci.descriptor.digest;
  AH_ASSIGN(out.image.manifest_bytes, read_blob(files, oci.manifest.layers[1], max_manifest_bytes));
  AH_ASSIGN(out.image.manifest, parse_manifest("image manifest", out.image.manifest_bytes));
  AH_TRY(read_signature(files, oci.descriptor, out.image));
  return out;
}

Registers predict(const AgentMeasurement& agent, const LoadedImage& image) {
  return predict(agent, Measured{.manifest = image.manifest_bytes,
                                 .layer = image.layer,
                                 .insecure_debug = image.manifest.insecure_debug,
                                 .signer = image.signer ? &image.signer->key : nullptr});
}

}  // namespace anchorhold::image

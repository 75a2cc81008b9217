#pragma once
// LoadedImage: an image of ours in memory, its digests checked, ready to be measured and launched.

#include <optional>

#include "base/bytes.h"
#include "image/manifest.h"
#include "image/oci.h"
#include "image/registers.h"
#include "image/signature.h"

namespace anchorhold::image {

struct LoadedImage {
  Manifest manifest;
  Bytes manifest_bytes;
  ByteView layer;         // the canonical layer; whoever loaded the image keeps it alive
  Digest256 digest{};     // of the OCI manifest: what contracts call the image
  std::string signature;  // JWS text, empty when there is none
  std::optional<ImageSignature> signer;  // of `signature`, verified over `digest`
};

// BuiltImage: the documents of an image of ours, all digests filled in.
struct BuiltImage {
  Bytes manifest;  // ours
  Bytes oci_config;
  Bytes oci_manifest;
  Descriptor layer;
  Descriptor descriptor;  // of oci_manifest
};

// describe_image: the documents for a layer of this digest and size.
Result<BuiltImage> describe_image(const Manifest& manifest, const Descriptor& layer,
                                  std::string_view architecture);

// ImageParts: an image of ours as found in a layout. The layer is not read yet: check it against
// its descriptor.
struct ImageParts {
  LoadedImage image;  // without layer
  Descriptor layer;
};

// open_image: reads and checks everything but the layer. An image without our manifest is refused
// with the advice to run `anchorhold build` on it.
Result<ImageParts> open_image(LayoutFiles& files, std::string_view architecture);

// predict: the registers of a launch of this image.
Registers predict(const AgentMeasurement& agent, const LoadedImage& image);

}  // namespace anchorhold::image

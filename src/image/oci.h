#pragma once
// The OCI image layout (OCI image specification 1.1): the documents that describe an image, and
// blobs by digest.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/io.h"
#include "base/result.h"

namespace anchorhold::image {

inline constexpr std::string_view media_index = "application/vnd.oci.image.index.v1+json";
inline constexpr std::string_view media_manifest = "application/vnd.oci.image.manifest.v1+json";
inline constexpr std::string_view media_config = "application/vnd.oci.image.config.v1+json";
inline constexpr std::string_view media_layer = "application/vnd.oci.image.layer.v1.tar";
inline constexpr std::string_view media_layer_gzip = "application/vnd.oci.image.layer.v1.tar+gzip";
inline constexpr std::string_view media_layer_zstd = "application/vnd.oci.image.layer.v1.tar+zstd";
// Our manifest as a blob of the image.
inline constexpr std::string_view media_anchorhold_manifest =
    "application/vnd.anchorhold.manifest.v1+json";
// Reserved for code confidentiality; this version refuses them by name.
inline constexpr std::string_view media_layer_encrypted =
    "application/vnd.oci.image.layer.v1.tar+encrypted";

// The index annotation that names the signature's blob.
inline constexpr std::string_view annotation_signature = "org.anchorhold.image.signature";

inline constexpr size_t max_oci_json = 4U << 20;

// Descriptor: a blob by type, SHA-256 and size.
struct Descriptor {
  std::string media_type;
  Digest256 digest{};
  uint64_t size = 0;
  std::map<std::string, std::string> annotations = {};
  std::string architecture = {};  // of an index entry's platform, when it states one
  std::string os = {};
};

struct OciManifest {
  Descriptor config;
  std::vector<Descriptor> layers;
};

// OciConfig: the members of an image configuration that matter here.
struct OciConfig {
  std::string architecture;
  std::vector<Digest256> diff_ids;
  std::vector<std::string> entrypoint;
  std::vector<std::string> cmd;
  std::map<std::string, std::string> env;
  std::string working_directory;
};

// "sha256:…" in both directions; other digest algorithms are unsupported.
std::string digest_text(const Digest256& digest);
Result<Digest256> parse_digest(std::string_view object, std::string_view text);

// Readers of foreign documents: unknown members are allowed, as the specification demands; those
// used are checked.
Result<std::vector<Descriptor>> parse_index(std::string_view object, ByteView bytes);
Result<OciManifest> parse_oci_manifest(std::string_view object, ByteView bytes);
Result<OciConfig> parse_oci_config(std::string_view object, ByteView bytes);
// check_layout_file: the content of `oci-layout`, version 1.0.0.
Status check_layout_file(ByteView bytes);

// Writers: canonical JSON, so the same image has the same bytes everywhere.
Bytes encode_layout_file();
Bytes encode_index(const Descriptor& manifest);
Bytes encode_oci_manifest(const OciManifest& manifest);
Bytes encode_oci_config(const OciConfig& config);

// LayoutFiles: where the files of one layout come from: a directory or a tar archive.
class LayoutFiles {
 public:
  virtual ~LayoutFiles() = default;
  // `name` is relative to the layout, like "index.json" or "blobs/sha256/…".
  virtual Result<std::unique_ptr<RandomAccess>> open(const std::string& name) = 0;
};

// blob_name: "blobs/sha256/<hex>".
std::string blob_name(const Digest256& digest);

// read_blob: the whole blob, its size and SHA-256 checked; limit_exceeded above `limit_bytes`.
Result<Bytes> read_blob(LayoutFiles& files, const Descriptor& blob, size_t limit_bytes);

// OciImage: the one image of a layout, followed from index.json with every digest checked down to
// the configuration.
struct OciImage {
  Descriptor descriptor;  // of the manifest: its digest names the image
  OciManifest manifest;
  OciConfig config;
};

// open_oci_image: the layout's only image. An index of several platforms is narrowed to
// linux/`architecture`; when more than one image or none is left, the error lists what is there.
Result<OciImage> open_oci_image(LayoutFiles& files, std::string_view architecture);

}  // namespace anchorhold::image

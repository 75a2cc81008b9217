#include <algorithm>

#include "base/hex.h"
#include "crypto/hash.h"
#include "image/names.h"
#include "image/oci.h"

namespace anchorhold::image {
namespace {

constexpr int max_index_depth = 2;

Result<Bytes> read_small(LayoutFiles& files, const std::string& name) {
  AH_ASSIGN(const std::unique_ptr<RandomAccess> file, files.open(name));
  if (file->size() > max_oci_json) {
    return Error{Code::limit_exceeded, name, "too large"}
        .want("at most 4 MiB")
        .saw(std::to_string(file->size()));
  }
  Bytes out(static_cast<size_t>(file->size()));
  AH_ASSIGN(const size_t count, file->read_at(0, out));
  if (count != out.size())
    return Error{Code::unavailable, name, "the file changed while it was read"};
  return out;
}

std::string describe(const Descriptor& entry) {
  return digest_text(entry.digest) +
         (entry.os.empty() ? "" : " (" + printable(entry.os + "/" + entry.architecture) + ")");
}

Error no_single_image(const std::vector<Descriptor>& entries, std::string_view architecture) {
  std::string seen;
  for (const Descriptor& entry : entries) seen += (seen.empty() ? "" : ", ") + describe(entry);
  return Error{Code::invalid_argument, "index.json", "the layout does not hold exactly one image"}
      .want("one image for linux/" + std::string(architecture))
      .saw(seen.empty() ? "none" : seen)
      .advise("copy the one that is meant with `skopeo copy` to a layout of its own");
}

// Follows indexes down to the one manifest.
Result<Descriptor> choose(LayoutFiles& files, std::vector<Descriptor> entries,
                          std::string_view architecture) {
  for (int depth = 0; depth < max_index_depth; ++depth) {
    std::vector<Descriptor> fitting;
    std::copy_if(
        entries.begin(), entries.end(), std::back_inserter(fitting), [&](const Descriptor& entry) {
          const bool image = entry.media_type == media_manifest || entry.media_type == media_index;
          return image &&
                 (entry.os.empty() || (entry.os == "linux" && entry.architecture == architecture));
        });
    if (fitting.size() != 1) return no_single_image(entries, architecture);
    if (fitting[0].media_type == media_manifest) return std::move(fitting[0]);
    AH_ASSIGN(const Bytes index, read_blob(files, fitting[0], max_oci_json));
    AH_ASSIGN(entries, parse_index(blob_name(fitting[0].digest), index));
  }
  return Error{Code::unsupported, "index.json", "indexes nested too deep"}.want(
      "at most one below index.json");
}

}  // namespace

std::string blob_name(const Digest256& digest) {
  return "blobs/sha256/" + to_hex(digest);
}

Result<Bytes> read_blob(LayoutFiles& files, const Descriptor& blob, size_t limit_bytes) {
  const std::string name = blob_name(blob.digest);
  if (blob.size > limit_bytes) {
    return Error{Code::limit_exceeded, name, "too large"}
        .want("at most " + std::to_string(limit_bytes) + " bytes")
        .saw(std::to_string(blob.size));
  }
  AH_ASSIGN(const std::unique_ptr<RandomAccess> file, files.open(name));
  if (file->size() != blob.size) {
    return Error{Code::denied, name, "blob of another size than its descriptor states"}
        .want(std::to_string(blob.size) + " bytes")
        .saw(std::to_string(file->size()));
  }
  Bytes out(static_cast<size_t>(blob.size));
  AH_ASSIGN(const size_t count, file->read_at(0, out));
  const Digest256 digest = crypto::sha256(ByteView(out).first(count));
  if (digest != blob.digest) {
    return Error{Code::denied, name, "blob does not match its digest"}
        .want(digest_text(blob.digest))
        .saw(digest_text(digest))
        .advise("get the image again: these bytes were changed");
  }
  return out;
}

Result<OciImage> open_oci_image(LayoutFiles& files, std::string_view architecture) {
  AH_ASSIGN(const Bytes layout, read_small(files, "oci-layout"));
  AH_TRY(check_layout_file(layout));
  AH_ASSIGN(const Bytes index, read_small(files, "index.json"));
  AH_ASSIGN(std::vector<Descriptor> entries, parse_index("index.json", index));
  OciImage out;
  AH_ASSIGN(out.descriptor, choose(files, std::move(entries), architecture));
  AH_ASSIGN(const Bytes manifest, read_blob(files, out.descriptor, max_oci_json));
  AH_ASSIGN(out.manifest, parse_oci_manifest(blob_name(out.descriptor.digest), manifest));
  if (out.manifest.config.media_type != media_config) {
    return Error{Code::unsupported, blob_name(out.descriptor.digest), "not a container image"}
        .want("a configuration of type " + std::string(media_config))
        .saw(printable(out.manifest.config.media_type));
  }
  AH_ASSIGN(const Bytes config, read_blob(files, out.manifest.config, max_oci_json));
  AH_ASSIGN(out.config, parse_oci_config(blob_name(out.manifest.config.digest), config));
  return out;
}

}  // namespace anchorhold::image

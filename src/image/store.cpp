#include "image/store.h"

#include "image/digest_sink.h"
#include "image/layer.h"
#include "image/names.h"
#include "image/tar_header.h"

namespace anchorhold::image {

Status TarLayoutWriter::directories_above(const std::string& name) {
  const std::string parent(parent_path(name));
  if (parent.empty() || last_directory_.compare(0, parent.size(), parent) == 0) return {};
  AH_TRY(directories_above(parent));
  last_directory_ = parent;
  return out_.write(encode_header({.path = parent, .type = EntryType::directory}));
}

Status TarLayoutWriter::file(const std::string& name, uint64_t size,
                             const std::function<Status(Sink&)>& content) {
  if (size > max_file_bytes) {
    return Error{Code::limit_exceeded, name, "too large for a tar archive"}
        .want("less than 8 GiB")
        .advise("write the image to a directory");
  }
  AH_TRY(directories_above(name));
  AH_TRY(out_.write(encode_header({.path = name, .type = EntryType::file, .size = size})));
  AH_TRY(content(out_));
  return out_.write(Bytes(padded(size) - size));
}

Status TarLayoutWriter::finish() {
  return out_.write(Bytes(2 * tar_block));
}

Result<BuiltImage> describe_tree(const Manifest& manifest, const FileTree& tree,
                                 std::string_view architecture) {
  DigestSink digest;
  AH_TRY(write_layer(tree, digest));
  Descriptor layer{.media_type = std::string(media_layer), .size = digest.count()};
  layer.digest = digest.finish();
  return describe_image(manifest, layer, architecture);
}

Status store_image(const BuiltImage& built, const FileTree& tree, const std::string& signature,
                   LayoutWriter& out) {
  Descriptor entry = built.descriptor;
  std::map<std::string, const Bytes*> blobs;
  const auto blob = [&](const Bytes& bytes) {
    const Digest256 digest = crypto::sha256(bytes);
    blobs.emplace(blob_name(digest), &bytes);
    return digest;
  };
  blob(built.manifest);
  blob(built.oci_config);
  blob(built.oci_manifest);
  const Bytes signature_bytes = copy_of(bytes_of(signature));
  if (!signature.empty()) {
    entry.annotations.emplace(annotation_signature, digest_text(blob(signature_bytes)));
  }
  const std::string layer = blob_name(built.layer.digest);
  blobs.emplace(layer, nullptr);
  const auto bytes = [&](const std::string& name, const Bytes& content) {
    return out.file(name, content.size(), [&](Sink& sink) { return sink.write(content); });
  };
  for (const auto& [name, content] : blobs) {
    if (content != nullptr) {
      AH_TRY(bytes(name, *content));
    } else {
      AH_TRY(out.file(name, built.layer.size, [&](Sink& sink) { return write_layer(tree, sink); }));
    }
  }
  AH_TRY(bytes("index.json", encode_index(entry)));
  return bytes("oci-layout", encode_layout_file());
}

}  // namespace anchorhold::image

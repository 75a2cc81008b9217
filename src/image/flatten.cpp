#include "image/flatten.h"

#include "image/decompress.h"
#include "image/names.h"

namespace anchorhold::image {
namespace {

constexpr uint64_t max_trailing_bytes = 1U
                                        << 20;  // archives are padded to their writer's record size

Status check_type(const std::string& name, const std::string& type) {
  if (type == media_layer || type == media_layer_gzip || type == media_layer_zstd) return {};
  Error error{Code::unsupported, name, "layer of a type that is not handled"};
  error.expected = "an OCI tar layer, plain, gzip or zstd";
  error.seen = printable(type);
  if (type.find("+encrypted") != std::string::npos)
    error.hint = "encrypted layers are reserved for a later version";
  return error;
}

Status check_digest(const std::string& name, std::string message, const Digest256& expected,
                    const Digest256& seen) {
  if (seen == expected) return {};
  return Error{Code::denied, name, std::move(message)}
      .want(digest_text(expected))
      .saw(digest_text(seen))
      .advise("get the image again: these bytes were changed");
}

Status add_layer(LayoutFiles& files, const Descriptor& layer, const Digest256& diff_id,
                 ImportRules& rules, FileTree& tree) {
  const std::string name = blob_name(layer.digest);
  AH_TRY(check_type(name, layer.media_type));
  AH_ASSIGN(const std::unique_ptr<RandomAccess> blob, files.open(name));
  if (blob->size() != layer.size) {
    return Error{Code::denied, name, "blob of another size than its descriptor states"}
        .want(std::to_string(layer.size) + " bytes")
        .saw(std::to_string(blob->size()));
  }
  // The blob's own digest first: nothing unverified reaches a decompressor.
  AccessSource check(*blob);
  AH_ASSIGN(const Digest256 digest, HashingSource(check).finish(name, layer.size));
  AH_TRY(check_digest(name, "blob does not match its digest", layer.digest, digest));

  AccessSource packed(*blob);
  AH_ASSIGN(const std::unique_ptr<Source> unpacked, decompress(name, packed));
  HashingSource tar(*unpacked);
  AH_ASSIGN(LayerChange change, read_archive(name, tar, Whiteouts::apply, rules));
  AH_ASSIGN(const Digest256 unpacked_digest, tar.finish(name, max_trailing_bytes));
  AH_TRY(check_digest(name, "unpacked layer does not match the configuration's diff_id", diff_id,
                      unpacked_digest));
  return apply_change(name, std::move(change), tree);
}

}  // namespace

Result<FileTree> flatten(LayoutFiles& files, const OciImage& image, ImportRules rules) {
  // An image of ours holds its manifest behind the layer: its files are taken, the manifest is made
  // anew.
  std::vector<Descriptor> layers = image.manifest.layers;
  if (!layers.empty() && layers.back().media_type == media_anchorhold_manifest) layers.pop_back();
  if (image.config.diff_ids.size() < layers.size()) {
    return Error{Code::malformed, blob_name(image.manifest.config.digest),
                 "fewer diff_ids than layers"}
        .want(std::to_string(layers.size()))
        .saw(std::to_string(image.config.diff_ids.size()));
  }
  FileTree tree;
  for (size_t i = 0; i < layers.size(); ++i) {
    AH_TRY(add_layer(files, layers[i], image.config.diff_ids[i], rules, tree));
  }
  return tree;
}

Result<FileTree> read_rootfs(std::string_view object, Source& archive, ImportRules rules) {
  AH_ASSIGN(const std::unique_ptr<Source> tar, decompress(object, archive));
  AH_ASSIGN(LayerChange change, read_archive(object, *tar, Whiteouts::refuse, rules));
  FileTree tree;
  AH_TRY(apply_change(object, std::move(change), tree));
  return tree;
}

}  // namespace anchorhold::image

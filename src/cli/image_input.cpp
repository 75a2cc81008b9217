#include "cli/image_input.h"

#include <algorithm>
#include <filesystem>

#include "cli/layout_files.h"
#include "cli/rootfs_directory.h"
#include "image/decompress.h"
#include "image/elf.h"
#include "image/entrypoint.h"
#include "image/flatten.h"
#include "image/loaded.h"
#include "image/tree_layout.h"
#include "os/file.h"

namespace anchorhold::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* layout_marker = "oci-layout";
constexpr std::string_view wasm_magic("\0asm", 4);

Result<ImageInput> from_layout(image::LayoutFiles& files, image::ImportRules rules) {
  AH_ASSIGN(const image::OciImage oci, image::open_oci_image(files, native_architecture()));
  ImageInput out;
  AH_ASSIGN(out.tree, image::flatten(files, oci, rules));
  const auto& layers = oci.manifest.layers;
  if (!layers.empty() && layers.back().media_type == image::media_anchorhold_manifest) {
    // An image of ours: built again, to sign it or to change what flags name.
    AH_ASSIGN(const Bytes manifest,
              image::read_blob(files, layers.back(), image::max_manifest_bytes));
    AH_ASSIGN(out.manifest, image::parse_manifest("image manifest", manifest));
    return out;
  }
  AH_ASSIGN(out.manifest, image::manifest_of_config(oci.config, out.tree));
  const std::string& directory = oci.config.working_directory;
  if (!directory.empty() && directory != "/") {
    out.note = "note: the image's working directory " + directory +
               " is not taken over: a workload starts in /";
  }
  return out;
}

Result<ImageInput> from_program(const std::string& path, Source& source,
                                const std::string& entrypoint, image::ImportRules rules) {
  AH_ASSIGN(Bytes program, read_all(source, path, static_cast<size_t>(rules.max_bytes)));
  AH_ASSIGN(const image::Program header, image::parse_program(path, program));
  if (!header.interpreter.empty()) {
    return Error{Code::invalid_argument, path, "a dynamic program, which cannot run alone"}
        .want("a statically linked program")
        .saw("it needs " + header.interpreter)
        .advise("link it with -static, or build from a root file system that has its libraries");
  }
  ImageInput out;
  out.manifest.entrypoint = entrypoint.empty() ? "/app" : entrypoint;
  AH_TRY(out.tree.add_file(out.manifest.entrypoint.substr(1), std::move(program), true));
  return out;
}

}  // namespace

Result<ImageInput> read_input(const std::string& path, const std::string& entrypoint,
                              image::ImportRules rules) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    if (!fs::exists(fs::path(path) / layout_marker, ignored)) {
      ImageInput out;
      AH_ASSIGN(out.tree, read_directory(path, rules));
      return out;
    }
    AH_ASSIGN(const std::unique_ptr<image::LayoutFiles> files, open_layout(path));
    return from_layout(*files, rules);
  }
  AH_ASSIGN(os::FileAccess file, os::FileAccess::open(path));
  Bytes head(4);
  AH_ASSIGN(const size_t count, file.read_at(0, head));
  image::AccessSource source(file);
  if (text_of(ByteView(head).first(count)) == wasm_magic) {
    return Error{Code::invalid_argument, path, "a WebAssembly module"}.advise(
        "build it with --wasm " + path);
  }
  if (image::is_elf(ByteView(head).first(count)))
    return from_program(path, source, entrypoint, rules);
  ImageInput out;
  AH_ASSIGN(out.tree, image::read_rootfs(path, source, rules));
  if (out.tree.find(layout_marker) == nullptr) return out;
  image::TreeLayout files(std::move(out.tree));
  return from_layout(files, rules);
}

}  // namespace anchorhold::cli

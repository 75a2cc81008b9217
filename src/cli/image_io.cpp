#include "cli/image_io.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "cli/layout_files.h"
#include "crypto/hash.h"
#include "os/error.h"
#include "os/file.h"
#include "os/memfd.h"

namespace anchorhold::cli {
namespace {

constexpr size_t copy_bytes = 256U << 10;
constexpr const char* agent_name = "anchorhold-agent";

Result<os::Fd> copy_to_memfd(RandomAccess& from, const std::string& object) {
  AH_ASSIGN(os::Fd memfd, os::make_memfd("layer"));
  Bytes buffer(static_cast<size_t>(std::min<uint64_t>(copy_bytes, from.size())));
  for (uint64_t offset = 0; offset < from.size();) {
    AH_ASSIGN(const size_t count, from.read_at(offset, buffer));
    if (count == 0) return Error{Code::unavailable, object, "the file changed while it was read"};
    AH_TRY(os::write_all(memfd.get(), object, ByteView(buffer).first(count)));
    offset += count;
  }
  AH_TRY(os::seal(memfd));
  return memfd;
}

Result<ByteView> map_sealed(const os::Fd& memfd, size_t size, const std::string& object) {
  void* at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, memfd.get(), 0);
  if (at == MAP_FAILED) return os::system_error(object, "cannot map", errno);
  return ByteView(static_cast<const uint8_t*>(at), size);
}

void unmap(ByteView mapped) {
  if (!mapped.empty()) ::munmap(const_cast<uint8_t*>(mapped.data()), mapped.size());
}

Status check_layer_digest(const image::Descriptor& layer, ByteView bytes) {
  const Digest256 digest = crypto::sha256(bytes);
  if (digest == layer.digest) return {};
  return Error{Code::denied, image::blob_name(layer.digest), "layer does not match its digest"}
      .want(image::digest_text(layer.digest))
      .saw(image::digest_text(digest))
      .advise("get the image again: these bytes were changed");
}

}  // namespace

Result<StoredImage> StoredImage::load(const std::string& path) {
  AH_ASSIGN(const std::unique_ptr<image::LayoutFiles> files, open_layout(path));
  Result<image::ImageParts> opened = image::open_image(*files, native_architecture());
  if (!opened.ok()) return opened.take_error().in(path);
  image::ImageParts parts = std::move(opened).value();
  const std::string name = image::blob_name(parts.layer.digest);
  AH_ASSIGN(const std::unique_ptr<RandomAccess> blob, files->open(name));
  if (blob->size() != parts.layer.size || blob->size() == 0) {
    return Error{Code::denied, name, "layer of another size than its descriptor states"}
        .want(std::to_string(parts.layer.size) + " bytes")
        .saw(std::to_string(blob->size()));
  }
  AH_ASSIGN(os::Fd memfd, copy_to_memfd(*blob, name));
  AH_ASSIGN(parts.image.layer, map_sealed(memfd, static_cast<size_t>(parts.layer.size), name));
  StoredImage out(std::move(parts.image), std::move(memfd));
  AH_TRY(check_layer_digest(parts.layer, out.image_.layer));
  return out;
}

StoredImage::StoredImage(StoredImage&& other) noexcept
    : image_(std::move(other.image_)), layer_(std::move(other.layer_)) {
  other.image_.layer = {};
}

StoredImage::~StoredImage() {
  unmap(image_.layer);
}

std::string program_folder() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path().string();
}

Result<std::string> agent_path(const std::string& given) {
  namespace fs = std::filesystem;
  if (!given.empty()) return given;
  std::error_code error;
  const fs::path folder = program_folder();
  for (const fs::path& candidate :
       {folder / agent_name, folder.parent_path() / "libexec" / "anchorhold" / agent_name}) {
    if (fs::exists(candidate, error)) return candidate.string();
  }
  return Error{Code::not_found, agent_name, "the agent is not installed beside this program"}
      .want((folder / agent_name).string())
      .advise("install Anchorhold, or name the agent with --agent");
}

}  // namespace anchorhold::cli

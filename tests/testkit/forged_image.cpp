#include "forged_image.h"

#include <elf.h>

#include <cstring>

#include "crypto/hash.h"

namespace anchorhold::testkit {

Bytes forge_program(const std::string& salt, const std::string& loader) {
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_type = ET_EXEC;
  header.e_machine = EM_X86_64;
  header.e_phoff = sizeof header;
  header.e_phentsize = sizeof(Elf64_Phdr);
  header.e_phnum = 1;
  Elf64_Phdr segment{};
  segment.p_type = loader.empty() ? PT_LOAD : PT_INTERP;
  segment.p_offset = sizeof header + sizeof segment;
  segment.p_filesz = loader.size() + 1;
  Bytes out(sizeof header + sizeof segment);
  std::memcpy(out.data(), &header, sizeof header);
  std::memcpy(out.data() + sizeof header, &segment, sizeof segment);
  append(out, bytes_of(loader));
  out.push_back(0);
  append(out, bytes_of(salt));
  return out;
}

image::FileTree forge_layout(const std::vector<ForgedLayer>& layers, image::OciConfig config) {
  image::FileTree files;
  const auto blob = [&](std::string_view media_type, const Bytes& bytes) {
    const Digest256 digest = crypto::sha256(bytes);
    (void)files.add_file(image::blob_name(digest), bytes, false);
    return image::Descriptor{
        .media_type = std::string(media_type), .digest = digest, .size = bytes.size()};
  };
  image::OciManifest manifest;
  for (const ForgedLayer& layer : layers) {
    manifest.layers.push_back(blob(layer.media_type, layer.blob));
    config.diff_ids.push_back(crypto::sha256(layer.tar));
  }
  if (config.architecture.empty()) config.architecture = "amd64";
  manifest.config = blob(image::media_config, image::encode_oci_config(config));
  const image::Descriptor entry = blob(image::media_manifest, image::encode_oci_manifest(manifest));
  (void)files.add_file("index.json", image::encode_index(entry), false);
  (void)files.add_file("oci-layout", image::encode_layout_file(), false);
  return files;
}

}  // namespace anchorhold::testkit

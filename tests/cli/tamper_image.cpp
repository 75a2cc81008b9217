// tamper_image IMAGE PATH TEXT NEW-IMAGE: a sound image again, digests and all, with another file
// at PATH.

#include <iostream>

#include "cli/image_io.h"
#include "cli/layout_files.h"
#include "image/layer.h"
#include "image/store.h"

namespace {

using namespace anchorhold;

Status tamper(const std::string& from, const std::string& path, const std::string& text,
              const std::string& to) {
  AH_ASSIGN(const cli::StoredImage stored, cli::StoredImage::load(from));
  MemoryAccess layer(stored.image().layer);
  AH_ASSIGN(image::FileTree tree, image::read_layer(layer, stored.image().layer.size()));
  const image::Node* old = tree.find(path);
  AH_TRY(tree.add_file(path, copy_of(bytes_of(text)), old != nullptr && old->executable));
  AH_ASSIGN(const image::BuiltImage built,
            image::describe_tree(stored.image().manifest, tree, "amd64"));
  return cli::write_layout(to, built, tree, "");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const Status done = tamper(argv[1], argv[2], argv[3], argv[4]);
  if (!done.ok()) std::cerr << done.error().to_string() << "\n";
  return done.ok() ? 0 : 1;
}

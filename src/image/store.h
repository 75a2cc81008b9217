#pragma once
// Storing an image: its files in order, to a directory or into one tar archive.

#include <functional>
#include <string>

#include "base/io.h"
#include "base/result.h"
#include "image/loaded.h"
#include "image/tree.h"

namespace anchorhold::image {

// LayoutWriter: takes the files of a layout by ascending name. `content` writes exactly `size`
// bytes.
class LayoutWriter {
 public:
  virtual ~LayoutWriter() = default;
  virtual Status file(const std::string& name, uint64_t size,
                      const std::function<Status(Sink&)>& content) = 0;
};

// TarLayoutWriter: the layout as one archive in the form of a canonical layer.
class TarLayoutWriter : public LayoutWriter {
 public:
  explicit TarLayoutWriter(Sink& out) : out_(out) {}
  Status file(const std::string& name, uint64_t size,
              const std::function<Status(Sink&)>& content) override;
  // Writes the end marker.
  Status finish();

 private:
  Status directories_above(const std::string& name);
  Sink& out_;
  std::string last_directory_;
};

// describe_tree: the documents of the image of `manifest` and `tree`.
Result<BuiltImage> describe_tree(const Manifest& manifest, const FileTree& tree,
                                 std::string_view architecture);

// store_image: all files of the layout. `signature` is a JWS over built.descriptor's digest, or
// empty.
Status store_image(const BuiltImage& built, const FileTree& tree, const std::string& signature,
                   LayoutWriter& out);

}  // namespace anchorhold::image

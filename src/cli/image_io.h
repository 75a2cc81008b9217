#pragma once
// Images on disk: an OCI layout as directory or tar, read into memory that cannot change any more.

#include <memory>
#include <string>

#include "base/result.h"
#include "image/loaded.h"
#include "os/fd.h"

namespace anchorhold::cli {

// StoredImage: a loaded image with the sealed memory that holds its layer.
class StoredImage {
 public:
  // load: reads the image at `path`. The layer goes into a sealed memfd first and is checked there,
  // so the bytes that were checked are the bytes that are launched.
  static Result<StoredImage> load(const std::string& path);

  StoredImage(StoredImage&& other) noexcept;
  StoredImage& operator=(StoredImage&&) = delete;
  ~StoredImage();

  const image::LoadedImage& image() const { return image_; }
  // The sealed memfd with the layer.
  const os::Fd& layer() const { return layer_; }

 private:
  StoredImage(image::LoadedImage image, os::Fd layer)
      : image_(std::move(image)), layer_(std::move(layer)) {}
  image::LoadedImage image_;
  os::Fd layer_;
};

// program_folder: where this program lies; what it needs beside itself is looked for there.
std::string program_folder();

// agent_path: the agent to measure and launch: `given`, else beside this
// program, else where it is installed.
Result<std::string> agent_path(const std::string& given);

}  // namespace anchorhold::cli

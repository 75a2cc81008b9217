#pragma once
// The files that `encrypt` and `decrypt` read and write: paths, "-" for the standard streams, and
// key files.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "age/recipient.h"
#include "base/block_source.h"
#include "os/file.h"
#include "os/mapped_blocks.h"

namespace anchorhold::cli {

// BulkInput: the file to encrypt or decrypt; empty and "-" mean standard input.
class BulkInput {
 public:
  static Result<BulkInput> open(const std::string& path);
  BlockSource& blocks();

 private:
  BulkInput() = default;
  os::Fd mapped_fd_;
  std::unique_ptr<os::MappedBlocks> mapped_;
  std::unique_ptr<os::FileSource> source_;
  std::unique_ptr<BufferedBlocks> buffered_;
};

// BulkOutput: where the result goes. A regular file appears under its name complete or not at all;
// pipes, devices and standard output take bytes as they come.
class BulkOutput {
 public:
  static Result<BulkOutput> open(const std::string& path, unsigned mode);
  Sink& sink();
  // commit: puts the file in place. Without it nothing stays behind.
  Status commit();

 private:
  BulkOutput() = default;
  std::unique_ptr<os::PendingFile> file_;
  std::unique_ptr<os::FileSink> stream_;
};

bool is_standard_stream(const std::string& path);

// refuse_same_file: the output would replace the input.
Status refuse_same_file(const std::string& input, const std::string& output);

// read_recipients: `age1…` lines; empty lines and lines beginning with # are skipped. Errors name
// file and line.
Result<std::vector<age::Recipient>> read_recipients(const std::string& path);

// read_identities: `AGE-SECRET-KEY-1…` lines, as age-keygen writes them.
Result<std::vector<age::Identity>> read_identities(const std::string& path);

}  // namespace anchorhold::cli

#pragma once
// Table: what a module has open. The whole of its authority.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "os/fd.h"
#include "workload/wasm/inputs.h"
#include "workload/wasm/types.h"

namespace anchorhold::wasi {

enum class Kind : uint8_t {
  stream,  // standard input, output, error
  file,    // a regular file of a folder
  folder,  // a folder of the process, preopened or below such a one
  input,   // an input that is fetched on demand
  inputs,  // the folder of those
};

// DirectoryEntry: one line of fd_readdir; its cookie is its place in the listing plus one.
struct DirectoryEntry {
  std::string name;
  uint64_t inode = 0;
  Filetype type = Filetype::unknown;
};

struct Entry {
  Kind kind = Kind::stream;
  os::Fd fd = {};  // of stream, file and folder
  Rights base = 0;
  Rights inheriting = 0;
  Fdflags flags = 0;
  std::string preopen = {};             // the name under which the module knows it; else empty
  std::shared_ptr<Inputs> inputs = {};  // of input and inputs
  size_t input = 0;                     // of input: its place in `inputs`
  uint64_t position = 0;                // of input
  // Of folder and inputs: taken when read from its start, dropped when read to its end; and the
  // cookie of the end of the last one, while any may be below it.
  std::vector<DirectoryEntry> listing = {};
  uint64_t listing_end = UINT64_MAX;
};

// Found: an entry, or why it may not be used as asked.
struct Found {
  Entry* entry = nullptr;
  Errno error = Errno::success;

  explicit operator bool() const { return entry != nullptr; }
  Entry* operator->() const { return entry; }
};

// Table: descriptors count from 0; a new one is the lowest that is free.
class Table {
 public:
  static constexpr Descriptor max_descriptors = 1024;

  // find: the entry, or nullptr (badf).
  Entry* find(Descriptor fd);
  // find_with: badf, or notcapable when one of the rights is missing.
  Found find_with(Descriptor fd, Rights needed);
  // find_file: of whatever has content. A folder is badf: it never has those rights.
  Found find_file(Descriptor fd, Rights needed);
  // add: mfile when the table is full.
  std::optional<Descriptor> add(Entry entry);
  // put: at exactly `fd`, in place of what is there.
  void put(Descriptor fd, Entry entry);
  bool close(Descriptor fd);

 private:
  std::map<Descriptor, Entry> entries_;
};

// Whatever can be done with a folder, or a file: a descriptor of that kind has no right beyond.
extern const Rights all_folder_rights;
extern const Rights all_file_rights;
// Of both, what only reads. A preopened folder begins with all of its kind or with these, and hands
// them down.
extern const Rights reading_rights;
// Of standard input, and of standard output and error.
extern const Rights stream_input_rights;
extern const Rights stream_output_rights;

}  // namespace anchorhold::wasi

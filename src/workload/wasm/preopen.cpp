#include "workload/wasm/preopen.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "os/error.h"
#include "workload/wasm/path.h"

namespace anchorhold::wasi {

namespace {

// A copy, so that a module that closes its standard error does not silence the runner's own.
Result<Entry> standard_stream(int number, Rights rights) {
  os::Fd copy(::fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (!copy.valid())
    return os::system_error("standard stream " + std::to_string(number), "cannot use", errno);
  return Entry{.kind = Kind::stream, .fd = std::move(copy), .base = rights};
}

Result<Entry> preopened_folder(const Folder& folder) {
  os::Fd opened = open_at(AT_FDCWD, folder.path, {.flags = O_RDONLY | O_DIRECTORY, .resolve = 0});
  if (!opened.valid()) return os::system_error("folder " + folder.path, "cannot open", errno);
  const Rights rights = folder.read_only ? reading_rights : all_folder_rights | all_file_rights;
  return Entry{.kind = Kind::folder,
               .fd = std::move(opened),
               .base = rights & all_folder_rights,
               .inheriting = rights,
               .preopen = folder.name};
}

}  // namespace

Result<Table> make_table(const Setup& setup, os::SocketStream agent) {
  Table table;
  Descriptor next = 0;
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    const bool input = number == STDIN_FILENO;
    AH_ASSIGN(Entry stream,
              standard_stream(number, input ? stream_input_rights : stream_output_rights));
    table.put(next++, std::move(stream));
  }
  if (!setup.inputs_name.empty()) {
    table.put(next++, {.kind = Kind::inputs,
                       .base = reading_rights & all_folder_rights,
                       .inheriting = reading_rights,
                       .preopen = setup.inputs_name,
                       .inputs = std::make_shared<Inputs>(setup.inputs, std::move(agent))});
  }
  for (const Folder& folder : setup.folders) {
    AH_ASSIGN(Entry entry, preopened_folder(folder));
    table.put(next++, std::move(entry));
  }
  return table;
}

}  // namespace anchorhold::wasi

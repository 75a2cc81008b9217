#include "workload/wasm/table.h"

namespace anchorhold::wasi {

Entry* Table::find(Descriptor fd) {
  const auto found = entries_.find(fd);
  return found == entries_.end() ? nullptr : &found->second;
}

Found Table::find_with(Descriptor fd, Rights needed) {
  Entry* const entry = find(fd);
  if (entry == nullptr) return {.error = Errno::badf};
  if ((entry->base & needed) != needed) return {.error = Errno::notcapable};
  return {.entry = entry};
}

Found Table::find_file(Descriptor fd, Rights needed) {
  const Entry* const entry = find(fd);
  if (entry != nullptr && (entry->kind == Kind::folder || entry->kind == Kind::inputs)) {
    return {.error = Errno::badf};
  }
  return find_with(fd, needed);
}

std::optional<Descriptor> Table::add(Entry entry) {
  if (entries_.size() >= max_descriptors) return std::nullopt;
  Descriptor free = 0;
  for (const auto& [taken, unused] : entries_) {
    if (taken != free) break;
    ++free;
  }
  entries_.emplace(free, std::move(entry));
  return free;
}

void Table::put(Descriptor fd, Entry entry) {
  entries_.insert_or_assign(fd, std::move(entry));
}

bool Table::close(Descriptor fd) {
  return entries_.erase(fd) > 0;
}

const Rights all_folder_rights =
    right::fd_datasync | right::fd_sync | right::path_create_directory | right::path_create_file |
    right::path_link_source | right::path_link_target | right::path_open | right::fd_readdir |
    right::path_readlink | right::path_rename_source | right::path_rename_target |
    right::path_filestat_get | right::path_filestat_set_size | right::path_filestat_set_times |
    right::fd_filestat_get | right::fd_filestat_set_times | right::path_symlink |
    right::path_remove_directory | right::path_unlink_file;

const Rights all_file_rights = right::fd_datasync | right::fd_read | right::fd_seek |
                               right::fd_fdstat_set_flags | right::fd_sync | right::fd_tell |
                               right::fd_write | right::fd_advise | right::fd_allocate |
                               right::fd_filestat_get | right::fd_filestat_set_size |
                               right::fd_filestat_set_times | right::poll_fd_readwrite;

const Rights reading_rights = right::fd_read | right::fd_seek | right::fd_fdstat_set_flags |
                              right::fd_tell | right::fd_advise | right::path_open |
                              right::fd_readdir | right::path_readlink | right::path_filestat_get |
                              right::fd_filestat_get | right::poll_fd_readwrite;

const Rights stream_input_rights =
    right::fd_read | right::fd_fdstat_set_flags | right::fd_filestat_get | right::poll_fd_readwrite;

const Rights stream_output_rights = right::fd_write | right::fd_fdstat_set_flags |
                                    right::fd_filestat_get | right::poll_fd_readwrite;

}  // namespace anchorhold::wasi

#pragma once
// Host: the 46 functions of WASI preview 1. What a module can reach is what stands in its table of
// descriptors, and nothing else: no network, no other process, no path outside of a preopened
// folder.

#include <functional>
#include <string>
#include <vector>

#include "workload/wasm/guest.h"
#include "workload/wasm/table.h"
#include "workload/wasm/trap.h"
#include "workload/wasm/types.h"

namespace anchorhold::wasi {

struct Program {
  std::vector<std::string> args;  // the first is the program's name
  std::vector<std::string> env;   // "NAME=value"
};

// Host: one for each running module. The functions have the names, parameters and order of the
// standard; results go to the places named last. Each returns the standard's errno: `fault` when a
// place lies outside of linear memory, `badf` for an unknown descriptor, `notcapable` when the
// descriptor lacks the right, `perm` when a path would leave its folder.
class Host {
 public:
  // proc_exit calls `exit`, and an input that is refused ends the run with `end`; neither returns
  // in the real runner.
  Host(Program program, Table table, LinearMemory memory,
       std::function<void(uint32_t)> exit = end_with_code,
       std::function<void(Ended)> end = wasi::end);

  Errno args_get(Pointer argv, Pointer buffer);
  Errno args_sizes_get(Pointer count, Pointer bytes);
  Errno environ_get(Pointer environ, Pointer buffer);
  Errno environ_sizes_get(Pointer count, Pointer bytes);
  Errno clock_res_get(uint32_t clock, Pointer resolution);
  Errno clock_time_get(uint32_t clock, uint64_t precision, Pointer time);

  Errno fd_advise(Descriptor fd, uint64_t offset, uint64_t length, uint32_t advice);
  Errno fd_allocate(Descriptor fd, uint64_t offset, uint64_t length);
  Errno fd_close(Descriptor fd);
  Errno fd_datasync(Descriptor fd);
  Errno fd_fdstat_get(Descriptor fd, Pointer stat);
  Errno fd_fdstat_set_flags(Descriptor fd, uint32_t flags);
  Errno fd_fdstat_set_rights(Descriptor fd, Rights base, Rights inheriting);
  Errno fd_filestat_get(Descriptor fd, Pointer stat);
  Errno fd_filestat_set_size(Descriptor fd, uint64_t size);
  Errno fd_filestat_set_times(Descriptor fd, uint64_t accessed, uint64_t modified, uint32_t flags);
  Errno fd_pread(Descriptor fd, Pointer iovs, Size count, uint64_t offset, Pointer read);
  Errno fd_prestat_get(Descriptor fd, Pointer prestat);
  Errno fd_prestat_dir_name(Descriptor fd, Pointer path, Size bytes);
  Errno fd_pwrite(Descriptor fd, Pointer iovs, Size count, uint64_t offset, Pointer written);
  Errno fd_read(Descriptor fd, Pointer iovs, Size count, Pointer read);
  Errno fd_readdir(Descriptor fd, Pointer buffer, Size bytes, uint64_t cookie, Pointer used);
  Errno fd_renumber(Descriptor from, Descriptor to);
  Errno fd_seek(Descriptor fd, int64_t offset, uint32_t whence, Pointer position);
  Errno fd_sync(Descriptor fd);
  Errno fd_tell(Descriptor fd, Pointer position);
  Errno fd_write(Descriptor fd, Pointer iovs, Size count, Pointer written);

  Errno path_create_directory(Descriptor fd, Pointer path, Size bytes);
  Errno path_filestat_get(Descriptor fd, Lookupflags flags, Pointer path, Size bytes, Pointer stat);
  Errno path_filestat_set_times(Descriptor fd, Lookupflags flags, Pointer path, Size bytes,
                                uint64_t accessed, uint64_t modified, uint32_t fst_flags);
  Errno path_link(Descriptor from, Lookupflags flags, Pointer path, Size bytes, Descriptor to,
                  Pointer new_path, Size new_bytes);
  Errno path_open(Descriptor fd, Lookupflags flags, Pointer path, Size bytes, uint32_t oflags,
                  Rights base, Rights inheriting, uint32_t fd_flags, Pointer opened);
  Errno path_readlink(Descriptor fd, Pointer path, Size bytes, Pointer buffer, Size buffer_bytes,
                      Pointer used);
  Errno path_remove_directory(Descriptor fd, Pointer path, Size bytes);
  Errno path_rename(Descriptor from, Pointer path, Size bytes, Descriptor to, Pointer new_path,
                    Size new_bytes);
  Errno path_symlink(Pointer target, Size target_bytes, Descriptor fd, Pointer path, Size bytes);
  Errno path_unlink_file(Descriptor fd, Pointer path, Size bytes);

  Errno poll_oneoff(Pointer in, Pointer out, Size count, Pointer events);
  void proc_exit(uint32_t status);
  Errno proc_raise(uint32_t signal);
  Errno random_get(Pointer buffer, Size bytes);
  Errno sched_yield();
  Errno sock_accept(Descriptor fd, uint32_t flags, Pointer accepted);
  Errno sock_recv(Descriptor fd, Pointer iovs, Size count, uint32_t flags, Pointer read,
                  Pointer out_flags);
  Errno sock_send(Descriptor fd, Pointer iovs, Size count, uint32_t flags, Pointer sent);
  Errno sock_shutdown(Descriptor fd, uint32_t how);

 private:
  Guest guest() const { return Guest(memory_()); }
  Errno refuse_input();
  Errno no_socket(Descriptor fd);

  Program program_;
  Table table_;
  LinearMemory memory_;
  std::function<void(uint32_t)> exit_;
  std::function<void(Ended)> end_;
};

}  // namespace anchorhold::wasi

// What a compiled module calls: wasm2c names an import by its module and field. Each goes to the
// function of that name in Host. Those that a module does not import are not linked.
//
// The first argument is not looked at. It is meant to be the host's instance; where a function is
// called through a table, this wasm2c gives a place inside of the module's own instance instead.

#include "workload/wasm/glue.h"

// One import: its name, its parameters as WASI types, and the same as arguments.
#define AH_WASI_IMPORT(name, parameters, ...)                       \
  extern "C" uint32_t Z_wasi_snapshot_preview1Z_##name parameters { \
    return static_cast<uint32_t>(running->name(__VA_ARGS__));       \
  }

namespace anchorhold::wasi {

using Caller = const void*;

namespace {

Host* running = nullptr;

}  // namespace

void serve(Host& host) {
  running = &host;
}

AH_WASI_IMPORT(args_get, (Caller, Pointer argv, Pointer buffer), argv, buffer)
AH_WASI_IMPORT(args_sizes_get, (Caller, Pointer count, Pointer bytes), count, bytes)
AH_WASI_IMPORT(environ_get, (Caller, Pointer entries, Pointer buffer), entries, buffer)
AH_WASI_IMPORT(environ_sizes_get, (Caller, Pointer count, Pointer bytes), count, bytes)
AH_WASI_IMPORT(clock_res_get, (Caller, uint32_t clock, Pointer resolution), clock, resolution)
AH_WASI_IMPORT(clock_time_get, (Caller, uint32_t clock, uint64_t precision, Pointer time), clock,
               precision, time)
AH_WASI_IMPORT(fd_advise,
               (Caller, Descriptor fd, uint64_t offset, uint64_t length, uint32_t advice), fd,
               offset, length, advice)
AH_WASI_IMPORT(fd_allocate, (Caller, Descriptor fd, uint64_t offset, uint64_t length), fd, offset,
               length)
AH_WASI_IMPORT(fd_close, (Caller, Descriptor fd), fd)
AH_WASI_IMPORT(fd_datasync, (Caller, Descriptor fd), fd)
AH_WASI_IMPORT(fd_fdstat_get, (Caller, Descriptor fd, Pointer stat), fd, stat)
AH_WASI_IMPORT(fd_fdstat_set_flags, (Caller, Descriptor fd, uint32_t flags), fd, flags)
AH_WASI_IMPORT(fd_fdstat_set_rights, (Caller, Descriptor fd, Rights base, Rights inheriting), fd,
               base, inheriting)
AH_WASI_IMPORT(fd_filestat_get, (Caller, Descriptor fd, Pointer stat), fd, stat)
AH_WASI_IMPORT(fd_filestat_set_size, (Caller, Descriptor fd, uint64_t size), fd, size)
AH_WASI_IMPORT(fd_filestat_set_times,
               (Caller, Descriptor fd, uint64_t accessed, uint64_t modified, uint32_t flags), fd,
               accessed, modified, flags)
AH_WASI_IMPORT(fd_pread,
               (Caller, Descriptor fd, Pointer iovs, Size count, uint64_t offset, Pointer read), fd,
               iovs, count, offset, read)
AH_WASI_IMPORT(fd_prestat_get, (Caller, Descriptor fd, Pointer prestat), fd, prestat)
AH_WASI_IMPORT(fd_prestat_dir_name, (Caller, Descriptor fd, Pointer path, Size bytes), fd, path,
               bytes)
AH_WASI_IMPORT(fd_pwrite,
               (Caller, Descriptor fd, Pointer iovs, Size count, uint64_t offset, Pointer written),
               fd, iovs, count, offset, written)
AH_WASI_IMPORT(fd_read, (Caller, Descriptor fd, Pointer iovs, Size count, Pointer read), fd, iovs,
               count, read)
AH_WASI_IMPORT(fd_readdir,
               (Caller, Descriptor fd, Pointer buffer, Size bytes, uint64_t cookie, Pointer used),
               fd, buffer, bytes, cookie, used)
AH_WASI_IMPORT(fd_renumber, (Caller, Descriptor from, Descriptor to), from, to)
AH_WASI_IMPORT(fd_seek, (Caller, Descriptor fd, int64_t offset, uint32_t whence, Pointer position),
               fd, offset, whence, position)
AH_WASI_IMPORT(fd_sync, (Caller, Descriptor fd), fd)
AH_WASI_IMPORT(fd_tell, (Caller, Descriptor fd, Pointer position), fd, position)
AH_WASI_IMPORT(fd_write, (Caller, Descriptor fd, Pointer iovs, Size count, Pointer written), fd,
               iovs, count, written)
AH_WASI_IMPORT(path_create_directory, (Caller, Descriptor fd, Pointer path, Size bytes), fd, path,
               bytes)
AH_WASI_IMPORT(path_filestat_get,
               (Caller, Descriptor fd, Lookupflags flags, Pointer path, Size bytes, Pointer stat),
               fd, flags, path, bytes, stat)
AH_WASI_IMPORT(path_filestat_set_times,
               (Caller, Descriptor fd, Lookupflags flags, Pointer path, Size bytes,
                uint64_t accessed, uint64_t modified, uint32_t fst_flags),
               fd, flags, path, bytes, accessed, modified, fst_flags)
AH_WASI_IMPORT(path_link,
               (Caller, Descriptor from, Lookupflags flags, Pointer path, Size bytes, Descriptor to,
                Pointer new_path, Size new_bytes),
               from, flags, path, bytes, to, new_path, new_bytes)
AH_WASI_IMPORT(path_open,
               (Caller, Descriptor fd, Lookupflags flags, Pointer path, Size bytes, uint32_t oflags,
                Rights base, Rights inheriting, uint32_t fd_flags, Pointer opened),
               fd, flags, path, bytes, oflags, base, inheriting, fd_flags, opened)
AH_WASI_IMPORT(path_readlink,
               (Caller, Descriptor fd, Pointer path, Size bytes, Pointer buffer, Size buffer_bytes,
                Pointer used),
               fd, path, bytes, buffer, buffer_bytes, used)
AH_WASI_IMPORT(path_remove_directory, (Caller, Descriptor fd, Pointer path, Size bytes), fd, path,
               bytes)
AH_WASI_IMPORT(path_rename,
               (Caller, Descriptor from, Pointer path, Size bytes, Descriptor to, Pointer new_path,
                Size new_bytes),
               from, path, bytes, to, new_path, new_bytes)
AH_WASI_IMPORT(path_symlink,
               (Caller, Pointer target, Size target_bytes, Descriptor fd, Pointer path, Size bytes),
               target, target_bytes, fd, path, bytes)
AH_WASI_IMPORT(path_unlink_file, (Caller, Descriptor fd, Pointer path, Size bytes), fd, path, bytes)
AH_WASI_IMPORT(poll_oneoff, (Caller, Pointer in, Pointer out, Size count, Pointer events), in, out,
               count, events)
AH_WASI_IMPORT(proc_raise, (Caller, uint32_t signal), signal)
AH_WASI_IMPORT(random_get, (Caller, Pointer buffer, Size bytes), buffer, bytes)
AH_WASI_IMPORT(sched_yield, (Caller), )
AH_WASI_IMPORT(sock_accept, (Caller, Descriptor fd, uint32_t flags, Pointer accepted), fd, flags,
               accepted)
AH_WASI_IMPORT(sock_recv,
               (Caller, Descriptor fd, Pointer iovs, Size count, uint32_t flags, Pointer read,
                Pointer out_flags),
               fd, iovs, count, flags, read, out_flags)
AH_WASI_IMPORT(sock_send,
               (Caller, Descriptor fd, Pointer iovs, Size count, uint32_t flags, Pointer sent), fd,
               iovs, count, flags, sent)
AH_WASI_IMPORT(sock_shutdown, (Caller, Descriptor fd, uint32_t how), fd, how)

extern "C" void Z_wasi_snapshot_preview1Z_proc_exit(Caller, uint32_t status) {
  running->proc_exit(status);
}

}  // namespace anchorhold::wasi

#undef AH_WASI_IMPORT

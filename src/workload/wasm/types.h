#pragma once
// The types of WASI preview 1 (wasi_snapshot_preview1): numbers and layouts as its witx files give
// them.

#include <cstddef>
#include <cstdint>

namespace anchorhold::wasi {

// Places and lengths in the module's linear memory.
using Pointer = uint32_t;
using Size = uint32_t;
// A file descriptor as the module knows it: an index of the table, never one of the process.
using Descriptor = uint32_t;

// Errno: what every function returns.
enum class Errno : uint16_t {
  success,
  toobig,
  acces,
  addrinuse,
  addrnotavail,
  afnosupport,
  again,
  already,
  badf,
  badmsg,
  busy,
  canceled,
  child,
  connaborted,
  connrefused,
  connreset,
  deadlk,
  destaddrreq,
  dom,
  dquot,
  exist,
  fault,
  fbig,
  hostunreach,
  idrm,
  ilseq,
  inprogress,
  intr,
  inval,
  io,
  isconn,
  isdir,
  loop,
  mfile,
  mlink,
  msgsize,
  multihop,
  nametoolong,
  netdown,
  netreset,
  netunreach,
  nfile,
  nobufs,
  nodev,
  noent,
  noexec,
  nolck,
  nolink,
  nomem,
  nomsg,
  noprotoopt,
  nospc,
  nosys,
  notconn,
  notdir,
  notempty,
  notrecoverable,
  notsock,
  notsup,
  notty,
  nxio,
  overflow,
  ownerdead,
  perm,
  pipe,
  proto,
  protonosupport,
  prototype,
  range,
  rofs,
  spipe,
  srch,
  stale,
  timedout,
  txtbsy,
  xdev,
  notcapable,
};

enum class Filetype : uint8_t {
  unknown,
  block_device,
  character_device,
  directory,
  regular_file,
  socket_dgram,
  socket_stream,
  symbolic_link,
};

// Rights: what a descriptor may be used for.
using Rights = uint64_t;
namespace right {
inline constexpr Rights fd_datasync = 1U << 0;
inline constexpr Rights fd_read = 1U << 1;
inline constexpr Rights fd_seek = 1U << 2;
inline constexpr Rights fd_fdstat_set_flags = 1U << 3;
inline constexpr Rights fd_sync = 1U << 4;
inline constexpr Rights fd_tell = 1U << 5;
inline constexpr Rights fd_write = 1U << 6;
inline constexpr Rights fd_advise = 1U << 7;
inline constexpr Rights fd_allocate = 1U << 8;
inline constexpr Rights path_create_directory = 1U << 9;
inline constexpr Rights path_create_file = 1U << 10;
inline constexpr Rights path_link_source = 1U << 11;
inline constexpr Rights path_link_target = 1U << 12;
inline constexpr Rights path_open = 1U << 13;
inline constexpr Rights fd_readdir = 1U << 14;
inline constexpr Rights path_readlink = 1U << 15;
inline constexpr Rights path_rename_source = 1U << 16;
inline constexpr Rights path_rename_target = 1U << 17;
inline constexpr Rights path_filestat_get = 1U << 18;
inline constexpr Rights path_filestat_set_size = 1U << 19;
inline constexpr Rights path_filestat_set_times = 1U << 20;
inline constexpr Rights fd_filestat_get = 1U << 21;
inline constexpr Rights fd_filestat_set_size = 1U << 22;
inline constexpr Rights fd_filestat_set_times = 1U << 23;
inline constexpr Rights path_symlink = 1U << 24;
inline constexpr Rights path_remove_directory = 1U << 25;
inline constexpr Rights path_unlink_file = 1U << 26;
inline constexpr Rights poll_fd_readwrite = 1U << 27;
inline constexpr Rights sock_shutdown = 1U << 28;
inline constexpr Rights sock_accept = 1U << 29;
}  // namespace right

using Fdflags = uint16_t;
namespace fdflag {
inline constexpr Fdflags append = 1;
inline constexpr Fdflags dsync = 2;
inline constexpr Fdflags nonblock = 4;
inline constexpr Fdflags rsync = 8;
inline constexpr Fdflags sync = 16;
}  // namespace fdflag

using Oflags = uint16_t;
namespace oflag {
inline constexpr Oflags creat = 1;
inline constexpr Oflags directory = 2;
inline constexpr Oflags excl = 4;
inline constexpr Oflags trunc = 8;
}  // namespace oflag

using Lookupflags = uint32_t;
inline constexpr Lookupflags symlink_follow = 1;

using Fstflags = uint16_t;
namespace fstflag {
inline constexpr Fstflags atim = 1;
inline constexpr Fstflags atim_now = 2;
inline constexpr Fstflags mtim = 4;
inline constexpr Fstflags mtim_now = 8;
}  // namespace fstflag

// Filestat: as guest.h writes it into linear memory.
inline constexpr size_t filestat_bytes = 64;
struct Filestat {
  uint64_t device = 0;
  uint64_t inode = 0;
  Filetype type = Filetype::unknown;
  uint64_t links = 1;
  uint64_t size = 0;
  uint64_t accessed = 0;  // nanoseconds since 1970
  uint64_t modified = 0;
  uint64_t changed = 0;
};

}  // namespace anchorhold::wasi

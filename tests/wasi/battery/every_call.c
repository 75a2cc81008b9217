// Each of the 46 functions of WASI preview 1 once, as the runner and the filter around it have to
// take it. proc_exit comes last.
#include <stdlib.h>
#include <wasi/api.h>

#include "check.h"

#define GIVES(call, number)                                                     \
  do {                                                                          \
    const __wasi_errno_t given = (call);                                        \
    if (given != (number)) {                                                    \
      printf("line %d: %s gave %d, not %s\n", __LINE__, #call, given, #number); \
      ++failures;                                                               \
    }                                                                           \
  } while (0)
#define WORKS(call) GIVES(call, __WASI_ERRNO_SUCCESS)

// The one that wasi-libc leaves out.
__attribute__((import_module("wasi_snapshot_preview1"), import_name("proc_raise"))) int32_t
proc_raise(int32_t signal);

enum { folder = 3, absent = 99 };
static const __wasi_rights_t file_rights =
    __WASI_RIGHTS_FD_READ | __WASI_RIGHTS_FD_WRITE | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL |
    __WASI_RIGHTS_FD_ADVISE | __WASI_RIGHTS_FD_ALLOCATE | __WASI_RIGHTS_FD_SYNC |
    __WASI_RIGHTS_FD_DATASYNC | __WASI_RIGHTS_FD_FDSTAT_SET_FLAGS | __WASI_RIGHTS_FD_FILESTAT_GET |
    __WASI_RIGHTS_FD_FILESTAT_SET_SIZE | __WASI_RIGHTS_FD_FILESTAT_SET_TIMES |
    __WASI_RIGHTS_POLL_FD_READWRITE;

static void process(void) {
  size_t count = 0, bytes = 0;
  uint8_t* pointers[8];
  uint8_t buffer[256];
  WORKS(__wasi_args_sizes_get(&count, &bytes));
  CHECK(count == 1 && bytes == sizeof "every_call.wasm");
  WORKS(__wasi_args_get(pointers, buffer));
  CHECK(strcmp((const char*)pointers[0], "every_call.wasm") == 0);
  WORKS(__wasi_environ_sizes_get(&count, &bytes));
  CHECK(count == 1 && bytes == sizeof "NAME=value");
  WORKS(__wasi_environ_get(pointers, buffer));
  CHECK(strcmp((const char*)pointers[0], "NAME=value") == 0);
  __wasi_timestamp_t time = 0;
  for (uint32_t clock = 0; clock < 4; ++clock) {
    WORKS(__wasi_clock_res_get(clock, &time));
    CHECK(time > 0);
    WORKS(__wasi_clock_time_get(clock, 1, &time));
  }
  GIVES(__wasi_clock_time_get(7, 1, &time), __WASI_ERRNO_INVAL);
  WORKS(__wasi_random_get(buffer, sizeof buffer));
  WORKS(__wasi_sched_yield());
}

static __wasi_fd_t open_file(const char* name, __wasi_oflags_t how) {
  __wasi_fd_t file = absent;
  WORKS(__wasi_path_open(folder, 0, name, how, file_rights, 0, 0, &file));
  return file;
}

static void file(void) {
  const __wasi_fd_t file = open_file("calls.cleanup", __WASI_OFLAGS_CREAT);
  char text[8] = "";
  const __wasi_ciovec_t out = {(const uint8_t*)"content", 7};
  const __wasi_iovec_t in = {(uint8_t*)text, 7};
  size_t count = 0;
  __wasi_filesize_t at = 0;
  WORKS(__wasi_fd_write(file, &out, 1, &count));
  WORKS(__wasi_fd_tell(file, &at));
  CHECK(count == 7 && at == 7);
  WORKS(__wasi_fd_seek(file, -4, __WASI_WHENCE_CUR, &at));
  WORKS(__wasi_fd_read(file, &in, 1, &count));
  CHECK(at == 3 && count == 4 && memcmp(text, "tent", 4) == 0);
  WORKS(__wasi_fd_pwrite(file, &out, 1, 20, &count));
  WORKS(__wasi_fd_pread(file, &in, 1, 22, &count));
  CHECK(count == 5 && memcmp(text, "ntent", 5) == 0);
  WORKS(__wasi_fd_advise(file, 0, 0, __WASI_ADVICE_WILLNEED));
  WORKS(__wasi_fd_allocate(file, 0, 100));
  WORKS(__wasi_fd_datasync(file));
  WORKS(__wasi_fd_sync(file));

  __wasi_fdstat_t state;
  WORKS(__wasi_fd_fdstat_set_flags(file, __WASI_FDFLAGS_APPEND));
  WORKS(__wasi_fd_fdstat_get(file, &state));
  CHECK(state.fs_filetype == __WASI_FILETYPE_REGULAR_FILE);
  CHECK(state.fs_flags == __WASI_FDFLAGS_APPEND && state.fs_rights_base == file_rights);
  // The right to seek implies the right to tell.
  WORKS(__wasi_fd_fdstat_set_rights(file, file_rights & ~__WASI_RIGHTS_FD_TELL, 0));
  WORKS(__wasi_fd_tell(file, &at));
  WORKS(__wasi_fd_fdstat_set_rights(
      file, file_rights & ~(__WASI_RIGHTS_FD_TELL | __WASI_RIGHTS_FD_SEEK), 0));
  GIVES(__wasi_fd_tell(file, &at), __WASI_ERRNO_NOTCAPABLE);

  __wasi_filestat_t status;
  WORKS(__wasi_fd_filestat_set_size(file, 50));
  WORKS(__wasi_fd_filestat_set_times(file, 1, 2, __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM));
  WORKS(__wasi_fd_filestat_get(file, &status));
  CHECK(status.size == 50 && status.atim == 1 && status.mtim == 2);
  const __wasi_fd_t other = open_file("greeting.txt", 0);
  WORKS(__wasi_fd_renumber(file, other));
  GIVES(__wasi_fd_close(file), __WASI_ERRNO_BADF);
  WORKS(__wasi_fd_close(other));
}

static void folders(void) {
  __wasi_prestat_t preopened;
  uint8_t buffer[512];
  size_t used = 0;
  WORKS(__wasi_fd_prestat_get(folder, &preopened));
  CHECK(preopened.tag == __WASI_PREOPENTYPE_DIR && preopened.u.dir.pr_name_len == 4);
  WORKS(__wasi_fd_prestat_dir_name(folder, buffer, 4));
  CHECK(memcmp(buffer, "data", 4) == 0);
  WORKS(__wasi_fd_readdir(folder, buffer, sizeof buffer, 0, &used));
  CHECK(used > 3 * sizeof(__wasi_dirent_t));

  __wasi_filestat_t status;
  WORKS(__wasi_path_create_directory(folder, "d.cleanup"));
  WORKS(__wasi_path_filestat_get(folder, 0, "calls.cleanup", &status));
  CHECK(status.size == 50);
  WORKS(__wasi_path_filestat_set_times(folder, 0, "calls.cleanup", 0, 7, __WASI_FSTFLAGS_MTIM));
  WORKS(__wasi_path_link(folder, 0, "calls.cleanup", folder, "d.cleanup/link"));
  WORKS(__wasi_path_symlink("link", folder, "d.cleanup/soft"));
  WORKS(__wasi_path_readlink(folder, "d.cleanup/soft", buffer, sizeof buffer, &used));
  CHECK(used == 4 && memcmp(buffer, "link", 4) == 0);
  WORKS(__wasi_path_rename(folder, "d.cleanup/link", folder, "d.cleanup/moved"));
  WORKS(__wasi_path_unlink_file(folder, "d.cleanup/moved"));
  WORKS(__wasi_path_unlink_file(folder, "d.cleanup/soft"));
  WORKS(__wasi_path_remove_directory(folder, "d.cleanup"));
  WORKS(__wasi_path_unlink_file(folder, "calls.cleanup"));
}

static void waiting(void) {
  const __wasi_fd_t file = open_file("greeting.txt", 0);
  __wasi_subscription_t for_what[3] = {{.userdata = 1}, {.userdata = 2}, {.userdata = 3}};
  for_what[0].u.tag = __WASI_EVENTTYPE_CLOCK;
  for_what[0].u.u.clock.id = __WASI_CLOCKID_MONOTONIC;
  for_what[0].u.u.clock.timeout = 60000000000;
  for_what[1].u.tag = __WASI_EVENTTYPE_FD_READ;
  for_what[1].u.u.fd_read.file_descriptor = file;
  for_what[2].u.tag = __WASI_EVENTTYPE_FD_WRITE;
  for_what[2].u.u.fd_write.file_descriptor = 1;
  __wasi_event_t events[3];
  size_t count = 0;
  WORKS(__wasi_poll_oneoff(for_what, events, 3, &count));
  CHECK(count == 2 && events[0].userdata == 2 && events[1].userdata == 3);
  CHECK(events[0].fd_readwrite.nbytes == 26);
  for_what[0].u.u.clock.timeout = 1000000;
  WORKS(__wasi_poll_oneoff(for_what, events, 1, &count));
  CHECK(count == 1 && events[0].type == __WASI_EVENTTYPE_CLOCK);
  GIVES(__wasi_poll_oneoff(for_what, events, 0, &count), __WASI_ERRNO_INVAL);
  WORKS(__wasi_fd_close(file));
}

static void refused(void) {
  uint8_t byte = 0;
  const __wasi_iovec_t in = {&byte, 1};
  const __wasi_ciovec_t out = {&byte, 1};
  size_t count = 0;
  __wasi_roflags_t flags = 0;
  __wasi_fd_t socket = 0;
  GIVES(__wasi_sock_accept(1, 0, &socket), __WASI_ERRNO_NOTSOCK);
  GIVES(__wasi_sock_recv(1, &in, 1, 0, &count, &flags), __WASI_ERRNO_NOTSOCK);
  GIVES(__wasi_sock_send(1, &out, 1, 0, &count), __WASI_ERRNO_NOTSOCK);
  GIVES(__wasi_sock_shutdown(1, __WASI_SDFLAGS_RD), __WASI_ERRNO_NOTSOCK);
  GIVES(__wasi_sock_shutdown(absent, __WASI_SDFLAGS_RD), __WASI_ERRNO_BADF);
  GIVES((__wasi_errno_t)proc_raise(15), __WASI_ERRNO_NOTSUP);
  // Places outside of linear memory.
  GIVES(__wasi_random_get((uint8_t*)0xfffffff0, 32), __WASI_ERRNO_FAULT);
  GIVES(__wasi_fd_read(0, (const __wasi_iovec_t*)0xfffffffc, 1, &count), __WASI_ERRNO_FAULT);
}

int main(void) {
  process();
  file();
  folders();
  waiting();
  refused();
  const int failed = verdict();
  fflush(stdout);
  __wasi_proc_exit(failed ? 1 : 42);
}

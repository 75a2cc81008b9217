// Code that nobody measured: written, mapped, or executed from where only data may be.

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "cases.h"

namespace anchorhold::hostile {

namespace {

constexpr size_t page = 4096;

std::string mapped(void* at, const char* what) {
  return at == MAP_FAILED ? "" : what;
}

std::string write_then_execute() {
  void* at = ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) return "";
  std::memset(at, 0xc3, page);
  return got(::mprotect(at, page, PROT_READ | PROT_EXEC), "executable memory that it wrote");
}

std::string executable_then_writable() {
  void* at = ::mmap(nullptr, page, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED || ::mprotect(at, page, PROT_READ | PROT_WRITE) != 0) return "";
  std::memset(at, 0xc3, page);
  return got(::mprotect(at, page, PROT_READ | PROT_EXEC), "executable memory that it wrote");
}

std::string executable_stack() {
  int on_stack = 0;
  const auto address = reinterpret_cast<uintptr_t>(&on_stack) & ~(page - 1);
  return got(::mprotect(reinterpret_cast<void*>(address), page, PROT_READ | PROT_WRITE | PROT_EXEC),
             "the stack");
}

std::string protection_key() {
  void* at = ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return got(::syscall(SYS_pkey_mprotect, at, page, PROT_READ | PROT_EXEC, -1),
             "executable memory");
}

// A file's content, mapped for writing once and for execution once more.
std::string double_mapping(const char* path, int flags) {
  const int fd = ::open(path, O_RDWR | flags, 0700);
  if (fd < 0 || ((flags & O_CREAT) != 0 && ::ftruncate(fd, page) != 0)) return "";
  void* at = ::mmap(nullptr, page, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
  if ((flags & O_CREAT) != 0) ::unlink(path);
  return mapped(at, "executable mapping of what it can write");
}

std::string copy_and_execute(const char* path, bool by_descriptor) {
  const int from = ::open("/bin/probe", O_RDONLY);
  const int to = ::open(path, O_RDWR | O_CREAT | O_TRUNC, 0700);
  char buffer[65536];
  for (ssize_t count = 0; (count = ::read(from, buffer, sizeof buffer)) > 0;) {
    if (::write(to, buffer, static_cast<size_t>(count)) != count) return "";
  }
  ::fchmod(to, 04777);
  ::close(to);
  const char* const argv[] = {path, "escaped", nullptr};
  const int readable = ::open(path, O_RDONLY);
  const pid_t child = ::fork();
  if (child == 0) {
    if (by_descriptor) ::syscall(SYS_execveat, readable, "", argv, environ, AT_EMPTY_PATH);
    ::execve(path, const_cast<char* const*>(argv), environ);
    ::_exit(111);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ::unlink(path);
  return WIFEXITED(status) && WEXITSTATUS(status) == 111 ? "" : "an executed copy";
}

std::string shared_memory() {
  const int id = ::shmget(IPC_PRIVATE, page, IPC_CREAT | 0700);
  if (id < 0) return "";
  return "System V shared memory";
}

const Case of_execution[] = {
    {"memory-write-and-execute",
     [] {
       return mapped(::mmap(nullptr, page, PROT_READ | PROT_WRITE | PROT_EXEC,
                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
                     "writable and executable memory");
     }},
    {"memory-write-then-execute", write_then_execute},
    {"memory-execute-then-write", executable_then_writable},
    {"memory-executable-stack", executable_stack},
    {"memory-protection-key", protection_key},
    {"memory-shared-system-v", shared_memory},
    {"map-execute-tmp", [] { return double_mapping("/tmp/code", O_CREAT); }},
    {"map-execute-out", [] { return double_mapping("/out/code", O_CREAT); }},
    {"map-execute-dev-zero", [] { return double_mapping("/dev/zero", 0); }},
    {"memfd", [] { return got(::memfd_create("code", 0), "an anonymous file to execute"); }},
    {"memfd-secret", [] { return got(::syscall(SYS_memfd_secret, 0), "memory out of sight"); }},
    {"execute-tmp", [] { return copy_and_execute("/tmp/copy", false); }},
    {"execute-out", [] { return copy_and_execute("/out/copy", false); }},
    {"execute-tmp-by-descriptor", [] { return copy_and_execute("/tmp/copy", true); }},
    {"execute-dev-shm", [] { return copy_and_execute("/dev/shm/copy", false); }},
    {"personality-read-implies-exec",
     [] { return got(::syscall(SYS_personality, 0x0400000), "the personality"); }},
    {"personality-no-randomisation",
     [] { return got(::syscall(SYS_personality, 0x0040000), "the personality"); }},
    {"uselib", [] { return got(::syscall(SYS_uselib, "/tmp/code"), "a library"); }},
};

}  // namespace

std::span<const Case> execution_cases() {
  return of_execution;
}

}  // namespace anchorhold::hostile

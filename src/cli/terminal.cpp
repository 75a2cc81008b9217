#include "cli/terminal.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include "os/error.h"
#include "os/fd.h"
#include "os/file.h"

namespace anchorhold::cli {

namespace {

constexpr const char* kTerminal = "/dev/tty";
constexpr size_t kMaxLine = 1024;
constexpr uint8_t kInterrupt = 3;  // Ctrl-C, which reaches the program as a character here

// SilentTerminal: the terminal with echo and signals off, put back as it was on destruction.
class SilentTerminal {
 public:
  explicit SilentTerminal(int fd) : fd_(fd) {
    if (::tcgetattr(fd_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    silent.c_lflag |= static_cast<tcflag_t>(ICANON);
    silent.c_cc[VEOL] = kInterrupt;
    changed_ = ::tcsetattr(fd_, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (changed_) ::tcsetattr(fd_, TCSAFLUSH, &before_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  bool silent() const { return changed_; }

 private:
  int fd_;
  termios before_{};
  bool changed_ = false;
};

Result<SecretBytes> read_line(int fd) {
  SecretBytes line(kMaxLine);
  for (size_t size = 0; size < kMaxLine; ++size) {
    uint8_t& next = line.fill()[size];
    const ssize_t count = ::read(fd, &next, 1);
    if (count < 0) return os::system_error(kTerminal, "cannot read", errno);
    if (count == 0 || next == kInterrupt) {
      return Error{Code::unavailable, "passphrase", "entry was interrupted"};
    }
    if (next != '\n') continue;
    line.shrink(size);
    return line;
  }
  return Error{Code::limit_exceeded, "passphrase", "too long"}.want(
      "at most " + std::to_string(kMaxLine - 1) + " bytes");
}

}  // namespace

bool is_terminal(int fd) {
  return ::isatty(fd) == 1;
}

Result<SecretBytes> ask_passphrase(std::string_view prompt) {
  const os::Fd terminal(::open(kTerminal, O_RDWR | O_CLOEXEC | O_NOCTTY));
  if (!terminal.valid()) {
    return os::system_error(kTerminal, "no terminal to ask for the passphrase", errno);
  }
  const SilentTerminal silent(terminal.get());
  if (!silent.silent()) return os::system_error(kTerminal, "cannot turn echo off", errno);
  AH_TRY(os::write_all(terminal.get(), kTerminal, bytes_of(prompt)));
  Result<SecretBytes> line = read_line(terminal.get());
  AH_TRY(os::write_all(terminal.get(), kTerminal, bytes_of("\n")));
  if (line.ok() && line->empty()) return Error{Code::invalid_argument, "passphrase", "empty"};
  return line;
}

Result<SecretBytes> ask_new_passphrase() {
  AH_ASSIGN(SecretBytes first, ask_passphrase("Enter passphrase: "));
  AH_ASSIGN(const SecretBytes second, ask_passphrase("Confirm passphrase: "));
  if (!ct_equal(first.view(), second.view())) {
    return Error{Code::invalid_argument, "passphrase", "the two entries differ"};
  }
  return first;
}

}  // namespace anchorhold::cli

#pragma once
// Other programs that read or write WebAssembly, where the machine has them.

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/bytes.h"

namespace anchorhold::wasm {

// Tools: a folder of its own, and commands that are run in it.
class Tools {
 public:
  Tools() {
    std::string name = (std::filesystem::temp_directory_path() / "anchorhold-wasm-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Tools() { std::filesystem::remove_all(folder_); }
  Tools(const Tools&) = delete;
  Tools& operator=(const Tools&) = delete;

  bool have(const std::string& tool) const { return run("command -v " + tool) == 0; }

  // run: how `command`, a line for the shell, ends; 128 and the signal's number when one ended it.
  int run(const std::string& command) const {
    const std::string line = "cd '" + folder_.string() +
                             "' && ulimit -c 0 && ulimit -t 20 && ulimit -v 4000000 && { " +
                             command + "; } >said 2>&1";
    const int status = std::system(line.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  // said: what the last command printed.
  std::string said() const { return read("said"); }

  void write(const std::string& name, ByteView bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << text_of(bytes);
  }
  std::string read(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace anchorhold::wasm

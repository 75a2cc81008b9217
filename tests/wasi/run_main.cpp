// wasi-run [--dir HOST::GUEST[:ro]]... [--input NAME=FILE]... [--env NAME=VALUE]... [--unconfined]
// PROGRAM ARGS...: plays the agent for one compiled program and ends as it ends. Inputs are the
// files of its folder /in, fetched as they are read.

#include <cstdio>
#include <filesystem>
#include <string_view>

#include "program.h"

namespace {

using namespace anchorhold;
using wasi_suite::Start;

bool add_dir(Start& start, std::string_view text) {
  wasi::Folder folder;
  if (text.ends_with(":ro")) {
    folder.read_only = true;
    text.remove_suffix(3);
  }
  const size_t middle = text.find("::");
  if (middle == std::string_view::npos) return false;
  folder.path = text.substr(0, middle);
  folder.name = text.substr(middle + 2);
  start.setup.folders.push_back(std::move(folder));
  return true;
}

bool add_input(Start& start, std::string_view text) {
  const size_t middle = text.find('=');
  if (middle == std::string_view::npos) return false;
  const std::string file(text.substr(middle + 1));
  std::error_code error;
  const uint64_t bytes = std::filesystem::file_size(file, error);
  if (error) return false;
  start.setup.inputs_name = "/in";
  start.setup.inputs.push_back({std::string(text.substr(0, middle)), bytes});
  start.input_files.push_back(file);
  return true;
}

// Takes the options off; false when one makes no sense.
bool take_options(Start& start, int& at, int argc, char** argv) {
  for (; at < argc && std::string_view(argv[at]).starts_with("--"); ++at) {
    const std::string_view option = argv[at];
    if (option == "--unconfined") {
      start.confined = false;
      continue;
    }
    if (++at == argc) return false;
    if (option == "--env") {
      start.env.emplace_back(argv[at]);
    } else if (option == "--dir" ? !add_dir(start, argv[at])
                                 : option != "--input" || !add_input(start, argv[at])) {
      return false;
    }
  }
  return at < argc;
}

}  // namespace

int main(int argc, char** argv) {
  Start start;
  start.capture = false;
  int at = 1;
  if (!take_options(start, at, argc, argv)) {
    std::fprintf(stderr,
                 "usage: wasi-run [--dir HOST::GUEST[:ro]]... [--input NAME=FILE]...\n"
                 "                [--env NAME=VALUE]... [--unconfined] PROGRAM ARGS...\n");
    return 2;
  }
  start.program = argv[at];
  start.args.assign(argv + at, argv + argc);
  const auto ending = wasi_suite::run(start);
  if (!ending.ok()) {
    std::fprintf(stderr, "wasi-run: %s\n", ending.error().to_string().c_str());
    return 2;
  }
  return ending->signal != 0 ? 128 + ending->signal : ending->status;
}

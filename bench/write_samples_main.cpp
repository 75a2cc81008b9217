// Writes the forged samples into a folder, one subfolder each, for programs that read files:
// `evidence`, the files beside it, and `options`, one argument of `anchorhold verify` a line.

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/hex.h"
#include "sample.h"

namespace {

namespace fs = std::filesystem;
using namespace anchorhold;

void write(const fs::path& path, ByteView bytes) {
  std::ofstream(path, std::ios::binary) << text_of(bytes);
}

void write(const fs::path& folder, const bench::Sample& sample) {
  fs::create_directories(folder);
  write(folder / "evidence", sample.evidence);
  std::ofstream options(folder / "options");
  options << "--at\n" << format_time(sample.at) << "\n";
  const auto add = [&](const char* option, const verifier::File& file, const std::string& name) {
    write(folder / name, file.bytes);
    options << option << "\n" << (file.role.empty() ? "" : file.role + "=") << name << "\n";
  };
  for (size_t i = 0; i < sample.beside.size(); ++i)
    add("--collateral", sample.beside[i], "beside-" + std::to_string(i));
  for (size_t i = 0; i < sample.anchors.size(); ++i)
    add("--anchor", sample.anchors[i], "anchor-" + std::to_string(i));
  for (const Digest256& root : sample.software_roots)
    options << "--software-root\n" << to_hex(root) << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: write_samples FOLDER\n", stderr);
    return 2;
  }
  for (const bench::Sample& sample : bench::forged_samples())
    write(fs::path(argv[1]) / sample.name, sample);
  return 0;
}

#include "image/entrypoint.h"

#include <algorithm>

#include "image/elf.h"
#include "image/names.h"

namespace anchorhold::image {
namespace {

constexpr std::string_view default_path =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

Result<const Node*> program_at(const FileTree& tree, const std::string& path) {
  AH_ASSIGN(const std::string file, tree.resolve(path));
  const Node* node = tree.find(file);
  if (node != nullptr && node->type == NodeType::file && node->executable) return node;
  return Error{Code::invalid_argument, printable(path), "not an executable file of the image"}
      .saw(node == nullptr || node->type == NodeType::directory
               ? "a directory"
               : "a file without execute permission")
      .advise("name a program with --entry, and mark it executable (chmod +x)");
}

Result<std::string> find_program(const std::string& name, const OciConfig& config,
                                 const FileTree& tree) {
  if (name.find('/') != std::string::npos) {
    if (name[0] == '/') return name;
    return Error{Code::unsupported, printable(name), "entry point relative to a working directory"}
        .advise("name its absolute path with --entry");
  }
  const auto found = config.env.find("PATH");
  std::string_view rest =
      found == config.env.end() ? default_path : std::string_view(found->second);
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(':'), rest.size());
    const std::string candidate = std::string(rest.substr(0, end)) + "/" + name;
    if (candidate[0] == '/' && program_at(tree, candidate).ok()) return candidate;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return Error{Code::not_found, printable(name),
               "entry point of the image, not found along its PATH"}
      .advise("name its absolute path with --entry");
}

}  // namespace

Result<Manifest> manifest_of_config(const OciConfig& config, const FileTree& tree) {
  Manifest manifest;
  manifest.env = config.env;
  std::vector<std::string> command = config.entrypoint;
  command.insert(command.end(), config.cmd.begin(), config.cmd.end());
  if (command.empty()) return manifest;
  AH_ASSIGN(manifest.entrypoint, find_program(command[0], config, tree));
  manifest.args.assign(command.begin() + 1, command.end());
  return manifest;
}

Result<std::string> check_entrypoint(const Manifest& manifest, const FileTree& tree) {
  if (manifest.entrypoint.empty() || manifest.entrypoint[0] != '/') {
    return Error{Code::invalid_argument, "entry point", "not an absolute path"}
        .saw(manifest.entrypoint.empty() ? "none" : printable(manifest.entrypoint))
        .advise("name the program to start with --entry /path");
  }
  AH_ASSIGN(const Node* node, program_at(tree, manifest.entrypoint));
  AH_ASSIGN(const Program program,
            parse_program("entry point " + printable(manifest.entrypoint), *node->content));
  if (!program.interpreter.empty()) {
    const Result<const Node*> loader = program_at(tree, program.interpreter);
    if (!loader.ok()) {
      return Error{Code::invalid_argument, printable(manifest.entrypoint),
                   "dynamic program whose loader is not in the image"}
          .want(printable(program.interpreter))
          .advise(
              "link the program statically, or build from a root file system that has its "
              "libraries");
    }
  }
  return program.architecture;
}

}  // namespace anchorhold::image

#include "agent/cell.h"

#include "codec/json.h"
#include "crypto/hash.h"
#include "image/layer.h"
#include "workload/tree_writer.h"

namespace anchorhold::agent {

namespace {

// Room for the file system's own bookkeeping: a page for each entry, and the page that each file
// rounds up to.
constexpr uint64_t kPage = 4096;

Result<workload::Space> space_for(RandomAccess& layer, uint64_t in_bytes) {
  workload::Space space;
  image::LayerReader reader(layer);
  for (;;) {
    AH_ASSIGN(const std::optional<image::Entry> entry, reader.next());
    if (!entry) break;
    space.files += 1;
    space.root_bytes += entry->size + 2 * kPage;
  }
  space.in_bytes = in_bytes;
  return space;
}

Status unpack(RandomAccess& layer, const os::Fd& root) {
  workload::TreeWriter tree(root);
  image::LayerReader reader(layer);
  for (;;) {
    AH_ASSIGN(const std::optional<image::Entry> entry, reader.next());
    if (!entry) return {};
    switch (entry->type) {
      case image::EntryType::directory:
        AH_TRY(tree.directory(entry->path));
        break;
      case image::EntryType::file:
        AH_TRY(tree.file(entry->path, entry->executable, layer, entry->data_offset, entry->size));
        break;
      case image::EntryType::symlink:
        AH_TRY(tree.symlink(entry->path, entry->target));
        break;
      case image::EntryType::hardlink:
        AH_TRY(tree.hardlink(entry->path, entry->target));
        break;
    }
  }
}

// The event that PCR17 records: what is executed, and how it was called. Its bytes are measured
// with the layer.
Digest384 execution_event(const std::vector<std::string>& argv) {
  json::Array arguments(argv.begin(), argv.end());
  return crypto::sha384(bytes_of(json::canonical(
      json::Value::object({{"event", "execute"}, {"argv", std::move(arguments)}}))));
}

}  // namespace

workload::Limits limits_of(const image::Manifest& manifest) {
  workload::Limits limits;
  limits.memory_bytes = manifest.limits.memory_bytes;
  limits.cpu_seconds = manifest.limits.cpu_seconds;
  limits.wall_seconds = manifest.limits.wall_seconds;
  limits.processes = manifest.limits.processes;
  limits.out_bytes = manifest.limits.out_bytes;
  return limits;
}

Result<Cell> Cell::prepare(workload::Spawner& spawner, RandomAccess& layer,
                           const image::Manifest& manifest, uint64_t in_bytes) {
  AH_ASSIGN(const workload::Space space, space_for(layer, in_bytes));
  AH_ASSIGN(workload::WorkloadDirs dirs, spawner.prepare(space, limits_of(manifest)));
  AH_TRY(unpack(layer, dirs.root));
  return Cell(std::move(dirs));
}

Status Cell::start(workload::Spawner& spawner, Module& module, const image::Manifest& manifest,
                   const contract::Contract& contract, os::Fd runner) {
  workload::Launch launch;
  AH_ASSIGN(launch.program, workload::executable_memfd(dirs_.root, manifest.entrypoint));
  launch.argv = {manifest.entrypoint};
  launch.argv.insert(launch.argv.end(), manifest.args.begin(), manifest.args.end());
  launch.argv.insert(launch.argv.end(), contract.workload.args.begin(),
                     contract.workload.args.end());
  for (const auto& [name, value] : manifest.env) launch.env.push_back(name + "=" + value);
  launch.limits = limits_of(manifest);
  launch.runner = std::move(runner);
  launch.log = contract.log.has_value();
  AH_TRY(module.record_event(execution_event(launch.argv)));
  dirs_.root.reset();
  dirs_.in.reset();
  return spawner.launch(launch);
}

}  // namespace anchorhold::agent

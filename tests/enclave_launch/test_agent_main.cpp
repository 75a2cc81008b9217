// The smallest agent: proves itself, starts the workload that the manifest names, and reports
// everything to port 1. Only for tests: it has no contract, keeps no secret and gates nothing.

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>

#include "attester/nsm_client.h"
#include "base/writer.h"
#include "image/layer.h"
#include "image/manifest.h"
#include "os/file.h"
#include "os/socket.h"
#include "workload/native.h"
#include "workload/seccomp.h"
#include "workload/tree_writer.h"

namespace anchorhold {
namespace {

Status unpack(RandomAccess& layer, const os::Fd& root) {
  workload::TreeWriter tree(root);
  image::LayerReader reader(layer);
  for (;;) {
    AH_ASSIGN(const auto entry, reader.next());
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

Status write_input(const os::Fd& in) {
  const os::Fd file(::openat(in.get(), "data", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  return os::write_all(file.get(), "in/data", bytes_of("the input"));
}

class Report {
 public:
  explicit Report(os::SocketStream stream) : stream_(std::move(stream)) {}
  Status put(std::string_view key, ByteView value) {
    Writer out;
    out.u32be(static_cast<uint32_t>(key.size())).text(key);
    out.u32be(static_cast<uint32_t>(value.size())).bytes(value);
    return stream_.write(out.view());
  }
  Status put(std::string_view key, std::string_view value) { return put(key, bytes_of(value)); }
  // The time, by the clock that the host has too.
  Status reached(std::string_view key) {
    return put(key, std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
  }

 private:
  os::SocketStream stream_;
};

Result<os::SocketStream> connect(const os::Fd& channel, uint32_t port) {
  const Bytes request = Writer().u32be(port).take();
  AH_TRY(os::send_message(channel, request));
  AH_ASSIGN(os::Message answer, os::receive_message(channel, 1));
  if (!answer.descriptor) return Error{Code::unavailable, "port", "closed"};
  return os::SocketStream(std::move(*answer.descriptor));
}

Status report_outputs(const os::Fd& out, Report& report) {
  for (const char* name : {"result", "second"}) {
    os::Fd file(::openat(out.get(), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.valid()) continue;
    os::FileSource source(std::move(file), name);
    AH_ASSIGN(const Bytes content, read_all(source, name, 16U << 20));
    AH_TRY(report.put(std::string("out/") + name, content));
  }
  return {};
}

Result<workload::WorkloadEnd> run_workload(workload::Spawner& spawner, os::FileAccess& layer,
                                           const image::Manifest& manifest, Report& report) {
  const workload::Limits limits{manifest.limits.memory_bytes, manifest.limits.cpu_seconds,
                                manifest.limits.wall_seconds, manifest.limits.processes,
                                manifest.limits.out_bytes};
  AH_ASSIGN(auto dirs, spawner.prepare({layer.size() * 4, 1U << 20, layer.size() / 512}, limits));
  AH_TRY(unpack(layer, dirs.root));
  AH_TRY(write_input(dirs.in));
  workload::Launch launch;
  AH_ASSIGN(launch.program, workload::executable_memfd(dirs.root, manifest.entrypoint));
  launch.argv = {manifest.entrypoint};
  launch.argv.insert(launch.argv.end(), manifest.args.begin(), manifest.args.end());
  for (const auto& [name, value] : manifest.env) launch.env.push_back(name + "=" + value);
  launch.limits = limits;
  launch.log = manifest.env.contains("TEST_LOG");
  AH_TRY(report.reached("at unpacked"));
  AH_TRY(spawner.launch(launch));
  AH_TRY(report.reached("at launched"));
  MemorySink log;
  AH_ASSIGN(const auto end, spawner.wait(&log));
  AH_TRY(report.put("log", log.bytes()));
  AH_TRY(report_outputs(dirs.out, report));
  return end;
}

Status work(Report& report, workload::Spawner& spawner, attester::NsmClient& module) {
  AH_TRY(module.extend(16, Bytes(48, 7)));
  AH_TRY(module.lock(16));
  AH_ASSIGN(const Bytes evidence, module.attest({}));
  AH_TRY(report.reached("at evidence"));
  AH_TRY(report.put("evidence", evidence));
  AH_ASSIGN(auto layer, os::FileAccess::of(os::Fd(5), "layer"));
  os::FileSource manifest_file(os::Fd(6), "manifest");
  AH_ASSIGN(const Bytes manifest_bytes,
            read_all(manifest_file, "manifest", image::max_manifest_bytes));
  AH_ASSIGN(const image::Manifest manifest, image::parse_manifest("manifest", manifest_bytes));
  AH_ASSIGN(const auto end, run_workload(spawner, layer, manifest, report));
  AH_TRY(report.put("end", workload::end_name(end.end)));
  AH_TRY(report.put("status", std::to_string(end.exit_status)));
  return report.put("shares", std::string(share_name(end.cpu)) + "," +
                                  std::string(share_name(end.memory)) + "," +
                                  std::string(share_name(end.wall)));
}

std::string entries_of(const char* folder) {
  std::string names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    names += entry.path().string() + " ";
  return names;
}

Status run() {
  const auto begun = std::chrono::steady_clock::now();
  const std::string surroundings = entries_of("/") + "uid=" + std::to_string(::getuid()) +
                                   " dumpable=" + std::to_string(::prctl(PR_GET_DUMPABLE));
  AH_ASSIGN(auto spawner, workload::Spawner::start());
  const os::Fd channel(4);
  AH_ASSIGN(auto stream, connect(channel, 1));
  Report report(std::move(stream));
  AH_TRY(report.put("surroundings", surroundings));
  AH_TRY(report.put("at agent", std::to_string(begun.time_since_epoch().count())));
  AH_TRY(report.reached("at spawner"));
  AH_TRY(workload::lock_agent_syscalls());
  AH_TRY(report.reached("at locked"));
  attester::NsmClient module{os::Fd(3)};
  Status outcome = work(report, spawner, module);
  if (!outcome.ok()) AH_TRY(report.put("error", outcome.error().to_string()));
  return outcome;
}

}  // namespace
}  // namespace anchorhold

int main() {
  const anchorhold::Status outcome = anchorhold::run();
  if (!outcome.ok()) ::dprintf(2, "test agent: %s\n", outcome.error().to_string().c_str());
  return outcome.ok() ? 0 : 1;
}

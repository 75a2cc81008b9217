#include "cli/run_results.h"

#include <sys/statvfs.h>

#include <cerrno>
#include <filesystem>

#include "os/error.h"
#include "os/file.h"

namespace anchorhold::cli {

namespace {

constexpr std::string_view kOutputs = "outputs/";
constexpr std::string_view kReceipt = "receipt";
constexpr std::string_view kReport = "report";

// Every result may be padded, wrapped and accompanied by shares; this is the room beyond the
// declared sizes.
constexpr uint64_t kResultSlack = 1 << 20;

// The declared sizes alone.
uint64_t declared_bytes(const contract::Contract& contract) {
  uint64_t bytes = 0;
  for (const auto& [name, output] : contract.outputs) {
    const bool twice = output.approve && output.approve->preview;
    bytes += (twice ? 2 : 1) * static_cast<uint64_t>(output.max_bytes);
  }
  if (contract.log) bytes += static_cast<uint64_t>(contract.log->max_bytes);
  return bytes;
}

// Names come from the agent, which is measured, but this host writes files only where it was told
// to.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.find('/') == std::string::npos && name != "." && name != "..";
}

Result<std::string> file_name(const std::string& target) {
  if (target == kReceipt) return std::string("receipt.json");
  if (target == kReport) return std::string("report.age");
  const std::string name = target.starts_with(kOutputs) ? target.substr(kOutputs.size()) : "";
  if (!is_plain_name(name))
    return Error{Code::internal, "result", "the agent chose a name that is no file name"};
  return name + ".age";
}

}  // namespace

uint64_t result_room(const contract::Contract& contract) {
  return declared_bytes(contract) + (contract.outputs.size() + 1) * kResultSlack;
}

Status check_room(const std::string& folder, const contract::Contract& contract) {
  std::filesystem::path place = std::filesystem::absolute(folder);
  std::error_code error;
  while (!std::filesystem::exists(place, error) && place.has_relative_path())
    place = place.parent_path();
  struct statvfs disk {};
  if (::statvfs(place.c_str(), &disk) != 0)
    return os::system_error(folder, "cannot hold the results", errno);
  const uint64_t room = uint64_t{disk.f_bavail} * disk.f_frsize;
  if (room >= declared_bytes(contract)) return {};
  return Error{Code::unavailable, folder, "its disk has no room for the results"}
      .want(std::to_string(declared_bytes(contract)) + " bytes")
      .saw(std::to_string(room))
      .advise("free some, or name another folder with -o; nothing was launched");
}

Result<std::vector<std::string>> write_results(const std::string& folder,
                                               const HostServices::Outcome& outcome) {
  const bool whole = outcome.ok.value_or(false);
  std::vector<std::string> paths;
  std::vector<os::PendingFile> files;
  std::error_code error;
  if (!outcome.files.empty()) std::filesystem::create_directories(folder, error);
  for (const auto& [target, bytes] : outcome.files) {
    if (!whole && target != kReport) continue;
    AH_ASSIGN(const std::string name, file_name(target));
    paths.push_back(folder + "/" + name);
    AH_ASSIGN(os::PendingFile file, os::PendingFile::create(paths.back(), 0644));
    AH_TRY(file.write(bytes));
    files.push_back(std::move(file));
  }
  for (os::PendingFile& file : files) AH_TRY(file.commit());
  return paths;
}

Status end_of(const HostServices::Outcome& outcome, const enclave::EnclaveEnd& end,
              const std::string& spent) {
  if (outcome.ok.value_or(false)) return {};
  if (!outcome.ok) {
    return Error{Code::unavailable, "run", "the enclave ended before the run did"}
        .saw((end.exited ? "exit status " : "signal ") + std::to_string(end.status))
        .advise("nothing of it was kept; keys that were released are spent: " + spent);
  }
  if (!outcome.detail.empty())
    return Error{Code::denied, "run", outcome.detail}.advise(
        "nothing left the enclave; keys that were released are spent: " + spent);
  return Error{Code::denied, "run", "failed"}.advise(
      "why is told to the data owners only, in report.age; keys that were released are spent: " +
      spent);
}

}  // namespace anchorhold::cli

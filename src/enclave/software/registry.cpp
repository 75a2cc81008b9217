#include "enclave/software/registry.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>

#include "codec/json.h"
#include "codec/json_fields.h"
#include "os/error.h"
#include "os/file.h"
#include "os/socket.h"

namespace anchorhold::enclave {

namespace {

constexpr size_t max_entry_bytes = 16U << 10;
constexpr size_t max_command_bytes = 4096;
constexpr size_t max_answer_bytes = 64U << 10;
constexpr uint8_t answer_ok = 0;
constexpr uint8_t answer_error = 1;

std::string encode(const RunningEnclave& enclave) {
  return json::pretty(json::Value::object({{"id", enclave.id},
                                           {"monitor_pid", enclave.monitor_pid},
                                           {"image", enclave.image},
                                           {"contract_name", enclave.contract_name},
                                           {"contract_digest", enclave.contract_digest},
                                           {"started", format_time(enclave.started)}}));
}

Result<RunningEnclave> decode(const std::string& object, std::string_view text) {
  AH_ASSIGN(const json::Value value, json::parse(object, text));
  json::Fields fields(object, value);
  RunningEnclave enclave;
  AH_ASSIGN(enclave.id, fields.text("id"));
  AH_ASSIGN(enclave.monitor_pid, fields.integer("monitor_pid", 1, json::kMaxInteger));
  AH_ASSIGN(enclave.image, fields.text("image"));
  AH_ASSIGN(enclave.contract_name, fields.text("contract_name"));
  AH_ASSIGN(enclave.contract_digest, fields.text("contract_digest"));
  AH_ASSIGN(enclave.started, fields.time("started"));
  AH_TRY(fields.finish());
  return enclave;
}

// Address: of a socket in a folder. A socket's path may not exceed 107 bytes, a home folder's may:
// the kernel is given a short way round through the open folder.
class Address {
 public:
  static Result<Address> of(const std::string& folder, const std::string& id) {
    os::Fd opened(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!opened.valid()) return os::system_error(folder, "cannot open", errno);
    const std::string path = "/proc/self/fd/" + std::to_string(opened.get()) + "/" + id + ".sock";
    Address address(std::move(opened));
    if (path.size() >= sizeof address.address_.sun_path) {
      return Error{Code::invalid_argument, "enclave id", "too long"};
    }
    address.address_.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address.address_.sun_path);
    return address;
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
  socklen_t size() const { return sizeof address_; }

 private:
  explicit Address(os::Fd folder) : folder_(std::move(folder)) {}
  os::Fd folder_;
  sockaddr_un address_{};
};

Result<os::Fd> new_socket() {
  os::Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return os::system_error("control socket", "cannot create", errno);
  return socket;
}

Result<os::Fd> connect_to(const std::string& folder, const std::string& id) {
  AH_ASSIGN(const Address address, Address::of(folder, id));
  AH_ASSIGN(os::Fd socket, new_socket());
  if (::connect(socket.get(), address.get(), address.size()) != 0)
    return os::system_error("enclave " + id, "its monitor does not answer", errno);
  return socket;
}

void remove_files(const std::string& folder, const std::string& id) {
  ::unlink((folder + "/" + id + ".sock").c_str());
  ::unlink((folder + "/" + id + ".json").c_str());
}

class FolderRegistration : public Registration {
 public:
  FolderRegistration(std::string folder, std::string id, os::Fd listener, os::Fd closing,
                     ControlHandler handler)
      : folder_(std::move(folder)),
        id_(std::move(id)),
        listener_(std::move(listener)),
        closing_(std::move(closing)),
        handler_(std::move(handler)),
        thread_([this] { serve(); }) {}
  ~FolderRegistration() override {
    remove_files(folder_, id_);
    static_cast<void>(::eventfd_write(closing_.get(), 1));
    thread_.join();
  }

 private:
  void serve() {
    for (;;) {
      pollfd events[] = {{listener_.get(), POLLIN, 0}, {closing_.get(), POLLIN, 0}};
      if (::poll(events, 2, -1) < 0 && errno != EINTR) return;
      if (events[1].revents != 0) return;
      if (events[0].revents == 0) continue;
      os::Fd connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (connection.valid()) answer(std::move(connection));
    }
  }

  void answer(os::Fd connection) {
    // A client that says nothing must not keep the others waiting.
    const timeval patience{5, 0};
    ::setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    os::SocketStream stream(std::move(connection));
    const auto command = read_all(stream, "command", max_command_bytes);
    if (!command.ok() || command->empty()) return;
    const auto outcome = handler_(string_of(*command));
    Bytes reply{outcome.ok() ? answer_ok : answer_error};
    append(reply, outcome.ok() ? ByteView(*outcome) : bytes_of(outcome.error().to_string()));
    static_cast<void>(stream.write(reply));
  }

  const std::string folder_;
  const std::string id_;
  const os::Fd listener_;
  const os::Fd closing_;
  const ControlHandler handler_;
  std::thread thread_;
};

// The one id that begins with `prefix`.
Result<std::string> complete(const std::vector<RunningEnclave>& running,
                             const std::string& prefix) {
  std::vector<std::string> matches;
  std::string all;
  for (const RunningEnclave& enclave : running) {
    if (enclave.id == prefix) return prefix;
    if (enclave.id.starts_with(prefix)) matches.push_back(enclave.id);
    all += (all.empty() ? "" : ", ") + enclave.id;
  }
  if (matches.size() == 1) return matches.front();
  return Error{Code::not_found, "enclave " + prefix,
               matches.empty() ? "not running" : "not the only one that begins so"}
      .advise(all.empty() ? "none is running" : "running: " + all);
}

}  // namespace

Result<std::unique_ptr<Registration>> Registration::create(const std::string& run_folder,
                                                           const RunningEnclave& enclave,
                                                           ControlHandler handler) {
  AH_TRY(os::make_private_folder(run_folder));
  AH_ASSIGN(const Address address, Address::of(run_folder, enclave.id));
  AH_ASSIGN(os::Fd listener, new_socket());
  if (::bind(listener.get(), address.get(), address.size()) != 0 ||
      ::listen(listener.get(), 8) != 0)
    return os::system_error("control socket of " + enclave.id, "cannot listen in " + run_folder,
                            errno);
  os::Fd closing(::eventfd(0, EFD_CLOEXEC));
  if (!closing.valid()) return os::system_error("eventfd", "cannot create", errno);
  auto registration = std::make_unique<FolderRegistration>(
      run_folder, enclave.id, std::move(listener), std::move(closing), std::move(handler));
  AH_TRY(os::write_file(run_folder + "/" + enclave.id + ".json", bytes_of(encode(enclave))));
  return std::unique_ptr<Registration>(std::move(registration));
}

Result<std::vector<RunningEnclave>> list_enclaves(const std::string& run_folder) {
  std::vector<RunningEnclave> running;
  std::error_code error;
  for (const auto& item : std::filesystem::directory_iterator(run_folder, error)) {
    if (item.path().extension() != ".json") continue;
    const std::string id = item.path().stem().string();
    const auto bytes = os::read_file(item.path().string(), max_entry_bytes);
    if (!bytes.ok()) continue;  // its monitor removed it just now
    if (!connect_to(run_folder, id).ok()) {
      remove_files(run_folder, id);
      continue;
    }
    AH_ASSIGN(RunningEnclave enclave, decode(item.path().string(), text_of(*bytes)));
    running.push_back(std::move(enclave));
  }
  std::sort(running.begin(), running.end(),
            [](const RunningEnclave& a, const RunningEnclave& b) { return a.started < b.started; });
  return running;
}

Result<Bytes> send_control(const std::string& run_folder, const std::string& id,
                           const std::string& command) {
  AH_ASSIGN(const auto running, list_enclaves(run_folder));
  AH_ASSIGN(const std::string full, complete(running, id));
  AH_ASSIGN(os::Fd socket, connect_to(run_folder, full));
  os::SocketStream stream(std::move(socket));
  AH_TRY(stream.write(bytes_of(command)));
  ::shutdown(stream.fd(), SHUT_WR);
  AH_ASSIGN(const Bytes answer, read_all(stream, "answer of " + full, max_answer_bytes));
  if (answer.empty()) return Error{Code::unavailable, "enclave " + full, "ended without an answer"};
  const ByteView body = ByteView(answer).subspan(1);
  if (answer[0] != answer_ok) return Error{Code::unavailable, "enclave " + full, string_of(body)};
  return copy_of(body);
}

}  // namespace anchorhold::enclave

#include "test_enclave.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/reader.h"
#include "image/layer.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/random.h"
#include "os/socket.h"

namespace anchorhold::enclave {

namespace {

std::string path_of(const char* variable, const char* built) {
  const char* given = std::getenv(variable);
  return given != nullptr ? given : built;
}

Bytes content_of(const std::string& path) {
  return std::move(os::read_file(path, 64U << 20)).value();
}

Status parse_report(ByteView bytes, std::map<std::string, std::string>& report) {
  Reader in("report", bytes);
  while (!in.empty()) {
    AH_ASSIGN(const uint32_t key_size, in.u32be());
    AH_ASSIGN(const ByteView key, in.view(key_size));
    AH_ASSIGN(const uint32_t value_size, in.u32be());
    AH_ASSIGN(const ByteView value, in.view(value_size));
    report[string_of(key)] = string_of(value);
  }
  return {};
}

}  // namespace

std::string test_agent() {
  return path_of("TEST_AGENT_PATH", TEST_AGENT);
}
std::string static_probe() {
  return path_of("STATIC_PROBE_PATH", STATIC_PROBE);
}
std::string dynamic_probe() {
  return path_of("DYNAMIC_PROBE_PATH", DYNAMIC_PROBE);
}

const attester::SoftwareRoot& test_root() {
  static const attester::SoftwareRoot root = [] {
    os::SystemRandom random;
    return std::move(attester::SoftwareRoot::generate(random, os::now())).value();
  }();
  return root;
}

TestImage::TestImage(std::vector<std::string> args, const std::string& program) {
  manifest.entrypoint = "/bin/probe";
  manifest.args = std::move(args);
  manifest.limits.memory_bytes = 128U << 20;
  manifest.limits.processes = 32;
  manifest.limits.wall_seconds = 30;
  manifest.limits.out_bytes = 4U << 20;
  static_cast<void>(tree.add_file("bin/probe", content_of(program), true));
}

void add_libraries(image::FileTree& tree, const std::string& program) {
  FILE* listing = ::popen(("ldd " + program).c_str(), "r");
  std::string text;
  char buffer[4096];
  for (size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, listing)) > 0;)
    text.append(buffer, count);
  ::pclose(listing);
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    if (word.starts_with("/"))
      static_cast<void>(tree.add_file(word.substr(1), content_of(word), true));
  }
}

Result<std::unique_ptr<Running>> start(const TestImage& image) {
  auto running = std::make_unique<Running>();
  MemorySink layer;
  AH_TRY(image::write_layer(image.tree, layer));
  running->layer = layer.take();
  running->image.manifest = image.manifest;
  AH_ASSIGN(running->image.manifest_bytes, image::encode_manifest(image.manifest));
  running->image.layer = running->layer;
  LaunchSpec spec;
  spec.image = &running->image;
  spec.agent_path = test_agent();
  spec.ports[host_port] = [&report = running->report](os::Fd fd) {
    os::SocketStream stream(std::move(fd));
    const auto bytes = read_all(stream, "report", 64U << 20);
    if (bytes.ok()) static_cast<void>(parse_report(*bytes, report));
  };
  SoftwareTee tee(test_root(), image.memo_folder);
  AH_ASSIGN(running->enclave, tee.launch(std::move(spec)));
  return running;
}

Result<Outcome> run(const TestImage& image) {
  AH_ASSIGN(auto running, start(image));
  Outcome outcome;
  outcome.end = running->enclave->wait();
  outcome.registers = running->enclave->registers();
  outcome.report = std::move(running->report);
  return outcome;
}

}  // namespace anchorhold::enclave

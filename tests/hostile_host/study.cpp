#include "study.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "broker/keystore.h"
#include "os/file.h"

namespace anchorhold::hostile {

namespace fs = std::filesystem;

namespace {

constexpr size_t kMaxFile = 64U << 20;

std::string path_of(const char* variable, const char* built) {
  const char* given = std::getenv(variable);
  return given != nullptr ? given : built;
}

std::string temporary_folder() {
  std::string name = (fs::temp_directory_path() / "anchorhold-host-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return name;
}

void must(const Ran& ran) {
  if (ran.exit != 0) throw std::runtime_error("cannot prepare the study: " + ran.err);
}

}  // namespace

std::string program() {
  return path_of("ANCHORHOLD_PATH", ANCHORHOLD);
}
std::string agent() {
  return path_of("ANCHORHOLD_AGENT_PATH", ANCHORHOLD_AGENT);
}
std::string workload() {
  return path_of("HOST_WORKLOAD_PATH", HOST_WORKLOAD);
}

std::string module() {
  return path_of("HOST_MODULE_PATH", HOST_MODULE);
}

const Study& Study::prepared(Workload kind) {
  static const Study native(Prepared{}, Workload::native);
  if (kind == Workload::native) return native;
  static const Study wasm(Prepared{}, Workload::wasm);
  return wasm;
}

Study::Study(Workload kind) : folder_(temporary_folder()) {
  fs::copy(prepared(kind).folder_, folder_, fs::copy_options::recursive);
}

Study::Study(Prepared, Workload kind) : folder_(temporary_folder()) {
  prepare(kind, "", "");
}

Study::Study(std::string_view from, std::string_view to) : folder_(temporary_folder()) {
  prepare(Workload::native, from, to);
}

Study::~Study() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

Bytes Study::read(const std::string& name) const {
  return os::read_file(path(name), kMaxFile).value();
}

void Study::write(const std::string& name, ByteView bytes) const {
  if (!os::write_file(path(name), bytes).ok()) throw std::runtime_error("cannot write " + name);
}

int Study::start(const std::vector<std::string>& arguments,
                 const std::function<void()>& in_child) const {
  std::vector<std::string> words = {program()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int child = ::fork();
  if (child != 0) return child;
  const int out = ::open(path(".out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err = ::open(path(".err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  if (::chdir(folder_.c_str()) != 0) ::_exit(126);
  if (in_child) in_child();
  ::execv(argv[0], argv.data());
  ::_exit(127);
}

Ran Study::finish(int pid) const {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), string_of(read(".out")),
          string_of(read(".err"))};
}

Ran Study::call(const std::vector<std::string>& arguments,
                const std::function<void()>& in_child) const {
  return finish(start(arguments, in_child));
}

std::vector<std::string> Study::run_arguments(const std::vector<std::string>& more) const {
  std::vector<std::string> out = {"--home", "host", "run", "c.json", "--image", "image"};
  for (const char* owner : {"hospital-a", "hospital-b"})
    out.insert(out.end(), {"--owner", std::string(owner) + "=" + owner});
  out.insert(out.end(), {"-o", "out"});
  if (more.empty()) {
    out.insert(out.end(), {"--input", "cohort-a=a.age", "--input", "cohort-b=b.age"});
  }
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

void Study::encrypt(const std::string& name, const std::string& content) const {
  const std::string letter = name.substr(name.size() - 1);
  write(letter + ".csv", bytes_of(content));
  must(call({"--home", "hospital-" + letter, "encrypt", "--contract", "c.json", "--input", name,
             "-o", letter + ".age", letter + ".csv"}));
}

contract::SealedContract Study::contract(const std::string& name) const {
  return contract::parse_sealed(name, text_of(read(name))).value();
}

uint64_t Study::spent(const std::string& owner) const {
  auto keystore =
      broker::Keystore::open(path(owner + "/parties/" + owner + "/broker"), owner).value();
  return keystore.store().begin_read().value()->units_spent(contract().contract.lineage).value();
}

std::vector<std::string> Study::results() const {
  std::vector<std::string> out;
  if (!fs::exists(path("out"))) return out;
  for (const auto& entry : fs::directory_iterator(path("out"))) {
    if (entry.path().filename() != "report.age") out.push_back(entry.path().filename());
  }
  return out;
}

std::string study_toml(const Study& study) {
  const std::string root = study.call({"--home", "host", "tee", "root"}).out;
  return R"(name = "study"
purpose = "a test"
lineage = "00112233445566778899aabbccddeeff"
not_after = 2099-06-30T00:00:00Z
[parties.hospital-a]
file = "hospital-a.party.json"
roles = ["data owner", "recipient"]
[parties.hospital-b]
file = "hospital-b.party.json"
roles = ["data owner", "recipient"]
[parties.lab]
file = "lab.party.json"
roles = ["workload provider", "auditor"]
[workloads.count]
provider = "lab"
[tee]
accept = ["software"]
software_roots = [")" +
         root.substr(0, root.find('\n')) + R"("]
max_age = "5m"
[inputs.cohort-a]
owner = "hospital-a"
[inputs.cohort-b]
owner = "hospital-b"
[outputs.model]
recipients = ["hospital-a", "hospital-b"]
max_bytes = 20000
format = "json"
schema = "model.schema.json"
[outputs.table]
recipients = ["hospital-a"]
max_bytes = 4096
format = "csv"
columns = [{ name = "group", type = "text" }, { name = "n", type = "integer" }]
min_group_size = { column = "n", at_least = 10 }
approve = { by = ["lab"], at_least = 1 }
[budget]
runs = 500
[amend]
at_least = 3
)";
}

void Study::prepare(Workload kind, std::string_view from, std::string_view to) const {
  for (const char* party : {"hospital-a", "hospital-b", "lab"})
    must(call({"--home", party, "party", "new", party}));
  std::vector<std::string> build = {"build"};
  if (kind == Workload::wasm) {
    build.insert(build.end(), {"--wall-seconds", std::to_string(kWasmWallTime.count()), "--wasm"});
  }
  build.push_back(kind == Workload::wasm ? module() : workload());
  build.insert(build.end(), {"-o", "image", "--input", "cohort-a", "--input", "cohort-b",
                             "--output", "model", "--output", "table", "--memory", "64MiB"});
  must(call(build));
  std::string toml = study_toml(*this);
  if (const size_t at = toml.find(from); at != std::string::npos) toml.replace(at, from.size(), to);
  write("study.toml", bytes_of(toml));
  write("model.schema.json", bytes_of(R"({"type": "object", "required": ["a", "b"]})"));
  must(call({"contract", "seal", "study.toml", "--image", "image", "-o", "c0.json"}));
  must(call({"--home", "hospital-a", "contract", "sign", "c0.json", "--image", "image", "-o",
             "c1.json"}));
  must(call({"--home", "hospital-b", "contract", "sign", "c1.json", "--image", "image", "-o",
             "c2.json"}));
  must(call({"--home", "lab", "contract", "sign", "c2.json", "--image", "image", "-o", "c.json"}));
  // Two chunks of age's 64 KiB, and one.
  encrypt("cohort-a", std::string(70000, 'a'));
  encrypt("cohort-b", std::string(500, 'b'));
}

void expect_refused(const Study& study, const Ran& ran, const std::vector<int>& exits,
                    std::string_view said) {
  EXPECT_TRUE(std::find(exits.begin(), exits.end(), ran.exit) != exits.end())
      << "exit " << ran.exit << ": " << ran.err;
  EXPECT_TRUE(ran.err.find("error: ") != std::string::npos) << ran.err;
  EXPECT_TRUE(ran.err.find(said) != std::string::npos) << "\"" << said << "\" not in: " << ran.err;
  EXPECT_EQ(study.results(), std::vector<std::string>{}) << "something left";
}

void expect_works(const Study& study) {
  const Ran ran = study.run();
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(study.results().size(), 4U);
  const Ran opened = study.call({"--home", "hospital-a", "decrypt", "--receipt", "out/receipt.json",
                                 "--contract", "c.json", "out/model.age"});
  EXPECT_EQ(opened.exit, 0) << opened.err;
  EXPECT_TRUE(opened.out.starts_with("{\"a\":")) << opened.out;
}

std::vector<size_t> positions(size_t size, size_t count) {
  std::vector<size_t> out;
  for (size_t i = 0; i <= count; ++i) out.push_back(i * (size - 1) / count);
  return out;
}

}  // namespace anchorhold::hostile

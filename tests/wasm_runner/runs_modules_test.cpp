#include "wasm_runner/runs_modules_test.h"

#include <cstdlib>
#include <filesystem>

#include "aot/compile.h"
#include "aot/tool_run.h"
#include "os/file.h"
#include "wasi/program.h"

namespace anchorhold::wasi {

namespace fs = std::filesystem;

void RunsModules::SetUp() {
  const fs::path program = fs::read_symlink("/proc/self/exe");
  const fs::path build = program.parent_path().parent_path().parent_path();
  auto found = aot::find_toolchain(build.string());
  if (!found.ok()) GTEST_SKIP() << found.error().to_string();
  tools_ = *found;
  std::string path = testing::TempDir() + "anchorhold-modules-XXXXXX";
  ASSERT_NE(::mkdtemp(path.data()), nullptr);
  folder_ = path;
}

void RunsModules::TearDown() {
  if (!folder_.empty()) fs::remove_all(folder_);
}

std::string RunsModules::build(const std::string& text) {
  EXPECT_TRUE(os::write_file(folder_ + "/app.wat", bytes_of(text)).ok());
  const auto made = aot::run_tool({"/usr/bin/wat2wasm", {"app.wat", "-o", "app.wasm"}, folder_});
  EXPECT_TRUE(made.ok()) << made.error().to_string();
  const auto module = os::read_file(folder_ + "/app.wasm", 1U << 20);
  EXPECT_TRUE(module.ok());
  const auto compiled = aot::compile("app.wasm", *module, tools_);
  EXPECT_TRUE(compiled.ok()) << compiled.error().to_string();
  std::string program = folder_ + "/app";
  EXPECT_TRUE(os::write_file(program, compiled->program).ok());
  fs::permissions(program, fs::perms::owner_all);
  return program;
}

int RunsModules::status(const std::string& program, size_t arguments, bool confined) {
  wasi_suite::Start start;
  start.program = program;
  start.args.assign(arguments, "app");
  start.confined = confined;
  start.limit = std::chrono::seconds{60};
  const auto ending = wasi_suite::run(start);
  EXPECT_TRUE(ending.ok()) << ending.error().to_string();
  EXPECT_EQ(ending->signal, 0);
  EXPECT_FALSE(ending->timed_out);
  return ending->status;
}

}  // namespace anchorhold::wasi

// What compilers really write.

#include <gtest/gtest.h>

#include "wasm/command.h"
#include "wasm/inspect.h"
#include "wasm/tools_test.h"
#include "wasm/wasi_signatures.h"

namespace anchorhold::wasm {
namespace {

class Compilers : public testing::Test {
 protected:
  void SetUp() override {
    tools_.write("empty.c", bytes_of("int main(void) { return 0; }\n"));
    if (compile("empty.c") != 0) GTEST_SKIP() << "no clang-19 for wasm32-wasi: " << tools_.said();
  }

  int compile(const std::string& arguments) {
    return tools_.run("clang-19 --target=wasm32-wasi --sysroot=/usr -O1 -o out.wasm " + arguments);
  }

  // What is said of what the compiler makes of `source`.
  std::string judged(const std::string& source, const std::string& options = "") {
    tools_.write("source.c", bytes_of(source));
    if (compile(options + " source.c") != 0) return tools_.said();
    const auto module = inspect("out.wasm", bytes_of(wasm_ = tools_.read("out.wasm")));
    if (!module.ok()) return module.error().message;
    module_ = *module;
    const Status status = check_command("out.wasm", module_);
    return status.ok() ? "accepted" : status.error().message;
  }

  Tools tools_;
  std::string wasm_;
  Module module_;
};

TEST_F(Compilers, WriteCommands) {
  const std::string hello =
      "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
      "int main(int argc, char** argv) { char* p = malloc(100); memset(p, argc, 100);\n"
      "printf(\"%s %f %d\\n\", argv[0], (double)argc / 3, p[5]); return 0; }\n";
  for (const std::string options :
       {"", "-g", "-O3 -mbulk-memory -mreference-types", "-Oz -Wl,--strip-all",
        "-mmultivalue -msign-ext -mnontrapping-fptoint"}) {
    EXPECT_EQ(judged(hello, options), "accepted") << options;
    EXPECT_GT(module_.functions.size(), 20U);
  }
}

TEST_F(Compilers, ImportEveryFunctionAsTheTableHasIt) {
  std::string source = "#include <wasi/api.h>\n__attribute__((used)) void* functions[] = {\n";
  size_t declared = 0;
  for (const WasiFunction& function : wasi_functions()) {
    if (function.name == "sock_accept" || function.name == "proc_raise") continue;
    source += "(void*)__wasi_" + std::string(function.name) + ",\n";
    ++declared;
  }
  source += "};\nint main(void) { return functions[0] == functions[1]; }\n";
  EXPECT_EQ(judged(source), "accepted");
  EXPECT_GE(module_.imports.size(), declared);
}

TEST_F(Compilers, AreToldWhatToLeaveOff) {
  const std::string sum =
      "float a[400], b[400];\nint main(void) { for (int i = 0; i < 400; ++i) a[i] += b[i];\n"
      "return (int)a[7]; }\n";
  EXPECT_EQ(judged(sum, "-O3 -msimd128"),
            "uses SIMD (vector instructions), which is not supported");
  EXPECT_EQ(judged(sum, "-O3 -mno-simd128"), "accepted");
  EXPECT_EQ(judged(sum, "-c"),
            "uses relocations (an object file, not yet linked), which is not "
            "supported");
  EXPECT_EQ(judged(sum, "-mexec-model=reactor"),
            "a reactor (a library that exports _initialize), not a command");
  EXPECT_EQ(judged(sum, "-Wl,--import-memory"), "uses an imported memory, which is not supported");
  EXPECT_EQ(
      judged("int there(int);\nint main(void) { return there(1); }\n", "-Wl,--allow-undefined"),
      "the import env.there is no function of WASI preview 1");
  EXPECT_EQ(judged("int f(int n) { if (n == 0) return 1;\n"
                   "__attribute__((musttail)) return f(n - 1); }\n"
                   "int main(int c, char** v) { (void)v; return f(c); }\n",
                   "-O0 -mtail-call"),
            "uses tail calls, which is not supported");
}

}  // namespace
}  // namespace anchorhold::wasm

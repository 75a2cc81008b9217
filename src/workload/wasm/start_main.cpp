// The start of a program that was compiled from a WebAssembly module: linked with the module and
// the runner into one static program. Its arguments and environment are the module's.

#include <unistd.h>

#include <new>

#include "workload/wasm/glue.h"
#include "workload/wasm/linear_memory.h"
#include "workload/wasm/preopen.h"
#include "workload/wasm/protocol.h"
#include "workload/wasm/runtime/wasm-rt.h"
#include "workload/wasm/trap.h"

namespace anchorhold::wasi {
namespace {

std::vector<std::string> texts(char** list) {
  std::vector<std::string> out;
  for (; *list != nullptr; ++list) out.emplace_back(*list);
  return out;
}

[[noreturn]] void refuse_to_start(const Error& error) {
  const std::string line = error.to_string() + "\n";
  (void)!::write(STDERR_FILENO, line.data(), line.size());
  end(Ended::no_setup);
}

Result<Table> open_table() {
  os::SocketStream agent{os::Fd(setup_descriptor)};
  Result<Setup> setup = receive_setup(agent);
  if (!setup.ok()) {
    return Error{Code::unavailable, "descriptor 3", "nobody there gives this module its folders"}
        .saw(setup.error().to_string())
        .advise("run it in an enclave (anchorhold run), or through the project's ./dev wasi");
  }
  return make_table(*setup, std::move(agent));
}

}  // namespace
}  // namespace anchorhold::wasi

int main(int, char** arguments) {
  using namespace anchorhold::wasi;
  std::set_new_handler([] { end(Ended::memory_limit); });
  auto table = open_table();
  if (!table.ok()) refuse_to_start(table.error());
  // The process ends inside of the module's start, and with it all that this owns.
  Host host({texts(arguments), texts(environ)}, std::move(table).value(), linear_memory,
            end_with_code);
  serve(host);
  catch_faults();
  anchorhold_module_instantiate();
  anchorhold_module_start();
  end_with_code(0);
}

// anchorhold: one program, one verb per job.

#include <sys/prctl.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "cli/context.h"
#include "cli/verbs.h"

namespace {

constexpr const char* kAbout =
    "Anchorhold: compute on data that you are not allowed to see.\n"
    "Parties sign one contract; approved code runs on their encrypted inputs in a trusted "
    "execution\n"
    "environment; only approved results leave, encrypted, with a receipt that anyone can verify.\n";

constexpr const char* kFooter =
    "A first run, by one party:  examples/hello/README.md\n"
    "Exit codes: 0 done, 1 usage, 2 malformed, 3 rejected, 4 unavailable, 5 conflict, 6 internal, "
    "7 origin unproven.";

std::string default_home() {
  if (const char* home = std::getenv("ANCHORHOLD_HOME"); home != nullptr && *home != '\0')
    return home;
  const char* user_home = std::getenv("HOME");
  return std::string(user_home != nullptr ? user_home : ".") + "/.anchorhold";
}

// Keys pass through this process: it leaves no core files and nobody else may trace it. The limit
// is 1 and not 0, because a core handler behind a pipe ignores 0 and a limit of 1 stops both.
void harden_process() {
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{1, 1};
  ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace anchorhold::cli;
  harden_process();
  Context context;
  context.home = default_home();
  CLI::App app(kAbout, "anchorhold");
  app.require_subcommand(1);
  app.fallthrough();
  app.set_version_flag("--version", "anchorhold " ANCHORHOLD_VERSION);
  app.add_option("--home", context.home,
                 "folder of keys and state (default: ANCHORHOLD_HOME or ~/.anchorhold)");
  app.add_flag("--json", context.json, "results as JSON on stdout");

  add_party(app, context);
  add_build(app, context);
  add_measure(app, context);
  add_contract(app, context);
  add_keygen(app, context);
  add_encrypt(app, context);
  add_decrypt(app, context);
  add_run(app, context);
  add_ps(app, context);
  add_stop(app, context);
  add_attest(app, context);
  add_tee(app, context);
  add_verify(app, context);
  add_collateral(app, context);
  add_why(app, context);
  add_approve(app, context);
  add_broker(app, context);
  add_log(app, context);
  app.footer(kFooter);  // last: verbs would inherit it

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // help or version was asked for
    context.run([&] {
      return anchorhold::Error{anchorhold::Code::invalid_argument, "command line", error.what()}
          .advise("add --help to see what the verb takes");
    });
  }
  return static_cast<int>(context.exit_code());
}

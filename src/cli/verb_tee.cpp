// `anchorhold tee`: the trusted execution environments of this machine.

#include <CLI/CLI.hpp>

#include "base/hex.h"
#include "cli/context.h"
#include "cli/software_root.h"
#include "cli/verbs.h"

namespace anchorhold::cli {

namespace {

Status show_root(Context& context, bool pem) {
  AH_ASSIGN(const attester::SoftwareRoot root, load_software_root(context.home));
  const std::string digest = "sha256:" + to_hex(root.digest());
  if (pem) {
    context.print(root.certificate_pem());
  } else if (context.json) {
    context.print_json(
        json::Value::object({{"tee", "software"}, {"root", digest}, {"hardware", false}}));
  } else {
    context.print(digest);
    context.note("NOT HARDWARE: whoever reads " + context.home +
                 "/tee can forge evidence under this root");
  }
  return {};
}

}  // namespace

void add_tee(CLI::App& app, Context& context) {
  CLI::App* verb = app.add_subcommand("tee", "the trusted execution environments of this machine");
  verb->require_subcommand(1);
  CLI::App* root = verb->add_subcommand(
      "root", "the software root's digest, for `tee.software_roots` in a contract");
  auto pem = std::make_shared<bool>(false);
  root->add_flag("--pem", *pem, "the certificate instead");
  root->callback([&context, pem] { context.run([&] { return show_root(context, *pem); }); });
}

}  // namespace anchorhold::cli

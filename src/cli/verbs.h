#pragma once
// Every verb adds its own subcommand; the list in anchorhold_main.cpp is the order of `--help`.

namespace CLI {
class App;
}

namespace anchorhold::cli {

class Context;

void add_party(CLI::App& app, Context& context);
void add_build(CLI::App& app, Context& context);
void add_measure(CLI::App& app, Context& context);
void add_contract(CLI::App& app, Context& context);
void add_keygen(CLI::App& app, Context& context);
void add_encrypt(CLI::App& app, Context& context);
void add_decrypt(CLI::App& app, Context& context);
void add_run(CLI::App& app, Context& context);
void add_ps(CLI::App& app, Context& context);
void add_stop(CLI::App& app, Context& context);
void add_attest(CLI::App& app, Context& context);
void add_tee(CLI::App& app, Context& context);
void add_verify(CLI::App& app, Context& context);
void add_collateral(CLI::App& app, Context& context);
void add_why(CLI::App& app, Context& context);
void add_approve(CLI::App& app, Context& context);
void add_broker(CLI::App& app, Context& context);
void add_log(CLI::App& app, Context& context);

}  // namespace anchorhold::cli

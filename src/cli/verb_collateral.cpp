// `anchorhold collateral`: what evidence needs beside itself, whether it is there, and from where.

#include <CLI/CLI.hpp>
#include <filesystem>

#include "cli/collateral_fetch.h"
#include "cli/collateral_files.h"
#include "cli/collateral_report.h"
#include "cli/context.h"
#include "cli/files.h"
#include "cli/verbs.h"
#include "os/clock.h"

namespace anchorhold::cli {
namespace {

struct CollateralOptions {
  std::string evidence;
  std::vector<std::string> collateral;
  std::string format;
  std::string at;
  std::string into;
  std::string amd_url;
  std::string intel_url;
  std::string authorities;
  bool refresh = false;
  unsigned patience = 30;
};

Result<Time> time_of(const CollateralOptions& options) {
  if (options.at.empty()) return os::now();
  return parse_time("--at", options.at);
}

// A mirror has the paths of the services; Intel's root is found in it too.
verifier::VendorSites sites_of(const CollateralOptions& options) {
  const auto trimmed = [](std::string base) {
    while (base.ends_with('/')) base.pop_back();
    return base;
  };
  verifier::VendorSites sites = verifier::VendorSites::vendors();
  if (!options.amd_url.empty()) sites.amd = trimmed(options.amd_url);
  if (!options.intel_url.empty())
    sites.intel = sites.intel_certificates = trimmed(options.intel_url);
  return sites;
}

struct Answered {
  verifier::CollateralNeeds needs;
  Time at;
};

Result<Answered> ask(const CollateralOptions& options) {
  Answered out;
  AH_ASSIGN(out.at, time_of(options));
  AH_ASSIGN(const Bytes evidence, read_document(options.evidence));
  AH_ASSIGN(auto files, read_collateral(options.collateral));
  AH_ASSIGN(const auto material, verifier::Material::sort(std::move(files), nullptr));
  AH_ASSIGN(
      out.needs,
      verifier::collateral_needs(
          {.evidence = evidence, .material = material, .at = out.at, .sites = sites_of(options)},
          options.format));
  return out;
}

Status list(Context& context, const CollateralOptions& options) {
  AH_ASSIGN(const Answered answered, ask(options));
  if (context.json) {
    context.print_json(needs_json(answered.needs, answered.at));
  } else {
    print_list(context, answered.needs);
  }
  return {};
}

Status check(Context& context, const CollateralOptions& options) {
  AH_ASSIGN(const Answered answered, ask(options));
  if (context.json) {
    context.print_json(needs_json(answered.needs, answered.at));
  } else {
    print_check(context, options.evidence, answered.needs);
  }
  if (!answered.needs.satisfied()) context.finish(Exit::rejected);
  return {};
}

Status fetch(Context& context, const CollateralOptions& options) {
  FetchJob job;
  AH_ASSIGN(job.evidence, read_document(options.evidence));
  std::vector<std::string> paths = options.collateral;
  std::error_code ignored;
  if (std::filesystem::is_directory(options.into, ignored)) paths.push_back(options.into);
  AH_ASSIGN(job.there, read_collateral(paths));
  job.format = options.format;
  job.folder = options.into;
  job.sites = sites_of(options);
  job.refresh = options.refresh;
  job.patience = std::chrono::seconds(options.patience);
  job.rules.authorities = options.authorities;
  AH_ASSIGN(job.at, time_of(options));
  return fetch_collateral(context, std::move(job));
}

void add_common(CLI::App& verb, CollateralOptions& options) {
  verb.add_option("evidence", options.evidence, "evidence, or - for standard input")->required();
  verb.add_option("--collateral", options.collateral,
                  "a file or folder that you have already; as for verify (repeatable)")
      ->allow_extra_args(false);
  verb.add_option("--format", options.format, "the evidence's format (default: told by content)");
  verb.add_option("--at", options.at, "judge dates at this time, RFC 3339 (default: now)");
  verb.add_option("--amd-url", options.amd_url,
                  "base of a mirror of AMD's Key Distribution Service");
  verb.add_option("--intel-url", options.intel_url,
                  "base of a mirror of Intel's Provisioning Certification Service");
}

void add_fetch_options(CLI::App& verb, CollateralOptions& options) {
  verb.add_option("--into", options.into, "the folder for what comes")->required();
  verb.add_flag("--refresh", options.refresh, "ask for what is there and current too");
  verb.add_option("--patience", options.patience,
                  "wait so many seconds at most when a busy service asks for it")
      ->capture_default_str();
  verb.add_option("--authorities", options.authorities,
                  "PEM file of the authorities to trust for TLS (default: the machine's)");
}

}  // namespace

void add_collateral(CLI::App& app, Context& context) {
  CLI::App* verb = app.add_subcommand(
      "collateral", "certificates, lists and TCB documents that evidence needs beside itself");
  verb->require_subcommand(1);
  auto options = std::make_shared<CollateralOptions>();
  CLI::App* lister = verb->add_subcommand("list", "what is needed, what is there, and from where");
  add_common(*lister, *options);
  lister->callback([&context, options] { context.run([&] { return list(context, *options); }); });
  CLI::App* checker = verb->add_subcommand("check", "whether all of it is there and current");
  add_common(*checker, *options);
  checker->callback([&context, options] { context.run([&] { return check(context, *options); }); });
  CLI::App* fetcher = verb->add_subcommand("fetch", "ask AMD or Intel for it, into a folder");
  add_common(*fetcher, *options);
  add_fetch_options(*fetcher, *options);
  fetcher->callback([&context, options] { context.run([&] { return fetch(context, *options); }); });
}

}  // namespace anchorhold::cli

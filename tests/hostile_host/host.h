#pragma once
// A host that stands between the agent and everything else, in this process: it sees each request
// and each answer, and may change, replace or end any of them.

#include <functional>
#include <string>
#include <vector>

#include "base/time.h"
#include "cli/host_services.h"
#include "enclave/tee.h"
#include "net/http_server.h"
#include "study.h"

namespace anchorhold::hostile {

// Steps are named by who is asked, the method, and the last part of the path: "host GET contract",
// "hospital-a POST attest", "hospital-a GET cohort-a", "host PUT receipt".
struct Hostile {
  std::function<void(const std::string& step, enclave::Enclave&, net::HttpRequest&)> before = {};
  std::function<void(const std::string& step, enclave::Enclave&, net::HttpReply&)> after = {};
  std::function<Time()> clock = {};  // of the brokers; empty: the machine's
};

struct HostRun {
  enclave::EnclaveEnd end;
  cli::HostServices::Outcome outcome;
  std::vector<std::string> steps;
};

// host_run: one run of the study under this host.
HostRun host_run(const Study& study, const Hostile& hostile);

// expect_failed: the run failed and no result reached the host.
void expect_failed(const HostRun& run, std::string_view said = "");

}  // namespace anchorhold::hostile

// Evidence verifications a second on one core, for every format: with everything kept that does not
// change from one evidence to the next, and cold, from files to verdict. Held against the bound,
// which is the rate of nothing but the same signature checks, measured in the same rounds, and
// against other verifiers.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "rate.h"
#include "sample.h"
#include "signature_log.h"

namespace {

using namespace anchorhold;

constexpr double goal_of_bound = 0.85;
constexpr double goal_of_peer = 3;
constexpr int rounds = 5;

// Peer: the best of the other verifiers, on one core of a machine like the one of
// docs/benchmarks.md; their figures are stated, not measured here.
struct Peer {
  std::string_view format;  // how the sample's name begins
  std::string_view name;
  double rate;
};
constexpr Peer peers[] = {
    {"SEV-SNP", "go-sev-guest", 857},
    {"SGX", "dcap-qvl", 167},  // Intel's QVL: 143
    {"TDX", "go-tdx-guest", 585},
    {"Nitro", "evervault", 292},
};

// Mode: one way to verify a sample, its signature checks, and both measured.
struct Mode {
  std::string_view name;
  std::function<void()> work;
  bench::SignatureChecks checks;
  std::vector<double> rates = {};
  std::vector<double> bounds = {};
  bool valid = true;

  void round() {
    rates.push_back(bench::rate_of(work));
    if (checks.empty()) return;
    bounds.push_back(bench::rate_of([this] {
      for (const bench::SignatureCheck& check : checks) valid &= check.again();
    }));
  }
};

double median(std::vector<double> rates) {
  if (rates.empty()) return 0;
  std::ranges::sort(rates);
  return rates[rates.size() / 2];
}

const Peer* peer_of(const std::string& name) {
  const auto* found =
      std::ranges::find_if(peers, [&](const Peer& peer) { return name.starts_with(peer.format); });
  return found == std::end(peers) ? nullptr : found;
}

// Whether a mode's figures, which it prints, reach the goals.
bool print(const bench::Sample& sample, const Mode& mode) {
  const double rate = median(mode.rates);
  const double bound = median(mode.bounds);
  std::printf("%-42s %-6s %8.0f", sample.name.c_str(), std::string(mode.name).c_str(), rate);
  bool reached = true;
  if (bound > 0) {
    std::printf(" %9.0f %6.1f %%", bound, 100 * rate / bound);
    reached = mode.name == "cold" || rate / bound >= goal_of_bound;
  } else {
    std::printf(" %9s %8s", "-", "-");
  }
  if (const Peer* peer = peer_of(sample.name); peer != nullptr) {
    std::printf("  %5.1f x %-12s", rate / peer->rate, std::string(peer->name).c_str());
    reached = reached && (mode.name == "cold" || rate >= goal_of_peer * peer->rate);
  } else {
    std::printf("  %-20s", "");
  }
  std::printf("  %s%s\n", bench::text_of(mode.checks).c_str(), reached ? "" : "  MISSED");
  return reached;
}

bool measure(const bench::Sample& sample) {
  bench::PreparedSample prepared(sample);
  const auto kept = [&] { must_accept(sample, prepared.verify()); };
  const auto cold = [&] { must_accept(sample, bench::verify_cold(sample)); };
  kept();  // so that the cache is full
  Mode modes[] = {{"kept", kept, bench::checks_of(kept)}, {"cold", cold, bench::checks_of(cold)}};
  // Interleaved, so that all see the same machine.
  for (int i = 0; i < rounds; ++i)
    for (Mode& mode : modes) mode.round();
  bool reached = true;
  for (const Mode& mode : modes) reached = print(sample, mode) && reached;
  return reached;
}

}  // namespace

// evidence_bench [BEGINNING]: only the samples whose names begin so.
int main(int argc, char** argv) {
  const std::string only = argc > 1 ? argv[1] : "";
  std::printf("%-42s %-6s %8s %9s %8s  %-20s  %s\n", "one core", "", "a second", "bound", "of it",
              "other verifiers", "signatures");
  bool reached = true;
  for (const bench::Sample& sample : bench::forged_samples())
    if (sample.name.starts_with(only)) reached = measure(sample) && reached;
  std::printf("goals, with everything kept: %.0f %% of the bound, %.0f times the peer: %s\n",
              100 * goal_of_bound, goal_of_peer, reached ? "reached" : "MISSED");
  return reached ? 0 : 1;
}

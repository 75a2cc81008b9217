// Evidence verifications a second on one core, against the bound that the number of signatures
// sets: the rate of bare P-384 verifications of the same library in the same run. Stands beside
// `openssl speed ecdsap384`.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "evidence/nsm/verify.h"
#include "rate.h"
#include "testkit/forged_nsm.h"

namespace {

using namespace anchorhold;

constexpr double goal = 0.85;
constexpr int rounds = 7;

struct Case {
  std::string name;
  int signatures;
  std::function<void()> work;
  std::vector<double> rates = {};

  double median() const {
    std::vector<double> sorted = rates;
    std::ranges::sort(sorted);
    return sorted[sorted.size() / 2];
  }
};

void must(bool good) {
  if (good) return;
  std::fputs("evidence_bench: a verification came out wrong\n", stderr);
  std::exit(1);
}

// The rate that OpenSSL's own bench reports, or 0 when it is not here.
double openssl_rate() {
  FILE* pipe = ::popen("openssl speed -seconds 2 ecdsap384 2>/dev/null | tail -1", "r");
  if (pipe == nullptr) return 0;
  char line[256] = {};
  const bool read = std::fgets(line, sizeof line, pipe) != nullptr;
  ::pclose(pipe);
  const char* last = read ? std::strrchr(line, ' ') : nullptr;
  return last == nullptr ? 0 : std::atof(last);
}

}  // namespace

int main(int argc, char** argv) {
  const bool json = argc > 1 && std::strcmp(argv[1], "--json") == 0;
  const testkit::NsmForge forge;
  const Bytes document = forge.good();
  const std::vector<nsm::Anchor> anchors = {nsm::NitroAnchor{}, forge.anchor()};
  const auto verify = [&](nsm::ChainCache* cache) {
    must(nsm::verify_document(document, anchors, testkit::NsmForge::at(), cache)
             .document.has_value());
  };

  const Bytes message(32, 1);
  const Bytes signature = forge.chain().leaf_key().sign(message).value();
  const crypto::PublicKey& key = forge.chain().leaf_key().public_key();
  nsm::ChainCache cache;
  std::vector<Case> cases = {
      {"bare P-384 verification", 1, [&] { must(crypto::verify(key, message, signature)); }},
      {"document, chain cached", 1, [&] { verify(&cache); }},
      {"document, nothing cached", 5, [&] { verify(nullptr); }},
  };
  // Interleaved, so that every case sees the same machine.
  for (int round = 0; round < rounds; ++round) {
    for (Case& each : cases) each.rates.push_back(bench::rate_of(each.work));
  }

  const double bare = cases[0].median();
  const double openssl = openssl_rate();
  bool reached = true;
  for (const Case& each : cases) {
    const double share = each.median() * each.signatures / bare;
    reached = reached && share >= goal;
    if (json) {
      std::printf(
          "{\"case\":\"%s\",\"per_second\":%.0f,\"signatures\":%d,\"share_of_bound\":%.3f}\n",
          each.name.c_str(), each.median(), each.signatures, share);
    } else {
      std::printf("%-26s %8.0f /s  %d signature%s  %5.1f %% of the bound\n", each.name.c_str(),
                  each.median(), each.signatures, each.signatures == 1 ? " " : "s", 100 * share);
    }
  }
  if (json) {
    std::printf("{\"case\":\"openssl speed ecdsap384\",\"per_second\":%.0f}\n", openssl);
  } else {
    std::printf("%-26s %8.0f /s\n", "openssl speed ecdsap384", openssl);
    std::printf("goal: at least %.0f %% of the bound: %s\n", 100 * goal,
                reached ? "reached" : "MISSED");
  }
  return reached ? 0 : 1;
}

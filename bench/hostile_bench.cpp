// What hostile input costs: the time of one verification of whatever an attacker may send, against
// that of authentic evidence of the same format. Attacked are the forged samples; a folder's files
// are put to the verifier as evidence, and its cases (case.json) as a whole.
//
//   hostile_bench [FOLDER…]

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "conformance/run_case.h"
#include "os/file.h"
#include "sample.h"
#include "verifier/anchors.h"
#include "verifier/verify.h"

namespace {

namespace fs = std::filesystem;
using namespace anchorhold;

constexpr double goal_seconds = 0.1;
constexpr size_t shown = 12;
constexpr size_t pool_size = 250;  // certificates; the verifier takes 256

struct Trial {
  std::string name;
  std::string format;  // empty: none was recognised
  double seconds;
};

// seconds_of: the processor time of `work`, the best of a few runs.
template <class Work>
double seconds_of(const Work& work) {
  constexpr int runs = 3;
  double best = 0;
  for (int i = 0; i < runs; ++i) {
    const std::clock_t start = std::clock();
    work();
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    best = i == 0 ? seconds : std::min(best, seconds);
  }
  return best;
}

Trial try_sample(const std::string& name, const bench::Sample& sample) {
  auto anchors = verifier::read_anchors(sample.anchors).value();
  anchors.software_roots = sample.software_roots;
  std::string format;
  const double seconds = seconds_of([&] {
    const auto material = verifier::Material::sort(sample.beside, nullptr);
    if (!material.ok()) return;
    const auto answer = verifier::verify(
        {.evidence = sample.evidence, .material = *material, .anchors = anchors, .at = sample.at});
    if (answer.ok()) format = answer->format->name;
  });
  return {name, format, seconds};
}

// As large as evidence may be.
Bytes inflated(const Bytes& evidence, uint8_t filler) {
  Bytes out = evidence;
  out.resize(verifier::max_evidence, filler);
  return out;
}

Bytes repeated(const Bytes& evidence) {
  Bytes out;
  while (out.size() + evidence.size() <= verifier::max_evidence) append(out, evidence);
  return out;
}

// A pool full of certificates that look like those that are needed: names and key identifiers are
// right, only the signature is not.
void flood(bench::Sample& sample) {
  const std::vector<verifier::File> needed = sample.beside;
  std::vector<Bytes> certificates;
  for (const verifier::File& file : needed)
    if (crypto::parse_certificate(file.name, file.bytes).ok()) certificates.push_back(file.bytes);
  if (certificates.empty()) return;
  verifier::File flood{"flood", "certificate", {}};
  constexpr size_t in_a_file = 60;  // at most 64
  for (size_t i = 0; i + certificates.size() < pool_size; ++i) {
    Bytes look_alike = certificates[i % certificates.size()];
    look_alike[look_alike.size() - 1 - i % 16] ^= static_cast<uint8_t>(1 + i / 16);
    append(flood.bytes, look_alike);
    if (i % in_a_file != in_a_file - 1) continue;
    sample.beside.insert(sample.beside.begin(), flood);
    flood.bytes.clear();
  }
  if (!flood.bytes.empty()) sample.beside.insert(sample.beside.begin(), flood);
}

// The same of revocation lists, as many as there may be files.
void flood_lists(bench::Sample& sample) {
  constexpr size_t most_files = 64;
  std::vector<verifier::File> lists;
  for (const verifier::File& file : sample.beside)
    if (crypto::parse_crl(file.name, file.bytes).ok()) lists.push_back(file);
  for (size_t i = 0; !lists.empty() && sample.beside.size() < most_files; ++i) {
    verifier::File look_alike = lists[i % lists.size()];
    look_alike.bytes[look_alike.bytes.size() - 1 - i % 16] ^= static_cast<uint8_t>(1 + i / 16);
    sample.beside.insert(sample.beside.begin(), std::move(look_alike));
  }
}

void attack(const bench::Sample& sample, std::vector<Trial>& trials) {
  constexpr size_t places = 64;
  bench::Sample altered = sample;
  for (const uint8_t filler : {uint8_t{0}, uint8_t{0xff}}) {
    altered.evidence = inflated(sample.evidence, filler);
    trials.push_back(try_sample(sample.name + ", filled up to 1 MiB", altered));
  }
  altered.evidence = repeated(sample.evidence);
  trials.push_back(try_sample(sample.name + ", repeated up to 1 MiB", altered));
  for (size_t i = 0; i < places; ++i) {
    altered.evidence = sample.evidence;
    altered.evidence[i * altered.evidence.size() / places] ^= 0x80;
    trials.push_back(try_sample(sample.name + ", a bit altered", altered));
  }
  altered = sample;
  flood_lists(altered);
  trials.push_back(try_sample(sample.name + ", among look-alike revocation lists", altered));
  altered = sample;
  flood(altered);
  trials.push_back(try_sample(sample.name + ", among 250 look-alike certificates", altered));
}

void try_folder(const fs::path& folder, std::vector<Trial>& trials) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.file_size() > verifier::max_evidence) continue;
    const std::string path = entry.path().string();
    const bench::Sample sample{.name = path,
                               .evidence = os::read_file(path, verifier::max_evidence).value()};
    trials.push_back(try_sample(path, sample));
  }
  for (const fs::path& path : conformance::find_cases(folder)) {
    const auto test = conformance::read_case(path);
    if (!test.ok()) continue;
    const double seconds = seconds_of([&] { conformance::answer(*test); });
    trials.push_back({test->name + ", the whole case", "", seconds});
  }
}

void print(const std::vector<Trial>& trials, const std::map<std::string, double>& valid) {
  for (const Trial& trial : trials) {
    std::printf("%9.2f ms  ", 1e3 * trial.seconds);
    if (const auto found = valid.find(trial.format); found != valid.end()) {
      std::printf("%7.1f x %-10s", trial.seconds / found->second, trial.format.c_str());
    } else {
      std::printf("%7s   %-10s", "", trial.format.c_str());
    }
    std::printf("  %s\n", trial.name.c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, double> valid;  // the slowest of each format
  std::vector<Trial> trials;
  for (const bench::Sample& sample : bench::forged_samples()) {
    const Trial trial = try_sample(sample.name, sample);
    valid[trial.format] = std::max(valid[trial.format], trial.seconds);
    attack(sample, trials);
  }
  for (int i = 1; i < argc; ++i) try_folder(argv[i], trials);
  std::printf("authentic evidence, cold:\n");
  for (const auto& [format, seconds] : valid)
    std::printf("%9.2f ms  %s\n", 1e3 * seconds, format.c_str());
  std::ranges::sort(trials, std::greater<>(), &Trial::seconds);
  std::printf("the slowest of %zu hostile inputs, against authentic evidence of their format:\n",
              trials.size());
  const double slowest = trials.front().seconds;
  trials.resize(std::min(trials.size(), shown));
  print(trials, valid);
  const bool met = slowest <= goal_seconds;
  std::printf("goal: no input takes more than %.0f ms: %s\n", 1e3 * goal_seconds,
              met ? "met" : "MISSED");
  return met ? 0 : 1;
}

#pragma once
// Study: two hospitals, a lab and a host, each with a folder of its own, prepared with the real
// program up to the point where the host may run the contract. What follows is the host's.

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "contract/sealed.h"

namespace anchorhold::hostile {

// Ran: one call of the program.
struct Ran {
  int exit = -1;  // negative: the signal that ended it
  std::string out;
  std::string err;
};

// Workload: what the approved program is: native, or WebAssembly whose inputs are read on demand.
enum class Workload { native, wasm };
// What the WebAssembly one may take.
inline constexpr std::chrono::seconds kWasmWallTime{5};

class Study {
 public:
  // A copy of one study of its kind, which is prepared once for all tests.
  explicit Study(Workload kind = Workload::native);
  // One prepared afresh, with this text of the contract's TOML in the place of that.
  Study(std::string_view from, std::string_view to);
  ~Study();
  Study(const Study&) = delete;
  Study& operator=(const Study&) = delete;

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  Bytes read(const std::string& name) const;
  void write(const std::string& name, ByteView bytes) const;

  // call: the program with these arguments, in the study's folder. `in_child` runs after the fork.
  Ran call(const std::vector<std::string>& arguments,
           const std::function<void()>& in_child = {}) const;
  // start: the same without waiting; the process id.
  int start(const std::vector<std::string>& arguments,
            const std::function<void()>& in_child = {}) const;
  // finish: waits for it.
  Ran finish(int pid) const;

  // run: what the host types; `more` stands in the place of the two --input options.
  std::vector<std::string> run_arguments(const std::vector<std::string>& more = {}) const;
  Ran run(const std::vector<std::string>& more = {}) const { return call(run_arguments(more)); }

  // encrypt: input `name` of its owner, anew, from this content.
  void encrypt(const std::string& name, const std::string& content) const;

  contract::SealedContract contract(const std::string& name = "c.json") const;
  // spent: units of this owner's budget.
  uint64_t spent(const std::string& owner) const;
  // results: the names in the folder of results, but for a report.
  std::vector<std::string> results() const;

 private:
  struct Prepared {};
  Study(Prepared, Workload kind);
  static const Study& prepared(Workload kind);
  void prepare(Workload kind, std::string_view from, std::string_view to) const;
  std::string folder_;
};

// toml: the study's contract as its authors write it, for these tests' own versions of it.
std::string study_toml(const Study& study);

// The paths of the programs.
std::string program();
std::string agent();
std::string workload();
// The WebAssembly module; it is not there when no compiler was.
std::string module();

// expect_refused: one of `exits`, an error that says something, and no results.
void expect_refused(const Study& study, const Ran& ran, const std::vector<int>& exits,
                    std::string_view said = "");
// expect_works: the next run does what it should.
void expect_works(const Study& study);

// positions: a sample of `size` positions: first, last, and `count` spread between.
std::vector<size_t> positions(size_t size, size_t count);

}  // namespace anchorhold::hostile

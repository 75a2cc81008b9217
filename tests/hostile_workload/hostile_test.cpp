// Launches the hostile workload once, with baits outside, and holds every case against what it
// reported.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <sstream>

#include "cases.h"
#include "test_enclave.h"

namespace anchorhold::hostile {
namespace {

// Baits: what a successful escape would have touched.
class Baits {
 public:
  Baits() {
    file_ = os::Fd(::open(bait_file, O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    socket_ = os::Fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path + 1, bait_abstract_socket);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 +
                                             std::strlen(bait_abstract_socket));
    listening_ = ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                 ::listen(socket_.get(), 1) == 0;
  }
  ~Baits() { ::unlink(bait_file); }
  bool set() const { return listening_ && file_.valid(); }
  bool untouched() const {
    pollfd event{socket_.get(), POLLIN, 0};
    return ::poll(&event, 1, 0) == 0 && std::filesystem::file_size(bait_file) == 0;
  }

 private:
  os::Fd file_;
  os::Fd socket_;
  bool listening_ = false;
};

struct Run {
  std::map<std::string, std::string> outcomes;
  std::string end;
  std::string log;
  bool baits_set = false;
  bool baits_untouched = false;
};

Run launch() {
  const char* program = std::getenv("HOSTILE_WORKLOAD_PATH");
  enclave::TestImage image({}, program != nullptr ? program : HOSTILE_WORKLOAD);
  image.manifest.limits.memory_bytes = 256U << 20;
  image.manifest.limits.wall_seconds = 60;
  const Baits baits;
  const auto outcome = enclave::run(image);
  Run run;
  run.end =
      outcome.ok() ? outcome->get("end") + outcome->get("error") : outcome.error().to_string();
  run.baits_set = baits.set();
  run.baits_untouched = baits.untouched();
  if (!outcome.ok()) return run;
  run.log = outcome->get("log");
  std::istringstream lines(outcome->get("out/result"));
  for (std::string name, rest; lines >> name && std::getline(lines, rest);)
    run.outcomes[name] = rest.substr(1);
  return run;
}

const Run& the_run() {
  static const Run run = launch();
  return run;
}

TEST(HostileWorkload, RanToItsEndAndReachedNothingOutside) {
  EXPECT_EQ(the_run().end, "success(none)");
  EXPECT_EQ(the_run().log, "");
  EXPECT_TRUE(the_run().baits_set);
  EXPECT_TRUE(the_run().baits_untouched);
  EXPECT_EQ(the_run().outcomes.size(), all_cases().size());
  EXPECT_GE(all_cases().size(), 60U);
}

class HostileCase : public testing::TestWithParam<Case> {};

TEST_P(HostileCase, IsHeld) {
  const auto outcome = the_run().outcomes.find(GetParam().name);
  ASSERT_NE(outcome, the_run().outcomes.end())
      << "no outcome reported; the workload ended with " << the_run().end;
  EXPECT_TRUE(outcome->second.starts_with("held")) << outcome->second;
}

std::string name_of(const testing::TestParamInfo<Case>& info) {
  std::string name = info.param.name;
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Every, HostileCase, testing::ValuesIn(all_cases()), name_of);

}  // namespace

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

}  // namespace anchorhold::hostile

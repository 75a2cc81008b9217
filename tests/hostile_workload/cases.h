#pragma once
// The ways out that a hostile workload tries. Each case returns what it got hold of, or an empty
// string when it was held.

#include <cerrno>
#include <span>
#include <string>
#include <vector>

namespace anchorhold::hostile {

struct Case {
  const char* name;
  std::string (*escape)();
};

std::span<const Case> network_cases();
std::span<const Case> file_cases();
std::span<const Case> mount_cases();
std::span<const Case> execution_cases();
std::span<const Case> process_cases();
std::span<const Case> identity_cases();
std::span<const Case> kernel_cases();
std::span<const Case> resource_cases();

inline std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto part : {network_cases(), file_cases(), mount_cases(), execution_cases(),
                          process_cases(), identity_cases(), kernel_cases(), resource_cases()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

// got: an escape when a system call that must fail did not.
inline std::string got(long result, const char* what) {
  return result < 0 ? "" : what;
}

// What the host's side of the test holds out as bait.
inline constexpr const char* bait_abstract_socket = "anchorhold-hostile-bait";
inline constexpr const char* bait_file = "/tmp/anchorhold-hostile-bait";

}  // namespace anchorhold::hostile

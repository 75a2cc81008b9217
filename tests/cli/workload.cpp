// The workload of the sessions: does what the contract's arguments say, one after another.
//   write NAME TEXT   TEXT into /out/NAME, with \n for a new line
//   copy INPUT NAME   /in/INPUT into /out/NAME
//   print TEXT        to standard output
//   sleep SECONDS
//   exit STATUS
//   crash

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

namespace {

std::string lines(std::string text) {
  for (size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n"))
    text.replace(at, 2, "\n");
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  int i = 1;
  const auto next = [&] { return i < argc ? std::string(argv[i++]) : std::string(); };
  while (i < argc) {
    const std::string verb = next();
    if (verb == "write") {
      std::ofstream file("/out/" + next());
      file << lines(next());
    } else if (verb == "copy") {
      std::ifstream from("/in/" + next());
      std::ofstream("/out/" + next()) << from.rdbuf();
    } else if (verb == "print") {
      std::cout << lines(next()) << std::flush;
    } else if (verb == "sleep") {
      ::sleep(static_cast<unsigned>(std::stoul(next())));
    } else if (verb == "exit") {
      std::exit(std::stoi(next()));
    } else {
      std::abort();
    }
  }
  return 0;
}

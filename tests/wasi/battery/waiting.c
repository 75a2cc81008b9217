// poll: files and output are ready at once, and time passes where nothing is.
#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

static long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long)(now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

int main(void) {
  const int file = open("data/greeting.txt", O_RDONLY);
  struct pollfd ready[] = {{file, POLLIN, 0}, {1, POLLOUT, 0}};
  CHECK(poll(ready, 2, 10000) >= 1);
  CHECK((ready[0].revents & POLLIN) != 0 || (ready[1].revents & POLLOUT) != 0);

  const long start = milliseconds();
  CHECK(poll(NULL, 0, 40) == 0);
  const long waited = milliseconds() - start;
  CHECK(waited >= 39 && waited < 20000);

  struct pollfd closed = {77, POLLIN, 0};
  CHECK(poll(&closed, 1, 0) == 1 && (closed.revents & POLLNVAL) != 0);

  fd_set set;
  FD_ZERO(&set);
  FD_SET(file, &set);
  struct timeval limit = {10, 0};
  CHECK(select(file + 1, &set, NULL, NULL, &limit) == 1 && FD_ISSET(file, &set));
  close(file);
  return verdict();
}

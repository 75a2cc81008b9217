// Clocks go forward, and sleeping takes at least as long as asked.
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

static long long now(clockid_t clock) {
  struct timespec time = {0};
  CHECK(clock_gettime(clock, &time) == 0);
  CHECK(time.tv_nsec >= 0 && time.tv_nsec < 1000000000);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(void) {
  struct timespec resolution = {0};
  CHECK(clock_getres(CLOCK_MONOTONIC, &resolution) == 0 && resolution.tv_nsec > 0);
  CHECK(clock_getres(CLOCK_REALTIME, &resolution) == 0 && resolution.tv_nsec > 0);
  CHECK(time(NULL) > 1700000000);
  const long long wall = now(CLOCK_REALTIME) / 1000000000;
  CHECK(wall >= time(NULL) - 2 && wall <= time(NULL) + 2);

  long long last = now(CLOCK_MONOTONIC);
  for (int i = 0; i < 1000; ++i) {
    const long long next = now(CLOCK_MONOTONIC);
    CHECK(next >= last);
    last = next;
  }
  CHECK(nanosleep(&(struct timespec){0, 30000000}, NULL) == 0);
  const long long slept = now(CLOCK_MONOTONIC) - last;
  CHECK(slept >= 29000000 && slept < 20000000000LL);
  CHECK(usleep(1000) == 0);
  CHECK(clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){0, 1000}, NULL) == 0);
  CHECK(sched_yield() == 0);
  const time_t day = 951782400;
  char text[32] = "";
  CHECK(strftime(text, sizeof text, "%F %T", gmtime(&day)) > 0);
  CHECK(strcmp(text, "2000-02-29 00:00:00") == 0);
  return verdict();
}

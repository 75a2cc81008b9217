// Quicksort of ten million integers: median of three, the short rest by insertion.

#include "kernel.h"

enum { count = 10 * 1000 * 1000, few = 16 };

static void swap(int32_t* a, int32_t* b) {
  const int32_t kept = *a;
  *a = *b;
  *b = kept;
}

static void insertion_sort(int32_t* first, int32_t* last) {
  for (int32_t* at = first + 1; at <= last; ++at) {
    const int32_t value = *at;
    int32_t* hole = at;
    for (; hole > first && hole[-1] > value; --hole) *hole = hole[-1];
    *hole = value;
  }
}

static int32_t median_of_three(int32_t* first, int32_t* middle, int32_t* last) {
  if (*middle < *first) swap(middle, first);
  if (*last < *middle) swap(last, middle);
  if (*middle < *first) swap(middle, first);
  return *middle;
}

static void quicksort(int32_t* first, int32_t* last) {
  while (last - first >= few) {
    const int32_t pivot = median_of_three(first, first + (last - first) / 2, last);
    int32_t* low = first;
    int32_t* high = last;
    while (low <= high) {
      while (*low < pivot) ++low;
      while (*high > pivot) --high;
      if (low <= high) swap(low++, high--);
    }
    // The shorter side by recursion, so that the depth is logarithmic.
    if (high - first < last - low) {
      quicksort(first, high);
      first = low;
    } else {
      quicksort(low, last);
      last = high;
    }
  }
  insertion_sort(first, last);
}

int main(void) {
  int32_t* values = room(sizeof(int32_t[count]));
  uint64_t state = 1;
  for (int i = 0; i < count; ++i) values[i] = (int32_t)(next_random(&state) >> 32);
  const double begun = seconds_now();
  quicksort(values, values + count - 1);
  const double seconds = seconds_now() - begun;
  report(folded(values, sizeof(int32_t[count])), seconds);
  return 0;
}

// Joins two CSV files of 100 MB together, held in memory: orders (customer, article, pieces, price)
// with customers (number, region, discount); sums up per region what was paid.

#include <string.h>

#include "kernel.h"

enum { order_bytes = 70 * 1000 * 1000, customer_bytes = 30 * 1000 * 1000 };
enum { slots = 1 << 21, regions = 16, longest_line = 80 };

struct text {
  char* at;
  size_t bytes;
};

struct customer {
  uint32_t number;  // 0: the slot is free
  uint32_t region;
  double discount;
};

static uint32_t customer_number(uint32_t index) {
  return index * 2654435761U | 1U;
}

static struct text make_customers(uint32_t* count) {
  struct text text = {room(customer_bytes + longest_line), 0};
  uint64_t state = 1;
  for (*count = 0; text.bytes < customer_bytes; ++*count) {
    const uint64_t random = next_random(&state);
    text.bytes += (size_t)sprintf(text.at + text.bytes, "%" PRIu32 ",region-%02u,0.%03u\n",
                                  customer_number(*count), (unsigned)(random % regions),
                                  (unsigned)(random >> 32) % 300);
  }
  return text;
}

static struct text make_orders(uint32_t customers) {
  struct text text = {room(order_bytes + longest_line), 0};
  uint64_t state = 2;
  while (text.bytes < order_bytes) {
    const uint64_t random = next_random(&state);
    // One order in eight is of a customer that nobody knows.
    const uint32_t index = (uint32_t)(random >> 32) % (customers + customers / 8);
    text.bytes += (size_t)sprintf(text.at + text.bytes, "%" PRIu32 ",article-%05u,%u,%u.%02u\n",
                                  customer_number(index), (unsigned)(random & 0xffff),
                                  (unsigned)(random >> 16) % 9 + 1, (unsigned)(random >> 20) % 5000,
                                  (unsigned)(random >> 40) % 100);
  }
  return text;
}

// field: the next one of the line; `*at` is left behind its comma or line feed.
static struct text field(const char** at) {
  const char* begin = *at;
  const char* end = begin;
  while (*end != ',' && *end != '\n') ++end;
  *at = end + 1;
  return (struct text){(char*)begin, (size_t)(end - begin)};
}

static uint32_t whole_number(struct text text) {
  uint32_t value = 0;
  for (size_t i = 0; i < text.bytes; ++i) value = value * 10 + (uint32_t)(text.at[i] - '0');
  return value;
}

// decimal_number: digits with at most one point among them. Exact up to 15 digits, where both the
// digits and the power of ten are exact and the division rounds once.
static double decimal_number(struct text text) {
  int64_t digits = 0;
  double scale = 1;
  int past_point = 0;
  for (size_t i = 0; i < text.bytes; ++i) {
    if (text.at[i] == '.') {
      past_point = 1;
    } else {
      digits = digits * 10 + (text.at[i] - '0');
      if (past_point) scale *= 10;
    }
  }
  return (double)digits / scale;
}

static struct customer* slot_of(struct customer* table, uint32_t number) {
  uint32_t at = number * 0x9e3779b1U >> 11;
  while (table[at].number != 0 && table[at].number != number) at = (at + 1) % slots;
  return &table[at];
}

static void read_customers(struct customer* table, struct text text) {
  for (const char* at = text.at; at < text.at + text.bytes;) {
    const uint32_t number = whole_number(field(&at));
    struct text region = field(&at);
    const size_t prefix = strlen("region-");
    region.at += prefix;
    region.bytes -= prefix;
    struct customer* slot = slot_of(table, number);
    slot->number = number;
    slot->region = whole_number(region);
    slot->discount = decimal_number(field(&at));
  }
}

static void join(const struct customer* table, struct text text, double* paid) {
  for (const char* at = text.at; at < text.at + text.bytes;) {
    const uint32_t number = whole_number(field(&at));
    field(&at);  // the article
    const double pieces = whole_number(field(&at));
    const double price = decimal_number(field(&at));
    const struct customer* found = slot_of((struct customer*)table, number);
    if (found->number == number) paid[found->region] += pieces * price * (1 - found->discount);
  }
}

int main(void) {
  uint32_t customers = 0;
  const struct text known = make_customers(&customers);
  const struct text orders = make_orders(customers);
  struct customer* table = calloc(slots, sizeof *table);
  if (table == NULL) return 1;
  double paid[regions] = {0};
  const double begun = seconds_now();
  read_customers(table, known);
  join(table, orders, paid);
  const double seconds = seconds_now() - begun;
  report(folded(paid, sizeof paid), seconds);
  return 0;
}

// What compiled modules compute is what the standard says: numbers, and the whole of memory.

#include <cmath>
#include <cstdio>

#include "wasm_runner/runs_modules_test.h"

namespace anchorhold::wasi {
namespace {

using Computes = RunsModules;

// Rounding as the C library of this machine does it, bit for bit.
TEST_F(Computes, NumbersAreRoundedExactly) {
  std::string body;
  const auto expect = [&](const char* operation, double x, double rounded) {
    char line[256];
    std::snprintf(line, sizeof line,
                  "(if (i64.ne (i64.reinterpret_f64 (f64.%s (f64.const %a))) (i64.reinterpret_f64 "
                  "(f64.const %a))) (then unreachable))\n",
                  operation, x, rounded);
    body += line;
    const auto single = static_cast<float>(x);
    if (static_cast<double>(single) != x) return;
    std::snprintf(line, sizeof line,
                  "(if (i32.ne (i32.reinterpret_f32 (f32.%s (f32.const %a))) (i32.reinterpret_f32 "
                  "(f32.const %a))) (then unreachable))\n",
                  operation, x, rounded);
    body += line;
  };
  for (const double size :
       {0.0, 5e-324, 0.25, 0.49999999999999994, 0.5, 0.75, 1.0, 1.5, 2.5, 3.5, 8388607.5,
        4503599627370495.5, 4503599627370496.0, 9007199254740993.0, 1e19, 1e300}) {
    for (const double x : {size, -size}) {
      expect("floor", x, std::floor(x));
      expect("ceil", x, std::ceil(x));
      expect("trunc", x, std::trunc(x));
      expect("nearest", x, std::nearbyint(x));
    }
  }
  EXPECT_EQ(status(build("(module (memory (export \"memory\") 1) (func (export \"_start\")" + body +
                         "))")),
            0);
}

// All that a 32-bit address reaches: 65536 pages.
TEST_F(Computes, MemoryGrowsToFourGiB) {
  EXPECT_EQ(
      status(build("(module (memory (export \"memory\") 1) (func (export \"_start\")"
                   "(if (i32.ne (memory.grow (i32.const 65535)) (i32.const 1)) (then unreachable))"
                   "(i32.store (i32.const -4) (i32.const 7))"
                   "(memory.fill (i32.const -2) (i32.const 1) (i32.const 2))"
                   "(if (i32.ne (i32.load8_u (i32.const -1)) (i32.const 1)) (then unreachable))"
                   "(if (i32.ne (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable))"
                   "(if (i32.ne (memory.size) (i32.const 65536)) (then unreachable))))"),
             1, false),
      0);
}

}  // namespace
}  // namespace anchorhold::wasi

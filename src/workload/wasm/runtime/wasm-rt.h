#pragma once
// What the C that wasm2c (wabt 1.0.32) makes of a module includes: the types and functions that it
// is written against. The runner (linear_memory.cpp, tables.cpp, trap.cpp) implements them for the
// one module of its process. Linear memory has a fixed address, and pages without access after it
// stand in for bounds checks.

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WASM_RT_MEMCHECK_SIGNAL_HANDLER 1
#define WASM_RT_USE_STACK_DEPTH_COUNT 0

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define wasm_rt_unreachable __builtin_unreachable

// Where linear memory begins. Low, so that an access is one instruction: this address is its
// displacement, and stays one with most constant offsets added. Not lower, since the program lies
// at 2 MiB and the kernel begins its heap up to 1 GiB after it.
#define WASM_RT_MEMORY_BASE 0x60000000
// What is reserved there: no 32-bit address plus 32-bit offset plus the widest access reaches
// beyond.
#define WASM_RT_MEMORY_RESERVE 0x200010000

// wasm_rt_cell_t: a byte of linear memory. A type of its own, so that wasm_rt_memcpy can tell
// pointers into linear memory from others.
typedef struct {
  uint8_t byte;
} wasm_rt_cell_t;

typedef struct {
  wasm_rt_cell_t* data;
  uint32_t pages, max_pages;
  uint64_t size;  // in bytes
} wasm_rt_memory_t;

typedef void (*wasm_rt_function_ptr_t)(void);

// wasm_rt_funcref_t: a function, its type as wasm_rt_register_func_type numbers it, and its first
// argument.
typedef struct {
  uint32_t func_type;
  wasm_rt_function_ptr_t func;
  void* module_instance;
} wasm_rt_funcref_t;
typedef void* wasm_rt_externref_t;

#ifndef __cplusplus
static const wasm_rt_funcref_t wasm_rt_funcref_null_value = {0, NULL, NULL};
static const wasm_rt_externref_t wasm_rt_externref_null_value = NULL;
#endif

typedef struct {
  wasm_rt_funcref_t* data;
  uint32_t max_size;
  uint32_t size;
} wasm_rt_funcref_table_t;

typedef struct {
  wasm_rt_externref_t* data;
  uint32_t max_size;
  uint32_t size;
} wasm_rt_externref_table_t;

typedef enum {
  WASM_RT_I32,
  WASM_RT_I64,
  WASM_RT_F32,
  WASM_RT_F64,
  WASM_RT_FUNCREF,
  WASM_RT_EXTERNREF,
} wasm_rt_type_t;

typedef enum {
  WASM_RT_TRAP_NONE,
  WASM_RT_TRAP_OOB,
  WASM_RT_TRAP_INT_OVERFLOW,
  WASM_RT_TRAP_DIV_BY_ZERO,
  WASM_RT_TRAP_INVALID_CONVERSION,
  WASM_RT_TRAP_UNREACHABLE,
  WASM_RT_TRAP_CALL_INDIRECT,
  WASM_RT_TRAP_UNCAUGHT_EXCEPTION,
  WASM_RT_TRAP_EXHAUSTION,
} wasm_rt_trap_t;

bool wasm_rt_is_initialized(void);
__attribute__((noreturn, cold)) void wasm_rt_trap(wasm_rt_trap_t reason);

// wasm_rt_register_func_type: equal types get equal numbers, from 1 on. The parameters' types
// follow, then the results'.
uint32_t wasm_rt_register_func_type(uint32_t params, uint32_t results, ...);

// Growing gives the size before, or UINT32_MAX when it is refused.
void wasm_rt_allocate_memory(wasm_rt_memory_t* memory, uint32_t pages, uint32_t max_pages);
uint32_t wasm_rt_grow_memory(wasm_rt_memory_t* memory, uint32_t pages);
void wasm_rt_free_memory(wasm_rt_memory_t* memory);
void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t* table, uint32_t size,
                                    uint32_t max_size);
uint32_t wasm_rt_grow_funcref_table(wasm_rt_funcref_table_t* table, uint32_t more,
                                    wasm_rt_funcref_t fill);
void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t* table);
void wasm_rt_allocate_externref_table(wasm_rt_externref_table_t* table, uint32_t size,
                                      uint32_t max_size);
uint32_t wasm_rt_grow_externref_table(wasm_rt_externref_table_t* table, uint32_t more,
                                      wasm_rt_externref_t fill);
void wasm_rt_free_externref_table(wasm_rt_externref_table_t* table);

// What the compiled module offers to the runner (unit.c).
struct Z_wasi_snapshot_preview1_instance_t;
void anchorhold_module_instantiate(void);
void anchorhold_module_start(void);

#ifdef __cplusplus
}
#else

// Linear memory as an object of its own, at its fixed address: so the compiler knows that nothing
// else lies in it, and can reason about loops over it.
extern wasm_rt_cell_t wasm_rt_linear_memory[];
#define WASM_RT_TEXT_OF(number) #number
#define WASM_RT_TEXT(number) WASM_RT_TEXT_OF(number)
__asm__(
    ".globl wasm_rt_linear_memory\n"
    ".set wasm_rt_linear_memory, " WASM_RT_TEXT(WASM_RT_MEMORY_BASE));

// Loads and stores: wasm2c copies between a local variable and `&mem->data[address]`. The member
// `data` never changes, which no compiler can know; here it does.
static inline void* wasm_rt_place(const wasm_rt_cell_t* at, const wasm_rt_cell_t* data) {
  return &wasm_rt_linear_memory[at - data];
}
static inline const void* wasm_rt_other(const void* at, const wasm_rt_cell_t* data) {
  (void)data;
  return at;
}
#define WASM_RT_PLACE(p) \
  (_Generic((p), wasm_rt_cell_t * : wasm_rt_place, default : wasm_rt_other)((void*)(p), mem->data))
#define wasm_rt_memcpy(to, from, size) \
  __builtin_memcpy((void*)WASM_RT_PLACE(to), WASM_RT_PLACE(from), size)

// Rounding to integers: without SSE 4.1, which not every processor has, the C library's functions
// are calls. Below 2^52 a conversion there and back does it; beyond, every number is an integer.
// The generated code keeps NaN away from these.
static inline bool wasm_rt_has_fraction(double x) {
  return fabs(x) < 0x1p52;
}
static inline double wasm_rt_trunc(double x) {
  return wasm_rt_has_fraction(x) ? copysign((double)(int64_t)x, x) : x;
}
static inline double wasm_rt_floor(double x) {
  const double towards_zero = wasm_rt_trunc(x);
  return towards_zero > x ? towards_zero - 1 : towards_zero;
}
static inline double wasm_rt_ceil(double x) {
  const double towards_zero = wasm_rt_trunc(x);
  return towards_zero < x ? copysign(towards_zero + 1, x) : towards_zero;
}
// Ties to even: adding 2^52 leaves no room for a fraction.
static inline double wasm_rt_nearbyint(double x) {
  return wasm_rt_has_fraction(x) ? copysign(fabs(x) + 0x1p52 - 0x1p52, x) : x;
}
#define trunc wasm_rt_trunc
#define floor wasm_rt_floor
#define ceil wasm_rt_ceil
#define nearbyint wasm_rt_nearbyint
// What a float rounds to is a float.
#define truncf(x) ((float)wasm_rt_trunc(x))
#define floorf(x) ((float)wasm_rt_floor(x))
#define ceilf(x) ((float)wasm_rt_ceil(x))
#define nearbyintf(x) ((float)wasm_rt_nearbyint(x))

// wasm2c forces every load to happen, even where its value is not used, so that it traps outside of
// memory. That costs 8 to 17 % of time and protects nothing: without it, what is not used is not
// read.
#define __asm__(...)

#endif

#include "workload/wasm/linear_memory.h"

#include <sys/mman.h>

#include <bit>

#include "workload/wasm/runtime/wasm-rt.h"
#include "workload/wasm/trap.h"

namespace anchorhold::wasi {
namespace {

static_assert(reserved_bytes == WASM_RT_MEMORY_RESERVE);
constexpr uint64_t page_bytes = 65536;
constexpr uint32_t refused = UINT32_MAX;

const wasm_rt_memory_t* the_memory = nullptr;
bool refused_growth = false;

wasm_rt_cell_t* at_base(uint64_t offset) {
  return std::bit_cast<wasm_rt_cell_t*>(uintptr_t{WASM_RT_MEMORY_BASE + offset});
}

// Exactly there or not at all: the module's code has the address in it. Where memory is large, its
// pages may be too: that spares a tenth of the time of programs that walk over it.
bool reserve() {
  void* const base = at_base(0);
  if (::mmap(base, WASM_RT_MEMORY_RESERVE, PROT_NONE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0) != base) {
    return false;
  }
  ::madvise(base, WASM_RT_MEMORY_RESERVE, MADV_HUGEPAGE);
  return true;
}

// The kernel refuses above RLIMIT_DATA, which is how a process is given less than the module asks
// for.
bool open_pages(uint32_t from, uint32_t count) {
  return count == 0 ||
         ::mprotect(at_base(from * page_bytes), count * page_bytes, PROT_READ | PROT_WRITE) == 0;
}

void set_pages(wasm_rt_memory_t& memory, uint32_t pages) {
  memory.pages = pages;
  memory.size = pages * page_bytes;
}

}  // namespace

MutableBytes linear_memory() {
  if (the_memory == nullptr) return {};
  return {&the_memory->data->byte, the_memory->size};
}

bool growth_refused() {
  return refused_growth;
}

void note_refused_growth() {
  refused_growth = true;
}

bool in_linear_memory(uintptr_t address) {
  return address - WASM_RT_MEMORY_BASE < WASM_RT_MEMORY_RESERVE;
}

}  // namespace anchorhold::wasi

using anchorhold::wasi::Ended;

void wasm_rt_allocate_memory(wasm_rt_memory_t* memory, uint32_t pages, uint32_t max_pages) {
  using namespace anchorhold::wasi;
  if (!reserve() || !open_pages(0, pages)) end(Ended::memory_limit);
  memory->data = at_base(0);
  memory->max_pages = max_pages;
  set_pages(*memory, pages);
  the_memory = memory;
}

uint32_t wasm_rt_grow_memory(wasm_rt_memory_t* memory, uint32_t pages) {
  using namespace anchorhold::wasi;
  const uint32_t before = memory->pages;
  if (pages > memory->max_pages - before) return refused;
  if (!open_pages(before, pages)) {
    note_refused_growth();
    return refused;
  }
  set_pages(*memory, before + pages);
  return before;
}

// The process ends with its module.
void wasm_rt_free_memory(wasm_rt_memory_t*) {}

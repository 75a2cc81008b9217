// Tables of functions and references, and the types of functions.

#include <algorithm>
#include <cstdarg>
#include <cstdlib>
#include <map>
#include <type_traits>
#include <vector>

#include "workload/wasm/linear_memory.h"
#include "workload/wasm/runtime/wasm-rt.h"
#include "workload/wasm/trap.h"

namespace anchorhold::wasi {
namespace {

// What is taken for a table, at most: a module may declare four billion elements.
constexpr uint32_t max_table_elements = 10'000'000;

template <typename Table>
using Element = std::remove_pointer_t<decltype(Table::data)>;

// elements: nulls, or nullptr when there is no room.
template <typename Table>
Element<Table>* elements(uint32_t count) {
  if (count > max_table_elements) return nullptr;
  return static_cast<Element<Table>*>(std::calloc(count, sizeof(Element<Table>)));
}

template <typename Table>
void allocate_table(Table& table, uint32_t size, uint32_t max_size) {
  table.data = elements<Table>(size);
  if (size != 0 && table.data == nullptr) end(Ended::memory_limit);
  table.size = size;
  table.max_size = max_size;
}

// A new table with the old one's elements: realloc would make a system call that the process has no
// other use for.
template <typename Table>
uint32_t grow_table(Table& table, uint32_t more, Element<Table> fill) {
  const uint32_t before = table.size;
  if (more == 0) return before;
  if (more > table.max_size - before) return UINT32_MAX;
  Element<Table>* const grown = elements<Table>(before + more);
  if (grown == nullptr) {
    note_refused_growth();
    return UINT32_MAX;
  }
  std::copy_n(table.data, before, grown);
  std::fill_n(grown + before, more, fill);
  std::free(table.data);
  table.data = grown;
  table.size = before + more;
  return before;
}

}  // namespace
}  // namespace anchorhold::wasi

uint32_t wasm_rt_register_func_type(uint32_t params, uint32_t results, ...) {
  static std::map<std::vector<uint32_t>, uint32_t> numbers;
  std::vector<uint32_t> type = {params};
  va_list list;
  va_start(list, results);
  for (uint32_t i = 0; i < params + results; ++i) type.push_back(va_arg(list, uint32_t));
  va_end(list);
  return numbers.try_emplace(std::move(type), static_cast<uint32_t>(numbers.size() + 1))
      .first->second;
}

void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t* table, uint32_t size,
                                    uint32_t max_size) {
  anchorhold::wasi::allocate_table(*table, size, max_size);
}

uint32_t wasm_rt_grow_funcref_table(wasm_rt_funcref_table_t* table, uint32_t more,
                                    wasm_rt_funcref_t fill) {
  return anchorhold::wasi::grow_table(*table, more, fill);
}

void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t*) {}

void wasm_rt_allocate_externref_table(wasm_rt_externref_table_t* table, uint32_t size,
                                      uint32_t max_size) {
  anchorhold::wasi::allocate_table(*table, size, max_size);
}

uint32_t wasm_rt_grow_externref_table(wasm_rt_externref_table_t* table, uint32_t more,
                                      wasm_rt_externref_t fill) {
  return anchorhold::wasi::grow_table(*table, more, fill);
}

void wasm_rt_free_externref_table(wasm_rt_externref_table_t*) {}

#include "testkit/forged_wasm.h"

#include <array>

namespace anchorhold::testkit::wasm {

Bytes leb(uint64_t value) {
  Bytes out;
  do {
    const auto low = static_cast<uint8_t>(value & 0x7f);
    value >>= 7;
    out.push_back(value == 0 ? low : static_cast<uint8_t>(low | 0x80));
  } while (value != 0);
  return out;
}

Bytes signed_leb(int64_t value) {
  Bytes out;
  for (;;) {
    const auto low = static_cast<uint8_t>(value & 0x7f);
    value >>= 7;
    const bool last = (value == 0 && (low & 0x40) == 0) || (value == -1 && (low & 0x40) != 0);
    out.push_back(last ? low : static_cast<uint8_t>(low | 0x80));
    if (last) return out;
  }
}

Bytes name(std::string_view text) {
  return join({leb(text.size()), copy_of(bytes_of(text))});
}

Bytes vec(const std::vector<Bytes>& items) {
  return join({leb(items.size()), join(items)});
}

Bytes join(const std::vector<Bytes>& parts) {
  Bytes out;
  for (const Bytes& part : parts) append(out, part);
  return out;
}

Bytes section(uint8_t id, ByteView content) {
  return join({{id}, leb(content.size()), copy_of(content)});
}

Bytes custom_section(std::string_view title, ByteView content) {
  return section(0, join({name(title), copy_of(content)}));
}

Bytes function_type(const Bytes& params, const Bytes& results) {
  return join({{0x60}, leb(params.size()), params, leb(results.size()), results});
}

Bytes import_of(std::string_view module, std::string_view title, const Bytes& description) {
  return join({name(module), name(title), description});
}

Bytes export_of(std::string_view title, uint8_t kind, uint32_t index) {
  return join({name(title), {kind}, leb(index)});
}

Bytes body(const Bytes& instructions, const std::vector<Bytes>& locals) {
  const Bytes content = join({vec(locals), instructions, {0x0b}});
  return join({leb(content.size()), content});
}

Sections& Sections::put(uint8_t id, Bytes content) {
  content_[id] = std::move(content);
  return *this;
}

Sections& Sections::remove(uint8_t id) {
  content_.erase(id);
  return *this;
}

namespace {

constexpr std::array<uint8_t, 13> section_order = {types,      imports, functions, tables, memories,
                                                   tags,       globals, exports,   start,  elements,
                                                   data_count, code,    data};

}  // namespace

std::vector<uint8_t> Sections::ids() const {
  std::vector<uint8_t> out;
  for (const uint8_t id : section_order) {
    if (content_.count(id) != 0) out.push_back(id);
  }
  return out;
}

Bytes Sections::module() const {
  Bytes out = preamble();
  for (const uint8_t id : ids()) append(out, section(id, content_.at(id)));
  return out;
}

Bytes preamble() {
  return {0x00, 'a', 's', 'm', 0x01, 0x00, 0x00, 0x00};
}

Sections command(const Bytes& instructions) {
  Sections out;
  out.put(types, vec({function_type({}, {})}));
  out.put(functions, vec({{0}}));
  out.put(memories, vec({{0x00, 1}}));
  out.put(exports, vec({export_of("memory", 2, 0), export_of("_start", 0, 0)}));
  out.put(code, vec({body(instructions, {{2, 0x7f}})}));
  return out;
}

namespace {

// The instructions of the command below, each on a line, well typed.
Bytes full_instructions() {
  return join({
      {0x02, 0x40, 0x41, 0x00, 0x0d, 0x00, 0x0c, 0x00, 0x0b},              // block, br_if, br
      {0x03, 0x40, 0x0b},                                                  // loop
      {0x41, 0x01, 0x04, 0x7f, 0x41, 0x02, 0x05, 0x41, 0x03, 0x0b, 0x1a},  // if, else
      {0x41, 0x05, 0x02, 0x02, 0x0b, 0x1a},                                // block of type 2
      {0x02, 0x40, 0x41, 0x00, 0x0e, 0x01, 0x00, 0x01, 0x0b},              // br_table
      {0x10, 0x02},                                                        // call
      {0x41, 0x00, 0x41, 0x00, 0x11, 0x02, 0x00, 0x1a},                    // call_indirect
      {0x41, 0x00, 0x41, 0x00, 0x41, 0x00, 0x1c, 0x01, 0x7f, 0x1a},        // select of i32
      {0x20, 0x00, 0x22, 0x01, 0x21, 0x00},                                // local.get, tee, set
      {0x23, 0x00, 0x24, 0x00},                                            // global.get, set
      {0x41, 0x00, 0x41, 0x00, 0x25, 0x00, 0x26, 0x00},                    // table.get, set
      {0x41, 0x00, 0x28, 0x02, 0x04, 0x1a},                                // i32.load
      {0x41, 0x00, 0x42, 0x00, 0x3c, 0x00, 0x00},                          // i64.store8
      {0x3f, 0x00, 0x40, 0x00, 0x1a},                                      // memory.size, grow
      {0x42, 0x80, 0x7f, 0xc4, 0x1a},                                      // i64.const, extend32_s
      {0x43, 0, 0, 0x80, 0x3f, 0xfc, 0x00, 0x1a},           // f32.const, i32.trunc_sat_f32_s
      {0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x9a, 0x1a},     // f64.const, neg
      {0xd0, 0x6f, 0xd1, 0x1a, 0xd2, 0x02, 0x1a},           // ref.null, is_null, func
      {0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x08, 0x01, 0x00},  // memory.init
      {0xfc, 0x09, 0x01},                                   // data.drop
      {0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x0a, 0x00, 0x00},  // memory.copy
      {0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x0b, 0x00},        // memory.fill
      {0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x0c, 0x01, 0x00},  // table.init
      {0xfc, 0x0d, 0x01},                                   // elem.drop
      {0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 0x0e, 0x00, 0x00},  // table.copy
      {0xd0, 0x70, 0x41, 0, 0xfc, 0x0f, 0x00, 0x1a},        // table.grow
      {0xfc, 0x10, 0x01, 0x1a},                             // table.size
      {0x41, 0, 0xd0, 0x70, 0x41, 0, 0xfc, 0x11, 0x00},     // table.fill
      {0x0f},                                               // return
      {0x00},                                               // unreachable
  });
}

}  // namespace

Sections full_command() {
  Sections out;
  const Bytes zero = {0x41, 0x00, 0x0b};
  out.put(types, vec({function_type({}, {}), function_type({0x7f, 0x7f, 0x7f, 0x7f}, {0x7f}),
                      function_type({0x7f}, {0x7f}), function_type({0x7f}, {})}));
  out.put(imports, vec({import_of("wasi_snapshot_preview1", "fd_write", {0x00, 1}),
                        import_of("wasi_snapshot_preview1", "proc_exit", {0x00, 3})}));
  out.put(functions, vec({{0}, {2}, {0}}));
  out.put(tables, vec({{0x70, 0x01, 4, 8}, {0x6f, 0x00, 2}}));
  out.put(memories, vec({{0x01, 1, 16}}));
  out.put(globals, vec({join({{0x7f, 0x01}, zero}), {0x70, 0x00, 0xd2, 0x03, 0x0b}}));
  out.put(exports, vec({export_of("memory", 2, 0), export_of("_start", 0, 2),
                        export_of("table", 1, 1), export_of("counter", 3, 0)}));
  out.put(start, {4});
  out.put(elements, vec({join({{0}, zero, vec({{2}, {3}})}), join({{1, 0x00}, vec({{2}})}),
                         join({{2, 0}, zero, {0x00}, vec({{2}})}), join({{3, 0x00}, vec({{2}})}),
                         join({{4}, zero, vec({{0xd2, 3, 0x0b}, {0xd0, 0x70, 0x0b}})}),
                         join({{5, 0x6f}, vec({{0xd0, 0x6f, 0x0b}})}),
                         join({{6, 1}, zero, {0x6f}, vec({{0xd0, 0x6f, 0x0b}})}),
                         join({{7, 0x70}, vec({{0xd2, 3, 0x0b}})})}));
  out.put(data_count, {3});
  out.put(code, vec({body(full_instructions(), {{2, 0x7f}}), body({0x20, 0x00}), body({})}));
  out.put(data, vec({join({{0}, zero, name("abc")}), join({{1}, name("defg")}),
                     join({{2, 0}, zero, name("")})}));
  return out;
}

}  // namespace anchorhold::testkit::wasm

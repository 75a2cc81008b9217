#include "wasm/body.h"

#include "wasm/bounds.h"
#include "wasm/opcodes.h"
#include "wasm/types.h"

namespace anchorhold::wasm {
namespace {

// Extensions put the number of a memory behind an access when this bit of its alignment is set.
constexpr uint32_t names_memory = 0x40;
// The numbers of relaxed SIMD behind its prefix begin here.
constexpr uint32_t first_relaxed = 0x100;
constexpr uint8_t vector_prefix = 0xfd;

// What an open block began with; `else` may follow only `if`, once.
enum class Frame : uint8_t { plain, conditional };

class Body {
 public:
  Body(Cursor& cursor, const Module& module, const FunctionType& type)
      : cursor_(cursor), module_(module), locals_(type.params.size()) {}

  Status read();

 private:
  Status read_locals();
  Status read_instruction();
  Status read_prefixed(uint8_t prefix);
  Status read_immediate(const Opcode& op);
  Status read_control(Immediate immediate);
  Status read_bulk(Immediate immediate);
  Status open(Frame frame);
  Status read_block_type();
  Status read_label_table();
  Status read_access(unsigned alignment);
  Status read_select_types();
  Status read_memory();
  Status read_data();
  Status need_memory() const;

  Status index(std::string_view what, size_t size) {
    AH_TRY(cursor_.index(what, size));
    return {};
  }
  Status label() { return index("enclosing block", frames_.size()); }
  Status table() { return index("table", module_.tables.size()); }
  Status element() { return index("element segment", module_.elements.size()); }

  Cursor& cursor_;
  const Module& module_;
  uint64_t locals_;            // parameters and locals
  std::vector<Frame> frames_;  // the open blocks, the function's own first
  size_t start_ = 0;           // of the instruction that is read
};

Status Body::read() {
  AH_TRY(read_locals());
  frames_ = {Frame::plain};
  while (!frames_.empty()) AH_TRY(read_instruction());
  return cursor_.finish();
}

Status Body::read_locals() {
  AH_ASSIGN(const uint32_t groups, cursor_.count("groups of locals", max_locals));
  uint64_t locals = 0;
  for (uint32_t i = 0; i < groups; ++i) {
    const size_t start = cursor_.offset();
    AH_ASSIGN(const uint32_t count, cursor_.u32());
    locals += count;
    if (locals > max_locals) {
      return cursor_.limit("too many locals", start)
          .want("at most " + std::to_string(max_locals))
          .saw(std::to_string(locals));
    }
    AH_TRY(read_value_type(cursor_));
  }
  locals_ += locals;
  return {};
}

Status Body::read_instruction() {
  start_ = cursor_.offset();
  AH_ASSIGN(const uint8_t byte, cursor_.u8());
  const Opcode& op = opcode(byte);
  if (op.immediate == Immediate::prefix || byte == vector_prefix) return read_prefixed(byte);
  if (op.immediate == Immediate::refused) {
    return unsupported(op.feature, cursor_, "opcode " + hex_byte(byte), start_);
  }
  if (op.immediate == Immediate::unknown) {
    return cursor_.error("unknown instruction", start_).saw("opcode " + hex_byte(byte));
  }
  return read_immediate(op);
}

Status Body::read_prefixed(uint8_t prefix) {
  AH_ASSIGN(const uint32_t number, cursor_.u32());
  const std::string seen = "opcode " + hex_byte(prefix) + " " + std::to_string(number);
  if (prefix == vector_prefix) {
    const Feature feature = number < first_relaxed ? Feature::simd : Feature::relaxed_simd;
    return unsupported(feature, cursor_, seen, start_);
  }
  const Opcode op = prefixed_opcode(number);
  if (op.immediate == Immediate::refused) return unsupported(op.feature, cursor_, seen, start_);
  if (op.immediate == Immediate::unknown) {
    return cursor_.error("unknown instruction", start_).saw(seen);
  }
  return read_immediate(op);
}

Status Body::read_immediate(const Opcode& op) {
  switch (op.immediate) {
    case Immediate::none:
      return {};
    case Immediate::function:
      return index("function", module_.functions.size());
    case Immediate::local:
      return index("local", locals_);
    case Immediate::global:
      return index("global", module_.globals.size());
    case Immediate::table:
      return table();
    case Immediate::access:
      return read_access(op.alignment);
    case Immediate::memory:
      return read_memory();
    case Immediate::i32:
      AH_TRY(cursor_.s32());
      return {};
    case Immediate::i64:
      AH_TRY(cursor_.s64());
      return {};
    case Immediate::bytes4:
      AH_TRY(cursor_.view(4));
      return {};
    case Immediate::bytes8:
      AH_TRY(cursor_.view(8));
      return {};
    case Immediate::value_types:
      return read_select_types();
    case Immediate::reference_type:
      AH_TRY(read_reference_type(cursor_));
      return {};
    case Immediate::table_init:
    case Immediate::element:
    case Immediate::table_copy:
    case Immediate::memory_init:
    case Immediate::data:
    case Immediate::memory_copy:
      return read_bulk(op.immediate);
    default:
      return read_control(op.immediate);
  }
}

Status Body::read_control(Immediate immediate) {
  switch (immediate) {
    case Immediate::block:
      return open(Frame::plain);
    case Immediate::block_if:
      return open(Frame::conditional);
    case Immediate::block_else:
      if (frames_.back() != Frame::conditional) {
        return cursor_.error("an else without an if", start_);
      }
      frames_.back() = Frame::plain;
      return {};
    case Immediate::block_end:
      frames_.pop_back();
      return {};
    case Immediate::label:
      return label();
    case Immediate::label_table:
      return read_label_table();
    case Immediate::call_indirect:
      AH_TRY(index("type", module_.types.size()));
      return table();
    default:
      return Error{Code::internal, std::string(cursor_.part_name()), "an instruction without rule"};
  }
}

Status Body::read_bulk(Immediate immediate) {
  switch (immediate) {
    case Immediate::table_init:
      AH_TRY(element());
      return table();
    case Immediate::element:
      return element();
    case Immediate::table_copy:
      AH_TRY(table());
      return table();
    case Immediate::memory_init:
      AH_TRY(read_data());
      return read_memory();
    case Immediate::memory_copy:
      AH_TRY(read_memory());
      return read_memory();
    default:  // data.drop
      return read_data();
  }
}

Status Body::open(Frame frame) {
  if (frames_.size() > max_nesting) {
    return cursor_.limit("blocks nested too deeply", start_)
        .want("at most " + std::to_string(max_nesting));
  }
  frames_.push_back(frame);
  return read_block_type();
}

// Section 5.4.1: nothing, one value type, or the index of a type; the first two have one byte.
Status Body::read_block_type() {
  const size_t start = cursor_.offset();
  AH_ASSIGN(const int64_t type, cursor_.s33());
  if (type < 0) {
    const auto byte = static_cast<uint8_t>(type & 0x7f);
    if (cursor_.offset() != start + 1) return cursor_.error("unknown type of a block", start);
    if (byte != 0x40) AH_TRY(value_type_of(cursor_, byte, start));
    return {};
  }
  if (static_cast<uint64_t>(type) < module_.types.size()) return {};
  return cursor_.error("no such type", start)
      .want("an index below " + std::to_string(module_.types.size()))
      .saw(std::to_string(type));
}

Status Body::read_label_table() {
  AH_ASSIGN(const uint32_t count, cursor_.count("branch targets", max_branch_targets));
  for (uint32_t i = 0; i < count; ++i) AH_TRY(label());
  return label();
}

Status Body::need_memory() const {
  if (module_.memory) return {};
  return cursor_.error("an instruction on memory in a module without one", start_);
}

Status Body::read_access(unsigned alignment) {
  AH_TRY(need_memory());
  const size_t start = cursor_.offset();
  AH_ASSIGN(const uint32_t flags, cursor_.u32());
  if (flags < 2 * names_memory && (flags & names_memory) != 0) {
    return unsupported(Feature::multiple_memories, cursor_, "an access to a numbered memory",
                       start);
  }
  if (flags > alignment) {
    return cursor_.error("aligned beyond its size", start)
        .want("at most 2^" + std::to_string(alignment))
        .saw("2^" + std::to_string(flags));
  }
  AH_TRY(cursor_.u32());
  return {};
}

Status Body::read_memory() {
  AH_TRY(need_memory());
  const size_t start = cursor_.offset();
  AH_ASSIGN(const uint8_t memory, cursor_.u8());
  if (memory == 0) return {};
  return unsupported(Feature::multiple_memories, cursor_, "memory " + std::to_string(memory),
                     start);
}

// Section 3.3.8.7: functions that use data segments need their number beforehand.
Status Body::read_data() {
  if (!module_.data_count) {
    return cursor_.error("an instruction on data in a module without a data count section", start_);
  }
  return index("data segment", *module_.data_count);
}

Status Body::read_select_types() {
  const size_t start = cursor_.offset();
  AH_ASSIGN(const uint32_t count, cursor_.u32());
  if (count != 1) {
    return cursor_.error("select of other than one type", start)
        .want("1")
        .saw(std::to_string(count));
  }
  AH_TRY(read_value_type(cursor_));
  return {};
}

}  // namespace

Status read_body(Cursor& cursor, const Module& module, const FunctionType& type) {
  return Body(cursor, module, type).read();
}

}  // namespace anchorhold::wasm

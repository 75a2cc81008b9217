#include <algorithm>
#include <bit>

#include "base/reader.h"
#include "codec/cbor.h"
#include "codec/cbor_float.h"
#include "codec/utf8.h"

namespace anchorhold::cbor {

namespace {

constexpr uint8_t kIndefinite = 31;
constexpr uint8_t kBreak = 0xff;

struct Head {
  uint8_t major = 0;
  uint8_t additional = 0;
  uint64_t argument = 0;  // the raw bits for a float
  bool indefinite() const { return additional == kIndefinite; }
};

}  // namespace

// Decoder: recursive descent, bounded by Rules::max_depth.
class Decoder {
 public:
  Decoder(std::string_view object, ByteView input, const Rules& rules)
      : object_(object), input_(input), reader_(object, input), rules_(rules) {}

  Result<Value> whole() {
    AH_ASSIGN(Value value, item(0));
    AH_TRY(reader_.finish());
    return value;
  }

 private:
  Result<Value> item(size_t depth) {
    if (depth > rules_.max_depth) return exceeds("nested levels", rules_.max_depth);
    if (++items_ > rules_.max_items) return exceeds("items", rules_.max_items);
    AH_ASSIGN(const Head head, read_head());
    Value value;
    value.kind_ = static_cast<Kind>(head.major);
    value.argument_ = head.argument;
    switch (value.kind_) {
      case Kind::bytes:
      case Kind::text:
        AH_TRY(read_string(head, value));
        break;
      case Kind::array:
      case Kind::map:
        AH_TRY(read_items(head, depth, value));
        break;
      case Kind::tag: {
        AH_ASSIGN(Value content, item(depth + 1));
        value.items_.push_back(std::move(content));
        break;
      }
      case Kind::simple:
        AH_TRY(read_simple(head, value));
        break;
      default:
        break;
    }
    return value;
  }

  Result<Head> read_head() {
    head_offset_ = reader_.offset();
    AH_ASSIGN(const uint8_t first, reader_.u8());
    if (first == kBreak) return bad("break outside an indefinite item");
    Head head{.major = static_cast<uint8_t>(first >> 5),
              .additional = static_cast<uint8_t>(first & 31)};
    head.argument = head.additional;
    if (head.additional < 24) return head;
    uint64_t least = 24;  // what the next shorter form could not hold
    switch (head.additional) {
      case 24: {
        AH_ASSIGN(head.argument, reader_.u8());
        break;
      }
      case 25: {
        AH_ASSIGN(head.argument, reader_.u16be());
        least = uint64_t{UINT8_MAX} + 1;
        break;
      }
      case 26: {
        AH_ASSIGN(head.argument, reader_.u32be());
        least = uint64_t{UINT16_MAX} + 1;
        break;
      }
      case 27: {
        AH_ASSIGN(head.argument, reader_.u64be());
        least = uint64_t{UINT32_MAX} + 1;
        break;
      }
      case kIndefinite: {
        if (head.major < 2 || head.major > 5) return bad("indefinite length on this type");
        const bool allowed =
            head.major == 5 ? rules_.allow_indefinite_maps : rules_.allow_indefinite_other;
        if (!allowed || rules_.require_canonical) return bad("indefinite length");
        return head;
      }
      default:
        return bad("reserved additional information");
    }
    const bool number =
        head.major == 7 && head.additional > 24;  // floats have no shortest-form rule here
    if (!number && head.argument < least) return bad("not the shortest form");
    return head;
  }

  Status read_string(const Head& head, Value& value) {
    if (!head.indefinite()) {
      AH_ASSIGN(value.string_, chunk(head));
      return {};
    }
    auto joined = std::make_shared<Bytes>();
    while (!at_break()) {
      if (++items_ > rules_.max_items) return exceeds("items", rules_.max_items);
      AH_ASSIGN(const Head part, read_head());
      if (part.major != head.major || part.indefinite()) {
        return bad("a chunk is not a definite string of the same type");
      }
      AH_ASSIGN(const ByteView bytes, chunk(part));
      append(*joined, bytes);
    }
    value.string_ = *joined;
    value.joined_ = std::move(joined);
    return {};
  }

  Result<ByteView> chunk(const Head& head) {
    if (head.argument > reader_.remaining()) return claims_too_much(head.argument);
    AH_ASSIGN(const ByteView bytes, reader_.view(static_cast<size_t>(head.argument)));
    if (head.major == 3 && !is_utf8(text_of(bytes))) return bad("text is not UTF-8");
    return bytes;
  }

  // An array's items, or a map's keys and values in turn.
  Status read_items(const Head& head, size_t depth, Value& value) {
    const bool map = value.kind_ == Kind::map;
    // Each item is at least one byte: a larger claim is refused before anything is allocated for
    // it.
    const uint64_t most = reader_.remaining() / (map ? 2 : 1);
    if (!head.indefinite()) {
      if (head.argument > most) return claims_too_much(head.argument);
      if (head.argument > rules_.max_items) return exceeds("items", rules_.max_items);
      value.items_.reserve(static_cast<size_t>(head.argument) * (map ? 2 : 1));
    }
    std::vector<ByteView> keys;
    for (uint64_t i = 0; head.indefinite() ? !at_break() : i < head.argument; ++i) {
      if (map) {
        const size_t start = reader_.offset();
        AH_ASSIGN(Value key, item(depth + 1));
        if (key.kind_ > Kind::text || key.joined_) {
          return bad("a map key that is not an integer or a definite string");
        }
        keys.push_back(input_.subspan(start, reader_.offset() - start));
        value.items_.push_back(std::move(key));
      }
      AH_ASSIGN(Value element, item(depth + 1));
      value.items_.push_back(std::move(element));
    }
    return check_keys(std::move(keys));
  }

  // Keys have one encoding each, so that equal keys are equal bytes.
  Status check_keys(std::vector<ByteView> keys) const {
    const auto less = [](ByteView a, ByteView b) {
      return std::ranges::lexicographical_compare(a, b);
    };
    if (!std::ranges::is_sorted(keys, less)) {
      if (rules_.require_canonical)
        return reader_.error("map keys are not sorted in the map that ends");
      std::ranges::sort(keys, less);
    }
    const auto equal = [](ByteView a, ByteView b) { return std::ranges::equal(a, b); };
    if (std::ranges::adjacent_find(keys, equal) != keys.end()) {
      return reader_.error("a map key occurs twice in the map that ends");
    }
    return {};
  }

  Status read_simple(const Head& head, Value& value) {
    if (head.additional <= 24) {
      if (head.additional == 24 && head.argument < 32) return bad("reserved simple value");
      return {};
    }
    const double number =
        head.additional == 25   ? double_of_half(static_cast<uint16_t>(head.argument))
        : head.additional == 26 ? std::bit_cast<float>(static_cast<uint32_t>(head.argument))
                                : std::bit_cast<double>(head.argument);
    value.kind_ = Kind::floating;
    value.argument_ = std::bit_cast<uint64_t>(number);
    if (rules_.require_canonical) {
      const size_t size = size_t{1} << (head.additional - 24);
      const ByteView seen = input_.subspan(reader_.offset() - size - 1, size + 1);
      if (!std::ranges::equal(Encoder().floating(number).view(), seen)) {
        return bad("a float not in its shortest form");
      }
    }
    return {};
  }

  // Moves past a break when there is one. At the end of the input the next item reports truncation.
  bool at_break() {
    if (reader_.empty() || input_[reader_.offset()] != kBreak) return false;
    return reader_.u8().ok();
  }

  // bad: what is wrong with the item whose head was read last.
  Error bad(std::string_view message) const {
    return Error{Code::malformed, std::string(object_),
                 std::string(message) + " at offset " + std::to_string(head_offset_)};
  }

  Error claims_too_much(uint64_t claimed) const {
    return bad("a length larger than the input")
        .want("at most " + std::to_string(reader_.remaining()))
        .saw(std::to_string(claimed));
  }

  Error exceeds(std::string_view what, size_t limit) const {
    return Error{Code::limit_exceeded, std::string(object_), "too many " + std::string(what)}.want(
        "at most " + std::to_string(limit));
  }

  std::string_view object_;
  ByteView input_;
  Reader reader_;
  const Rules& rules_;
  size_t items_ = 0;
  size_t head_offset_ = 0;
};

Result<Value> decode(std::string_view object, ByteView input, const Rules& rules) {
  return Decoder(object, input, rules).whole();
}

}  // namespace anchorhold::cbor

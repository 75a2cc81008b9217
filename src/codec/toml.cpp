#include "codec/toml.h"

#include <chrono>

#include "base/printable.h"
#include "codec/json_fields.h"
#include "codec/toml_text.h"

namespace {
struct TomlPrecondition {};
[[noreturn]] void refuse_toml() {
  throw TomlPrecondition{};
}
}  // namespace

// toml++ meets some malformed headers ("[[[a]]]", "[&") with an assertion, or without one with
// undefined behaviour. Here its assertions always stand, and a failed one refuses the text.
#undef NDEBUG
#define TOML_ASSERT(condition) (static_cast<bool>(condition) ? void() : refuse_toml())
#define TOML_EXCEPTIONS 1
#define TOML_MAX_NESTED_VALUES 32
#include <toml++/toml.h>

namespace anchorhold::toml {

namespace {

constexpr int kMaxDepth = 16;

std::string place_text(const ::toml::source_position& at) {
  return std::to_string(at.line) + ":" + std::to_string(at.column);
}

// The only place where toml++ may throw.
Result<::toml::table> read_toml(std::string_view object, std::string_view text) {
  try {
    return ::toml::parse(text);
  } catch (const ::toml::parse_error& error) {
    return Error{Code::malformed, std::string(object) + ":" + place_text(error.source().begin),
                 printable(error.description())};
  } catch (const TomlPrecondition&) {
    return Error{Code::malformed, std::string(object), "not TOML: a damaged header or key"};
  }
}

// Converter: from the TOML tree to ours, keeping the place of each key.
class Converter {
 public:
  explicit Converter(Document& document) : document_(document) {}

  Result<json::Value> table(const ::toml::table& from, const std::string& path, int depth) {
    AH_TRY(check_depth(from, depth));
    auto out = json::Value::object();
    for (const auto& [key, node] : from) {
      const std::string name(key.str());
      const std::string member = path + "." + name;
      const auto at = key.source().begin;
      document_.places[member] = {at.line, at.column};
      AH_ASSIGN(json::Value value, convert(node, member, depth + 1));
      out.set(name, std::move(value));
    }
    return out;
  }

 private:
  Error refuse(const ::toml::node& node, std::string message) const {
    return Error{Code::malformed, document_.object + ":" + place_text(node.source().begin),
                 std::move(message)};
  }

  Status check_depth(const ::toml::node& node, int depth) const {
    if (depth > kMaxDepth) return refuse(node, "nested too deep");
    return {};
  }

  Result<json::Value> convert(const ::toml::node& node, const std::string& path, int depth) {
    if (const auto* text = node.as_string()) return json::Value(text->get());
    if (const auto* boolean = node.as_boolean()) return json::Value(boolean->get());
    if (const auto* number = node.as_integer()) return integer(*number);
    if (const auto* time = node.as_date_time()) return date(*time);
    if (const auto* items = node.as_array()) return array(*items, path, depth);
    if (const auto* inner = node.as_table()) return table(*inner, path, depth);
    return refuse(node, "a value of a kind that is not used here")
        .want("a text, an integer, true or false, a UTC time, an array or a table");
  }

  Result<json::Value> integer(const ::toml::value<int64_t>& node) const {
    if (node.get() > json::kMaxInteger || node.get() < -json::kMaxInteger) {
      return refuse(node, "the number is too large").want("at most 2^53 - 1");
    }
    return json::Value(node.get());
  }

  Result<json::Value> date(const ::toml::value<::toml::date_time>& node) const {
    const ::toml::date_time& value = node.get();
    if (!value.offset || value.date.year < 1970) {
      return refuse(node, "a time without an offset from UTC, or before 1970")
          .want("2027-06-30T00:00:00Z");
    }
    using namespace std::chrono;
    const sys_days day = year(value.date.year) / value.date.month / value.date.day;
    constexpr uint32_t kPerMillisecond = 1'000'000;
    const Time time =
        day + hours(value.time.hour) + minutes(value.time.minute) + seconds(value.time.second) +
        milliseconds(value.time.nanosecond / kPerMillisecond) - minutes(value.offset->minutes);
    return json::Value(format_time(time));
  }

  Result<json::Value> array(const ::toml::array& from, const std::string& path, int depth) {
    AH_TRY(check_depth(from, depth));
    json::Array out;
    for (const ::toml::node& node : from) {
      const std::string member = json::item_place(path, out.size());
      const auto at = node.source().begin;
      document_.places[member] = {at.line, at.column};
      AH_ASSIGN(json::Value value, convert(node, member, depth + 1));
      out.push_back(std::move(value));
    }
    return json::Value(std::move(out));
  }

  Document& document_;
};

}  // namespace

Error Document::locate(Error error) const {
  const std::string above = root + ".";
  const std::string path =
      error.object.starts_with(above) ? error.object.substr(above.size()) : error.object;
  for (std::string prefix = error.object;;) {
    if (const auto found = places.find(prefix); found != places.end()) {
      error.object = object + ":" + std::to_string(found->second.line) + ":" +
                     std::to_string(found->second.column) + ": " + path;
      return error;
    }
    const size_t cut = prefix.find_last_of(".[");
    if (cut == std::string::npos) break;
    prefix.resize(cut);
  }
  error.object = object + ": " + path;
  return error;
}

Result<Document> parse(std::string_view object, std::string_view text, std::string_view root) {
  AH_ASSIGN(const std::string plain, plain_toml(object, text));
  AH_ASSIGN(const ::toml::table parsed, read_toml(object, plain));
  Document document{
      .object = std::string(object), .root = std::string(root), .tree = {}, .places = {}};
  AH_ASSIGN(document.tree, Converter(document).table(parsed, document.root, 0));
  return document;
}

}  // namespace anchorhold::toml

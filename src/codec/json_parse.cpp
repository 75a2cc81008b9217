// Parsing: nlohmann's lexer and grammar drive a handler that builds our values and adds the rules
// it lacks.
#include <nlohmann/json.hpp>
#include <optional>

#include "codec/json.h"

namespace anchorhold::json {

namespace {

using Sax = nlohmann::json_sax<nlohmann::json>;

// Builder: a stack of the open arrays and objects. Returning false stops the parser; error() says
// why.
class Builder : public Sax {
 public:
  Builder(std::string_view object, std::string_view text, Limits limits)
      : object_(object), text_(text), limits_(limits) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return fail("binary values do not exist in JSON"); }
  bool start_object(size_t) override { return open(Object()); }
  bool end_object() override { return close(); }
  bool start_array(size_t) override { return open(Array()); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    if (open_.back().value.find(name) != nullptr)
      return fail("the key \"" + name + "\" occurs twice");
    open_.back().key = std::move(name);
    return true;
  }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    // 406: a number that no double can hold; everything else is grammar. Never error.what(): it
    // quotes the text.
    fail((error.id == 406 ? "number out of range at " : "not JSON at ") +
         line_and_column(position));
    return false;
  }

  Result<Value> result() && {
    if (error_) return std::move(*error_);
    return std::move(root_);
  }

 private:
  struct Open {
    Value value;
    std::string key;
  };

  bool add(Value value) {
    if (++values_ > limits_.values) return exceeds("values", limits_.values);
    place(std::move(value));
    return true;
  }

  bool open(Value empty) {
    if (++values_ > limits_.values) return exceeds("values", limits_.values);
    if (open_.size() >= limits_.depth) return exceeds("nested levels", limits_.depth);
    open_.push_back({std::move(empty), {}});
    return true;
  }

  bool close() {
    Value done = std::move(open_.back().value);
    open_.pop_back();
    place(std::move(done));
    return true;
  }

  void place(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Open& parent = open_.back(); parent.value.is_array()) {
      parent.value.as_array().push_back(std::move(value));
    } else {
      parent.value.set(std::move(parent.key), std::move(value));
    }
  }

  bool fail(std::string message) {
    error_ = Error{Code::malformed, object_, std::move(message)};
    return false;
  }

  bool exceeds(std::string_view what, size_t limit) {
    error_ = Error{Code::limit_exceeded, object_, "too many " + std::string(what)}.want(
        "at most " + std::to_string(limit));
    return false;
  }

  std::string line_and_column(size_t position) const {
    const std::string_view before = text_.substr(0, position > 0 ? position - 1 : 0);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const size_t line_end = before.rfind('\n');
    const size_t column = before.size() - (line_end == before.npos ? 0 : line_end + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
  }

  std::string object_;
  std::string_view text_;
  Limits limits_;
  size_t values_ = 0;
  std::vector<Open> open_;
  Value root_;
  std::optional<Error> error_;
};

}  // namespace

Result<Value> parse(std::string_view object, std::string_view text, Limits limits) {
  if (text.size() > limits.bytes) {
    return Error{Code::limit_exceeded, std::string(object), "too large"}
        .want("at most " + std::to_string(limits.bytes) + " bytes")
        .saw(std::to_string(text.size()));
  }
  // Two things that the lexer would let pass: it skips a byte order mark and takes NUL for the end.
  if (text.starts_with("\xef\xbb\xbf")) {
    return Error{Code::malformed, std::string(object), "starts with a byte order mark"};
  }
  if (const size_t nul = text.find('\0'); nul != text.npos) {
    return Error{Code::malformed, std::string(object), "NUL byte at offset " + std::to_string(nul)};
  }
  Builder builder(object, text, limits);
  nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return std::move(builder).result();
}

}  // namespace anchorhold::json

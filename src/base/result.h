#pragma once
// Result<T>: the channel for "could not do it". A judgement about evidence is not an error: see
// finding.h.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace anchorhold {

// What the caller can do about an error.
enum class Code : uint8_t {
  malformed,         // the bytes break the rules of their format: get other bytes
  unsupported,       // well-formed, but of a kind this program does not handle
  limit_exceeded,    // larger, deeper or more than the stated limit
  not_found,         // the named thing is not there
  unavailable,       // a resource failed (disk, socket, kernel feature): repair it and retry
  denied,            // a rule, signature or budget says no
  conflict,          // it exists already, or was used already
  invalid_argument,  // the caller's mistake
  internal,          // a bug in this program
};

// code_name: the stable word for a code, as printed and as in JSON.
std::string_view code_name(Code code);

// Error names the object, what was expected, what was seen, and what to do. Only `object` and
// `message` are always set. No field ever holds a secret.
struct Error {
  Code code = Code::internal;
  std::string object;   // which file, field, certificate or party
  std::string message;  // what is wrong with it
  std::string expected = {};
  std::string seen = {};
  std::string hint = {};  // what to do

  // One paragraph for people: "object: message (expected …, seen …); hint".
  std::string to_string() const;

  Error&& want(std::string text) && {
    expected = std::move(text);
    return std::move(*this);
  }
  Error&& saw(std::string text) && {
    seen = std::move(text);
    return std::move(*this);
  }
  Error&& advise(std::string text) && {
    hint = std::move(text);
    return std::move(*this);
  }
  // Puts the surrounding object in front: "contract.toml: inputs.a: …".
  Error&& in(std::string_view outer) &&;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::make_unique<Error>(std::move(error))) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // value: aborts when there is none; a caller checks first or uses AH_ASSIGN.
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const { return *std::get<1>(state_); }
  Error take_error() { return std::move(*std::get<1>(state_)); }

 private:
  std::variant<T, std::unique_ptr<Error>> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::make_unique<Error>(std::move(error))) {}

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return *error_; }
  Error take_error() { return std::move(*error_); }

 private:
  std::unique_ptr<Error> error_;
};

using Status = Result<void>;

}  // namespace anchorhold

// The only macros with control flow: leave the function with the error, or go on.
#define AH_CONCAT_INNER(a, b) a##b
#define AH_CONCAT(a, b) AH_CONCAT_INNER(a, b)

// AH_TRY(expression): for a Status, or a Result whose value is not needed.
#define AH_TRY(expression)                                                             \
  do {                                                                                 \
    if (auto ah_status = (expression); !ah_status.ok()) return ah_status.take_error(); \
  } while (false)

// AH_ASSIGN(auto x, expression): declares or assigns x from a Result.
#define AH_ASSIGN(target, expression) \
  AH_ASSIGN_NAMED(AH_CONCAT(ah_result_, __LINE__), target, expression)
#define AH_ASSIGN_NAMED(name, target, expression) \
  auto name = (expression);                       \
  if (!name.ok()) return name.take_error();       \
  target = std::move(name).value()

#pragma once
// Unverified<T> and Verified<T>: the type says what has been proven about a value.

#include <utility>

namespace anchorhold {

// Unverified: parsed, nothing proven. Reading it takes claimed(), so that the point of use says so.
template <class T>
class Unverified {
 public:
  explicit Unverified(T value) : value_(std::move(value)) {}
  const T& claimed() const& { return value_; }
  T&& claimed() && { return std::move(value_); }

 private:
  T value_;
};

// Verified: signatures, chain and validity were checked. Only a `verify_` function makes one,
// through mark_verified; tests/structure holds the list of the files that may say that word.
template <class T>
class Verified {
 public:
  static Verified mark_verified(T value) { return Verified(std::move(value)); }
  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }

 private:
  explicit Verified(T value) : value_(std::move(value)) {}
  T value_;
};

}  // namespace anchorhold

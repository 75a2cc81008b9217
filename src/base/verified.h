#pragma once
// Unverified<T> and Verified<T>: the type says what has been proven about a value. Copies share it.

#include <memory>
#include <utility>

namespace anchorhold {

// Unverified: parsed, nothing proven. Reading it takes claimed(), so that the point of use says so.
template <class T>
class Unverified {
 public:
  explicit Unverified(T value) : value_(std::make_shared<const T>(std::move(value))) {}
  const T& claimed() const { return *value_; }

 private:
  template <class>
  friend class Verified;
  std::shared_ptr<const T> value_;
};

// Verified: signatures, chain and validity were checked. Only a `verify_` function makes one,
// through mark_verified; tests/structure holds the list of the files that may say that word.
template <class T>
class Verified {
 public:
  static Verified mark_verified(T value) { return Verified(Unverified<T>(std::move(value))); }
  static Verified mark_verified(const Unverified<T>& value) { return Verified(value); }
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }

 private:
  explicit Verified(const Unverified<T>& proven) : value_(proven.value_) {}
  std::shared_ptr<const T> value_;
};

}  // namespace anchorhold

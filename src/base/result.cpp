#include "base/result.h"

namespace anchorhold {

std::string_view code_name(Code code) {
  switch (code) {
    case Code::malformed:
      return "malformed";
    case Code::unsupported:
      return "unsupported";
    case Code::limit_exceeded:
      return "limit exceeded";
    case Code::not_found:
      return "not found";
    case Code::unavailable:
      return "unavailable";
    case Code::denied:
      return "denied";
    case Code::conflict:
      return "conflict";
    case Code::invalid_argument:
      return "invalid argument";
    case Code::internal:
      return "internal";
  }
  return "internal";
}

std::string Error::to_string() const {
  std::string text = object + ": " + message;
  if (!expected.empty() && !seen.empty()) {
    text += " (expected " + expected + ", seen " + seen + ")";
  } else if (!expected.empty()) {
    text += " (expected " + expected + ")";
  } else if (!seen.empty()) {
    text += " (seen " + seen + ")";
  }
  if (!hint.empty()) text += "; " + hint;
  return text;
}

Error&& Error::in(std::string_view outer) && {
  object = std::string(outer) + ": " + object;
  return std::move(*this);
}

}  // namespace anchorhold

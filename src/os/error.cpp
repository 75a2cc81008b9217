#include "os/error.h"

#include <cerrno>
#include <cstring>

namespace anchorhold::os {

namespace {
Code code_of(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return Code::not_found;
    case EEXIST:
      return Code::conflict;
    case EACCES:
    case EPERM:
      return Code::denied;
    default:
      return Code::unavailable;
  }
}
}  // namespace

Error system_error(std::string object, std::string_view action, int error_number) {
  char buffer[128];
  return Error{code_of(error_number), std::move(object),
               std::string(action) + ": " + strerror_r(error_number, buffer, sizeof buffer)};
}

}  // namespace anchorhold::os

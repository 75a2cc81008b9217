#include "cli/exit_code.h"

namespace anchorhold::cli {

Exit exit_of(Code code) {
  switch (code) {
    case Code::malformed:
    case Code::unsupported:
    case Code::limit_exceeded:
      return Exit::malformed;
    case Code::denied:
      return Exit::rejected;
    case Code::not_found:
    case Code::unavailable:
      return Exit::unavailable;
    case Code::conflict:
      return Exit::conflict;
    case Code::invalid_argument:
      return Exit::usage;
    case Code::internal:
      return Exit::internal;
  }
  return Exit::internal;
}

}  // namespace anchorhold::cli

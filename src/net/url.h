#pragma once
// URLs of http and https (RFC 3986), as far as services have them.

#include <string>
#include <string_view>

#include "base/result.h"

namespace anchorhold::net {

struct Url {
  bool tls = true;   // https
  std::string host;  // a name, an IPv4 address, or an IPv6 address without its brackets
  uint16_t port = 443;
  std::string target;  // path and query, "/" at least

  // For the Host field: the port is left out where it is the scheme's own.
  std::string authority() const;
};

// parse_url: no user names, no fragments, printable ASCII without spaces, at most 4096 characters.
Result<Url> parse_url(std::string_view text);

}  // namespace anchorhold::net

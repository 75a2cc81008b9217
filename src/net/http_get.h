#pragma once
// http_get: one GET over a connection of its own.

#include "base/time.h"
#include "net/http.h"
#include "net/url.h"

namespace anchorhold::net {

// GetRules: bounds on a server that is slow, loose or hostile.
struct GetRules {
  Duration time_limit = std::chrono::seconds(30);  // for all of it
  HttpLimits limits = {.head_bytes = 64 * 1024, .body_bytes = uint64_t{4} << 20};
  std::string authorities = {};  // see TlsTrust
};

// http_get: any status is a response, not an error; redirections are not followed.
Result<HttpResponse> http_get(const Url& url, const GetRules& rules);

}  // namespace anchorhold::net

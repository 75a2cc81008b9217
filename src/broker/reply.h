#pragma once
// The broker's answers as HTTP responses with the bodies of the KBS protocol.

#include "base/finding.h"
#include "base/time.h"
#include "net/http.h"

namespace anchorhold::broker {

net::HttpResponse json_reply(std::string_view body);

// error_reply: 404 for what is not there, 401 for every other refusal: the protocol's clients tell
// by that whether to try a new handshake (KBS 0.4.0, kbs/src/error.rs).
net::HttpResponse error_reply(unsigned status, std::string_view variant, std::string detail);

// failure_reply: 503: the broker itself could not do it.
net::HttpResponse failure_reply(const Error& error);

// http_date: IMF-fixdate (RFC 9110 5.6.7).
std::string http_date(Time time);

}  // namespace anchorhold::broker

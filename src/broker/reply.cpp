#include "broker/reply.h"

#include <array>
#include <cstdio>

#include "net/kbs.h"

namespace anchorhold::broker {

net::HttpResponse json_reply(std::string_view body) {
  net::HttpResponse response;
  response.headers.add("Content-Type", "application/json");
  response.body = copy_of(bytes_of(body));
  return response;
}

net::HttpResponse error_reply(unsigned status, std::string_view variant, std::string detail) {
  net::HttpResponse response =
      json_reply(net::kbs::encode_error({std::string(variant), std::move(detail)}));
  response.status = status;
  return response;
}

net::HttpResponse failure_reply(const Error& error) {
  return error_reply(503, "PluginInternalError", error.to_string());
}

std::string http_date(Time time) {
  constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

}  // namespace anchorhold::broker

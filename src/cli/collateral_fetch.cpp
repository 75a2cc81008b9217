#include "cli/collateral_fetch.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include "os/file.h"
#include "verifier/collateral_answer.h"

namespace anchorhold::cli {
namespace {

using verifier::Need;
using verifier::Origin;

class Fetcher {
 public:
  Fetcher(Context& context, FetchJob job) : context_(context), job_(std::move(job)) {}

  Status run();

 private:
  Result<verifier::CollateralNeeds> needs() const;
  Result<net::HttpResponse> ask(const Origin& origin);
  Result<verifier::VendorAnswer> answer_of(const Origin& origin);
  Status take(const Need& need, const Origin& origin);
  bool wanted(const Need& need) const;
  void fetch(const Need& need);
  Status finish();
  void failed(const Need& need, const Error& error);

  Context& context_;
  FetchJob job_;
  std::map<std::string, net::HttpResponse> answers_;  // by URL: two needs may share one
  std::set<std::string> tried_;
  json::Array fetched_;
  json::Array failed_;
};

Result<verifier::CollateralNeeds> Fetcher::needs() const {
  AH_ASSIGN(const verifier::Material material, verifier::Material::sort(job_.there, nullptr));
  return verifier::collateral_needs(
      {.evidence = job_.evidence, .material = material, .at = job_.at, .sites = job_.sites},
      job_.format);
}

std::optional<std::string> header_of(const net::HttpResponse& response, std::string_view name) {
  const std::string* value = name.empty() ? nullptr : response.headers.find(name);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

verifier::VendorAnswer vendor_answer(const net::HttpResponse& response, const Origin& origin) {
  return {response.status, response.body, header_of(response, origin.header),
          header_of(response, "Retry-After")};
}

Result<net::HttpResponse> Fetcher::ask(const Origin& origin) {
  constexpr int most_tries = 3;
  AH_ASSIGN(const net::Url url, net::parse_url(origin.url));
  for (int tries = 1;; ++tries) {
    AH_ASSIGN(net::HttpResponse response, net::http_get(url, job_.rules));
    const auto wait = verifier::retry_after(vendor_answer(response, origin));
    if (!wait || tries == most_tries || *wait > job_.patience) return response;
    context_.note("anchorhold: note: " + url.host + " is busy; asking again in " +
                  std::to_string(std::chrono::ceil<std::chrono::seconds>(*wait).count()) + " s");
    std::this_thread::sleep_for(*wait);
  }
}

Result<verifier::VendorAnswer> Fetcher::answer_of(const Origin& origin) {
  auto known = answers_.find(origin.url);
  if (known == answers_.end()) {
    AH_ASSIGN(net::HttpResponse response, ask(origin));
    known = answers_.emplace(origin.url, std::move(response)).first;
  }
  return vendor_answer(known->second, origin);
}

Status Fetcher::take(const Need& need, const Origin& origin) {
  AH_ASSIGN(const verifier::VendorAnswer answer, answer_of(origin));
  AH_ASSIGN(Bytes bytes, verifier::content_of(need, origin, answer));
  const std::string path = (std::filesystem::path(job_.folder) / need.file).string();
  verifier::File file{path, "", std::move(bytes)};
  AH_TRY(verifier::check_serves(job_.evidence, job_.format, need, file, job_.there, job_.at));
  AH_TRY(os::write_file(path, file.bytes));
  std::erase_if(job_.there, [&](const verifier::File& old) { return old.name == path; });
  job_.there.push_back(std::move(file));
  if (!context_.json) context_.print("  ok      " + need.what + "\n          " + path);
  fetched_.push_back(json::Value::object({{"need", need.id}, {"url", origin.url}, {"file", path}}));
  return {};
}

void Fetcher::failed(const Need& need, const Error& error) {
  if (!context_.json) context_.print("  fail    " + need.what + "\n          " + error.to_string());
  failed_.push_back(json::Value::object(
      {{"need", need.id}, {"code", code_name(error.code)}, {"error", error.to_string()}}));
}

void Fetcher::fetch(const Need& need) {
  Status last;
  for (const Origin& origin : need.origins) {
    last = take(need, origin);
    if (last.ok()) return;
  }
  failed(need, last.error());
}

bool Fetcher::wanted(const Need& need) const {
  const bool lacking = job_.refresh || need.state != verifier::NeedState::current;
  return lacking && !need.origins.empty() && !tried_.contains(need.id);
}

// What comes may tell what else is needed, as certificates name product and FMSPC: so the needs are
// asked for anew after each one.
Status Fetcher::run() {
  std::error_code failure;
  std::filesystem::create_directories(job_.folder, failure);
  if (failure) return Error{Code::unavailable, job_.folder, failure.message()};
  for (;;) {
    AH_ASSIGN(const verifier::CollateralNeeds now, needs());
    const auto next =
        std::ranges::find_if(now.needs, [&](const Need& need) { return wanted(need); });
    if (next == now.needs.end()) return finish();
    tried_.insert(next->id);
    fetch(*next);
  }
}

Status Fetcher::finish() {
  AH_ASSIGN(const verifier::CollateralNeeds after, needs());
  const bool complete = after.satisfied() && failed_.empty();
  if (context_.json) {
    context_.print_json(json::Value::object({{"satisfied", complete},
                                             {"fetched", std::move(fetched_)},
                                             {"failed", std::move(failed_)}}));
  } else {
    for (const Need& need : after.needs) {
      if (!need.satisfied() && need.origins.empty())
        context_.print("  fail    " + need.what + ": no service gives it to everybody");
    }
    context_.print(job_.folder + ": " + (complete ? "complete and current" : "incomplete"));
  }
  if (!complete) context_.finish(Exit::unavailable);
  return {};
}

}  // namespace

Status fetch_collateral(Context& context, FetchJob job) {
  return Fetcher(context, std::move(job)).run();
}

}  // namespace anchorhold::cli

#include "agent/report.h"

#include <algorithm>

#include "age/encrypt.h"
#include "codec/json.h"
#include "receipt/result_file.h"
#include "receipt/wrapped_output.h"

namespace anchorhold::agent {

namespace {
constexpr int64_t kReportBytes = 4096;
constexpr size_t kMaxReasonBytes = 1024;

// The contract chooses names that a reason quotes: nothing in it may break the JSON, be cut in the
// middle of a character, or grow by escaping.
std::string plain(std::string_view reason) {
  std::string out(reason.substr(0, kMaxReasonBytes));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return out;
}

}  // namespace

Result<Bytes> seal_report(const contract::SealedContract& sealed, const std::string& run,
                          const Report& report, Random& random) {
  std::set<std::string> owners;
  for (const std::string& owner : contract::data_owners(sealed.contract)) {
    if (!sealed.contract.find_party(owner)->recipient.empty()) owners.insert(owner);
  }
  if (owners.empty()) return Bytes();
  const std::string text = json::canonical(json::Value::object(
      {{"end", workload::end_name(report.end.end)},
       {"exit_status", report.end.end == workload::End::failure ? report.end.exit_status : 0},
       {"cpu", workload::share_name(report.end.cpu)},
       {"memory", workload::share_name(report.end.memory)},
       {"wall", workload::share_name(report.end.wall)},
       {"reason", plain(report.reason)}}));
  receipt::ResultHead head;
  head.output = "report";
  head.run = run;
  head.contract = sealed.digest;
  AH_ASSIGN(const SecretBytes plain, receipt::pack_result(head, bytes_of(text), {}, kReportBytes));
  AH_ASSIGN(const auto recipients, receipt::recipients_of(sealed.contract, owners));
  MemorySource source(plain.view());
  MemorySink sink;
  AH_TRY(age::encrypt(source, sink, recipients, random));
  return sink.take();
}

}  // namespace anchorhold::agent

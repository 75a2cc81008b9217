#include "agent/results.h"

#include "age/encrypt.h"
#include "crypto/hash.h"
#include "receipt/result_file.h"
#include "receipt/wrapped_output.h"

namespace anchorhold::agent {

namespace {

Result<Bytes> encrypt_result(const contract::SealedContract& sealed, const std::string& run,
                             const std::string& name, ByteView content,
                             const std::set<int64_t>& buckets, int64_t max_bytes,
                             const std::set<std::string>& parties, Random& random) {
  receipt::ResultHead head;
  head.output = name;
  head.run = run;
  head.contract = sealed.digest;
  AH_ASSIGN(const SecretBytes plain, receipt::pack_result(head, content, buckets, max_bytes));
  AH_ASSIGN(const auto recipients, receipt::recipients_of(sealed.contract, parties));
  MemorySource source(plain.view());
  MemorySink sink;
  AH_TRY(age::encrypt(source, sink, recipients, random));
  return sink.take();
}

void record(SealedResults& results, const std::string& name, Bytes ciphertext,
            std::vector<receipt::Share> shares) {
  receipt::MadeOutput& made = results.made[name];
  made.sha256 = crypto::sha256(ciphertext);
  made.bytes = ciphertext.size();
  made.shares = std::move(shares);
  results.files[name] = std::move(ciphertext);
}

Status seal_output(SealedResults& results, const contract::SealedContract& sealed,
                   const std::string& run, const std::string& name, ByteView content,
                   Random& random) {
  const contract::Output& rule = sealed.contract.outputs.at(name);
  AH_ASSIGN(Bytes inner, encrypt_result(sealed, run, name, content, rule.buckets, rule.max_bytes,
                                        rule.recipients, random));
  if (!rule.approve) {
    record(results, name, std::move(inner), {});
    return {};
  }
  AH_ASSIGN(receipt::WrappedOutput wrapped,
            receipt::wrap_output(inner, sealed.contract, *rule.approve, random));
  record(results, name, std::move(wrapped.ciphertext), std::move(wrapped.commitments));
  for (auto& [approver, share] : wrapped.shares)
    results.files[name + ".share." + approver] = std::move(share);
  if (rule.approve->preview) {
    AH_ASSIGN(Bytes preview, encrypt_result(sealed, run, name, content, rule.buckets,
                                            rule.max_bytes, rule.approve->by, random));
    results.made[name].preview_sha256 = crypto::sha256(preview);
    results.files[name + ".preview"] = std::move(preview);
  }
  return {};
}

}  // namespace

Result<SealedResults> seal_results(const contract::SealedContract& sealed, const std::string& run,
                                   const Outputs& outputs, const Bytes& log, Random& random) {
  SealedResults results;
  for (const auto& [name, content] : outputs)
    AH_TRY(seal_output(results, sealed, run, name, content, random));
  if (sealed.contract.log) {
    const contract::LogOutput& rule = *sealed.contract.log;
    const std::string name(receipt::kLogOutput);
    AH_ASSIGN(Bytes file,
              encrypt_result(sealed, run, name, log, {}, rule.max_bytes, rule.recipients, random));
    record(results, name, std::move(file), {});
  }
  return results;
}

}  // namespace anchorhold::agent

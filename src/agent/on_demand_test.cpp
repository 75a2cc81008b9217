#include "agent/on_demand_test.h"

#include <algorithm>

#include "age/encrypt.h"
#include "age/stream.h"
#include "age/unwrap.h"
#include "crypto/hash.h"
#include "net/http_range.h"

namespace anchorhold::agent {

Digest256 head_digest(ByteView file) {
  MemorySource source(file);
  BufferedBlocks blocks(source);
  return crypto::sha256(age::read_head(blocks).value());
}

size_t head_size(ByteView file) {
  MemorySource source(file);
  BufferedBlocks blocks(source);
  return age::read_head(blocks)->size();
}

OnDemand::OnDemand() {
  plain_.resize(4 * age::chunk_size + 1000);
  EXPECT_TRUE(random_.fill(plain_).ok());
  cipher_ = encrypt(plain_);
  served_ = cipher_;
}

OnDemand::~OnDemand() {
  if (opened_) opened_->host->interrupt();
  opened_.reset();
  monitor_.reset();
}

Bytes OnDemand::encrypt(ByteView plain) {
  MemorySource source(plain);
  MemorySink sink;
  EXPECT_TRUE(age::encrypt(source, sink, {&identity_.recipient(), 1}, random_).ok());
  return sink.take();
}

ReleasedKey OnDemand::released(ByteView cipher) const {
  ReleasedKey key;
  key.release.ciphertext_sha256 = crypto::sha256(cipher);
  key.release.ciphertext_bytes = cipher.size();
  key.release.head_sha256 = head_digest(cipher);
  key.resource.identity = identity_.to_secret_text();
  key.resource.statement = "the statement";
  return key;
}

net::HttpResponse OnDemand::answer(const net::HttpRequest& request) {
  ++requests_;
  if (request.target != "/inputs/cohort-a" && request.target != "/inputs/cohort-b")
    return {404, {}, {}};
  const std::string* asked = request.headers.find("Range");
  if (asked == nullptr) return {200, {}, served_};
  const auto range = net::parse_range(*asked);
  if (!range.ok()) return {400, {}, {}};
  largest_ = std::max<uint64_t>(largest_, range->bytes);
  net::HttpResponse response;
  const bool inside =
      range->first < served_.size() && range->bytes <= served_.size() - range->first;
  response.status = inside ? 206 : 416;
  response.headers.add("Content-Range",
                       net::encode_content_range({inside ? std::optional(*range) : std::nullopt,
                                                  claimed_.value_or(served_.size())}));
  if (inside) {
    const auto begin = served_.begin() + static_cast<std::ptrdiff_t>(range->first);
    response.body.assign(begin, begin + static_cast<std::ptrdiff_t>(range->bytes));
  }
  return response;
}

Status OnDemand::open(const ReleasedKey& key, bool fixed) {
  opened_.reset();
  monitor_ = std::make_unique<FakeMonitor>(std::map<uint32_t, FakeMonitor::Handler>{
      {kHostPort, http([this](const net::HttpRequest& request) { return answer(request); })}});
  ReleasedKeys keys;
  name_ = fixed ? "cohort-a" : "cohort-b";
  ReleasedKey copy;
  copy.release = key.release;
  copy.resource.statement = key.resource.statement;
  copy.resource.identity = SecretBytes::copy_of(key.resource.identity.view());
  keys.emplace(name_, std::move(copy));
  auto opened = open_on_demand(monitor_->channel(), sealed_.contract, keys);
  if (!opened.ok()) return opened.take_error();
  opened_ = std::move(opened).value();
  return {};
}

Status OnDemand::read(uint64_t offset, size_t bytes) {
  Bytes out(bytes, 0xee);
  const auto count = opened_->inputs.at(name_).read_at(offset, out);
  if (!count.ok()) {
    EXPECT_TRUE(count.error().object.starts_with("input " + name_)) << count.error().object;
    return count.error();
  }
  out.resize(*count);
  const ByteView expected = ByteView(plain_).subspan(std::min<size_t>(offset, plain_.size()));
  EXPECT_TRUE(
      std::equal(out.begin(), out.end(), expected.begin(),
                 expected.begin() + static_cast<std::ptrdiff_t>(std::min(bytes, expected.size()))));
  return {};
}

void OnDemand::expect_refused(const Status& status, Code code) {
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, code) << status.error().to_string();
  EXPECT_TRUE(status.error().object.starts_with("input cohort-")) << status.error().to_string();
}

}  // namespace anchorhold::agent

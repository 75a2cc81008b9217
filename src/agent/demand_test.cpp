#include "agent/demand.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

#include "age/encrypt.h"
#include "age/header.h"
#include "age/unwrap.h"
#include "age/x25519_stanza.h"
#include "agent/fake_host_test.h"
#include "crypto/hash.h"
#include "net/http_range.h"
#include "testkit/sample_contract.h"
#include "workload/wasm/inputs.h"

namespace anchorhold::agent {
namespace {

using age::chunk_size;
using age::sealed_chunk_size;

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

// A host that serves parts of `served_`, and an owner that released `cipher_`.
class OnDemand : public testing::Test {
 protected:
  OnDemand() {
    plain_.resize(4 * chunk_size + 1000);
    EXPECT_TRUE(random_.fill(plain_).ok());
    cipher_ = encrypt(plain_);
    served_ = cipher_;
  }
  ~OnDemand() override {
    if (opened_) opened_->host->interrupt();
    opened_.reset();
    monitor_.reset();
  }

  Bytes encrypt(ByteView plain) {
    MemorySource source(plain);
    MemorySink sink;
    EXPECT_TRUE(age::encrypt(source, sink, {&identity_.recipient(), 1}, random_).ok());
    return sink.take();
  }

  ReleasedKey released(ByteView cipher) const {
    ReleasedKey key;
    key.release.ciphertext_sha256 = crypto::sha256(cipher);
    key.release.ciphertext_bytes = cipher.size();
    key.release.head_sha256 = head_digest(cipher);
    key.resource.identity = identity_.to_secret_text();
    key.resource.statement = "the statement";
    return key;
  }

  net::HttpResponse answer(const net::HttpRequest& request) {
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

  // Opens input cohort-b, whose ciphertext the contract does not fix, or cohort-a, where it does.
  Status open(const ReleasedKey& key, bool fixed = false) {
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
  Status open() { return open(released(cipher_)); }

  Status read(uint64_t offset, size_t bytes) {
    Bytes out(bytes, 0xee);
    const auto count = opened_->inputs.at(name_).read_at(offset, out);
    if (!count.ok()) {
      EXPECT_TRUE(count.error().object.starts_with("input " + name_)) << count.error().object;
      return count.error();
    }
    out.resize(*count);
    const ByteView expected = ByteView(plain_).subspan(std::min<size_t>(offset, plain_.size()));
    EXPECT_TRUE(std::equal(
        out.begin(), out.end(), expected.begin(),
        expected.begin() + static_cast<std::ptrdiff_t>(std::min(bytes, expected.size()))));
    return {};
  }

  void expect_refused(const Status& status, Code code) {
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, code) << status.error().to_string();
    EXPECT_TRUE(status.error().object.starts_with("input cohort-")) << status.error().to_string();
  }

  testkit::FixedRandom random_{5};
  testkit::SampleContract sample_;
  contract::SealedContract sealed_ = sample_.fully_signed();
  age::Identity identity_ = age::Identity::generate(random_).value();
  Bytes plain_;
  Bytes cipher_;
  Bytes served_;
  std::optional<uint64_t> claimed_;  // what the host says is the length
  std::atomic<size_t> requests_ = 0;
  std::atomic<uint64_t> largest_ = 0;
  std::string name_;
  std::unique_ptr<FakeMonitor> monitor_;
  std::optional<OpenedInputs> opened_;
};

TEST_F(OnDemand, ReadsWhatTheOwnerReleased) {
  const Status opened = open();
  ASSERT_TRUE(opened.ok()) << opened.error().to_string();
  EXPECT_EQ(opened_->inputs.at("cohort-b").size(), plain_.size());
  for (const uint64_t offset : {size_t{0}, size_t{5}, chunk_size, 4 * chunk_size, plain_.size()}) {
    for (const size_t bytes : {size_t{1}, size_t{1000}, chunk_size, size_t{1} << 20})
      EXPECT_TRUE(read(offset, bytes).ok());
  }
  const receipt::UsedInput& used = opened_->inputs.at("cohort-b").used();
  EXPECT_FALSE(used.sha256.has_value());
  EXPECT_EQ(used.head_sha256, head_digest(cipher_));
  EXPECT_EQ(used.bytes, cipher_.size());
  EXPECT_EQ(used.release, "the statement");
}

TEST_F(OnDemand, OpeningReadsTheFrontAndTheLastChunkOnly) {
  ASSERT_TRUE(open().ok());
  EXPECT_EQ(requests_, 3U) << "length, head, last chunk";
  EXPECT_LE(largest_, 4096U);
  requests_ = 0;
  EXPECT_TRUE(read(0, plain_.size()).ok());
  EXPECT_EQ(requests_, 1U) << "one question for many chunks";
}

TEST_F(OnDemand, AnotherLengthIsRefusedBeforeTheKeyIsUsed) {
  ReleasedKey key = released(cipher_);
  key.resource.identity = SecretBytes::copy_of(bytes_of("no key at all"));
  for (const size_t size : {size_t{1}, size_t{100}, cipher_.size() - 1, cipher_.size() + 1}) {
    served_ = cipher_;
    served_.resize(size);
    const Status opened = open(key);
    expect_refused(opened, Code::denied);
    EXPECT_EQ(opened.error().expected, std::to_string(cipher_.size()) + " bytes");
  }
  served_.clear();
  EXPECT_FALSE(open(key).ok());
  served_ = cipher_;
  claimed_ = cipher_.size() + 1;
  expect_refused(open(key), Code::denied);
}

TEST_F(OnDemand, AHostThatLiesAboutTheLengthIsRefused) {
  claimed_ = cipher_.size();
  served_.resize(cipher_.size() - sealed_chunk_size);
  EXPECT_FALSE(open().ok()) << "cut at a chunk, with the old length claimed";
  served_ = cipher_;
  served_.resize(cipher_.size() + 16);
  EXPECT_TRUE(open().ok()) << "bytes after the end are nobody's";
  EXPECT_TRUE(read(0, plain_.size()).ok());
}

TEST_F(OnDemand, AnyChangedByteOfTheHeadIsRefusedBeforeTheKeyIsUsed) {
  ReleasedKey key = released(cipher_);
  key.resource.identity = SecretBytes::copy_of(bytes_of("no key at all"));
  for (size_t at = 0; at < head_size(cipher_); ++at) {
    served_ = cipher_;
    served_[at] ^= 1;
    const Status opened = open(key);
    ASSERT_FALSE(opened.ok()) << at;
    EXPECT_TRUE(opened.error().object.starts_with("input cohort-b")) << opened.error().object;
    EXPECT_EQ(opened.error().to_string().find("identity"), std::string::npos) << at;
  }
}

TEST_F(OnDemand, AnyChangedByteOfTheLastChunkIsRefusedWhenOpening) {
  for (size_t at = cipher_.size() - 1016; at < cipher_.size(); at += 127) {
    served_ = cipher_;
    served_[at] ^= 1;
    expect_refused(open(), Code::denied);
  }
}

TEST_F(OnDemand, AChangedChunkIsRefusedWhenItIsRead) {
  for (const size_t chunk : {0U, 1U, 3U}) {
    served_ = cipher_;
    ASSERT_TRUE(open().ok());
    EXPECT_TRUE(read(0, plain_.size()).ok());
    served_[head_size(cipher_) + chunk * sealed_chunk_size + 77] ^= 1;
    for (const size_t other : {0U, 1U, 2U, 3U}) {
      const Status status = read(other * chunk_size + 10, 20);
      EXPECT_EQ(status.ok(), other != chunk);
      if (!status.ok()) expect_refused(status, Code::denied);
    }
    expect_refused(read(0, plain_.size()), Code::denied);
  }
}

TEST_F(OnDemand, SwappedChunksAreRefused) {
  const auto begin = served_.begin() + static_cast<std::ptrdiff_t>(head_size(cipher_));
  const auto chunk = static_cast<std::ptrdiff_t>(sealed_chunk_size);
  std::swap_ranges(begin, begin + chunk, begin + 2 * chunk);
  ASSERT_TRUE(open().ok());
  expect_refused(read(5, 5), Code::denied);
  EXPECT_TRUE(read(chunk_size, chunk_size).ok());
  expect_refused(read(2 * chunk_size, 5), Code::denied);
}

TEST_F(OnDemand, AnotherFileUnderTheSameIdentityIsRefused) {
  served_ = encrypt(plain_);
  ASSERT_EQ(served_.size(), cipher_.size());
  const Status opened = open();
  expect_refused(opened, Code::denied);
  EXPECT_EQ(opened.error().message, "not the ciphertext that its owner released");
}

TEST_F(OnDemand, AFileThatIsReplacedDuringTheRunIsRefused) {
  ASSERT_TRUE(open().ok());
  EXPECT_TRUE(read(0, 10).ok());
  served_ = encrypt(plain_);
  expect_refused(read(chunk_size, 10), Code::denied);
}

TEST_F(OnDemand, AFileThatChangesItsLengthDuringTheRunIsRefused) {
  ASSERT_TRUE(open().ok());
  served_.push_back(0);
  expect_refused(read(0, 10), Code::denied);
  served_ = cipher_;
  ASSERT_TRUE(open().ok());
  served_.resize(chunk_size);
  expect_refused(read(2 * chunk_size, 10), Code::denied);
}

TEST_F(OnDemand, AHostThatGivesTheWholeInsteadOfAPartIsRefused) {
  monitor_ = std::make_unique<FakeMonitor>(
      std::map<uint32_t, FakeMonitor::Handler>{{kHostPort, http([this](const net::HttpRequest&) {
                                                  return net::HttpResponse{200, {}, served_};
                                                })}});
  auto host = HostRanges::connect(monitor_->channel());
  EXPECT_FALSE(HostedInput::open(**host, "cohort-b").ok());
}

TEST_F(OnDemand, AnInputThatTheHostDoesNotHaveIsSaidSo) {
  monitor_ = std::make_unique<FakeMonitor>(
      std::map<uint32_t, FakeMonitor::Handler>{{kHostPort, http([](const net::HttpRequest&) {
                                                  return net::HttpResponse{404, {}, {}};
                                                })}});
  ReleasedKeys keys;
  keys.emplace("cohort-b", released(cipher_));
  const auto opened = open_on_demand(monitor_->channel(), sealed_.contract, keys);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, Code::not_found);
  EXPECT_TRUE(opened.error().object.starts_with("input cohort-b"));
}

TEST_F(OnDemand, AConnectionThatEndsInsideAnAnswerIsRefused) {
  for (const size_t sent : {size_t{0}, size_t{1}, size_t{50}}) {
    monitor_ = std::make_unique<FakeMonitor>(std::map<uint32_t, FakeMonitor::Handler>{
        {kHostPort, [&](os::SocketStream stream) {
           Bytes request(1024);
           static_cast<void>(stream.read(request));
           const std::string answer =
               "HTTP/1.1 206 P\r\nContent-Range: bytes 0-99/1000\r\nContent-Length: 100\r\n\r\n";
           static_cast<void>(stream.write(bytes_of(answer)));
           static_cast<void>(stream.write(ByteView(cipher_).first(sent)));
         }}});
    auto host = HostRanges::connect(monitor_->channel());
    Bytes out(100);
    EXPECT_FALSE((*host)->read("cohort-b", 0, out).ok()) << sent;
  }
}

TEST_F(OnDemand, AReadThatWaitsForASilentHostCanBeInterrupted) {
  monitor_ = std::make_unique<FakeMonitor>(
      std::map<uint32_t, FakeMonitor::Handler>{{kHostPort, [](os::SocketStream stream) {
                                                  Bytes request(1024);
                                                  while (stream.read(request).value() > 0) {
                                                  }
                                                }}});
  auto host = HostRanges::connect(monitor_->channel());
  std::thread reader([&] {
    Bytes out(100);
    EXPECT_FALSE((*host)->read("cohort-b", 0, out).ok());
  });
  (*host)->interrupt();
  reader.join();
}

// The program's end of the socket, as its runner has it.
TEST_F(OnDemand, AProgramReadsItsInputsAndIsRefusedWhatTheHostChanged) {
  ASSERT_TRUE(open().ok());
  auto ends = os::socket_pair(os::SocketKind::stream).value();
  const auto server = serve_program(std::move(ends.first), *opened_);
  os::SocketStream socket(std::move(ends.second));
  const auto setup = wasi::receive_setup(socket);
  ASSERT_TRUE(setup.ok());
  EXPECT_EQ(setup->inputs_name, "/in");
  ASSERT_EQ(setup->folders.size(), 1U);
  EXPECT_EQ(setup->folders[0].path, "/out");
  EXPECT_FALSE(setup->folders[0].read_only);
  ASSERT_EQ(setup->inputs.size(), 1U);
  EXPECT_EQ(setup->inputs[0].name, "cohort-b");
  EXPECT_EQ(setup->inputs[0].bytes, plain_.size());
  wasi::Inputs inputs(setup->inputs, std::move(socket));
  Bytes out(plain_.size());
  ASSERT_TRUE(inputs.read_at(0, 0, out).ok());
  EXPECT_EQ(out, plain_);
  served_[head_size(cipher_) + sealed_chunk_size] ^= 1;
  EXPECT_FALSE(inputs.read_at(0, chunk_size + 1, MutableBytes(out).first(1)).ok());
  EXPECT_FALSE(inputs.read_at(0, 0, MutableBytes(out).first(1)).ok()) << "nothing after a refusal";
  const Status ended = server->finish();
  expect_refused(ended, Code::denied);
}

TEST_F(OnDemand, AProgramWithWholeInputsSeesTheirFolder) {
  OpenedInputs none;
  auto ends = os::socket_pair(os::SocketKind::stream).value();
  const auto server = serve_program(std::move(ends.first), none);
  os::SocketStream socket(std::move(ends.second));
  const auto setup = wasi::receive_setup(socket);
  ASSERT_TRUE(setup.ok());
  EXPECT_TRUE(setup->inputs_name.empty());
  ASSERT_EQ(setup->folders.size(), 2U);
  EXPECT_EQ(setup->folders[0].path, "/in");
  EXPECT_TRUE(setup->folders[0].read_only);
  EXPECT_TRUE(server->finish().ok());
}

// The sample's contract fixes the ciphertext of cohort-a.
TEST_F(OnDemand, AFixedCiphertextIsReadAsAWholeAndNamedByItsDigest) {
  ASSERT_TRUE(open(released(cipher_), true).ok());
  const receipt::UsedInput& used = opened_->inputs.at("cohort-a").used();
  EXPECT_EQ(used.sha256, crypto::sha256(cipher_));
  EXPECT_FALSE(used.head_sha256.has_value());
  EXPECT_TRUE(read(0, plain_.size()).ok());
  served_[head_size(cipher_) + 5] ^= 1;
  expect_refused(read(0, 10), Code::denied);
}

TEST_F(OnDemand, AnyChangedByteOfAFixedCiphertextIsRefusedWhenOpening) {
  for (const size_t at : {size_t{0}, size_t{190}, cipher_.size() / 2, cipher_.size() - 1}) {
    served_ = cipher_;
    served_[at] ^= 1;
    expect_refused(open(released(cipher_), true), Code::denied);
  }
}

// Two files of one owner that share header, nonce and length: only he can make them.
TEST_F(OnDemand, AnOwnerCannotExchangeAFixedCiphertextForAnotherUnderItsHead) {
  const age::FileKey file_key{ByteArray<16>{1, 2, 3}};
  const age::StreamNonce nonce{};
  const auto stanza = age::wrap_x25519(file_key, identity_.recipient(), random_);
  const auto header = age::authenticated_header(std::span(&*stanza, 1), file_key);
  const auto file = [&](std::string_view text) {
    MemorySource source(bytes_of(text));
    BufferedBlocks blocks(source);
    MemorySink sink;
    EXPECT_TRUE(sink.write(bytes_of(*header)).ok() && sink.write(nonce).ok());
    auto sealer = age::ChunkSealer::create(file_key, nonce);
    EXPECT_TRUE(age::seal_stream(blocks, sink, *sealer).ok());
    return sink.take();
  };
  const std::string last_chunk(chunk_size, '.');
  const Bytes agreed = file("agreed" + last_chunk);
  const Bytes other = file("others" + last_chunk);
  ASSERT_EQ(head_digest(agreed), head_digest(other));
  plain_ = copy_of(bytes_of("others"));
  served_ = other;
  EXPECT_TRUE(open(released(agreed)).ok()) << "the owner's word is all that there is";
  EXPECT_TRUE(read(0, 6).ok());
  expect_refused(open(released(agreed), true), Code::denied);
  served_ = agreed;
  ASSERT_TRUE(open(released(agreed), true).ok());
  served_ = other;
  expect_refused(read(0, 6), Code::denied);
}

// SealedZeros: an age file of any size, each chunk of which is sealed when it is read.
class SealedZeros : public RandomAccess {
 public:
  SealedZeros(uint64_t plain_bytes, const age::Identity& identity, Random& random)
      : chunks_(plain_bytes / chunk_size) {
    const auto stanza = age::wrap_x25519(file_key_, identity.recipient(), random);
    const auto header = age::authenticated_header(std::span(&*stanza, 1), file_key_);
    head_ = copy_of(bytes_of(*header));
    append(head_, nonce_);
  }
  const Bytes& head() const { return head_; }
  uint64_t size() const override { return head_.size() + chunks_ * sealed_chunk_size; }
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override {
    size_t done = 0;
    for (; done < out.size() && offset + done < size(); ++done) {
      const uint64_t at = offset + done;
      if (at < head_.size()) {
        out[done] = head_[static_cast<size_t>(at)];
        continue;
      }
      const uint64_t chunk = (at - head_.size()) / sealed_chunk_size;
      const size_t inside = static_cast<size_t>((at - head_.size()) % sealed_chunk_size);
      AH_TRY(seal(chunk));
      const size_t count = std::min(out.size() - done, sealed_chunk_size - inside);
      std::copy_n(sealed_.begin() + static_cast<std::ptrdiff_t>(inside), count,
                  out.begin() + static_cast<std::ptrdiff_t>(done));
      done += count - 1;
    }
    largest = std::max(largest, done);
    return done;
  }
  size_t largest = 0;

 private:
  Status seal(uint64_t chunk) {
    if (chunk == now_) return {};
    AH_ASSIGN(age::ChunkSealer sealer, age::ChunkSealer::create(file_key_, nonce_));
    now_ = chunk;
    return sealer.seal(chunk, chunk + 1 == chunks_, zeros_, sealed_);
  }

  uint64_t chunks_;
  age::FileKey file_key_{ByteArray<16>{9}};
  age::StreamNonce nonce_{};
  Bytes head_;
  Bytes zeros_ = Bytes(chunk_size);
  Bytes sealed_ = Bytes(sealed_chunk_size);
  uint64_t now_ = UINT64_MAX;
};

size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  size_t total = 0;
  size_t resident = 0;
  statm >> total >> resident;
  return resident * 4096;
}

TEST_F(OnDemand, TenGibibytesNeedNoMemory) {
  constexpr uint64_t bytes = uint64_t{10} << 30;
  auto file = std::make_unique<SealedZeros>(bytes, identity_, random_);
  SealedZeros& watched = *file;
  ReleasedKey key = released(cipher_);
  key.release.ciphertext_bytes = file->size();
  key.release.head_sha256 = crypto::sha256(file->head());
  const size_t before = resident_bytes();
  auto opened = OpenedInput::open("large", std::move(file), key, false);
  ASSERT_TRUE(opened.ok()) << opened.error().to_string();
  EXPECT_EQ(opened->size(), bytes);
  Bytes out(size_t{1} << 20);
  for (uint64_t place = 12345; place < bytes; place += bytes / 50) {
    const auto count = opened->read_at(place, out);
    ASSERT_TRUE(count.ok()) << count.error().to_string();
    ASSERT_EQ(*count, std::min<uint64_t>(out.size(), bytes - place));
    EXPECT_EQ(out.front(), 0);
  }
  EXPECT_LE(watched.largest, 17 * sealed_chunk_size);
  EXPECT_LT(resident_bytes() - std::min(before, resident_bytes()), size_t{8} << 20);
}

}  // namespace
}  // namespace anchorhold::agent

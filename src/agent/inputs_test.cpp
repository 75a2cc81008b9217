#include "agent/inputs.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "age/encrypt.h"
#include "agent/fake_host_test.h"
#include "crypto/hash.h"

namespace anchorhold::agent {
namespace {

constexpr std::string_view kPlain = "patient,age\n1,54\n2,61\n";

// A host that serves `served`, and a folder in the place of /in.
class Inputs : public testing::Test {
 protected:
  Inputs() {
    std::string name =
        (std::filesystem::temp_directory_path() / "anchorhold-inputs-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    in_ = os::Fd(::open(folder_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    cipher_ = encrypt(kPlain, {&identity_.recipient(), 1});
    served_ = cipher_;
  }
  ~Inputs() override { std::filesystem::remove_all(folder_); }

  Bytes encrypt(std::string_view plain, std::span<const age::Recipient> recipients,
                bool armor = false) {
    MemorySource source(bytes_of(plain));
    MemorySink sink;
    EXPECT_TRUE(age::encrypt(source, sink, recipients, random_, {.armor = armor}).ok());
    return sink.take();
  }

  // What the owner released: the key, and digest and length of `cipher`.
  ReleasedKey released(ByteView cipher) const {
    ReleasedKey key;
    key.release.ciphertext_sha256 = crypto::sha256(cipher);
    key.release.ciphertext_bytes = cipher.size();
    key.resource.identity = identity_.to_secret_text();
    key.resource.statement = "the statement";
    return key;
  }

  Result<receipt::UsedInput> take(const ReleasedKey& key) {
    std::filesystem::remove(folder_ + "/cohort-a");
    FakeMonitor monitor({{kHostPort, http([this](const net::HttpRequest&) {
                            return net::HttpResponse{status_, {}, served_};
                          })}});
    auto host = Host::connect(monitor.channel());
    return take_input(**host, in_, "cohort-a", key);
  }
  Result<receipt::UsedInput> take() { return take(released(cipher_)); }

  std::string plain_in() const {
    std::ifstream file(folder_ + "/cohort-a", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  testkit::FixedRandom random_;
  age::Identity identity_ = age::Identity::generate(random_).value();
  std::string folder_;
  os::Fd in_;
  Bytes cipher_;
  Bytes served_;
  unsigned status_ = 200;
};

TEST_F(Inputs, DecryptsWhatTheOwnerReleased) {
  const auto used = take();
  ASSERT_TRUE(used.ok()) << used.error().to_string();
  EXPECT_EQ(plain_in(), kPlain);
  EXPECT_EQ(used->sha256, crypto::sha256(cipher_));
  EXPECT_EQ(used->bytes, cipher_.size());
  EXPECT_EQ(used->release, "the statement");
}

TEST_F(Inputs, AnotherLengthIsRefusedBeforeAnythingIsRead) {
  served_.push_back(0);
  EXPECT_EQ(take().error().code, Code::denied);
  served_.resize(cipher_.size() - 1);
  EXPECT_EQ(take().error().code, Code::denied);
  served_.clear();
  EXPECT_EQ(take().error().code, Code::denied);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/cohort-a"));
}

TEST_F(Inputs, AnyChangedByteIsRefused) {
  for (size_t at = 0; at < cipher_.size(); ++at) {
    served_ = cipher_;
    served_[at] ^= 1;
    EXPECT_FALSE(take().ok()) << at;
  }
}

TEST_F(Inputs, AStreamThatEndsEarlyIsRefused) {
  for (const size_t served : {size_t{0}, size_t{1}, cipher_.size() / 2, cipher_.size() - 1}) {
    FakeMonitor monitor({{kHostPort, [&](os::SocketStream stream) {
                            Bytes request(1024);
                            static_cast<void>(stream.read(request));
                            const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: " +
                                                     std::to_string(cipher_.size()) + "\r\n\r\n";
                            static_cast<void>(stream.write(bytes_of(head)));
                            static_cast<void>(stream.write(ByteView(cipher_).first(served)));
                          }}});
    auto host = Host::connect(monitor.channel());
    std::filesystem::remove(folder_ + "/cohort-a");
    EXPECT_FALSE(take_input(**host, in_, "cohort-a", released(cipher_)).ok()) << served;
  }
}

TEST_F(Inputs, AnotherInputsCiphertextOfTheSameLengthIsRefused) {
  const auto other = age::Identity::generate(random_);
  served_ = encrypt(kPlain, {&other->recipient(), 1});
  ASSERT_EQ(served_.size(), cipher_.size());
  EXPECT_EQ(take().error().code, Code::not_found);
}

TEST_F(Inputs, OtherDataEncryptedToTheSameRecipientIsRefused) {
  served_ = encrypt(std::string(kPlain.size(), 'x'), {&identity_.recipient(), 1});
  ASSERT_EQ(served_.size(), cipher_.size());
  EXPECT_EQ(take().error().code, Code::denied);
}

TEST_F(Inputs, AFileWithAnotherReaderIsRefused) {
  const age::Recipient both[] = {identity_.recipient(),
                                 age::Identity::generate(random_)->recipient()};
  served_ = encrypt(kPlain, both);
  EXPECT_FALSE(take(released(served_)).ok());
}

TEST_F(Inputs, APassphrasesFileIsRefused) {
  MemorySource source(bytes_of(kPlain));
  MemorySink sink;
  ASSERT_TRUE(
      age::encrypt_passphrase(source, sink, bytes_of("pass"), random_, {.scrypt_log2n = 2}).ok());
  served_ = sink.take();
  EXPECT_FALSE(take(released(served_)).ok());
}

TEST_F(Inputs, AnArmoredFileIsRefused) {
  served_ = encrypt(kPlain, {&identity_.recipient(), 1}, true);
  EXPECT_FALSE(take(released(served_)).ok());
}

TEST_F(Inputs, BytesAfterTheEndAreRefusedEvenWhenReleased) {
  served_.push_back('x');
  EXPECT_FALSE(take(released(served_)).ok());
}

TEST_F(Inputs, AnInputThatTheHostDoesNotHaveIsSaidSo) {
  status_ = 404;
  EXPECT_EQ(take().error().code, Code::not_found);
}

TEST_F(Inputs, ANameThatIsTakenIsNotWrittenTo) {
  std::ofstream(folder_ + "/taken") << "earlier";
  FakeMonitor monitor({{kHostPort, http([this](const net::HttpRequest&) {
                          return net::HttpResponse{200, {}, served_};
                        })}});
  auto host = Host::connect(monitor.channel());
  EXPECT_FALSE(take_input(**host, in_, "taken", released(cipher_)).ok());
  std::filesystem::create_symlink(folder_ + "/elsewhere", folder_ + "/link");
  auto again = Host::connect(monitor.channel());
  EXPECT_FALSE(take_input(**again, in_, "link", released(cipher_)).ok());
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/elsewhere"));
}

}  // namespace
}  // namespace anchorhold::agent

#include "cli/host_services.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "net/http_client.h"
#include "os/socket.h"

namespace anchorhold::cli {
namespace {

namespace fs = std::filesystem;

// A host that offers one file as input "a", and the agent's end of a connection to it.
class HostInputs : public testing::Test {
 protected:
  HostInputs() {
    std::string name = (fs::temp_directory_path() / "anchorhold-host-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    write("0123456789");
    auto ends = os::socket_pair(os::SocketKind::stream).value();
    stream_ = std::make_unique<os::SocketStream>(std::move(ends.first));
    services_ = std::make_unique<HostServices>(
        Offered{"contract", "{}", {{"a", path()}, {"gone", folder_ + "/gone"}}, 1000});
    thread_ = std::thread(
        [this, end = std::move(ends.second)]() mutable { services_->serve(std::move(end)); });
    http_ = std::make_unique<net::HttpClient>(*stream_, *stream_, "host");
  }
  ~HostInputs() override {
    stream_.reset();
    thread_.join();
    fs::remove_all(folder_);
  }

  std::string path() const { return folder_ + "/a.age"; }
  void write(std::string_view content) const { std::ofstream(path()) << content; }

  net::HttpResponse ask(const std::string& target, const std::string& range) {
    net::HttpRequest request{"GET", target, {}, {}};
    request.headers.add("Range", range);
    return http_->exchange(request).value();
  }

  // The part of "a" with the length of the whole, or "refused".
  std::string part(uint64_t first, uint64_t bytes) {
    auto answer = http_->open_range("/inputs/a", {first, bytes});
    if (!answer.ok()) return "refused";
    return string_of(read_all(answer->body, "part", 100).value()) + "/" +
           std::to_string(answer->total);
  }

  std::string folder_;
  std::unique_ptr<os::SocketStream> stream_;
  std::unique_ptr<HostServices> services_;
  std::thread thread_;
  std::unique_ptr<net::HttpClient> http_;
};

TEST_F(HostInputs, GivesAnyPartAndTheWhole) {
  EXPECT_EQ(part(0, 10), "0123456789/10");
  EXPECT_EQ(part(3, 4), "3456/10");
  EXPECT_EQ(part(9, 1), "9/10");
  MemorySink whole;
  ASSERT_TRUE(http_->get_to("/inputs/a", whole).ok());
  EXPECT_EQ(text_of(whole.bytes()), "0123456789");
}

TEST_F(HostInputs, GivesPartsOfTheFileAsItIsNow) {
  EXPECT_EQ(part(0, 3), "012/10");
  write("abc");
  EXPECT_EQ(part(0, 3), "abc/3");
}

TEST_F(HostInputs, SaysTheLengthWhereThereIsNoSuchPart) {
  for (const char* range : {"bytes=10-10", "bytes=9-10", "bytes=0-9223372036854775807"}) {
    const net::HttpResponse answer = ask("/inputs/a", range);
    EXPECT_EQ(answer.status, 416U) << range;
    ASSERT_NE(answer.headers.find("Content-Range"), nullptr) << range;
    EXPECT_EQ(*answer.headers.find("Content-Range"), "bytes */10");
  }
  write("");
  EXPECT_EQ(ask("/inputs/a", "bytes=0-0").status, 416U);
}

TEST_F(HostInputs, RefusesRangesOfOtherForms) {
  for (const char* range : {"bytes=0-", "bytes=-3", "bytes=0-1,3-4", "items=0-1", "bytes=5-4"})
    EXPECT_EQ(ask("/inputs/a", range).status, 400U) << range;
  EXPECT_EQ(part(0, 1), "0/10") << "the connection is still good";
}

TEST_F(HostInputs, HasNoOtherInputs) {
  for (const char* target : {"/inputs/b", "/inputs/gone", "/inputs/", "/inputs/../a.age"})
    EXPECT_EQ(ask(target, "bytes=0-1").status, 404U) << target;
}

}  // namespace
}  // namespace anchorhold::cli

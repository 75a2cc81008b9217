#include "evidence/snp/thim.h"

#include <gtest/gtest.h>

#include "codec/json.h"
#include "codec/pem.h"
#include "evidence/snp/snp_world_test.h"
#include "testkit/attack.h"

namespace anchorhold::snp {
namespace {

std::string escaped(const std::vector<crypto::Certificate>& certificates) {
  std::string out;
  for (const crypto::Certificate& certificate : certificates) {
    for (const char c : pem::encode("CERTIFICATE", certificate.der))
      out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out;
}

std::string thim_json() {
  return R"({"vcekCert":")" + escaped({forge().certify(forge().vcek())}) +
         R"(","tcbm":"d505000000000003","certificateChain":")" +
         escaped({forge().ask(), forge().ark()}) + R"(","cacheControl":"86400"})";
}

TEST(Thim, GivesThePoolForAReport) {
  const std::string text = thim_json();
  const auto pool = certificates_in_thim(bytes_of(text), nullptr);
  ASSERT_TRUE(pool.ok()) << pool.error().to_string();
  EXPECT_EQ(pool->size(), 3U);
  EXPECT_EQ(first_failure(verify_in(forge(), forge().good(), *pool)), "none");
  EXPECT_TRUE(looks_like_thim(bytes_of(text)));
}

TEST(Thim, OtherObjectsAreRefused) {
  testkit::for_each_truncation(bytes_of(thim_json()).first(200), [](ByteView prefix) {
    EXPECT_FALSE(certificates_in_thim(prefix, nullptr).ok());
  });
  for (const char* text : {"{}", "[]", "1", R"({"vcekCert":"x","certificateChain":"y"})",
                           R"({"vcekCert":1,"certificateChain":2})"}) {
    EXPECT_FALSE(certificates_in_thim(bytes_of(text), nullptr).ok()) << text;
  }
  EXPECT_FALSE(looks_like_thim(bytes_of("{}")));
}

}  // namespace
}  // namespace anchorhold::snp

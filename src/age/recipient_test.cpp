#include "age/recipient.h"

#include <gtest/gtest.h>

#include "testkit/fixed_random.h"

namespace anchorhold::age {
namespace {

// The example of the specification: thirty-two bytes 0x42.
constexpr std::string_view kIdentity =
    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
constexpr std::string_view kRecipient =
    "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

TEST(Identity, HasTheRecipientOfTheSpecificationsExample) {
  const auto identity = Identity::parse(kIdentity);
  ASSERT_TRUE(identity.ok()) << identity.error().to_string();
  EXPECT_EQ(identity->recipient().to_string(), kRecipient);
  EXPECT_EQ(text_of(identity->to_secret_text().view()), kIdentity);
}

TEST(Identity, RoundTripsWhenGenerated) {
  testkit::FixedRandom random(1);
  const auto identity = Identity::generate(random);
  ASSERT_TRUE(identity.ok());
  const auto again = Identity::parse(text_of(identity->to_secret_text().view()));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->recipient(), identity->recipient());
}

TEST(Identity, IsUpperCaseOnly) {
  std::string lower(kIdentity);
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  EXPECT_FALSE(Identity::parse(lower).ok());
}

TEST(Recipient, RoundTrips) {
  const auto recipient = Recipient::parse(kRecipient);
  ASSERT_TRUE(recipient.ok());
  EXPECT_EQ(recipient->to_string(), kRecipient);
}

TEST(Recipient, SaysWhichKindsAreNotSupported) {
  for (const std::string_view text :
       {std::string_view("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA"), kIdentity}) {
    const auto recipient = Recipient::parse(text);
    ASSERT_FALSE(recipient.ok());
    EXPECT_EQ(recipient.error().code, Code::unsupported);
  }
}

TEST(Recipient, RefusesDamagedText) {
  for (const std::string_view text :
       {"", "age1", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk",
        "AGE1ZVKYG2LQZRAA2LNJVQEJ32NKUU0UES2S82HZRYE869XEEXVN73EQUNUJWJ",
        " age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"}) {
    EXPECT_FALSE(Recipient::parse(text).ok()) << text;
  }
}

}  // namespace
}  // namespace anchorhold::age

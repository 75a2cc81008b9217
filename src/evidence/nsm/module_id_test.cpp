#include "evidence/nsm/module_id.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace anchorhold::nsm {
namespace {

TEST(ModuleId, TellsHardwareFromSoftware) {
  const auto nitro = parse_module_id("i-0827e799ec9232d44-enc019b55a68bd2ed4b");
  ASSERT_TRUE(nitro.ok());
  EXPECT_FALSE(nitro->software);
  EXPECT_EQ(nitro->instance, "i-0827e799ec9232d44");
  EXPECT_EQ(nitro->launch, "019b55a68bd2ed4b");
  const auto software = parse_module_id("software-my-host-enc0000000000000001");
  ASSERT_TRUE(software.ok());
  EXPECT_TRUE(software->software);
  EXPECT_EQ(software->instance, "software-my-host");
}

TEST(ModuleId, RefusesEverythingElse) {
  for (const std::string_view text :
       {"", "-enc", "i--enc1", "i-0827e799ec9232d44", "i-0827-enc", "i-0827-encXYZ", "i-08G7-enc01",
        "I-0827-enc01", "software--enc0000000000000001", "software-a-enc1",
        "software-A-enc0000000000000001", "software-a--enc0000000000000001",
        "software-a b-enc0000000000000001", "vm-a-enc0000000000000001",
        "i-0827-enc00000000000000001",
        "software-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-enc0000000000000001"}) {
    EXPECT_FALSE(parse_module_id(text).ok()) << text;
  }
}

TEST(ModuleId, MakesWhatItReads) {
  const auto made = software_module_id("host-7", {0, 1, 2, 3, 4, 5, 6, 0xff});
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(*made, "software-host-7-enc00010203040506ff");
  EXPECT_TRUE(parse_module_id(*made).ok());
  for (const std::string_view host : {"", "A", "a/b", "a-", "host.name"}) {
    EXPECT_FALSE(software_module_id(host, {}).ok()) << host;
  }
}

TEST(InstanceRegister, IsNotHashedBeforehand) {
  EXPECT_EQ(to_hex(instance_register("i-1234567890abcdef0")),
            "08f996b5d43e047a9eb51e7f548bfee7e164fd7dc8f65541f2ac09d6545ac812719327281c401a67a10fcb"
            "a87ae79ce0");
}

}  // namespace
}  // namespace anchorhold::nsm

#include "evidence/snp/id_block.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "evidence/snp/snp_world_test.h"
#include "testkit/attack.h"
#include "testkit/forged_snp_uvm.h"

namespace anchorhold::snp {
namespace {

using testkit::forge_id_block;
using testkit::ForgedIdBlock;
using testkit::put_little;

const ForgedIdBlock& good_id_block() {
  static const ForgedIdBlock instance = forge_id_block(Digest384{});
  return instance;
}

TEST(IdBlock, BothSignaturesHold) {
  const Verification result = verify_id_block(good_id_block().block, good_id_block().auth);
  ASSERT_EQ(first_failure(result), "none");
  EXPECT_EQ((*result.claims)->security_version, 7U);
  EXPECT_EQ((*result.claims)->signers.size(), 2U);
  EXPECT_FALSE((*result.claims)->hardware_rooted);
}

TEST(IdBlock, AnAuthorIsOptional) {
  const ForgedIdBlock alone = forge_id_block(Digest384{}, false);
  const Verification result = verify_id_block(alone.block, alone.auth);
  ASSERT_EQ(first_failure(result), "none");
  EXPECT_FALSE((*result.claims)->signers.contains("author_key_digest"));
}

TEST(IdBlock, EveryAlteredByteIsRefused) {
  Bytes block = good_id_block().block;
  for (size_t i = 0; i < block.size(); ++i) {
    block[i] ^= 1;
    EXPECT_FALSE(verify_id_block(block, good_id_block().auth).claims) << i;
    block[i] ^= 1;
  }
  Bytes auth = good_id_block().auth;
  for (size_t i = 0; i < auth.size(); i += 13) {
    auth[i] ^= 1;
    EXPECT_FALSE(verify_id_block(good_id_block().block, auth).claims) << i;
    auth[i] ^= 1;
  }
}

TEST(IdBlock, NamesTheSignatureThatIsWrong) {
  Bytes block = good_id_block().block;
  block[0] ^= 1;
  EXPECT_EQ(first_failure(verify_id_block(block, good_id_block().auth)), "snp.id_block.signature");
  Bytes auth = good_id_block().auth;
  auth[0x680] ^= 1;
  EXPECT_EQ(first_failure(verify_id_block(good_id_block().block, auth)), "snp.id_block.author");
}

TEST(IdBlock, OtherFormsAreRefused) {
  testkit::for_each_truncation(good_id_block().block, [](ByteView prefix) {
    EXPECT_FALSE(verify_id_block(prefix, good_id_block().auth).claims);
  });
  for (const size_t size : {0U, 96U, 4095U, 4097U})
    EXPECT_FALSE(verify_id_block(good_id_block().block, Bytes(size)).claims);
  const auto with = [](size_t place, uint32_t value) {
    Bytes auth = good_id_block().auth;
    put_little(auth, place, value, 4);
    return first_failure(verify_id_block(good_id_block().block, auth));
  };
  EXPECT_EQ(with(0, 2), "snp.id_block.structure");
  EXPECT_EQ(with(4, 0), "snp.id_block.structure");
  EXPECT_EQ(with(0x240, 1), "snp.id_block.structure");  // P-256
  Bytes block = good_id_block().block;
  put_little(block, 80, 2, 4);
  EXPECT_EQ(first_failure(verify_id_block(block, good_id_block().auth)), "snp.id_block.structure");
}

}  // namespace
}  // namespace anchorhold::snp

#include "workload/messages.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"

namespace anchorhold::workload {
namespace {

const Limits limits{1, 2, 3, 4, 5};

TEST(SpawnerMessage, EveryKindSurvivesTheWay) {
  const auto prepare = decode_prepare(encode(Prepare{{6, 7, 8}, limits}));
  ASSERT_TRUE(prepare.ok());
  EXPECT_EQ(prepare->space.root_bytes, 6U);
  EXPECT_EQ(prepare->space.in_bytes, 7U);
  EXPECT_EQ(prepare->space.files, 8U);
  EXPECT_EQ(prepare->limits.out_bytes, 5U);

  const auto arguments =
      decode_arguments(encode(Arguments{{"/bin/fit", "--l2", ""}, {"A=b"}, limits, true}));
  ASSERT_TRUE(arguments.ok());
  EXPECT_EQ(arguments->argv, (std::vector<std::string>{"/bin/fit", "--l2", ""}));
  EXPECT_EQ(arguments->env, std::vector<std::string>{"A=b"});
  EXPECT_EQ(arguments->limits.processes, 4U);
  EXPECT_TRUE(arguments->log);

  EXPECT_EQ(decode_failed(encode(Failed{"why"}))->reason, "why");
  const auto end = decode_end(
      encode(WorkloadEnd{End::failure, 42, Share::limit, Share::under_half, Share::under_limit}));
  ASSERT_TRUE(end.ok());
  EXPECT_EQ(end->end, End::failure);
  EXPECT_EQ(end->exit_status, 42);
  EXPECT_EQ(end->memory, Share::under_half);
  EXPECT_EQ(*kind_of(encode(Kind::kill)), Kind::kill);
  EXPECT_EQ(*kind_of(encode(Kind::runner)), Kind::runner);
  EXPECT_EQ(decode_end(encode(WorkloadEnd{last_end}))->end, last_end);
}

TEST(SpawnerMessage, CutOrForeignMessagesAreRefused) {
  const Bytes message = encode(Arguments{{"/bin/fit"}, {"A=b"}, limits, false});
  testkit::for_each_truncation(message,
                               [](ByteView cut) { EXPECT_FALSE(decode_arguments(cut).ok()); });
  EXPECT_FALSE(decode_end(message).ok());
  EXPECT_FALSE(kind_of(Bytes{200}).ok());
  EXPECT_FALSE(kind_of({}).ok());
  Bytes longer = message;
  longer.push_back(0);
  EXPECT_FALSE(decode_arguments(longer).ok());
}

TEST(SpawnerMessage, AnArgumentCannotHideAnotherBehindNul) {
  EXPECT_FALSE(
      decode_arguments(encode(Arguments{{std::string("a\0b", 3)}, {}, limits, false})).ok());
}

TEST(SpawnerMessage, UnknownClassesAreRefused) {
  Bytes message = encode(WorkloadEnd{});
  message[1] = 99;
  EXPECT_FALSE(decode_end(message).ok());
}

}  // namespace
}  // namespace anchorhold::workload

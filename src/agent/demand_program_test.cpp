// What a program is told and served.

#include "age/stream.h"
#include "agent/on_demand_test.h"
#include "workload/wasm/inputs.h"

namespace anchorhold::agent {
namespace {

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
  served_[head_size(cipher_) + age::sealed_chunk_size] ^= 1;
  EXPECT_FALSE(inputs.read_at(0, age::chunk_size + 1, MutableBytes(out).first(1)).ok());
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

}  // namespace
}  // namespace anchorhold::agent

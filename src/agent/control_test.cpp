#include "agent/control.h"

#include <gtest/gtest.h>

#include <future>

#include "agent/fake_host_test.h"
#include "base/base64.h"
#include "contract/binding.h"
#include "evidence/nsm/document.h"
#include "image/registers.h"

namespace anchorhold::agent {
namespace {

// The answers to these lines, as an auditor's host gets them.
std::vector<std::string> ask(Module& module, const std::vector<std::string>& lines) {
  Digest384 contract{};
  contract.fill(7);
  std::promise<std::vector<std::string>> answers;
  FakeMonitor monitor({{kControlPort, [&](os::SocketStream stream) {
                          std::vector<std::string> out;
                          for (const std::string& line : lines) {
                            static_cast<void>(stream.write(bytes_of(line + "\n")));
                            std::string& answer = out.emplace_back();
                            uint8_t byte = 0;
                            for (;;) {
                              const auto count = stream.read({&byte, 1});
                              if (!count.ok() || *count == 0 || byte == '\n') break;
                              answer += static_cast<char>(byte);
                            }
                          }
                          answers.set_value(out);
                        }}});
  const Control control = Control::start(monitor.channel(), module, contract);
  return answers.get_future().get();
}

TEST(Control, AnswersWithEvidenceBoundToNonceAndContract) {
  FakeModule module;
  const auto answers = ask(module.module(), {"attest 00ff", "attest 01"});
  ASSERT_EQ(answers.size(), 2U);
  const auto document = from_base64("answer", answers[0], Base64::standard);
  ASSERT_TRUE(document.ok()) << answers[0];
  const auto parsed = nsm::parse_document(*document);
  ASSERT_TRUE(parsed.ok());
  Digest384 contract{};
  contract.fill(7);
  const Bytes nonce = {0x00, 0xff};
  EXPECT_EQ(parsed->claimed().document.nonce, nonce);
  EXPECT_EQ(parsed->claimed().document.user_data, copy_of(attest_user_data(contract, nonce)));
  EXPECT_FALSE(parsed->claimed().document.public_key.has_value());
  EXPECT_NE(answers[0], answers[1]);
}

TEST(Control, AnswersAnythingElseWithAnError) {
  FakeModule module;
  const auto answers = ask(module.module(), {"stop", "attest", "attest ", "attest 0", "attest ZZ",
                                             "attest " + std::string(1026, '0'), "", "attest 00"});
  for (size_t i = 0; i + 1 < answers.size(); ++i)
    EXPECT_TRUE(answers[i].starts_with("error ")) << i << ": " << answers[i];
  EXPECT_FALSE(answers.back().starts_with("error "));
}

TEST(Control, ALineWithoutEndClosesTheStream) {
  FakeModule module;
  EXPECT_EQ(ask(module.module(), {std::string(5000, 'x')}), std::vector<std::string>{""});
}

TEST(Control, WithoutAListenerThereIsNoControl) {
  FakeModule module;
  FakeMonitor monitor({});
  const Control control = Control::start(monitor.channel(), module.module(), {});
}

TEST(Module, BindsAContractOnceAndBeforeAnythingElse) {
  FakeModule fresh;
  Digest384 contract{};
  contract.fill(7);
  ASSERT_TRUE(fresh.module().bind_contract(contract).ok());
  EXPECT_EQ(fresh.module().describe_register(kContractRegister)->data,
            image::contract_register(contract));
  EXPECT_TRUE(fresh.module().describe_register(kContractRegister)->lock);
  EXPECT_FALSE(fresh.module().bind_contract(contract).ok());
}

TEST(Module, EventsAreShownOnceTheyAreClosed) {
  FakeModule fresh;
  Digest384 event{};
  event.fill(1);
  ASSERT_TRUE(fresh.module().record_event(event).ok());
  ASSERT_TRUE(fresh.module().close_events().ok());
  EXPECT_EQ(fresh.module().describe_register(kEventRegister)->data,
            image::extend(Digest384{}, event));
  EXPECT_FALSE(fresh.module().record_event(event).ok());
}

}  // namespace
}  // namespace anchorhold::agent

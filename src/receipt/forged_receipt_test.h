#pragma once
// Receipts of a sample contract under a test root: a good one, and ones with any one thing wrong.

#include <functional>

#include "contract/release.h"
#include "receipt/receipt.h"
#include "receipt/verify.h"
#include "testkit/forged_nsm.h"
#include "testkit/sample_contract.h"

namespace anchorhold::receipt {

// Bends: where to break a receipt. Each is called once, in this order; what comes after it is made
// to fit, so that nothing else is wrong.
struct Bends {
  std::function<void(contract::Release&)> release = {};
  std::function<void(Body&)> body = {};
  std::function<void(nsm::Document&)> document = {};  // bound to the body already
  std::function<void(Receipt&)> receipt = {};
};

// decrypt_on_demand: makes of an input that was read as a whole one that was not; its release says
// the same of both.
void decrypt_on_demand(UsedInput& used);

// ReceiptForge: one world: its contract's parties and its root. Another seed is another world. Its
// workload is a native program, or a module.
class ReceiptForge {
 public:
  explicit ReceiptForge(uint64_t seed = 1, const std::optional<image::Wasm>& wasm = {});

  const testkit::SampleContract& parties() const { return parties_; }
  const contract::SealedContract& sealed() const { return sealed_; }
  const testkit::NsmForge& root() const { return root_; }
  Digest256 root_digest() const { return root_.chain().root(); }

  // body: of a run that used both inputs and made both outputs.
  Body body(const Bends& bends = {}) const;
  // make: the receipt's text. `signer` evidences in the place of this world's root, `contract`
  // stands in the place of its contract.
  std::string make(const Bends& bends = {}) const;
  std::string make(const Bends& bends, const testkit::NsmForge& signer,
                   const contract::SealedContract& contract) const;

  // pins: what a party of this world trusts.
  Pins pins() const;

 private:
  std::string release(const std::string& input, const UsedInput& used, const Bends& bends) const;

  testkit::NsmForge root_;
  testkit::SampleContract parties_;
  contract::SealedContract sealed_;
};

}  // namespace anchorhold::receipt

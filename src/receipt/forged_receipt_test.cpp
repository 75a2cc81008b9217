#include "receipt/forged_receipt_test.h"

#include "base/hex.h"
#include "image/registers.h"

namespace anchorhold::receipt {

namespace {

constexpr std::string_view kSampleRoot =
    "5555555555555555555555555555555555555555555555555555555555555555";

testkit::SampleContract parties_under(const testkit::NsmForge& root, uint64_t seed,
                                      const std::optional<image::Wasm>& wasm) {
  testkit::SampleContract parties(seed);
  if (wasm) parties.run_wasm(*wasm);
  parties.edit(kSampleRoot, to_hex(root.chain().root()));
  return parties;
}

template <size_t N>
ByteArray<N> filled(uint8_t value) {
  ByteArray<N> out;
  out.fill(value);
  return out;
}

Digest256 released_head() {
  return filled<32>(0x45);
}

}  // namespace

void decrypt_on_demand(UsedInput& used) {
  used.sha256.reset();
  used.head_sha256 = released_head();
}

ReceiptForge::ReceiptForge(uint64_t seed, const std::optional<image::Wasm>& wasm)
    : root_(seed), parties_(parties_under(root_, seed, wasm)), sealed_(parties_.fully_signed()) {}

std::string ReceiptForge::release(const std::string& input, const UsedInput& used,
                                  const Bends& bends) const {
  contract::Release release;
  release.owner = sealed_.contract.inputs.at(input).owner;
  release.contract = sealed_.digest;
  release.input = input;
  release.tee_key = filled<32>(0x77);
  release.nonce = "a challenge";
  release.ciphertext_sha256 = *used.sha256;
  release.ciphertext_bytes = used.bytes;
  release.head_sha256 = released_head();
  release.budget_index = 1;
  release.checkpoint = "a checkpoint";
  if (bends.release) bends.release(release);
  testkit::FixedRandom random(3);
  const auto identity = age::Identity::generate(random);
  const std::string owner = release.owner;
  return contract::make_release(std::move(release), identity->to_secret_text().view(),
                                parties_.key(owner), random)
      .value();
}

Body ReceiptForge::body(const Bends& bends) const {
  Body body;
  body.run = std::string(32, 'a');
  body.contract = sealed_.digest;
  body.tee_key = filled<32>(0x77);
  for (const auto& [name, input] : sealed_.contract.inputs) {
    UsedInput& used = body.inputs[name];
    used.sha256 = input.sha256.value_or(filled<32>(0x44));
    used.bytes = 4096;
    used.local_broker = true;
    used.release = release(name, used, bends);
  }
  body.outputs["model"] = {filled<32>(0x31), 70000, {}, {}};
  body.outputs["tables"] = {
      filled<32>(0x32), 5000, {{"auditor", filled<32>(0x33)}}, filled<32>(0x34)};
  body.started = testkit::NsmForge::at();
  body.finished = testkit::NsmForge::at() + std::chrono::seconds(2);
  return body;
}

std::string ReceiptForge::make(const Bends& bends) const {
  return make(bends, root_, sealed_);
}

std::string ReceiptForge::make(const Bends& bends, const testkit::NsmForge& signer,
                               const contract::SealedContract& contract) const {
  nsm::Document document = signer.document();
  document.pcrs[1] = contract.contract.measurements.at(TeeKind::software).pcr1;
  document.pcrs[16] = image::contract_register(contract.digest);
  document.nonce.reset();
  Body body = this->body(bends);
  body.instance = document.module_id;
  body.registers = document.pcrs;
  if (bends.body) bends.body(body);

  testkit::FixedRandom random(5);
  const auto key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random);
  Receipt receipt;
  receipt.contract = contract.text;
  receipt.statement = sign_body(body, *key).value();
  document.user_data = copy_of(receipt_user_data(encode_body(body)));
  document.public_key = key->public_key().spki();
  if (bends.document) bends.document(document);
  receipt.evidence = signer.sign(document);
  if (bends.receipt) bends.receipt(receipt);
  return encode_receipt(receipt);
}

Pins ReceiptForge::pins() const {
  Pins pins;
  pins.contract = sealed_.digest;
  return pins;
}

}  // namespace anchorhold::receipt

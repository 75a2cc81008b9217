#include "cli/contract_input.h"

#include <algorithm>

#include "base/hex.h"
#include "broker/inputs.h"
#include "cli/age_files.h"
#include "cli/files.h"
#include "cli/local_brokers.h"
#include "cli/own_keys.h"
#include "os/clock.h"
#include "os/random.h"

namespace anchorhold::cli {

namespace {

// BlocksSource: the bulk input as the plain Source that the broker takes.
class BlocksSource : public Source {
 public:
  explicit BlocksSource(BlockSource& blocks) : blocks_(blocks) {}
  Result<size_t> read(MutableBytes out) override {
    AH_ASSIGN(const ByteView next, blocks_.peek(out.size()));
    std::copy(next.begin(), next.end(), out.begin());
    blocks_.skip(next.size());
    return next.size();
  }

 private:
  BlockSource& blocks_;
};

}  // namespace

Status encrypt_contract_input(const Context& context, const ContractInput& wanted) {
  if (wanted.output.empty()) {
    return Error{Code::invalid_argument, "-o", "missing"}.advise(
        "name the file for the ciphertext");
  }
  AH_TRY(refuse_same_file(wanted.plaintext, wanted.output));
  AH_ASSIGN(const Bytes text, read_document(wanted.contract));
  AH_ASSIGN(const contract::SealedContract sealed,
            contract::parse_sealed(wanted.contract, text_of(text)));
  AH_ASSIGN(const PartyHome owner, PartyHome::open(context.home, wanted.party));
  AH_TRY(check_own_keys(sealed.contract, owner));
  os::SystemRandom random;
  AH_ASSIGN(broker::Keystore keystore,
            broker::Keystore::open_or_create(broker_folder(owner), owner.name(), random));
  AH_ASSIGN(BulkInput input, BulkInput::open(wanted.plaintext));
  AH_ASSIGN(BulkOutput output, BulkOutput::open(wanted.output, 0644));
  BlocksSource plain(input.blocks());
  AH_ASSIGN(const broker::EncryptedInput made,
            broker::encrypt_input(keystore, sealed, wanted.name, plain, output.sink(), random,
                                  os::now()));
  AH_TRY(output.commit());
  if (context.json) {
    context.print_json(json::Value::object({{"input", wanted.name},
                                            {"file", wanted.output},
                                            {"sha256", to_hex(made.sha256)},
                                            {"bytes", made.bytes}}));
  } else {
    context.note("input " + wanted.name + ": " + wanted.output + ", sha256:" + to_hex(made.sha256));
  }
  return {};
}

}  // namespace anchorhold::cli

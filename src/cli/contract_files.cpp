#include "cli/contract_files.h"

#include <filesystem>

#include "age/recipient.h"
#include "cli/files.h"
#include "cli/image_io.h"
#include "cli/verb_measure.h"
#include "image/oci.h"
#include "image/wasm_module.h"
#include "os/file.h"

namespace anchorhold::cli {

namespace {

constexpr size_t kMaxNamedFileBytes = 1 << 20;

// The contract module knows the shape of a recipient only; its checksum is checked here, before
// anyone relies on it.
Status check_recipients(const contract::Contract& contract) {
  for (const auto& [name, party] : contract.parties) {
    if (party.recipient.empty()) continue;
    auto recipient = age::Recipient::parse(party.recipient);
    if (!recipient) {
      Error error = recipient.take_error();
      error.object = "contract.parties." + name + ".recipient";
      return error;
    }
  }
  return {};
}

}  // namespace

Result<DraftFiles> read_draft(const std::string& path) {
  AH_ASSIGN(const Bytes text, read_document(path));
  DraftFiles read;
  AH_ASSIGN(read.draft, contract::parse_toml(path, text_of(text)));
  const std::filesystem::path folder =
      path == "-" ? "." : std::filesystem::path(path).parent_path();
  for (const std::string& name : read.draft.files) {
    AH_ASSIGN(Bytes content, os::read_file((folder / name).string(), kMaxNamedFileBytes));
    read.files.emplace(name, std::move(content));
  }
  return read;
}

Result<contract::Contract> resolve_draft(const DraftFiles& read) {
  AH_ASSIGN(auto contract, contract::resolve(read.draft, read.files));
  if (auto recipients = check_recipients(contract); !recipients) {
    return read.draft.locate(recipients.take_error());
  }
  return contract;
}

Result<contract::SealedContract> read_sealed(const std::string& path) {
  AH_ASSIGN(const Bytes text, read_document(path));
  AH_ASSIGN(auto sealed, contract::parse_sealed(path, text_of(text)));
  AH_TRY(check_recipients(sealed.contract));
  return sealed;
}

Result<bool> is_draft(const std::string& path) {
  if (path == "-") return false;
  AH_ASSIGN(const Bytes text, read_document(path));
  return text.empty() || text.front() != '{';
}

Result<contract::Contract> read_any(const std::string& path) {
  AH_ASSIGN(const bool draft, is_draft(path));
  if (!draft) {
    AH_ASSIGN(auto sealed, read_sealed(path));
    return std::move(sealed.contract);
  }
  AH_ASSIGN(const DraftFiles read, read_draft(path));
  return resolve_draft(read);
}

Result<contract::Measured> measure_for_contract(const std::string& image_path,
                                                const std::string& agent) {
  AH_ASSIGN(const std::string agent_file, agent_path(agent));
  AH_ASSIGN(const auto agent_measurement, measure_agent(agent_file));
  AH_ASSIGN(const StoredImage stored, StoredImage::load(image_path));
  MemoryAccess layer(stored.image().layer);
  AH_TRY(image::check_wasm_module(stored.image().manifest, layer));
  const image::Registers registers = image::predict(agent_measurement, stored.image());
  contract::Measurement measurement{registers.pcr0, registers.pcr1, registers.pcr2, std::nullopt};
  if (stored.image().signer) measurement.pcr8 = registers.pcr8;
  contract::Measured measured;
  measured.manifest = stored.image().manifest;
  measured.image = image::digest_text(stored.image().digest);
  measured.agent = agent_measurement.digest();
  measured.registers.emplace(TeeKind::software, measurement);
  return measured;
}

}  // namespace anchorhold::cli

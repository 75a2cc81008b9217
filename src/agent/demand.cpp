#include "agent/demand.h"

#include "age/unwrap.h"
#include "agent/fixed_file.h"
#include "agent/inputs.h"
#include "base/hex.h"
#include "crypto/hash.h"

namespace anchorhold::agent {

namespace {

constexpr const char* kInFolder = "/in";
constexpr const char* kOutFolder = "/out";

template <class T>
Result<T> of_input(const std::string& name, Result<T> result) {
  if (result.ok()) return result;
  return result.take_error().in("input " + name);
}

Status check_digest(const std::string& name, const Digest256& released, const Digest256& seen) {
  if (released == seen) return {};
  return not_as_released(name, to_hex(released), to_hex(seen));
}

Result<Bytes> head_of(RandomAccess& ciphertext) {
  AccessSource front(ciphertext);
  BufferedBlocks blocks(front);
  return age::read_head(blocks);
}

Result<age::SeekableReader> unlock(RandomAccess& ciphertext, ByteView head,
                                   const contract::ReleaseResource& resource) {
  AH_ASSIGN(const age::Identity identity, age::Identity::parse(text_of(resource.identity.view())));
  return age::SeekableReader::open(ciphertext, head, {{&identity, 1}}, input_rules());
}

}  // namespace

Result<OpenedInput> OpenedInput::open(const std::string& name,
                                      std::unique_ptr<RandomAccess> ciphertext,
                                      const ReleasedKey& key, bool fixed) {
  const contract::Release& release = key.release;
  if (ciphertext->size() != release.ciphertext_bytes) {
    return not_as_released(name, std::to_string(release.ciphertext_bytes) + " bytes",
                           std::to_string(ciphertext->size()));
  }
  receipt::UsedInput used;
  used.bytes = release.ciphertext_bytes;
  used.release = key.resource.statement;
  if (fixed) {
    AH_ASSIGN(auto digested, of_input(name, FixedFile::read_through(std::move(ciphertext))));
    used.sha256 = digested->sha256();
    AH_TRY(check_digest(name, release.ciphertext_sha256, *used.sha256));
    ciphertext = std::move(digested);
  }
  AH_ASSIGN(const Bytes head, of_input(name, head_of(*ciphertext)));
  const Digest256 head_digest = crypto::sha256(head);
  AH_TRY(check_digest(name, release.head_sha256, head_digest));
  if (!fixed) used.head_sha256 = head_digest;
  AH_ASSIGN(age::SeekableReader plain, of_input(name, unlock(*ciphertext, head, key.resource)));
  return OpenedInput(name, std::move(ciphertext), std::move(plain), std::move(used));
}

Result<size_t> OpenedInput::read_at(uint64_t offset, MutableBytes out) {
  return of_input(name_, plain_.read_at(offset, out));
}

Result<OpenedInputs> open_on_demand(Channel& channel, const contract::Contract& contract,
                                    const ReleasedKeys& keys) {
  OpenedInputs opened;
  AH_ASSIGN(opened.host, HostRanges::connect(channel));
  for (const auto& [name, key] : keys) {
    AH_ASSIGN(HostedInput hosted, of_input(name, HostedInput::open(*opened.host, name)));
    const bool fixed = contract.inputs.at(name).sha256.has_value();
    AH_ASSIGN(
        OpenedInput input,
        OpenedInput::open(name, std::make_unique<HostedInput>(std::move(hosted)), key, fixed));
    opened.inputs.emplace(name, std::move(input));
  }
  return opened;
}

std::unique_ptr<workload::InputServer> serve_program(os::Fd socket, OpenedInputs& opened) {
  wasi::Setup setup;
  std::vector<RandomAccess*> contents;
  if (opened.host) {
    setup.inputs_name = kInFolder;
  } else {
    setup.folders.push_back({kInFolder, kInFolder, true});
  }
  setup.folders.push_back({kOutFolder, kOutFolder, false});
  for (auto& [name, input] : opened.inputs) {
    setup.inputs.push_back({name, input.size()});
    contents.push_back(&input);
  }
  return std::make_unique<workload::InputServer>(std::move(socket), std::move(setup),
                                                 std::move(contents), [host = opened.host.get()] {
                                                   if (host != nullptr) host->interrupt();
                                                 });
}

}  // namespace anchorhold::agent

#include "attester/software_nsm.h"

#include "crypto/hash.h"
#include "evidence/nsm/build.h"
#include "evidence/nsm/module_id.h"

namespace anchorhold::attester {
namespace {

// What the NSM takes into a document (attestation_process.md, the table of its fields).
constexpr size_t user_data_limit = 512;
constexpr size_t nonce_limit = 512;
constexpr size_t public_key_limit = 1024;
constexpr unsigned instance_index = 4;

bool too_large(const std::optional<Bytes>& value, size_t limit) {
  return value && value->size() > limit;
}

}  // namespace

// Answer: what each request does to the module, and what comes back.
struct SoftwareNsm::Answer {
  SoftwareNsm& module;
  Time now;
  Random& random;

  nsm::Response operator()(const nsm::DescribeNsm&) {
    nsm::Description description;
    description.module_id = module.leaf_.module_id;
    for (uint16_t i = 0; i < nsm::register_count; ++i) {
      if (module.registers_[i].locked) description.locked_pcrs.insert(i);
    }
    return description;
  }
  nsm::Response operator()(const nsm::GetRandom&) {
    Bytes bytes(nsm::random_chunk);
    if (!random.fill(bytes).ok()) return nsm::NsmError::internal_error;
    return nsm::RandomBytes{std::move(bytes)};
  }
  nsm::Response operator()(const nsm::DescribePcr& request) {
    if (request.index >= nsm::register_count) return nsm::NsmError::invalid_index;
    const State& state = module.registers_[request.index];
    return nsm::Register{state.locked, state.value};
  }
  nsm::Response operator()(const nsm::ExtendPcr& request) {
    if (request.index >= nsm::register_count) return nsm::NsmError::invalid_index;
    State& state = module.registers_[request.index];
    if (state.locked) return nsm::NsmError::read_only_index;
    state.value = crypto::sha384({state.value, request.data});
    return nsm::Extended{state.value};
  }
  nsm::Response operator()(const nsm::LockPcr& request) {
    if (request.index >= nsm::register_count) return nsm::NsmError::invalid_index;
    State& state = module.registers_[request.index];
    if (state.locked) return nsm::NsmError::read_only_index;
    state.locked = true;
    return nsm::Locked{};
  }
  nsm::Response operator()(const nsm::LockPcrs& request) {
    if (request.range > nsm::register_count) return nsm::NsmError::invalid_index;
    for (size_t i = 0; i < request.range; ++i) module.registers_[i].locked = true;
    return nsm::LockedRange{};
  }
  nsm::Response operator()(const nsm::Attestation& request) {
    if (too_large(request.user_data, user_data_limit) || too_large(request.nonce, nonce_limit) ||
        too_large(request.public_key, public_key_limit)) {
      return nsm::NsmError::input_too_large;
    }
    nsm::Document document{.module_id = module.leaf_.module_id,
                           .timestamp = now,
                           .pcrs = {},
                           .certificate = module.leaf_.certificate,
                           .cabundle = module.leaf_.cabundle,
                           .public_key = request.public_key,
                           .user_data = request.user_data,
                           .nonce = request.nonce};
    for (unsigned i = 0; i < nsm::register_count; ++i) {
      if (module.registers_[i].locked) document.pcrs.emplace(i, module.registers_[i].value);
    }
    auto signed_document = nsm::sign_document(document, module.leaf_.key);
    if (!signed_document.ok()) return nsm::NsmError::internal_error;
    return nsm::Attested{std::move(*signed_document)};
  }
};

Result<SoftwareNsm> SoftwareNsm::create(Leaf leaf, const nsm::Registers& measured) {
  AH_ASSIGN(const nsm::ModuleId id, nsm::parse_module_id(leaf.module_id));
  if (!id.software) {
    return Error{Code::invalid_argument, "module_id", "not a software TEE's"}.saw(leaf.module_id);
  }
  SoftwareNsm module(std::move(leaf));
  for (unsigned i = 0; i < nsm::launch_register_count; ++i) module.registers_[i].locked = true;
  for (const auto& [index, value] : measured) {
    if (index >= nsm::launch_register_count) {
      return Error{Code::invalid_argument, "launch registers", "not measured at launch"}
          .want("0 to 15")
          .saw(std::to_string(index));
    }
    module.registers_[index].value = value;
  }
  module.registers_[instance_index].value = nsm::instance_register(id.instance);
  return module;
}

Bytes SoftwareNsm::handle(ByteView request, Time now, Random& random) {
  auto decoded = nsm::decode_request(request);
  if (decoded.ok()) return nsm::encode_response(std::visit(Answer{*this, now, random}, *decoded));
  switch (decoded.error().code) {
    case Code::limit_exceeded:
      return nsm::encode_response(request.size() > nsm::request_limit
                                      ? nsm::NsmError::input_too_large
                                      : nsm::NsmError::invalid_argument);
    case Code::unsupported:
      return nsm::encode_response(nsm::NsmError::invalid_operation);
    default:
      return nsm::encode_response(nsm::NsmError::invalid_argument);
  }
}

Status SoftwareNsm::renew(Leaf leaf) {
  if (leaf.module_id != leaf_.module_id) {
    return Error{Code::invalid_argument, "leaf", "of another launch"}
        .want(leaf_.module_id)
        .saw(leaf.module_id);
  }
  leaf_ = std::move(leaf);
  return {};
}

nsm::Registers SoftwareNsm::registers() const {
  nsm::Registers out;
  for (unsigned i = 0; i < nsm::register_count; ++i) out.emplace(i, registers_[i].value);
  return out;
}

}  // namespace anchorhold::attester

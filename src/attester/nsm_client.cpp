#include "attester/nsm_client.h"

#include "os/socket.h"

namespace anchorhold::attester {
namespace {

Code code_of(nsm::NsmError error) {
  switch (error) {
    case nsm::NsmError::read_only_index:
      return Code::denied;
    case nsm::NsmError::input_too_large:
    case nsm::NsmError::buffer_too_small:
      return Code::limit_exceeded;
    case nsm::NsmError::invalid_argument:
    case nsm::NsmError::invalid_index:
    case nsm::NsmError::invalid_operation:
      return Code::invalid_argument;
    case nsm::NsmError::invalid_response:
    case nsm::NsmError::internal_error:
      return Code::unavailable;
  }
  return Code::unavailable;
}

}  // namespace

template <class Expected>
Result<Expected> NsmClient::call(std::string_view what, const nsm::Request& request) {
  const std::string object = "security module";
  AH_TRY(os::send_message(socket_, nsm::encode_request(request)));
  AH_ASSIGN(const os::Message message, os::receive_message(socket_, nsm::response_limit));
  AH_ASSIGN(nsm::Response response, nsm::decode_response(message.bytes));
  if (const auto* error = std::get_if<nsm::NsmError>(&response)) {
    return Error{code_of(*error), object, std::string(what) + " refused"}.saw(
        std::string(nsm::error_name(*error)));
  }
  if (auto* expected = std::get_if<Expected>(&response)) return std::move(*expected);
  return Error{Code::malformed, object,
               std::string(what) + " was answered with another kind of response"};
}

Result<nsm::Description> NsmClient::describe() {
  return call<nsm::Description>("DescribeNSM", nsm::DescribeNsm{});
}

Result<nsm::Register> NsmClient::describe_register(uint16_t index) {
  return call<nsm::Register>("DescribePCR", nsm::DescribePcr{index});
}

Result<Digest384> NsmClient::extend(uint16_t index, ByteView data) {
  AH_ASSIGN(const nsm::Extended extended,
            call<nsm::Extended>("ExtendPCR", nsm::ExtendPcr{index, copy_of(data)}));
  return extended.data;
}

Status NsmClient::lock(uint16_t index) {
  AH_TRY(call<nsm::Locked>("LockPCR", nsm::LockPcr{index}));
  return {};
}

Status NsmClient::lock_range(uint16_t count) {
  AH_TRY(call<nsm::LockedRange>("LockPCRs", nsm::LockPcrs{count}));
  return {};
}

Result<Bytes> NsmClient::attest(const nsm::Attestation& bound) {
  AH_ASSIGN(nsm::Attested attested, call<nsm::Attested>("Attestation", bound));
  return std::move(attested.document);
}

Result<Bytes> NsmClient::random() {
  AH_ASSIGN(nsm::RandomBytes random, call<nsm::RandomBytes>("GetRandom", nsm::GetRandom{}));
  return std::move(random.random);
}

}  // namespace anchorhold::attester

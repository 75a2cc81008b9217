#pragma once
// NsmClient: the security module behind a SEQPACKET socket, one message a request and one a
// response.

#include "attester/security_module.h"
#include "os/fd.h"

namespace anchorhold::attester {

// Errors of the module come back as denied (ReadOnlyIndex), limit_exceeded (InputTooLarge),
// invalid_argument or unavailable, with the module's own word in `seen`. A response of another kind
// than asked for is malformed.
class NsmClient : public SecurityModule {
 public:
  explicit NsmClient(os::Fd socket) : socket_(std::move(socket)) {}

  Result<nsm::Description> describe() override;
  Result<nsm::Register> describe_register(uint16_t index) override;
  Result<Digest384> extend(uint16_t index, ByteView data) override;
  Status lock(uint16_t index) override;
  Status lock_range(uint16_t count) override;
  Result<Bytes> attest(const nsm::Attestation& bound) override;
  Result<Bytes> random() override;

 private:
  template <class Expected>
  Result<Expected> call(std::string_view what, const nsm::Request& request);

  os::Fd socket_;
};

}  // namespace anchorhold::attester

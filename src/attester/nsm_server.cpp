#include "attester/nsm_server.h"

#include "os/socket.h"

namespace anchorhold::attester {

Result<bool> serve_request(const os::Fd& socket, SoftwareNsm& module, Time now, Random& random) {
  const auto request = os::receive_message(socket, nsm::request_limit);
  if (!request.ok() && request.error().code == Code::not_found) return false;
  if (!request.ok() && request.error().code == Code::limit_exceeded) {
    AH_TRY(os::send_message(socket, nsm::encode_response(nsm::NsmError::input_too_large)));
    return true;
  }
  if (!request.ok()) return Error(request.error());
  AH_TRY(os::send_message(socket, module.handle(request->bytes, now, random)));
  return true;
}

}  // namespace anchorhold::attester

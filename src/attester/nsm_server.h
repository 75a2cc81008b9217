#pragma once
// The host's end of the security module's socket.

#include "attester/software_nsm.h"
#include "os/fd.h"

namespace anchorhold::attester {

// serve_request: takes one request from the SEQPACKET socket and sends the answer; a request over
// the limit is answered with InputTooLarge, and descriptors that came with it are closed. False
// when the peer has closed.
Result<bool> serve_request(const os::Fd& socket, SoftwareNsm& module, Time now, Random& random);

}  // namespace anchorhold::attester

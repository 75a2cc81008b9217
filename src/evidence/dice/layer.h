#pragma once
// Layer: what one certificate of a DICE chain says, whatever its encoding.

#include <map>
#include <vector>

#include "claims/claims.h"
#include "crypto/x509.h"
#include "evidence/dice/open_profile.h"
#include "evidence/dice/tcb_info.h"

namespace anchorhold::dice {

struct Layer {
  std::string subject;  // as text, for people
  std::string issuer;
  std::optional<OpenInputs> open;
  std::vector<TcbInfo> tcb;
  std::optional<Bytes> ueid;
  std::map<std::string, Bytes> other;  // TCG extensions that are not read, by object identifier
};

// read_layer: the DICE extensions of a certificate.
Result<Layer> read_layer(const crypto::Certificate& certificate);

// understood_critical: the extensions that read_layer evaluates, which therefore may be critical.
const std::vector<std::string>& understood_critical();

// is_open: whether the layer itself says that it is not in its protected state; absent when it
// says nothing of it. In the mode "not configured", nobody has closed anything yet.
std::optional<bool> is_open(const Layer& layer);

// add_layer: the claims of a layer. The leaf's measurements bear plain names ("code_hash"), those
// of the i-th issuer above it "issuer<i>.code_hash".
void add_layer(const Layer& layer, size_t above, Claims& claims);

}  // namespace anchorhold::dice

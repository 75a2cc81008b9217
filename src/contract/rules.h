#pragma once
// The rules that hold between the members of a contract. Shape, types and single values are
// decode.h's.

#include "contract/contract.h"

namespace anchorhold::contract {

// Stage: a draft still lacks what `seal` adds: measurements, agents, and perhaps the image's
// digest.
enum class Stage : uint8_t { draft, sealed };

// check_rules: dangling references, roles that do not fit, one key under two names, quorums that
// nobody can reach, an approver who is also a recipient, formats without what they need, roots
// without a TEE that takes them and the reverse, times in the wrong order, and, once sealed,
// measurements for exactly the accepted TEEs. The error's object is the path of the member,
// "outputs.model.recipients".
Status check_rules(const Contract& contract, Stage stage);

}  // namespace anchorhold::contract

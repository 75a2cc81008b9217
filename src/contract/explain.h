#pragma once
// What a contract means to each person in it, in plain words, with what enforces each statement.

#include "contract/contract.h"

namespace anchorhold::contract {

// Enforcer, strongest first. What the TEE's hardware enforces becomes a promise of the machine's
// owner as soon as the contract accepts one TEE that is not hardware: the weakest one accepted
// decides.
enum class Enforcer : uint8_t {
  hardware,       // the TEE's hardware and its vendor's root key
  cryptography,   // a key that only the named party or a verified enclave holds
  measured_code,  // code whose measurement the contract fixes, inside the TEE
  promise,        // nothing but the word of the one who is named
};

std::string_view enforcer_name(Enforcer enforcer);

struct Statement {
  std::string text;
  Enforcer enforcer = Enforcer::promise;
};

struct PersonaView {
  std::string persona;               // "data owner"
  std::vector<std::string> parties;  // who that is here; empty for the host and the workload
  std::vector<Statement> sees;
  std::vector<Statement> changes;
  std::vector<Statement> stops;
};

struct Explanation {
  bool hardware = false;              // every accepted TEE is rooted in hardware
  std::vector<std::string> headline;  // begins with a NOT HARDWARE line when not
  std::vector<PersonaView> personas;
};

Explanation explain(const Contract& contract);
std::string to_text(const Explanation& explanation);
json::Value to_json(const Explanation& explanation);

}  // namespace anchorhold::contract

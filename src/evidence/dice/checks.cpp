#include "evidence/dice/checks.h"

#include <array>

namespace anchorhold::dice {

const Check structure_check = {
    "dice.structure",
    Stage::structure,
    "X.509 certificates, or CBOR certificates of the Open Profile, with keys on their curves",
    "RFC 5280 section 4; Open Profile for DICE, sections X.509 and CBOR certificates",
    "give the certificates as the device exports them, the leaf first in X.509, last in CBOR",
    "Bytes that can be read in two ways could show one key or measurement to the verifier and "
    "another to its user."};
const Check root_check = {
    "dice.chain.root",
    Stage::chain,
    "a chain that ends at a key which the caller gave and trusts",
    "TCG DICE Attestation Architecture section 5; Open Profile for DICE, UDS_Public",
    "give the device's identity key, or its maker's CA key, as an anchor, and all certificates "
    "between",
    "Anyone can make certificates: only the device's own key, known from elsewhere, says that "
    "these measurements are of that device."};
const Check links_check = {
    "dice.chain.links",
    Stage::chain,
    "each certificate issued by the one above: name, key identifier, signature, and the right to "
    "issue",
    "RFC 5280 section 6.1; Open Profile for DICE, certificate details",
    "reject the chain: its certificates do not belong together; a device whose names do not chain "
    "needs new firmware",
    "The links carry the trust in the device's key through every layer that booted."};
const Check validity_check = {
    "dice.chain.validity",
    Stage::validity,
    "every certificate valid at the given time",
    "RFC 5280 section 4.1.2.5",
    "see that this machine's clock is right; most devices' certificates never end",
    "Past its end nobody says that a key is still safe."};
const Check layers_check = {
    "dice.layers",
    Stage::structure,
    "TcbInfo, MultiTcbInfo, Ueid and Open Profile inputs that follow their definitions",
    "TCG DICE Attestation Architecture section 6.1; Open Profile for DICE, extension fields",
    "reject the chain: what it measures cannot be told",
    "A measurement that cannot be read in one way only is no measurement."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 5> table = {&structure_check, &root_check, &links_check,
                                                        &validity_check, &layers_check};
  return table;
}

}  // namespace anchorhold::dice

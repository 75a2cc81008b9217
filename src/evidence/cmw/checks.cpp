#include "evidence/cmw/checks.h"

#include <array>

namespace anchorhold::cmw {

constexpr std::string_view rfc = "RFC 9999, section 3";
constexpr std::string_view own = "Anchorhold docs/formats.md, Composite evidence";

const Check structure_check = {
    "cmw.structure",
    Stage::structure,
    "a record or a collection of records, JSON or CBOR",
    rfc,
    "give the wrapper as the attester sent it, unchanged and unsigned",
    "A wrapper that can be read in two ways could hide a piece of evidence from the verifier."};
const Check types_check = {
    "cmw.types",
    Stage::structure,
    "evidence, endorsements and reference values, each of its stated type",
    rfc,
    "leave out what is no evidence and no endorsement, or correct its type or indicator",
    "An attester may bring evidence and what others signed about it. A verdict or a policy from "
    "its hand would let it judge itself."};
const Check endorsements_check = {
    "cmw.endorsements",
    Stage::collateral,
    "endorsements and reference values that can be read",
    rfc,
    "give certificates, revocation lists and other collateral in their vendor's form",
    "What comes in the wrapper is trusted no more than what the caller gives: it has to prove "
    "itself against the vendor's root."};
const Check distinct_check = {
    "cmw.distinct",
    Stage::binding,
    "each piece of evidence once, and one piece for each device",
    own,
    "leave out what is there already, and collect one piece from each device",
    "A policy that names two devices would be met by one that reports twice."};
const Check binding_check = {
    "cmw.binding",
    Stage::binding,
    "each piece of evidence bound to the others",
    own,
    "have every attester answer the same challenge, or put the hash of one piece of evidence into "
    "the other's report data",
    "Each piece may be genuine and from another machine. Without a bond an attacker combines the "
    "CPU of one with the device of another."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 5> table = {
      &structure_check, &types_check, &endorsements_check, &distinct_check, &binding_check};
  return table;
}

}  // namespace anchorhold::cmw

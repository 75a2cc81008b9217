#include "evidence/keystone/checks.h"

#include <array>

namespace anchorhold::keystone {

const Check structure_check = {
    "keystone.structure",
    Stage::structure,
    "1352 bytes, at most 1024 of them the enclave's data",
    "keystone sm/src/sm.h, struct report",
    "give the report in its binary form, as attest_enclave returned it",
    "A length beyond its field would have the verifier hash whatever lies behind it."};
const Check anchor_check = {
    "keystone.anchor",
    Stage::chain,
    "a device key that the caller gave and trusts",
    "keystone sdk/src/verifier/Report.cpp, verify",
    "give the device's public key as an anchor; its maker publishes it",
    "The report carries its own device key: only a comparison with one that is known from "
    "elsewhere makes it worth anything."};
const Check test_key_check = {
    "keystone.test_key",
    Stage::chain,
    "another key than the published test device key",
    "keystone bootrom/test_dev_key.h",
    "use a device with a key of its own; for tests only, allow the test key by its insecure option",
    "The secret half of the test key is in Keystone's sources: anyone can sign any report with "
    "it."};
const Check monitor_signature_check = {
    "keystone.monitor.signature",
    Stage::signature,
    "the device key's Ed25519 signature over the security monitor's hash and key",
    "keystone bootrom/bootloader.c",
    "reject the report: it was altered, or another device made it",
    "The device vouches for the monitor that it booted; without it any monitor could be claimed."};
const Check enclave_signature_check = {
    "keystone.enclave.signature",
    Stage::signature,
    "the security monitor's Ed25519 signature over the enclave's hash and data",
    "keystone sm/src/enclave.c, attest_enclave",
    "reject the report: it was altered, or another monitor made it",
    "The monitor measures the enclave and takes its data; without its signature both could be "
    "anyone's."};

CheckTable check_table() {
  static constexpr std::array<const Check*, 5> table = {&structure_check, &anchor_check,
                                                        &test_key_check, &monitor_signature_check,
                                                        &enclave_signature_check};
  return table;
}

}  // namespace anchorhold::keystone

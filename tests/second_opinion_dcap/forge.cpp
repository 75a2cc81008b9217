// Writes forged Intel quotes with their collateral, each in the form that the npm package
// @phala/dcap-qvl reads, and says what this project makes of each: "<name> <status or refused>".

#include <fstream>
#include <iostream>

#include "base/hex.h"
#include "codec/json.h"
#include "testkit/forged_dcap_collateral.h"
#include "testkit/forged_dcap_world.h"

using namespace anchorhold;
using testkit::DcapForge;
using testkit::DcapWorld;

namespace {

struct Case {
  std::string name;
  dcap::TeeType tee;
  Bytes quote;
  DcapWorld world = {};
};

void write(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

json::Value text(std::string_view value) {
  return json::Value(std::string(value));
}

// The two halves of {"<name>":<value>,"signature":"<hex>"}; the value's bytes are kept.
void add_document(const std::string& name, const std::string& key, ByteView document,
                  json::Object& out) {
  const std::string_view whole = text_of(document);
  constexpr std::string_view middle = ",\"signature\":\"";
  const size_t begin = name.size() + 4;
  const size_t end = whole.rfind(middle);
  out.emplace(key, text(whole.substr(begin, end - begin)));
  out.emplace(key + "_signature", text(whole.substr(end + middle.size(), 128)));
}

std::string collateral_of(const Case& test) {
  const DcapForge& forge = test.world.forge;
  const std::string signing_chain = DcapForge::chain_pem({forge.tcb_signing(), forge.root()});
  json::Object out;
  out.emplace("pck_crl_issuer_chain", text(DcapForge::chain_pem({forge.ca(), forge.root()})));
  out.emplace("root_ca_crl", text(to_hex(test.world.crls[0])));
  out.emplace("pck_crl", text(to_hex(test.world.crls[1])));
  out.emplace("tcb_info_issuer_chain", text(signing_chain));
  out.emplace("qe_identity_issuer_chain", text(signing_chain));
  const size_t first = test.tee == dcap::TeeType::sgx ? 0 : 2;
  add_document("tcbInfo", "tcb_info", test.world.documents[first], out);
  add_document("enclaveIdentity", "qe_identity", test.world.documents[first + 1], out);
  return json::canonical(json::Value(std::move(out)));
}

std::vector<Case> all_cases() {
  const DcapForge forge;
  std::vector<Case> out;
  const auto add = [&](const std::string& name, const testkit::QuoteParts& parts) -> Case& {
    const auto tee = static_cast<dcap::TeeType>(parts.tee);
    return out.emplace_back(Case{.name = name, .tee = tee, .quote = forge.sign(parts)});
  };
  add("sgx-v3", forge.sgx(3));
  add("tdx-v4", forge.tdx_1_0(4));
  add("tdx-1.0-v5", forge.tdx_1_0(5));
  add("tdx-1.5-v5", forge.tdx_1_5());
  add("altered-body", forge.tdx_1_0(4)).quote[200] ^= 1;
  add("altered-qe-report", forge.sgx(3)).quote[48 + 384 + 4 + 128 + 64] ^= 1;
  add("foreign-root", forge.sgx(3)).quote = DcapForge(99).sign(DcapForge(99).sgx(3));
  Bytes& tcb_info = add("altered-tcb-info", forge.sgx(3)).world.documents[0];
  tcb_info[text_of(tcb_info).find("\"pcesvn\":13") + 10] = '0';
  auto list = forge.ca_crl();
  list.serials = {forge.pck_fields().serial};
  add("revoked", forge.sgx(3)).world.crls[1] = testkit::forge_revocation_list(list, forge.ca_key());
  return out;
}

std::string answer(const Case& test) {
  const Verification result = test.world.verify(test.quote);
  if (!result.claims) return "refused";
  return std::string(tcb_status_name((*result.claims)->tcb->status));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::string folder = arguments[1];
  write(folder + "/root.der", text_of(DcapForge().root()));
  for (const Case& test : all_cases()) {
    write(folder + "/" + test.name + ".quote", text_of(test.quote));
    write(folder + "/" + test.name + ".json", collateral_of(test));
    std::cout << test.name << " " << answer(test) << "\n";
  }
  std::cout << "time " << DcapForge::at().time_since_epoch().count() / 1000 << "\n";
  return 0;
}

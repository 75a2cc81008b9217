// forge_collateral FOLDER: evidence under test roots, and what AMD's and Intel's services would
// answer, as files at the paths of their URLs; beside them NAME.headers where an answer has some.

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/hex.h"
#include "codec/pem.h"
#include "testkit/forged_dcap_collateral.h"
#include "testkit/forged_dcap_world.h"
#include "testkit/forged_snp.h"

namespace {

using namespace anchorhold;
namespace fs = std::filesystem;

void write(const fs::path& path, ByteView bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text_of(bytes);
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const ByteArray<1> octet = {static_cast<uint8_t>(c)};
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    out += plain ? std::string(1, c) : "%" + to_hex(octet);
  }
  return out;
}

void write_chain(const fs::path& answer, const std::string& header,
                 const std::vector<Bytes>& certificates) {
  const std::string chain = testkit::DcapForge::chain_pem(certificates);
  write(answer.string() + ".headers", bytes_of(header + ": " + percent_encoded(chain) + "\n"));
}

void forge_amd(const fs::path& folder) {
  const testkit::SnpForge forge;
  write(folder / "snp.report", forge.good());
  const Bytes body = forge.body();
  const ByteView chip = ByteView(body).subspan(testkit::snp_at::chip_id, 64);
  const fs::path site = folder / "site/vcek/v1/Milan";
  write(site / to_hex(chip), forge.certify(forge.vcek()).der);
  write(site / "cert_chain", bytes_of(pem::encode("CERTIFICATE", forge.ask().der) +
                                      pem::encode("CERTIFICATE", forge.ark().der)));
  write(site / "crl", forge.revoke(forge.revocation()).der);
  write(folder / "ark.der", forge.ark().der);
  write(folder / "snp.time", bytes_of(format_time(testkit::SnpForge::at())));
}

void forge_intel(const fs::path& folder) {
  const testkit::DcapWorld world;
  const testkit::DcapForge& forge = world.forge;
  const auto& key = forge.tcb_signing_key();
  write(folder / "td.quote", forge.sign(forge.tdx_1_5()));
  const fs::path tdx = folder / "site/tdx/certification/v4";
  const auto tcb_info = testkit::current_tcb_info(dcap::TeeType::tdx);
  const auto identity = testkit::current_identity(dcap::TeeType::tdx);
  write(tdx / "tcb", bytes_of(testkit::sign_collateral(tcb_info, key)));
  write(tdx / "qe/identity", bytes_of(testkit::sign_collateral(identity, key)));
  write_chain(tdx / "qe/identity", "SGX-Enclave-Identity-Issuer-Chain",
              {forge.tcb_signing(), forge.root()});
  const fs::path list = folder / "site/sgx/certification/v4/pckcrl";
  write(list, world.crls.at(1));
  write_chain(list, "SGX-PCK-CRL-Issuer-Chain", {forge.ca(), forge.root()});
  write(folder / "site/IntelSGXRootCA.der", world.crls.at(0));
  write(folder / "intel-root.der", forge.root());
  write(folder / "td.time", bytes_of(format_time(world.at)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 1;
  forge_amd(argv[1]);
  forge_intel(argv[1]);
  return 0;
}

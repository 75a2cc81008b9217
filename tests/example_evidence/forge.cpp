// forge_example_evidence DIR: writes the forged evidence that the documentation tries its commands
// on.

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "testkit/forged_dcap_world.h"
#include "testkit/forged_snp.h"
#include "testkit/forged_tpm.h"

using namespace anchorhold;
using testkit::DcapWorld;
using testkit::SnpForge;
using testkit::TpmForge;

namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

void write(const fs::path& path, ByteView bytes) {
  write(path, text_of(bytes));
}

// A Milan report whose report data begins with the bytes 01 02 03 and so on to 40 hexadecimal.
void write_snp(const fs::path& folder) {
  const SnpForge forge;
  Bytes body = forge.body();
  for (size_t i = 0; i < 64; ++i)
    body.at(testkit::snp_at::report_data + i) = static_cast<uint8_t>(i + 1);
  write(folder / "report.bin", SnpForge::sign(body));
  body.at(testkit::snp_at::policy + 2) |= uint8_t{1} << 3;  // POLICY.DEBUG is bit 19
  write(folder / "debug-report.bin", SnpForge::sign(std::move(body)));
  write(folder / "root.der", forge.ark().der);
  write(folder / "collateral/ask.der", forge.ask().der);
  write(folder / "collateral/vcek.der", forge.certify(forge.vcek()).der);
  write(folder / "collateral/list.crl", forge.revoke(forge.revocation()).der);
}

void write_tdx(const fs::path& folder) {
  const DcapWorld world;
  write(folder / "quote.bin", world.forge.sign(world.forge.tdx_1_5()));
  write(folder / "root.der", world.forge.root());
  const fs::path collateral = folder / "collateral";
  write(collateral / "tcb-info.json", world.documents.at(2));
  write(collateral / "qe-identity.json", world.documents.at(3));
  write(collateral / "tcb-signing.der", world.certificates.at(0));
  write(collateral / "root-ca.crl", world.crls.at(0));
  write(collateral / "pck-ca.crl", world.crls.at(1));
}

void write_tpm(const fs::path& folder) {
  const TpmForge forge;
  const testkit::QuoteSpec spec;
  const Bytes quote = TpmForge::attest(spec);
  write(folder / "quote.msg", quote);
  write(folder / "root.der", forge.root());
  const fs::path collateral = folder / "collateral";
  write(collateral / "quote.sig", forge.sign(quote));
  write(collateral / "pcrs.json", std::string_view(TpmForge::pcr_json(TpmForge::values(spec))));
  write(collateral / "ak.pub", forge.ak_public());
  write(collateral / "ak.der", forge.issue(forge.ak_spec()));
  write(collateral / "intermediate.der", forge.issue_intermediate(forge.intermediate_spec()));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const fs::path folder = arguments[1];
  write_snp(folder / "snp");
  write_tdx(folder / "tdx");
  write_tpm(folder / "tpm");
  return 0;
}

// quote_judge judge KEY MESSAGE SIGNATURE PCRS NONCE: exit code 0 when the quote is authentic under
// this very key and has this nonce (hexadecimal), 1 when not, with the first failure on stdout.
// quote_judge forge FOLDER: writes forged quotes, for others to judge.

#include <cstdio>
#include <functional>
#include <string_view>

#include "base/hex.h"
#include "codec/pem.h"
#include "evidence/tpm/public_area.h"
#include "evidence/tpm/verify.h"
#include "testkit/forged_tpm.h"
#include "testkit/vectors.h"

namespace {

using namespace anchorhold;
using testkit::QuoteSpec;
using testkit::TpmForge;

int judge(char** files) {
  const Bytes key = testkit::read_bytes(files[0]);
  const Bytes message = testkit::read_bytes(files[1]);
  const Bytes signature = testkit::read_bytes(files[2]);
  const Bytes pcrs = testkit::read_bytes(files[3]);
  const auto nonce = from_hex("nonce", files[4]);
  const auto read = tpm::read_attestation_key(key);
  if (!read.ok() || !nonce.ok()) {
    std::puts("the key or the nonce cannot be read");
    return 1;
  }
  const GivenAnchor anchor{read->key.spki_sha256()};
  const tpm::QuoteParts parts{.message = message, .signature = signature, .pcrs = pcrs};
  const auto result = tpm::verify_quotes({.quotes = std::span(&parts, 1), .ak_public = key},
                                         std::span(&anchor, 1), Time{}, nullptr);
  if (!result.claims) {
    const Finding* failure = result.findings.first_failure();
    std::printf("%s: %s\n", failure->check.c_str(), failure->observed.c_str());
    return 1;
  }
  if ((*result.claims)->nonce != *nonce) {
    std::puts("another nonce");
    return 1;
  }
  return 0;
}

void write(const std::filesystem::path& path, ByteView bytes) {
  std::ofstream(path, std::ios::binary) << text_of(bytes);
}

// One forged quote, well signed, as four files: NAME.pem, .msg, .sig and .pcrs.
void forge(const std::filesystem::path& folder, const std::string& name,
           const std::function<void(QuoteSpec&)>& edit,
           const std::function<void(testkit::ForgedValues&)>& edit_values = {}) {
  const TpmForge maker;
  QuoteSpec spec;
  edit(spec);
  const Bytes message = TpmForge::attest(spec);
  auto values = TpmForge::values(spec);
  if (edit_values) edit_values(values);
  write(folder / (name + ".pem"), bytes_of(pem::encode("PUBLIC KEY", maker.ak().spki())));
  write(folder / (name + ".msg"), message);
  write(folder / (name + ".sig"), maker.sign(message));
  write(folder / (name + ".pcrs"), TpmForge::pcr_file(spec.banks, values));
}

// A quote of PCR 0 beside a file that shows the same value as PCR 1's.
void forge_other_selection(const std::filesystem::path& folder) {
  const std::string name = "other-selection";
  forge(folder, name, [](QuoteSpec& s) { s.banks[0].bitmap = {0x01, 0, 0}; });
  const QuoteSpec shown{.banks = {{.bitmap = {0x02, 0, 0}}}};
  const testkit::ForgedValues values = {
      {{crypto::HashKind::sha256, 1U}, TpmForge::values({}).at({crypto::HashKind::sha256, 0U})}};
  write(folder / (name + ".pcrs"), TpmForge::pcr_file(shown.banks, values));
}

int forge_all(const std::filesystem::path& folder) {
  forge(folder, "good", [](QuoteSpec&) {});
  forge(folder, "two-banks", [](QuoteSpec& s) {
    s.banks = {{.algorithm = 0x0004, .bitmap = {0x0f, 0, 0}}, {.bitmap = {0, 0x81, 0}}};
  });
  forge(folder, "all-registers", [](QuoteSpec& s) { s.banks = {{.bitmap = {0xff, 0xff, 0xff}}}; });
  forge(folder, "sha384-bank", [](QuoteSpec& s) { s.banks[0].algorithm = 0x000c; });
  forge(folder, "magic", [](QuoteSpec& s) { s.magic = {0xff, 0x54, 0x43, 0x48}; });
  forge(folder, "certify", [](QuoteSpec& s) { s.type = 0x8017; });
  forge(folder, "other-digest", [](QuoteSpec& s) { s.digest = Bytes(32, 1); });
  forge(folder, "short-digest", [](QuoteSpec& s) { s.digest = Bytes(31, 1); });
  forge(folder, "other-nonce", [](QuoteSpec& s) { s.nonce = {0x90, 0x0a}; });
  forge(folder, "padded-nonce", [](QuoteSpec& s) { s.nonce = {0x90, 0x09, 0x00}; });
  forge(folder, "empty-nonce", [](QuoteSpec& s) { s.nonce = {}; });
  const auto first = std::pair(crypto::HashKind::sha256, 0U);
  forge(
      folder, "other-value", [](QuoteSpec&) {},
      [&](testkit::ForgedValues& v) { v[first][0] ^= 1; });
  forge(
      folder, "swapped-values", [](QuoteSpec&) {},
      [&](testkit::ForgedValues& v) {
        std::swap(v[first], v[{crypto::HashKind::sha256, 1U}]);
      });
  forge_other_selection(folder);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 7 && std::string_view(argv[1]) == "judge") return judge(argv + 2);
  if (argc == 3 && std::string_view(argv[1]) == "forge") return forge_all(argv[2]);
  std::puts("usage: quote_judge judge KEY MESSAGE SIGNATURE PCRS NONCE | quote_judge forge FOLDER");
  return 2;
}

// Every certificate and revocation list among the external vectors, from every vendor, wherever it
// stands by itself: strictness must not refuse what vendors really issue.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "codec/der.h"
#include "crypto/crl.h"
#include "crypto/x509_path.h"
#include "testkit/vectors.h"

namespace anchorhold::crypto {
namespace {

constexpr uintmax_t max_file = uintmax_t{1} << 20;
constexpr std::string_view certificate_begin = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view crl_begin = "-----BEGIN X509 CRL-----";

// What a DER document is, by the first field of what it signs: [0] version 3 of a certificate,
// INTEGER 1 of a CRL.
enum class Document : uint8_t { certificate, crl, other };

Document document_of(ByteView bytes) {
  der::Cursor outer("document", bytes);
  auto parts = outer.enter(der::kSequence);
  if (!parts.ok() || !outer.empty()) return Document::other;
  auto fields = parts->enter(der::kSequence);
  if (!fields.ok()) return Document::other;
  if (fields->peek() == der::context(0)) return Document::certificate;
  const auto version = fields->small_integer();
  return version.ok() && *version == 1 ? Document::crl : Document::other;
}

struct Found {
  std::map<Digest256, Certificate> certificates;
  std::map<Digest256, Crl> crls;
  size_t files = 0;
};

void add_file(const std::filesystem::path& path, const Bytes& bytes, Found& found) {
  const Document kind = document_of(bytes);
  const std::string_view text = text_of(bytes);
  const size_t pem = text.find(certificate_begin);
  if (kind == Document::certificate || pem != text.npos) {
    // Quotes carry their chain as text behind what is binary.
    const ByteView from = pem == text.npos ? ByteView(bytes) : ByteView(bytes).subspan(pem);
    const auto read = parse_certificates("certificate", from);
    // In JSON and in scripts the lines end in another way.
    const bool lines = kind == Document::certificate ||
                       text.substr(pem + certificate_begin.size()).find_first_of("\r\n") == 0;
    if (!lines) return;
    ASSERT_TRUE(read.ok()) << path << ": " << read.error().to_string();
    for (const Certificate& certificate : *read) {
      found.certificates.emplace(certificate.digest(), certificate);
    }
    ++found.files;
  }
  if (kind == Document::crl || text.starts_with(crl_begin)) {
    const auto read = parse_crl("CRL", bytes);
    ASSERT_TRUE(read.ok()) << path << ": " << read.error().to_string();
    found.crls.emplace(read->digest(), *read);
    ++found.files;
  }
}

Found read_all(const std::filesystem::path& folder) {
  Found found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.file_size() > max_file) continue;
    add_file(entry.path(), testkit::read_bytes(entry.path()), found);
  }
  return found;
}

// How many signatures of each scheme were proven by a certificate of the issuer's name.
std::map<std::string, size_t> count_proven(const Found& found, CertificateCache& cache) {
  std::multimap<Bytes, const Certificate*> by_subject;
  for (const auto& [digest, certificate] : found.certificates) {
    by_subject.emplace(certificate.subject, &certificate);
  }
  std::map<std::string, size_t> proven;
  const auto count = [&](const Bytes& issuer, SignatureScheme scheme, const auto& good) {
    const auto [first, last] = by_subject.equal_range(issuer);
    for (auto it = first; it != last; ++it) {
      if (!good(*it->second)) continue;
      ++proven[scheme_name(scheme)];
      return;
    }
  };
  for (const auto& entry : found.certificates) {
    const Certificate& certificate = entry.second;
    count(certificate.issuer, certificate.signature_algorithm,
          [&](const Certificate& issuer) { return verify_link(certificate, issuer, &cache).ok(); });
  }
  for (const auto& entry : found.crls) {
    const Crl& crl = entry.second;
    count(crl.issuer, crl.signature_algorithm, [&](const Certificate& issuer) {
      return verify_crl(crl, issuer, crl.this_update, &cache).ok();
    });
  }
  return proven;
}

TEST(CertificateVectors, ReadsAndProvesWhatVendorsIssue) {
  const auto folder = testkit::vectors_dir();
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  const Found found = read_all(*folder);
  CertificateCache cache;
  const auto proven = count_proven(found, cache);
  std::cout << found.files << " files, " << found.certificates.size() << " certificates, "
            << found.crls.size() << " CRLs\n";
  for (const auto& [scheme, count] : proven) {
    std::cout << scheme << ": " << count << " signatures proven\n";
  }
  EXPECT_GE(found.certificates.size(), 100U);
  EXPECT_GE(found.crls.size(), 20U);
  for (const char* scheme :
       {"ecdsa-sha256", "ecdsa-sha384", "rsa_pkcs1-sha256", "rsa_pss-sha384"}) {
    EXPECT_TRUE(proven.contains(scheme)) << scheme;
  }
}

}  // namespace
}  // namespace anchorhold::crypto

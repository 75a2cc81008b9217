#include "testkit/forged_dcap.h"

#include <algorithm>

#include "codec/pem.h"
#include "crypto/hash.h"
#include "testkit/little_endian.h"

namespace anchorhold::testkit {
namespace {

using std::chrono::hours;

constexpr der::Oid sgx_extension = der::Oid::of({1, 2, 840, 113741, 1, 13, 1});

// The identifier of a field below `parent`.
Bytes below(const der::Oid& parent, uint8_t number) {
  Bytes content = copy_of(parent.content());
  content.push_back(number);
  return der::element(der::kOid, {content});
}

Bytes field(const der::Oid& parent, uint8_t number, ByteView value) {
  return der::sequence({below(parent, number), value});
}

Bytes encode_tcb(const dcap::PckExtension& pck) {
  constexpr der::Oid tcb = der::Oid::of({1, 2, 840, 113741, 1, 13, 1, 2});
  Bytes fields;
  for (uint8_t i = 0; i < 16; ++i)
    append(fields, field(tcb, static_cast<uint8_t>(i + 1), der::integer(pck.components[i])));
  append(fields, field(tcb, 17, der::integer(pck.pce_svn)));
  append(fields, field(tcb, 18, der::octet_string(pck.cpu_svn)));
  return der::sequence({fields});
}

Bytes encode_configuration(const dcap::PlatformConfiguration& configuration) {
  constexpr der::Oid parent = der::Oid::of({1, 2, 840, 113741, 1, 13, 1, 7});
  Bytes fields;
  uint8_t number = 0;
  for (const auto& flag :
       {configuration.dynamic_platform, configuration.cached_keys, configuration.smt_enabled}) {
    ++number;
    if (flag) append(fields, field(parent, number, der::boolean(*flag)));
  }
  return der::sequence({fields});
}

// As crypto's builder makes them: the leftmost 160 bits of the SHA-256 of the key.
Bytes key_id(const crypto::PrivateKey& key) {
  const Digest256 digest = crypto::sha256(key.public_key().raw());
  return {digest.begin(), digest.begin() + 20};
}

ByteView without_form(ByteView point) {
  return point.subspan(1);  // 04 || x || y
}

Bytes encode_header(const QuoteParts& parts) {
  Bytes out;
  put_u16(out, parts.version);
  put_u16(out, parts.key_type);
  put_u32(out, parts.tee);
  put_u32(out, 0);
  append(out, parts.vendor);
  append(out, parts.user_data);
  return out;
}

void put_sized(Bytes& out, ByteView bytes) {
  put_u32(out, static_cast<uint32_t>(bytes.size()));
  append(out, bytes);
}

}  // namespace

Bytes encode_enclave_report(const dcap::EnclaveReport& report) {
  Bytes out;
  append(out, report.cpu_svn);
  put_u32(out, report.misc_select);
  out.resize(out.size() + 12);
  append(out, report.isv_ext_prod_id);
  append(out, report.attributes);
  append(out, report.mrenclave);
  out.resize(out.size() + 32);
  append(out, report.mrsigner);
  out.resize(out.size() + 32);
  append(out, report.config_id);
  put_u16(out, report.isv_prod_id);
  put_u16(out, report.isv_svn);
  put_u16(out, report.config_svn);
  out.resize(out.size() + 42);
  append(out, report.isv_family_id);
  append(out, report.report_data);
  return out;
}

Bytes encode_td_report(const dcap::TdReport& report) {
  Bytes out;
  append(out, report.tcb.tee_tcb_svn);
  append(out, report.tcb.mrseam);
  append(out, report.tcb.mrsignerseam);
  append(out, report.tcb.seam_attributes);
  append(out, report.td_attributes);
  append(out, report.xfam);
  append(out, report.mrtd);
  append(out, report.mrconfigid);
  append(out, report.mrowner);
  append(out, report.mrownerconfig);
  for (const auto& rtmr : report.rtmrs) append(out, rtmr);
  append(out, report.report_data);
  if (report.tcb.tee_tcb_svn2) append(out, *report.tcb.tee_tcb_svn2);
  if (report.mrservicetd) append(out, *report.mrservicetd);
  return out;
}

Bytes encode_pck_extension(const dcap::PckExtension& pck) {
  Bytes fields = field(sgx_extension, 1, der::octet_string(pck.ppid));
  append(fields, field(sgx_extension, 2, encode_tcb(pck)));
  append(fields, field(sgx_extension, 3, der::octet_string(pck.pce_id)));
  append(fields, field(sgx_extension, 4, der::octet_string(pck.fmspc)));
  const Bytes type = {static_cast<uint8_t>(pck.sgx_type)};
  append(fields, field(sgx_extension, 5, der::element(der::kEnumerated, {type})));
  if (pck.platform_instance_id) {
    append(fields, field(sgx_extension, 6, der::octet_string(*pck.platform_instance_id)));
    append(fields, field(sgx_extension, 7, encode_configuration(pck.configuration)));
  }
  return der::sequence({fields});
}

DcapForge::DcapForge(uint64_t seed)
    : random_(seed),
      root_key_(crypto::PrivateKey::generate(crypto::Algorithm::es256, random_).value()),
      ca_key_(crypto::PrivateKey::generate(crypto::Algorithm::es256, random_).value()),
      tcb_signing_key_(crypto::PrivateKey::generate(crypto::Algorithm::es256, random_).value()),
      pck_key_(crypto::PrivateKey::generate(crypto::Algorithm::es256, random_).value()),
      attestation_key_(crypto::PrivateKey::generate(crypto::Algorithm::es256, random_).value()) {}

Time DcapForge::at() {
  return parse_time("at", "2026-06-01T00:00:00Z").value();
}

GivenAnchor DcapForge::anchor() const {
  return {crypto::sha256(root_key_.public_key().spki())};
}

crypto::CertificateFields DcapForge::fields(const std::string& name, const crypto::PrivateKey& key,
                                            const std::string& issuer, uint8_t serial) const {
  return {.serial = Bytes(20, serial),
          .issuer = name_of(issuer),
          .subject = name_of(name),
          .not_before = at() - hours(24 * 1000),
          .not_after = at() + hours(24 * 1000),
          .key = key.public_key(),
          .basic_constraints = {},
          .key_usage = crypto::KeyUsages().add(crypto::KeyUsage::digital_signature)};
}

crypto::CertificateFields DcapForge::root_fields() const {
  auto out = fields("Intel SGX Root CA", root_key_, "Intel SGX Root CA", 0x22);
  out.basic_constraints = {.ca = true, .path_length = 1};
  out.key_usage =
      crypto::KeyUsages().add(crypto::KeyUsage::key_cert_sign).add(crypto::KeyUsage::crl_sign);
  return out;
}

crypto::CertificateFields DcapForge::ca_fields() const {
  auto out = fields("Intel SGX PCK Platform CA", ca_key_, "Intel SGX Root CA", 0x33);
  out.basic_constraints = {.ca = true, .path_length = 0};
  out.key_usage =
      crypto::KeyUsages().add(crypto::KeyUsage::key_cert_sign).add(crypto::KeyUsage::crl_sign);
  return out;
}

crypto::CertificateFields DcapForge::tcb_signing_fields() const {
  return fields("Intel SGX TCB Signing", tcb_signing_key_, "Intel SGX Root CA", 0x44);
}

crypto::CertificateFields DcapForge::pck_fields() const {
  return fields("Intel SGX PCK Certificate", pck_key_, "Intel SGX PCK Platform CA", 0x55);
}

dcap::PckExtension DcapForge::pck_extension() {
  dcap::PckExtension out;
  out.ppid.fill(0x11);
  out.components = {8, 8, 4, 4, 4, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0};
  out.pce_svn = 13;
  out.cpu_svn = out.components;
  out.fmspc = {0x00, 0x80, 0x6f, 0x05, 0x00, 0x00};
  out.sgx_type = dcap::SgxType::scalable;
  out.platform_instance_id.emplace().fill(0x22);
  out.configuration = {.dynamic_platform = true, .cached_keys = true, .smt_enabled = false};
  return out;
}

Bytes DcapForge::root() const {
  return crypto::build_certificate(root_fields(), root_key_).value();
}
Bytes DcapForge::ca() const {
  return crypto::build_certificate(ca_fields(), root_key_).value();
}
Bytes DcapForge::tcb_signing() const {
  return crypto::build_certificate(tcb_signing_fields(), root_key_).value();
}
Bytes DcapForge::pck() const {
  return pck_with(pck_fields(), encode_pck_extension(pck_extension()));
}

Bytes DcapForge::pck_with(const crypto::CertificateFields& fields, ByteView extension_value) const {
  return with_extension(crypto::build_certificate(fields, ca_key_).value(), sgx_extension, false,
                        extension_value, ca_key_);
}

std::string DcapForge::chain_pem(const std::vector<Bytes>& certificates) {
  std::string out;
  for (const Bytes& certificate : certificates) out += pem::encode("CERTIFICATE", certificate);
  return out;
}

RevocationSpec DcapForge::root_crl() const {
  return {.issuer = root_fields().subject,
          .this_update = at() - hours(24 * 15),
          .next_update = at() + hours(24 * 15),
          .authority_key_id = key_id(root_key_)};
}

RevocationSpec DcapForge::ca_crl() const {
  RevocationSpec out = root_crl();
  out.issuer = ca_fields().subject;
  out.authority_key_id = key_id(ca_key_);
  return out;
}

dcap::EnclaveReport DcapForge::enclave() {
  dcap::EnclaveReport out;
  out.attributes = {0x05, 0, 0, 0, 0, 0, 0, 0, 0xe7};
  out.mrenclave.fill(0xe1);
  out.mrsigner.fill(0xe2);
  out.isv_prod_id = 3;
  out.isv_svn = 4;
  out.report_data.fill(0xda);
  return out;
}

dcap::EnclaveReport DcapForge::quoting_enclave(dcap::TeeType tee) {
  dcap::EnclaveReport out;
  out.attributes = {0x15, 0, 0, 0, 0, 0, 0, 0, 0xe7};
  out.mrenclave.fill(0x9e);
  out.mrsigner.fill(0x95);
  out.isv_prod_id = tee == dcap::TeeType::sgx ? 1 : 2;
  out.isv_svn = 7;
  return out;
}

dcap::TdReport DcapForge::td(dcap::TdVersion version) {
  dcap::TdReport out;
  out.tcb.tee_tcb_svn = {5, 1, 6};
  out.tcb.mrseam.fill(0x5e);
  out.td_attributes = {0, 0, 0, 0x10};
  out.xfam = {0xe7, 0x02, 0x06};
  out.mrtd.fill(0xd1);
  for (size_t i = 0; i < out.rtmrs.size(); ++i) out.rtmrs[i].fill(static_cast<uint8_t>(0xa0 + i));
  out.report_data.fill(0xdb);
  if (version == dcap::TdVersion::v1_5) {
    out.tcb.tee_tcb_svn2 = out.tcb.tee_tcb_svn;
    out.mrservicetd.emplace();
  }
  return out;
}

QuoteParts DcapForge::sgx(uint16_t version) const {
  QuoteParts out;
  out.version = version;
  out.tee = static_cast<uint32_t>(dcap::TeeType::sgx);
  out.vendor = {0x93, 0x9a, 0x72, 0x33, 0xf7, 0x9c, 0x4c, 0xa9,
                0x94, 0x0a, 0x0d, 0xb3, 0x95, 0x7f, 0x06, 0x07};
  out.body_type = 1;
  out.body = encode_enclave_report(enclave());
  out.qe_report = quoting_enclave(dcap::TeeType::sgx);
  out.inner = copy_of(bytes_of(chain_pem({pck(), ca(), root()})));
  return out;
}

QuoteParts DcapForge::tdx_1_0(uint16_t version) const {
  QuoteParts out = sgx(version);
  out.tee = static_cast<uint32_t>(dcap::TeeType::tdx);
  out.body_type = 2;
  out.body = encode_td_report(td(dcap::TdVersion::v1_0));
  out.qe_report = quoting_enclave(dcap::TeeType::tdx);
  return out;
}

QuoteParts DcapForge::tdx_1_5() const {
  QuoteParts out = tdx_1_0(5);
  out.body_type = 3;
  out.body = encode_td_report(td(dcap::TdVersion::v1_5));
  return out;
}

Bytes DcapForge::sign(const QuoteParts& parts) const {
  Bytes out = encode_header(parts);
  if (parts.version == 5) {
    put_u16(out, parts.body_type);
    put_u32(out, static_cast<uint32_t>(parts.body.size()));
  }
  append(out, parts.body);

  const ByteView key = without_form(attestation_key_.public_key().raw());
  Bytes section = attestation_key_.sign(out).value();
  append(section, key);

  dcap::EnclaveReport qe_report = parts.qe_report;
  if (parts.bind_key) {
    const Digest256 bound = crypto::Sha256().update(key).update(parts.auth_data).finish();
    qe_report.report_data = {};
    std::ranges::copy(bound, qe_report.report_data.begin());
  }
  Bytes certification = encode_enclave_report(qe_report);
  append(certification, pck_key_.sign(certification).value());
  put_u16(certification, static_cast<uint16_t>(parts.auth_data.size()));
  append(certification, parts.auth_data);
  put_u16(certification, parts.inner_type);
  put_sized(certification, parts.inner);
  if (parts.version == 3) {
    append(section, certification);
  } else {
    put_u16(section, parts.outer_type);
    put_sized(section, certification);
  }
  put_sized(out, section);
  append(out, parts.padding);
  return out;
}

}  // namespace anchorhold::testkit

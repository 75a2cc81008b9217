#include "evidence/dcap/quote.h"

#include <algorithm>

#include "base/hex.h"

namespace anchorhold::dcap {
namespace {

constexpr uint16_t ecdsa_p256 = 2;
constexpr size_t header_size = 48;
constexpr size_t vendor_offset = 12;
constexpr ByteArray<16> intel_qe = {0x93, 0x9a, 0x72, 0x33, 0xf7, 0x9c, 0x4c, 0xa9,
                                    0x94, 0x0a, 0x0d, 0xb3, 0x95, 0x7f, 0x06, 0x07};

// The body types of version 5. Source: Intel TDX DCAP Quoting Library API, appendix A.3.
enum class BodyType : uint16_t { sgx = 1, tdx_1_0 = 2, tdx_1_5 = 3 };

struct BodyForm {
  BodyType type;
  TeeType tee;
  size_t size;
};
constexpr std::array<BodyForm, 3> body_forms = {{
    {BodyType::sgx, TeeType::sgx, enclave_report_size},
    {BodyType::tdx_1_0, TeeType::tdx, td_report_size},
    {BodyType::tdx_1_5, TeeType::tdx, td_report_1_5_size},
}};

Status check_kind(uint16_t version, uint16_t key_type, uint32_t tee) {
  if (version < 3 || version > 5) {
    return Error{Code::unsupported, "quote header", "unknown version"}
        .want("3, 4 or 5")
        .saw(std::to_string(version))
        .advise("check that the file is an Intel SGX or TDX quote and not a report");
  }
  if (key_type != ecdsa_p256) {
    return Error{Code::unsupported, "quote header", "unknown attestation key type"}
        .want("2 (ECDSA P-256)")
        .saw(std::to_string(key_type));
  }
  const bool known = tee == static_cast<uint32_t>(TeeType::sgx) ||
                     (version > 3 && tee == static_cast<uint32_t>(TeeType::tdx));
  if (!known) {
    return Error{Code::malformed, "quote header", "the TEE type does not fit the version"}
        .want(version == 3 ? "0 (SGX)" : "0 (SGX) or 0x81 (TDX)")
        .saw(std::to_string(tee));
  }
  return {};
}

Result<QuoteHeader> read_header(Reader& reader) {
  QuoteHeader out;
  AH_ASSIGN(out.version, reader.u16le());
  AH_ASSIGN(const uint16_t key_type, reader.u16le());
  AH_ASSIGN(const uint32_t tee, reader.u32le());
  AH_TRY(check_kind(out.version, key_type, tee));
  out.tee = static_cast<TeeType>(tee);
  AH_ASSIGN(out.qe_svn, reader.u16le());
  AH_ASSIGN(out.pce_svn, reader.u16le());
  AH_ASSIGN(const auto vendor, reader.bytes<16>());
  if (vendor != intel_qe) {
    return Error{Code::unsupported, "quote header", "the quoting enclave is of another vendor"}
        .want(to_hex(intel_qe))
        .saw(to_hex(vendor));
  }
  AH_ASSIGN(out.user_data, reader.bytes<20>());
  return out;
}

BodyForm form_before_version_5(TeeType tee) {
  return tee == TeeType::sgx ? body_forms[0] : body_forms[1];
}

Result<BodyForm> read_body_form(Reader& reader, TeeType tee) {
  AH_ASSIGN(const uint16_t type, reader.u16le());
  AH_ASSIGN(const uint32_t size, reader.u32le());
  const auto form = std::ranges::find_if(body_forms, [&](const BodyForm& candidate) {
    return static_cast<uint16_t>(candidate.type) == type;
  });
  if (form == body_forms.end()) {
    return Error{Code::unsupported, "quote body", "unknown type"}
        .want("1 (SGX), 2 (TDX 1.0) or 3 (TDX 1.5)")
        .saw(std::to_string(type));
  }
  if (form->size != size || form->tee != tee) {
    return reader.error("body type " + std::to_string(type) + " does not fit its size of " +
                        std::to_string(size) + " bytes or the TEE type of the header");
  }
  return *form;
}

Result<QuoteBody> read_body(Reader& reader, const BodyForm& form) {
  if (form.type == BodyType::sgx) {
    AH_ASSIGN(const EnclaveReport report, read_enclave_report(reader));
    return QuoteBody(report);
  }
  const TdVersion version = form.type == BodyType::tdx_1_5 ? TdVersion::v1_5 : TdVersion::v1_0;
  AH_ASSIGN(const TdReport report, read_td_report(reader, version));
  return QuoteBody(report);
}

// From version 4 on the certification of the quoting enclave is wrapped in data of type 6.
Result<QeCertification> read_certification(Reader& section, uint16_t version) {
  if (version == 3) return read_qe_certification(section);
  AH_ASSIGN(const CertificationData outer, read_certification_data(section));
  AH_TRY(section.finish());
  if (outer.type != CertificationType::qe_report) {
    return section.error("the outer certification data is not of type 6 but " +
                         std::string(certification_name(outer.type)));
  }
  Reader inner("QE report certification data", outer.bytes);
  return read_qe_certification(inner);
}

Status read_signature_section(Reader& reader, Quote& out) {
  AH_ASSIGN(const uint32_t size, reader.u32le());
  AH_ASSIGN(Reader section, reader.sub("signature section", size));
  AH_ASSIGN(out.signature, section.view(64));
  AH_ASSIGN(out.attestation_key, section.view(64));
  AH_ASSIGN(out.qe, read_certification(section, out.header.version));
  return {};
}

Status read_padding(Reader& reader, Quote& out) {
  out.padding = reader.remaining();
  if (reader.zeros(out.padding).ok()) return {};
  return Error{Code::malformed, "quote", "bytes that are not zero follow it"}
      .want("the end, or zero padding")
      .saw(std::to_string(out.padding) + " more bytes")
      .advise("cut the file after the signature section");
}

}  // namespace

Result<Unverified<Quote>> parse_quote(ByteView bytes) {
  Reader reader("quote", bytes);
  Quote out;
  AH_ASSIGN(out.header, read_header(reader));
  BodyForm form = form_before_version_5(out.header.tee);
  if (out.header.version == 5) {
    AH_ASSIGN(form, read_body_form(reader, out.header.tee));
  }
  AH_ASSIGN(out.body, read_body(reader, form));
  out.signed_bytes = bytes.first(reader.offset());
  AH_TRY(read_signature_section(reader, out));
  AH_TRY(read_padding(reader, out));
  return Unverified<Quote>(out);
}

bool looks_like_quote(ByteView bytes) {
  if (bytes.size() < header_size) return false;
  const bool version = bytes[0] >= 3 && bytes[0] <= 5 && bytes[1] == 0;
  return version && bytes[2] == ecdsa_p256 && bytes[3] == 0 &&
         std::ranges::equal(bytes.subspan(vendor_offset, intel_qe.size()), intel_qe);
}

}  // namespace anchorhold::dcap

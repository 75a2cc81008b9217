#include "testkit/forged_nvgpu.h"

#include <algorithm>

#include "base/base64.h"
#include "base/hex.h"
#include "codec/json.h"
#include "codec/pem.h"
#include "crypto/hash.h"
#include "testkit/little_endian.h"

namespace anchorhold::testkit {
namespace {

using crypto::KeyKind;

constexpr der::Oid fwid_extension = der::Oid::of({2, 23, 133, 5, 4, 1});
constexpr der::Oid sha384_oid = der::Oid::of({2, 16, 840, 1, 101, 3, 4, 2, 2});
constexpr size_t digest_size = 48;
constexpr uint64_t rim_keys = 100;  // numbers of the keys of manifests' signers
constexpr std::string_view dsig = "http://www.w3.org/2000/09/xmldsig#";
// The declarations of the root element, which the canonical form of SignedInfo repeats.
constexpr std::string_view swid =
    " xmlns=\"http://standards.iso.org/iso/19770/-2/2015/schema.xsd\"";
constexpr std::string_view prefixes =
    " xmlns:ns0=\"http://standards.iso.org/iso/19770/-2/2015/schema.xsd\""
    " xmlns:ns2=\"http://www.w3.org/2001/04/xmlenc#sha384\"";

Bytes fwid() {
  return Bytes(digest_size, 0xf1);
}

// CompositeDeviceID: version, the device's key, and the digest of the firmware.
Bytes composite_identity() {
  const Bytes digest = der::sequence({der::oid(sha384_oid), der::octet_string(fwid())});
  return der::sequence({der::integer(1), TestKey::of(KeyKind::p384, 50).spki(), digest});
}

std::vector<Bytes> forge(const std::vector<CertificateSpec>& specs, TestKey (*key)(size_t)) {
  std::vector<Bytes> out;
  for (size_t i = 0; i < specs.size(); ++i) {
    out.push_back(forge_certificate(specs[i], key(std::min(i + 1, specs.size() - 1))));
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + std::string(value) + "\"";
}

std::string element(const std::string& name, const std::string& attributes,
                    const std::string& content) {
  return "<" + name + attributes + ">" + content + "</" + name + ">";
}

std::string algorithm(const std::string& name, const std::string& value) {
  return element("ds:" + name, attribute("Algorithm", value), "");
}

std::string resource(const ForgedReference& reference) {
  std::string attributes =
      attribute("active", reference.active ? "True" : "False") +
      attribute("alternatives", std::to_string(reference.alternatives.size())) +
      attribute("index", std::to_string(reference.index)) +
      attribute("name", "Measurement_" + std::to_string(reference.index)) +
      attribute("size", "48") + attribute("type", "Measurement");
  for (size_t i = 0; i < reference.alternatives.size(); ++i) {
    attributes += attribute("ns2:Hash" + std::to_string(i), to_hex(reference.alternatives[i]));
  }
  return element("ns0:Resource", attributes, "");
}

std::string signed_info_content(const ForgedSignature& form, ByteView digest) {
  std::string transforms;
  for (const std::string& name : form.transforms) transforms += algorithm("Transform", name);
  return algorithm("CanonicalizationMethod", form.canonicalization) +
         algorithm("SignatureMethod", form.method) +
         element("ds:Reference", attribute("URI", form.uri),
                 element("ds:Transforms", "", transforms) +
                     algorithm("DigestMethod", form.digest_method) +
                     element("ds:DigestValue", "", to_base64(digest, Base64::standard)));
}

}  // namespace

NvidiaForge::NvidiaForge() {
  const auto ca = [](const char* name, const TestKey& key, const CertificateSpec& issuer) {
    return ca_spec(name, key, issuer, at());
  };
  CertificateSpec root = root_spec("Test Device Identity CA", device_key(4), at());
  CertificateSpec identity = ca("Test GH100 Identity", device_key(3), root);
  CertificateSpec provisioner = ca("Test GH100 Provisioner", device_key(2), identity);
  CertificateSpec rom = ca("GH100 A01 GSP BROM", device_key(1), provisioner);
  CertificateSpec leaf = leaf_spec("GH100 A01 GSP FMC LF", device_key(0).spki(), rom, at());
  leaf.more_extensions = {extension(fwid_extension, false, composite_identity())};
  device = {leaf, rom, provisioner, identity, root};

  root = root_spec("Test CoRIM signing Root CA", rim_key(3), at());
  const CertificateSpec upper = ca("Test Reference Value GH100 CA", rim_key(2), root);
  const CertificateSpec lower = ca("Test Reference Value L3", rim_key(1), upper);
  rim = {leaf_spec("Test RIM Signer", rim_key(0).spki(), lower, at()), lower, upper, root};
}

Time NvidiaForge::at() {
  using namespace std::chrono;
  return sys_days(2026y / November / 21) + hours(12);
}

TestKey NvidiaForge::device_key(size_t level) {
  return TestKey::of(KeyKind::p384, 1 + level);
}

TestKey NvidiaForge::rim_key(size_t level) {
  return TestKey::of(KeyKind::p384, rim_keys + level);
}

std::vector<Bytes> NvidiaForge::device_chain() const {
  return forge(device, device_key);
}

Bytes NvidiaForge::device_name(const std::string& common_name, const std::string& ueid) {
  const auto text = [](const der::Oid& type, const std::string& value) {
    const Bytes printable = der::element(der::kPrintableString, {bytes_of(value)});
    return der::element(der::kSet, {der::sequence({der::oid(type), printable})});
  };
  return der::sequence(
      {text(der::Oid::of({2, 5, 4, 5}), ueid), text(der::Oid::of({2, 5, 4, 3}), common_name)});
}

std::vector<crypto::Certificate> NvidiaForge::device_certificates() const {
  std::vector<crypto::Certificate> out;
  for (const Bytes& der : device_chain()) {
    out.push_back(crypto::parse_certificate("forged", der).value());
  }
  return out;
}

std::vector<GivenAnchor> NvidiaForge::anchors() const {
  return {{crypto::sha256(device.back().spki)}, {crypto::sha256(rim.back().spki)}};
}

ForgedMeasurements NvidiaForge::measurements() {
  ForgedMeasurements out;
  out.nonce.fill(0x5a);
  for (unsigned index = 1; index <= 40; ++index) {
    out.measurements[index] = Bytes(digest_size, static_cast<uint8_t>(index));
  }
  const auto text = [](std::string_view value) { return copy_of(bytes_of(value)); };
  out.opaque = {{6, {0x00, 0x12, 0x00, 0x96, 0x01, 0, 0, 0}},
                {14, {1, 2, 3, 4}},
                {15, text(std::string_view("886\0\0", 5))},
                {3, text(std::string_view("555.42\0", 7))},
                {11, {0xaa}},
                {12, Bytes(256, 0)},
                {20, fwid()}};
  return out;
}

ForgedManifest NvidiaForge::driver_manifest() {
  return {"GH100",
          "555.42",
          {{7, true, {Bytes(digest_size, 8)}}, {35, true, {Bytes(digest_size, 36)}}}};
}

ForgedManifest NvidiaForge::vbios_manifest() {
  ForgedManifest out{"GH100", "96.00.12.00.01", {}};
  for (unsigned index = 0; index < 5; ++index) {
    out.references.push_back({index, true, {Bytes(digest_size, static_cast<uint8_t>(index + 1))}});
  }
  out.references[2].alternatives.insert(out.references[2].alternatives.begin(),
                                        Bytes(digest_size, 0xee));
  out.references.push_back({7, false, {Bytes(digest_size, 0)}});
  return out;
}

Bytes NvidiaForge::encode(const ForgedMeasurements& content) {
  Bytes record;
  for (const auto& [index, value] : content.measurements) {
    const auto size = static_cast<uint16_t>(value.size());
    record.push_back(static_cast<uint8_t>(index));
    record.push_back(1);  // DMTF
    put_u16(record, static_cast<uint16_t>(size + 3));
    record.push_back(1);  // the digest of mutable firmware
    put_u16(record, size);
    append(record, value);
  }
  Bytes opaque;
  for (const auto& [type, value] : content.opaque) {
    put_u16(opaque, type);
    put_u16(opaque, static_cast<uint16_t>(value.size()));
    append(opaque, value);
  }
  Bytes out = {0x11, 0xe0, 1, 0xff};
  append(out, content.nonce);
  append(out, Bytes{0, 0x11, 0x60, 0, 0, static_cast<uint8_t>(content.measurements.size())});
  put_u16(out, static_cast<uint16_t>(record.size()));
  out.push_back(0);
  append(out, record);
  append(out, Bytes(32, 0xd0));
  put_u16(out, static_cast<uint16_t>(opaque.size()));
  append(out, opaque);
  return out;
}

Bytes NvidiaForge::sign(Bytes report) const {
  const Bytes signature = device_key(0).sign(report);
  append(report, signature);
  return report;
}

std::string NvidiaForge::manifest_text(const ForgedManifest& content) {
  std::string resources;
  for (const ForgedReference& reference : content.references) resources += resource(reference);
  const std::string meta = element(
      "ns0:Meta",
      attribute("colloquialVersion", content.version) + attribute("product", content.product), "");
  return element("SoftwareIdentity",
                 std::string(swid) + std::string(prefixes) + attribute("name", content.product) +
                     attribute("tagId", "forged-" + content.version),
                 "\n" + meta + "\n" + element("ns0:Payload", "", resources) + "\n");
}

std::string NvidiaForge::sign_manifest(const std::string& text, const ForgedSignature& form) const {
  const std::string content = signed_info_content(form, crypto::sha384(bytes_of(text)));
  const std::string canonical =
      element("ds:SignedInfo",
              std::string(swid) + attribute("xmlns:ds", dsig) + std::string(prefixes), content);
  const Bytes value = rim_key(0).sign(bytes_of(canonical));
  std::string certificates;
  for (const Bytes& der : forge(rim, rim_key)) {
    certificates += element("ds:X509Certificate", "", to_base64(der, Base64::standard));
  }
  const std::string signature =
      element("ds:Signature", attribute("xmlns:ds", dsig),
              element("ds:SignedInfo", "", content) +
                  element("ds:SignatureValue", "", to_base64(value, Base64::standard)) +
                  element("ds:KeyInfo", "", element("ds:X509Data", "", certificates)));
  std::string out = text;
  return out.insert(out.rfind("</"), signature);
}

std::string NvidiaForge::as_json(const std::vector<Bytes>& reports) const {
  std::string chain;
  for (const Bytes& der : device_chain()) chain += pem::encode("CERTIFICATE", der);
  json::Value list = json::Value::array();
  for (const Bytes& report : reports) {
    list.as_array().push_back(
        json::Value::object({{"arch", "HOPPER"},
                             {"certificate", to_base64(bytes_of(chain), Base64::standard)},
                             {"evidence", to_base64(report, Base64::standard)},
                             {"nonce", to_hex(ByteView(report).subspan(4, 32))}}));
  }
  return json::canonical(list);
}

std::string NvidiaForge::json_of_another(const TestKey& key,
                                         const ForgedMeasurements& content) const {
  NvidiaForge forge = *this;
  forge.device[0].spki = key.spki();
  Bytes report = encode(content);
  append(report, key.sign(report));
  return forge.as_json({report});
}

}  // namespace anchorhold::testkit

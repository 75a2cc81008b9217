#include "evidence/nvgpu/submission.h"

#include <algorithm>

#include "base/base64.h"
#include "base/hex.h"
#include "codec/json.h"
#include "codec/json_fields.h"

namespace anchorhold::nvgpu {
namespace {

constexpr size_t max_devices = 64;
constexpr size_t max_json = size_t{1} << 20;
constexpr json::Limits limits{.bytes = max_json, .depth = 8, .values = 4096};

Error malformed_at(const std::string& place, std::string message) {
  return Error{Code::malformed, place, std::move(message)};
}

bool is_json(ByteView bytes) {
  const auto first = std::ranges::find_if(
      bytes, [](uint8_t c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; });
  return first != bytes.end() && (*first == '[' || *first == '{');
}

Result<std::optional<std::string>> optional_text(const json::Value& entry, const std::string& place,
                                                 std::string_view key) {
  const json::Value* value = entry.find(key);
  if (value == nullptr || value->is_null()) return std::optional<std::string>();
  if (!value->is_string()) return malformed_at(place, "'" + std::string(key) + "' is no text");
  return std::optional<std::string>(value->as_string());
}

// Clients spell the same architecture in capitals and otherwise.
Result<std::optional<std::string>> read_architecture(const json::Value& entry,
                                                     const std::string& place) {
  AH_ASSIGN(std::optional<std::string> name, optional_text(entry, place, "arch"));
  if (name) {
    std::ranges::transform(*name, name->begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
  }
  return name;
}

Result<std::string> text(const json::Value& entry, const std::string& place, std::string_view key) {
  AH_ASSIGN(std::optional<std::string> value, optional_text(entry, place, key));
  if (!value) return malformed_at(place, "it has no '" + std::string(key) + "'");
  return std::move(*value);
}

Result<std::optional<Bytes>> read_nonce(const json::Value& entry, const std::string& place) {
  AH_ASSIGN(const std::optional<std::string> nonce, optional_text(entry, place, "nonce"));
  if (!nonce) return std::optional<Bytes>();
  std::string digits = nonce->substr(nonce->starts_with("0x") ? 2 : 0);
  std::ranges::transform(digits, digits.begin(), [](char c) {
    return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  AH_ASSIGN(Bytes bytes, from_hex(place + ".nonce", digits));
  return std::optional<Bytes>(std::move(bytes));
}

Result<Device> read_entry(const json::Value& entry, const std::string& place,
                          crypto::CertificateCache* cache) {
  if (!entry.is_object()) return malformed_at(place, "not an object");
  Device out{.name = place, .bytes = {}, .report = {}};
  AH_ASSIGN(const std::string evidence, text(entry, place, "evidence"));
  AH_ASSIGN(out.bytes, from_base64(place + ".evidence", evidence, Base64::standard));
  AH_ASSIGN(out.report, parse_report(place, out.bytes));
  AH_ASSIGN(out.stated_architecture, read_architecture(entry, place));
  AH_ASSIGN(out.stated_nonce, read_nonce(entry, place));
  AH_ASSIGN(const std::string chain, text(entry, place, "certificate"));
  const std::string name = place + ".certificate";
  AH_ASSIGN(const Bytes pem, from_base64(name, chain, Base64::standard));
  AH_ASSIGN(out.certificates, crypto::parse_certificates(name, pem, cache));
  return out;
}

// The list itself; `shared` is the object around it, or null.
struct List {
  const json::Array* entries = nullptr;
  const json::Value* shared = nullptr;
};

Result<List> find_list(const json::Value& document) {
  if (document.is_array()) return List{&document.as_array(), nullptr};
  for (const std::string_view key : {"evidence_list", "device_evidence_list"}) {
    const json::Value* list = document.find(key);
    if (list != nullptr && list->is_array()) return List{&list->as_array(), &document};
  }
  return malformed_at("device evidence", "no list of reports")
      .want("an array, or an object with evidence_list or device_evidence_list");
}

// What an object says once for all its entries.
Status add_shared(const json::Value& shared, Device& device) {
  AH_ASSIGN(const std::optional<Bytes> nonce, read_nonce(shared, "device evidence"));
  AH_ASSIGN(const auto architecture, read_architecture(shared, "device evidence"));
  if (!device.stated_nonce) device.stated_nonce = nonce;
  if (!device.stated_architecture) device.stated_architecture = architecture;
  return {};
}

Result<std::vector<Device>> read_json(ByteView evidence, crypto::CertificateCache* cache) {
  AH_ASSIGN(const json::Value document, json::parse("device evidence", text_of(evidence), limits));
  AH_ASSIGN(const List list, find_list(document));
  if (list.entries->empty() || list.entries->size() > max_devices) {
    return malformed_at("device evidence", "wrong number of reports")
        .want("1 to " + std::to_string(max_devices))
        .saw(std::to_string(list.entries->size()));
  }
  std::vector<Device> out;
  for (const json::Value& entry : *list.entries) {
    AH_ASSIGN(Device device, read_entry(entry, json::item_place("device", out.size()), cache));
    if (list.shared != nullptr) AH_TRY(add_shared(*list.shared, device));
    out.push_back(std::move(device));
  }
  return out;
}

}  // namespace

Result<std::vector<Device>> read_submission(ByteView evidence, crypto::CertificateCache* cache) {
  if (is_json(evidence)) return read_json(evidence, cache);
  std::vector<Device> out(1);
  out[0].name = json::item_place("device", 0);
  out[0].bytes = copy_of(evidence.first(std::min(evidence.size(), max_json)));
  AH_ASSIGN(out[0].report, parse_report("device report", out[0].bytes));
  return out;
}

bool looks_like_submission(ByteView bytes) {
  if (!is_json(bytes)) return looks_like_report(bytes);
  const std::string_view text = text_of(bytes);
  return text.find("\"evidence\"") != std::string_view::npos &&
         text.find("\"certificate\"") != std::string_view::npos;
}

}  // namespace anchorhold::nvgpu

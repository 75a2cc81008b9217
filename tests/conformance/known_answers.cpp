#include "known_answers.h"

#include "base/hex.h"
#include "evidence/ibmse/measurement.h"
#include "evidence/snp/launch_digest.h"

namespace anchorhold::conformance {
namespace {

std::string text_member(const json::Value& value, std::string_view name) {
  const json::Value* found = value.find(name);
  return found != nullptr && found->is_string() ? found->as_string() : std::string();
}

uint64_t number_member(const json::Value& value, std::string_view name, uint64_t otherwise) {
  const json::Value* found = value.find(name);
  if (found == nullptr || !found->is_integer()) return otherwise;
  return static_cast<uint64_t>(found->as_integer());
}

// The bytes of a file that a table names; empty when the case has no such file.
Bytes file_named(const Case& test, const std::string& name) {
  for (const auto& [role, files] : test.inputs)
    for (const verifier::File& file : files)
      if (file.name == name) return file.bytes;
  return {};
}

snp::Monitor monitor_of(const std::string& name) {
  if (name == "ec2") return snp::Monitor::ec2;
  return name == "gce" ? snp::Monitor::gce : snp::Monitor::qemu;
}

// "mode", "vcpus", "vcpu_sig", "guest_features" and so on are the names of sev-snp-measure.
Result<Bytes> launch_digest(const Case& test, const json::Value& inputs) {
  const Bytes firmware = file_named(test, text_member(inputs, "ovmf_file"));
  const std::string mode = text_member(inputs, "mode");
  if (mode.empty()) {
    AH_ASSIGN(const Digest384 digest, snp::snp_firmware_digest(firmware));
    return copy_of(digest);
  }
  snp::Launch launch{
      .firmware = firmware,
      .processors = static_cast<uint32_t>(number_member(inputs, "vcpus", 1)),
      .processor_signature = static_cast<uint32_t>(number_member(inputs, "vcpu_sig", 0)),
      .features = number_member(inputs, "guest_features", 1),
      .monitor = monitor_of(text_member(inputs, "vmm_type"))};
  if (const std::string known = text_member(inputs, "snp_ovmf_hash_str"); !known.empty()) {
    AH_ASSIGN(launch.firmware_digest, fixed_from_hex<48>("snp_ovmf_hash_str", known));
  }
  const Bytes kernel = file_named(test, text_member(inputs, "kernel"));
  const Bytes initrd = file_named(test, text_member(inputs, "initrd"));
  const std::string command_line = text_member(inputs, "append");
  if (!text_member(inputs, "kernel").empty()) {
    launch.kernel = snp::Kernel{.image = kernel, .initrd = initrd, .command_line = command_line};
  }
  if (mode == "SEV") {
    AH_ASSIGN(const Digest256 digest, snp::sev_launch_digest(launch));
    return copy_of(digest);
  }
  if (mode == "SEV_ES") {
    AH_ASSIGN(const Digest256 digest, snp::sev_es_launch_digest(launch));
    return copy_of(digest);
  }
  AH_ASSIGN(const Digest384 digest, snp::snp_launch_digest(launch));
  return copy_of(digest);
}

Result<std::string> snp_answer(const Case& test, const json::Value& entry) {
  const json::Value* inputs = entry.find("inputs");
  if (inputs == nullptr) return Error{Code::malformed, "known answer", "it has no inputs"};
  AH_ASSIGN(const Bytes digest, launch_digest(test, *inputs));
  const std::string seen = to_hex(digest);
  return seen == text_member(entry, "expected_hex") ? std::string() : seen;
}

Result<std::string> ultravisor_answer(const json::Value& entry) {
  const auto hex = [&](std::string_view name) { return from_hex(name, text_member(entry, name)); };
  ibmse::MeasuredGuest guest;
  AH_ASSIGN(const Bytes key, hex("measurement_key"));
  AH_ASSIGN(guest.page_list_digest,
            fixed_from_hex<64>("page_list_digest", text_member(entry, "page_list_digest")));
  AH_ASSIGN(guest.address_list_digest,
            fixed_from_hex<64>("address_list_digest", text_member(entry, "address_list_digest")));
  AH_ASSIGN(guest.tweak_list_digest,
            fixed_from_hex<64>("tweak_list_digest", text_member(entry, "tweak_list_digest")));
  AH_ASSIGN(guest.header_tag,
            fixed_from_hex<16>("se_header_tag", text_member(entry, "se_header_tag")));
  AH_ASSIGN(guest.config_uid, fixed_from_hex<16>("config_uid", text_member(entry, "config_uid")));
  AH_ASSIGN(guest.user_data, hex("user_data"));
  AH_ASSIGN(guest.nonce, hex("nonce"));
  AH_ASSIGN(guest.additional_data, hex("additional_data"));
  AH_ASSIGN(const Bytes measurement, hex("measurement"));
  return ibmse::measurement_holds(key, guest, measurement) ? std::string() : "another measurement";
}

// The table: an array, or an object that holds it under "cases".
Result<json::Array> table_of(const Case& test) {
  const auto found = test.inputs.find("measurement_cases");
  if (found == test.inputs.end() || found->second.empty())
    return Error{Code::malformed, test.name, "the case has no table of known answers"};
  AH_ASSIGN(const json::Value tree,
            json::parse("measurement_cases", text_of(found->second.front().bytes)));
  const json::Value* cases = tree.is_array() ? &tree : tree.find("cases");
  if (cases == nullptr || !cases->is_array())
    return Error{Code::malformed, test.name, "the table is no array"};
  return cases->as_array();
}

}  // namespace

Answer known_answers(const Case& test) {
  Answer out;
  const auto table = table_of(test);
  if (!table.ok()) {
    out.reason = table.error().to_string();
    return out;
  }
  size_t good = 0;
  for (const json::Value& entry : *table) {
    const auto wrong = test.tee == "snp" ? snp_answer(test, entry) : ultravisor_answer(entry);
    if (wrong.ok() && wrong->empty()) {
      ++good;
    } else if (out.reason.empty()) {
      out.reason = wrong.ok() ? "computed " + *wrong : wrong.error().to_string();
    }
  }
  out.authentic = good == table->size() && good > 0;
  out.stage = "measurement";
  out.known.emplace("cases", good);
  return out;
}

}  // namespace anchorhold::conformance

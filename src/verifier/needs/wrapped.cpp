// Evidence that carries other evidence needs what its parts do.

#include "base/printable.h"
#include "evidence/cmw/message.h"
#include "evidence/ratls/certificate.h"
#include "verifier/format.h"
#include "verifier/needs/formats.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

// Wrappers do not lie in wrappers of their own kind: evidence would nest without end.
bool is_wrapper(const Format& format) {
  return format.name == cmw_format.name || format.name == ratls_format.name;
}

bool is_evidence(ByteView bytes) {
  const Format* format = recognise(bytes);
  return format != nullptr && !is_wrapper(*format) && role::by_content(bytes) != role::certificate;
}

struct Labelled {
  std::string label;
  const cmw::Record* record;
};

void flatten(const cmw::Collection& collection, const std::string& path,
             std::vector<Labelled>& out) {
  for (const cmw::Entry& entry : collection.entries) {
    const std::string label = path + printable(cmw::label_text(entry.label));
    if (const auto* record = std::get_if<cmw::Record>(&entry.message)) {
      out.push_back({label, record});
    } else {
      flatten(std::get<cmw::Collection>(entry.message), label + "/", out);
    }
  }
}

Status take(const NeedsQuestion& part, const std::string& label, Needs& out) {
  AH_ASSIGN(CollateralNeeds inner, collateral_needs(part));
  for (Need& need : inner.needs) {
    if (!label.empty()) {
      need.id.insert(0, label + "/");
      need.what.insert(0, label + ": ");
    }
    out.push_back(std::move(need));
  }
  return {};
}

NeedsQuestion with(const NeedsQuestion& question, ByteView evidence, const Material& material) {
  return {.evidence = evidence,
          .material = material,
          .at = question.at,
          .sites = question.sites,
          .cache = question.cache};
}

}  // namespace

Result<Needs> cmw_needs(const NeedsQuestion& question) {
  AH_ASSIGN(const auto parsed, cmw::parse_message(question.evidence));
  std::vector<Labelled> records;
  if (const auto* record = std::get_if<cmw::Record>(&parsed.claimed())) {
    records.push_back({"", record});
  } else {
    flatten(std::get<cmw::Collection>(parsed.claimed()), "", records);
  }
  std::vector<File> endorsements;
  for (const Labelled& part : records)
    if (!is_evidence(part.record->value))
      endorsements.push_back({"inside the evidence: " + part.label, "", part.record->value});
  AH_ASSIGN(const Material material,
            question.material.with(std::move(endorsements), question.cache));
  Needs needs;
  for (const Labelled& part : records)
    if (is_evidence(part.record->value))
      AH_TRY(take(with(question, part.record->value, material), part.label, needs));
  return needs;
}

Result<Needs> ratls_needs(const NeedsQuestion& question) {
  AH_ASSIGN(const auto parsed, ratls::parse_certificate(question.evidence, question.cache));
  Needs needs;
  for (const ratls::Carried& carried : parsed.claimed().carried) {
    const Format* format = recognise(carried.evidence);
    if (format == nullptr || format->name == ratls_format.name) continue;
    AH_TRY(take(with(question, carried.evidence, question.material),
                std::string(ratls::carrier_name(carried.carrier)), needs));
  }
  return needs;
}

}  // namespace anchorhold::verifier

// Conceptual message wrappers: each piece of evidence is judged by its own format, and several
// together as composite evidence.

#include <algorithm>
#include <array>
#include <set>

#include "evidence/cmw/checks.h"
#include "evidence/cmw/message.h"
#include "evidence/cmw/types.h"
#include "verifier/cross_binding.h"
#include "verifier/format.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

using cmw::Collection;
using cmw::Indicator;
using cmw::label_text;
using cmw::Record;
using cmw::type_text;

// Formats of which an attester's evidence is. A wrapper or a certificate inside a wrapper would
// nest without end; certificates and logs are no evidence by themselves.
constexpr std::array<std::string_view, 11> evidence_formats = {
    "dcap", "azure-vtpm", "tpm",   "snp",      "nitro",        "nitro-tpm",
    "cca",  "psa",        "nvgpu", "keystone", "hyper-protect"};

const Format* evidence_format(ByteView value) {
  const auto found = std::ranges::find_if(formats(), [&](const Format& format) {
    return std::ranges::find(evidence_formats, format.name) != evidence_formats.end() &&
           format.recognises(value);
  });
  return found == formats().end() ? nullptr : &*found;
}

// Part: one piece of evidence that was judged.
struct Part {
  std::string label;
  ByteView evidence;
  Verification verification;
};

enum class Use : uint8_t { evidence, material, none };

// What a record is for. Where nothing is said the bytes decide.
Use use_of(const Record& record, const Format* format) {
  if (record.says(Indicator::attestation_results) || record.says(Indicator::appraisal_policy))
    return Use::none;
  if (record.says(Indicator::evidence)) return format != nullptr ? Use::evidence : Use::none;
  if (record.indicators) return Use::material;
  if (format != nullptr) return Use::evidence;
  return role::by_content(record.value).empty() ? Use::none : Use::material;
}

// Walk: the verification of one wrapper as it goes through its records.
class Walk {
 public:
  Walk(const Request& request, CheckRun& run) : request_(request), run_(run) {}

  // take: the records of a collection, then the collections in it. Endorsements hold for the
  // evidence of their own collection and of those inside it.
  void take(const Collection& collection, const Material& outer, const std::string& path) {
    std::vector<File> own = endorsements(collection, path);
    // A copy of the caller's collateral only where something joins it.
    if (own.empty()) return take_entries(collection, outer, path);
    endorsed_ = true;
    const auto material = outer.with(std::move(own), request_.cache);
    if (run_.judge(cmw::endorsements_check, path.empty() ? "collection" : path,
                   material.ok() ? Status() : Status(Error(material.error())), "read"))
      take_entries(collection, *material, path);
  }

  // take: a record, when it is evidence.
  void take(const Record& record, const Material& material, const std::string& label) {
    const Format* format = evidence_format(record.value);
    const Use use = use_of(record, format);
    if (use == Use::none) {
      run_.fail(cmw::types_check, label, "neither evidence of a known format nor endorsement");
    } else if (use == Use::material) {
      const bool known = !role::by_content(record.value).empty();
      run_.pass(cmw::types_check, label,
                (known ? "endorsement, " : "endorsement of no known kind, which serves nothing, ") +
                    type_text(record.type));
    } else if (is_of_type(record, *format, label)) {
      Request inner = request_with(material);
      inner.evidence = record.value;
      parts_.push_back({label, record.value, format->verify(inner)});
    }
  }

  std::vector<Part>& parts() { return parts_; }
  bool endorsed() const { return endorsed_; }

 private:
  Request request_with(const Material& material) const {
    return {.evidence = {},
            .material = material,
            .anchors = request_.anchors,
            .at = request_.at,
            .cache = request_.cache,
            .insecure = request_.insecure,
            .require_crl = request_.require_crl};
  }

  void take_entries(const Collection& collection, const Material& material,
                    const std::string& path) {
    for (const cmw::Entry& entry : collection.entries) {
      const std::string label = path + label_text(entry.label);
      if (const auto* record = std::get_if<Record>(&entry.message)) {
        take(*record, material, label);
      } else {
        take(std::get<Collection>(entry.message), material, label + "/");
      }
    }
  }

  static std::vector<File> endorsements(const Collection& collection, const std::string& path) {
    std::vector<File> files;
    for (const cmw::Entry& entry : collection.entries) {
      const auto* record = std::get_if<Record>(&entry.message);
      if (record != nullptr && use_of(*record, evidence_format(record->value)) == Use::material)
        files.push_back({path + label_text(entry.label), "", record->value});
    }
    return files;
  }

  bool is_of_type(const Record& record, const Format& format, const std::string& label) {
    const auto allowed = cmw::formats_of(record.type);
    const std::string type = type_text(record.type);
    if (!allowed.empty() && std::ranges::find(allowed, format.name) == allowed.end())
      return run_.fail(cmw::types_check, label, std::string(format.title) + " under " + type);
    return run_.pass(cmw::types_check, label, std::string(format.title) + ", " + type);
  }

  const Request& request_;
  CheckRun& run_;
  std::vector<Part> parts_;
  bool endorsed_ = false;
};

constexpr int device_rank = 2;

// The order in which pieces speak for the whole: a TEE before a TPM before a device.
int rank(TeeKind kind) {
  switch (kind) {
    case TeeKind::tpm:
    case TeeKind::nitro_tpm:
      return 1;
    case TeeKind::nvgpu:
    case TeeKind::psa:
    case TeeKind::dice:
      return device_rank;
    default:
      return 0;
  }
}

Findings labelled(const std::string& label, const Findings& findings) {
  Findings out;
  for (Finding finding : findings.list()) {
    finding.subject = label + ": " + finding.subject;
    out.add(std::move(finding));
  }
  return out;
}

// The devices of which a piece speaks, by the names that their certificates give them. Several
// pieces may be of one platform: enclaves, or a TPM's quotes of several banks.
std::set<std::string> devices_of(const Claims& said) {
  std::set<std::string> devices;
  if (rank(said.tee) == device_rank && !said.platform.empty()) devices.insert(said.platform);
  for (const auto& [name, part] : said.parts) devices.merge(devices_of(part));
  return devices;
}

// What makes `piece` the same as `other`; empty when nothing does.
std::string same(const Piece& piece, const Piece& other) {
  if (std::ranges::equal(piece.evidence, other.evidence)) return "the same evidence as ";
  const std::set<std::string> known = devices_of(*other.said);
  const std::set<std::string> devices = devices_of(*piece.said);
  const bool shared = std::ranges::any_of(
      devices, [&](const std::string& device) { return known.contains(device); });
  return shared ? "the same device as " : "";
}

void judge_distinct(const std::vector<Piece>& pieces, CheckRun& run) {
  if (pieces.size() < 2) {
    run.not_applicable(cmw::distinct_check, "there is one piece of evidence");
    return;
  }
  for (size_t i = 0; i < pieces.size(); ++i) {
    std::string twin;
    for (size_t j = 0; j < i && twin.empty(); ++j) {
      const std::string how = same(pieces[i], pieces[j]);
      if (!how.empty()) twin = how + pieces[j].label;
    }
    if (twin.empty()) {
      run.pass(cmw::distinct_check, pieces[i].label, "there once");
    } else {
      run.fail(cmw::distinct_check, pieces[i].label, twin);
    }
  }
}

void judge_binding(const std::vector<Piece>& pieces, CheckRun& run, Claims& claims) {
  if (pieces.size() < 2) {
    run.not_applicable(cmw::binding_check, "there is one piece of evidence");
    return;
  }
  CrossBinding binding = cross_bind(pieces);
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (binding.bonds[i]) {
      run.pass(cmw::binding_check, pieces[i].label, *binding.bonds[i]);
    } else {
      run.fail(cmw::binding_check, pieces[i].label, "nothing binds it to " + pieces[0].label);
    }
  }
  if (!binding.complete()) return;
  claims.vendor["cmw_binding"] = std::string(binding.by_digest ? "digest" : "challenge");
  if (!claims.nonce) claims.nonce = std::move(binding.challenge);
}

// The first piece speaks for the whole; all others are its parts.
Verification compose(std::vector<Part> parts, CheckRun run) {
  std::ranges::stable_sort(parts, {}, [](const Part& part) {
    return part.verification.said ? rank(part.verification.said->claimed().tee) : INT32_MAX;
  });
  if (parts.empty()) {
    run.fail(cmw::types_check, "CMW", "there is no evidence in it");
    return unreadable(std::move(run));
  }
  const bool several = parts.size() > 1;
  std::vector<Piece> pieces;
  bool readable = true;
  for (Part& part : parts) {
    run.add(several ? labelled(part.label, part.verification.findings)
                    : std::move(part.verification.findings));
    readable = readable && part.verification.said;
    if (part.verification.said)
      pieces.push_back({part.label, part.evidence, &part.verification.said->claimed()});
  }
  if (pieces.empty()) return unreadable(std::move(run));
  Claims claims = *pieces.front().said;
  if (several) {
    claims.format = "composite evidence led by " + claims.format;
    claims.vendor["composite_lead"] = pieces.front().label;
  }
  for (const Piece& piece : std::span(pieces).subspan(1)) {
    if (!claims.parts.emplace(piece.label, *piece.said).second)
      run.fail(cmw::types_check, piece.label, "a label that the evidence itself gives to a part");
  }
  judge_distinct(pieces, run);
  if (readable) judge_binding(pieces, run, claims);
  return conclude(std::move(run), std::move(claims));
}

Verification verify_cmw(const Request& request) {
  CheckRun run(cmw::check_table());
  const auto parsed = cmw::parse_message(request.evidence);
  if (!parsed.ok()) {
    run.fail(cmw::structure_check, "CMW", parsed.error().to_string());
    return unreadable(std::move(run));
  }
  Walk walk(request, run);
  if (const auto* record = std::get_if<Record>(&parsed->claimed())) {
    run.pass(cmw::structure_check, "CMW", "a record");
    walk.take(*record, request.material, "record");
  } else {
    const Collection& collection = std::get<Collection>(parsed->claimed());
    run.pass(cmw::structure_check, "CMW", "a collection");
    walk.take(collection, request.material, "");
  }
  if (!walk.endorsed()) run.not_applicable(cmw::endorsements_check, "the wrapper brings none");
  return compose(std::move(walk.parts()), std::move(run));
}

}  // namespace

const Format cmw_format = {"cmw", "conceptual message wrapper", cmw::looks_like_message, verify_cmw,
                           cmw::check_table};

}  // namespace anchorhold::verifier

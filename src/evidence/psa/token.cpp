#include "evidence/psa/token.h"

#include <algorithm>
#include <array>

namespace anchorhold::psa {
namespace {

using cbor::Label;
using cbor::Labels;

// ClaimLabels: the numbers of one profile.
struct ClaimLabels {
  Label profile;
  Label client_id;
  Label lifecycle;
  Label implementation_id;
  Label boot_seed;
  std::optional<Label> draft_boot_seed;  // as before RFC 9783
  Label certification_reference;
  Label software;
  Label nonce;
  Label instance_id;
  Label verification_service;
};

constexpr ClaimLabels iot_1_labels = {
    .profile = {-75000, "profile"},
    .client_id = {-75001, "client-id"},
    .lifecycle = {-75002, "security-lifecycle"},
    .implementation_id = {-75003, "implementation-id"},
    .boot_seed = {-75004, "boot-seed"},
    .draft_boot_seed = {},
    .certification_reference = {-75005, "certification-reference"},
    .software = {-75006, "software-components"},
    .nonce = {-75008, "nonce"},
    .instance_id = {-75009, "instance-id"},
    .verification_service = {-75010, "verification-service"}};
constexpr Label no_software_label = {-75007, "no-software-measurements"};

constexpr ClaimLabels psa_2_labels = {.profile = {265, "profile"},
                                      .client_id = {2394, "client-id"},
                                      .lifecycle = {2395, "security-lifecycle"},
                                      .implementation_id = {2396, "implementation-id"},
                                      .boot_seed = {268, "boot-seed"},
                                      .draft_boot_seed = Label{2397, "boot-seed"},
                                      .certification_reference = {2398, "certification-reference"},
                                      .software = {2399, "software-components"},
                                      .nonce = {10, "nonce"},
                                      .instance_id = {256, "instance-id"},
                                      .verification_service = {2400, "verification-service"}};

constexpr std::string_view iot_1_name = "PSA_IOT_PROFILE_1";
constexpr std::array<std::string_view, 2> psa_2_names = {"http://arm.com/psa/2.0.0",
                                                         "tag:psacertified.org,2023:psa#tfm"};

constexpr size_t implementation_size = 32;
constexpr size_t min_boot_seed = 8;
constexpr size_t max_boot_seed = 32;
constexpr size_t min_nonce = 32;
constexpr size_t max_nonce = 64;
constexpr size_t max_components = 64;
constexpr size_t max_text = 512;
constexpr uint64_t max_lifecycle = 0xffff;

Result<Profile> read_profile(Labels& claims, std::optional<std::string>& name) {
  const bool numbered = claims.has(psa_2_labels.profile);
  const Label label = numbered ? psa_2_labels.profile : iot_1_labels.profile;
  AH_ASSIGN(const auto text, claims.optional_text(label, max_text));
  if (text) name = std::string(*text);
  const bool known = numbered ? std::ranges::find(psa_2_names, *text) != psa_2_names.end()
                              : !text || *text == iot_1_name;
  if (!known) {
    return Error{Code::unsupported, "PSA token", "an unknown profile"}
        .want("tag:psacertified.org,2023:psa#tfm, http://arm.com/psa/2.0.0 or PSA_IOT_PROFILE_1")
        .saw(std::string(*text));
  }
  return numbered ? Profile::psa_2 : Profile::iot_1;
}

Result<Bytes> read_nonce(Labels& claims, Label label) {
  AH_ASSIGN(const ByteView nonce, claims.bytes(label, min_nonce, max_nonce));
  if (!arm::hash_sized(nonce.size())) {
    return Error{Code::malformed, claims.place(label), "wrong size"}
        .want("32, 48 or 64 bytes")
        .saw(std::to_string(nonce.size()));
  }
  return copy_of(nonce);
}

// The first profile may say instead of the components that there are none.
Result<std::vector<arm::SoftwareComponent>> read_software(Labels& claims, Profile profile,
                                                          Label label) {
  if (profile == Profile::iot_1 && claims.has(no_software_label)) {
    AH_ASSIGN(const uint64_t none, claims.uint(no_software_label, 1));
    if (none != 1 || claims.has(label)) {
      return Error{Code::malformed, claims.place(no_software_label),
                   "it is not 1, or components stand beside it"};
    }
    return std::vector<arm::SoftwareComponent>();
  }
  AH_ASSIGN(const cbor::Value* list, claims.array(label, 1, max_components));
  return arm::software_components(claims.place(label), *list);
}

Status read_identity(Labels& claims, const ClaimLabels& labels, TokenClaims& out) {
  AH_ASSIGN(out.instance_id, arm::instance_id(claims, labels.instance_id));
  AH_ASSIGN(const ByteView implementation,
            claims.bytes(labels.implementation_id, implementation_size, implementation_size));
  out.implementation_id = copy_of(implementation);
  AH_ASSIGN(out.client_id, claims.integer(labels.client_id));
  if (out.client_id < INT32_MIN || out.client_id > INT32_MAX) {
    return Error{Code::malformed, claims.place(labels.client_id), "it does not fit into 32 bits"};
  }
  AH_ASSIGN(out.lifecycle, claims.uint(labels.lifecycle, max_lifecycle));
  AH_TRY(arm::lifecycle_state(claims.place(labels.lifecycle), out.lifecycle));
  return {};
}

Status read_boot_seed(Labels& claims, const ClaimLabels& labels, TokenClaims& out) {
  const bool first = out.profile == Profile::iot_1;
  const bool draft = labels.draft_boot_seed && claims.has(*labels.draft_boot_seed);
  if (draft && claims.has(labels.boot_seed)) {
    return Error{Code::malformed, claims.place(labels.boot_seed), "it is said twice"}.want(
        "268, or 2397 as before RFC 9783");
  }
  if (!first && !draft && !claims.has(labels.boot_seed)) return {};
  AH_ASSIGN(const ByteView seed,
            claims.bytes(draft ? *labels.draft_boot_seed : labels.boot_seed,
                         first ? max_boot_seed : min_boot_seed, max_boot_seed));
  out.boot_seed = copy_of(seed);
  return {};
}

}  // namespace

Result<Token> open_token(ByteView bytes) {
  AH_ASSIGN(cose::Message message,
            cose::parse_sign1_any("PSA token", bytes, {.allow_unprotected = true}));
  AH_ASSIGN(cbor::Value map, cbor::decode("PSA token", *message.payload));
  return Token{.message = std::move(message), .map = std::move(map)};
}

Result<TokenClaims> read_claims(const cbor::Value& map, Claims& others) {
  Labels claims("PSA token", map);
  TokenClaims out;
  AH_ASSIGN(out.profile, read_profile(claims, out.profile_name));
  const ClaimLabels& labels = out.profile == Profile::iot_1 ? iot_1_labels : psa_2_labels;
  AH_ASSIGN(out.nonce, read_nonce(claims, labels.nonce));
  AH_TRY(read_identity(claims, labels, out));
  AH_TRY(read_boot_seed(claims, labels, out));
  AH_ASSIGN(out.software, read_software(claims, out.profile, labels.software));
  AH_ASSIGN(const auto reference, claims.optional_text(labels.certification_reference, max_text));
  if (reference) out.certification_reference = std::string(*reference);
  AH_ASSIGN(const auto service, claims.optional_text(labels.verification_service, max_text));
  if (service) out.verification_service = std::string(*service);
  arm::add_unasked(claims, map, "", others);
  return out;
}

}  // namespace anchorhold::psa

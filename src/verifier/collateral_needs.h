#pragma once
// collateral_needs: what a piece of evidence needs beside itself, where its vendor keeps that, and
// how well what a caller has serves.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "crypto/certificate_cache.h"
#include "verifier/material.h"

namespace anchorhold::verifier {

struct Format;

// VendorSites: where the vendors' services are, without a final '/'; a mirror has the same paths.
struct VendorSites {
  std::string amd;                 // Key Distribution Service
  std::string intel;               // Provisioning Certification Service
  std::string intel_certificates;  // Intel's root and its list

  // vendors: the services themselves.
  static VendorSites vendors();
};

enum class NeedState : uint8_t {
  current,         // there, and within its dates
  missing,         // nothing of its kind is there
  stale,           // its next update or its end has passed
  not_yet_valid,   // its begin lies in the future: is the clock right?
  superseded,      // a newer one, or one of a higher evaluation, is beside it
  other_platform,  // of its kind, but not for this evidence
};

std::string_view need_state_name(NeedState state);  // "current", "not yet valid", ...

// Offer: one thing that is there and may serve a need.
struct Offer {
  std::string name;  // what it is called, or that it is inside the evidence
  NeedState state = NeedState::missing;
  std::string detail;
};

// Origin: a vendor's address. `header` names the field of the answer that holds the thing as
// percent-encoded PEM; empty: it is the answer's body.
struct Origin {
  std::string url;
  std::string header = {};
};

struct Need {
  std::string id;                    // "dcap.tcb_info": stable
  std::string what;                  // for people
  bool required = true;              // else evidence can be verified without it
  std::vector<Origin> origins = {};  // any of them; none: no vendor gives it to everybody
  std::string file = {};             // name for a file that holds it
  std::string_view role = {};        // of that file, as in role.h
  NeedState state = NeedState::missing;
  std::string detail = {};
  std::vector<Offer> offers = {};

  // satisfied: current, or neither required nor there. What is there and not current can stand in
  // the way of a verification even where nothing is required.
  bool satisfied() const;
};

struct CollateralNeeds {
  const Format* format = nullptr;
  std::vector<Need> needs;
  std::string note;                  // for people: what this format brings itself
  std::vector<std::string> unknown;  // given files that nothing could be made of

  bool satisfied() const;
  const Need* find(std::string_view id) const;
};

// NeedsQuestion: `material` is what the caller has.
struct NeedsQuestion {
  ByteView evidence;
  const Material& material;
  Time at;
  VendorSites sites = VendorSites::vendors();
  crypto::CertificateCache* cache = nullptr;
};

// collateral_needs: by the evidence's own claims, of which nothing is proven; and by names and
// dates of the collateral, whose signatures are not looked at: verify does that. `format` names
// one, or is empty. Errors are those of verify() about the question, and evidence that cannot be
// read.
Result<CollateralNeeds> collateral_needs(const NeedsQuestion& question,
                                         std::string_view format = {});

}  // namespace anchorhold::verifier

#pragma once
// Forged evidence, each piece with what is demanded of it. Keys and times are fixed, so that its
// judgement is the same text on every run.

#include <string>
#include <utility>
#include <vector>

#include "anchorhold/verify.hpp"
#include "base/bytes.h"
#include "base/time.h"

namespace anchorhold::golden {

// Case: `name` begins with the format's name and a dot; it is the name of the committed file.
struct Case {
  std::string name;
  Bytes evidence;
  EvidenceDemands demands;

  // The same demands of other evidence, and other demands of the same evidence.
  Case with(std::string other_name, Bytes other_evidence) const {
    return {std::move(other_name), std::move(other_evidence), demands};
  }
  template <class Change>
  Case changed(std::string other_name, Change change) const {
    Case out{std::move(other_name), evidence, demands};
    change(out.demands);
    return out;
  }
};

// expecting: the case with a policy that accepts what this very evidence says, its measurements and
// its root, and with its nonce or report data demanded.
Case expecting(Case good);

// timeless: the case as a policy judges it that also takes evidence of unknown age.
Case timeless(std::string name, const Case& policed);

// truncated_as: "FORMAT.truncated": a byte is missing at the end, and the caller says what it is.
Case truncated_as(const std::string& format, const Case& good);

Bytes cut_short(ByteView evidence);       // by one byte
Bytes altered_at_end(ByteView evidence);  // by one bit of the last byte

// Another challenge than the one that the evidence answers.
void other_nonce(EvidenceDemands& demands);
void other_report_data(EvidenceDemands& demands);

File file(std::string name, Bytes bytes, std::string role = "");
File file(std::string name, std::string_view text, std::string role = "");
std::int64_t milliseconds(Time at);

std::vector<Case> snp_cases();
std::vector<Case> dcap_cases();
std::vector<Case> tpm_cases();
std::vector<Case> nitro_cases();
std::vector<Case> arm_cases();
std::vector<Case> device_cases();  // NVIDIA, DICE, Keystone
std::vector<Case> ibm_cases();
std::vector<Case> composite_cases();  // Azure, RA-TLS, CMW

std::vector<Case> all_cases();

}  // namespace anchorhold::golden

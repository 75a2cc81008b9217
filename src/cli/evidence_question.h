#pragma once
// The question that the command line's options ask.

#include "api/question.h"
#include "cli/verify_evidence.h"

namespace anchorhold::cli {

// AskedQuestion: the question, and the text of its contract for bundles.
struct AskedQuestion {
  api::Question question;
  std::string contract;
};

// question_of: reads every file that the options name.
Result<AskedQuestion> question_of(const EvidenceOptions& options);

}  // namespace anchorhold::cli

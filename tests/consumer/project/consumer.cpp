// A stranger's program: only public headers, only the installed library.

#include <anchorhold/contract.hpp>
#include <anchorhold/verify.hpp>
#include <iostream>

int main() {
  const anchorhold::Judgement receipt = anchorhold::verify_receipt("{}", {});
  const std::uint8_t junk[] = {1, 2, 3};
  const anchorhold::Judgement evidence = anchorhold::verify_evidence(junk, {});
  const anchorhold::Judgement bundle = anchorhold::verify_bundle("{}", {});
  std::string error;
  const std::string digest = anchorhold::contract_digest("not a contract", error);
  const bool good = receipt.verdict == anchorhold::Verdict::rejected && !receipt.error.empty() &&
                    evidence.verdict == anchorhold::Verdict::rejected && !evidence.error.empty() &&
                    bundle.verdict == anchorhold::Verdict::rejected && !bundle.error.empty() &&
                    digest.empty() && !error.empty();
  std::cout << "receipt: " << receipt.error << "\nevidence: " << evidence.error
            << "\nbundle: " << bundle.error << "\ncontract: " << error << "\n";
  return good ? 0 : 1;
}

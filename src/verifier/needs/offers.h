#pragma once
// Offers: all that may serve one need, and which of them does.

#include "crypto/crl.h"
#include "crypto/x509.h"
#include "verifier/collateral_needs.h"

namespace anchorhold::verifier {

// Window: when a thing may be used: its dates as it states them, and by how much the last moment is
// later or earlier than the second one.
struct Window {
  Time from;
  Time until;
  Duration grace{};
};

Window window_of(const crypto::Certificate& certificate);
// A list without a next update is of use to nobody: its window ends where it begins.
Window window_of(const crypto::Crl& crl);

// name_of: for messages.
std::string name_of(const crypto::Certificate& certificate);
std::string name_of(const crypto::Crl& crl);

class Offers {
 public:
  explicit Offers(Time at) : at_(at) {}

  // add: of this need's kind and for this evidence. Of several current ones the highest `rank`
  // counts, then the newest.
  void add(std::string name, Window window, uint32_t rank = 0, const std::string& detail = {});
  template <class Dated>
  void add(const Dated& dated) {
    add(name_of(dated), window_of(dated));
  }
  // add_other: of this need's kind, but not for this evidence.
  void add_other(std::string name, std::string why);

  // settle: `need` with its offers and the state of the best one.
  Need settle(Need need) const;

 private:
  struct Ranked {
    Offer offer;
    uint32_t rank;
    Time from;
  };
  const Ranked* best() const;

  Time at_;
  std::vector<Ranked> fitting_;
  std::vector<Offer> others_;
};

}  // namespace anchorhold::verifier

#include "verifier/needs/offers.h"

#include <algorithm>
#include <tuple>

#include "base/hex.h"
#include "base/printable.h"

namespace anchorhold::verifier {

Window window_of(const crypto::Certificate& certificate) {
  // notAfter names a whole second, which still belongs to the validity.
  return {certificate.not_before, certificate.not_after, std::chrono::milliseconds(999)};
}

Window window_of(const crypto::Crl& crl) {
  return {crl.this_update, crl.next_update.value_or(crl.this_update),
          -std::chrono::milliseconds(1)};
}

std::string name_of(const crypto::Certificate& certificate) {
  return "certificate '" + printable(certificate.subject_common_name) + "', serial " +
         to_hex(certificate.serial);
}

std::string name_of(const crypto::Crl& crl) {
  return "list of '" + printable(crl.issuer_common_name) + "'";
}

void Offers::add(std::string name, Window window, uint32_t rank, const std::string& detail) {
  Offer offer{.name = std::move(name), .state = NeedState::current, .detail = detail};
  if (!detail.empty()) offer.detail += ", ";
  offer.detail += "from " + format_time(window.from) + " until " + format_time(window.until);
  if (at_ < window.from) offer.state = NeedState::not_yet_valid;
  if (window.until + window.grace < at_) offer.state = NeedState::stale;
  fitting_.push_back({std::move(offer), rank, window.from});
}

void Offers::add_other(std::string name, std::string why) {
  others_.push_back({std::move(name), NeedState::other_platform, std::move(why)});
}

const Offers::Ranked* Offers::best() const {
  const auto order = [](const Ranked& a, const Ranked& b) {
    return std::tuple(a.offer.state == NeedState::current, a.rank, a.from) <
           std::tuple(b.offer.state == NeedState::current, b.rank, b.from);
  };
  const auto found = std::ranges::max_element(fitting_, order);
  return found == fitting_.end() ? nullptr : &*found;
}

Need Offers::settle(Need need) const {
  const Ranked* chosen = best();
  if (chosen != nullptr) {
    need.state = chosen->offer.state;
    need.detail = chosen->offer.detail;
  } else if (!others_.empty()) {
    need.state = NeedState::other_platform;
    need.detail = others_.front().detail;
  }
  for (const Ranked& ranked : fitting_) {
    Offer offer = ranked.offer;
    const bool lower =
        std::tuple(ranked.rank, ranked.from) < std::tuple(chosen->rank, chosen->from);
    if (offer.state == NeedState::current && lower) offer.state = NeedState::superseded;
    need.offers.push_back(std::move(offer));
  }
  need.offers.insert(need.offers.end(), others_.begin(), others_.end());
  return need;
}

}  // namespace anchorhold::verifier

#include "evidence/dcap/collateral_fields.h"

#include <algorithm>
#include <array>

namespace anchorhold::dcap {
namespace {

constexpr size_t most_svn_levels = 128;
constexpr size_t most_advisories = 256;
constexpr size_t longest_advisory = 64;

constexpr std::array identity_statuses = {TcbStatus::up_to_date, TcbStatus::out_of_date,
                                          TcbStatus::revoked};

bool is_graphic(char c) {
  return c > ' ' && c <= '~';
}

Result<std::vector<std::string>> advisory_members(json::Fields& fields) {
  std::vector<std::string> advisories;
  if (!fields.has("advisoryIDs")) return advisories;
  AH_ASSIGN(advisories, fields.texts("advisoryIDs"));
  const bool good = advisories.size() <= most_advisories &&
                    std::ranges::all_of(advisories, [](const std::string& advisory) {
                      return !advisory.empty() && advisory.size() <= longest_advisory &&
                             std::ranges::all_of(advisory, is_graphic);
                    });
  if (good) return advisories;
  return Error{Code::malformed, fields.place("advisoryIDs"), "too many or too long"}
      .want("at most " + std::to_string(most_advisories) + " names like INTEL-SA-00615")
      .saw(std::to_string(advisories.size()));
}

Result<SvnLevel> svn_level(const std::string& place, const json::Value& value) {
  json::Fields fields(place, value);
  AH_ASSIGN(const json::Value* tcb, fields.object("tcb"));
  json::Fields tcb_fields(fields.place("tcb"), *tcb);
  SvnLevel level;
  AH_ASSIGN(level.isv_svn, unsigned_member<uint16_t>(tcb_fields, "isvsvn"));
  AH_ASSIGN(level.standing, standing_members(fields, identity_statuses));
  return level;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

Result<Validity> validity_members(json::Fields& fields) {
  Validity validity;
  AH_ASSIGN(validity.issue_date, fields.time("issueDate"));
  AH_ASSIGN(validity.next_update, fields.time("nextUpdate"));
  if (validity.issue_date <= validity.next_update) return validity;
  return Error{Code::malformed, fields.place("nextUpdate"), "the next update is before the issue"}
      .want("a time after " + format_time(validity.issue_date))
      .saw(format_time(validity.next_update));
}

Result<const json::Array*> array_member(json::Fields& fields, std::string_view key, size_t least,
                                        size_t most) {
  AH_ASSIGN(const json::Value* value, fields.array(key));
  const json::Array& items = value->as_array();
  if (items.size() >= least && items.size() <= most) return &items;
  return Error{Code::malformed, fields.place(key), "wrong number of items"}
      .want(std::to_string(least) + " to " + std::to_string(most))
      .saw(std::to_string(items.size()));
}

Result<Standing> standing_members(json::Fields& fields, std::span<const TcbStatus> allowed) {
  Standing standing;
  AH_ASSIGN(const std::string name, fields.text("tcbStatus"));
  AH_ASSIGN(standing.status, tcb_status_from_name(fields.place("tcbStatus"), name));
  if (std::ranges::find(allowed, standing.status) == allowed.end()) {
    return Error{Code::malformed, fields.place("tcbStatus"), "no status of such a level"}
        .want("one of those that Intel publishes here")
        .saw(name);
  }
  AH_ASSIGN(standing.date, fields.time("tcbDate"));
  AH_ASSIGN(standing.advisories, advisory_members(fields));
  return standing;
}

Result<std::vector<SvnLevel>> svn_levels_member(json::Fields& fields) {
  AH_ASSIGN(const json::Array* items, array_member(fields, "tcbLevels", 1, most_svn_levels));
  const std::string place = fields.place("tcbLevels");
  std::vector<SvnLevel> levels;
  for (const json::Value& item : *items) {
    AH_ASSIGN(SvnLevel level, svn_level(json::item_place(place, levels.size()), item));
    if (!levels.empty() && level.isv_svn >= levels.back().isv_svn) {
      return Error{Code::malformed, json::item_place(place, levels.size()), "level out of order"}
          .want("an ISVSVN below " + std::to_string(levels.back().isv_svn))
          .saw(std::to_string(level.isv_svn));
    }
    levels.push_back(std::move(level));
  }
  return levels;
}

}  // namespace anchorhold::dcap

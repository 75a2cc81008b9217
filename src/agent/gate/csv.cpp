#include "agent/gate/csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "codec/utf8.h"

namespace anchorhold::agent {

namespace {

Error bad(const std::string& name, size_t line, std::string why) {
  return Error{Code::denied, "output " + name, std::move(why)}.saw("line " + std::to_string(line));
}

// CsvCursor: one field after another of one text.
class CsvCursor {
 public:
  CsvCursor(const std::string& name, std::string_view text) : name_(name), rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  size_t line() const { return line_; }

  // The next field; `last` says whether it ended its record.
  Result<std::string> field(bool& last) {
    std::string out;
    if (rest_.starts_with('"')) {
      AH_TRY(quoted(out));
    } else {
      while (!rest_.empty() && rest_[0] != ',' && rest_[0] != '\n' && rest_[0] != '\r') {
        const auto c = static_cast<unsigned char>(rest_[0]);
        if (c == '"' || c < 0x20 || c == 0x7f)
          return bad(name_, line_, "a character that needs quotes");
        out += rest_[0];
        rest_.remove_prefix(1);
      }
    }
    AH_TRY(delimiter(last));
    return out;
  }

 private:
  Status quoted(std::string& out) {
    rest_.remove_prefix(1);
    for (;;) {
      if (rest_.empty()) return bad(name_, line_, "a quote is not closed");
      const char c = rest_[0];
      rest_.remove_prefix(1);
      if (c == '\n') ++line_;
      if (c == '"') {
        if (!rest_.starts_with('"')) return {};
        rest_.remove_prefix(1);
      }
      out += c;
    }
  }

  Status delimiter(bool& last) {
    last = true;
    if (rest_.starts_with(',')) {
      rest_.remove_prefix(1);
      last = false;
    } else if (rest_.starts_with("\r\n")) {
      rest_.remove_prefix(2);
      ++line_;
    } else if (rest_.starts_with('\n')) {
      rest_.remove_prefix(1);
      ++line_;
    } else if (!rest_.empty()) {
      return bad(name_, line_, "text after a closing quote, or a lone carriage return");
    }
    return {};
  }

  const std::string& name_;
  std::string_view rest_;
  size_t line_ = 1;
};

// The longest that a double needs, with room for fixed notation. Digits beyond could carry
// anything.
constexpr size_t kMaxNumber = 32;

bool is_integer(std::string_view text, int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::to_string(value) == text;
}

bool is_number(std::string_view text) {
  if (text.size() > kMaxNumber) return false;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

bool has_type(contract::ColumnType type, std::string_view text) {
  int64_t integer = 0;
  switch (type) {
    case contract::ColumnType::integer:
      return is_integer(text, integer);
    case contract::ColumnType::number:
      return is_number(text);
    case contract::ColumnType::boolean:
      return text == "true" || text == "false";
    case contract::ColumnType::text:
      return is_utf8(text);
  }
  return false;
}

// The next record. One column too many ends it: the workload must not choose how much memory a row
// takes.
Result<std::vector<std::string>> record(CsvCursor& cursor, const std::string& name,
                                        const contract::Output& rule) {
  std::vector<std::string> fields;
  const size_t line = cursor.line();
  for (bool last = false; !last;) {
    AH_ASSIGN(fields.emplace_back(), cursor.field(last));
    if (fields.size() > rule.columns.size() || (last && fields.size() < rule.columns.size())) {
      return bad(name, line, "wrong number of columns").want(std::to_string(rule.columns.size()));
    }
  }
  return fields;
}

Status check_row(const std::string& name, size_t line, const contract::Output& rule,
                 const std::vector<std::string>& row) {
  for (size_t i = 0; i < row.size(); ++i) {
    const contract::Column& column = rule.columns[i];
    if (!has_type(column.type, row[i])) {
      return bad(name, line, "column " + column.name + " is not of its type")
          .want(std::string(contract::column_type_name(column.type)));
    }
    int64_t count = 0;
    if (rule.min_group_size && rule.min_group_size->column == column.name &&
        (!is_integer(row[i], count) || count < rule.min_group_size->at_least)) {
      return bad(name, line, "a group is too small to be disclosed")
          .want(column.name + " of at least " + std::to_string(rule.min_group_size->at_least));
    }
  }
  return {};
}

}  // namespace

Status check_csv(const std::string& name, const contract::Output& rule, ByteView content) {
  CsvCursor cursor(name, text_of(content));
  if (cursor.at_end()) return bad(name, 1, "no header line");
  AH_ASSIGN(const auto header, record(cursor, name, rule));
  const auto names = [](const std::string& text, const contract::Column& column) {
    return text == column.name;
  };
  if (!std::equal(header.begin(), header.end(), rule.columns.begin(), rule.columns.end(), names))
    return bad(name, 1, "the header is not the declared columns in their order");
  while (!cursor.at_end()) {
    const size_t line = cursor.line();
    AH_ASSIGN(const auto row, record(cursor, name, rule));
    AH_TRY(check_row(name, line, rule, row));
  }
  return {};
}

}  // namespace anchorhold::agent

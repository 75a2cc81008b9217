#include "agent/gate/csv.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"

namespace anchorhold::agent {
namespace {

using contract::ColumnType;

contract::Output rule() {
  contract::Output rule;
  rule.format = contract::Format::csv;
  rule.columns = {{"group", ColumnType::text},
                  {"n", ColumnType::integer},
                  {"mean", ColumnType::number},
                  {"done", ColumnType::boolean}};
  rule.min_group_size = contract::MinGroupSize{"n", 10};
  return rule;
}

// What check_csv says of the header and these lines: "" for accepted.
std::string verdict(const std::string& lines, const std::string& header = "group,n,mean,done\n") {
  const Status checked = check_csv("model", rule(), bytes_of(header + lines));
  if (checked.ok()) return "";
  EXPECT_EQ(checked.error().code, Code::denied);
  return checked.error().object + ", " + checked.error().seen + ": " + checked.error().message;
}

TEST(Csv, AcceptsRowsOfTheDeclaredTypes) {
  EXPECT_EQ(verdict(""), "");
  EXPECT_EQ(verdict("a,10,0.5,true\nb,11,-1e9,false\n"), "");
  EXPECT_EQ(verdict("a,10,0.5,true"), "");
  EXPECT_EQ(verdict("a,10,0.5,true\r\n", "group,n,mean,done\r\n"), "");
  EXPECT_EQ(verdict("\"a,\"\"b\"\"\nc\",10,3,true\n"), "");
  EXPECT_EQ(verdict("\"\",\"10\",\"3\",\"true\"\n"), "");
  EXPECT_EQ(verdict(",10,3,true\n"), "");
}

TEST(Csv, RefusesGroupsBelowTheMinimum) {
  const std::string small = "output model, line 2: a group is too small to be disclosed";
  for (const char* count : {"9", "0", "-10", "-9223372036854775808"})
    EXPECT_EQ(verdict("a," + std::string(count) + ",1,true\n"), small) << count;
  EXPECT_EQ(verdict("a,10,1,true\nb,9,1,true\n"),
            "output model, line 3: a group is too small to be disclosed");
}

TEST(Csv, NamesTheLineWhereTheRecordBegins) {
  EXPECT_EQ(verdict("\"a\n\nb\",10,1,true\nb,9,1,true\n"),
            "output model, line 5: a group is too small to be disclosed");
}

TEST(Csv, RefusesValuesOfAnotherType) {
  for (const char* count : {"", "x", "10.0", "+10", " 10", "10 ", "0x10", "1e2", "010", "-0",
                            "9223372036854775808", "99999999999999999999"}) {
    EXPECT_EQ(verdict("a," + std::string(count) + ",1,true\n"),
              "output model, line 2: column n is not of its type")
        << count;
  }
  for (const char* mean :
       {"", "x", "nan", "inf", "-inf", "infinity", "1e999", "0x1p3", " 1", "1,5", "NaN(123)"}) {
    EXPECT_NE(verdict("a,10," + std::string(mean) + ",true\n"), "") << mean;
  }
  for (const char* done : {"", "1", "True", "yes", "true "})
    EXPECT_NE(verdict("a,10,1," + std::string(done) + "\n"), "") << done;
  EXPECT_NE(verdict("\xff,10,1,true\n"), "");
}

TEST(Csv, RefusesAnotherNumberOfColumns) {
  for (const char* row : {"a,10,1\n", "a,10,1,true,\n", "a\n", "\n", "a,10,1,true\n\n"})
    EXPECT_NE(verdict(row).find("wrong number of columns"), std::string::npos) << row;
}

TEST(Csv, RefusesAnotherHeader) {
  const std::string wrong =
      "output model, line 1: the header is not the declared columns in "
      "their order";
  for (const char* header : {"n,group,mean,done\n", "Group,n,mean,done\n", "group ,n,mean,done\n",
                             "\xef\xbb\xbfgroup,n,mean,done\n", "a,10,1,true\n"}) {
    EXPECT_EQ(verdict("", header), wrong) << header;
  }
  for (const char* header : {"group,n,mean\n", "group,n,mean,done,more\n", "\n"})
    EXPECT_EQ(verdict("", header), "output model, line 1: wrong number of columns") << header;
  EXPECT_EQ(verdict("", ""), "output model, line 1: no header line");
}

TEST(Csv, RefusesWhatIsNotStrictRfc4180) {
  for (const char* row : {
           "a\"b,10,1,true\n",    // a quote inside a bare field
           "\"a\"b,10,1,true\n",  // text after a closing quote
           "\"a,10,1,true\n",     // never closed
           "\"a\n",               // never closed, with a line end
           "a\rb,10,1,true\n",    // a lone carriage return
           "a,10,1,true\r",       // the same at the end
           "a\tb,10,1,true\n",    // control characters
           "a\x7f,10,1,true\n",
           "a\x1b,10,1,true\n",
       }) {
    EXPECT_NE(verdict(row), "") << row;
  }
  EXPECT_NE(verdict(std::string("a\0b,10,1,true\n", 14)), "");
}

TEST(Csv, ErrorsNeverQuoteAValue) {
  const Status checked =
      check_csv("model", rule(), bytes_of("group,n,mean,done\nSmith,3,1,true\n"));
  EXPECT_EQ(checked.error().to_string().find("Smith"), std::string::npos);
  EXPECT_EQ(checked.error().to_string().find("saw 3"), std::string::npos);
  const Status typed =
      check_csv("model", rule(), bytes_of("group,n,mean,done\nSmith,secret,1,true\n"));
  EXPECT_EQ(typed.error().to_string().find("secret"), std::string::npos);
}

TEST(Csv, ManyFieldsInOneRowAreRefusedBeforeTheyTakeMemory) {
  EXPECT_NE(verdict(std::string(8U << 20, ',')).find("wrong number of columns"), std::string::npos);
}

TEST(Csv, TruncationsEndInAVerdict) {
  const std::string text = "group,n,mean,done\n\"a\"\"b\",10,0.5,true\r\n";
  testkit::for_each_truncation(bytes_of(text), [](ByteView prefix) {
    static_cast<void>(check_csv("model", rule(), prefix));
  });
}

TEST(Csv, WithoutADisclosureRuleCountsAreFree) {
  contract::Output open = rule();
  open.min_group_size.reset();
  EXPECT_TRUE(check_csv("model", open, bytes_of("group,n,mean,done\na,1,1,true\n")).ok());
}

}  // namespace
}  // namespace anchorhold::agent

#include "evidence/dcap/quote.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/forged_dcap.h"
#include "testkit/little_endian.h"

namespace anchorhold::dcap {
namespace {

using testkit::DcapForge;
using testkit::QuoteParts;

const DcapForge& forge() {
  static const DcapForge instance;
  return instance;
}

std::vector<QuoteParts> every_form() {
  return {forge().sgx(3), forge().sgx(4),     forge().tdx_1_0(4),
          forge().sgx(5), forge().tdx_1_0(5), forge().tdx_1_5()};
}

bool parses(const QuoteParts& parts) {
  return parse_quote(forge().sign(parts)).ok();
}

Code refusal(ByteView bytes) {
  const auto parsed = parse_quote(bytes);
  return parsed.ok() ? Code::internal : parsed.error().code;
}

TEST(Quote, EveryFormIsReadBack) {
  for (const QuoteParts& parts : every_form()) {
    SCOPED_TRACE(parts.version);
    const Bytes bytes = forge().sign(parts);
    const auto parsed = parse_quote(bytes);
    ASSERT_TRUE(parsed.ok()) << parsed.error().to_string();
    const Quote& quote = parsed->claimed();
    EXPECT_EQ(quote.header.version, parts.version);
    EXPECT_EQ(static_cast<uint32_t>(quote.header.tee), parts.tee);
    if (const auto* enclave = std::get_if<EnclaveReport>(&quote.body)) {
      EXPECT_EQ(*enclave, DcapForge::enclave());
    } else {
      const bool newer = parts.body_type == 3;
      EXPECT_EQ(std::get<TdReport>(quote.body),
                DcapForge::td(newer ? TdVersion::v1_5 : TdVersion::v1_0));
    }
    const size_t descriptor = parts.version == 5 ? 6 : 0;
    EXPECT_EQ(quote.signed_bytes.size(), 48 + descriptor + parts.body.size());
    EXPECT_EQ(quote.qe.report.mrsigner, parts.qe_report.mrsigner);
    EXPECT_EQ(copy_of(quote.qe.auth_data), parts.auth_data);
    EXPECT_EQ(quote.qe.inner.type, CertificationType::pck_chain);
    EXPECT_EQ(copy_of(quote.qe.inner.bytes), parts.inner);
    EXPECT_EQ(quote.padding, 0U);
    EXPECT_TRUE(looks_like_quote(bytes));
  }
}

TEST(Quote, EveryTruncationIsRefused) {
  for (const QuoteParts& parts : every_form()) {
    testkit::for_each_truncation(forge().sign(parts), [](ByteView prefix) {
      EXPECT_FALSE(parse_quote(prefix).ok()) << prefix.size();
      (void)looks_like_quote(prefix);
    });
  }
}

TEST(Quote, ZeroPaddingIsToleratedAndCounted) {
  QuoteParts parts = forge().tdx_1_0(4);
  parts.padding = Bytes(3065);
  const Bytes bytes = forge().sign(parts);
  const auto parsed = parse_quote(bytes);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->claimed().padding, 3065U);
  parts.padding.back() = 1;
  EXPECT_EQ(refusal(forge().sign(parts)), Code::malformed);
}

TEST(Quote, OtherVersionsKeysTeesAndVendorsAreRefused) {
  for (const uint16_t version : std::initializer_list<uint16_t>{0, 1, 2, 6, 0xffff}) {
    QuoteParts parts = forge().tdx_1_0(4);
    parts.version = version;
    EXPECT_EQ(refusal(forge().sign(parts)), Code::unsupported) << version;
  }
  for (const uint16_t type : std::initializer_list<uint16_t>{0, 1, 3, 0x200}) {
    QuoteParts parts = forge().sgx(3);
    parts.key_type = type;
    EXPECT_EQ(refusal(forge().sign(parts)), Code::unsupported) << type;
  }
  QuoteParts parts = forge().tdx_1_0(4);
  parts.tee = 0x82;
  EXPECT_FALSE(parses(parts));
  parts = forge().sgx(3);
  parts.tee = 0x81;
  EXPECT_FALSE(parses(parts)) << "version 3 knows SGX only";
  parts = forge().sgx(3);
  parts.vendor[15] ^= 1;
  EXPECT_EQ(refusal(forge().sign(parts)), Code::unsupported);
}

TEST(Quote, TypeAndSizeOfABodyMustFitEachOtherAndTheTee) {
  for (const uint16_t type : std::initializer_list<uint16_t>{0, 1, 2, 4, 0xffff}) {
    QuoteParts parts = forge().tdx_1_5();
    parts.body_type = type;
    EXPECT_FALSE(parses(parts)) << type;
  }
  QuoteParts parts = forge().sgx(5);
  parts.tee = 0x81;
  EXPECT_FALSE(parses(parts));
  parts = forge().tdx_1_5();
  parts.tee = 0;
  EXPECT_FALSE(parses(parts));
}

TEST(Quote, ReservedBytesOfEnclaveReportsMustBeZero) {
  struct Span {
    size_t offset, size;
  };
  for (const Span span : {Span{20, 12}, Span{96, 32}, Span{160, 32}, Span{262, 42}}) {
    for (size_t i = span.offset; i < span.offset + span.size; ++i) {
      QuoteParts parts = forge().sgx(3);
      parts.body[i] = 1;
      EXPECT_FALSE(parses(parts)) << i;
    }
  }
}

TEST(Quote, CertificationDataThatCertifiesNothingIsRefused) {
  for (const uint16_t type : std::initializer_list<uint16_t>{0, 6, 7, 8, 0xffff}) {
    for (QuoteParts parts : {forge().sgx(3), forge().tdx_1_0(4)}) {
      parts.inner_type = type;
      EXPECT_EQ(refusal(forge().sign(parts)), Code::unsupported) << type;
    }
  }
  for (const uint16_t type : std::initializer_list<uint16_t>{1, 2, 3, 4}) {
    QuoteParts parts = forge().sgx(3);
    parts.inner_type = type;
    EXPECT_TRUE(parses(parts)) << type;
  }
  QuoteParts parts = forge().tdx_1_0(4);
  parts.outer_type = 5;
  EXPECT_FALSE(parses(parts));
}

// Every length of a quote, given other values than its own.
TEST(Quote, EveryLengthMustAgreeWithTheOneAroundIt) {
  struct Length {
    size_t offset, bytes;
  };
  const size_t section = 48 + td_report_size;
  const size_t outer = section + 4 + 128 + 2;
  const size_t auth = outer + 4 + enclave_report_size + 64;
  const size_t inner = auth + 2 + 32 + 2;
  const Bytes good = forge().sign(forge().tdx_1_0(4));
  for (const Length length :
       {Length{section, 4}, Length{outer, 4}, Length{auth, 2}, Length{inner, 4}}) {
    uint32_t own = 0;
    for (size_t i = length.bytes; i > 0; --i) own = own << 8 | good[length.offset + i - 1];
    for (const uint32_t value : {own + 1, own - 1, own + 64, 0U, 0xffffU, 0xffffffffU}) {
      Bytes bytes = good;
      for (size_t i = 0; i < length.bytes; ++i)
        bytes[length.offset + i] = static_cast<uint8_t>(value >> (8 * i));
      EXPECT_FALSE(parse_quote(bytes).ok()) << length.offset << " = " << value;
    }
  }
}

TEST(Quote, NothingMayBeLeftOverInsideTheSignatureSection) {
  for (const QuoteParts& parts : {forge().sgx(3), forge().tdx_1_0(4)}) {
    Bytes bytes = forge().sign(parts);
    const size_t section = 48 + parts.body.size();
    bytes.push_back(0);
    const auto size = static_cast<uint32_t>(bytes.size() - section - 4);
    Bytes length;
    testkit::put_u32(length, size);
    std::copy(length.begin(), length.end(), bytes.begin() + static_cast<std::ptrdiff_t>(section));
    EXPECT_FALSE(parse_quote(bytes).ok());
  }
}

TEST(Quote, OnlyQuotesLookLikeQuotes) {
  EXPECT_FALSE(looks_like_quote({}));
  EXPECT_FALSE(looks_like_quote(Bytes(1024)));
  EXPECT_FALSE(
      looks_like_quote(bytes_of("\x89PNG and many more bytes, enough for a header of it")));
}

}  // namespace
}  // namespace anchorhold::dcap

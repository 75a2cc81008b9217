#include "testkit/forged_hcl.h"

#include <algorithm>

#include "base/base64.h"
#include "testkit/little_endian.h"

namespace anchorhold::testkit {
namespace {

constexpr size_t hardware_area = 1184;
constexpr uint32_t runtime_header = 20;
constexpr uint32_t before_runtime = 32 + hardware_area;

}  // namespace

Bytes forge_hcl_report(const HclSpec& spec) {
  const auto real_size = static_cast<uint32_t>(spec.runtime_data.size());
  const uint32_t data_size = spec.data_size.value_or(runtime_header + real_size);
  Bytes out = spec.magic;
  put_u32(out, spec.version);
  put_u32(out, spec.report_size.value_or(before_runtime + runtime_header + real_size));
  put_u32(out, spec.request);
  put_u32(out, spec.status);
  out.resize(out.size() + 12);
  append(out, spec.hardware_report);
  out.resize(before_runtime);
  put_u32(out, data_size);
  put_u32(out, spec.runtime_version);
  put_u32(out, spec.hardware_type);
  put_u32(out, spec.hash_type);
  put_u32(out, spec.claims_size.value_or(real_size));
  append(out, bytes_of(spec.runtime_data));
  out.resize(std::max(out.size(), spec.file_size));
  return out;
}

std::string forge_runtime_data(const crypto::SubjectKey& ak) {
  const std::string n = to_base64(ak.modulus(), Base64::url);
  const std::string e = to_base64(ak.exponent(), Base64::url);
  const auto key = [&](const std::string& name, const std::string& operation) {
    return R"({"kid":")" + name + R"(","key_ops":[")" + operation + R"("],"kty":"RSA","e":")" + e +
           R"(","n":")" + n + R"("})";
  };
  return R"({"keys":[)" + key("HCLAkPub", "sign") + "," + key("HCLEkPub", "encrypt") +
         R"(],"vm-configuration":{"console-enabled":false,"current-time":1678652405,)"
         R"("root-cert-thumbprint":"","secure-boot":true,"tpm-enabled":true,)"
         R"("vmUniqueId":"390CBCF5-6C67-4D9B-98EF-C3F1699CC8FC"},"user-data":")" +
         std::string(126, '0') + R"(AB"})";
}

Bytes forge_td_report(ByteView report_data) {
  Bytes out(1024);
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<uint8_t>(i * 7 + i / 256);
  out[0] = 0x81;
  std::ranges::copy(report_data, out.begin() + 128);
  return out;
}

}  // namespace anchorhold::testkit

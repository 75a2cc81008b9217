#pragma once
// The forms in which reports are handed over: one raw report, or a JSON list of reports with their
// certificates.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crypto/x509.h"
#include "evidence/nvgpu/spdm.h"

namespace anchorhold::nvgpu {

// Device: one device's report as it was handed over.
struct Device {
  std::string name;  // "device[0]"
  Bytes bytes;
  Report report;  // of `bytes`
  std::optional<std::string> stated_architecture = {};
  std::optional<Bytes> stated_nonce = {};
  std::vector<crypto::Certificate> certificates = {};
};

// read_submission: a raw report, whose certificates the caller adds, or JSON: an array of {arch,
// evidence, certificate, nonce} as NVIDIA's SDK writes it, or an object with such an array named
// "evidence_list" or "device_evidence_list". Evidence and certificates are base64; members that
// this module does not know are ignored. At most 64 devices.
Result<std::vector<Device>> read_submission(ByteView evidence,
                                            crypto::CertificateCache* cache = nullptr);

// looks_like_submission: whether the bytes are probably one of these forms.
bool looks_like_submission(ByteView bytes);

}  // namespace anchorhold::nvgpu

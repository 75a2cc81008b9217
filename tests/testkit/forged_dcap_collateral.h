#pragma once
// Intel's collateral for the platform of DcapForge: TCB infos and enclave identities, signed under
// a test root.

#include <string>
#include <string_view>

#include "codec/json.h"
#include "crypto/keys.h"
#include "evidence/dcap/enclave_identity.h"
#include "evidence/dcap/tcb_info.h"

namespace anchorhold::testkit {

// current_tcb_info, current_identity: documents of a week before DcapForge::at() by which the
// quotes of DcapForge are up to date. Every level below the first is worse than the one above it
// and has advisories.
dcap::TcbInfo current_tcb_info(dcap::TeeType tee);
dcap::EnclaveIdentity current_identity(dcap::TeeType tee);

// current_platform: what the quotes of DcapForge give to the matching against collateral. TDs are
// of module 1.5, and run under the module under which they were launched.
dcap::TcbInput current_platform(dcap::TeeType tee);

// tcb_info_json, identity_json: as Intel writes them, in the version that `info` names.
json::Value tcb_info_json(const dcap::TcbInfo& info);
json::Value identity_json(const dcap::EnclaveIdentity& identity);

inline constexpr std::string_view kTcbInfo = "tcbInfo";
inline constexpr std::string_view kEnclaveIdentity = "enclaveIdentity";

// sign_collateral: {"<name>":<value>,"signature":"..."}, by `key` over the bytes of `value`.
std::string sign_collateral(std::string_view name, std::string_view value,
                            const crypto::PrivateKey& key);

// The same of a document as it stands.
std::string sign_collateral(const dcap::TcbInfo& info, const crypto::PrivateKey& key);
std::string sign_collateral(const dcap::EnclaveIdentity& identity, const crypto::PrivateKey& key);

}  // namespace anchorhold::testkit

#include "evidence/snp/checks.h"
#include "evidence/snp/id_block.h"
#include "verifier/format.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

bool is_id_block(ByteView evidence) {
  return evidence.size() == snp::id_block_size && snp::parse_id_block(evidence).ok();
}

Verification verify_snp_id_block(const Request& request) {
  return snp::verify_id_block(request.evidence, request.material.first(role::auth_info));
}

}  // namespace

const Format snp_id_block_format = {"snp-id-block", "AMD SEV-SNP ID block", is_id_block,
                                    verify_snp_id_block, snp::id_block_check_table};

}  // namespace anchorhold::verifier

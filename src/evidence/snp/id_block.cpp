#include "evidence/snp/id_block.h"

#include <algorithm>

#include "base/reader.h"
#include "crypto/hash.h"
#include "crypto/subject_key.h"
#include "evidence/snp/checks.h"
#include "evidence/snp/little_endian.h"
#include "evidence/snp/report.h"

namespace anchorhold::snp {
namespace {

constexpr std::string_view block_object = "ID block";
constexpr std::string_view auth_object = "ID authentication";
constexpr uint32_t curve_p384 = 2;
constexpr size_t key_field = 1028;

Status expect_size(std::string_view object, ByteView bytes, size_t size) {
  if (bytes.size() == size) return {};
  return Error{Code::malformed, std::string(object), "wrong length"}
      .want(std::to_string(size) + " bytes")
      .saw(std::to_string(bytes.size()))
      .advise("give the structure itself, base64 decoded");
}

// A key's structure: curve, x, y, zeros.
Status read_key(ByteView field, SignedKey& key) {
  Reader in(auth_object, field);
  AH_ASSIGN(const uint32_t curve, in.u32le());
  if (curve != curve_p384) return in.error("a key on another curve than P-384");
  AH_ASSIGN(const auto x, read_p384_number(in));
  AH_ASSIGN(const auto y, read_p384_number(in));
  AH_TRY(in.zeros(in.remaining()));
  key.point[0] = 0x04;
  std::ranges::copy(x, key.point.begin() + 1);
  std::ranges::copy(y, key.point.begin() + 1 + p384_size);
  key.key_digest = crypto::sha384(field);
  return {};
}

Result<SignedKey> read_signed_key(Reader& in, ByteView& field) {
  SignedKey out;
  AH_ASSIGN(out.signature, read_p384_signature(in));
  AH_ASSIGN(field, in.view(key_field));
  AH_TRY(read_key(field, out));
  return out;
}

Status check_signature(const SignedKey& by, ByteView message) {
  AH_ASSIGN(const crypto::SubjectKey key,
            crypto::SubjectKey::from_ec_point(auth_object, crypto::KeyKind::p384, by.point));
  if (crypto::verify(key, {crypto::SignatureKind::ecdsa, crypto::HashKind::sha384}, message,
                     by.signature))
    return {};
  return Error{Code::denied, std::string(auth_object), "the signature is not this key's"};
}

Claims claims_of(const IdBlock& block, const IdAuth& auth) {
  Claims claims;
  claims.tee = TeeKind::snp;
  claims.format = "AMD SEV-SNP ID block";
  claims.measurements = {{"measurement", copy_of(block.launch_digest)},
                         {"family_id", copy_of(block.family_id)},
                         {"image_id", copy_of(block.image_id)}};
  claims.signers = {{"id_key_digest", copy_of(auth.id.key_digest)}};
  if (auth.author) claims.signers["author_key_digest"] = copy_of(auth.author->key_digest);
  claims.security_version = block.guest_svn;
  claims.debug = ((block.policy >> policy_debug_bit) & 1U) != 0;
  for (const auto& [name, value] : claims.measurements) claims.vendor[name] = value;
  for (const auto& [name, value] : claims.signers) claims.vendor[name] = value;
  claims.vendor["id_block_version"] = uint64_t{block.version};
  claims.vendor["guest_svn"] = uint64_t{block.guest_svn};
  claims.vendor["guest_policy"] = block.policy;
  return claims;
}

}  // namespace

Result<Unverified<IdBlock>> parse_id_block(ByteView bytes) {
  AH_TRY(expect_size(block_object, bytes, id_block_size));
  Reader in(block_object, bytes);
  IdBlock out;
  AH_ASSIGN(out.launch_digest, in.bytes<48>());
  AH_ASSIGN(out.family_id, in.bytes<16>());
  AH_ASSIGN(out.image_id, in.bytes<16>());
  AH_ASSIGN(out.version, in.u32le());
  if (out.version != 1) {
    return Error{Code::unsupported, std::string(block_object), "unknown version"}.want("1").saw(
        std::to_string(out.version));
  }
  AH_ASSIGN(out.guest_svn, in.u32le());
  AH_ASSIGN(out.policy, in.u64le());
  return Unverified<IdBlock>(out);
}

Result<Unverified<IdAuth>> parse_id_auth(ByteView bytes) {
  AH_TRY(expect_size(auth_object, bytes, id_auth_size));
  Reader in(auth_object, bytes);
  AH_ASSIGN(const uint32_t id_algorithm, in.u32le());
  AH_ASSIGN(const uint32_t author_algorithm, in.u32le());
  if (id_algorithm != ecdsa_p384_sha384 || author_algorithm > ecdsa_p384_sha384) {
    return Error{Code::unsupported, std::string(auth_object), "another algorithm"}.want(
        "1, ECDSA P-384 with SHA-384");
  }
  AH_TRY(in.zeros(56));
  IdAuth out;
  ByteView field;
  AH_ASSIGN(out.id, read_signed_key(in, field));
  out.id_key = copy_of(field);
  AH_TRY(in.zeros(60));
  AH_TRY(in.at(0x680));
  if (std::ranges::all_of(bytes.subspan(in.offset()), [](uint8_t b) { return b == 0; }))
    return Unverified<IdAuth>(std::move(out));
  if (author_algorithm != ecdsa_p384_sha384) return in.error("an author key without algorithm");
  AH_ASSIGN(out.author, read_signed_key(in, field));
  AH_TRY(in.zeros(in.remaining()));
  return Unverified<IdAuth>(std::move(out));
}

Verification verify_id_block(ByteView id_block, ByteView id_auth) {
  CheckRun run(id_block_check_table());
  const auto block = parse_id_block(id_block);
  const auto auth = parse_id_auth(id_auth);
  if (!block.ok() || !auth.ok()) {
    const Error& error = block.ok() ? auth.error() : block.error();
    run.fail(id_block_structure_check, error.object, error.to_string());
    return unreadable(std::move(run));
  }
  const IdAuth& keys = auth->claimed();
  run.pass(id_block_structure_check, std::string(block_object), "well-formed");
  run.judge(id_block_signature_check, std::string(block_object), check_signature(keys.id, id_block),
            "good");
  if (keys.author)
    run.judge(author_signature_check, "ID key", check_signature(*keys.author, keys.id_key), "good");
  else
    run.not_applicable(author_signature_check, "the ID key has no author");
  return conclude(std::move(run), claims_of(block->claimed(), keys));
}

}  // namespace anchorhold::snp

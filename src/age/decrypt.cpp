#include "age/decrypt.h"

#include "age/armor.h"
#include "age/unwrap.h"

namespace anchorhold::age {

namespace {

Result<bool> is_armored(BlockSource& file, ArmorRule rule) {
  if (rule == ArmorRule::required) return true;
  AH_ASSIGN(const bool armored, looks_armored(file));
  if (armored && rule == ArmorRule::refused) {
    return Error{Code::unsupported, std::string(layer::armor), "armor is not accepted here"}.advise(
        "encrypt without -a");
  }
  return armored;
}

Status decrypt_binary(BlockSource& file, Sink& plain, const Keys& keys, const Rules& rules) {
  AH_ASSIGN(const Bytes head, read_head(file));
  AH_ASSIGN(ChunkOpener opener, unlock(head, keys, rules));
  return open_stream(file, plain, opener);
}

}  // namespace

Status decrypt(BlockSource& file, Sink& plain, const Keys& keys, const Rules& rules) {
  AH_ASSIGN(const bool armored, is_armored(file, rules.armor));
  if (!armored) return decrypt_binary(file, plain, keys, rules);
  ArmorSource armor(file);
  BufferedBlocks binary(armor);
  return decrypt_binary(binary, plain, keys, rules);
}

Status decrypt(Source& file, Sink& plain, const Keys& keys, const Rules& rules) {
  BufferedBlocks blocks(file);
  return decrypt(blocks, plain, keys, rules);
}

}  // namespace anchorhold::age

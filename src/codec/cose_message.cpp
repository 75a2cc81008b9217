// Any COSE_Sign1, under the rules of a format.

#include <array>

#include "codec/cose.h"
#include "codec/cose_parts.h"

namespace anchorhold::cose {
namespace {

constexpr int64_t crit_label = 2;
constexpr int64_t content_type_label = 3;
constexpr int64_t kid_label = 4;
constexpr int64_t x5chain_label = 33;
constexpr int64_t x5t_label = 34;
constexpr size_t max_depth = 12;
constexpr size_t max_items = 512;

struct TaggedKind {
  uint64_t tag;
  std::string_view name;
};
constexpr std::array<TaggedKind, 5> other_kinds = {{{16, "COSE_Encrypt0"},
                                                    {17, "COSE_Mac0"},
                                                    {96, "COSE_Encrypt"},
                                                    {97, "COSE_Mac"},
                                                    {98, "COSE_Sign"}}};

Error wrong_kind(std::string_view where, std::string_view name, const cbor::Value& value) {
  return malformed(where, std::string(name) + " is of the wrong type")
      .saw(std::string(cbor::kind_name(value.kind())));
}

Status read_content_type(std::string_view where, const cbor::Value& value, Header& header) {
  header.type_text = value.as_text();
  header.type_number = value.as_uint();
  if (!header.type_text && !header.type_number) return wrong_kind(where, "content type", value);
  return {};
}

// RFC 9360 section 2: one certificate is a byte string, more are an array of at least two.
Status read_chain(std::string_view where, const cbor::Value& value, size_t limit, Header& header) {
  if (const auto one = value.as_bytes()) {
    header.x5chain.push_back(*one);
    return {};
  }
  if (value.kind() != cbor::Kind::array || value.items().size() < 2) {
    return wrong_kind(where, "x5chain", value);
  }
  if (value.items().size() > limit) {
    return Error{Code::limit_exceeded, std::string(where), "too many certificates in x5chain"}
        .want("at most " + std::to_string(limit))
        .saw(std::to_string(value.items().size()));
  }
  for (const cbor::Value& item : value.items()) {
    const auto der = item.as_bytes();
    if (!der) return wrong_kind(where, "a certificate in x5chain", item);
    header.x5chain.push_back(*der);
  }
  return {};
}

Status read_thumbprint(std::string_view where, const cbor::Value& value, Header& header) {
  if (value.kind() != cbor::Kind::array || value.items().size() != 2) {
    return wrong_kind(where, "x5t", value);
  }
  const auto algorithm = value.items()[0].as_int();
  const auto hash = value.items()[1].as_bytes();
  if (!algorithm || !hash) return malformed(where, "x5t is not an algorithm number and a hash");
  header.x5t = Thumbprint{.hash_algorithm = *algorithm, .hash = *hash};
  return {};
}

Result<Header> read_header(std::string_view where, cbor::Value map, size_t max_chain) {
  Header header;
  if (map.kind() != cbor::Kind::map) return wrong_kind(where, "the header", map);
  if (map.find(crit_label) != nullptr) {
    return Error{Code::unsupported, std::string(where), "it has critical headers"}
        .want("no label 2 (crit)")
        .advise("nothing that a critical header could demand is understood");
  }
  if (const cbor::Value* alg = map.find(alg_label)) {
    header.alg = alg->as_int();
    if (!header.alg) return wrong_kind(where, "alg", *alg);
  }
  if (const cbor::Value* type = map.find(content_type_label)) {
    AH_TRY(read_content_type(where, *type, header));
  }
  if (const cbor::Value* kid = map.find(kid_label)) {
    header.kid = kid->as_bytes();
    if (!header.kid) return wrong_kind(where, "kid", *kid);
  }
  if (const cbor::Value* chain = map.find(x5chain_label)) {
    AH_TRY(read_chain(where, *chain, max_chain, header));
  }
  if (const cbor::Value* x5t = map.find(x5t_label)) AH_TRY(read_thumbprint(where, *x5t, header));
  header.map = std::move(map);
  return header;
}

// The protected header is a byte string with a map in it; an empty string stands for the empty map.
Result<Header> read_protected(const std::string& where, ByteView encoded, size_t max_chain) {
  if (encoded.empty()) return malformed(where, "it is empty, without alg");
  AH_ASSIGN(cbor::Value map,
            cbor::decode(where, encoded, {.max_depth = max_depth, .max_items = max_items}));
  AH_ASSIGN(Header header, read_header(where, std::move(map), max_chain));
  if (!header.alg) return malformed(where, "alg is missing");
  return header;
}

bool same_label(const cbor::Value& a, const cbor::Value& b) {
  if (a.kind() != b.kind()) return false;
  return a.kind() == cbor::Kind::text ? a.as_text() == b.as_text() : a.argument() == b.argument();
}

// RFC 9052 section 3: a label stands in one of the two maps only.
Status refuse_shared_labels(std::string_view object, const Header& header,
                            const Header& unprotected) {
  if (unprotected.alg) return malformed(object, "alg stands in the unprotected header");
  for (size_t i = 0; i < header.map.map_size(); ++i) {
    for (size_t j = 0; j < unprotected.map.map_size(); ++j) {
      if (same_label(header.map.key(i), unprotected.map.key(j))) {
        return malformed(object, "a label stands in both headers");
      }
    }
  }
  return {};
}

Result<const cbor::Value*> untag(std::string_view object, const cbor::Value& root,
                                 const HeaderRules& rules) {
  if (root.kind() != cbor::Kind::tag) {
    if (!rules.allow_untagged) return malformed(object, "it has no tag").want("tag 18, COSE_Sign1");
    return &root;
  }
  if (root.argument() == sign1_tag) return &root.items().front();
  for (const TaggedKind& other : other_kinds) {
    if (root.argument() != other.tag) continue;
    return Error{Code::unsupported, std::string(object), "it is a " + std::string(other.name)}
        .want("a COSE_Sign1")
        .advise("only evidence that is signed with a private key can be verified by others");
  }
  return malformed(object, "not a COSE_Sign1")
      .want("tag 18")
      .saw("tag " + std::to_string(root.argument()));
}

}  // namespace

Result<Message> parse_sign1_any(std::string_view object, ByteView message,
                                const HeaderRules& rules) {
  AH_ASSIGN(const cbor::Value root,
            cbor::decode(object, message, {.max_depth = max_depth, .max_items = max_items}));
  return parse_sign1_any(object, root, rules);
}

Result<Message> parse_sign1_any(std::string_view object, const cbor::Value& root,
                                const HeaderRules& rules) {
  AH_ASSIGN(const cbor::Value* array, untag(object, root, rules));
  if (array->kind() != cbor::Kind::array || array->items().size() != 4) {
    return malformed(object, "not a COSE_Sign1").want("an array of four");
  }
  const auto& items = array->items();
  const auto encoded = items[0].as_bytes();
  const auto signature = items[3].as_bytes();
  if (!encoded) return malformed(object, "the protected header is not a byte string");
  if (!signature) return malformed(object, "the signature is not a byte string");
  const std::string where(object);
  Message out;
  out.tagged = root.kind() == cbor::Kind::tag;
  out.protected_header = *encoded;
  out.payload = items[2].as_bytes();
  out.signature = *signature;
  AH_ASSIGN(out.header, read_protected(where + ".protected", *encoded, rules.max_chain));
  AH_ASSIGN(out.unprotected, read_header(where + ".unprotected", items[1], rules.max_chain));
  if (!rules.allow_unprotected && out.unprotected.map.map_size() != 0) {
    return malformed(object, "the unprotected header is not an empty map");
  }
  AH_TRY(refuse_shared_labels(object, out.header, out.unprotected));
  if (!out.payload && !(rules.allow_detached && items[2].is_null())) {
    return malformed(object, "the payload is not an attached byte string");
  }
  return out;
}

}  // namespace anchorhold::cose

#pragma once
// NSM documents under a test root: good ones, and ones with any one thing wrong but a valid
// signature.

#include <map>
#include <string>
#include <vector>

#include "evidence/nsm/anchor.h"
#include "evidence/nsm/document.h"
#include "testkit/forged_chain.h"
#include "testkit/forged_cose.h"

namespace anchorhold::testkit {

// PayloadEntry: one pair of the payload map, both sides encoded, so that anything can stand there.
struct PayloadEntry {
  std::string key;
  Bytes value;
};

enum class MapForm : uint8_t { definite, indefinite };

// PayloadEntries: a document's payload as a list to edit.
class PayloadEntries {
 public:
  explicit PayloadEntries(const nsm::Document& document);
  PayloadEntries& set(std::string_view key, Bytes encoded_value);  // replaces, or appends
  PayloadEntries& append(std::string_view key, Bytes encoded_value);
  PayloadEntries& remove(std::string_view key);
  const Bytes& value(std::string_view key) const;
  Bytes encode(MapForm form = MapForm::definite) const;

 private:
  std::vector<PayloadEntry> entries_;
};

// CoseParts: the four members of a COSE_Sign1, each an encoded CBOR item.
struct CoseParts {
  Bytes protected_header;
  Bytes unprotected;
  Bytes payload;
  Bytes signature;

  Bytes encode() const;
};

// NsmForge: a chain and a key to sign documents with. The chain's leaf is valid around at().
class NsmForge {
 public:
  explicit NsmForge(uint64_t seed = 1);
  NsmForge(const ChainSpec& spec, uint64_t seed);

  static std::string module_id();
  static Time at();
  static ChainSpec chain_spec() { return nitro_like(at(), module_id()); }

  nsm::Anchor anchor() const { return nsm::SoftwareAnchor{chain_.root()}; }
  const ForgedChain& chain() const { return chain_; }

  // document: a good one with all options set.
  nsm::Document document() const;
  // good: the same, signed.
  Bytes good() const { return sign(document()); }
  Bytes sign(const nsm::Document& document) const;
  // The same for a payload of any content, and for header bytes of any content.
  Bytes sign_payload(ByteView payload) const;
  CoseParts parts(ByteView protected_header, ByteView payload) const;

 private:
  ForgedChain chain_;
};

}  // namespace anchorhold::testkit

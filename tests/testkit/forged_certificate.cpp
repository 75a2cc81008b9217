#include "testkit/forged_certificate.h"

#include "testkit/forged_ca.h"

namespace anchorhold::testkit {
namespace {

constexpr der::Oid authority_key_identifier = der::Oid::of({2, 5, 29, 35});
constexpr der::Oid crl_number = der::Oid::of({2, 5, 29, 20});
constexpr size_t algorithm_position = 2;   // in a TBSCertificate of version 3
constexpr size_t extensions_position = 7;  // in one without unique identifiers

Bytes algorithm_of(crypto::Algorithm algorithm) {
  switch (algorithm) {
    case crypto::Algorithm::es256:
      return der::sequence({der::oid(der::Oid::of({1, 2, 840, 10045, 4, 3, 2}))});
    case crypto::Algorithm::es384:
      return der::sequence({der::oid(der::Oid::of({1, 2, 840, 10045, 4, 3, 3}))});
    case crypto::Algorithm::ed25519:
      break;
  }
  return der::sequence({der::oid(der::Oid::of({1, 3, 101, 112}))});
}

Bytes sign_tbs(ByteView tbs, const crypto::PrivateKey& key) {
  Bytes signature = key.sign(tbs).value();
  if (key.algorithm() != crypto::Algorithm::ed25519) {
    const ByteView raw(signature);
    signature = der::sequence({der::unsigned_integer(raw.first(raw.size() / 2)),
                               der::unsigned_integer(raw.subspan(raw.size() / 2))});
  }
  return der::sequence({tbs, algorithm_of(key.algorithm()), der::bit_string(signature)});
}

Bytes revoked_entry(ByteView serial, Time date) {
  return der::sequence({der::unsigned_integer(serial), der::time(date)});
}

}  // namespace

Bytes with_extension(ByteView certificate, const der::Oid& oid, bool critical, ByteView value,
                     const crypto::PrivateKey& issuer_key) {
  der::Cursor outer("certificate", certificate);
  der::Cursor parts = outer.enter(der::kSequence).value();
  der::Cursor fields = parts.enter(der::kSequence).value();
  Bytes content;
  for (size_t i = 0; !fields.empty(); ++i) {
    const der::Element field = fields.next().value();
    if (i == algorithm_position) {
      append(content, algorithm_of(issuer_key.algorithm()));
    } else if (i == extensions_position) {
      der::Cursor list("extensions", field.content);
      const der::Element present = list.next().value();
      append(content,
             der::element(der::context(3),
                          {der::sequence({present.content, extension(oid, critical, value)})}));
    } else {
      append(content, field.whole);
    }
  }
  return sign_tbs(der::sequence({content}), issuer_key);
}

Bytes forge_crl(const CrlSpec& spec, const crypto::PrivateKey& issuer_key) {
  Bytes entries;
  for (const Bytes& serial : spec.serials) append(entries, revoked_entry(serial, spec.this_update));
  Bytes extensions = extension(crl_number, false, der::integer(1));
  if (spec.authority_key_id) {
    const Bytes key_id = der::element(der::context_primitive(0), {*spec.authority_key_id});
    append(extensions, extension(authority_key_identifier, false, der::sequence({key_id})));
  }
  const Bytes tbs = der::sequence({der::integer(1), algorithm_of(issuer_key.algorithm()),
                                   spec.issuer, der::time(spec.this_update),
                                   spec.next_update ? der::time(*spec.next_update) : Bytes(),
                                   entries.empty() ? Bytes() : der::sequence({entries}),
                                   der::element(der::context(0), {der::sequence({extensions})})});
  return sign_tbs(tbs, issuer_key);
}

}  // namespace anchorhold::testkit

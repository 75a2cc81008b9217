#pragma once
// Wrappers in their two encodings.

#include "evidence/cmw/message.h"

namespace anchorhold::cmw {

// read_cbor, read_json: the one message that `bytes` is, under the rules of parse_message.
Result<Message> read_cbor(ByteView bytes);
Result<Message> read_json(ByteView bytes);

// Count: bounds collections while they are read.
class Count {
 public:
  // entry: one more record or collection; an error past max_entries. enter: one level deeper; an
  // error past max_depth.
  Status entry();
  Status enter();
  void leave() { --depth_; }

 private:
  size_t entries_ = 0;
  size_t depth_ = 0;
};

// make_record: a record after the rules that both encodings share.
Result<Record> make_record(Type type, Bytes value, std::optional<uint64_t> indicators);

// add_entry: refuses a label that is there already, also as a number in one and text in the other.
Status add_entry(Collection& collection, Label label, Message message);

// check_collection: refuses one without entries.
Status check_collection(const Collection& collection);

}  // namespace anchorhold::cmw

#pragma once
// What agent and spawner say to each other: one SEQPACKET message each, big endian, first byte the
// kind.

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "workload/limits.h"

namespace anchorhold::workload {

inline constexpr size_t max_message_bytes = 128U << 10;

enum class Kind : uint8_t {
  prepare,  // agent: Space, Limits; answered by three messages, each with a folder
  launch,   // agent: Arguments, with the program; answered by done, with the log's pipe if one was
            // asked for
  runner,   // agent: no body, with the channel of a WebAssembly program; before launch
  kill,     // agent: no body
  done,     // spawner: no body
  failed,   // spawner: the reason
  ended,    // spawner: WorkloadEnd
};

struct Prepare {
  Space space;
  Limits limits;
};

struct Arguments {
  std::vector<std::string> argv;
  std::vector<std::string> env;
  Limits limits;
  bool log = false;
};

struct Failed {
  std::string reason;
};

Result<Kind> kind_of(ByteView message);

Bytes encode(Kind bare);
Bytes encode(const Prepare& prepare);
Bytes encode(const Arguments& arguments);
Bytes encode(const Failed& failed);
Bytes encode(const WorkloadEnd& end);

// The decoders take the whole message, its kind included, and refuse anything that encode() would
// not write.
Result<Prepare> decode_prepare(ByteView message);
Result<Arguments> decode_arguments(ByteView message);
Result<Failed> decode_failed(ByteView message);
Result<WorkloadEnd> decode_end(ByteView message);

}  // namespace anchorhold::workload

#pragma once
// The Store on one SQLite file, durable at every commit.

#include "broker/store.h"

namespace anchorhold::broker {

// Durability: `insecure_no_sync` leaves writing to the kernel, for benches: after a power failure
// spent units could come back.
enum class Durability : uint8_t { full, insecure_no_sync };

// open_sqlite_store: `path` must exist unless `create`; then it is made, 0600, and must not exist.
// A write transaction waits a few seconds for another process's, then fails with unavailable.
// malformed: not our file; unsupported: of another version; unavailable: the disk.
struct SqliteOptions {
  bool create = false;
  Durability durability = Durability::full;
};
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, SqliteOptions options);

}  // namespace anchorhold::broker

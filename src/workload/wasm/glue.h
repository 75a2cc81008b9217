#pragma once
// The host as a compiled module holds it.

#include "workload/wasm/host.h"

// The name is wasm2c's, made from that of the import module.
struct Z_wasi_snapshot_preview1_instance_t {
  anchorhold::wasi::Host host;
};

// The one translation unit of a compiled module: what wasm2c wrote, and what the runner asks of it.

#include "app.c"

static Z_app_instance_t module;

void anchorhold_module_instantiate(struct Z_wasi_snapshot_preview1_instance_t* host) {
  Z_app_init_module();
#ifdef ANCHORHOLD_MODULE_IMPORTS
  Z_app_instantiate(&module, host);
#else
  (void)host;
  Z_app_instantiate(&module);
#endif
}

void anchorhold_module_start(void) {
  Z_appZ__start(&module);
}

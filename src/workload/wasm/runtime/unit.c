// The one translation unit of a compiled module: what wasm2c wrote, and what the runner asks of it.

#include "app.c"

static Z_app_instance_t module;

void anchorhold_module_instantiate(void) {
  Z_app_init_module();
#ifdef ANCHORHOLD_MODULE_IMPORTS
  // Imported functions find their host by themselves (glue.cpp).
  Z_app_instantiate(&module, NULL);
#else
  Z_app_instantiate(&module);
#endif
}

void anchorhold_module_start(void) {
  Z_appZ__start(&module);
}

// A read beyond the end of linear memory.
int main(void) {
  const volatile unsigned char* beyond =
      (const volatile unsigned char*)(__builtin_wasm_memory_size(0) * 65536 + 12345);
  return *beyond;
}

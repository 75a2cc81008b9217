// A conversion of what is not a number.
int main(int argc, char** argv) {
  (void)argv;
  volatile double nothing = 0.0 / (argc - 1);
  int out;
  __asm__("local.get %1\n i32.trunc_f64_s\n local.set %0" : "=r"(out) : "r"(nothing));
  return out;
}

// A division by zero.
int main(int argc, char** argv) {
  (void)argv;
  const volatile int zero = argc - 1, hundred = 100;
  return hundred / zero;
}

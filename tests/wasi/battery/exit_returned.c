// What main returns is the status.
int main(void) {
  return 1;
}

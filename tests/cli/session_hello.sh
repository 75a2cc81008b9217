# The five commands of examples/hello/README.md, as they stand there.
. "$(dirname "$0")/session.sh"
cp "$ANCHORHOLD_SOURCE/examples/hello/hello.toml" "$ANCHORHOLD_BIN/examples/hello" .
export HOME=$folder/home
mkdir "$HOME"
# Every block but the first, which finds the build.
awk '/^```sh$/ { inside = 1; block++; next } /^```$/ { inside = 0 } inside && block > 1' \
  "$ANCHORHOLD_SOURCE/examples/hello/README.md" >commands
same "$(awk '/^```sh$/' "$ANCHORHOLD_SOURCE/examples/hello/README.md" | wc -l)" 6
ok bash -euo pipefail commands
says '^Hello, World!$'
ok anchorhold verify out/receipt.json --contract contract.json
ok anchorhold contract explain contract.json
ok anchorhold log show

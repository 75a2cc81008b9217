# docs/exit-codes.md and the program's own last line of help say what src/cli/exit_code.h says.
. "$(dirname "$0")/session.sh"
sed -n '/enum class Exit/,/};/s/^ *\([a-z]*\) = \([0-9]*\), *\/\/ \(.*\)/\2 \1 \3/p' \
  "$ANCHORHOLD_SOURCE/src/cli/exit_code.h" >header
sed -n 's/^| \([0-9]*\) | `\([a-z]*\)` | \([^|]*[^ |]\) *|.*/\1 \2 \3/p' "$ANCHORHOLD_SOURCE/docs/exit-codes.md" >page
[ "$(wc -l <header)" = 8 ] || wrong "the header's table was not understood"
diff header page || wrong "docs/exit-codes.md differs from src/cli/exit_code.h"
anchorhold --help | tail -n 2 >footer
while read -r number _; do grep -q "\b$number [a-z]" footer || wrong "--help does not name exit code $number"; done <header

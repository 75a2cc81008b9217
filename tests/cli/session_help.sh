# Every verb, found from the program itself, explains itself: usage and every option with a word about it, on stdout.
. "$(dirname "$0")/session.sh"

verbs_of() { anchorhold "$@" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]\{1,\}\) .*/\1/p'; }

explain() {
  ok anchorhold "$@" --help
  is_empty stderr
  [ $# = 0 ] || says "^Usage: anchorhold( [a-z]+)? ${*: -1} "
  # A word about an option begins in column 31, or in the next line where the option is long.
  awk '
    bare != "" && substr($0, 1, 20) !~ /^ *$/ { print bare; exit 1 }
    { bare = "" }
    /^  [^ ]/ && substr($0, 31) ~ /^ *$/ { bare = $0 }
    END { if (bare != "") { print bare; exit 1 } }
  ' "$folder/.stdout" || wrong "nothing is said about that: $*"
}

explain
says 'Exit codes: 0 done, 1 usage, 2 malformed, 3 rejected, 4 unavailable, 5 conflict, 6 internal, 7 origin unproven'
count=0
for verb in $(verbs_of); do
  explain "$verb"
  count=$((count + 1))
  for sub in $(verbs_of "$verb"); do
    explain "$verb" "$sub"
    count=$((count + 1))
  done
done
[ "$count" -ge 25 ] || wrong "only $count verbs were found"

ok anchorhold --version
says '^anchorhold [0-9]+\.[0-9]+'
exits 1 anchorhold
exits 1 anchorhold frobnicate
exits 1 anchorhold contract
exits 1 anchorhold run
exits 1 anchorhold measure --no-such-option image
says 'hint: add --help'

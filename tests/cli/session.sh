# Sourced by every session: a fresh folder, the programs on the PATH, and words for what a command must do.
# Needs ANCHORHOLD_BIN (a folder with anchorhold and anchorhold-agent) and CLI_WORKLOAD (the program of workload.cpp).
set -euo pipefail
export LC_ALL=C
unset ANCHORHOLD_HOME
PATH=$ANCHORHOLD_BIN:$PATH
folder=$(mktemp -d "${TMPDIR:-/tmp}/anchorhold-session.XXXXXX")
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"

wrong() {
  echo "WRONG: $*" >&2
  exit 1
}

# runs COMMAND…: shows the command and what it says, and keeps both and its exit code.
runs() {
  command_line="$*"
  printf '$ %s\n' "$command_line"
  code=0
  "$@" >"$folder/.stdout" 2>"$folder/.stderr" || code=$?
  head -n 30 "$folder/.stdout" "$folder/.stderr" | tr -c '[:print:]\n' '.' | cut -c1-300 | sed 's/^/  /'
}

ok() {
  runs "$@"
  [ "$code" = 0 ] || wrong "exit code $code of: $command_line"
}

# quietly COMMAND…: must succeed, and is worth no word then.
quietly() { "$@" >"$folder/.stdout" 2>&1 || wrong "$(cat "$folder/.stdout") from: $*"; }

# exits CODE COMMAND…: the command ends with this code and says why in the one form of errors.
exits() {
  local wanted=$1
  shift
  runs "$@"
  [ "$code" = "$wanted" ] || wrong "exit code $code and not $wanted of: $command_line"
  if grep -q '^anchorhold: error: ' "$folder/.stderr"; then
    grep -qE '^anchorhold: error: .+: .' "$folder/.stderr" || wrong "an error that names no object: $command_line"
    ! grep '^anchorhold: ' "$folder/.stderr" | grep -qvE '^anchorhold: (error|hint): ' ||
      wrong "a line that is neither error nor hint: $command_line"
  else
    grep -qE '^ +fail|REJECTED|: (rejected|consistent|authentic)|"accepted": false' "$folder/.stdout" ||
      wrong "no error and no failed finding: $command_line"
  fi
}

# says REGEX: the last command said it. never REGEX: it did not.
says() { grep -qE -- "$1" "$folder/.stdout" "$folder/.stderr" || wrong "not said: $1"; }
never() { ! grep -qE -- "$1" "$folder/.stdout" "$folder/.stderr" || wrong "said: $1"; }
is_empty() { [ ! -s "$folder/.$1" ] || wrong "$1 is not empty"; }
is_json() { python3 -m json.tool "$folder/.stdout" >/dev/null || wrong "not JSON: $command_line"; }

# json_value EXPRESSION [FILE]: of the last output, as Python writes it: json_value 'd["id"]'.
json_value() { python3 -c "import json,sys; d=json.load(open(sys.argv[1])); print($1)" "${2:-$folder/.stdout}"; }

# nothing_in FOLDER: no result is there; a run makes the folder before it launches, to see that the disk has room.
nothing_in() { [ -z "$(ls -A "$1" 2>/dev/null)" ] || wrong "$1 holds $(ls -A "$1")"; }
missing() { [ ! -e "$1" ] || wrong "$1 is there"; }
same() { [ "$1" = "$2" ] || wrong "'$1' is not '$2'"; }

# as PARTY VERB…: what PARTY types on its own machine. The host is a machine too.
as() {
  local who=$1
  shift
  anchorhold --home "$folder/$who" "$@"
}

# parties NAME=ROLE[,ROLE…]…: makes keys and public files.
parties() {
  local each role
  for each in "$@"; do
    local roles=()
    while read -r role; do roles+=(--role "$role"); done < <(tr ',' '\n' <<<"${each#*=}")
    quietly as "${each%%=*}" party new "${each%%=*}" "${roles[@]}"
  done
  party_names=("${@%%=*}")
}

# contract NAME IMAGE: the tables on stdin with what every contract has, sealed and signed by all parties: NAME.json.
# `parent=DIGEST contract …` makes an amendment.
new_lineage() { lineage=$(tr -d - </proc/sys/kernel/random/uuid); }
new_lineage
contract() {
  local each
  {
    printf 'name = "%s"\npurpose = "a test"\nlineage = "%s"\nnot_after = 2036-01-01T00:00:00Z\n' "$1" "$lineage"
    [ -z "${parent:-}" ] || printf 'parent = "%s"\n' "$parent"
    for each in "${party_names[@]}"; do printf '[parties.%s]\nfile = "%s.party.json"\n' "$each" "$each"; done
    printf '[tee]\naccept = ["software"]\nsoftware_roots = ["%s"]\n' "$(as host tee root 2>/dev/null)"
    cat
  } >"$1.toml"
  quietly anchorhold contract seal "$1.toml" --image "$2" -o "$1.json"
  for each in "${party_names[@]}"; do quietly as "$each" contract sign "$1.json" --image "$2" -o "$1.json"; done
}

digest_of() { anchorhold contract show "$1" --json | sed -n 's/^  "digest": "\(.*\)",*$/\1/p'; }

# failed_report FOLDER: after a run that failed inside: the host heard no more than that; what alice, whose data it was,
# is told is then in report.json.
failed_report() {
  says '^anchorhold: error: run: failed$'
  same "$(ls "$1")" report.age
  rm -f report
  quietly as alice decrypt -i alice/parties/alice/recipient.key -o report "$1/report.age"
  grep -aoE '\{"cpu.*\}' report >report.json || { cat report; wrong "the report holds no JSON"; }
}

# launch CONTRACT IMAGE [OPTION…]: the host's run of a contract whose one input is `data`, owned by alice.
launch() { as host run "$1" --image "$2" --input data=data.age --owner alice=alice "${@:3}"; }

# Who acts, and telling a person what happens and a program what came of it. Sourced by every demo.sh.
# With --json the story goes to stderr and the summary alone to stdout.

json=false
[ "${DEMO_JSON:-}" = yes ] && json=true
$json && exec 3>&1 1>&2

bold='' dim='' green='' red='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
fi

# Each persona works in a folder of its own, with its own keys below it; a file reaches another only by being copied.
as() {
  local who=$1
  shift
  anchorhold --home "$who/keys" "$@"
}

now_ms() { echo $((${EPOCHREALTIME/./} / 1000)); }

story_began=$(now_ms)
step_began=
step_title=
steps_json=
refusals_json=

quote() { sed 's/[\\"]/\\&/g' <<<"$1" | tr -d '\000-\037'; }

# step TITLE: ends the step before it, with its time, and begins the next.
step() {
  end_step
  step_title=$1
  step_began=$(now_ms)
  printf '\n%s== %s%s\n' "$bold" "$1" "$plain"
}

end_step() {
  [ -n "$step_title" ] || return 0
  local ms=$(($(now_ms) - step_began))
  printf '%s   (%s ms)%s\n' "$dim" "$ms" "$plain"
  steps_json+="${steps_json:+,}{\"step\":\"$(quote "$step_title")\",\"milliseconds\":$ms}"
  step_title=
}

tell() { printf '   %s\n' "$@"; }

# show: what a program prints, indented and cut to the width of a page.
show() { cut -c1-108 | sed "s/^/   $dim| /; s/\$/$plain/"; }

# does COMMAND…: shows the command and what it says; the story ends if it fails.
does() {
  command_line "$@"
  local code=0
  "$@" >"$work/said" 2>&1 || code=$?
  show <"$work/said"
  [ "$code" = 0 ] || fail "this should have succeeded, and ended with exit code $code"
}

# quietly COMMAND…: the same without the command's words, unless it fails.
quietly() {
  command_line "$@"
  "$@" >"$work/said" 2>&1 || {
    show <"$work/said"
    fail "this should have succeeded"
  }
}

# refused WHAT CODE PATTERN COMMAND…: the command must end with this exit code, for a reason that matches.
refused() {
  local what=$1 wanted=$2 pattern=$3 code=0 reason
  shift 3
  command_line "$@"
  "$@" >"$work/said" 2>&1 || code=$?
  reason=$(grep -m1 -E -- "$pattern" "$work/said" || true)
  [ "$code" = "$wanted" ] && [ -n "$reason" ] || {
    show <"$work/said"
    fail "$what should have been refused with exit code $wanted ($pattern), and ended with $code"
  }
  fold -s -w 104 <<<"$reason" | sed "s/^ */   $red| /; s/\$/$plain/"
  tell "${green}refused$plain, exit code $code"
  refusals_json+="${refusals_json:+,}{\"attempt\":\"$(quote "$what")\",\"exit_code\":$code,\"reason\":\"$(quote "$reason")\"}"
}

# command_line as WHO WORD…: what WHO types, its --home left out, and $said_before once it was said in full.
said_before=
command_line() {
  local text="${*:3}"
  [ -z "$said_before" ] || text=${text/"$said_before"/…}
  printf '%s$ anchorhold %s\n' "$2" "$text" | fold -s -w 100 | sed "1!s/^/      /; s/^/   $bold/; s/\$/$plain/"
}

fail() {
  printf '\n%sdemo: %s%s\n' "$red" "$1" "$plain" >&2
  $json && printf '{"ok":false,"reason":"%s"}\n' "$(quote "$1")" >&3
  exit 1
}

total_ms() { echo $(($(now_ms) - story_began)); }

# What evidence needs beside itself: listed, checked, and fetched from a vendor's service that does its work, or does not.
. "$(dirname "$0")/session.sh"
"$CLI_FORGE_COLLATERAL" "$folder"
amd_time=$(cat snp.time)
intel_time=$(cat td.time)

# serve [CERTIFICATE KEY]: starts the service and waits until it answers.
serve() {
  rm -f port
  python3 "$ANCHORHOLD_SOURCE/tests/cli/vendor_server.py" "$folder" "$@" &
  for _ in $(seq 100); do
    [ -e port ] && return
    sleep 0.1
  done
  wrong "the service did not start"
}
serve
site=http://127.0.0.1:$(cat port)
mode() { echo "$1" >mode; }
behave() { rm -f mode; }
amd() { anchorhold collateral "$1" snp.report --at "$amd_time" "${@:2}"; }
intel() { anchorhold collateral "$1" td.quote --at "$intel_time" "${@:2}"; }
fetch_amd() { amd fetch --into amd --amd-url "$site/" "$@"; }
fetch_intel() { intel fetch --into intel --intel-url "$site" "$@"; }

# list: what and from where
ok amd list
says 'from:  https://kdsintf.amd.com/vcek/v1/Milan/[0-9a-f]{128}\?blSPL=[0-9]{2}&teeSPL=[0-9]{2}&snpSPL=[0-9]{2}&ucodeSPL=[0-9]{2}'
says 'missing'
ok intel list
says 'from:  https://api.trustedservices.intel.com/tdx/certification/v4/tcb\?fmspc=[0-9a-f]{12}$'
says 'inside the evidence'
ok anchorhold --json collateral list td.quote --at "$intel_time"
is_json
same "$(json_value 'd["satisfied"]')" False

# check: nothing is there
exits 3 amd check
says 'hint: `anchorhold collateral fetch'
exits 3 intel check

# fetch, and all is there
ok fetch_amd
ok fetch_intel
grep -qE '/vcek/v1/Milan/[0-9a-f]{128}\?blSPL=' requests || wrong "the TCB was not asked for"
ok amd check --collateral amd
ok intel check --collateral intel
requests=$(wc -l <requests)
ok fetch_amd
ok fetch_intel
same "$(wc -l <requests)" "$requests"
ok fetch_intel --refresh
[ "$(wc -l <requests)" -gt "$requests" ] || wrong "nothing was asked for anew"

# what was fetched proves the evidence
runs anchorhold verify td.quote --at "$intel_time" --collateral intel --anchor intel-root.der
same "$code" 7
runs anchorhold verify snp.report --at "$amd_time" --collateral amd --anchor ark.der
same "$code" 7

# check: stale, not yet valid, of another platform
exits 3 anchorhold collateral check td.quote --collateral intel --at 2040-01-01T00:00:00Z
says 'stale'
exits 3 anchorhold collateral check td.quote --collateral intel --at 2000-01-01T00:00:00Z
says 'not yet valid'
exits 3 anchorhold collateral check snp.report --collateral intel --at "$amd_time"

# a service that misbehaves leaves the folder as it was
sum() { cat intel/* | sha256sum; }
before=$(sum)
for how in garbage page oversized cut moved headless busy; do
  mode $how
  exits 4 fetch_intel --refresh
  same "$(sum)" "$before"
  [ -z "$(find intel -name '.*' -type f)" ] || wrong "a temporary file is left"
done
says 'ask again later'
mode chunked
ok fetch_intel --refresh
same "$(sum)" "$before"
mode busy-once
ok fetch_amd --refresh
says 'is busy; asking again in 1 s'
behave
mv site/vcek/v1/Milan/crl kept
exits 4 fetch_amd --refresh
says 'no such platform'
mv kept site/vcek/v1/Milan/crl
cp site/tdx/certification/v4/qe/identity site/tdx/certification/v4/tcb
exits 4 fetch_intel --refresh
same "$(sum)" "$before"
exits 4 amd fetch --into amd --refresh --amd-url http://127.0.0.1:1
exits 4 amd fetch --into amd --refresh --amd-url ftp://127.0.0.1
exits 1 amd fetch --amd-url "$site"
ok anchorhold --json collateral fetch snp.report --at "$amd_time" --into other --amd-url "$site"
is_json
same "$(json_value 'len(d["fetched"])')" 3

# over TLS, by a certificate of a given authority and for this host only
if command -v openssl >/dev/null; then
  for name in IP:127.0.0.1 DNS:elsewhere.example; do
    kill %% && wait %% 2>/dev/null || true
    quietly openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=test" \
      -addext "subjectAltName=$name" -keyout tls.key -out tls.pem
    serve tls.pem tls.key
    site=https://127.0.0.1:$(cat port)
    exits 4 fetch_amd --refresh
    says 'certificate is not trusted'
    if [ "$name" = IP:127.0.0.1 ]; then
      ok fetch_amd --refresh --authorities tls.pem
    else
      exits 4 fetch_amd --refresh --authorities tls.pem
      says 'mismatch'
    fi
  done
fi

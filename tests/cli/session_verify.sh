# Evidence of several TEEs from the command line: what is accepted, what is refused, and what a person is told.
. "$(dirname "$0")/session.sh"

evidence=$ANCHORHOLD_SOURCE/examples/evidence
at=2026-03-08T00:00:00Z
snp="$evidence/snp/report.bin --collateral $evidence/snp/collateral --anchor $evidence/snp/root.der --at $at"

# Authentic, but nothing said what to accept.
exits 7 anchorhold verify $snp
says 'NOT HARDWARE'
says 'report.bin: authentic, not appraised'
says '--policy or --contract'

anchorhold --json verify $snp >claims.json || [ $? -eq 7 ]
measurement=$(python3 -c 'import json; print(json.load(open("claims.json"))["claims"]["measurements"]["measurement"])')
report_data=$(python3 -c 'import json; print(json.load(open("claims.json"))["claims"]["report_data"])')
root=$(python3 -c 'import json; print(json.load(open("claims.json"))["claims"]["root"])')
policy() { # policy EXTRA: accepts this report, with one more rule
  printf 'max_age_seconds = 300\nrequire = ["report_data"]\n[[accept]]\ntee = "snp"\nroots = ["%s"]\n%s\n[accept.measurements]\nmeasurement = "%s"\n' \
    "$root" "${1:-}" "$measurement"
}
policy >good.toml
policy 'minimum_svn = { snp = 255 }' >strict.toml

# A policy decides; what it demands of the caller must be given.
ok anchorhold verify $snp --policy good.toml --report-data "$report_data"
says 'report.bin: accepted'
exits 3 anchorhold verify $snp --policy good.toml
says 'appraise.report_data'
exits 3 anchorhold verify $snp --policy good.toml --report-data "${report_data%??}ff"
says 'appraise.report_data'
exits 3 anchorhold verify $snp --policy strict.toml --report-data "$report_data"
says 'appraise.svn: snp; expected at least 255'
says 'anchorhold why appraise.svn'
ok anchorhold why appraise.svn
says 'old firmware'
exits 1 anchorhold why apraise.svn
says 'did you mean appraise.svn'
printf 'max_age_seconds = 300\naccept = []\n' >empty.toml
exits 3 anchorhold verify $snp --policy empty.toml --report-data "$report_data"
says 'nothing is accepted'

# What another policy would have said.
ok anchorhold verify $snp --policy good.toml --report-data "$report_data" --what-if strict.toml
says 'what if strict.toml: rejected'
ok anchorhold verify $snp --policy good.toml --report-data "$report_data" --explain
says 'What the checks are for'

# Errors a person meets: each names what was expected, what was seen and what to do.
exits 3 anchorhold verify "$evidence/snp/report.bin" --collateral "$evidence/snp/collateral" --at $at
says 'snp.chain.root'
exits 3 anchorhold verify "$evidence/snp/report.bin" --anchor "$evidence/snp/root.der" --at $at
says 'snp.certificates'
undated=${snp% --at *}
exits 3 anchorhold verify $undated --at 2016-03-08T00:00:00Z
says 'snp.chain.validity'
exits 3 anchorhold verify $undated --at 2086-03-08T00:00:00Z
exits 3 anchorhold verify "$evidence/snp/debug-report.bin" --collateral "$evidence/snp/collateral" \
  --anchor "$evidence/snp/root.der" --at $at --policy good.toml --report-data "$report_data"
says 'appraise.debug'
head -c 700 "$evidence/snp/report.bin" >cut.bin
exits 2 anchorhold verify cut.bin
exits 3 anchorhold verify cut.bin --format snp
says 'snp.structure'
exits 3 anchorhold verify "$evidence/tdx/quote.bin" --anchor "$evidence/tdx/root.der" --at 2026-06-01T00:00:00Z
exits 3 anchorhold verify "$evidence/tdx/quote.bin" --collateral "$evidence/tdx/collateral" \
  --anchor "$evidence/tdx/root.der" --at 2031-06-01T00:00:00Z
printf '\211PNG\r\n\032\n0000' >picture.png
exits 2 anchorhold verify picture.png
says 'no evidence of a known format'
: >empty
exits 2 anchorhold verify empty
says 'seen nothing'
exits 2 anchorhold verify /dev/zero
says 'too large'
truncate -s 1G huge
exits 2 anchorhold verify huge
says 'too large'
exits 4 anchorhold verify nowhere.bin
exits 1 anchorhold verify $snp --nonce xyz
exits 2 anchorhold verify $snp --format enigma
says 'no such format'
exits 2 anchorhold verify $snp --policy "$evidence/snp/report.bin"

# A bundle is judged again as it was, byte for byte, and by the caller's own policy.
ok anchorhold verify $snp --policy good.toml --report-data "$report_data" --bundle evidence.bundle
exits 7 anchorhold verify evidence.bundle
says 'judged by its own policy'
ok anchorhold verify evidence.bundle --format bundle --policy good.toml --anchor "$evidence/snp/root.der"
exits 3 anchorhold verify evidence.bundle --policy good.toml
exits 3 anchorhold verify evidence.bundle --policy strict.toml --anchor "$evidence/snp/root.der"
sed 's/"verdict":"accepted"/"verdict":"rejected"/' evidence.bundle >altered.bundle
exits 5 anchorhold verify altered.bundle
says 'does not come out as it is recorded'

# Revocation lists are optional unless they are demanded; a bundle keeps the demand, and can be held to one.
mkdir listless
cp "$evidence"/snp/collateral/*.der listless
listless="$evidence/snp/report.bin --collateral listless --anchor $evidence/snp/root.der --at $at --policy good.toml"
ok anchorhold verify $listless --report-data "$report_data" --bundle listless.bundle
exits 3 anchorhold verify $listless --report-data "$report_data" --require-crl --bundle demanding.bundle
says 'snp.crl'
ok anchorhold verify $snp --policy good.toml --report-data "$report_data" --require-crl
own="--policy good.toml --anchor $evidence/snp/root.der"
exits 3 anchorhold verify demanding.bundle
exits 3 anchorhold verify demanding.bundle --format bundle $own
ok anchorhold verify listless.bundle --format bundle $own
exits 3 anchorhold verify listless.bundle --format bundle $own --require-crl
exits 7 anchorhold verify listless.bundle
exits 3 anchorhold verify listless.bundle --require-crl
says 'snp.crl'

# A bundle does not answer another question than its own: whoever does not say that he means one is told.
exits 7 anchorhold verify evidence.bundle --policy good.toml --anchor "$evidence/snp/root.der"
says 'give --format bundle'
exits 1 anchorhold verify evidence.bundle --policy good.toml --nonce 00
says 'which is not judged by this'
exits 1 anchorhold verify evidence.bundle --policy good.toml --at $at
exits 1 anchorhold verify $snp --nonce ''
says 'its value is empty'
printf '{"format":"anchorhold receipt v1"}' >receipt.json
exits 1 anchorhold verify receipt.json --nonce 00
says 'the file is a receipt'

# Attestation results: signed here, checked there, by the verifier's key alone.
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out verifier.pem 2>/dev/null
openssl pkey -in verifier.pem -pubout -out verifier.pub 2>/dev/null
openssl genpkey -algorithm ed25519 -out other.pem 2>/dev/null
openssl pkey -in other.pem -pubout -out other.pub 2>/dev/null
ok anchorhold verify $snp --policy good.toml --report-data "$report_data" --ear result.jwt --ear-key verifier.pem
exits 3 anchorhold verify result.jwt --ear-key verifier.pub --at $at
says 'ear.status: snp; .* seen contraindicated' # a forged root is not recognised hardware
exits 3 anchorhold verify result.jwt --ear-key other.pub --at $at
says 'ear.signature'
exits 1 anchorhold verify result.jwt --ear-key verifier.pub --policy good.toml
exits 1 anchorhold verify result.jwt
says 'public key of the verifier'
exits 1 anchorhold verify $snp --ear result.jwt

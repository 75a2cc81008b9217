# A workload that fails: the host learns that it failed; why is told to the data owners alone, in coarse classes.
. "$(dirname "$0")/session.sh"
parties alice='data owner,workload provider,recipient'
ok as alice build "$CLI_WORKLOAD" -o image --args-from-contract --input data --output result --wall-seconds 1
echo x >data

does() {
  rm -rf out report
  new_lineage
  contract study image <<END
[workloads.w]
provider = "alice"
args = ["copy", "data", "result", $1]
[inputs.data]
owner = "alice"
[outputs.result]
recipients = ["alice"]
max_bytes = 4096
format = "bytes"
[budget]
runs = 100
END
  quietly as alice encrypt --contract study.json --input data -o data.age data
  exits 3 launch study.json image -o out
  says 'hint: why is told to the data owners only, in report.age; .*spent: alice 1 of 100'
  failed_report out
}

does '"exit", "42"'
same "$(json_value '(d["end"], d["exit_status"])' report.json)" "('failure', 42)"
size=$(stat -c %s out/report.age)
does '"crash"'
same "$(json_value 'd["end"]' report.json)" crash
same "$(stat -c %s out/report.age)" "$size"
does '"sleep", "30"'
same "$(json_value 'd["end"]' report.json)" 'wall clock limit'
same "$(stat -c %s out/report.age)" "$size"
ok as alice broker show
same "$(grep -c '1 of 100 runs spent' "$folder/.stdout")" 3

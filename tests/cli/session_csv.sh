# A table leaves only with the declared columns, and only if no group is too small to be disclosed.
. "$(dirname "$0")/session.sh"
parties alice='data owner,workload provider,recipient'
ok as alice build "$CLI_WORKLOAD" -o image --args-from-contract --input data --output table
echo x >data

# table TEXT: a contract whose workload writes this text, and its run into out/.
table() {
  rm -rf out
  new_lineage
  contract study image <<END
[workloads.w]
provider = "alice"
args = ["write", "table", '$1']
[inputs.data]
owner = "alice"
[outputs.table]
recipients = ["alice"]
max_bytes = 4096
format = "csv"
columns = [{ name = "group", type = "text" }, { name = "patients", type = "integer" }, { name = "mean", type = "number" }]
min_group_size = { column = "patients", at_least = 10 }
[budget]
runs = 100
END
  quietly as alice encrypt --contract study.json --input data -o data.age data
  runs launch study.json image -o out
}
passes() {
  table "$1"
  [ "$code" = 0 ] || wrong "refused: $1"
}
stays() {
  table "$1"
  [ "$code" = 3 ] || wrong "exit code $code: $1"
  missing out/table.age
  never 'too small|column'
  ok as alice decrypt -i alice/parties/alice/recipient.key -o report out/report.age
  grep -aqE -- "$2" report || { cat report; wrong "the owner is not told: $2"; }
}

passes 'group,patients,mean\nold,12,3.5\n"young, and new",10,-1e3\n'
ok as alice decrypt --receipt out/receipt.json --contract study.json out/table.age
says '^old,12,3.5$'
stays 'group,patients,mean\nold,12,3.5\nrare,9,1\n' 'too small'
stays 'group,patients,mean\nold,-12,3.5\n' 'too small'
stays 'group,patients,mean\nold,12.5,3.5\n' 'not of its type'
stays 'group,patients,mean\nold,12,nan\n' 'not of its type'
stays 'group,patients\nold,12\n' 'columns'
stays 'group,mean,patients\nold,3,12\n' 'header'
stays 'group,patients,mean\nold,12,3,extra\n' 'columns'
stays '' 'header'

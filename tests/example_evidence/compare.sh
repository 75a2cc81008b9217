#!/bin/sh
# compare.sh FORGE COMMITTED: forges the example evidence anew and compares it with what is committed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" "$folder"
for set in snp tdx tpm; do
  diff -r "$folder/$set" "$2/$set"
done

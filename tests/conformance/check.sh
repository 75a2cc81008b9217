#!/bin/sh
# Runs every case of the external vectors, or says that they are not here.
set -eu
runner=$1
vectors=${ANCHORHOLD_VECTORS:-$2}
if [ ! -d "$vectors" ]; then
  echo "skipped: no vectors at $vectors; set ANCHORHOLD_VECTORS to their folder"
  exit 77
fi
exec "$runner" "$vectors"

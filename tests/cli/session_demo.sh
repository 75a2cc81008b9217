# The demo itself: as root and as an ordinary user, its summary, and that it leaves nothing behind.
. "$(dirname "$0")/session.sh"
demo=$ANCHORHOLD_SOURCE/examples/two-hospitals/demo.sh
export TMPDIR=$folder/tmp
mkdir -m 777 "$TMPDIR"
ok bash "$demo" "$ANCHORHOLD_BIN" --json
is_json
same "$(json_value 'd["ok"]')" True
same "$(json_value 'sorted(r["exit_code"] for r in d["refused"])')" '[3, 3, 3, 3, 3, 4]'
same "$(json_value 'all(0.9 < auc <= 1 for auc in d["held_out_auc"].values())')" True
same "$(ls "$TMPDIR")" ''
ok bash "$demo" "$ANCHORHOLD_BIN"
is_empty stderr
says 'All of it as promised'
never "$(printf '\033')"
ok script -qec "bash '$demo' '$ANCHORHOLD_BIN'" /dev/null  # a terminal
says "$(printf '\033')"
runs bash "$demo" /nowhere
same "$code" 1

# A program that refuses nothing does not pass for one that does.
mkdir -p lax/examples
cp "$ANCHORHOLD_BIN"/examples/two-hospitals-* lax/examples/
cat >lax/anchorhold <<END
#!/bin/sh
case "\$*" in *tampered*) exit 0 ;; esac
exec "$ANCHORHOLD_BIN/anchorhold" "\$@"
END
chmod +x lax/anchorhold
ln -s "$ANCHORHOLD_BIN/anchorhold-agent" lax/
runs bash "$demo" lax --json
same "$code" 1
same "$(json_value 'd["ok"]')" False

[ "$(id -u)" = 0 ] && command -v setpriv >/dev/null || exit 0
mkdir -p user/examples
cp "$ANCHORHOLD_BIN"/anchorhold "$ANCHORHOLD_BIN"/anchorhold-agent user/
cp "$ANCHORHOLD_BIN"/examples/two-hospitals-* user/examples/
cp -r "$ANCHORHOLD_SOURCE/examples" user/sources
chmod -R a+rX "$folder"
ok setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all --inh-caps=-all \
  bash "$folder/user/sources/two-hospitals/demo.sh" "$folder/user"
says 'All of it as promised'

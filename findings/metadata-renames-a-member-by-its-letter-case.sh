#!/usr/bin/env bash
# tccli 3.1.37.1 and 3.1.41.1 (January 2026), the api.json of vpc.
#
# A member has other capitals in a later release, and the old name is gone. It is a parameter of requests and a member of
# responses, so that either the requests of older clients or those of newer ones are not what the service was made for.
#
# Guess before running: names on the wire never change, since they are the interface.
# Consequence: code that matches names exactly reports a member that is gone and another that is new, and a client of
# another release leaves the timeout unset without an error, if the service tells capitals apart.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for release in 3.1.37.1 3.1.41.1; do
  python3 -m pip download -q --disable-pip-version-check --no-deps -d "$folder" "tccli==$release"
done

cat >"$folder/run.py" <<'PY'
import json, sys, zipfile

for release in sys.argv[2:]:
    archive = zipfile.ZipFile(f"{sys.argv[1]}/tccli-{release}-py2.py3-none-any.whl")
    api = json.loads(archive.read("tccli/services/vpc/v20170312/api.json"))
    members = api["objects"]["ConnectionStateTimeouts"]["members"]
    print(release, ", ".join(m["name"] for m in members if m["name"].lower() == "tcptimewaittimeout"))
PY
python3 "$folder/run.py" "$folder" 3.1.37.1 3.1.41.1 | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
3.1.37.1 TcpTimeWaitTimeout
3.1.41.1 TCPTimeWaitTimeout
SEEN
echo "unchanged"

#!/usr/bin/env bash
# tccli 3.1.189.1 and tccli-intl-en 3.1.193.1 (their examples.json).
#
# Half of the documented responses share their `RequestId` with others, across actions and services: one UUID is in
# 352 of them, `xx` in 161.
#
# Guess before running: a handful of copies; an id names one recorded answer.
# Consequence: recorded or documented answers cannot be told apart, or cached, by RequestId, and a mock that serves
# them has to write an id of its own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip download -q --disable-pip-version-check --no-deps -d "$folder" tccli==3.1.189.1 tccli-intl-en==3.1.193.1

cat >"$folder/run.py" <<'PY'
import collections, json, re, sys, zipfile

for wheel in sys.argv[1:]:
    archive = zipfile.ZipFile(wheel)
    ids, services = collections.Counter(), collections.defaultdict(set)
    for name in archive.namelist():
        if not name.endswith("/examples.json"):
            continue
        for examples in json.loads(archive.read(name))["actions"].values():
            for example in examples:
                found = re.search(r'"RequestId":\s*"([^"]+)"', example.get("output", ""))
                if found:
                    ids[found[1]] += 1
                    services[found[1]].add(name.split("/")[-3])
    shared = sum(count for count in ids.values() if count > 1)
    top, count = max(((i, c) for i, c in ids.items() if len(i) == 36), key=lambda item: (item[1], item[0]))
    print(sum(ids.values()), "responses,", shared, "share their id;", count, "of", len(services[top]), "services have", top[:8])
PY
python3 "$folder/run.py" "$folder"/tccli-3*.whl "$folder"/tccli_intl_en-*.whl | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
18191 responses, 9071 share their id; 352 of 41 services have 3c140219
10558 responses, 5834 share their id; 245 of 21 services have eac6b301
SEEN
echo "unchanged"

#!/usr/bin/env bash
# tccli 3.1.189.1 and tccli-intl-en 3.1.193.1 (their examples.json).
#
# Documented requests carry the header `X-TC-Action`. In 125 of 18,263 examples of the Chinese edition and in 154 of
# 10,602 of the international one it does not name the action under which the example is listed: copied from a sibling
# (bdrc DeleteFileBackupPlans shows DeleteBackupPlans), from another service (aca shows cvm's DescribeInstances), or run
# into the next line (`DescribeBillSummaryByPayMode<Common`).
#
# Guess before running: none, since the pages are generated.
# Consequence: an example is filed by its place in examples.json and its header is not to be sent as it is printed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip download -q --disable-pip-version-check --no-deps -d "$folder" tccli==3.1.189.1 tccli-intl-en==3.1.193.1

cat >"$folder/run.py" <<'PY'
import json, re, sys, zipfile

for wheel in sys.argv[1:]:
    archive = zipfile.ZipFile(wheel)
    total, other, glued = 0, 0, 0
    for name in archive.namelist():
        if not name.endswith("/examples.json"):
            continue
        for action, examples in json.loads(archive.read(name))["actions"].items():
            for example in examples:
                total += 1
                text = example.get("input", "")
                header = re.search(r"X-TC-Action:\s*(\S+)", text, re.I) or re.search(r"[?&]Action=(\w+)", text)
                if header and header[1] != action:
                    other += 1
                    glued += "<" in header[1]
    print(total, "examples,", other, "name another action,", glued, "of them run into the next line")
PY
python3 "$folder/run.py" "$folder"/tccli-3*.whl "$folder"/tccli_intl_en-*.whl | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
18263 examples, 125 name another action, 0 of them run into the next line
10602 examples, 154 name another action, 36 of them run into the next line
SEEN
echo "unchanged"

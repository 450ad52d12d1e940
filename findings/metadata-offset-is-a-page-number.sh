#!/usr/bin/env bash
# tccli 3.1.189.1 (October 2026), its api.json and examples.json.
#
# The parameters of lists do not mean what they are called. `Offset` is the number of a page in some actions (ess: "the
# first page is 0, at most 1000"), a number of items in all others; and of the actions with `PageNumber` and `PageSize`
# whose documentation says where pages begin, three of ten begin at 0.
#
# Guess before running: Offset counts items everywhere, and pages are counted from 1.
# Consequence: a client that infers paging from names skips items without an error. Both facts are only in the
# descriptions, in Chinese, and in the documented requests.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip download -q --disable-pip-version-check --no-deps -d "$folder" tccli==3.1.189.1

cat >"$folder/run.py" <<'PY'
import collections, glob, json, re, sys, zipfile

archive = zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0])
names = set(archive.namelist())
offsets, pages = collections.Counter(), collections.Counter()
for path in sorted(names):
    if not path.endswith("/api.json"):
        continue
    api = json.loads(archive.read(path))
    service = path.split("/")[2]
    for name, action in api["actions"].items():
        if not name.startswith(("Describe", "List")):
            continue
        members = {m["name"]: m.get("document", "") for m in api["objects"][action["input"]].get("members", [])}
        if "Offset" in members and "Limit" in members and "第几页" in members["Offset"]:
            offsets[service] += 1
        if "PageNumber" in members and "PageSize" in members:
            text = re.sub(r"[^\w]", "", members["PageNumber"])
            zero = re.search(r"(从|默认|默认值|默认为|默认值为)0(?!\d)|0开始", text)
            one = re.search(r"(从|默认|默认值|默认为|默认值为)1(?!\d)|1开始", text)
            if bool(zero) != bool(one):
                pages["0" if zero else "1"] += 1
print("Offset is the number of a page in:", ", ".join(f"{s} {n}" for s, n in sorted(offsets.items())))
print("PageNumber of Describe and List actions begins at:", ", ".join(f"{k} in {n}" for k, n in sorted(pages.items())))
PY
python3 "$folder/run.py" "$folder" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
Offset is the number of a page in: cfw 1, ess 5, essbasic 2, postgres 2, tcr 4
PageNumber of Describe and List actions begins at: 0 in 37, 1 in 87
SEEN
echo "unchanged"

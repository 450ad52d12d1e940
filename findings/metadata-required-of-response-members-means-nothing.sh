#!/usr/bin/env bash
# tccli 3.0.749.1 (October 2022) and 3.1.189.1 (October 2026), their api.json.
#
# Members of responses have two forms: newer ones state `output_required`, older ones `required`, or neither. Where a
# member moved from the older form to the newer one and may not be null in either, it became `"output_required": true` in
# 18,978 of 19,061 cases, and `required` had next to nothing to do with it: of those with `required: false` 441 of 462 did,
# of those without the key all 827. `value_allowed_null` is what tells.
#
# Guess before running: `required: true` became `output_required: true`, and `required: false` became false.
# Consequence: the move of a service to the newer form looks like thousands of changes to an importer that takes `required`
# for `output_required`. Taking every such member for present is no way out: the documented responses lack 2 to 5 % of
# those that are not `required`, and next to none of those that are.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for release in 3.0.749.1 3.1.189.1; do
  python3 -m pip download -q --disable-pip-version-check --no-deps -d "$folder/$release" "tccli==$release"
done

cat >"$folder/run.py" <<'PY'
import collections, glob, json, sys, zipfile

def reached(objects, roots):
    seen, ahead = set(), list(roots)
    while ahead:
        name = ahead.pop()
        if name in objects and name not in seen:
            seen.add(name)
            ahead += [member["member"] for member in objects[name].get("members", [])]
    return seen

def response_members(folder):
    members = {}
    archive = zipfile.ZipFile(glob.glob(folder + "/*.whl")[0])
    for path in archive.namelist():
        if path.endswith("/api.json"):
            api = json.loads(archive.read(path))
            actions, objects = api["actions"].values(), api["objects"]
            inputs = reached(objects, [action["input"] for action in actions])
            for name in reached(objects, [action["output"] for action in actions]) - inputs:
                for member in objects[name].get("members", []):
                    if member["name"] != "RequestId":
                        members[path, name, member["name"]] = member
    return members

old, new = map(response_members, sys.argv[1:])
counts = collections.Counter()
for place, member in old.items():
    later = new.get(place, {})
    never_null = member.get("value_allowed_null") is False and later.get("value_allowed_null") is False
    if "output_required" not in member and "output_required" in later and never_null:
        counts[str(member.get("required", "absent")).lower(), str(later["output_required"]).lower()] += 1
for (was, now), count in sorted(counts.items()):
    print(f"required {was}, output_required {now}: {count}")
PY
python3 "$folder/run.py" "$folder/3.0.749.1" "$folder/3.1.189.1" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
required absent, output_required true: 827
required false, output_required false: 21
required false, output_required true: 441
required true, output_required false: 62
required true, output_required true: 17710
SEEN
echo "unchanged"

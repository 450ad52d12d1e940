#!/usr/bin/env bash
# tccli 3.0.1411.1, 3.0.1415.1 and 3.1.7.1 (October to December 2025), the api.json of vpc.
#
# A member of a request becomes required, and some weeks later is optional again.
#
# Guess before running: requirements are only relaxed, since requests that were right would be refused otherwise.
# Consequence: `required` is no promise about the service. A client that releases by it breaks its callers twice, and a
# check before sending may refuse what the service accepts.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for release in 3.0.1411.1 3.0.1415.1 3.1.7.1; do
  python3 -m pip download -q --disable-pip-version-check --no-deps -d "$folder" "tccli==$release"
done

cat >"$folder/run.py" <<'PY'
import json, sys, zipfile

for release in sys.argv[2:]:
    archive = zipfile.ZipFile(f"{sys.argv[1]}/tccli-{release}-py2.py3-none-any.whl")
    api = json.loads(archive.read("tccli/services/vpc/v20170312/api.json"))
    members = api["objects"]["TranslationAclRule"]["members"]
    print(release, ", ".join(f"{m['name']} {m.get('required')}" for m in members if m["name"] == "AclRuleId"))
PY
python3 "$folder/run.py" "$folder" 3.0.1411.1 3.0.1415.1 3.1.7.1 | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
3.0.1411.1 AclRuleId False
3.0.1415.1 AclRuleId True
3.1.7.1 AclRuleId False
SEEN
echo "unchanged"

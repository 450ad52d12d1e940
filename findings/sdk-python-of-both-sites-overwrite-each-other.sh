#!/usr/bin/env bash
# tencentcloud-sdk-python-common 3.1.195, -cvm 3.1.178 (site of China), tencentcloud-sdk-python-intl-en 3.1.193.
#
# The Python SDKs of the two sites are different packages with one module, `tencentcloud`. pip installs both without a
# word: the one installed last overwrites the other's files, so the client of China calls the international host; and
# after the international package is removed, the client of China cannot be imported, while `pip check` finds nothing.
#
# Guess before running: a conflict that pip reports, or namespace packages that live side by side.
# Consequence: what is read from an installed `tencentcloud` (error codes, versions, endpoints) does not tell the site;
# read wheels, not site-packages, and take the site from the name of the package.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip() { "$folder/venv/bin/pip" --disable-pip-version-check "$@"; }
host() {
  "$folder/venv/bin/python" -c 'from tencentcloud.cvm.v20170312.cvm_client import CvmClient; print(CvmClient._endpoint)' 2>&1 | tail -n 1
}
{
  pip install -q tencentcloud-sdk-python-common==3.1.195 tencentcloud-sdk-python-cvm==3.1.178
  echo "China alone: $(host)"
  pip install -q tencentcloud-sdk-python-intl-en==3.1.193 2>&1
  echo "both: $(host)"
  pip uninstall -q -y tencentcloud-sdk-python-intl-en 2>&1
  echo "international removed: $(host)"
  pip check
} | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
China alone: cvm.tencentcloudapi.com
both: cvm.intl.tencentcloudapi.com
international removed: ModuleNotFoundError: No module named 'tencentcloud'
No broken requirements found.
SEEN
echo "unchanged"

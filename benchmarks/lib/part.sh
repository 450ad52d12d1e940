#!/usr/bin/env bash
# Runs one part; `benchmarks/run` starts it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
source "$here/lib/common.sh"
for file in "$here"/lib/{baseline,samples,measure,peers}.sh "$here"/parts/*.sh; do
  # shellcheck source=/dev/null
  source "$file"
done

part=$1
mkdir -p "$work" "$samples"
clean_environment
prepare_baseline
if [ "$part" = prepare ]; then
  for part in "${tables[@]}"; do
    declare -F "prepare_${part//-/_}" >/dev/null || continue
    "prepare_${part//-/_}"
  done
  exit 0
fi
begin_samples "$part"
"part_${part//-/_}"
end_samples "$part"

# The page of `tc3 explorer` next to swagger-ui: see `explorer/run`, which needs Node.js, npm and a Chromium.

part_explorer() {
  prepare_cli
  local side
  for side in now baseline; do
    # swagger-ui is opened in both runs; that of the first counts.
    TC3=$(tc3_of "$side") JSON="$work/explorer-$side.json" RUNS=$((rounds * 4)) logged "$here/explorer/run"
    local name value unit peer
    while IFS=$'\t' read -r name peer value unit; do
      if [ "$peer" = tc3 ]; then emit "$name" "$side" "$value" "$unit"; fi
      if [ "$peer" != tc3 ] && [ "$side" = now ]; then emit "$name" swagger-ui "$value" "$unit"; fi
    done < <(python3 "$here/explorer/samples.py" "$work/explorer-$side.json")
  done
}

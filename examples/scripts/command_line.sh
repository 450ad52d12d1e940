#!/usr/bin/env bash
# The command line in a script: results, waits, exit codes, errors in JSON, and creating without ever creating twice.
#
#     examples/scripts/emulator_in_ci.sh examples/scripts/command_line.sh    # against an emulator
#     examples/scripts/command_line.sh                                       # with an account: creates a connection group
#
# Prints the ID of a group, its state, the names of all groups, and how each of three failing calls is told apart.
set -euo pipefail
shopt -s inherit_errexit # without it, `set -e` does not reach into $(..)

# With EMULATOR_URL, calls go to that emulator and are signed with its sample key.
cloud() { tc3 "$@" ${EMULATOR_URL:+--emulator="$EMULATOR_URL"}; }

# 1. A result for a variable: standard output has nothing else, and `set -e` ends the script if the call fails.
find_group() {
  cloud gaap DescribeProxyGroupList --all --ProjectId -1 \
    --filter "ProxyGroupList[?GroupName == '$1'] | [0].GroupId || ''" --output text
}
create_group() {
  cloud gaap CreateProxyGroup --ProjectId 0 --GroupName "$1" --RealServerRegion EastChina --filter GroupId --output raw
}

# 2. Create, but never twice. `tc3` sends a creation once; 5 means that it may have been carried out, and is no reason to
#    repeat it: look first.
ensure_group() {
  local id status=0
  id=$(find_group "$1")
  if [[ -z $id ]]; then
    id=$(create_group "$1") || status=$?
    case $status in
      0) ;;
      5) id=$(find_group "$1"); echo "no answer, so looked for: ${id:-not created}" >&2 ;;
      *) return "$status" ;;
    esac
  fi
  echo "$id"
}

if [[ -n ${EMULATOR_URL-} ]]; then # the answer to the first creation is lost
  curl --silent --fail --noproxy '*' --output /dev/null "$EMULATOR_URL/_emulator/faults" \
    --data '{"faults": [{"action": "CreateProxyGroup", "effect": "dropAfterProcessing", "times": 1}]}'
fi
id=$(ensure_group cookbook)
echo "group      $id"
[[ $(ensure_group cookbook) == "$id" ]]

# 3. Wait for a state, and give up in one that leads nowhere: 7 if the time is up, 8 if --fail-if holds.
state=$(cloud gaap DescribeProxyGroupDetails --GroupId "$id" \
  --until 'ProxyGroupDetail.Status == `0`' --fail-if 'ProxyGroupDetail.Status == `4`' --every 1s --timeout 10m \
  --filter ProxyGroupDetail.Status --output raw)
echo "state      $state"

# 4. All pages, an item a line, after a line of headings.
cloud gaap DescribeProxyGroupList --all --ProjectId -1 --output csv --columns GroupId,GroupName |
  while IFS=, read -r group name; do echo "listed     $group $name"; done

# 5. What failed, by the exit code; why, in JSON on standard error.
status=0
error=$(cloud gaap DescribeProxyGroupDetails --GroupId lg-00000000 --output json 2>&1 >/dev/null) || status=$?
echo "refused    $status $(jq --raw-output .error.code <<<"$error")"

status=0
cloud gaap DescribeProxyGroupDetails --GruopId "$id" 2>/dev/null || status=$?
echo "misspelled $status" # 2: nothing was sent

status=0
cloud gaap DescribeProxyGroupDetails --GroupId "$id" --until 'ProxyGroupDetail.Status == `4`' \
  --fail-if 'ProxyGroupDetail.Status == `0`' --every 1s >/dev/null 2>&1 || status=$?
echo "in vain    $status" # 8: it runs, and will not be what was waited for

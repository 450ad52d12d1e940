"""Copies a wheel of tccli with so many actions, for measuring how cost grows.

cut_wheel.py WHEEL COPY ACTIONS [changed]

The actions are those of the first services, by name, with the structures that they reach. With `changed`, each tenth
structure has one more member, so that the copy is another release.
"""

import json
import os
import sys
import zipfile


def reached(api, names):
    """The structures that actions reach."""
    objects = api["objects"]
    found, waiting = {}, []
    for name in names:
        waiting += [api["actions"][name]["input"], api["actions"][name]["output"]]
    while waiting:
        name = waiting.pop()
        if name in found or name not in objects:
            continue
        found[name] = objects[name]
        waiting += [member["member"] for member in objects[name].get("members", [])]
    return {name: value for name, value in objects.items() if name in found}


def cut(api, count, is_changed):
    names = list(api["actions"])[:count]
    objects = reached(api, names)
    if is_changed:
        for value in list(objects.values())[::10]:
            if value.get("members"):
                value["members"].append({**value["members"][0], "name": "MemberOfTheBenchmark", "required": False})
    return {**api, "actions": {name: api["actions"][name] for name in names}, "objects": objects}


def main():
    wheel, copy, wanted, *changed = sys.argv[1:]
    left = int(wanted)
    with zipfile.ZipFile(wheel) as before, zipfile.ZipFile(copy + ".unfinished", "w", zipfile.ZIP_DEFLATED) as after:
        entries = {entry.filename: entry for entry in before.infolist()}
        for name in sorted(entries):
            if name.endswith("_client.py"):
                continue  # code of tccli, which takes most of the time
            content = before.read(entries[name])
            parts = name.split("/")
            if parts[:2] == ["tccli", "services"] and len(parts) > 3:
                folder = "/".join(parts[:-1])
                if parts[-1] == "api.json":
                    api = cut(json.loads(content), left, bool(changed))
                    left -= len(api["actions"])
                    if not api["actions"]:
                        continue
                    content = json.dumps(api, ensure_ascii=False).encode()
                elif f"{folder}/api.json" in entries and f"{folder}/api.json" not in after.NameToInfo:
                    continue  # of a service that is left out
                elif parts[-1] == "examples.json":
                    examples = json.loads(content)
                    examples["actions"] = {name: value for name, value in examples.get("actions", {}).items()
                                           if name in api["actions"]}
                    content = json.dumps(examples, ensure_ascii=False).encode()
            after.writestr(entries[name], content, zipfile.ZIP_DEFLATED)
    if left > 0:
        sys.exit(f"{wheel} has {int(wanted) - left} actions, not {wanted}")
    os.replace(copy + ".unfinished", copy)


main()

"""Copies a wheel of tccli with one service changed: a structure of it has one more member.

change_wheel.py WHEEL COPY SERVICE
"""

import json
import os
import sys
import zipfile


def changed(text):
    api = json.loads(text)
    members = next(value["members"] for value in api["objects"].values() if value.get("members"))
    members.append({**members[0], "name": "MemberOfTheBenchmark", "required": False})
    return json.dumps(api, ensure_ascii=False)


def main():
    wheel, copy, service = sys.argv[1:]
    beginning, end = f"tccli/services/{service}/", "/api.json"
    count = 0
    with zipfile.ZipFile(wheel) as before, zipfile.ZipFile(copy + ".unfinished", "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            content = before.read(entry)
            if entry.filename.startswith(beginning) and entry.filename.endswith(end):
                content = changed(content).encode()
                count += 1
            after.writestr(entry, content, zipfile.ZIP_DEFLATED)
    if not count:
        sys.exit(f"{wheel} has no service {service}")
    os.replace(copy + ".unfinished", copy)


main()

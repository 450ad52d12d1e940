"""Runs the same command lines with tccli and with tc3 under the name tccli, and compares the value on standard output,
the exit codes and what was sent.

Usage: side_by_side.py TC3 TCCLI [CASE..]

A case is an object in a file of cases/:

- `name`, `line`: a line for sh, in which `tccli` is the command.
- `files`: files in the folder that it runs in; `home`: files in the home folder; `environment`: variables, null to
  unset one. In all of them `$URL` is the address of the emulator.
- `answers`: in place of the emulator's: `body`, `status`, `type`, `closed` for no answer at all, `missing` for a number
  of bytes that do not come.
- `output`: `json` (the default) compares values, in which a null is as good as an absent member; `text` compares
  bytes; `own` compares nothing, `because` says why.
- `differs`: what is known to differ: `exit`, `output`, `requests`, each with what `tccli` and `tc3` come to, and
  `because`. It fails if one of both does something else, or if they agree.
"""

import concurrent.futures
import json
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request

from recorder import Recorder

SECRET_ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"
SECRET_KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
SERVICES = ["autoscaling", "cam", "cbs", "cvm", "es", "gaap", "mongodb", "monitor", "redis", "region", "sms", "sts", "tag", "tke",
            "vod", "vpc"]
# Members that are another for each call.
GENERATED = {"ExpiredTime", "Expiration", "RequestId", "TmpSecretId", "TmpSecretKey", "Token"}
FOLDER = pathlib.Path(__file__).parent


class Room:
    """An emulator with a recorder before it, and a home folder for each command. A room runs a case at a time."""

    def __init__(self, tc3, commands, folder):
        self.commands, self.folder = commands, folder
        self.emulator = subprocess.Popen([tc3, "emulator", "--listen", "127.0.0.1:0", "--log", "json"],
                                         stdout=subprocess.PIPE, text=True,
                                         env={"PATH": os.environ["PATH"], "HOME": str(folder)})
        listening = json.loads(self.emulator.stdout.readline())
        self.emulator_url = listening["url"]
        self.recorder = Recorder(int(self.emulator_url.rpartition(":")[2]))
        self.url = f"http://127.0.0.1:{self.recorder.port}"
        self.configuration = self.configured()

    def configured(self):
        """The files that tccli itself makes, with the emulator as the endpoint of each service."""
        home = self.folder / "configured"
        home.mkdir()
        environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
        endpoints = [word for service in SERVICES for word in (f"{service}.endpoint", self.url)]
        subprocess.run([self.commands["tccli"], "configure", "set", *endpoints], check=True, env=environment)
        return home / ".tccli"

    def run(self, case, program, earlier=()):
        request = urllib.request.Request(f"{self.emulator_url}/_emulator/reset", method="POST")
        urllib.request.urlopen(request).read()
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        home, work, path = folder / "home", folder / "work", folder / "bin"
        for each in (home, work, path):
            each.mkdir()
        (path / "tccli").symlink_to(self.commands[program])
        shutil.copytree(self.configuration, home / ".tccli", ignore=shutil.ignore_patterns("log"))
        for where, files in ((home, case.get("home", {})), (work, case.get("files", {}))):
            for name, content in files.items():
                file = where / name
                file.parent.mkdir(parents=True, exist_ok=True)
                content = content if isinstance(content, str) else json.dumps(content)
                file.write_text(content.replace("$URL", self.url), encoding="utf-8")
        before = contents(home / ".tccli")
        environment = {"PATH": f"{path}:{os.environ['PATH']}", "HOME": str(home), "LANG": "C.UTF-8",
                       "LC_ALL": "C.UTF-8", "TENCENTCLOUD_SECRET_ID": SECRET_ID,
                       "TENCENTCLOUD_SECRET_KEY": SECRET_KEY, "NO_PROXY": "127.0.0.1", "URL": self.url}
        for name, value in case.get("environment", {}).items():
            environment.pop(name, None)
            if value is not None:
                environment[name] = value.replace("$URL", self.url)
        self.recorder.begin(case.get("answers", []), earlier)
        done = subprocess.run(["sh", "-c", case["line"]], cwd=work, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=120)
        problems = []
        if program == "tc3" and contents(home / ".tccli") != before:
            problems.append("tc3 wrote to ~/.tccli")
        shown = {"exit": done.returncode, "output": done.stdout.decode("utf-8", "replace"),
                 "errors": done.stderr.decode("utf-8", "replace"), "requests": list(self.recorder.requests),
                 "answered": list(self.recorder.answered)}
        shutil.rmtree(folder)
        return shown, problems

    def stop(self):
        self.emulator.send_signal(signal.SIGTERM)
        self.emulator.communicate()


def contents(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def without_generated(value):
    if isinstance(value, list):
        return [without_generated(item) for item in value]
    if isinstance(value, dict):
        return {name: name if name in GENERATED else without_generated(item) for name, item in value.items()}
    return value


def without_nulls(value):
    """tccli prints a null for each member that the answer does not have."""
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    return value


def compared(case, shown, url):
    """What is compared of what a command came to."""
    output = shown["output"].replace(url, "$URL")
    kind = case.get("output", "json")
    if kind == "json":
        try:
            output = without_nulls(json.loads(output))
        except ValueError:
            pass
    elif kind == "own":
        output = None
    requests = [without_token(dict(sorted(request.items())), case) for request in shown["requests"]]
    return {"exit": shown["exit"], "output": without_generated(output), "requests": requests}


def without_token(request, case):
    """tc3 adds the parameter that makes a repetition harmless, which tccli never does."""
    if isinstance(request["body"], dict) and "ClientToken" not in case["line"]:
        request["body"] = {name: value for name, value in request["body"].items() if name != "ClientToken"}
    return request


def fits(known, value):
    """Whether a value is what is written down: `{"contains": [..]}` asks for parts of a text, and `*` fits all."""
    if known == "*":
        return True
    if isinstance(known, dict) and set(known) == {"contains"}:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return all(part in text for part in known["contains"])
    return known == value


def check(case, room):
    theirs, _ = room.run(case, "tccli")
    ours, problems = room.run(case, "tc3", theirs["answered"])
    seen = {"tccli": compared(case, theirs, room.url), "tc3": compared(case, ours, room.url)}
    differs = case.get("differs", {})
    for aspect in ("exit", "output", "requests"):
        known = differs.get(aspect)
        if known is None:
            if seen["tccli"][aspect] != seen["tc3"][aspect]:
                left, right = different_parts(seen["tccli"][aspect], seen["tc3"][aspect])
                problems.append(f"{aspect} differs\n    tccli: {shortened(left)}\n    tc3:   {shortened(right)}")
            continue
        for program in ("tccli", "tc3"):
            if not fits(known[program], seen[program][aspect]):
                problems.append(f"{aspect} of {program} is not what the case says: {shortened(seen[program][aspect])}")
        if seen["tccli"][aspect] == seen["tc3"][aspect]:
            problems.append(f"{aspect} does not differ any more: {shortened(seen['tc3'][aspect])}")
    if problems:
        problems.append(f"  errors of tccli: {shortened(theirs['errors'][-400:])}")
        problems.append(f"  errors of tc3:   {shortened(ours['errors'][-600:])}")
    return problems


def different_parts(left, right):
    """What differs in two values, without what is the same."""
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        pairs = [different_parts(a, b) for a, b in zip(left, right) if a != b]
        return [a for a, _ in pairs], [b for _, b in pairs]
    if isinstance(left, dict) and isinstance(right, dict):
        names = [name for name in {**left, **right} if left.get(name, "absent") != right.get(name, "absent")]
        pairs = {name: different_parts(left.get(name, "absent"), right.get(name, "absent")) for name in names}
        return {name: a for name, (a, _) in pairs.items()}, {name: b for name, (_, b) in pairs.items()}
    return left, right


def shortened(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 700 else f"{text[:350]} .. {text[-350:]}"


def read_cases(names):
    cases = [case for file in sorted(FOLDER.glob("cases/*.json")) for case in json.loads(file.read_text("utf-8"))]
    seen = set()
    for case in cases:
        unknown = set(case) - {"name", "line", "files", "home", "environment", "answers", "output", "because", "differs"}
        assert not unknown, f"{case['name']}: {unknown}"
        assert case["name"] not in seen, f"two cases {case['name']}"
        seen.add(case["name"])
        if case.get("output") == "own":
            assert case.get("because"), f"{case['name']} does not say why its output is not compared"
        if "differs" in case:
            assert case["differs"].get("because"), f"{case['name']} does not say why it differs"
    return [case for case in cases if not names or case["name"].startswith(tuple(names))]


def main():
    tc3, tccli, *names = sys.argv[1:]
    commands = {"tc3": pathlib.Path(tc3).absolute(), "tccli": pathlib.Path(tccli).absolute()}
    cases = read_cases(names)
    assert cases, f"no case is called {names}"
    workers = max(1, min(4, os.cpu_count() or 1))
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        rooms = queue.SimpleQueue()
        all_rooms = []
        for number in range(workers):
            (pathlib.Path(folder) / str(number)).mkdir()
            all_rooms.append(Room(commands["tc3"], commands, pathlib.Path(folder) / str(number)))
            rooms.put(all_rooms[-1])

        def one(case):
            room = rooms.get()
            try:
                return check(case, room)
            except Exception as error:
                return [f"{type(error).__name__}: {error}"]
            finally:
                rooms.put(room)

        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            for case, problems in zip(cases, pool.map(one, cases)):
                if problems:
                    failed.append(case["name"])
                    print(f"{case['name']}: {case['line']}", *problems, sep="\n  ", flush=True)
        for room in all_rooms:
            room.stop()
    same = sum("differs" not in case for case in cases)
    print(f"tccli next to tc3: {len(cases)} lines, of which {len(cases) - same} are known to differ; {len(failed)} failed")
    for name in failed:
        print(f"  {name}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

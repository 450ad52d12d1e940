"""Each documented example request of a wheel of tccli, through tc3: as JSON by `--cli-input-json - --dry-run=json`, and
as options made of it, one for each value. What would be sent must be the same JSON: the same members, and numbers as
they are spelled.

As options the comparison knows no difference between a number and a text of the same spelling, since an option has no
quotes: the declared type decides, while an example may write "0" for an Integer.

Usage: documented.py TC3 WHEEL [--service NAME] [--every N] [--list]
--service runs one service, --every N each Nth example, --list prints everything that differs and not only the counts.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile

# The folder of a service is a Python module, and one name is a word of Python.
SERVICE_NAMES = {"autoscaling": "as"}
# Linux takes 128 KiB for one argument.
LONGEST_ARGUMENT = 100_000
SHOWN = 5


class Number(str):
    """A number as it is spelled."""


def read(text):
    return json.loads(text, object_pairs_hook=lambda pairs: pairs and dict(pairs) or {},
                      parse_int=Number, parse_float=Number)


def options(value, path=""):
    """An option for each value. A null is none: an option cannot say it."""
    if isinstance(value, dict):
        if not value and path:
            yield f"--{path}={{}}"
        for name, member in value.items():
            yield from options(member, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        if not value:
            yield f"--{path}=[]"
        for index, item in enumerate(value):
            yield from options(item, f"{path}.{index}")
    elif isinstance(value, bool):
        yield f"--{path}={str(value).lower()}"
    elif isinstance(value, str):
        # A text that begins like the name of a file to read is written with another @.
        at = "@" if not isinstance(value, Number) and value.startswith("@") and value != "@" else ""
        yield f"--{path}={at}{value}"


def spelled(value):
    """A value as options can say it."""
    if isinstance(value, dict):
        return {name: spelled(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [spelled(item) for item in value if item is not None]
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None else str(value)


def same(left, right):
    """As `==`, but a text of one spelling is no number."""
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[name], right[name]) for name in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right


def ordered(value):
    """Members by name: the order in which they are sent means nothing."""
    if isinstance(value, dict):
        return {name: ordered(value[name]) for name in sorted(value)}
    return [ordered(item) for item in value] if isinstance(value, list) else value


def body_of(shown, wanted):
    """What would be sent, without the token that makes a repetition harmless, if the example has none."""
    body = read(shown)["body"]
    if "ClientToken" not in wanted:
        body.pop("ClientToken", None)
    return body


class Runner:
    def __init__(self, tc3, home):
        self.tc3, self.home = tc3, home
        self.environment = {"HOME": home, "TENCENTCLOUD_SECRET_ID": "AKIDexample", "TENCENTCLOUD_SECRET_KEY": "key"}

    def run(self, words, text=""):
        done = subprocess.run([self.tc3, *words], input=text.encode(), capture_output=True, cwd=self.home,
                              env=self.environment)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def example(self, job):
        """What became of an example: counts, and what to show of each that differs."""
        service, version, action, body = job
        base = [service, action, "--version", version, "--region", "ap-guangzhou", "--dry-run=json"]
        wanted = read(body)
        counts, shown = collections.Counter(examples=1), []
        place = f"{service} {version} {action}"
        code, _, errors = self.run([*base, "--cli-input-json", "-"], body)
        counts["pass the checks" if code == 0 else "are refused by the checks"] += 1
        if code:
            counts.update(f"refused: {kind(line)}" for line in errors.splitlines() if is_error(line))
            shown.append(("refused", place, errors.splitlines()[0] if errors else f"exit {code}"))
        code, out, errors = self.run([*base, "--cli-input-json", "-", "--no-check"], body)
        sent = body_of(out, wanted) if code == 0 else None
        if code == 0 and same(ordered(sent), ordered(wanted)):
            counts["come out the same from JSON"] += 1
        else:
            counts["differ from JSON"] += 1
            shown.append(("differs from JSON", place, errors or f"{body} became {json.dumps(sent)}"))
        words = list(options(wanted))
        if any(len(word.encode()) > LONGEST_ARGUMENT for word in words):
            counts["are too long for options"] += 1
            return counts, shown
        if any("\0" in word for word in words):
            counts["hold what no option can"] += 1
            return counts, shown
        code, out, errors = self.run([*base, "--no-check", *words])
        sent = spelled(body_of(out, wanted)) if code == 0 else None
        if code == 0 and ordered(sent) == ordered(spelled(wanted)):
            counts["come out the same from options"] += 1
        elif code == 0 and differs_by_truth_alone(ordered(sent), ordered(spelled(wanted))):
            counts["come out the same from options, but for the spelling of a Boolean"] += 1
        else:
            counts["differ from options"] += 1
            shown.append(("differs from options", place, errors or f"{body} became {json.dumps(sent)}"))
        return counts, shown


def differs_by_truth_alone(sent, wanted):
    """Examples write True and 1 for a Boolean; tc3 sends true."""
    if isinstance(sent, dict) and isinstance(wanted, dict):
        return list(sent) == list(wanted) and all(differs_by_truth_alone(sent[name], wanted[name]) for name in sent)
    if isinstance(sent, list) and isinstance(wanted, list):
        return len(sent) == len(wanted) and all(map(differs_by_truth_alone, sent, wanted))
    truth = {"true": ("true", "True", "TRUE", "1"), "false": ("false", "False", "FALSE", "0")}
    return sent == wanted or isinstance(sent, str) and wanted in truth.get(sent, ())


def is_error(line):
    return line.startswith("tc3: ") and not line.startswith(("tc3: `tc3 ", "tc3: note: "))


def kind(line):
    """An error without what is particular to the example."""
    text = line.removeprefix("tc3: ").partition("; near")[0]
    return re.sub(r'"[^"]*"|`[^`]*`|\b[A-Z0-9_][A-Za-z0-9_.\-]*|\d+', "..", text)[:70]


def jobs(wheel, only):
    """Each example with a body, and how many others there are."""
    skipped = collections.Counter()
    found = []
    with zipfile.ZipFile(wheel) as archive:
        for path in sorted(archive.namelist()):
            match = re.fullmatch(r"tccli/services/(\w+)/v(\d{4})(\d\d)(\d\d)/examples\.json", path)
            if not match:
                continue
            service = SERVICE_NAMES.get(match[1], match[1])
            if only and service != only:
                continue
            for action, examples in json.loads(archive.read(path))["actions"].items():
                for example in examples:
                    _, blank, body = example.get("input", "").partition("\n\n")
                    try:
                        is_object = isinstance(json.loads(body), dict)
                    except ValueError:
                        is_object = False
                    if is_object:
                        found.append((service, f"{match[2]}-{match[3]}-{match[4]}", action, body.strip()))
                    else:
                        skipped["have no body that is JSON" if blank else "are no request with a body"] += 1
    return found, skipped


def main():
    parser = argparse.ArgumentParser(usage="documented.py TC3 WHEEL [--service NAME] [--every N] [--list]")
    parser.add_argument("tc3")
    parser.add_argument("wheel")
    parser.add_argument("--service")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    found, skipped = jobs(given.wheel, given.service)
    found = found[::given.every]
    if not found:
        sys.exit(f"{given.wheel} has no example with a body for that")
    counts, started, shown = collections.Counter(), time.monotonic(), collections.Counter()
    with tempfile.TemporaryDirectory() as home, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runner = Runner(os.path.abspath(given.tc3), home)
        for number, (result, lines) in enumerate(pool.map(runner.example, found), 1):
            counts += result
            for title, place, text in lines:
                shown[title] += 1
                if given.list or shown[title] <= SHOWN:
                    print(f"{title}: {place}: {' '.join(text.split())[:300]}", flush=True)
            if sys.stderr.isatty() and number % 50 == 0:
                print(f"\r{number} of {len(found)} examples, {number / (time.monotonic() - started):.0f} a second",
                      end="", file=sys.stderr, flush=True)
    actions = len({job[:3] for job in found})
    print(f"\n{len(found)} examples of {actions} actions in {time.monotonic() - started:.0f} s")
    for what, count in sorted((counts + skipped).items(), key=lambda item: (item[0].startswith("refused: "), -item[1])):
        print(f"{count:>7} {what}")
    sys.exit(1 if counts["differ from JSON"] or counts["differ from options"] else 0)


if __name__ == "__main__":
    main()

"""Writes the samples of every shape and language, runs them, and compares what they send with what was to be sent."""

import argparse
import email.parser
import email.policy
import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import languages
import shapes
from recorder import Recorder

# The credential of the public documentation, which the emulator takes.
KEY = {
    "TENCENTCLOUD_SECRET_ID": "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
    "TENCENTCLOUD_SECRET_KEY": "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
}
EMULATOR = ("127.0.0.1", 9443)
PROGRAM_SECONDS = 60


def arguments():
    parser = argparse.ArgumentParser(prog="run", description="Runs the samples of `tc3 code` and compares what they send.")
    parser.add_argument("--quick", action="store_true", help="a few shapes, in the languages that start fast")
    parser.add_argument("--languages", metavar="LIST", help="only these, with commas between them")
    parser.add_argument("--shapes", metavar="TEXT", help="only shapes with this in their name")
    parser.add_argument("--keep", metavar="DIR", help="keep the programs and what they printed in this empty folder")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    given = arguments()
    if given.inside:
        return inside(given, Path(given.inside))
    unshare = ["unshare", "-n", "-m"] if os.geteuid() == 0 else ["unshare", "-r", "-n", "-m"]
    for program in ["unshare", "openssl"]:
        if not shutil.which(program):
            return skip(f"there is no {program}")
    tried = subprocess.run([*unshare, "true"], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        return skip(f"no network namespace can be made: {tried.stderr.strip()}")
    with tempfile.TemporaryDirectory(prefix="tc3-samples-") as temporary:
        work = Path(given.keep or temporary).resolve()
        work.mkdir(parents=True, exist_ok=True)
        if any(work.iterdir()):
            raise SystemExit(f"prove.py: {work} is not empty")
        return subprocess.run([*unshare, sys.executable, __file__, *sys.argv[1:], "--inside", work], check=False).returncode \
            if prepare(given, work) else 1


def skip(reason):
    print(f"samples: not run: {reason}")
    return 0


def clean_environment(work):
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TC3") if name in os.environ}
    return {**kept, "HOME": str(work / "home")}


def prepare(given, work):
    """Writes the programs, and makes the languages ready. This is the part with the network."""
    (work / "home").mkdir()
    tc3, env = os.environ["TC3"], clean_environment(work)
    cache = Path(os.environ.get("SAMPLES_CACHE") or Path(tc3).resolve().parents[1] / "samples")
    cache.mkdir(parents=True, exist_ok=True)
    wanted = given.languages.split(",") if given.languages else (languages.QUICK if given.quick else None)
    known = [language.name for language in languages.ALL]
    for name in wanted or []:
        if name not in known:
            raise SystemExit(f"prove.py: there is no language {name}: {', '.join(known)}")
    chosen = [language for language in languages.ALL if not wanted or language.name in wanted]
    listed = [shape for shape in shapes.all_shapes(tc3, env, given.quick) if (given.shapes or "") in shape.name]
    for index, shape in enumerate(listed):
        (work / f"{index:03}.json").write_text(shapes.to_json(shape.body))
        for name, content in shape.files.items():
            (work / f"{index:03}.{name}").write_bytes(content)
    state = {"shapes": [vars(shape) | {"body": None, "files": list(shape.files)} for shape in listed], "languages": {}}
    for language in chosen:
        started = time.monotonic()
        home = work / language.name
        home.mkdir()
        refused, folders = {}, []
        for index, shape in enumerate(listed):
            done = subprocess.run(code_command(tc3, language, work, index, shape), capture_output=True, env=env, check=False)
            if done.returncode != 0:
                refused[index] = done.stderr.decode().splitlines()[0]
                continue
            folder = home / f"{index:03}"
            folder.mkdir()
            (folder / language.file).write_bytes(done.stdout)
            folders.append(folder)
        reason, is_broken = None, False
        try:
            if not folders:
                raise languages.Skip(next(iter(refused.values())))
            left_out = language.prepare(home, cache, folders) or {}
            refused |= {int(folder.name): why for folder, why in left_out.items()}
        except languages.Skip as skipped:
            reason = str(skipped)
        except languages.Broken as broken:
            reason, is_broken = str(broken), True
        attributes = {key: str(value) for key, value in vars(language).items()}
        state["languages"][language.name] = {"refused": refused, "reason": reason, "isBroken": is_broken, "attributes": attributes}
        print(f"samples: {language.name}: {reason or f'{len(listed) - len(refused)} programs in {time.monotonic() - started:.0f} s'}", flush=True)
    (work / "state.json").write_text(json.dumps(state))
    return True


def code_command(tc3, language, work, index, shape):
    command = [tc3, "code", language.name, shape.service, shape.action, *shape.options]
    command += ["--cli-input-json", f"file://{work}/{index:03}.json"]
    if shape.region:
        command += ["--region", shape.region]
    for name in shape.files:
        command += [f"--{name}", f"fileb://{work}/{index:03}.{name}"]
    return command


def inside(given, work):
    """Runs the programs, in a namespace where the names of Tencent Cloud are this machine."""
    state = json.loads((work / "state.json").read_text())
    tc3, env = os.environ["TC3"], clean_environment(work)
    raise_loopback()
    authority = work / "authority.pem"
    command = [tc3, "emulator", "--tls", "--tls-ca", authority, "--listen", f"{EMULATOR[0]}:{EMULATOR[1]}",
               "--allow-host", "*.tencentcloudapi.com"]
    with open(work / "emulator.log", "wb") as log, \
            subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=log) as emulator:
        try:
            while b"listening" not in (line := emulator.stdout.readline()):
                if not line:
                    raise SystemExit(f"prove.py: the emulator did not start: {(work / 'emulator.log').read_text()}")
            drain(emulator.stdout, work / "emulator.out")
            hosts = hosts_of(state, tc3, env, work)
            name_hosts(hosts, work)
            certificate(authority, hosts, work)
            recorder = Recorder(("127.0.0.1", 443), work / "server.pem", work / "server.key", EMULATOR, authority)
            return run_all(state, work, authority, recorder, env)
        finally:
            emulator.terminate()


def raise_loopback():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        # SIOCSIFFLAGS with IFF_UP.
        fcntl.ioctl(one, 0x8914, struct.pack("16sh14x", b"lo", 1))


def drain(stream, place):
    import threading

    def copy():
        with open(place, "wb") as out:
            shutil.copyfileobj(stream, out)

    threading.Thread(target=copy, daemon=True).start()


def hosts_of(state, tc3, env, work):
    """The host of each shape, as `tc3 --dry-run` says it."""
    hosts = set()
    for index, given in enumerate(state["shapes"]):
        shape = shapes.Shape(**{**given, "files": dict.fromkeys(given["files"])})
        command = code_command(tc3, languages.Curl(), work, index, shape)
        command[1:3] = []
        command += [] if "--no-check" in command else ["--no-check"]
        done = subprocess.run([*command, "--dry-run=json"], capture_output=True, env={**env, **KEY}, check=False)
        if done.returncode != 0:
            raise SystemExit(f"prove.py: {shape.name}: {done.stderr.decode()}")
        url = json.loads(done.stdout)["url"]
        given["host"] = url.split("/")[2]
        hosts.add(given["host"])
    return sorted(hosts)


def name_hosts(hosts, work):
    names = work / "hosts"
    names.write_text("127.0.0.1 localhost\n" + "".join(f"127.0.0.1 {host}\n" for host in hosts))
    subprocess.run(["mount", "--bind", names, "/etc/hosts"], check=True)


def certificate(authority, hosts, work):
    """A certificate of the emulator's authority for all the hosts."""
    names = ",".join(f"DNS:{host}" for host in hosts)
    (work / "extensions").write_text(f"subjectAltName={names}\nextendedKeyUsage=serverAuth\n")
    quiet = {"check": True, "capture_output": True, "cwd": work}
    subprocess.run(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                    "server.key", "-out", "server.csr", "-subj", "/CN=samples"], **quiet)
    subprocess.run(["openssl", "x509", "-req", "-in", "server.csr", "-CA", authority, "-CAkey",
                    authority.with_suffix(".key"), "-CAcreateserial", "-out", "server.pem", "-days", "2", "-extfile",
                    "extensions"], **quiet)


def run_all(state, work, authority, recorder, env):
    rows, failures = [], []
    for language in languages.ALL:
        facts = state["languages"].get(language.name)
        if facts is None:
            continue
        if facts["reason"]:
            rows.append((language.name, "", "", "", facts["reason"]))
            # A program that does not compile is a failure, and a missing toolchain is none.
            if facts["isBroken"]:
                failures.append(f"{language.name}: {facts['reason']}")
            continue
        for name, value in facts["attributes"].items():
            setattr(language, name, Path(value) if os.path.isabs(value) and ":" not in value else value)
        own = {**env, **KEY, **language.environment(authority)}
        ran = equal = 0
        started = time.monotonic()
        for index, shape in enumerate(state["shapes"]):
            if str(index) in facts["refused"]:
                continue
            folder = work / language.name / f"{index:03}"
            ran += 1
            problem = run_one(language, folder, own, recorder, shape, work, index)
            if problem:
                failures.append(f"{language.name}: {shape['name']}: {problem} ({index:03})")
            else:
                equal += 1
        seconds = f"{time.monotonic() - started:.0f} s"
        rows.append((language.name, str(ran), str(equal), seconds, without(facts["refused"])))
        print(f"samples: {language.name}: ran {ran}, equal {equal}", flush=True)
    for failure in failures:
        print(f"samples: FAILED: {failure}")
    table(len(state["shapes"]), rows)
    reasons(state)
    return 1 if failures else 0


def run_one(language, folder, env, recorder, shape, work, index):
    recorder.take()
    with open(folder / "stdout", "wb") as out, open(folder / "stderr", "wb") as err:
        try:
            status = subprocess.run(language.command(folder), cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out,
                                    stderr=err, timeout=PROGRAM_SECONDS, check=False).returncode
        except subprocess.TimeoutExpired:
            return f"did not end within {PROGRAM_SECONDS} s"
    exchanges = recorder.take()
    said = "".join((folder / name).read_text(errors="replace") for name in ("stdout", "stderr")).strip()
    if not exchanges:
        return f"nothing was sent: {said[-400:]}"
    if len(exchanges) > 1:
        return f"{len(exchanges)} requests were sent"
    [exchange] = exchanges
    return difference(exchange, shape, work, index, language.adds_token) or wrong_status(exchange, status, said)


def difference(exchange, shape, work, index, adds_token):
    """What differs between what was sent and what was to be sent."""
    headers = exchange.headers
    code = error_code(exchange.answer)
    if (code or "").startswith("AuthFailure"):
        return f"the signature was refused: {exchange.answer.decode()[:300]}"
    # The documented host decides the version's and the action's; the emulator has checked the signature's service.
    for header, expected in [("host", shape["host"]), ("x-tc-action", shape["action"]), ("x-tc-region", shape["region"])]:
        if headers.get(header, "") != expected:
            return f"{header} is {headers.get(header)!r}, not {expected!r}"
    if not headers.get("x-tc-version"):
        return "no version was sent"
    shape.setdefault("version", headers["x-tc-version"])
    if headers["x-tc-version"] != shape["version"]:
        return f"x-tc-version is {headers['x-tc-version']!r}, and {shape['version']!r} in another language"
    given = (work / f"{index:03}.json").read_text()
    expected = exact(given)
    kind = headers.get("content-type", "").split(";")[0]
    if shape["files"]:
        return difference_of_bytes(exchange, shape, work, index, expected, kind)
    if kind != "application/json":
        return f"the content type is {kind}"
    try:
        sent = exact(exchange.body.decode())
    except ValueError as error:
        return f"what was sent is no JSON: {error}: {exchange.body[:200]!r}"
    if adds_token and "ClientToken" not in expected:
        # With a token of its own the call may be repeated.
        sent.pop("ClientToken", None)
    return first_difference(expected, sent, "")


def difference_of_bytes(exchange, shape, work, index, expected, kind):
    [name] = shape["files"]
    content = (work / f"{index:03}.{name}").read_bytes()
    if kind == "application/octet-stream":
        if exchange.body != content:
            return "the bytes differ"
        for parameter, value in expected.items():
            sent = exchange.headers.get(f"x-{shape['service']}-{parameter}".lower())
            if sent != value:
                return f"the header of {parameter} is {sent!r}, not {value!r}"
        return None
    if kind != "multipart/form-data":
        return f"the content type is {kind}"
    head = f"Content-Type: {exchange.headers['content-type']}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + exchange.body)
    parts = {part.get_param("name", header="content-disposition"): part.get_payload(decode=True) for part in message.iter_parts()}
    return None if parts == {name: content} else f"the parts are {parts!r}"[:300]


def exact(text):
    """JSON with numbers as they were written."""
    return json.loads(text, parse_int=Decimal, parse_float=Decimal)


def first_difference(expected, sent, place):
    if type(expected) is not type(sent):
        return f"{place or 'the body'} is {json.dumps(sent, default=str)[:80]}, not {json.dumps(expected, default=str)[:80]}"
    if isinstance(expected, dict):
        for name in [*expected, *sent]:
            if (name in expected) != (name in sent):
                return f"{place}.{name} was {'added' if name in sent else 'dropped'}"
        pairs = [(expected[name], sent[name], f"{place}.{name}") for name in expected]
    elif isinstance(expected, list):
        if len(expected) != len(sent):
            return f"{place} has {len(sent)} items, not {len(expected)}"
        pairs = [(one, other, f"{place}[{index}]") for index, (one, other) in enumerate(zip(expected, sent))]
    else:
        return None if expected == sent else f"{place} is {str(sent)[:80]!r}, not {str(expected)[:80]!r}"
    for one, other, inner in pairs:
        if found := first_difference(one, other, inner):
            return found
    return None


def error_code(answer):
    try:
        return json.loads(answer)["Response"].get("Error", {}).get("Code")
    except (ValueError, KeyError, AttributeError):
        return None


def wrong_status(exchange, status, said):
    """A program fails if the call did, and says the code."""
    code = error_code(exchange.answer)
    failed = code is not None or exchange.status != 200
    if failed and status == 0:
        return f"the call failed with {code}, and the program did not"
    if failed and code and code not in said:
        return f"the call failed with {code}, and the program said: {said[-200:]!r}"
    if not failed and status != 0:
        return f"the call went well, and the program ended with {status}: {said[-300:]}"
    return None


def without(refused):
    return f"{len(refused)} calls without a program, see below" if refused else ""


def reasons(state):
    """Why there is no program of a language, a reason with the calls that it is for."""
    for language, facts in state["languages"].items():
        calls = {}
        for index, why in () if facts["reason"] else facts["refused"].items():
            calls.setdefault(why.split("no program for this call: ")[-1], []).append(state["shapes"][int(index)]["name"])
        for why, names in calls.items():
            print(f"{language}: no program of {', '.join(names) if len(names) < 4 else f'{len(names)} calls'}: {why}")


def table(count, rows):
    print(f"\n{count} shapes")
    rows = [("language", "ran", "equal", "time", "not run"), *rows]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths)]
        print("  ".join([*cells, row[4]]).rstrip())


if __name__ == "__main__":
    sys.exit(main())

"""Measures commands of tc3, of an earlier tc3 and of tccli alternately, and prints a line for each sample: name, side,
value and unit, separated by tabs.

measure.py TC3 EARLIER_TC3 TCCLI_FOLDER WHEELS [ROW..]

TCCLI_FOLDER is empty if tccli is not installed. RUNS says how often each command runs; tccli's unfolded ProcessMedia,
half a minute each, runs three times. Traffic stays on this machine. The rows are names, or how they begin.
"""

import glob
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

SECRET_ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"
SECRET_KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
RUNS = int(os.environ.get("RUNS", "20"))
ITEMS = 100_000
TYPED = ["create proxy group", "创建通道组", "runinstances", "snapshot policy", "cvm 重启", "负载均衡 监听器", "describe"]
PROCESS_MEDIA = ["--InputInfo.Type", "URL", "--InputInfo.UrlInputInfo.Url", "https://example.com/a.mp4",
                 "--MediaProcessTask.TranscodeTaskSet.0.Definition", "10",
                 "--MediaProcessTask.TranscodeTaskSet.0.WatermarkSet.0.Definition", "20"]


class Sample:
    """Wall and CPU time in milliseconds, a value a run; the most memory of one run in MB, if GNU time is there."""

    def __init__(self):
        self.wall, self.cpu, self.memory = [], [], None


class Bench:
    def __init__(self, sides, tccli, folder):
        self.sides, self.tccli, self.folder = sides, tccli, folder
        self.environment = {"HOME": str(folder), "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
                            "TENCENTCLOUD_SECRET_ID": SECRET_ID, "TENCENTCLOUD_SECRET_KEY": SECRET_KEY,
                            "TENCENTCLOUD_REGION": "ap-guangzhou"}

    @property
    def tc3(self):
        return self.sides["now"]

    def data(self, side):
        """The folder of a side's catalog."""
        return {"XDG_DATA_HOME": f"{self.folder}/data-{side}"}

    def start(self, command, more, output=subprocess.DEVNULL):
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE,
                                cwd=self.folder, env={**self.environment, **more})

    def once(self, sample, command, more):
        began = time.perf_counter()
        process = self.start(command, more)
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        sample.wall.append((time.perf_counter() - began) * 1000)
        sample.cpu.append((usage.ru_utime + usage.ru_stime) * 1000)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
        if process.returncode:
            sys.exit(f"{' '.join(command)}: exit {process.returncode}: {errors.decode()[-500:]}")

    def memory(self, command, more):
        """The peak in MB. The kernel counts the memory of the process that forked too: a small one has to do it."""
        if not os.path.exists("/usr/bin/time"):
            return None
        process = self.start(["/usr/bin/time", "-f", "%M", *command], more)
        return int(process.communicate()[1].decode().split()[-1]) * 1024 / 1e6

    def alternately(self, commands, runs=RUNS, more=None):
        """Runs the commands of all sides in turn, after a run of each that does not count. `runs` may differ by side."""
        samples = {side: Sample() for side in commands}
        times = {side: runs.get(side, RUNS) if isinstance(runs, dict) else runs for side in commands}
        for number in range(-1, max(times.values())):
            for side, command in commands.items():
                if number < times[side] and not (number < 0 and times[side] < RUNS):
                    self.once(Sample() if number < 0 else samples[side], command, more or {})
        for side, command in commands.items():
            samples[side].memory = self.memory(command, more or {})
        return samples

    def compared(self, ours, theirs):
        """The words of a command, for each side: for tc3, and for tccli, if that is installed."""
        commands = {side: [tc3, *ours] for side, tc3 in self.sides.items()}
        if self.tccli:
            commands["tccli"] = theirs
        return commands


def emulator(bench, tc3=None):
    process = bench.start([tc3 or bench.tc3, "emulator", "--listen", "127.0.0.1:0", "--log", "json"], {}, subprocess.PIPE)
    url = json.loads(process.stdout.readline())["url"]
    # The log has to be read, or it fills the pipe.
    drain = subprocess.Popen(["cat"], stdin=process.stdout, stdout=subprocess.DEVNULL)
    return process, drain, url


def signed_post(connection, host, action, body):
    """A call of gaap, signed by hand."""
    body = json.dumps(body).encode()
    seconds = int(time.time())
    date = time.strftime("%Y-%m-%d", time.gmtime(seconds))
    digest = hashlib.sha256(body).hexdigest()
    canonical = f"POST\n/\n\ncontent-type:application/json\nhost:{host}\n\ncontent-type;host\n{digest}"
    scope = f"{date}/gaap/tc3_request"
    text = f"TC3-HMAC-SHA256\n{seconds}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"TC3{SECRET_KEY}".encode()
    for part in (date, "gaap", "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.new(key, text.encode(), "sha256").hexdigest()
    connection.request("POST", "/", body, {
        "Host": host, "Content-Type": "application/json", "X-TC-Action": action, "X-TC-Version": "2018-05-29",
        "X-TC-Timestamp": str(seconds),
        "Authorization": f"TC3-HMAC-SHA256 Credential={SECRET_ID}/{scope}, SignedHeaders=content-type;host, "
                         f"Signature={signature}"})
    answer = json.loads(connection.getresponse().read())["Response"]
    if "Error" in answer:
        sys.exit(f"{action}: {answer['Error']}")
    return answer


def fill(url):
    """Puts the items into the emulator, 1,000 with each call."""
    host = url.partition("://")[2]
    connection = http.client.HTTPConnection(host)
    for first in range(0, ITEMS, 1000):
        addresses = [f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in range(first, first + 1000)]
        signed_post(connection, host, "AddRealServers",
                    {"ProjectId": 0, "RealServerIP": addresses, "RealServerName": "server"})


def emit(name, side, value, unit):
    print(name, side, f"{value:.6g}", unit, sep="\t", flush=True)


def emit_all(name, samples, kinds=("cpu", "wall", "memory")):
    for side, sample in samples.items():
        for kind in kinds:
            if kind != "memory":
                for value in getattr(sample, kind):
                    emit(f"{name}-{kind}", side, value, "ms")
            elif sample.memory is not None:
                emit(f"{name}-memory", side, sample.memory, "MB")


def size(path):
    path = pathlib.Path(path)
    if path.is_file():
        return path.stat().st_size / 1e6
    return sum(file.lstat().st_size for file in path.rglob("*")) / 1e6


def main():
    now, baseline, tccli, wheels, *only = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        sides = {"now": os.path.abspath(now), "baseline": os.path.abspath(baseline)}
        bench = Bench(sides, pathlib.Path(tccli).absolute() if tccli else None, folder)
        theirs = str(bench.tccli / "tccli") if tccli else ""
        if tccli:
            # So that it does not make its configuration while it is measured.
            bench.once(Sample(), [theirs, "configure", "set", "region", "ap-guangzhou"], {})
        measure(bench, theirs, wheels, lambda name: not only or name.startswith(tuple(only)))


def measure(bench, theirs, wheels, wants):
    if wants("version"):
        emit_all("version", bench.alternately(bench.compared(["--version"], [theirs, "--version"])))
    if wants("help"):
        words = ["gaap", "CreateProxyGroup", "help"]
        emit_all("help", bench.alternately(bench.compared(words, [theirs, *words])))
    if wants("completion"):
        line = "gaap CreateProxyGroup --Acc"
        commands = bench.compared(["__complete", "bash", " \t\n\"'@><=;|&(:", f"tc3 {line}"],
                                  [f"{theirs}_completer"])
        more = {"COMP_LINE": f"tccli {line}", "COMP_POINT": str(len(line) + 6)}
        emit_all("completion", bench.alternately(commands, more=more))
    if wants("nested"):
        process, drain, url = emulator(bench)
        commands = bench.compared(["mps", "ProcessMedia", *PROCESS_MEDIA, "--dry-run=json"],
                                  [theirs, "mps", "ProcessMedia", "--cli-unfold-argument", *PROCESS_MEDIA,
                                   "--endpoint", url])
        emit_all("nested", bench.alternately(commands, {"tccli": min(RUNS, 3)}))
        stop(process, drain)
    if wants("call"):
        process, drain, url = emulator(bench)
        words = ["gaap", "DescribeDestRegions", "--endpoint", url]
        emit_all("call", bench.alternately(bench.compared(words, [theirs, *words])))
        stop(process, drain)
    if wants("items"):
        items(bench)
    if wants("search") or wants("sizes"):
        files = sorted(glob.glob(f"{wheels}/tccli[-_]*.whl"))
        for side, tc3 in bench.sides.items():
            process = bench.start([tc3, "api", "update", *files], bench.data(side))
            errors = process.communicate()[1]
            if process.returncode:
                sys.exit(f"tc3 api update: {errors.decode()[-500:]}")
    if wants("search"):
        search(bench)
    if wants("sizes"):
        sizes(bench)


def sizes(bench):
    for side, tc3 in bench.sides.items():
        emit("size-catalog", side, size(bench.data(side)["XDG_DATA_HOME"]), "MB")
        binary = os.path.join(bench.folder, "stripped")
        shutil.copy(tc3, binary)
        if shutil.which("strip"):
            subprocess.run(["strip", binary], check=True)
        emit("size-binary", side, size(binary), "MB")
    if bench.tccli:
        emit("size-binary", "tccli", size(bench.tccli.parent), "MB")


def stop(process, drain):
    process.send_signal(signal.SIGTERM)
    process.wait()
    drain.wait()


def items(bench):
    """All of the items, as lines. Each side has the emulator of its own build: its time for a page is most of it."""
    for side, tc3 in bench.sides.items():
        process, drain, url = emulator(bench, tc3)
        fill(url)
        command = [tc3, "gaap", "DescribeRealServers", "--ProjectId", "-1", "--Limit", "50", "--all", "--output",
                   "json-lines", "--endpoint", url]
        counted = bench.start(command, {}, subprocess.PIPE)
        lines = sum(1 for _ in counted.stdout)
        counted.communicate()
        if lines != ITEMS:
            sys.exit(f"{lines} lines, not {ITEMS}")
        sample = Sample()
        bench.once(sample, command, {})
        emit("items-wall", side, sample.wall[0] / 1000, "s")
        memory = bench.memory(command, {})
        if memory is not None:
            emit("items-memory", side, memory, "MB")
        stop(process, drain)


def search(bench):
    """Each keystroke of each query is a process: the one with the slowest median counts."""
    for side, tc3 in bench.sides.items():
        worst = None
        for query in TYPED:
            for end in range(1, len(query) + 1):
                if query[end - 1] == " ":
                    continue
                sample = Sample()
                for _ in range(max(3, RUNS // 4)):
                    bench.once(sample, [tc3, "api", "search", query[:end]], bench.data(side))
                if not worst or statistics.median(sample.wall) > statistics.median(worst.wall):
                    worst = sample
        emit_all("search", {side: worst}, ("cpu", "wall"))


if __name__ == "__main__":
    main()

"""Measures commands of tc3 and of tccli alternately, and prints a Markdown table. See run."""

import glob
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import platform
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
    def __init__(self, tc3, tccli, folder):
        self.tc3, self.tccli, self.folder = tc3, tccli, folder
        self.environment = {"HOME": str(folder), "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
                            "TENCENTCLOUD_SECRET_ID": SECRET_ID, "TENCENTCLOUD_SECRET_KEY": SECRET_KEY,
                            "TENCENTCLOUD_REGION": "ap-guangzhou"}

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

    def both(self, ours, theirs, runs=RUNS, their_runs=None, more=None):
        """Runs both alternately, after a run of each that does not count."""
        more = more or {}
        samples = Sample(), Sample()
        for number in range(-1, runs):
            for sample, command, times in ((samples[0], ours, runs), (samples[1], theirs, their_runs or runs)):
                if command and number < times and not (number < 0 and times < runs):
                    self.once(Sample() if number < 0 else sample, command, more)
        for sample, command in zip(samples, (ours, theirs)):
            if command:
                sample.memory = self.memory(command, more)
        return samples


def emulator(bench):
    process = bench.start([bench.tc3, "emulator", "--listen", "127.0.0.1:0", "--log", "json"], {}, subprocess.PIPE)
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


class Table:
    def __init__(self, only):
        self.only = only
        print("| what | target | measured | tc3 | tccli 3.1.189.1 |\n|---|---|---|---|---|", flush=True)

    def wants(self, name):
        return not self.only or name.startswith(tuple(self.only))

    def row(self, what, target, measured, ours, theirs=""):
        print(f"| {what} | {target} | {measured} | {ours} | {theirs} |", flush=True)

    def compared(self, what, samples, targets):
        """A row for each of CPU, wall and memory that has a target."""
        ours, theirs = samples
        for kind, unit in (("cpu", "ms"), ("wall", "ms"), ("memory", "MB")):
            if kind not in targets:
                continue
            left, right = value(ours, kind), value(theirs, kind)
            if left is None or right is None:
                self.row(f"{what}, {kind}", targets[kind][1], "not measured: no /usr/bin/time", "")
                continue
            ratio, missed = right / left, ""
            limit, text = targets[kind]
            if isinstance(limit, str):
                measured, missed = f"{left:.1f} {unit}", left > float(limit)
            else:
                measured, missed = f"{ratio:,.0f} times", ratio < limit
            name = {"cpu": "CPU", "wall": "wall", "memory": "peak memory"}[kind]
            self.row(f"{what}, {name}", text, f"**missed: {measured}**" if missed else measured,
                     shown(ours, kind, unit), shown(theirs, kind, unit))


def value(sample, kind):
    values = getattr(sample, kind)
    return values if kind == "memory" else statistics.median(values)


def shown(sample, kind, unit):
    if kind == "memory":
        return f"{sample.memory:.1f} {unit}"
    values = getattr(sample, kind)
    return f"{statistics.median(values):,.1f} {unit} ({min(values):,.1f} to {max(values):,.1f})"


def size(path):
    path = pathlib.Path(path)
    if path.is_file():
        return path.stat().st_size / 1e6
    return sum(file.lstat().st_size for file in path.rglob("*")) / 1e6


START = {"cpu": (100, "100 times less"), "wall": (100, "100 times less"), "memory": ("10", "10 MB")}


def main():
    tc3, tccli, wheels, *only = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(os.path.abspath(tc3), pathlib.Path(tccli).absolute(), folder)
        theirs = str(bench.tccli / "tccli")
        # So that neither makes its configuration while it is measured.
        bench.once(Sample(), [theirs, "configure", "set", "region", "ap-guangzhou"], {})
        print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
              f"Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}, {RUNS} runs, "
              f"load average {os.getloadavg()[0]:.1f}\n")
        measure(bench, theirs, wheels, Table(only))


def measure(bench, theirs, wheels, table):
    tc3 = bench.tc3
    if table.wants("version"):
        table.compared("`--version`", bench.both([tc3, "--version"], [theirs, "--version"]), START)
    if table.wants("help"):
        words = ["gaap", "CreateProxyGroup", "help"]
        table.compared("`gaap CreateProxyGroup help`", bench.both([tc3, *words], [theirs, *words]), START)
    if table.wants("completion"):
        line = "gaap CreateProxyGroup --Acc"
        ours = [tc3, "__complete", "bash", " \t\n\"'@><=;|&(:", f"tc3 {line}"]
        more = {"COMP_LINE": f"tccli {line}", "COMP_POINT": str(len(line) + 6)}
        samples = bench.both(ours, [str(bench.tccli / "tccli_completer")], more=more)
        table.compared("completion of `gaap CreateProxyGroup --Acc`", samples, START)
    if table.wants("nested"):
        ours = [tc3, "mps", "ProcessMedia", *PROCESS_MEDIA, "--dry-run=json"]
        if table.wants("nested"):
            process, drain, url = emulator(bench)
            command = [theirs, "mps", "ProcessMedia", "--cli-unfold-argument", *PROCESS_MEDIA, "--endpoint", url]
            samples = bench.both(ours, command, their_runs=3)
            stop(process, drain)
            table.compared("`mps ProcessMedia` with nested options, dry run; tccli unfolds and calls the emulator",
                           samples, {"wall": (1000, "1,000 times less"), "cpu": (1, ""), "memory": (1, "")})
    if table.wants("call"):
        process, drain, url = emulator(bench)
        words = ["gaap", "DescribeDestRegions", "--endpoint", url]
        table.compared("`gaap DescribeDestRegions`, signed, to the emulator",
                       bench.both([tc3, *words], [theirs, *words]),
                       {"cpu": (100, "100 times less"), "wall": (1, ""), "memory": (10, "10 times less")})
        stop(process, drain)
    if table.wants("items"):
        items(bench, table)
    if table.wants("search") or table.wants("sizes"):
        files = sorted(glob.glob(f"{wheels}/tccli*.whl"))
        process = bench.start([tc3, "api", "update", *files], {"XDG_DATA_HOME": f"{bench.folder}/data"})
        errors = process.communicate()[1]
        if process.returncode:
            sys.exit(f"tc3 api update: {errors.decode()[-500:]}")
    if table.wants("search"):
        search(bench, table)
    if table.wants("sizes"):
        catalog = size(f"{bench.folder}/data")
        table.row("catalog with the texts of both languages", "11 MB", limited(catalog, 11), f"{catalog:.1f} MB")
        binary = os.path.join(bench.folder, "stripped")
        shutil.copy(tc3, binary)
        if shutil.which("strip"):
            subprocess.run(["strip", binary], check=True)
        table.row("binary, stripped, with the facts of all actions", "12 MB", limited(size(binary), 12),
                  f"{size(binary):.1f} MB", f"{size(bench.tccli.parent):,.0f} MB (virtual environment)")


def limited(measured, limit):
    return f"{measured:.1f} MB" if measured <= limit else f"**missed: {measured:.1f} MB**"


def stop(process, drain):
    process.send_signal(signal.SIGTERM)
    process.wait()
    drain.wait()


def items(bench, table):
    """All of the items, as lines; next to it the same pages asked for one after the other by a script."""
    process, drain, url = emulator(bench)
    fill(url)
    command = [bench.tc3, "gaap", "DescribeRealServers", "--ProjectId", "-1", "--Limit", "50", "--all", "--output",
               "json-lines", "--endpoint", url]
    sample = Sample()
    for _ in range(3):
        bench.once(sample, command, {})
    memory = bench.memory(command, {})
    counted = bench.start(command, {}, subprocess.PIPE)
    lines = sum(1 for _ in counted.stdout)
    counted.wait()
    if lines != ITEMS:
        sys.exit(f"{lines} lines, not {ITEMS}")
    host = url.partition("://")[2]
    connection = http.client.HTTPConnection(host)
    began = time.perf_counter()
    pages = range(0, ITEMS // 50, 10)
    for page in pages:
        signed_post(connection, host, "DescribeRealServers", {"ProjectId": -1, "Offset": page * 50, "Limit": 50})
    alone = (time.perf_counter() - began) * 1000 / len(pages)
    stop(process, drain)
    wall = statistics.median(sample.wall)
    table.row(f"`--all --output json-lines` over {ITEMS:,} items in pages of 50, peak memory", "20 MB",
              limited(memory, 20) if memory else "not measured", f"{memory or 0:.1f} MB", "has no pages")
    table.row("the same, throughput", "the emulator's", f"{wall / (ITEMS / 50):.2f} ms a page", f"{wall / 1000:.1f} s",
              f"a Python script that only asks, each tenth page: {alone:.2f} ms a page")


def search(bench, table):
    """Each keystroke of each query is a process: the slowest of the medians counts."""
    worst, worst_query = Sample(), ""
    for query in TYPED:
        for end in range(1, len(query) + 1):
            if query[end - 1] == " ":
                continue
            sample = Sample()
            command = [bench.tc3, "api", "search", query[:end]]
            for _ in range(max(5, RUNS // 4)):
                bench.once(sample, command, {"XDG_DATA_HOME": f"{bench.folder}/data"})
            if not worst.wall or statistics.median(sample.wall) > statistics.median(worst.wall):
                worst, worst_query = sample, query[:end]
    memory = bench.memory([bench.tc3, "api", "search", worst_query], {"XDG_DATA_HOME": f"{bench.folder}/data"})
    wall = statistics.median(worst.wall)
    table.row(f"`api search`, the slowest keystroke of {sum(map(len, TYPED))} (`{worst_query}`), wall", "10 ms",
              f"{wall:.1f} ms" if wall <= 10 else f"**missed: {wall:.1f} ms**", shown(worst, "wall", "ms"), "has no search")
    table.row("the same, CPU and memory", "", f"{statistics.median(worst.cpu):.1f} ms", f"{memory or 0:.1f} MB")


if __name__ == "__main__":
    main()

#!/usr/bin/env bash
# Linux 5 and later (seen with 6.18), CPython 3.8 and later, GNU time 1.9.
#
# `ru_maxrss` of a child is never less than the memory of the process that started it: the kernel carries the peak over
# when the child replaces its program. A program of 2 MB, started by Python's subprocess and read by os.wait4, "takes"
# what Python takes, and more after Python itself has grown; started by GNU time, which is small, it takes 2 MB.
#
# Guess before running: wait4 tells the memory of the program.
# Consequence: a benchmark of small programs in Python, Node.js or a test harness compares its own memory with itself.
# Put a small process between, such as GNU time, or read VmHWM while the program runs.
set -euo pipefail
[ "$(uname)" = Linux ] || { echo "skipped: this is about Linux"; exit 0; }
[ -x /usr/bin/time ] || { echo "skipped: GNU time is not installed"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
uname -r
python3 --version
cat >"$folder/run.py" <<'PY'
import os, subprocess

def waited():
    process = subprocess.Popen(["/bin/true"])
    return os.wait4(process.pid, 0)[2].ru_maxrss / 1024

def timed():
    return int(subprocess.run(["/usr/bin/time", "-f", "%M", "/bin/true"], stderr=subprocess.PIPE).stderr) / 1024

def own():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024

def line(title):
    peak = waited()
    print(f"{title}: /bin/true takes {'as much as Python' if abs(peak - own()) < own() / 4 else 'its own'} by wait4, "
          f"{'less than 4 MB' if timed() < 4 else 'more'} by GNU time")

line("fresh Python")
ballast = bytearray(200_000_000)
line("Python of 200 MB")
PY
python3 "$folder/run.py" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
fresh Python: /bin/true takes as much as Python by wait4, less than 4 MB by GNU time
Python of 200 MB: /bin/true takes as much as Python by wait4, less than 4 MB by GNU time
SEEN
echo "unchanged"

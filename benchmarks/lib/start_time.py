"""Prints the milliseconds from the start of a server until its first line on standard output.

start_time.py COMMAND..
"""

import subprocess
import sys
import time

began = time.perf_counter()
with subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                      stderr=subprocess.PIPE) as process:
    line = process.stdout.readline()
    took = time.perf_counter() - began
    process.terminate()
    errors = process.communicate()[1]
if not line:
    sys.exit(f"{' '.join(sys.argv[1:])}: {errors.decode(errors='replace')[-500:]}")
print(f"{took * 1000:.2f}")

"""Runs `tc3 explorer` on a terminal: ANSWERS COMMAND.. Prints the screen without the token at the end.

The first line of the screen, the address, goes to standard output at once. Each question gets the next of the answers,
which are separated by commas. The end of standard input ends the command."""

import os
import pty
import select
import signal
import sys

answers = sys.argv[1].split(",")
# A question that never comes ends the run.
signal.alarm(120)
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[2], sys.argv[2:])
screen = b""
asked = 0
is_told = False
while True:
    ready, _, _ = select.select([terminal, sys.stdin], [], [])
    if sys.stdin in ready and not os.read(0, 1):
        break
    if terminal not in ready:
        continue
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    screen += part
    for line in screen.split(b"\n")[:-1]:
        if not is_told and b"/#" in line:
            sys.stdout.write(line.strip().decode() + "\n")
            sys.stdout.flush()
            is_told = True
    while screen.count(b"[y/N] ") > asked:
        os.write(terminal, answers[asked].encode() + b"\n")
        asked += 1
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
sys.stdout.write(screen.decode("utf-8", "replace"))

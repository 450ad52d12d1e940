"""Runs a command on a terminal and types an answer after each prompt: PROMPT ANSWER .. -- COMMAND. Prints the screen.

The answer to a prompt of a key is typed when the terminal no longer echoes, which is just after the prompt."""

import os
import pty
import signal
import sys
import termios

split = sys.argv.index("--")
answers = sys.argv[1:split]
command = sys.argv[split + 1 :]
# A prompt that never comes ends the run.
signal.alarm(60)
child, terminal = pty.fork()
if child == 0:
    os.execv(command[0], command)
screen = b""
unread = 0


def read():
    global screen
    try:
        part = os.read(terminal, 4096)
    except OSError:
        part = b""
    screen += part
    return part


for prompt, answer in zip(answers[::2], answers[1::2]):
    start = prompt.encode() + b" ["
    while True:
        at = screen.find(start, unread)
        end = screen.find(b"]: ", at) if at >= 0 else -1
        if end >= 0:
            break
        if not read():
            sys.exit(f"no prompt {prompt}: {screen!r}")
    unread = end
    while prompt == "secret_key" and termios.tcgetattr(terminal)[3] & termios.ECHO:
        os.sched_yield()
    os.write(terminal, answer.encode() + b"\n")
while read():
    pass
status = os.waitpid(child, 0)[1]
sys.stdout.buffer.write(screen)
sys.exit(os.waitstatus_to_exitcode(status))

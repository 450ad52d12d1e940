"""Types into a shell on a pseudoterminal, and reads what the shell makes of it.

Usage: drive.py SHELL FOLDER_OF_TC3 FOLDER_OF_SPEC

`tc3` is a function that prints the words it is called with, so that a line that was completed and entered shows what the
shell made of it; what asks for candidates goes to the program. Nothing waits for a time: only a failure takes its limit.
"""

import os
import pty
import re
import select
import signal
import sys
import tempfile
import time

LIMIT = 30.0
TAB = "\t"

POSIX = """
tc3() { if [ "$1" = __complete ]; then command tc3 "$@"; else printf 'got:'; printf '<%s>' "$@"; printf ':end\\n'; fi; }
"""
SETUP = {
    "bash": POSIX + 'bind "set enable-bracketed-paste off"; eval "$(command tc3 completion bash)"; PS1="ready> "\n',
    "zsh": POSIX + 'unsetopt ZLE_BRACKETED_PASTE 2>/dev/null; unset zle_bracketed_paste; eval "$(command tc3 completion zsh)"; PS1="ready> "\n',
    "fish": """
function fish_prompt; echo -n 'ready> '; end
function fish_greeting; end
command tc3 completion fish | source
function tc3; if test "$argv[1]" = __complete; command tc3 $argv; else; printf 'got:'; printf '<%s>' $argv; printf ':end\\n'; end; end
""",
}
# What is typed, and the words that the command then gets.
LINES = [
    ("tc3 gaa" + TAB + "CreateProxyGroupD" + TAB, ["gaap", "CreateProxyGroupDomain"]),
    ("tc3 gaap createproxygroupd" + TAB, ["gaap", "CreateProxyGroupDomain"]),
    ("tc3 gaap CreateProxyGroup --RealS" + TAB + "x", ["gaap", "CreateProxyGroup", "--RealServerRegion", "x"]),
    ("tc3 gaap CreateProxyGroup --group-n" + TAB + "x", ["gaap", "CreateProxyGroup", "--group-name", "x"]),
    (
        "tc3 gaap CreateProxyGroup --AccessRegionSet." + TAB + "Ban" + TAB + "5",
        ["gaap", "CreateProxyGroup", "--AccessRegionSet.0.Bandwidth", "5"],
    ),
    ("tc3 gaap CreateProxyGroup --PackageType A" + TAB, ["gaap", "CreateProxyGroup", "--PackageType", "Accelerator"]),
    ("tc3 gaap CreateProxyGroup --ban" + TAB + "5", ["gaap", "CreateProxyGroup", "--access-region-set.0.bandwidth", "5"]),
    ("tc3 gaap DescribeProxies --output=ta" + TAB, ["gaap", "DescribeProxies", "--output=table"]),
    ("tc3 gaap DescribeProxies --output ya" + TAB, ["gaap", "DescribeProxies", "--output", "yaml"]),
    ("tc3 --region=ap-nan" + TAB + "gaap DescribeDestR" + TAB, ["--region=ap-nanjing", "gaap", "DescribeDestRegions"]),
    ("tc3 gaap DescribeProxies --cli-input-json @bod" + TAB, ["gaap", "DescribeProxies", "--cli-input-json", "@body.json"]),
    ("tc3 gaap DescribeProxies --cli-input-json file://bod" + TAB, ["gaap", "DescribeProxies", "--cli-input-json", "file://body.json"]),
    ("tc3 --profile 'a b' gaap DescribeDestR" + TAB, ["--profile", "a b", "gaap", "DescribeDestRegions"]),
    ("tc3 gaap DomainError" + TAB, ["gaap", "DomainError"]),
    ("tc3 nosuch Desc" + TAB, ["nosuch", "Desc"]),
    ("tc3 compl" + TAB + "fi" + TAB, ["completion", "fish"]),
]


class Shell:
    def __init__(self, name, tc3_folder, spec_folder):
        self.home = tempfile.mkdtemp()
        with open(os.path.join(self.home, "body.json"), "w", encoding="utf-8") as file:
            file.write("{}")
        os.symlink(spec_folder, os.path.join(self.home, "spec"))
        setup = os.path.join(self.home, "setup")
        with open(setup, "w", encoding="utf-8") as file:
            file.write(SETUP[name])
        environment = {
            "HOME": self.home,
            "PATH": tc3_folder + os.pathsep + os.environ["PATH"],
            "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "200",
            "LINES": "50",
        }
        start = {
            "bash": ["bash", "--norc", "--noprofile", "-i"],
            "zsh": ["zsh", "-f", "-i"],
            "fish": ["fish", "--no-config", "-i"],
        }[name]
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(self.home)
            os.execvpe(start[0], start, environment)
        self.seen = ""
        self.type(f"source {setup}\n")
        self.wait_for(r"ready> ")

    def type(self, text):
        os.write(self.terminal, text.encode())

    def wait_for(self, pattern):
        end = time.monotonic() + LIMIT
        while True:
            found = re.search(pattern, self.seen)
            if found:
                self.seen = self.seen[found.end() :]
                return found
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.terminal], [], [], left)[0]:
                raise AssertionError(f"no {pattern!r} in {self.seen!r}")
            try:
                self.seen += os.read(self.terminal, 65536).decode(errors="replace")
            except OSError as error:
                raise AssertionError(f"the shell ended: {self.seen!r}") from error

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def main():
    name, tc3_folder, spec_folder = sys.argv[1:]
    shell = Shell(name, tc3_folder, spec_folder)
    failures = []
    for typed, words in LINES:
        shell.type(typed + "\n")
        try:
            got = re.findall("<(.*?)>", shell.wait_for(r"got:(.*?):end").group(1))
        except AssertionError as error:
            failures.append(f"{typed!r}: {error}")
            break
        if got != words:
            failures.append(f"{typed!r}: {got} instead of {words}")
    if not failures:
        # What is ambiguous is listed, with what it means where the shell shows that.
        shell.type("tc3 gaap CreateProxyGroup --PackageType " + TAB + TAB)
        shell.wait_for("Accelerator" if name == "bash" else "Accelerator.*Connections of the Accelerator")
        shell.wait_for("Thunder")
    shell.end()
    for failure in failures:
        print(failure)
    sys.exit(1 if failures else 0)


main()

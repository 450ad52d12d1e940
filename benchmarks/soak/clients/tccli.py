"""tccli as a client of the soak, a process for each call: `tccli.py TCCLI URL CALLS CONCURRENCY RESULTS`."""

import json
import os
import subprocess
import sys
import threading
import time
import uuid

ENVIRONMENT = {
    **os.environ,
    "TENCENTCLOUD_SECRET_ID": "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
    "TENCENTCLOUD_SECRET_KEY": "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
    "TENCENTCLOUD_REGION": "ap-guangzhou",
}


def call(number):
    """Of four calls, two create with a client token, one creates without, and one reads."""
    if number % 4 < 2:
        name = f"proxy-{number}"
        return "token", name, "CreateProxy", {
            "ProjectId": 0, "ProxyName": name, "AccessRegion": "Guangzhou", "Bandwidth": 10, "Concurrent": 2,
            "RealServerRegion": "EastChina", "ClientToken": str(uuid.uuid4())}
    if number % 4 == 2:
        name = f"group-{number}"
        return "no-token", name, "CreateProxyGroup", {
            "ProjectId": 0, "GroupName": name, "RealServerRegion": "EastChina"}
    return "read", "-", "DescribeDestRegions", {}


def main():
    tccli, url, calls, concurrency, results = sys.argv[1:]
    numbers = iter(range(int(calls)))
    lock = threading.Lock()

    def work(file):
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            kind, name, action, request = call(number)
            command = [tccli, "gaap", action, "--cli-unfold-argument", "--endpoint", url]
            for member, value in request.items():
                command += [f"--{member}", str(value)]
            run = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True)
            try:
                json.loads(run.stdout)
                outcome = "succeeded"
            except ValueError:
                lines = (run.stderr + run.stdout).strip().splitlines() or ["nothing"]
                outcome = "failed\t" + lines[-1].replace("\t", " ")
            if run.returncode != 0 and outcome == "succeeded":
                outcome = f"failed\texit code {run.returncode}"
            if outcome != "succeeded":
                time.sleep(0.5)  # as every client of the soak
            with lock:
                file.write(f"{kind}\t{name}\t{outcome}\n")

    with open(results, "w") as file:
        threads = [threading.Thread(target=work, args=(file,)) for _ in range(int(concurrency))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    print("a process for each call | the same")


main()

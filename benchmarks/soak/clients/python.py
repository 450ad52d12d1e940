"""The official Python SDK as a client of the soak: `python.py none|standard URL CALLS CONCURRENCY RESULTS`."""

import os
import sys
import threading
import time
import uuid

from tencentcloud.common import credential
from tencentcloud.common.exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.common.retry import StandardRetryer
from tencentcloud.gaap.v20180529 import gaap_client, models

SECRET_ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"
SECRET_KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"


def client(url, retryer):
    scheme, _, endpoint = url.partition("://")
    http = HttpProfile(protocol=scheme, endpoint=endpoint, keepAlive=True)
    profile = ClientProfile(httpProfile=http, retryer=retryer)
    return gaap_client.GaapClient(credential.Credential(SECRET_ID, SECRET_KEY), "ap-guangzhou", profile)


def filled(request, **members):
    for name, value in members.items():
        setattr(request, name, value)
    return request


def call(gaap, number):
    """Of four calls, two create with a client token, one creates without, and one reads."""
    if number % 4 < 2:
        name = f"proxy-{number}"
        request = filled(
            models.CreateProxyRequest(), ProjectId=0, ProxyName=name, AccessRegion="Guangzhou", Bandwidth=10,
            Concurrent=2, RealServerRegion="EastChina", ClientToken=str(uuid.uuid4()))
        return "token", name, lambda: gaap.CreateProxy(request)
    if number % 4 == 2:
        name = f"group-{number}"
        request = filled(models.CreateProxyGroupRequest(), ProjectId=0, GroupName=name, RealServerRegion="EastChina")
        return "no-token", name, lambda: gaap.CreateProxyGroup(request)
    return "read", "-", lambda: gaap.DescribeDestRegions(models.DescribeDestRegionsRequest())


def usage():
    with open("/proc/self/status") as status:
        memory = next(line.split()[1] for line in status if line.startswith("VmRSS:"))
    return f"{int(memory) // 1024} MiB, {len(os.listdir('/proc/self/fd'))} files"


def main():
    policy, url, calls, concurrency, results = sys.argv[1:]
    retryer = StandardRetryer() if policy == "standard" else None
    numbers = iter(range(int(calls)))
    lock = threading.Lock()
    early = []

    def work(file):
        gaap = client(url, retryer)
        while True:
            with lock:
                number = next(numbers, None)
                if number == int(calls) // 10:
                    early.append(usage())
            if number is None:
                return
            kind, name, send = call(gaap, number)
            try:
                send()
                outcome = "succeeded"
            except TencentCloudSDKException as error:
                outcome = f"failed\t{error.get_code()}"
            except Exception as error:
                outcome = f"failed\t{type(error).__name__}"
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
    print(early[0], "|", usage())


main()

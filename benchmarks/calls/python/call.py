"""The official Python SDK as a client of the benchmark: `call.py <url> <calls>`, with the output that the crate `stopwatch` defines."""

import sys
import time

from tencentcloud.common import credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.gaap.v20180529 import gaap_client, models


def client(url):
    scheme, _, endpoint = url.partition("://")
    # Off by default; without it each call opens a connection.
    http = HttpProfile(protocol=scheme, endpoint=endpoint, keepAlive=True)
    credentials = credential.Credential("AKIDEXAMPLE" * 3, "the-secret-key" * 2)
    return gaap_client.GaapClient(credentials, "ap-guangzhou", ClientProfile(httpProfile=http))


def request():
    access = models.AccessConfiguration()
    access.AccessRegion = "Guangzhou"
    access.Bandwidth = 10
    access.Concurrent = 2
    request = models.CreateProxyGroupRequest()
    request.ProjectId = 0
    request.GroupName = "test"
    request.RealServerRegion = "EastChina"
    request.AccessRegionSet = [access]
    request.PackageType = "Thunder"
    return request


def main():
    url, calls = sys.argv[1], int(sys.argv[2])
    gaap, wanted = client(url), request()

    def call():
        assert gaap.CreateProxyGroup(wanted).GroupId == "lg-negxun2x"

    for _ in range(max(calls // 10, 20)):
        call()
    wall, cpu = time.perf_counter_ns(), time.process_time_ns()
    for _ in range(calls):
        call()
    print(calls, time.perf_counter_ns() - wall, time.process_time_ns() - cpu)


main()

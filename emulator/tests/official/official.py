"""Tests the emulator with the official clients: what they send must be accepted, and what they sign wrongly must be
refused with the error code of the service.

Usage: official.py EMULATOR SPEC [GROUP..]
"""

import asyncio
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest.mock

from tencentcloud.common import common_client_async
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.gaap.v20180529 import models
from tencentcloud.gaap.v20180529.gaap_client import GaapClient

SECRET_ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"
SECRET_KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
REGION = "ap-guangzhou"
SIGN_METHODS = ["TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256"]

# The parameters are those of the documented example in the spec, except for these.
ACTIONS = {
    "AddRealServers": None,
    "CheckProxyCreate": None,
    "CreateCertificate": None,
    "CreateProxyGroup": {"ProjectId": 0, "GroupName": "Straße & 通道", "RealServerRegion": "Shanghai",
                         "TagSet": [{"TagKey": "a", "TagValue": "b=c&d"}],
                         "AccessRegionSet": [{"AccessRegion": "Guangzhou", "Bandwidth": 10, "Concurrent": 2}]},
    "DescribeAccessRegions": {},
    "DescribeCertificates": {"Offset": 0, "Limit": 5},
    "DescribeCountryAreaMapping": {},
    "DescribeDestRegions": {},
    "DescribeGlobalDomains": {"ProjectId": 0, "Offset": 0, "Limit": 20,
                              "Filters": [{"Name": "DomainName", "Values": ["a_b.example", "c"]}]},
    "DescribeProxies": {"Offset": 0, "Limit": 20},
    "DescribeProxyGroupList": {"Offset": 0, "Limit": 20, "ProjectId": -1},
    "DescribeRealServers": {"ProjectId": -1},
    "DescribeRegionAndPrice": {},
    "InquiryPriceCreateProxy": None,
}


def parameters(spec, action):
    given = ACTIONS[action]
    if given is not None:
        return given
    described = json.loads((spec / "gaap/v20180529/actions" / f"{action}.json").read_text("utf-8"))
    return described["examples"][0]["request"]


class Emulator:
    """A running emulator; `url` is its address, and `ca` the file of the certificate authority."""

    def __init__(self, command, spec, *arguments):
        command = [command, "--spec", spec, "--listen", "127.0.0.1:0", "--log", "json", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = self.event("listening")["url"]
        self.ca = self.event("authority")["path"] if "--tls" in arguments else None
        self.scheme, _, self.host = self.url.partition("://")

    def event(self, name):
        line = json.loads(self.process.stdout.readline())
        assert line.get("event") == name, line
        return line

    def last_request(self):
        return json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate()
        assert self.process.returncode == 0, self.process.returncode
        if self.ca:
            os.unlink(self.ca)

    def profile(self, sign_method=SIGN_METHODS[0], method="POST"):
        http = HttpProfile(protocol=self.scheme, endpoint=self.host, reqMethod=method, certification=self.ca)
        return ClientProfile(signMethod=sign_method, httpProfile=http)


def call(client, action, body):
    request = getattr(models, f"{action}Request")()
    request.from_json_string(json.dumps(body))
    return getattr(client, action)(request)


def sdk_calls(emulator, spec, sign_method, method):
    client = GaapClient(Credential(SECRET_ID, SECRET_KEY), REGION, emulator.profile(sign_method, method))
    for action in ACTIONS:
        answer = call(client, action, parameters(spec, action))
        logged = emulator.last_request()
        assert answer.RequestId == logged["requestId"], (answer, logged)
        assert (logged["action"], logged["service"], logged["outcome"]) == (action, "gaap", "answered"), logged
        assert logged["method"] == method, logged


@contextlib.contextmanager
def refused(emulator, code):
    """The calls inside must be refused with this code, which the emulator also records."""
    try:
        yield
    except TencentCloudSDKException as error:
        assert error.code == code, error
        logged = emulator.last_request()
        assert logged["code"] == code and SECRET_KEY not in json.dumps(logged), logged
    else:
        raise AssertionError(f"answered, not refused with {code}")


def sdk_refusals(emulator, sign_method, method):
    profile = emulator.profile(sign_method, method)

    def ask(secret_id=SECRET_ID, secret_key=SECRET_KEY, token=None):
        client = GaapClient(Credential(secret_id, secret_key, token), REGION, profile)
        return call(client, "DescribeProxies", {"Limit": 1})

    with refused(emulator, "AuthFailure.SignatureFailure"):
        ask(secret_key="wrong" + SECRET_KEY)
    with refused(emulator, "AuthFailure.SecretIdNotFound"):
        ask(secret_id="AKIDnobody")
    with refused(emulator, "AuthFailure.TokenFailure"):
        ask(token="a-token-that-nobody-gave")
    now = time.time()
    for late in [-400, 400]:
        with unittest.mock.patch("time.time", lambda: now + late):
            with refused(emulator, "AuthFailure.SignatureExpire"):
                ask()
    ask()
    emulator.last_request()


def async_calls(emulator):
    """The asynchronous client: a GET of version 1 with a boolean is signed with other text than is sent."""
    async def ask(sign_method, method, action, body):
        client = common_client_async.CommonClient("gaap", "2018-05-29", Credential(SECRET_ID, SECRET_KEY), REGION,
                                                  emulator.profile(sign_method, method))
        async with client:
            await client.call_and_deserialize(action, body)

    for sign_method in SIGN_METHODS:
        for method in ["POST", "GET"]:
            asyncio.run(ask(sign_method, method, "DescribeProxies", {"Limit": 1}))
            assert emulator.last_request()["outcome"] == "answered"
    domain = {"ListenerId": "listener-00000000", "Domain": "a.example", "IsDefaultServer": True}
    for sign_method, method in [("TC3-HMAC-SHA256", "GET"), ("HmacSHA256", "POST"), ("HmacSHA256", "GET")]:
        with contextlib.suppress(TencentCloudSDKException):
            asyncio.run(ask(sign_method, method, "CreateDomain", domain))
        logged = emulator.last_request()
        if (sign_method, method) == ("HmacSHA256", "GET"):
            assert logged["code"] == "AuthFailure.SignatureFailure", logged
            assert "asynchronous client" in logged["message"], logged
        else:
            assert not logged["code"].startswith("AuthFailure"), logged


def assume_role(emulator, seconds):
    client = CommonClient("sts", "2018-08-13", Credential(SECRET_ID, SECRET_KEY), REGION, emulator.profile())
    role = {"RoleArn": "qcs::cam::uin/100000000002:roleName/deploy", "RoleSessionName": "official",
            "DurationSeconds": seconds}
    key = client.call_json("AssumeRole", role)["Response"]["Credentials"]
    emulator.last_request()
    return key["TmpSecretId"], key["TmpSecretKey"], key["Token"]


def temporary_keys(emulator, sign_method):
    secret_id, secret_key, token = assume_role(emulator, 600)
    profile = emulator.profile(sign_method)

    def ask(*credential):
        return call(GaapClient(Credential(*credential), REGION, profile), "DescribeProxies", {"Limit": 1})

    ask(secret_id, secret_key, token)
    assert emulator.last_request()["outcome"] == "answered"
    with refused(emulator, "AuthFailure.TokenFailure"):
        ask(secret_id, secret_key, token + "x")
    with refused(emulator, "AuthFailure.TokenFailure"):
        ask(secret_id, secret_key)


def skewed_clocks(command, spec, tccli):
    """A server with another time: a credential that has expired, a timestamp that is too old."""
    faults = {"faults": [{"action": "AssumeRole", "clockSkewSeconds": -200},
                         {"action": "DescribeDestRegions", "clockSkewSeconds": 400}]}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(faults, file)
        file.flush()
        emulator = Emulator(command, spec, "--faults", file.name)
    key = assume_role(emulator, 100)
    client = GaapClient(Credential(*key), REGION, emulator.profile())
    with refused(emulator, "AuthFailure.TokenFailure"):
        call(client, "DescribeProxies", {"Limit": 1})
    run = tccli(emulator, "DescribeDestRegions", {})
    assert run.returncode != 0 and "AuthFailure.SignatureExpire" in run.stdout + run.stderr, run
    assert emulator.last_request()["code"] == "AuthFailure.SignatureExpire"
    emulator.stop()


def run_tccli(emulator, action, body, secret_key=SECRET_KEY):
    program = str(pathlib.Path(sys.executable).with_name("tccli"))
    # A separate home directory, so that no profile of the user is read.
    with tempfile.TemporaryDirectory() as home, tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(body, file)
        file.flush()
        command = [program, "gaap", action, "--cli-input-json", f"file://{file.name}", "--endpoint", emulator.url,
                   "--region", REGION, "--secretId", SECRET_ID, "--secretKey", secret_key]
        environment = {"PATH": os.environ["PATH"], "HOME": home, "PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8"}
        return subprocess.run(command, capture_output=True, text=True, env=environment)


def tccli_calls(emulator, spec):
    for action in ACTIONS:
        run = run_tccli(emulator, action, parameters(spec, action))
        assert run.returncode == 0, (action, run)
        logged = emulator.last_request()
        assert json.loads(run.stdout)["RequestId"] == logged["requestId"], (run, logged)
        assert (logged["action"], logged["outcome"]) == (action, "answered"), logged
    run = run_tccli(emulator, "DescribeProxies", {}, secret_key="wrong")
    assert run.returncode != 0 and "AuthFailure.SignatureFailure" in run.stdout + run.stderr, run
    assert emulator.last_request()["code"] == "AuthFailure.SignatureFailure"


def over_https(command, spec):
    emulator = Emulator(command, spec, "--tls")
    client = GaapClient(Credential(SECRET_ID, SECRET_KEY), REGION, emulator.profile())
    for action in ["DescribeDestRegions", "DescribeProxies"]:
        call(client, action, {})
        assert emulator.last_request()["outcome"] == "answered"
    emulator.stop()


def groups(command, spec):
    """The names and functions of the groups; a function takes an emulator."""
    for sign_method in SIGN_METHODS:
        for method in ["POST", "GET"]:
            name = f"sdk/{sign_method}/{method}"
            yield name, lambda emulator, s=sign_method, m=method: sdk_calls(emulator, spec, s, m)
            yield f"{name}/refusals", lambda emulator, s=sign_method, m=method: sdk_refusals(emulator, s, m)
        yield f"sdk/{sign_method}/sts", lambda emulator, s=sign_method: temporary_keys(emulator, s)
    yield "sdk/async", async_calls
    yield "sdk/https", lambda _: over_https(command, str(spec))
    yield "tccli", lambda emulator: tccli_calls(emulator, spec)
    yield "clocks", lambda _: skewed_clocks(command, str(spec), run_tccli)


def main(command, spec, *wanted):
    spec = pathlib.Path(spec)
    known = list(groups(command, spec))
    unknown = set(wanted) - {name for name, _ in known}
    assert not unknown, f"no group {unknown}; there are {[name for name, _ in known]}"
    failed = 0
    for name, run in known:
        if wanted and name not in wanted:
            continue
        emulator = Emulator(command, str(spec))
        try:
            run(emulator)
            emulator.stop()
            print(f"ok      {name}", flush=True)
        except (AssertionError, TencentCloudSDKException) as error:
            failed += 1
            print(f"FAILED  {name}: {type(error).__name__}: {error}", flush=True)
        finally:
            emulator.process.kill()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

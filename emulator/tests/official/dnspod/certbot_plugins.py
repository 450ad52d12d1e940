"""Runs the DNS-01 plugins of certbot for DNSPod against the emulator: each adds the records of two challenges, they are
in the list that the official SDK reads, and afterwards they are gone.

The plugins call https://dnspod.tencentcloudapi.com, which most of them cannot be told otherwise. So the name leads to
the emulator here, and its certificate authority is trusted; the plugins themselves are as PyPI has them.

Usage: certbot_plugins.py EMULATOR SPEC
"""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import types
import unittest.mock
from importlib import metadata

import certifi
import josepy
from acme import challenges, messages
from certbot import achallenges, errors
from cryptography.hazmat.primitives.asymmetric import rsa
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.dnspod.v20210323 import models
from tencentcloud.dnspod.v20210323.dnspod_client import DnspodClient

SECRET_ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE"
SECRET_KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
HOST = "dnspod.tencentcloudapi.com"
PLUGINS = ["dns-dnspod-109", "dns-tencent", "dns-tencentcloud"]


class Emulator:
    """A running emulator with HTTPS; `requests` are those that it has served since the last look."""

    def __init__(self, command, spec):
        arguments = [command, "--spec", spec, "--listen", "127.0.0.1:0", "--log", "json", "--tls"]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        self.port = int(self.line("listening")["url"].rpartition(":")[2])
        self.ca = self.line("authority")["path"]

    def line(self, event):
        line = json.loads(self.process.stdout.readline())
        assert line.get("event") == event, line
        return line

    def stop(self):
        """Stops it, and returns the requests that it has served."""
        self.process.send_signal(signal.SIGTERM)
        rest, _ = self.process.communicate()
        assert self.process.returncode == 0, self.process.returncode
        os.unlink(self.ca)
        lines = [json.loads(line) for line in rest.splitlines()]
        return [line for line in lines if "event" not in line]


def lead_to(emulator):
    """The host of the service leads to the emulator, and its certificate authority is trusted."""
    look_up = socket.getaddrinfo

    def getaddrinfo(host, port, *arguments, **named):
        if host == HOST:
            host, port = "127.0.0.1", emulator.port
        return look_up(host, port, *arguments, **named)

    socket.getaddrinfo = getaddrinfo
    # The SDK passes this file to its HTTP client, whatever REQUESTS_CA_BUNDLE says.
    certifi.where = lambda: emulator.ca
    os.environ["SSL_CERT_FILE"] = emulator.ca


def call(action, body):
    client = DnspodClient(Credential(SECRET_ID, SECRET_KEY), "")
    request = getattr(models, f"{action}Request")()
    request.from_json_string(json.dumps(body))
    return getattr(client, action)(request)


def texts(domain, name):
    """The values of the TXT records of a name."""
    try:
        listed = call("DescribeRecordList", {"Domain": domain, "SubDomain": name, "RecordType": "TXT"})
    except TencentCloudSDKException as error:
        assert error.code == "ResourceNotFound.NoDataOfRecord", error
        return []
    assert listed.RecordCountInfo.TotalCount == len(listed.RecordList), listed
    return sorted(record.Value for record in listed.RecordList)


def challenge(domain, token, key):
    return achallenges.KeyAuthorizationAnnotatedChallenge(
        challb=messages.ChallengeBody(chall=challenges.DNS01(token=token), uri="https://acme.example/1"),
        identifier=messages.Identifier(typ=messages.IDENTIFIER_FQDN, value=domain),
        account_key=key,
    )


def authenticator(name, folder):
    """A plugin as certbot makes it: found by its entry point, configured by a file of credentials."""
    (entry,) = metadata.entry_points(group="certbot.plugins", name=name)
    option = name.replace("-", "_")
    credentials = pathlib.Path(folder, f"{name}.ini")
    credentials.touch(mode=0o600)
    credentials.write_text(f"{option}_secret_id = {SECRET_ID}\n{option}_secret_key = {SECRET_KEY}\n")
    values = {"credentials": str(credentials), "propagation_seconds": 0, "ttl": 600, "debug": False}
    config = types.SimpleNamespace(**{f"{option}_{key}": value for key, value in values.items()})
    return entry.load()(config, name)


def answer_challenges(name, key, folder):
    plugin = authenticator(name, folder)
    plugin.prepare()
    # A certificate for a domain and its wildcard has two challenges at one name.
    both = [challenge("example.com", token, key) for token in [b"a" * 32, b"b" * 32]]
    below = challenge("www.dev.example.com", b"c" * 32, key)
    expected = sorted(wanted.validation(key) for wanted in both)
    plugin.perform([*both, below])
    assert texts("example.com", "_acme-challenge") == expected
    # The plugins differ in the zone that they choose where one is below another.
    inner = texts("dev.example.com", "_acme-challenge.www")
    outer = texts("example.com", "_acme-challenge.www.dev")
    assert inner + outer == [below.validation(key)], (inner, outer)
    plugin.cleanup([*both, below])
    assert texts("example.com", "_acme-challenge") == []
    assert texts("dev.example.com", "_acme-challenge.www") == texts("example.com", "_acme-challenge.www.dev") == []
    try:
        authenticator(name, folder).perform([challenge("example.org", b"d" * 32, key)])
    except errors.PluginError:
        return
    raise AssertionError("a domain that the account does not have was accepted")


def main(command, spec):
    emulator = Emulator(command, spec)
    try:
        lead_to(emulator)
        for domain in ["example.com", "dev.example.com"]:
            call("CreateDomain", {"Domain": domain})
        key = josepy.JWKRSA(key=rsa.generate_private_key(public_exponent=65537, key_size=2048))
        failed = 0
        for name in PLUGINS:
            try:
                # Outside of the command, there is no display that could be told of the wait of 0 seconds.
                notify = unittest.mock.patch("certbot.display.util.notify")
                with tempfile.TemporaryDirectory() as folder, notify:
                    answer_challenges(name, key, folder)
                print(f"ok      certbot/{name}", flush=True)
            except (AssertionError, TencentCloudSDKException, errors.Error) as error:
                failed += 1
                print(f"FAILED  certbot/{name}: {type(error).__name__}: {error}", flush=True)
        served = emulator.stop()
        refused = {request["code"] for request in served if request["outcome"] != "answered"}
        assert refused <= {"ResourceNotFound.NoDataOfRecord", "InvalidParameterValue.DomainNotExists"}, refused
        return 1 if failed else 0
    finally:
        emulator.process.kill()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

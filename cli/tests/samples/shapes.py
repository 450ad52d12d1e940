"""The calls whose samples are run: an action, and parameters that are awkward in one way or another."""

import json
import subprocess
from dataclasses import dataclass, field

# Each has something that a language takes for its own.
AWKWARD = [
    "中文，全角；引号“”",
    "it's \"quoted\" `twice` ''' \"\"\"",
    "$HOME ${HOME} $(id) {$x} #{x} %s %n {0}",
    "C:\\new\\table\\u0041\\",
    "line one\nline two\r\n\ttabbed\n",
    "\u2028\u2029\u00a0\ufeff\u202eright to left\u202c",
    "😀👨‍👩‍👧 e\u0301 \U000e0001 \U0010ffff",
    "\u0000\u0001\u001b[31m\u007f\u0085",
    "?> <?php */ /* // -- # ]]> </script> \\\"",
    "EOF\nJSON\nBODY\nEND\n'EOF'\n",
    "",
    " leading and trailing ",
    "true", "null", "0123", "1e5", "-",
    "@file", "file:///etc/hostname", "fileb://x", "--option", "~", "*", "!important !!",
]
INTEGERS = [0, 1, -1, 2**31, -(2**31) - 1, 2**53 + 1, -(2**53) - 1, 2**63 - 1]
UNSIGNED = [0, 1, 2**32, 2**53 + 1, 2**63, 2**64 - 1]
FLOATS = ["0.1", "1.0", "-2.5", "1e-7", "1.7976931348623157e308", "5e-324", "123456789.125", "1E3", "0.30000000000000004"]

# Actions whose parameters are all filled in.
FILLED = """
cvm RunInstances; cvm DescribeInstances; cvm ModifyInstancesAttribute; mps ProcessMedia; mps CreateWorkflow
as CreateLaunchConfiguration; as CreateAutoScalingGroup; vpc CreateSecurityGroupPolicies; vpc CreateRouteTable
clb CreateListener; cdb CreateAccounts; cdb DescribeSlowLogs; cam CreatePolicy; cam CreateRole; tke CreateCluster
vod ProcessMedia; vod SearchMedia; live CreateLiveTranscodeTemplate; ssl UploadCertificate; dnspod CreateRecord
cdn AddCdnDomain; tdmq CreateTopic; ckafka CreateTopicIpWhiteList; monitor CreateAlarmPolicy; cls CreateAlarm
scf CreateFunction; sms SendSms; ses SendEmail; redis CreateInstances; postgres CreateInstances; csip ModifyCosAuditObjectSampleRate
antiddos DescribeBGPIPL7Rules; billing DescribeBillList; ams DescribeTasks; bm DescribeDeviceOperationLog
aai TextToVoice; cdwdoris DescribeDatabaseAuditDownload; hunyuan ChatCompletions; lighthouse CreateFirewallRules
trtc StartMCUMixTranscode; iotcloud CreateDevice; gaap CreateProxyGroup; gaap CreateHTTPListener
gaap CreateRule; gaap ModifyProxyGroupAttribute; gaap DescribeProxies; tag CreateTag; sts AssumeRole; region DescribeRegions
"""
# Of another version than the default one, of the international site alone, with a host unlike the service's name.
OTHERS = """
sms SendSms --version 2019-07-11; es ParseDocument --version 2025-01-01; tke DescribeClusters --version 2022-05-01
teo CreateZone --version 2022-01-06; monitor DescribePrometheusInstances --version 2018-07-24
captcha CreateCaptchaInfoInternational --site intl; car CreateApplication --site intl; cvm DescribeZones --site intl
"""


@dataclass
class Shape:
    name: str
    service: str
    action: str
    body: object
    options: list = field(default_factory=list)
    region: str = "ap-guangzhou"
    # Parameters of bytes, by name.
    files: dict = field(default_factory=dict)


class Filler:
    """Fills the parameters of an action from what `tc3 api show` knows of them."""

    def __init__(self, facts):
        self.types = {shared["name"]: shared for shared in facts.get("types", [])}
        self.turn = sum(map(ord, facts["action"]))

    def next(self, values):
        self.turn += 1
        return values[self.turn % len(values)]

    def members(self, members, depth):
        return {m["name"]: self.value(m, depth) for m in members if not m.get("deprecated") and not m.get("outputOnly")}

    def value(self, member, depth):
        if member.get("list"):
            count = 2 if depth < 2 else 1
            return [self.one(member, depth) for _ in range(count)] if depth < 4 else []
        return self.one(member, depth)

    def one(self, member, depth):
        kind = member["type"]
        if kind in self.types:
            shared = self.types[kind]
            if "members" not in shared:
                values = [v["value"] if isinstance(v, dict) else v for v in shared.get("values", [])]
                return self.next(values) if values else self.next(AWKWARD)
            return self.members(shared["members"], depth + 1) if depth < 4 else {}
        if kind == "Integer" or kind == "Int64":
            low, high = member.get("minimum"), member.get("maximum")
            if low is not None or high is not None:
                return low if low is not None else high
            return self.next(INTEGERS if kind == "Int64" else [n for n in INTEGERS if n >= 0])
        if kind in ("Uint64", "UnsignedInteger"):
            return self.next(UNSIGNED)
        if kind in ("Float", "Double"):
            return Number(self.next(FLOATS))
        if kind == "Boolean":
            return self.next([True, False])
        if member.get("format") in ("date", "Date"):
            return "2024-02-29"
        if member.get("format"):
            return "2024-02-29T23:59:59.000+08:00" if "iso" in str(member["format"]).lower() else "2024-02-29 23:59:59"
        return self.next(AWKWARD)


class Number(float):
    """A number as it is to be written."""

    def __new__(cls, text):
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __repr__(self):
        return self.text


def to_json(value):
    """JSON with numbers as they are to be written."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {to_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(to_json, value)) + "]"
    if isinstance(value, Number):
        return value.text
    return json.dumps(value, ensure_ascii=False)


def facts_of(tc3, words, env):
    service, action, *options = words
    command = [tc3, "api", "show", service, action, "--output", "json", *options]
    shown = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    if shown.returncode != 0:
        raise SystemExit(f"shapes.py: {' '.join(words)}: {shown.stderr.strip()}")
    return json.loads(shown.stdout)


def listed(text):
    return [entry.split() for line in text.strip().splitlines() for entry in line.split(";") if entry.strip()]


def written():
    """Shapes by hand: each kind of value alone, and what is not sent as JSON."""
    yield Shape("no parameters", "cvm", "DescribeRegions", {})
    yield Shape("no region", "cam", "ListUsers", {}, region="")
    for index, text in enumerate(AWKWARD):
        body = {"PolicyName": "test", "PolicyDocument": text, "Description": text * 2}
        yield Shape(f"text {index + 1}", "cam", "CreatePolicy", body)
    yield Shape("text of 70,000 letters", "cam", "CreatePolicy", {"PolicyName": "long", "PolicyDocument": "中\"\\" * 23_334})
    items = [{"Name": f"name-{index}", "Values": [str(index)]} for index in range(700)]
    yield Shape("list of 700 structures", "cvm", "DescribeInstances", {"Filters": items})
    yield Shape("empty list and structure", "cvm", "RunInstances", {"DataDisks": [], "Placement": {}}, ["--no-check"])
    yield Shape("list of empty structures", "cvm", "RunInstances", {"DataDisks": [{}, {}], "TagSpecification": [{"Tags": []}]}, ["--no-check"])
    yield Shape("null", "cvm", "DescribeInstances", {"Limit": None, "Filters": [None]}, ["--no-check"])
    yield Shape("members of unknown names", "cvm", "DescribeInstances", {"0": 1, "1": {"0": "a"}, "a b$": [], "'\"\\": 1}, ["--no-check"])
    numbers = [*INTEGERS, *UNSIGNED, *map(Number, FLOATS)]
    yield Shape("every number", "cvm", "DescribeInstances", {"Numbers": numbers}, ["--no-check"])
    for name, number in [("2^53+1", 2**53 + 1), ("2^64-1", 2**64 - 1), ("least of 64 bits", -(2**63))]:
        yield Shape(f"integer {name}", "cvm", "DescribeInstances", {"Offset": number}, ["--no-check"])
    digits = Number("0.1234567890123456789")
    yield Shape("more digits than 64 bits hold", "cvm", "DescribeInstances", {"Rate": digits, "Count": 2**70}, ["--no-check"])
    saml = {"SAMLAssertion": "PHNhbWw+", "PrincipalArn": "qcs::cam::uin/1:saml-provider/x", "RoleArn": "qcs::cam::uin/1:roleName/x",
            "RoleSessionName": "session", "DurationSeconds": 3600}
    yield Shape("unsigned", "sts", "AssumeRoleWithSAML", saml)
    yield Shape("stream", "hunyuan", "ChatCompletions",
                {"Model": "hunyuan-lite", "Messages": [{"Role": "user", "Content": "你好"}], "Stream": True})
    raw = bytes(range(256)) * 3
    yield Shape("octet stream", "cls", "UploadLog", {"TopicId": "5cd3a17e"}, files={"LogGroupList": raw})
    yield Shape("multipart", "cii", "UploadMedicalFile", {"FileURL": "中文 \"$1\"\r\n"}, files={"File": raw})


QUICK = {"no parameters", "text 1", "text 3", "text 4", "text 5", "text 6", "every number", "null",
         "empty list and structure", "octet stream", "gaap CreateProxyGroup"}


def all_shapes(tc3, env, quick):
    shapes = list(written())
    for words in listed(FILLED) + listed(OTHERS):
        if quick and " ".join(words) not in QUICK:
            continue
        facts = facts_of(tc3, words, env)
        body = Filler(facts).members(facts["parameters"], 0)
        # `--no-check`: what is awkward is not what the action is for.
        options = [*words[2:], "--no-check"]
        shapes.append(Shape(" ".join(words), words[0], words[1], body, options))
    return [shape for shape in shapes if not quick or shape.name in QUICK]

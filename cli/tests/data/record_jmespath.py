"""Records what Python's jmespath answers: `pip install jmespath==1.1.0`, then `python3 record_jmespath.py > ../../src/filter/jmespath.json`.

Each group is a document and expressions over it. A case without a result is an error, of jmespath or of Python.
`to_string` of what is not ASCII is left out: Python escapes it there, and tc3 does not.
"""

import json

import jmespath

INSTANCES = {
    "TotalCount": 3,
    "InstanceSet": [
        {"InstanceId": "ins-b", "InstanceName": "网关", "CPU": 4, "Memory": 8, "State": "RUNNING", "CreatedTime": "2026-01-05T08:00:00Z",
         "PrivateIpAddresses": ["10.0.0.2"], "PublicIpAddresses": None, "Tags": [{"Key": "env", "Value": "prod"}], "Price": 1.5},
        {"InstanceId": "ins-a", "InstanceName": "web \"1\"", "CPU": 2, "Memory": 4, "State": "STOPPED", "CreatedTime": "2025-12-31T23:59:59Z",
         "PrivateIpAddresses": ["10.0.0.3", "10.0.0.4"], "PublicIpAddresses": ["1.2.3.4"], "Tags": [], "Price": 0.1},
        {"InstanceId": "ins-c", "InstanceName": "", "CPU": 8, "Memory": 32, "State": "RUNNING", "CreatedTime": "2026-11-28T00:00:00Z",
         "PrivateIpAddresses": [], "PublicIpAddresses": ["1.2.3.5", "1.2.3.6"], "Tags": [{"Key": "env", "Value": "test"}, {"Key": "owner", "Value": "小李"}]},
    ],
    "RequestId": "r-1",
}
NUMBERS = {"z": 9007199254740993, "a": 18446744073709551616, "ints": [3, 1, 2], "floats": [1.5, 0.5], "mixed": [1, "a"], "empty": [],
           "zero": 0, "negative": -7, "big": [9007199254740993, 9007199254740992], "flag": True, "off": False, "none": None,
           "texts": ["b", "a", "c"], "one": 1.0, "nested": [[1, 2], [3, [4]], 5], "word": "中文abc", "digits": "42", "half": "0.5"}
POLICY = {"List": [{"PolicyId": 1, "PolicyName": "AdministratorAccess", "AddTime": "2020-05-06 11:12:00", "Type": 2, "Attached": 0},
                   {"PolicyId": 16313162, "PolicyName": "QCloudFullAccess", "AddTime": "2021-01-01 00:00:00", "Type": 2, "Attached": 12},
                   {"PolicyId": 99, "PolicyName": "own", "AddTime": "2026-01-02 03:04:05", "Type": 1, "Attached": 3}],
          "TotalNum": 3, "let": 1, "in": 2, "true": 3, "length": 4, "a-b": 5, "": 6, "é": 7, "1a": 8}

GROUPS = [
    (INSTANCES, """
TotalCount
RequestId
Missing
InstanceSet[0]
InstanceSet[-1].InstanceId
InstanceSet[9]
InstanceSet[].InstanceId
InstanceSet[*].InstanceId
InstanceSet[*].[InstanceId, State]
InstanceSet[].{id: InstanceId, state: State}
InstanceSet[].{state: State, id: InstanceId}
InstanceSet[?State=='RUNNING'].InstanceId
InstanceSet[?State!='RUNNING'].InstanceId
InstanceSet[?CPU > `2`].InstanceId
InstanceSet[?CPU >= `4` && Memory < `32`].InstanceId
InstanceSet[?CreatedTime > '2026-01-01'].InstanceId
InstanceSet[?CreatedTime <= '2026-01-05T08:00:00Z'].InstanceId
InstanceSet[?State==`RUNNING`].InstanceId
InstanceSet[?State == `"RUNNING"`].InstanceId
InstanceSet[?State == `STOPPED` || CPU == `8`].InstanceName
InstanceSet[?!Tags].InstanceId
InstanceSet[?Tags].InstanceId
InstanceSet[?PublicIpAddresses].PublicIpAddresses[]
InstanceSet[].PrivateIpAddresses[]
InstanceSet[*].PrivateIpAddresses[*]
InstanceSet[*].PrivateIpAddresses[0]
InstanceSet[].Tags[].Key
InstanceSet[*].Tags[?Key=='env'].Value
InstanceSet[].Tags[?Key=='env'].Value | []
InstanceSet[?Tags[?Key=='env' && Value=='prod']].InstanceId
InstanceSet[?contains(InstanceName, '网')].InstanceId
InstanceSet[?starts_with(InstanceId, 'ins-')] | length(@)
InstanceSet[?InstanceName == ''].InstanceId
InstanceSet[?Price].InstanceId
InstanceSet[?Price == `0.1`].InstanceId
InstanceSet[?contains(PrivateIpAddresses, '10.0.0.4')].InstanceId
sort_by(InstanceSet, &CPU)[].InstanceId
sort_by(InstanceSet, &CreatedTime)[-1].InstanceId
reverse(sort_by(InstanceSet, &InstanceId))[].InstanceId
max_by(InstanceSet, &Memory).InstanceId
min_by(InstanceSet, &CreatedTime).InstanceId
sort_by(InstanceSet, &Price)
sum(InstanceSet[].CPU)
avg(InstanceSet[].CPU)
max(InstanceSet[].CPU)
min(InstanceSet[].Memory)
sum(InstanceSet[].Price)
length(InstanceSet)
length(TotalCount)
length(InstanceSet[0].InstanceName)
keys(@)
keys(InstanceSet[0])
values(InstanceSet[1].Tags)
join(',', InstanceSet[].InstanceId)
join(', ', InstanceSet[].InstanceName)
map(&InstanceId, InstanceSet)
map(&PublicIpAddresses[0], InstanceSet)
not_null(InstanceSet[0].PublicIpAddresses, InstanceSet[1].PublicIpAddresses)
type(InstanceSet)
type(InstanceSet[0].PublicIpAddresses)
to_string(InstanceSet[1].PrivateIpAddresses)
to_array(TotalCount)
to_number(InstanceSet[0].InstanceId)
InstanceSet[0:2].InstanceId
InstanceSet[::2].InstanceId
InstanceSet[::-1].InstanceId
InstanceSet[1:].InstanceId
InstanceSet[:-1].InstanceId
InstanceSet[5:].InstanceId
InstanceSet[-2:].InstanceId
InstanceSet[0].*
InstanceSet[*].State | [0]
InstanceSet[?State=='RUNNING'] | [0].InstanceId
InstanceSet[?State=='RUNNING'][0].InstanceId
@.TotalCount
InstanceSet[0].Tags[0].Value == 'prod'
TotalCount == `3` && RequestId
TotalCount == `4` || 'no'
merge(InstanceSet[0].Tags[0], `{"Extra": true}`)
{count: TotalCount, first: InstanceSet[0].InstanceId, none: Missing}
[TotalCount, RequestId, Missing]
InstanceSet[?CPU > '2']
InstanceSet[?CreatedTime > `2026`]
InstanceSet[
InstanceSet[?]
foo(@)
length()
length(@, @)
InstanceSet[].CPU | sum(@)
InstanceSet[*].{id: InstanceId, ip: PrivateIpAddresses[0], tag: Tags[0].Value}
ends_with(RequestId, '1')
starts_with(TotalCount, 'a')
"""),
    (NUMBERS, """
@
z
a
z == `9007199254740993`
z == `9007199254740992`
big[?@ == `9007199254740992`]
big[?@ > `9007199254740992`]
max(big)
sort(ints)
sort(texts)
sort(mixed)
sort(empty)
sort(floats)
reverse(ints)
reverse(word)
sum(ints)
sum(floats)
sum(empty)
sum(mixed)
sum(big)
avg(ints)
avg(empty)
avg(floats)
max(texts)
max(empty)
min(floats)
min(mixed)
abs(negative)
abs(zero)
ceil(`1.5`)
floor(`1.5`)
ceil(`-1.5`)
floor(negative)
zero || 'falsy'
zero && 'truthy'
empty || 'falsy'
off || 'falsy'
none || 'falsy'
!zero
!empty
!none
flag == `true`
flag == `1`
zero == off
one == `1`
none == Missing
nested[]
nested[][]
nested[0][1]
nested[*][0]
length(word)
contains(word, 'abc')
contains(texts, 'b')
contains(ints, `2`)
contains(ints, '2')
to_number(digits)
to_number(half)
to_number('abc')
to_number('')
to_number(flag)
to_number(one)
to_string(ints)
to_string(one)
to_string(digits)
type(one)
type(flag)
type(none)
type(word)
*.ints
values(@)[0]
keys(@)[0]
{z: z, a: ints[0]}
{a: ints[0], a: z}
`[1, 2]`
`{"b": 1, "a": 2}`
`foo`
` foo`
`foo bar`
`"quoted"`
`01`
``
'it\\'s'
'a\\\\b'
'\\u0041'
ints[::0]
ints[-1]
ints[-4]
ints[1:3]
ints[:10]
ints[::-2]
negative < zero
negative <= `-7`
texts < ints
texts == `["b", "a", "c"]`
ints == `[3.0, 1, 2]`
flag > `0`
word > 'a'
word < 'a'
map(&@, texts)
map(&to_string(@), ints)
not_null(none, Missing)
not_null(none, zero)
merge(`{"a": 1, "b": 2}`, `{"a": 3}`)
floats[0] > floats[1]
`1` < `2` && `2` < `3`
"""),
    (POLICY, """
let
in
true
length
length(@)
"length"
"a-b"
""
"é"
"1a"
a-b
é
1a
$x
List[?AddTime > '2021'].PolicyName
List[?AddTime >= '2021-01-01 00:00:00' && AddTime < '2026'].PolicyId
List[?PolicyId == `16313162`].PolicyName | [0]
List[?Type == `2`].{Id: PolicyId, Name: PolicyName}
List[?Attached].PolicyName
List[?Attached > `0`].PolicyName
List[?starts_with(PolicyName, 'QCloud') || Type == `1`].PolicyName
sort_by(List, &PolicyName)[].PolicyName
sort_by(List, &Attached)[::-1].[PolicyName, Attached]
max_by(List, &AddTime).PolicyName
List[].PolicyName | sort(@) | [0]
List[*].Missing
List[*].[Missing]
List[?Missing]
List[?Missing == null]
List[?Missing == `null`].PolicyId
TotalNum > `2`
TotalNum > '2'
List | length(@)
List.PolicyName
List[0].PolicyName[0]
@.List[0] | keys(@)
(List[0].PolicyId || `5`) == `1`
!(TotalNum == `3`)
List[?!(Type == `2`)].PolicyName
*[].PolicyId
*[0].PolicyId
List[*].PolicyName[]
"""),
]


def answer(expression, document):
    try:
        return {"expression": expression, "result": jmespath.search(expression, document)}
    except Exception:
        return {"expression": expression}


def main():
    groups = []
    for document, expressions in GROUPS:
        cases = [answer(line, document) for line in expressions.strip("\n").split("\n")]
        groups.append({"document": document, "cases": cases})
    text = ",\n".join(
        '{"document": ' + json.dumps(group["document"], ensure_ascii=False) + ',\n "cases": [\n  '
        + ",\n  ".join(json.dumps(case, ensure_ascii=False) for case in group["cases"]) + "\n]}"
        for group in groups
    )
    print("[" + text + "]")


main()

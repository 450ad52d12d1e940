import assert from "node:assert/strict";
import test from "node:test";

import { child, isNumber, MAX_DEPTH, parse, print } from "../js/json.js";

const failure = (text) => {
  try {
    parse(text);
  } catch (error) {
    assert.equal(error.name, "JsonError");
    return [error.key, error.line, error.column];
  }
  return assert.fail(`${text} is read`);
};

test("numbers and the order of members survive", () => {
  const text = '{"b":9007199254740993,"a":1.50,"10":-0,"2":1e400,"__proto__":{"x":[]}}';
  assert.equal(print(parse(text)), text);
});

test("printed with an indent it reads the same", () => {
  const tree = parse('{"A":[{"B":"x\\u0000\\n\\"\\\\é😀"},[],{}],"C":null,"D":[true,false]}');
  assert.deepEqual(parse(print(tree, 2)), tree);
  assert.equal(print(parse('{"A":[1,{}]}'), 2), '{\n  "A": [\n    1,\n    {}\n  ]\n}');
});

test("texts are as JSON.parse reads them", () => {
  for (const text of ['"a\\/b\\b\\f\\t"', '"\\ud83d\\ude00"', '"\\ud83d"', '"\u2028"', '""']) {
    assert.equal(parse(text).value, JSON.parse(text));
  }
});

test("an error has its place", () => {
  assert.deepEqual(failure(""), ["jsonEnds", 1, 1]);
  assert.deepEqual(failure('{\n  "A": 1,\n}'), ["jsonName", 3, 1]);
  assert.deepEqual(failure('{"é😀": x}'), ["jsonValue", 1, 8]);
  assert.deepEqual(failure('{"A" 1}'), ["jsonColon", 1, 6]);
  assert.deepEqual(failure('{"A":1 "B":2}'), ["jsonObjectEnd", 1, 8]);
  assert.deepEqual(failure("[1 2]"), ["jsonArrayEnd", 1, 4]);
  assert.deepEqual(failure("[01]"), ["jsonNumber", 1, 2]);
  assert.deepEqual(failure("[1.]"), ["jsonNumber", 1, 2]);
  assert.deepEqual(failure("[+1]"), ["jsonValue", 1, 2]);
  assert.deepEqual(failure("[NaN]"), ["jsonValue", 1, 2]);
  assert.deepEqual(failure('["a\nb"]'), ["jsonControl", 1, 4]);
  assert.deepEqual(failure('["a'), ["jsonOpenString", 1, 2]);
  assert.deepEqual(failure('["\\x"]'), ["jsonEscape", 1, 3]);
  assert.deepEqual(failure('["\\u12g4"]'), ["jsonEscape", 1, 3]);
  assert.deepEqual(failure("{} {}"), ["jsonAfter", 1, 4]);
  assert.deepEqual(failure('{"A":1,\n"A":2}'), ["jsonTwice", 2, 1]);
});

test("what JSON.parse refuses is refused, and what it reads is read", () => {
  const pieces = ["{", "}", "[", "]", ",", ":", '"a"', '"b"', "1", "-", ".5", "e3", "true", "nul", " ", "\n", "\\"];
  let seed = 7;
  const next = (bound) => (seed = (seed * 1103515245 + 12345) % 2147483648) % bound;
  for (let round = 0; round < 20000; round++) {
    const text = Array.from({ length: 1 + next(8) }, () => pieces[next(pieces.length)]).join("");
    let expected;
    try {
      expected = JSON.stringify(JSON.parse(text));
    } catch { /* Refused. */ }
    let found;
    try {
      found = JSON.stringify(JSON.parse(print(parse(text))));
    } catch (error) {
      assert.equal(error.name, "JsonError", text);
      if (error.key === "jsonTwice") continue;
    }
    assert.equal(found, expected, text);
  }
});

test("deep nesting is an error with a place", () => {
  assert.equal(parse("[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH)).kind, "array");
  assert.equal(failure("[".repeat(100000))[0], "jsonTooDeep");
  assert.equal(failure('{"a":'.repeat(100000))[0], "jsonTooDeep");
});

test("places say where each node begins", () => {
  const places = new Map();
  const text = '{"A": [1, {"B": true}]}';
  const tree = parse(text, places);
  assert.equal(places.get(child(child(tree, "A"), "1")), text.indexOf('{"B"'));
  assert.equal(places.get(tree.members[0][1].items[1].members[0][1]), text.indexOf("true"));
});

test("numbers", () => {
  for (const text of ["0", "-1", "1.5e-3", "18446744073709551615"]) assert.ok(isNumber(text));
  for (const text of ["", "01", "1.", "+1", "1 ", "0x1", "NaN", "1,000"]) assert.ok(!isNumber(text), text);
});

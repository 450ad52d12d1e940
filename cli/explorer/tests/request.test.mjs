import assert from "node:assert/strict";
import test, { mock } from "node:test";

import { string, number, object, print } from "../js/json.js";
import { OpenRequest } from "../js/request.js";

const DOCUMENT = { service: "gaap", version: "2018-05-29", action: "CreateProxyGroup" };
const opened = (text, check) => new OpenRequest(DOCUMENT, { text, check });
const value = (request) => print(request.tree);

test("a member is made with what is around it", () => {
  const request = opened("{}");
  request.set("A.0.B", string("x"));
  request.set("A.1.B", number("9007199254740993"));
  assert.equal(value(request), '{"A":[{"B":"x"},{"B":9007199254740993}]}');
  assert.equal(request.get("A.1.B").text, "9007199254740993");
  assert.equal(request.get("A.2.B"), undefined);
  assert.equal(request.get("A.0.B.C"), undefined);
});

test("an emptied field takes empty objects with it, but no item of a list", () => {
  const request = opened('{"A":{"B":{"C":1}},"L":[{"D":1}],"E":{"F":1,"G":2}}');
  request.clear("A.B.C");
  request.clear("L.0.D");
  request.clear("E.F");
  assert.equal(value(request), '{"L":[{}],"E":{"G":2}}');
  request.clear("X.Y.Z");
  assert.equal(value(request), '{"L":[{}],"E":{"G":2}}');
});

test("items are added, copied, moved and removed", () => {
  const request = opened('{"L":["a","b"]}');
  assert.equal(request.add("L", string("c")), "L.2");
  request.copy("L.0");
  request.move("L.3", -1);
  request.move("L.0", -1);
  assert.equal(value(request), '{"L":["a","a","c","b"]}');
  request.remove("L.1");
  request.move("L.2", 5);
  request.move("L.9", 1);
  request.copy("L.9");
  assert.equal(value(request), '{"L":["a","c","b"]}');
  assert.equal(request.add("M", object()), "M.0");
});

test("text that is no JSON is kept, and the tree remains the last good one", () => {
  const request = opened('{"A":1}');
  request.replaceText('{"A":1,');
  assert.equal(request.text, '{"A":1,');
  assert.equal(request.error.line, 1);
  assert.equal(request.faults[0].key, "jsonEnds");
  assert.equal(value(request), '{"A":1}');
  request.replaceText('{"A":2}');
  assert.equal(request.error, null);
  assert.equal(value(request), '{"A":2}');
});

test("an edit of the form over broken text wins, and can be undone", () => {
  const request = opened('{"A":1}');
  request.replaceText("{");
  request.set("B", number("2"));
  assert.equal(value(request), '{"A":1,"B":2}');
  request.undo();
  assert.equal(request.text, "{");
  request.redo();
  assert.equal(value(request), '{"A":1,"B":2}');
});

test("typing into one field is one step of undo", () => {
  const request = opened("{}");
  for (const text of ["a", "ab", "abc"]) request.set("A", string(text));
  request.set("B", string("x"));
  request.undo();
  assert.equal(value(request), '{"A":"abc"}');
  request.undo();
  assert.equal(value(request), "{}");
  assert.equal(request.canUndo, false);
});

test("a loaded example counts as untouched", () => {
  const request = opened("{}");
  request.load('{"A":1}');
  assert.equal(request.isTouched, false);
  request.set("A", number("2"));
  assert.equal(request.isTouched, true);
});

test("names like those of objects of JavaScript are names", () => {
  const request = opened("{}");
  request.set("__proto__.constructor", string("x"));
  assert.equal(value(request), '{"__proto__":{"constructor":"x"}}');
});

test("a change says who made it and whether the shape is another", () => {
  const request = opened('{"A":"x"}');
  const seen = [];
  request.addEventListener("change", ({ detail }) => seen.push([detail.origin, detail.path, detail.isStructural]));
  request.set("A", string("y"));
  request.set("B", string("y"));
  request.remove("A");
  request.replaceText("{}");
  request.replaceText("{}");
  assert.deepEqual(seen, [["form", "A", false], ["form", "B", true], ["form", "A", true], ["json", "", true]]);
});

test("the check waits for a pause, and an older one is aborted", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  const request = opened("{}", (text, signal) => new Promise((resolve) => asked.push({ text, signal, resolve })));
  request.set("A", string("x"));
  request.set("A", string("xy"));
  mock.timers.tick(149);
  assert.equal(asked.length, 0);
  mock.timers.tick(1);
  assert.equal(asked.length, 1);
  request.set("A", string("xyz"));
  assert.ok(asked[0].signal.aborted);
  mock.timers.tick(150);
  asked[0].resolve({ faults: [{ path: "A", message: "old" }] });
  await Promise.resolve();
  assert.deepEqual(request.faults, []);
  const found = new Promise((resolve) => request.addEventListener("faults", resolve, { once: true }));
  asked[1].resolve({ faults: [{ path: "A", message: "new" }] });
  await found;
  assert.equal(request.faults[0].message, "new");
  mock.timers.reset();
});

test("a check that fails is no fault of the value", async () => {
  const request = opened("{}", () => Promise.reject(new Error("lost")));
  const found = new Promise((resolve) => request.addEventListener("faults", resolve, { once: true }));
  request.checkNow();
  await found;
  assert.equal(request.checkError.message, "lost");
  assert.deepEqual(request.faults, []);
});

test("a field whose text is no value is a fault until it is one, or another value is there", () => {
  const request = opened("{}");
  request.noteFault("A", "no JSON");
  assert.deepEqual(request.faults.map(({ path, message }) => [path, message]), [["A", "no JSON"]]);
  request.noteFault("A", null);
  assert.deepEqual(request.faults, []);
  request.noteFault("A", "no JSON");
  request.load('{"A":1}');
  assert.deepEqual(request.faults, []);
});

test("a value of another kind gives way to what the form sets in it", () => {
  const request = opened('{"A":["x"],"B":"y","C":{"0":1}}');
  request.set("A.D", string("z"));
  request.add("B", string("z"));
  request.set("C.1", string("z"));
  assert.equal(value(request), '{"A":{"D":"z"},"B":["z"],"C":{"0":1,"1":"z"}}');
});

// OpenAPI documents from the facts that `tc3 api show` prints, so that swagger-ui and the Explorer show the same actions.
// Where OpenAPI has a choice, the document takes the smaller one: no envelope, no error codes, no examples.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const AT_ONCE = 4;

/** Reads what `tc3 api show` prints as JSON. */
export async function show(tc3, environment, ...names) {
  const output = await run(tc3, ["api", "show", ...names, "--output", "json"],
    { env: environment, maxBuffer: 1 << 28 });
  return JSON.parse(output.stdout);
}

/** Returns all facts of the first `limit` actions of these services, in their order. */
export async function facts(tc3, environment, services, limit = Infinity) {
  const wanted = [];
  for (const service of services) {
    for (const { action } of (await show(tc3, environment, service)).actions) wanted.push([service, action]);
  }
  wanted.length = Math.min(wanted.length, limit);
  const found = new Array(wanted.length);
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < wanted.length) {
      const index = next++;
      found[index] = await show(tc3, environment, ...wanted[index]);
    }
  }));
  return found;
}

/** Makes one document of the facts of these actions; a tag is a service. */
export function document(actions) {
  const paths = {}, schemas = {};
  for (const action of actions) {
    const { service, action: name } = action;
    for (const type of action.types) {
      // A set of values has no members.
      schemas[`${service}.${type.name}`] ??= object(service, type.description, type.members ?? []);
    }
    schemas[`${service}.${name}Request`] = object(service, undefined, action.parameters);
    schemas[`${service}.${name}Response`] = object(service, undefined, action.output);
    paths[`/${service}/${name}`] = {
      post: {
        tags: [service],
        operationId: `${service}.${name}`,
        summary: action.title,
        description: action.description,
        requestBody: { required: true, content: json(`${service}.${name}Request`) },
        responses: { 200: { description: `Response of ${name}.`, content: json(`${service}.${name}Response`) } },
      },
    };
  }
  return {
    openapi: "3.0.3",
    info: { title: "Tencent Cloud API 3.0", version: "2026-11-28" },
    servers: [{ url: "https://gaap.tencentcloudapi.com" }],
    paths,
    components: { schemas },
  };
}

const json = (name) => ({ "application/json": { schema: reference(name) } });
const reference = (name) => ({ $ref: `#/components/schemas/${name}` });

function object(service, description, members) {
  const required = members.filter((member) => member.required).map((member) => member.name);
  const properties = {};
  for (const member of members) properties[member.name] = property(service, member);
  return { type: "object", description, required: required.length ? required : undefined, properties };
}

const TYPES = {
  String: { type: "string" }, Integer: { type: "integer", format: "int64" }, Float: { type: "number", format: "double" },
  Boolean: { type: "boolean" }, Object: { type: "object" }, Binary: { type: "string", format: "binary" },
  Date: { type: "string" }, Timestamp: { type: "string" }, TimestampIso8601: { type: "string" },
};

function property(service, member) {
  const values = member.values?.map((value) => value.value ?? value);
  const item = TYPES[member.type] ?? reference(`${service}.${member.type}`);
  const description = member.description;
  const schema = member.list ? { type: "array", items: item } : { ...item, enum: values, default: member.default };
  // A reference has no siblings in OpenAPI 3.0.
  return schema.$ref && description ? { allOf: [{ $ref: schema.$ref }], description } : { ...schema, description };
}

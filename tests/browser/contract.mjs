// Holds what the programs answer to schema/api/openapi.yaml: path, status, content type, and every key
// and value of a JSON body. Knows the part of JSON Schema that the contract uses.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(join(root, "schema/api/web/package.json"));
const contract = require("yaml").parse(readFileSync(join(root, "schema/api/openapi.yaml"), "utf8"));

function resolve(schema) {
  if (!schema?.$ref) return schema;
  return resolve(schema.$ref.slice(2).split("/").reduce((place, key) => place[key], contract));
}

const formats = {
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  date: /^\d{4}-\d\d-\d\d$/,
};

function typeOf(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}

function objectFaults(schema, value, where) {
  const missing = (schema.required ?? []).filter((key) => !(key in value)).map((key) => `${where}.${key} is missing`);
  const inside = Object.entries(value).flatMap(([key, part]) => {
    const known = schema.properties?.[key] ?? schema.additionalProperties;
    if (!known) return schema.properties ? [`${where}.${key} is not in the contract`] : [];
    return known === true ? [] : faults(known, part, `${where}.${key}`);
  });
  return [...missing, ...inside];
}

function faults(given, value, where) {
  const schema = resolve(given);
  const found = (schema.allOf ?? []).flatMap((one) => faults(one, value, where));
  const type = typeOf(value);
  if (schema.type && type !== schema.type && !(schema.type === "number" && type === "integer"))
    return [...found, `${where} is ${type}, not ${schema.type}`];
  if (schema.enum && !schema.enum.includes(value)) found.push(`${where}: "${value}" is none of ${schema.enum}`);
  if (schema.pattern && !new RegExp(schema.pattern).test(value)) found.push(`${where} does not fit ${schema.pattern}`);
  if (schema.format in formats && !formats[schema.format].test(value)) found.push(`${where}: "${value}" is no ${schema.format}`);
  if (schema.type === "object") found.push(...objectFaults(schema, value, where));
  if (schema.type === "array" && schema.items)
    value.forEach((part, index) => found.push(...faults(schema.items, part, `${where}[${index}]`)));
  return found;
}

const routes = Object.entries(contract.paths).map(([path, item]) => ({
  path, item, pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`) }));

/** What is wrong with an answer, in sentences; nothing when it keeps to the contract. */
export function answerFaults({ method, path, status, contentType, body }) {
  const what = `${method} ${path} ${status}`;
  const route = routes.find((one) => one.path === path) ?? routes.find((one) => one.pattern.test(path));
  const operation = route?.item[method.toLowerCase()];
  if (!operation) return [`${what} is not in the contract`];
  const answer = resolve(operation.responses[status] ?? (status >= 400 ? operation.responses.default : undefined));
  if (!answer) return [`${what}: this status is not in the contract`];
  const type = (contentType ?? "").split(";")[0];
  const wanted = Object.entries(answer.content ?? {});
  const fitting = wanted.find(([name]) => name === type || (name === "image/*" && type.startsWith("image/")));
  if (wanted.length > 0 && !fitting) return [`${what} is ${type}, not ${wanted.map(([name]) => name)}`];
  if (!type.endsWith("json") || !fitting) return [];
  return faults(fitting[1].schema, JSON.parse(body), what);
}

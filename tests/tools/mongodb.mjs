// Runs scripts for MongoDB's shell against a stand-in that notes what is asked: `node mongodb.mjs OUT FILE...`.
//
// Each script has to be JavaScript that calls nothing but createCollection, createIndex and shardCollection. Each
// validator is compiled by Ajv in strict mode as JSON Schema draft 4 with the keyword bsonType and with nothing that
// MongoDB leaves out of its dialect ($ref, default, definitions, format, id, integer); a document that is made for it
// passes, and does not without a required field, with a field too many, or with a field of another type. Options of
// collections and indexes are held against the types of MongoDB's own driver by the compiler of TypeScript. What was
// noted goes to OUT, for mongodb.py, which makes the indexes. No server runs here: how a validator or a shard key works
// in one is not seen. Prints what is wrong; ends with 1 then.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import ts from "typescript";

const here = dirname(fileURLToPath(import.meta.url));
const Ajv = createRequire(import.meta.url)("ajv-draft-04").default;
const [out, ...files] = process.argv.slice(2);
const text = (value) => typeof value === "string";
const tagged = (tag) => (value) => value?.$ === tag;
const plain = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && value.$ === undefined;
const TYPES = {
  bool: [true, (value) => typeof value === "boolean"],
  string: ["a", text],
  array: [[], Array.isArray],
  object: [{}, plain],
  ...Object.fromEntries(["int", "long", "double", "decimal", "binData", "date", "objectId"].map((tag) => [tag, [{ $: tag }, tagged(tag)]])),
};
const OMITTED = ["$ref", "$schema", "default", "definitions", "format", "id"];

function compiled(schema) {
  const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: true });
  ajv.addKeyword({
    keyword: "bsonType",
    metaSchema: { anyOf: [{ enum: Object.keys(TYPES) }, { type: "array", minItems: 1, items: { enum: Object.keys(TYPES) } }] },
    validate: (kinds, value) => [kinds].flat().some((kind) => TYPES[kind][1](value)),
  });
  return ajv.compile(schema);
}

function* keywords(schema) {
  for (const [key, value] of Object.entries(schema)) {
    yield [key, value];
    for (const inner of key === "properties" ? Object.values(value) : []) {
      yield* keywords(inner);
    }
  }
}

function sample(property) {
  return property.enum ? property.enum[0] : TYPES[[property.bsonType].flat()[0]][0];
}

function* faults(schema) {
  for (const [key, value] of keywords(schema)) {
    if (OMITTED.includes(key) || (key === "type" && value === "integer")) {
      yield `${key} is not in the dialect`;
    }
  }
  const passes = compiled(schema);
  const whole = Object.fromEntries(Object.entries(schema.properties).map(([name, property]) => [name, sample(property)]));
  if (!passes(whole)) {
    yield `its own document does not pass: ${JSON.stringify(passes.errors)}`;
  }
  for (const name of schema.required ?? []) {
    const { [name]: _, ...without } = whole;
    if (passes(without)) {
      yield `a document without ${name} passes`;
    }
  }
  for (const name of Object.keys(schema.properties)) {
    if (passes({ ...whole, [name]: { $: "minKey" } })) {
      yield `a document with a ${name} of no known type passes`;
    }
  }
  if (passes({ ...whole, another_field: "a" })) {
    yield "a document with a field too many passes";
  }
}

function run(file) {
  const asked = [];
  const db = {
    getName: () => "shop",
    createCollection: (name, options) => asked.push({ create: name, options }),
    getCollection: (name) => ({ createIndex: (key, options) => asked.push({ index: name, key: Object.entries(key), options }) }),
  };
  const sh = { shardCollection: (name, key) => asked.push({ shard: name, key: Object.entries(key) }) };
  vm.runInNewContext(readFileSync(file, "utf8"), { db, sh }, { timeout: 5000 });
  return JSON.parse(JSON.stringify(asked));
}

function typed(all) {
  const name = join(here, "mongodb.ts");
  const lines = ['import type { CreateCollectionOptions, CreateIndexesOptions, IndexSpecification } from "mongodb";'];
  for (const { asked } of all) {
    for (const { create, index, options, key } of asked) {
      const kind = create ? "CreateCollectionOptions" : index ? "CreateIndexesOptions" : null;
      if (kind) {
        lines.push(`export const o${lines.length}: ${kind} = ${JSON.stringify(options)};`);
      }
      if (key) {
        lines.push(`export const k${lines.length}: IndexSpecification = ${JSON.stringify(Object.fromEntries(key))};`);
      }
    }
  }
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) => (path === name ? ts.createSourceFile(path, lines.join("\n"), ts.ScriptTarget.ES2022, true) : read(path, ...rest));
  const program = ts.createProgram([name], options, host);
  return ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).map((fault) => {
    const line = ts.getLineAndCharacterOfPosition(fault.file, fault.start).line;
    return `${lines[line]}: ${ts.flattenDiagnosticMessageText(fault.messageText, " ")}`;
  });
}

const wrong = [];
const all = files.map((file) => ({ file, asked: run(file) }));
for (const { file, asked } of all) {
  for (const { create, options } of asked.filter(({ create }) => create)) {
    for (const fault of faults(options.validator.$jsonSchema)) {
      wrong.push(`${file}: ${create}: ${fault}`);
    }
  }
}
wrong.push(...typed(all));
writeFileSync(out, JSON.stringify(all));
wrong.forEach((fault) => console.log(fault));
process.exit(wrong.length ? 1 : 0);

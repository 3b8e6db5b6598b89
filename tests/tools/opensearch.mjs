// Holds index files against OpenSearch's own description of its API: `node opensearch.mjs FILE...`.
//
// The package @opensearch-project/opensearch carries types that are generated from the specification of the API; each
// file becomes a constant of the type of the body of "create index", and the compiler of TypeScript tells what does
// not fit: an unknown setting, a type of field that there is none of, an option that a type does not have. It does not
// run the index. Prints what is wrong; ends with 1 then.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = dirname(fileURLToPath(import.meta.url));
const api = join(here, "node_modules/@opensearch-project/opensearch/api");
const files = process.argv.slice(2);
const name = join(here, "indexes.ts");
const lines = [
  `import type { Indices_Create_RequestBody } from "${api}/indices/create";`,
  `import type { ObjectProperty, Property } from "${api}/_types/_common.mapping";`,
  "export type Exact = Indices_Create_RequestBody;",
  // A union lets an option of one member stand in another; each field is held against its own member alone.
  "export type Of<T extends string> = T extends \"object\" ? ObjectProperty : Extract<Property, { type: T }>;",
];
const at = lines.length;
const owners = [];
function add(owner, line) {
  owners.push(owner);
  lines.push(line);
}
for (const file of files) {
  const index = JSON.parse(readFileSync(file, "utf8"));
  add(file, `export const index${owners.length}: Exact = ${JSON.stringify(index)};`);
  for (const [field, property] of Object.entries(index.mappings.properties)) {
    const of = `Of<${JSON.stringify(property.type)}>`;
    add(`${file}: ${field}`, `export const field${owners.length}: ${of} = ${JSON.stringify(property)};`);
  }
}
const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
const host = ts.createCompilerHost(options);
const read = host.getSourceFile.bind(host);
host.getSourceFile = (path, ...rest) => (path === name ? ts.createSourceFile(path, lines.join("\n"), ts.ScriptTarget.ES2022, true) : read(path, ...rest));
const program = ts.createProgram([name], options, host);
const source = program.getSourceFile(name);
let wrong = 0;
for (const fault of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
  const line = ts.getLineAndCharacterOfPosition(source, fault.start ?? 0).line;
  console.log(`${owners[line - at] ?? "types"}: ${ts.flattenDiagnosticMessageText(fault.messageText, " ")}`);
  wrong += 1;
}
process.exit(wrong ? 1 : 0);

// Holds AsyncAPI documents against the parser of the AsyncAPI Initiative: `node asyncapi.mjs FILE...`.
// Prints every error and warning; ends with 1 if there is an error.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Parser } = require("@asyncapi/parser");
const names = ["error", "warning", "info", "hint"];
let wrong = false;

for (const file of process.argv.slice(2)) {
  const { diagnostics } = await new Parser().parse(readFileSync(file, "utf8"));
  for (const { severity, code, message, path, range } of diagnostics) {
    if (severity <= 1) {
      console.log(`${file}:${range.start.line + 1}: ${names[severity]}: ${code}: ${message} at ${path.join(".")}`);
    }
    wrong ||= severity === 0;
  }
}
process.exitCode = wrong ? 1 : 0;

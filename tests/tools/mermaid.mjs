// Parses every Mermaid file named on the command line; prints what is wrong and ends with 1 if anything is.
import { readFile } from "node:fs/promises";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });

let failed = 0;
for (const file of process.argv.slice(2)) {
  const text = await readFile(file, "utf8");
  try {
    await mermaid.parse(text);
  } catch (error) {
    failed += 1;
    console.log(`${file}: ${error.message ?? error}`);
  }
}
console.log(`${process.argv.length - 2 - failed} parsed, ${failed} refused`);
process.exit(failed === 0 ? 0 : 1);

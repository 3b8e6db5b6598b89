// Compiles and renders D2 files with D2 itself, built for WebAssembly: `node d2.mjs FILE...`.
// Prints what is wrong with each file; ends with 1 if any is.
import { readFile } from "node:fs/promises";
import { D2 } from "@terrastruct/d2";

const d2 = new D2();
let bad = 0;
for (const file of process.argv.slice(2)) {
  try {
    const { diagram, renderOptions } = await d2.compile(await readFile(file, "utf8"), { layout: "dagre" });
    const svg = await d2.render(diagram, renderOptions);
    if (!svg.includes("<svg")) throw new Error("no picture came out");
  } catch (error) {
    bad += 1;
    console.error(`${file}: ${error.message ?? error}`);
  }
}
process.exit(bad === 0 ? 0 : 1);

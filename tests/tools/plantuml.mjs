// Renders PlantUML files with today's PlantUML, built for JavaScript: `node plantuml.mjs MACROS FILE...`.
// MACROS stands in for the standard library, which that build does not hold. It wants a browser to measure texts
// in; here each character is seven pixels wide. Prints what is wrong with each file; ends with 1 if any is.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import vm from "node:vm";
import { JSDOM } from "jsdom";

const require = createRequire(import.meta.url);
const { window } = new JSDOM("<body></body>");
const width = (element) => (element.textContent ?? "").length * 7;
window.HTMLCanvasElement.prototype.getContext = () => ({ font: "", measureText: (text) => ({ width: text.length * 7 }) });
window.Element.prototype.getBBox = function () {
  return { x: 0, y: 0, width: width(this), height: 13 };
};
window.Element.prototype.getComputedTextLength = function () {
  return width(this);
};

// The layout engine is a classic script that asks for its own address; its package calls it a module.
const layout = require.resolve("@plantuml/core/viz-global.js");
const exported = {};
vm.runInThisContext(`(function (exports, module, require, __filename) {${await readFile(layout, "utf8")}\n})`)(
  exported,
  { exports: exported },
  require,
  layout,
);
globalThis.Viz = exported;
Object.assign(globalThis, { window, document: window.document, XMLSerializer: window.XMLSerializer });
console.log = () => {};
const { renderToString } = await import("@plantuml/core/plantuml.js");

const [library, ...files] = process.argv.slice(2);
const macros = await readFile(library, "utf8");
let bad = 0;
for (const file of files) {
  const text = (await readFile(file, "utf8")).replace(/^!include <.*>$/m, () => macros);
  const svg = await new Promise((resolve) => renderToString(text.split("\n"), resolve, (error) => resolve(`${error}`), { maxSvgSize: 0 }));
  if (!svg.includes("</svg>") || /Syntax Error|contains errors|Cannot find|No such/.test(svg)) {
    bad += 1;
    console.error(`${file}: ${svg.replace(/<[^>]*>/g, " ").slice(-400)}`);
  }
}
process.exit(bad === 0 ? 0 : 1);

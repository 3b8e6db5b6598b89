// Opens pages in headless Chromium: `node page.mjs look FILE...`, and `use`, `trace` or `hostile` likewise.
//
// `look`: each page, light and dark, on a screen and on a telephone, breaks no rule of axe-core, no rule of its own
// content security policy, says nothing on the console, and does not scroll sideways. `use`: sorting, filter, tracing,
// zoom, full size and print do what they are for, and without scripts all is there to read. `trace`: each name that can
// be traced lights its part of the picture of calls. `hostile`: no text of the design has become an element. Prints what
// is wrong; ends with 1 then.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { evaluate, open, visit } from "./browser.mjs";

const [task, ...files] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const page = await open();
let wrong = 0;
let where = "";

function complain(what) {
  console.log(`${where}: ${what}`);
  wrong += 1;
}

function expect(what, truth) {
  if (!truth) complain(`not so: ${what}`);
}

page.on((method, params) => {
  if (method === "Runtime.exceptionThrown") complain(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
  if (method === "Runtime.consoleAPICalled") complain(`console: ${params.args.map((one) => one.value).join(" ")}`);
  if (method === "Log.entryAdded") complain(`log: ${params.entry.text}`);
  if (method === "Network.requestWillBeSent" && !params.request.url.startsWith("file:")) complain(`asks for ${params.request.url}`);
  if (method === "Page.javascriptDialogOpening") {
    complain(`dialog: ${params.message}`);
    page.send("Page.handleJavaScriptDialog", { accept: false });
  }
});
for (const domain of ["Page", "Runtime", "Log", "Network"]) await page.send(`${domain}.enable`);
await page.send("Page.addScriptToEvaluateOnNewDocument", {
  source: "window.violations = []; addEventListener('securitypolicyviolation', (e) => violations.push(`${e.violatedDirective} ${e.blockedURI}`), true);",
});

const size = (width) => page.send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false });
const scheme = (value) =>
  page.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }, { name: "prefers-reduced-motion", value: "reduce" }] });

async function violations() {
  for (const one of await evaluate(page, "violations")) complain(`content security policy: ${one}`);
}

async function judge() {
  const found = await evaluate(page, `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => \`axe \${id}, \${nodes.length} times: \${nodes[0].html.slice(0, 200)} \${nodes[0].failureSummary}\`))`);
  found.forEach(complain);
}

async function look(file) {
  await scheme("light");
  await size(1280);
  await visit(page, pathToFileURL(file).href);
  for (const width of [360, 1280]) {
    where = `${file} ${width}`;
    await size(width);
    const [content, screen] = await evaluate(page, "[document.documentElement.scrollWidth, innerWidth]");
    expect(`${content} px fit ${screen} px`, content <= screen);
    const scrolling = await evaluate(page, `[...document.querySelectorAll(".table")]
      .filter((one) => one.scrollWidth > one.clientWidth && one.offsetWidth < one.parentElement.clientWidth)
      .map((one) => one.getAttribute("aria-label"))`);
    expect(`a table scrolls only where there is no room: ${scrolling.join(", ")}`, scrolling.length === 0);
  }
  // Rows of one table are alike, and a picture is one thing to all who can't see it: the palette has a test of its own.
  await evaluate(page, `document.querySelectorAll("tbody > tr:nth-child(n + 4), .view svg > :not(title, desc)").forEach((one) => one.remove());
    document.querySelectorAll("details").forEach((one) => { one.open = true; });`);
  await evaluate(page, axe);
  // Each scheme at each width for the first pages; the others are laid out by the same rules and differ in their words.
  const crossed = files.indexOf(file) < 3 ? [["dark", 1280], ["light", 360]] : [];
  for (const [mode, width] of [["light", 1280], ["dark", 360], ...crossed]) {
    where = `${file} ${mode} ${width}`;
    await scheme(mode);
    await size(width);
    await judge();
  }
  await violations();
}

async function press(key) {
  const typed = key.length === 1 ? { text: key } : { windowsVirtualKeyCode: { Escape: 27, Tab: 9, ArrowRight: 39 }[key] };
  await page.send("Input.dispatchKeyEvent", { type: "keyDown", key, code: key, ...typed });
  await page.send("Input.dispatchKeyEvent", { type: "keyUp", key, code: key, ...typed });
}

async function use(file) {
  where = file;
  await size(1280);
  await visit(page, pathToFileURL(file).href);
  const given = (expression) => evaluate(page, expression);
  await given(`window.table = [...document.querySelectorAll("table")].find((t) => t.rows[0].textContent.includes("A month"));
    window.column = () => [...table.tBodies[0].rows].map((r) => r.cells[1].textContent); window.written = column().join(); 0`);
  const month = (text) => parseFloat(text.replace(/^at least /, "")) * ({ k: 1e3, M: 1e6 }[/^(?:at least )?[\d.]+([kM])/.exec(text)?.[1]] ?? 1);
  const sorted = (values) => values.every((value, at) => at === 0 || values[at - 1] <= value);
  const head = "table.rows[0].cells[1].querySelector('button')";
  await given(`${head}.click()`);
  const rising = (await given("column()")).filter((text) => /\d/.test(text)).map(month);
  expect(`sorted by value: ${rising}`, rising.length > 2 && sorted(rising));
  expect("the head says so", await given("table.rows[0].cells[1].ariaSort === 'ascending'"));
  await given(`${head}.click()`);
  expect("sorted the other way", sorted((await given("column()")).filter((text) => /\d/.test(text)).map(month).reverse()));
  await given(`${head}.click()`);
  expect("sorted as written", await given("column().join() === written"));

  await given("document.getElementById('Filter').focus()");
  for (const letter of "cache") await press(letter);
  const kept = await given("[...document.querySelectorAll('tbody > tr:not([hidden])')].map((r) => r.textContent.toLowerCase())");
  expect("the filter keeps the rows with the word", kept.length > 0 && kept.every((text) => text.includes("cache")));
  expect("and says how many", (await given("document.getElementById('Status').textContent")).startsWith(`${kept.length} of `));
  await press("Escape");
  expect("all rows are back", await given("!document.querySelector('tbody > tr[hidden]')"));

  await given(`window.flow = [...document.querySelectorAll(".name")].find((b) => b.textContent === "redirect"); flow.focus(); 0`);
  const lit = "[...document.querySelectorAll('.lit[data-component]')].map((c) => c.dataset.component)";
  const lights = await given(lit);
  expect("focus on a flow lights its way", ["visitor", "edge", "cache"].every((name) => lights.includes(name)));
  expect("and nothing else", !lights.includes("members"));
  await press("Tab");
  expect("focus elsewhere lights something else", !(await given("document.activeElement.textContent === 'redirect'")));
  await given("flow.click(); flow.blur(); 0");
  expect("a click keeps it lit", (await given(lit)).includes("cache") && (await given("flow.ariaPressed")) === "true");
  await given("flow.click(); 0");
  expect("a second click ends it", (await given(lit)).length === 0);

  await given(`window.view = document.querySelector(".view"); window.box = () => view.firstElementChild.getAttribute("viewBox");
    window.whole = box(); view.focus(); 0`);
  await press("+");
  const near = await given("box()");
  expect("plus zooms", near !== (await given("whole")));
  await press("ArrowRight");
  expect("an arrow moves", (await given("box()")) !== near);
  await press("0");
  expect("0 shows all", (await given("box()")) === (await given("whole")));
  await given("view.parentNode.querySelector('.knobs button:last-child').click()");
  expect("the picture fills the window", await given("document.getElementById('Full').open && document.getElementById('Full').contains(view)"));
  await press("Escape");
  // A dialog is closed first and tells so afterwards: the page hears of it when it has the time.
  await given(`(async () => { for (let i = 0; i < 100 && !document.querySelector("main").contains(view); i++)
    await new Promise((done) => setTimeout(done, 50)); return 0; })()`);
  expect("and is back in its place", await given("!document.getElementById('Full').open && document.querySelector('main').contains(view)"));

  expect("the working is folded", await given("document.querySelectorAll('.fold:not([open])').length > 0"));
  await given("window.print = 0; addEventListener('beforeprint', () => { window.print = document.querySelectorAll('.fold:not([open])').length; }); 0");
  const { data } = await page.send("Page.printToPDF", { printBackground: true });
  expect("it prints, with the working", data.length > 20_000 && (await given("print")) === 0);
  expect("and folds it again", await given("document.querySelectorAll('.fold:not([open])').length > 0"));
  await violations();

  await page.send("Emulation.setScriptExecutionDisabled", { value: true });
  await visit(page, pathToFileURL(file).href);
  const { root } = await page.send("DOM.getDocument", { depth: 1 });
  const count = async (selector) => (await page.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector })).nodeIds.length;
  expect("without scripts there is no dead knob", (await count("main button")) === 0 && (await count(".tools[hidden]")) === 1);
  expect("without scripts all tables and pictures are there", (await count("main table")) > 10 && (await count("main svg")) > 5);
  await page.send("Emulation.setScriptExecutionDisabled", { value: false });
}

async function trace(file) {
  where = file;
  await visit(page, pathToFileURL(file).href);
  const [names, dark] = await evaluate(page, `(() => {
    const calls = (view) => view.querySelectorAll("[data-flows]").length;
    const picture = [...document.querySelectorAll(".view")].reduce((most, view) => (calls(view) > calls(most) ? view : most));
    const names = [...document.querySelectorAll(".name")];
    const unlit = names.filter((name) => {
      name.focus();
      const box = picture.querySelector('[data-component~="' + CSS.escape(name.textContent) + '"]');
      return box ? !box.classList.contains("lit") : !picture.querySelector(".lit");
    });
    return [names.length, unlit.map((name) => name.textContent)];
  })()`);
  expect(`there is something to trace: ${names}`, names > 10);
  expect(`each lights its part, but not ${dark.join(", ")}`, dark.length === 0);
}

async function hostile(file) {
  where = file;
  await size(1280);
  await visit(page, pathToFileURL(file).href);
  const strange = await evaluate(page, `[
    ...[...document.querySelectorAll("script, style")].slice(2), ...document.querySelectorAll("img, iframe, object, embed, link, form, base, foreignObject, image, use, animate"),
    ...[...document.querySelectorAll("a")].filter((a) => !a.getAttribute("href").startsWith("#")),
    ...[...document.querySelectorAll("*")].filter((one) => [...one.attributes].some(({ name }) => name.startsWith("on") || name === "style")),
  ].map((one) => one.outerHTML.slice(0, 200))`);
  strange.forEach((one) => complain(`a strange element: ${one}`));
  const turned = await evaluate(page, "[...document.body.innerText].filter((c) => /[\\u202a-\\u202e\\u2066-\\u2069\\u0000-\\u0008\\u001b]/.test(c)).length");
  expect(`no sign turns or hides text, but ${turned} do`, turned === 0);
  await evaluate(page, "document.querySelectorAll('button').forEach((one) => one.click())");
  await violations();
}

const tasks = { look, use, trace, hostile };
for (const file of files) {
  try {
    await tasks[task](file);
  } catch (error) {
    complain(error.message);
  }
}
await page.close();
process.exit(wrong ? 1 : 0);

// A headless Chromium steered through two pipes, with nothing between us and its protocol.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Starts Chromium; `send` asks something of a session, `on` hears its events, `close` ends it. */
export async function open() {
  const profile = mkdtempSync(join(tmpdir(), "page-"));
  const flags = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND",
    `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank",
  ];
  const child = spawn("chromium", flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const [write, read] = [child.stdio[3], child.stdio[4]];
  const waiting = new Map();
  const hearers = [];
  let last = 0;
  let rest = "";
  const gone = new Promise((_, fail) => {
    child.on("error", fail);
    child.on("exit", () => fail(new Error("Chromium ended")));
  });
  gone.catch(() => {});
  read.setEncoding("utf8");
  read.on("data", (chunk) => {
    const messages = (rest + chunk).split("\0");
    rest = messages.pop();
    for (const message of messages.map((one) => JSON.parse(one))) {
      const asked = waiting.get(message.id);
      if (!asked) {
        hearers.forEach((hear) => hear(message.method, message.params));
        continue;
      }
      waiting.delete(message.id);
      if (message.error) asked.fail(new Error(`${asked.method}: ${message.error.message}`));
      else asked.done(message.result);
    }
  });

  const ask = (method, params, sessionId) => {
    const id = ++last;
    const answer = new Promise((done, fail) => waiting.set(id, { done, fail, method }));
    write.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return Promise.race([answer, gone]);
  };
  const { targetId } = await ask("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await ask("Target.attachToTarget", { targetId, flatten: true });
  return {
    send: (method, params = {}) => ask(method, params, sessionId),
    on: (hear) => hearers.push(hear),
    async close() {
      const ended = new Promise((done) => child.on("exit", done));
      await ask("Browser.close", {}).catch(() => {});
      await ended;
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** What an expression gives in the page. */
export async function evaluate(page, expression) {
  const { result, exceptionDetails } = await page.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

/** Loads an address, and waits until it is there. */
export async function visit(page, url) {
  const loaded = new Promise((done) => page.on((method) => method === "Page.loadEventFired" && done()));
  await page.send("Page.navigate", { url });
  await loaded;
}

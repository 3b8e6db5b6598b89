// The real YAML language server with one design. `node language_server.mjs DESIGN LINE COLUMN` opens the design and
// prints as JSON its diagnostics, and the completions and the hover at a place (both counted from 0).
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [design, line, column] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const home = dirname(require.resolve('yaml-language-server/package.json'));
const server = spawn(process.execPath, [join(home, 'bin', 'yaml-language-server'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });

const answers = new Map();
let diagnosed;
const diagnostics = new Promise((done) => { diagnosed = done; });
let number = 0;

function send(message) {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

function ask(method, params) {
  number += 1;
  send({ id: number, method, params });
  return new Promise((done) => answers.set(number, done));
}

const settings = { yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false }, schemas: {} } };

function take(message) {
  if (message.method === 'workspace/configuration') {
    const of = (item) => (item.section === 'yaml' ? settings.yaml : {});
    send({ id: message.id, result: message.params.items.map(of) });
  } else if (message.method === 'textDocument/publishDiagnostics') {
    diagnosed(message.params.diagnostics);
  } else if (message.method && message.id !== undefined) {
    send({ id: message.id, result: null });
  } else if (answers.has(message.id)) {
    answers.get(message.id)(message.result);
  }
}

let buffer = Buffer.alloc(0);
server.stdout.on('data', (data) => {
  buffer = Buffer.concat([buffer, data]);
  for (;;) {
    const head = buffer.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, head).toString())[1]);
    if (buffer.length < head + 4 + length) return;
    const text = buffer.subarray(head + 4, head + 4 + length).toString();
    buffer = buffer.subarray(head + 4 + length);
    take(JSON.parse(text));
  }
});

const root = pathToFileURL(dirname(resolve(design))).href;
const capabilities = {
  textDocument: { completion: { completionItem: { snippetSupport: true } }, hover: { contentFormat: ['markdown'] }, publishDiagnostics: {} },
  workspace: { configuration: true, workspaceFolders: true },
};
await ask('initialize', { processId: process.pid, rootUri: root, workspaceFolders: [{ uri: root, name: 'designs' }], capabilities });
send({ method: 'initialized', params: {} });
send({ method: 'workspace/didChangeConfiguration', params: { settings } });
const uri = pathToFileURL(resolve(design)).href;
send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text: readFileSync(design, 'utf8') } } });
const found = await diagnostics;
const place = { textDocument: { uri }, position: { line: Number(line), character: Number(column) } };
const completion = await ask('textDocument/completion', place);
const hover = await ask('textDocument/hover', place);
console.log(JSON.stringify({
  diagnostics: found.map((d) => d.message),
  completions: (completion?.items ?? completion ?? []).map((item) => item.label),
  hover: hover?.contents?.value ?? '',
}));
server.kill();
process.exit(0);

// node_compare.mjs MODULE OURS: runs the module under Node's WASI, started as its JSON says, and
// prints "same" when stdout is what the file OURS holds and the end is the one the JSON names.
// This line is the verdict: Node may crash after it. Its copies of folders stay in TMPDIR.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { WASI } from 'node:wasi';

const [module, ours] = process.argv.slice(2);
const json = module.replace(/\.wasm$/, '.json');
const spec = fs.existsSync(json) ? JSON.parse(fs.readFileSync(json, 'utf8')) : {};
const operations = spec.operations ?? [{ ...spec, type: 'run' }, { ...spec, type: 'wait' }];
const run = operations.find((operation) => operation.type === 'run');
const expected = operations.find((operation) => operation.type === 'wait')?.exit_code ?? 0;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'anchorhold-node-'));
const preopens = {};
const folders = (run.dirs ?? []).map((name) => [name, name]);
if (run.root) folders.push(['/', run.root]);
for (const [guest, host] of folders) {
  preopens[guest] = path.join(scratch, host);
  fs.cpSync(path.join(path.dirname(module), host), preopens[guest], { recursive: true });
}
const input = path.join(scratch, 'stdin');
fs.writeFileSync(input, operations.filter((each) => each.type === 'write').map((each) => each.payload).join(''));
const output = path.join(scratch, 'stdout');

const wasi = new WASI({
  version: 'preview1',
  args: [path.basename(module), ...(run.args ?? [])],
  env: run.env ?? {},
  preopens,
  stdin: fs.openSync(input, 'r'),
  stdout: fs.openSync(output, 'w'),
  stderr: fs.openSync('/dev/null', 'w'),
  returnOnExit: true,
});
let end;
try {
  const { instance } = await WebAssembly.instantiate(fs.readFileSync(module), { wasi_snapshot_preview1: wasi.wasiImport });
  end = wasi.start(instance) ?? 0;
} catch (error) {
  end = `trap (${error.message})`;
}
const seen = fs.readFileSync(output, 'utf8');
const sameEnd = expected > 125 ? typeof end === 'string' : end === expected;
const same = sameEnd && seen === fs.readFileSync(ours, 'utf8');
fs.writeSync(1, same ? 'same\n' : `differs: ended with ${end}, printed ${JSON.stringify(seen).slice(0, 300)}\n`);

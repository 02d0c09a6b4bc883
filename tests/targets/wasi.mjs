// SPDX-License-Identifier: Apache-2.0
// node wasi.mjs PROGRAM.wasm ARGUMENT...: runs a WASI program in the present folder, which it can read and write.
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { WASI } from 'node:wasi';

const [program, ...rest] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: [program, ...rest],
    preopens: { '..': dirname(process.cwd()), '.': process.cwd() } });
const module = await WebAssembly.compile(await readFile(program));
process.exitCode = wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));

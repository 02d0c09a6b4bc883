// SPDX-License-Identifier: Apache-2.0
// The worker of worker.ts.
import * as check from './check.js';
import { BonemodelError } from './error.js';
import { Library } from './library.js';
import { simulate } from './simulate.js';
import type { Model } from './model.js';
import type { FromWorker, ToWorker } from './worker.js';

/** The other side, in a browser and in Node. */
interface Port {
    postMessage(message: FromWorker): void;
    on?(event: 'message', listener: (message: ToWorker) => void): void;
    onmessage?: ((event: { data: ToWorker }) => void) | null;
}

const node = (
    globalThis as { process?: { getBuiltinModule?(name: string): { parentPort: Port | null } } }
).process?.getBuiltinModule?.('node:worker_threads');
const port: Port = node?.parentPort ?? (globalThis as unknown as Port);

/** Progress is told at most so often. */
const EVERY_MS = 50;

let start: Extract<ToWorker, { start: unknown }>['start'];
let library: Library | undefined;
const models = new Map<string, Model>();

function modelOf(name: 'full' | 'core' = 'full'): Model {
    let model = models.get(name);
    library ??= new Library(start.module, start.maximumBytes);
    if (!model) models.set(name, (model = library.model(name)));
    return model;
}

function answer(message: ToWorker): FromWorker | undefined {
    if ('start' in message) {
        ({ start } = message);
        return undefined;
    }
    if ('rows' in message) return { result: modelOf(message.rows.model).rows(message.rows.kind) };
    check.object(message.simulate, 'job');
    let told = performance.now();
    const onProgress: Parameters<typeof simulate>[2] = message.progress
        ? {
              onProgress(progress) {
                  const now = performance.now();
                  if (now - told < EVERY_MS) return;
                  told = now;
                  port.postMessage({ progress });
              },
          }
        : {};
    return { result: simulate(modelOf(message.simulate.model), message.simulate, onProgress) };
}

function receive(message: ToWorker): void {
    let reply: FromWorker | undefined;
    try {
        reply = answer(message);
    } catch (exception) {
        const error = exception as Error;
        const known = error instanceof BonemodelError ? error : undefined;
        reply = { error: { name: error.name, message: error.message, status: known?.status, code: known?.code } };
    }
    if (reply) port.postMessage(reply);
}

if (port.on) port.on('message', receive);
else port.onmessage = ({ data }) => receive(data);

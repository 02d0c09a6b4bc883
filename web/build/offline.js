// SPDX-License-Identifier: Apache-2.0
// Puts the list of all files of the page, and what makes this list new, into the service worker.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export function offline() {
    let folder;
    return {
        name: 'offline',
        apply: 'build',
        configResolved(config) {
            folder = resolve(config.root, config.build.outDir);
        },
        async closeBundle() {
            const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
                .filter((file) => file.isFile() && file.name !== 'sw.js')
                .map((file) => join(file.parentPath, file.name)).sort();
            const hash = createHash('sha256');
            for (const file of files) hash.update(file.slice(folder.length)).update(await readFile(file));
            const worker = join(folder, 'sw.js');
            await writeFile(worker, (await readFile(worker, 'utf8'))
                .replace('__FILES__', JSON.stringify(['./', ...files.map((file) => `.${file.slice(folder.length)}`)]))
                .replace('__VERSION__', JSON.stringify(hash.digest('hex').slice(0, 16))));
        },
    };
}

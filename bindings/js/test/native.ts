// SPDX-License-Identifier: Apache-2.0
// What the tests compare with: test/native.c and the library of this machine (build-release, or BONEMODEL_LIBDIR).
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const path = (relative: string) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const program = path('build/native');

/** Vitest calls it once, before all. */
export default function setup(): void {
    const folder = process.env['BONEMODEL_LIBDIR'] ?? path('../../build-release/lib');
    if (!existsSync(`${folder}/libbonemodel.so`))
        throw new Error(`The tests compare with the native library, and ${folder} has none. In the root of the tree, run: `
            + 'cmake --preset release && cmake --build --preset release --target bonemodel');
    execFileSync('cc', ['-O2', '-Wall', '-Wextra', '-Werror', '-I', path('../../include'), '-o', program, path('test/native.c'),
        '-L', folder, '-lbonemodel', '-lm', `-Wl,-rpath,${folder}`]);
}

/** What the library of this machine gives. */
export function native(...what: string[]): any {
    return JSON.parse(execFileSync(program, what, { encoding: 'utf8' }));
}

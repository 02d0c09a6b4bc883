// SPDX-License-Identifier: Apache-2.0
// The JavaScript of the package, small: a browser that has no bundler loads it as it is.
export default {
    input: ['src/index.ts', 'src/worker.ts', 'src/worker-thread.ts'],
    output: {
        dir: 'dist',
        format: 'esm',
        chunkFileNames: '[name].js',
        minify: true,
        sourcemap: true,
    },
    tsconfig: false,
};

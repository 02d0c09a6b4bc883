// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config';

export default defineConfig({
    test: {
        include: ['test/*.test.ts'],
        globalSetup: ['test/native.ts'],
        // one file at a time: some measure
        fileParallelism: false,
        pool: 'forks',
        execArgv: ['--expose-gc'],
        testTimeout: 60000,
    },
});

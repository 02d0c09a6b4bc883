// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vite';
import { offline } from './build/offline.js';
import { pages } from './build/pages.js';

export default defineConfig({
    base: './',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'es' },
    build: { target: 'es2022', modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
    plugins: [pages(), offline()],
});

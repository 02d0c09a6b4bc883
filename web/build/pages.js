// SPDX-License-Identifier: Apache-2.0
// Makes pages of docs/ that the page links to: how the model stands against the trials, and its limits.
import { readFile } from 'node:fs/promises';
import { marked } from 'marked';

const docs = new URL('../../docs/', import.meta.url);
const PAGES = { validation: 'The model against the trials', limits: 'Limits of use' };

const page = (title, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="./icon.svg" type="image/svg+xml">
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid; padding: 0.2rem 0.5rem; text-align: left; }
</style>
</head>
<body>
<p><a href="./">Back to the page</a></p>
<main>
${body}
</main>
</body>
</html>
`;

/** Links to pages that are made here stay; of others the words. Pictures stay in the manual. */
const renderer = {
    link({ href, tokens }) {
        const name = /^(\w+)\.md(#.*)?$/.exec(href)?.[1];
        const text = this.parser.parseInline(tokens);
        return name in PAGES ? `<a href="${name}.html">${text}</a>` : text;
    },
    image() {
        return '';
    },
    table(token) {
        const made = marked.Renderer.prototype.table.call(this, token);
        return made.replace('<table>', '<table tabindex="0">');
    },
};

export function pages() {
    return {
        name: 'pages',
        apply: 'build',
        async generateBundle() {
            marked.use({ renderer });
            for (const [name, title] of Object.entries(PAGES)) {
                const text = (await readFile(new URL(`${name}.md`, docs), 'utf8')).replace(/<!--.*?-->/gs, '');
                this.emitFile({ type: 'asset', fileName: `${name}.html`, source: page(title, marked.parse(text)) });
            }
        },
    };
}

// SPDX-License-Identifier: Apache-2.0
// Charts, and how they become pictures that carry their caveat.
import { areaY, axisX, axisY, dot, gridY, line, plot, ruleY, text } from '@observablehq/plot';
import { fixed } from './numbers.js';

/** Plans differ in colour, dashes and symbols. */
export const STYLES = [
    { colour: 'var(--plan-0)', dashes: null, symbol: 'circle' },
    { colour: 'var(--plan-1)', dashes: '9 4', symbol: 'square' },
    { colour: 'var(--plan-2)', dashes: '2 4', symbol: 'triangle' },
    { colour: 'var(--plan-3)', dashes: '12 4 2 4', symbol: 'diamond' },
];

/** A chart of lines over years, each { name, style, values, low, high } with a number per month. */
export function chart({ series, label, width, rules = [], description, decimals = 1, axis }) {
    const years = (values) => Array.from(values, (value, month) => ({ year: month / 12, value }));
    const months = series[0].values.length - 1;
    const all = series.flatMap(({ values, low = [], high = [] }) => [...values, ...low, ...high]);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    const room = 0.08 * (most - least || 1);
    const shown = rules.filter(({ at }) => at === 0 || (at > least - 1 && at < most + 1));
    const drawing = plot({
        width,
        height: Math.max(240, Math.min(360, 0.55 * width)),
        marginLeft: 52,
        marginRight: 12,
        marginBottom: 40,
        style: { background: 'transparent', fontSize: '14px', overflow: 'visible' },
        x: { domain: [0, months / 12], label: null },
        y: { domain: [Math.min(least - room, ...shown.map(({ at }) => at)), Math.max(most + room, ...shown.map(({ at }) => at))], label: null },
        marks: [
            gridY({ strokeOpacity: 0.15 }),
            axisX(Array.from({ length: months / 12 + 1 }, (_, year) => year), { label: axis, labelAnchor: 'right', labelArrow: 'none', tickFormat: String }),
            axisY({ label, labelAnchor: 'top', labelArrow: 'none', tickFormat: (value) => fixed(value, decimals), ticks: 6 }),
            ...shown.flatMap(({ at, label: name }) => [
                ruleY([at], { stroke: 'currentColor', strokeDasharray: name ? '4 4' : null, strokeOpacity: 0.7 }),
                ...(name ? [text([name], { frameAnchor: 'right', y: at, dy: -8, textAnchor: 'end', fill: 'currentColor', stroke: 'var(--back)', strokeWidth: 4 })] : []),
            ]),
            ...series.filter(({ low }) => low).map(({ low, high, style }) => areaY(Array.from(low, (value, month) =>
                ({ year: month / 12, low: value, high: high[month] })), { x: 'year', y1: 'low', y2: 'high', fill: style.colour, fillOpacity: 0.12 })),
            ...series.filter(({ low }) => low).flatMap(({ low, high, style }) => [low, high].map((edge) =>
                line(years(edge), { x: 'year', y: 'value', stroke: style.colour, strokeWidth: 1, strokeOpacity: 0.6, strokeDasharray: style.dashes }))),
            ...series.map(({ values, style }) => line(years(values), { x: 'year', y: 'value', stroke: style.colour, strokeWidth: 2.5,
                strokeDasharray: style.dashes })),
            ...series.map(({ values, style }) => dot(years(values).filter((_, month) => month > 0 && month % 12 === 0), { x: 'year', y: 'value',
                symbol: style.symbol, fill: style.colour, r: 4.5 })),
        ],
    });
    // The drawing has one name, which says it all; its parts have none.
    for (const part of drawing.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
    drawing.setAttribute('role', 'img');
    drawing.setAttribute('aria-label', description);
    return drawing;
}

/** A picture of its own: title, what the lines are, the drawing, and the caveat. */
export function picture(drawing, { title, keys, foot, caveat }) {
    const spread = (words, most) => words.split(' ').reduce((lines, word) => {
        const last = lines[lines.length - 1];
        if (last !== undefined && `${last} ${word}`.length <= most) lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
        return lines;
    }, []);
    const width = 800;
    const escape = (words) => words.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
    const out = [];
    let y = 30;
    const write = (words, size, weight = 400, x = 20) => {
        out.push(`<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}">${escape(words)}</text>`);
        y += 1.45 * size;
    };
    for (const words of spread(title, 70)) write(words, 20, 700);
    for (const { name, style } of keys) {
        for (const [row, words] of spread(name, 90).entries()) {
            if (row === 0 && style)
                out.push(`<line x1="20" x2="60" y1="${y - 5}" y2="${y - 5}" stroke="${style.colour}" stroke-width="3"${
                    style.dashes ? ` stroke-dasharray="${style.dashes}"` : ''}/>`);
            write(words, 15, 400, style ? 70 : 20);
        }
    }
    const inner = drawing.cloneNode(true);
    const [w, h] = ['width', 'height'].map((name) => Number(drawing.getAttribute(name)));
    inner.setAttribute('x', (width - w) / 2);
    inner.setAttribute('y', y + 4);
    out.push(new XMLSerializer().serializeToString(inner));
    y += h + 34;
    for (const words of [...spread(caveat, 85), ...spread(foot, 85)]) write(words, 14, 700);
    const light = getComputedStyle(document.querySelector('.light'));
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${Math.ceil(y)}" font-family="system-ui, sans-serif" color="#1a1a1a">
<title>${escape(title)}</title><desc>${escape(`${caveat} ${foot}`)}</desc>
<rect width="100%" height="100%" fill="#ffffff"/><g fill="#1a1a1a">${out.join('\n')}</g></svg>`;
    return svg.replace(/var\((--[\w-]+)\)/g, (_, name) => light.getPropertyValue(name).trim());
}

/** The picture in dots, two for each unit of its size. */
export async function toPng(svg) {
    const image = new Image();
    const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    try {
        image.src = url;
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: 2 * image.width, height: 2 * image.height });
        canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
        return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
    } finally {
        URL.revokeObjectURL(url);
    }
}

/** Hands a file to her. */
export function save(name, content, type) {
    const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
    Object.assign(document.createElement('a'), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
}

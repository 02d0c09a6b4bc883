// SPDX-License-Identifier: Apache-2.0
// All that a link restores. It stands in the fragment of the address, which a browser sends to nobody.
import { CHECKS, DEVICES, EARLIER, FRACTURES, HER, HORIZONS, ITEMS, MARKERS, MEASURES, MOST_PLANS, SITES } from './catalogue.js';

const VERSION = 1;
/** More than any link of this page has. */
const MOST_CHARACTERS = 8000;
const MOST_BYTES = 60000;
export const VIEWS = ['answer', 'her', 'plans', 'why', 'about'];

export const item = (name, from = 0, to = 60, more = {}) => ({ a: name, from, to, ...more });

export const START = {
    view: 'answer',
    her: { age_years: 61, years_since_menopause: 10, 't_score.lumbar_spine': -1.6, 't_score.total_hip': -1.2 },
    scan: 't_score',
    device: 'hologic',
    past: [],
    second: null,
    plans: [
        { name: '', items: [item('letrozole')] },
        { name: '', items: [item('letrozole'), item('goblet_squat', 0, 60, { n: 3 }), item('jump', 0, 60, { n: 3 }),
            item('calcium', 0, 60, { n: 500 }), item('vitamin_d', 0, 60, { n: 800 })] },
        { name: '', items: [item('letrozole'), item('zoledronic_acid', 0, 60, { every: 6 })] },
    ],
    years: 5,
    site: 'lumbar_spine',
    measure: 'bmd_change',
    marker: 'marker_change.s_ctx',
    fracture: 'fracture_risk.major',
    one: 1,
    other: 0,
    shown: 0,
    month: 12,
    lesson: 0,
};

const plan = (...items) => ({ name: '', items });
/** The states that lessons begin with; their words are in texts.js. */
const LESSONS = [
    { view: 'why', month: 12, plans: [plan(), plan(item('letrozole'))], shown: 1 },
    { view: 'answer', site: 'total_hip', plans: [plan(item('letrozole')), plan(item('letrozole'), item('goblet_squat', 0, 60, { n: 3 }),
        item('jump', 0, 60, { n: 3 }), item('calcium', 0, 60, { n: 500 }), item('vitamin_d', 0, 60, { n: 800 })),
    plan(item('letrozole'), item('alendronate'))] },
    { view: 'answer', plans: [plan(item('letrozole'), item('denosumab', 0, 24, { every: 6 })),
        plan(item('letrozole'), item('denosumab', 0, 24, { every: 6 }), item('zoledronic_acid', 24, 48, { every: 12 })),
        plan(item('letrozole'), item('denosumab', 0, 60, { every: 6 }))] },
    { view: 'answer', site: 'femoral_neck', plans: [plan(), plan(item('walking', 0, 60, { n: 5 })),
        plan(item('squat', 0, 60, { n: 2 }), item('jump', 0, 60, { n: 3 })), plan(item('squat', 0, 24, { n: 2 }), item('jump', 0, 24, { n: 3 }))] },
    { view: 'answer', site: 'total_hip', her: { ...START.her, calcidiol_nmol_l: 20 }, plans: [plan(item('letrozole')),
        plan(item('letrozole'), item('vitamin_d', 0, 60, { n: 800 })), plan(item('letrozole'), item('vitamin_d', 0, 60, { n: 4000 }))] },
];
export const LESSON_COUNT = LESSONS.length;
export const lesson = (number) => ({ ...structuredClone(START), ...structuredClone(LESSONS[number - 1]), lesson: number });

// ---- what a link may hold ----

const names = new Set([...Object.values(HER).flat().map(({ name }) => name), ...CHECKS,
    ...SITES.flatMap((site) => [`t_score.${site}`, `bmd.${site}`])]);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);
const isValue = (value) => isNumber(value) ||
    (Array.isArray(value) && value.length === 2 && isNumber(value[0]) && typeof value[1] === 'string' && value[1].length < 10);
const isMonth = (value) => isNumber(value) && value >= 0 && value <= 120;
const one = (list) => (value) => list.includes(value);
const isIndex = (n) => (value) => Number.isInteger(value) && value >= 0 && value < n;
const isItem = (value) => isObject(value) && Object.hasOwn(ITEMS, value.a) && isMonth(value.from) && isMonth(value.to) &&
    (value.n === undefined || isNumber(value.n)) && (value.every === undefined || one([6, 12])(value.every));
const SHAPE = {
    view: one(VIEWS),
    her: (her) => isObject(her) && Object.entries(her).every(([name, value]) => names.has(name) && isValue(value)),
    scan: one(['t_score', 'bmd']),
    device: one(DEVICES),
    past: (past) => Array.isArray(past) && past.length <= 6 && past.every((each) => isObject(each) && EARLIER.includes(each.a) &&
        isNumber(each.from) && isNumber(each.to)),
    second: (second) => second === null || (isObject(second) && one(SITES)(second.site) && isMonth(second.month) && isNumber(second.value)),
    plans: (plans) => Array.isArray(plans) && plans.length >= 1 && plans.length <= MOST_PLANS && plans.every((each) =>
        isObject(each) && typeof each.name === 'string' && each.name.length <= 60 && Array.isArray(each.items) &&
        each.items.length <= 20 && each.items.every(isItem)),
    years: one(HORIZONS),
    site: one(SITES),
    measure: one(MEASURES),
    marker: one(MARKERS),
    fracture: one(FRACTURES),
    one: isIndex(MOST_PLANS),
    other: isIndex(MOST_PLANS),
    shown: isIndex(MOST_PLANS),
    month: isMonth,
    lesson: isIndex(LESSONS.length + 1),
};

/** The state as a link has it, if it is one; throws where it is not. */
export function checked(state) {
    if (!isObject(state)) throw new Error('no state');
    const made = structuredClone(START);
    for (const [key, is] of Object.entries(SHAPE)) {
        if (!(key in state)) continue;
        if (!is(state[key])) throw new Error(`wrong ${key}`);
        made[key] = state[key];
    }
    return made;
}

// ---- links ----

async function through(bytes, stream) {
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
    const parts = [];
    let size = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
        size += part.value.length;
        if (size > MOST_BYTES) throw new Error('too long');
        parts.push(part.value);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** The fragment of a state: what differs from the start, compressed. */
export async function toFragment(state) {
    const differing = Object.fromEntries(Object.entries(state)
        .filter(([key, value]) => key in SHAPE && JSON.stringify(value) !== JSON.stringify(START[key])));
    const bytes = await through(new TextEncoder().encode(JSON.stringify(differing)), new CompressionStream('deflate-raw'));
    return `#s=${VERSION}.${btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** The state of a fragment, or why there is none: 'old' or 'broken'. */
export async function fromFragment(fragment) {
    if (fragment === '' || fragment === '#') return { state: structuredClone(START) };
    const named = /^#lesson=([1-9])$/.exec(fragment);
    if (named && Number(named[1]) <= LESSONS.length) return { state: lesson(Number(named[1])) };
    const [, version, text] = /^#s=(\d+)\.([\w-]+)$/.exec(fragment) ?? [];
    if (version !== undefined && Number(version) !== VERSION) return { state: structuredClone(START), problem: 'old' };
    try {
        if (text === undefined || text.length > MOST_CHARACTERS) throw new Error('no link of this page');
        const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0));
        return { state: checked(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await through(bytes,
            new DecompressionStream('deflate-raw'))))) };
    } catch {
        return { state: structuredClone(START), problem: 'broken' };
    }
}

// SPDX-License-Identifier: Apache-2.0
// What she could do: plans on a time line.
import { GROUPS, HORIZONS, ITEMS, MOST_PLANS } from '../catalogue.js';
import { STYLES } from '../charts.js';
import { texts } from '../texts.js';
import { Choice, NumberBox } from './controls.jsx';

const t = texts.plans;

/** What a plan is called: what she called it, or what it is made of. */
export function nameOf({ name, items }, years) {
    if (name.trim()) return name.trim();
    const said = [];
    const order = [...items].sort((a, b) => GROUPS.indexOf(ITEMS[a.a].group) - GROUPS.indexOf(ITEMS[b.a].group) || a.from - b.from);
    for (const { a, from, to } of order) {
        const { group } = ITEMS[a];
        const short = t.short[group] ?? (a === 'smoking' ? t.short.smoking : (t.short[a] ?? t.items[a].toLowerCase()));
        const word = group === 'food' ? t.items[a].replace(/^./, (first) => first.toLowerCase()) : short;
        const ended = to < 12 * years ? t.until(word, to - from) : word;
        const full = from > 0 ? t.after(ended) : ended;
        if (!said.includes(full)) said.push(full);
    }
    return items.length === 1 && said.length === 1 && ITEMS[items[0].a].group === 'ai' ? t.alone(t.named(said)) : t.named(said);
}

export function Plans({ state, set }) {
    const { plans, years } = state;
    const change = (index, part) => set({ plans: plans.map((plan, k) => (k === index ? { ...plan, ...part } : plan)) });
    return (
        <section aria-labelledby="plans">
            <h2 id="plans">{t.title}</h2>
            <p>{t.lead} {t.labels}</p>
            <Choice label={t.horizon} value={String(years)} options={HORIZONS.map((n) => [String(n), t.years(n)])} onChange={(value) => {
                const horizon = Number(value);
                // What lasted until the old horizon lasts until the new one.
                const grown = plans.map((plan) => ({ ...plan, items: plan.items.map((each) => (each.to === 12 * years ? { ...each, to: 12 * horizon } : each)) }));
                set({ years: horizon, plans: grown, month: Math.min(state.month, 12 * horizon) });
            }} />
            {plans.map((plan, index) => (
                <fieldset class={`plan plan-${index}`} key={index}>
                    <legend><Key index={index} /> {t.count(index + 1)}: {nameOf(plan, years)}</legend>
                    <Bars {...{ plan, years }} change={(part) => change(index, part)} />
                    <div class="row">
                        <AddItem onAdd={(a) => change(index, { items: [...plan.items, { a, from: 0, to: 12 * years,
                            ...(ITEMS[a].dose !== undefined && { n: ITEMS[a].dose }), ...(ITEMS[a].every && { every: ITEMS[a].every[0] }) }] })} />
                        <label class="small">{t.nameLabel}
                            <input type="text" maxlength="60" value={plan.name} onInput={(event) => change(index, { name: event.currentTarget.value })} />
                        </label>
                        {plans.length < MOST_PLANS && <button type="button" aria-label={`${t.copy} (${index + 1})`}
                            onClick={() => set({ plans: [...plans, structuredClone(plan)] })}>{t.copy}</button>}
                        {plans.length > 1 && <button type="button" aria-label={`${t.remove} (${index + 1})`}
                            onClick={() => set({ plans: plans.filter((_, k) => k !== index) })}>{t.remove}</button>}
                    </div>
                </fieldset>
            ))}
            {plans.length < MOST_PLANS && <button type="button" onClick={() => set({ plans: [...plans, { name: '', items: [{ a: 'letrozole', from: 0, to: 12 * years }] }] })}>
                {t.add}</button>}
        </section>
    );
}

/** The line and the symbol of a plan. */
export function Key({ index }) {
    const { colour, dashes, symbol } = STYLES[index];
    const shape = { circle: <circle cx="20" cy="8" r="4.5" />, square: <rect x="16" y="4" width="8" height="8" />,
        triangle: <path d="M20 2.500l5.500 9.500h-11z" />, diamond: <path d="M20 2l4.500 6-4.500 6-4.500-6z" /> }[symbol];
    return (
        <svg class="key" width="40" height="16" aria-hidden="true" style={{ fill: colour }}>
            <line x1="0" x2="40" y1="8" y2="8" style={{ stroke: colour, strokeWidth: 3, strokeDasharray: dashes ?? undefined }} />
            {shape}
        </svg>
    );
}

function AddItem({ onAdd }) {
    return (
        <label class="small">{t.addItem}
            <select value="" onChange={(event) => {
                if (event.currentTarget.value) onAdd(event.currentTarget.value);
                event.currentTarget.value = '';
            }}>
                <option value="">{t.choose}</option>
                {GROUPS.map((group) => (
                    <optgroup key={group} label={t.groups[group]}>
                        {Object.entries(ITEMS).filter(([, each]) => each.group === group).map(([a]) => <option key={a} value={a}>{t.items[a]}</option>)}
                    </optgroup>
                ))}
            </select>
        </label>
    );
}

function Bars({ plan: { items }, years, change }) {
    const end = 12 * years;
    const put = (index, part) => change({ items: items.map((each, k) => (k === index ? { ...each, ...part } : each)) });
    if (items.length === 0) return <p class="hint">{t.nothing}</p>;
    return (
        <ul class="bars">
            {items.map((each, index) => {
                const { dose, most, unit, every } = ITEMS[each.a];
                const name = t.items[each.a];
                const to = Math.min(each.to, end);
                const percent = (month) => `${100 * month / end}%`;
                const setEnd = (key) => (month) => put(index, { [key]: key === 'from' ? Math.min(Math.max(0, month), Math.max(0, to - 1))
                    : Math.min(Math.max(each.from + 1, month), end) });
                const slide = (key) => (event) => {
                    setEnd(key)(event.currentTarget.valueAsNumber);
                    // The thumb stops where the other one is.
                    event.currentTarget.value = String(key === 'from' ? Math.min(event.currentTarget.valueAsNumber, Math.max(0, to - 1))
                        : Math.max(event.currentTarget.valueAsNumber, each.from + 1));
                };
                return (
                    <li key={index}>
                        <span class="item">{name}</span>
                        <span class="how">
                            {dose !== undefined && (
                                <>
                                    <NumberBox min="0" max={most} value={each.n ?? dose} aria-label={t.amount(name)} onNumber={(n) => put(index, { n })} />
                                    <span class="unit">{unit ? texts.her.units[unit] : t.sessions}</span>
                                </>
                            )}
                            {every && every.length > 1 && (
                                <select aria-label={t.everyLabel(name)} value={String(each.every)} onChange={(event) => put(index, { every: Number(event.currentTarget.value) })}>
                                    {every.map((n) => <option key={n} value={String(n)}>{t.every[n]}</option>)}
                                </select>
                            )}
                        </span>
                        <span class="track">
                            <span class="bar" style={{ left: percent(each.from), right: percent(end - to) }} />
                            <input type="range" class="start" min="0" max={end} step="1" value={each.from} aria-label={t.fromSlider(name)} onInput={slide('from')} />
                            <input type="range" class="end" min="0" max={end} step="1" value={to} aria-label={t.toSlider(name)} onInput={slide('to')} />
                        </span>
                        <span class="ends">
                            <label>{t.from} <NumberBox late min="0" max={end} value={each.from} aria-label={t.fromBox(name)} onNumber={setEnd('from')} /></label>
                            <label>{t.to} <NumberBox late min="1" max={end} value={to} aria-label={t.toBox(name)} onNumber={setEnd('to')} /></label>
                            <button type="button" class="cross" aria-label={t.removeItem(name)} onClick={() => change({ items: items.filter((_, k) => k !== index) })}>×</button>
                        </span>
                    </li>
                );
            })}
        </ul>
    );
}

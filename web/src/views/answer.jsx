// SPDX-License-Identifier: Apache-2.0
// What comes: density, the difference of two plans, turnover and fractures.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { BANDED, FRACTURES, ITEMS, MARKERS, MEASURES, SITES } from '../catalogue.js';
import { chart, picture, save, STYLES, toPng } from '../charts.js';
import { fixed, ofHundred, signed } from '../numbers.js';
import { csvOf, MEMBERS, scenarioOf, SEED } from '../scenario.js';
import { texts } from '../texts.js';
import { Choice } from './controls.jsx';
import { Icons } from './icons.jsx';
import { Key, nameOf } from './plans.jsx';

const t = texts.answer;
/** The first and the last of the percentiles that hold 80 of 100, in numbers.js. */
const [P10, P90] = [1, 3];

export function Answer({ state, set, go, lines, bands, about }) {
    const names = state.plans.map((plan) => nameOf(plan, state.years));
    const last = lines.times_d.length - 1;
    const shared = { state, set, names, lines, bands, about };
    return (
        <section aria-labelledby="answer">
            <h2 id="answer">{t.title}</h2>
            <p>{t.welcome}</p>
            <Remarks {...{ lines, names }} report={bands?.report} />
            <Sentence {...{ state, names, lines, last }} />
            <p class="who">{t.who(state.her.age_years, ...['lumbar_spine', 'total_hip'].map((site) => fixed(lines.plans[0].samples[`t_score.${site}`][0], 1)))}{' '}
                <a href="#her" onClick={go('her')}>{t.change}</a>{' · '}<a href="#plans" onClick={go('plans')}>{t.changePlans}</a></p>
            <Density {...shared} />
            <Fractures {...shared} last={last} />
            <Harms plans={state.plans} />
            <Difference {...shared} />
            <Turnover {...shared} />
            <Files {...shared} />
        </section>
    );
}

/** What the library says of this woman and these plans: first what lies outside of its domain. */
export function Remarks({ lines, names, report, Heading = 'h3' }) {
    const said = (which) => {
        const all = lines.plans.map((plan) => plan[which]);
        const common = all[0].filter((sentence) => all.every((each) => each.includes(sentence)));
        return [...common, ...all.flatMap((list, index) => list.filter((sentence) => !common.includes(sentence))
            .map((sentence) => texts.ofPlan(names[index], sentence)))];
    };
    const [outside, warnings] = [said('applicability'), said('warnings')];
    return (
        <>
            {report?.p < 0.01 && <div class="notice outside" role="status"><p>{t.unlike}</p></div>}
            {outside.length > 0 && (
                <div class="notice outside" role="status">
                    <Heading>{texts.outside}</Heading>
                    <ul>{outside.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
                    <p>{texts.outsideMore}</p>
                </div>
            )}
            {warnings.length > 0 && (
                <div class="notice" role="status">
                    <Heading>{texts.warnings}</Heading>
                    <ul>{warnings.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
                </div>
            )}
        </>
    );
}

/** The number of women of 100. */
const women = (probability) => ofHundred([probability, 1 - probability])[0];

/** One plain sentence that says it all: the first plan, and the plan with the fewest fractures. */
export function Sentence({ state, names, lines, last }) {
    const of = (index, name) => lines.plans[index].samples[name][last];
    const change = (index, site) => {
        const percent = Math.round(of(index, `bmd_change.${site}`));
        if (percent === 0) return t.same;
        return percent < 0 ? t.less(-percent) : t.more(percent);
    };
    const broken = lines.plans.map((_, index) => women(of(index, 'fracture_risk.major')));
    const best = broken.indexOf(Math.min(...broken));
    return (
        <p class="sentence" aria-live="polite">
            {t.sentence({ plan: names[0], years: state.years, spine: change(0, 'lumbar_spine'), hip: change(0, 'total_hip'), broken: broken[0] })}
            {broken[best] < broken[0] && t.better(names[best], broken[best])}
        </p>
    );
}

/** A chart, what its lines are, a table of its numbers, and the picture to keep. */
export function Figure({ title, series, label, decimals, rules, note, about, file, unit = '', sign = false }) {
    const holder = useRef();
    const [width, setWidth] = useState(600);
    const say = sign ? signed : fixed;
    const years = Array.from({ length: (series[0].values.length - 1) / 12 + 1 }, (_, year) => year);
    useEffect(() => {
        const observer = new ResizeObserver(([entry]) => setWidth(Math.round(Math.max(280, Math.min(760, entry.contentRect.width)))));
        observer.observe(holder.current);
        return () => observer.disconnect();
    }, []);
    const description = `${title}. ${series.map(({ name, values }) =>
        `${name}: ${years.filter((year) => year > 0).map((year) => `${t.year} ${year} ${say(values[12 * year], decimals)} ${unit}`).join(', ')}`).join('. ')}`;
    const options = { series, label, rules, description, decimals, axis: t.yearsAxis };
    useEffect(() => holder.current.replaceChildren(chart({ ...options, width })));
    const keep = async () => {
        const svg = picture(chart({ ...options, width: 760 }), { title, keys: [...series, { name: note }],
            foot: texts.foot(about.version, about.calibration), caveat: `${texts.caveat} ${texts.caveatLong}` });
        save(`${file}.png`, await toPng(svg), 'image/png');
    };
    return (
        <figure>
            <div class="drawn">
                <p class="name">{title}</p>
                <ul class="keys">{series.map(({ name, index }) => <li key={index}><Key index={index} /> {name}</li>)}</ul>
                <div ref={holder} class="chart" />
                <figcaption>{note}</figcaption>
                <p class="tiny">{texts.foot(about.version, about.calibration)}</p>
                <button type="button" class="quiet" aria-label={texts.ofPlan(t.picture, title)} onClick={keep}>{t.picture}</button>
            </div>
            <div class="table" tabindex="0" role="region" aria-label={t.table(title)}>
                <table>
                    <caption>{label}{series[0].low && <small>{t.small}</small>}</caption>
                    <thead><tr><th scope="col">{t.year}</th>{series.map(({ name, index }) => <th scope="col" key={index}>{name}</th>)}</tr></thead>
                    <tbody>
                        {years.map((year) => (
                            <tr key={year}>
                                <th scope="row">{year === 0 ? t.today : year}</th>
                                {series.map(({ values, low, high, index }) => (
                                    <td key={index}>{say(values[12 * year], decimals)}
                                        {low && year > 0 && <small>{t.cell(say(low[12 * year], decimals), say(high[12 * year], decimals))}</small>}
                                    </td>
                                ))}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </figure>
    );
}

const bandOf = (summary, name) => summary && { low: summary[name].percentiles[P10], high: summary[name].percentiles[P90] };
const seriesOf = ({ lines, bands, names }, name) => lines.plans.map(({ samples }, index) => ({
    index, name: names[index], style: STYLES[index], values: samples[name], ...bandOf(bands?.plans[index], name),
}));
const noteOf = (bands) => {
    if (!bands) return t.bandWait;
    return bands.report ? t.bandMeasured(bands.size, Math.round(bands.report.effective_size)) : t.band(bands.size);
};
const decimalsOf = { bmd_change: 1, t_score: 2, bmd: 3 };

/** Density at the site and in the measure that are chosen. */
export function DensityFigure({ state: { site, measure }, ...rest }) {
    const unit = texts.measureUnits[measure];
    return (
        <Figure title={`${texts.sites[site]}: ${texts.measures[measure]}`} label={`${texts.measures[measure]}${unit && `, ${unit}`}`}
            series={seriesOf(rest, `${measure}.${site}`)} decimals={decimalsOf[measure]}
            rules={measure === 't_score' ? [{ at: -1, label: t.low }, { at: -2.5, label: t.osteoporosis }] : measure === 'bmd_change' ? [{ at: 0 }] : []}
            note={noteOf(rest.bands)} about={rest.about} file={`bone-${site}`} unit={unit} sign={measure === 'bmd_change'} />
    );
}

function Density({ state, set, ...rest }) {
    const { site, measure } = state;
    return (
        <>
            <h3>{t.density}</h3>
            <div class="row">
                <Choice label={t.site} value={site} options={SITES.map((each) => [each, texts.sites[each]])} onChange={(value) => set({ site: value })} />
                <Choice label={t.measure} value={measure} options={MEASURES.map((each) => [each, texts.measures[each]])} onChange={(value) => set({ measure: value })} />
            </div>
            {measure === 't_score' && <p class="hint">{t.scoreHint}</p>}
            <DensityFigure {...{ state, ...rest }} />
        </>
    );
}

function Turnover({ state: { marker }, set, ...rest }) {
    return (
        <>
            <h3>{t.turnover}</h3>
            <div class="row">
                <Choice label={t.marker} value={marker} options={MARKERS.map((each) => [each, t.markers[each]])} onChange={(value) => set({ marker: value })} />
            </div>
            <Figure title={t.markers[marker]} label={`${t.markers[marker]}, ${texts.measureUnits.bmd_change}`} series={seriesOf(rest, marker)} decimals={0} rules={[{ at: 0 }]}
                note={noteOf(rest.bands)} about={rest.about} file="turnover" unit="%" sign />
        </>
    );
}

function Difference({ state: { plans, one, other, site, measure }, set, names, lines, bands, about }) {
    const options = names.map((name, index) => [String(index), texts.ofPlan(texts.plans.count(index + 1), name)]);
    if (plans.length < 2) return null;
    const [a, b] = [Math.min(one, plans.length - 1), Math.min(other, plans.length - 1)];
    const name = `${measure}.${site}`;
    const difference = useMemo(() => {
        const [x, y] = [a, b].map((index) => lines.plans[index].samples[name]);
        return x.map((value, month) => value - y[month]);
    }, [lines, a, b, name]);
    const title = t.versus(names[a], names[b]);
    const unit = measure === 'bmd_change' ? t.pointsUnit : texts.measureUnits[measure];
    return (
        <>
            <h3>{t.difference}</h3>
            <div class="row">
                <Choice label={t.one} value={String(a)} options={options} onChange={(value) => set({ one: Number(value) })} />
                <Choice label={t.other} value={String(b)} options={options} onChange={(value) => set({ other: Number(value) })} />
            </div>
            {a === b ? <p>{t.differenceSame}</p> : (
                <Figure title={`${texts.sites[site]}: ${title}`} label={`${texts.measures[measure]}${unit && `, ${unit}`}`}
                    series={[{ index: a, name: title, style: STYLES[a], values: difference, ...(bands?.one === a && bands.minus === b && bandOf(bands.difference, name)) }]}
                    decimals={decimalsOf[measure]} rules={[{ at: 0 }]} note={bands ? t.differenceBand : t.bandWait} about={about} file="difference" unit={unit} sign />
            )}
        </>
    );
}

function Fractures({ state: { fracture, years }, set, names, lines, bands, last, about }) {
    const value = (index) => lines.plans[index].samples[fracture][last];
    return (
        <>
            <h3>{t.fracture}</h3>
            <div class="row">
                <Choice label={t.kind} value={fracture} options={FRACTURES.map((each) => [each, t.fractures[each]])} onChange={(each) => set({ fracture: each })} />
            </div>
            <p>{t.icons(years)}:</p>
            <div class="icons">
                {names.map((name, index) => <Icons key={index} index={index} name={name} first={names[0]} here={women(value(index))} there={women(value(0))}
                    band={bandOf(bands?.plans[index], fracture)} last={last} kind={`${t.fracture} (${t.fractures[fracture]}). ${t.icons(years)}`} about={about} />)}
            </div>
            <p class="hint">{t.iconNote}</p>
            <div class="table wide" tabindex="0" role="region" aria-label={t.table(t.fracture)}>
                <table>
                    <caption>{t.fractures[fracture]}: {t.ofHundred}{bands && <small>{t.small}</small>}</caption>
                    <thead><tr><th scope="col">{t.year}</th>{names.map((name, index) => <th scope="col" key={index}>{name}</th>)}</tr></thead>
                    <tbody>
                        {Array.from({ length: years }, (_, k) => 12 * (k + 1)).map((month) => (
                            <tr key={month}>
                                <th scope="row">{month / 12}</th>
                                {lines.plans.map(({ samples }, index) => {
                                    const band = bandOf(bands?.plans[index], fracture);
                                    return (
                                        <td key={index}>{fixed(100 * samples[fracture][month], 1)}
                                            {band && <small>{t.cell(fixed(100 * band.low[month], 1), fixed(100 * band.high[month], 1))}</small>}
                                        </td>
                                    );
                                })}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </>
    );
}

/** Harms of what is in the plans: they are not in the numbers. */
export function Harms({ plans }) {
    const agents = new Set(plans.flatMap(({ items }) => items.map(({ a }) => a)));
    const groups = new Set([...agents].map((a) => ITEMS[a].group));
    const shown = [
        groups.has('ai') && 'ai', agents.has('tamoxifen') && 'tamoxifen',
        ['alendronate', 'risedronate', 'zoledronic_acid'].some((a) => agents.has(a)) && 'bisphosphonate',
        agents.has('denosumab') && 'denosumab', groups.has('training') && 'training', groups.has('food') && 'food',
    ].filter(Boolean);
    return (
        <aside class="notice harms">
            <h3>{t.harms}</h3>
            <p>{t.notHarms}</p>
            <ul>{shown.map((key) => <li key={key}>{texts.harms[key]}</li>)}</ul>
        </aside>
    );
}

function Files({ state, names, lines, bands, units = unitsOf }) {
    const complete = bands?.size === MEMBERS;
    return (
        <div class="files">
            <button type="button" disabled={!complete} onClick={() => save('bonemodel.csv', csvOf({ lines, bands }, units), 'text/csv')}>{t.csv}</button>
            <button type="button" disabled={!complete} onClick={() => save('bonemodel.json',
                `${JSON.stringify(scenarioOf(state, { title: texts.title, plans: names }), null, 2)}\n`, 'application/json')}>{t.scenario}</button>
            <p class="hint">{complete ? t.scenarioHint(MEMBERS, SEED) : t.wait}</p>
        </div>
    );
}

const unitsOf = new Map(BANDED.map((name) => [name, name.startsWith('bmd_change') || name.startsWith('marker_change') ? '%' : name.startsWith('bmd') ? 'g/cm2' : '1']));

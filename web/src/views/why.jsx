// SPDX-License-Identifier: Apache-2.0
// Why: how estrogen, signals, cells and bone hang together, in a month of a plan.
import { ITEMS } from '../catalogue.js';
import { fixed } from '../numbers.js';
import { lesson, LESSON_COUNT } from '../state.js';
import { texts } from '../texts.js';
import { Choice, NumberField } from './controls.jsx';
import { nameOf } from './plans.jsx';

const t = texts.why;

const WIDTH = 196;
const HEIGHT = 58;
const NODES = {
    drug: [105, 40], estradiol: [360, 40], load: [615, 40], rankl: [180, 150], sclerostin: [540, 150],
    osteoclasts: [180, 255], osteoblasts: [540, 255], resorption: [180, 360], formation: [540, 360], bone: [360, 440],
};
/** From, to, and whether it restrains; the strength is that of where it comes from. */
const ARROWS = [
    ['drug', 'estradiol', true], ['estradiol', 'rankl', true], ['estradiol', 'sclerostin', true], ['load', 'sclerostin', true], ['rankl', 'osteoclasts', false],
    ['sclerostin', 'osteoblasts', true], ['osteoclasts', 'resorption', false], ['osteoblasts', 'formation', false], ['resorption', 'bone', true],
    ['formation', 'bone', false], ['resorption', 'formation', false],
];

export function Why({ state, set, lines, startLesson }) {
    const { years, plans } = state;
    const shown = Math.min(state.shown, plans.length - 1);
    const month = Math.min(state.month, 12 * years);
    const { samples } = lines.plans[shown];
    const level = (name) => samples[name][month] / samples[name][0];
    const drug = plans[shown].items.find(({ a, from, to }) => ITEMS[a].group === 'ai' && from < Math.max(month, 1) && month <= to);
    const levels = {
        drug: drug ? 1 : 0,
        estradiol: level('serum.estradiol'),
        rankl: level('bone.rankl_opg_ratio'),
        osteoclasts: level('cells.osteoclasts'),
        osteoblasts: level('cells.osteoblasts'),
        sclerostin: level('serum.sclerostin'),
        load: level('loading.total_hip'),
        resorption: 1 + samples['marker_change.s_ctx'][month] / 100,
        formation: 1 + samples['marker_change.s_p1np'][month] / 100,
        bone: 1 + samples['bmd_change.lumbar_spine'][month] / 100,
    };
    const percent = (name) => `${fixed(100 * levels[name], name === 'bone' ? 1 : 0)} %`;
    const measured = Object.keys(NODES).filter((name) => name !== 'drug');
    return (
        <section aria-labelledby="why">
            <h2 id="why">{t.title}</h2>
            <p>{t.lead}</p>
            <div class="row">
                <Choice label={t.plan} value={String(shown)} options={plans.map((plan, index) => [String(index), texts.ofPlan(texts.plans.count(index + 1), nameOf(plan, years))])}
                    onChange={(value) => set({ shown: Number(value) })} />
                <NumberField label={t.month} sliderLabel={t.monthSlider} value={month} unit="1" unitNames={texts.her.units} from={0} to={12 * years} step={1}
                    onInput={(value) => set({ month: Math.min(12 * years, Math.max(0, Math.round(value))) })} />
            </div>
            <figure>
                <div class="drawn">
                    <svg class="axis" viewBox="0 5 720 470" role="img" aria-label={t.diagram(month, measured.map((name) => `${t.nodes[name]} ${percent(name)}`))}>
                        {ARROWS.map(([from, to, restrains]) => <Arrow key={`${from} ${to}`} {...{ from, to, restrains }} strength={levels[from]} />)}
                        {Object.entries(NODES).map(([name, [x, y]]) => (
                            <g key={name} transform={`translate(${x} ${y})`}>
                                <rect class={levels[name] > 1.02 ? 'up' : levels[name] < 0.98 ? 'down' : undefined} x={-WIDTH / 2} y={-HEIGHT / 2} width={WIDTH} height={HEIGHT} rx="8" />
                                <text y={name === 'drug' ? 6 : -5}>{name === 'drug' ? (drug ? texts.plans.items[drug.a] : texts.plans.nothing) : t.nodes[name]}</text>
                                {name !== 'drug' && <text class="number" y="19">{percent(name)}{levels[name] > 1.02 ? ' ▲' : levels[name] < 0.98 ? ' ▼' : ''}</text>}
                            </g>
                        ))}
                    </svg>
                    <figcaption>{t.legend}</figcaption>
                </div>
                <div class="table" tabindex="0" role="region" aria-label={texts.answer.table(t.title)}>
                    <table>
                        <thead><tr><th scope="col">{t.quantity}</th><th scope="col">{t.now(month)}</th><th scope="col">{t.meaning}</th></tr></thead>
                        <tbody>{measured.map((name) => <tr key={name}><th scope="row">{t.nodes[name]}</th><td>{percent(name)}</td><td>{t.explain[name]}</td></tr>)}</tbody>
                    </table>
                    <p class="hint">{t.also(fixed(samples['serum.pth'][month], 0), fixed(samples['serum.calcidiol'][month], 0))}</p>
                </div>
            </figure>
            <h3>{t.lessons}</h3>
            <ol class="lessons">
                {Array.from({ length: LESSON_COUNT }, (_, k) => (
                    <li key={k}>
                        <a href={`#lesson=${k + 1}`} onClick={(event) => {
                            event.preventDefault();
                            startLesson(lesson(k + 1));
                        }}>{texts.lessons[k].title}</a>
                        <p>{texts.lessons[k].text}</p>
                        <p><strong>{t.task}:</strong> {texts.lessons[k].task}</p>
                    </li>
                ))}
            </ol>
        </section>
    );
}

/** From border to border of two boxes. */
function Arrow({ from, to, restrains, strength }) {
    const [[x1, y1], [x2, y2]] = [NODES[from], NODES[to]];
    const width = Math.min(14, Math.max(0.8, 4 * strength ** 1.500));
    const [dx, dy] = [x2 - x1, y2 - y1];
    const length = Math.hypot(dx, dy);
    const [ux, uy] = [dx / length, dy / length];
    /** From the centre of a box to its border. */
    const reach = Math.min(Math.abs(ux) > 1e-9 ? WIDTH / 2 / Math.abs(ux) : Infinity, Math.abs(uy) > 1e-9 ? HEIGHT / 2 / Math.abs(uy) : Infinity) + 5;
    const head = restrains ? 2 : 5 + 1.200 * width;
    const [ax, ay] = [x1 + ux * reach, y1 + uy * reach];
    const [tx, ty] = [x2 - ux * reach, y2 - uy * reach];
    const [bx, by] = [tx - ux * head, ty - uy * head];
    const side = 5 + 0.900 * width;
    return (
        <g class={restrains ? 'arrow restrains' : 'arrow'}>
            <line x1={ax} y1={ay} x2={bx} y2={by} stroke-width={width} />
            {restrains ? <line x1={tx - uy * side} y1={ty + ux * side} x2={tx + uy * side} y2={ty - ux * side} stroke-width="4" />
                : <path d={`M${tx} ${ty}L${bx - uy * side} ${by + ux * side}L${bx + uy * side} ${by - ux * side}z`} />}
        </g>
    );
}

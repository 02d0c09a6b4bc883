// SPDX-License-Identifier: Apache-2.0
// A hundred women: how many of them break a bone.
import { useRef } from 'preact/hooks';
import { picture, save, toPng } from '../charts.js';
import { fixed } from '../numbers.js';
import { texts } from '../texts.js';
import { Key } from './plans.jsx';

const t = texts.answer;
const PERSON = 'M10 1.500a3.600 3.600 0 1 1 0 7.200a3.600 3.600 0 1 1 0-7.200zM4.500 18.500v-4a5.500 4.800 0 0 1 11 0v4z';

/** What each of the hundred is: the sum of the parts is 100. */
export function partsOf(here, there) {
    return [
        { kind: 'broken', n: Math.min(here, there) },
        { kind: 'added', n: Math.max(0, here - there) },
        { kind: 'spared', n: Math.max(0, there - here) },
        { kind: 'whole', n: 100 - Math.max(here, there) },
    ].filter(({ n }) => n > 0);
}

export function Icons({ index, name, first, here, there, band, last, kind, about }) {
    const drawing = useRef();
    const parts = partsOf(here, there);
    const women = parts.flatMap(({ kind: which, n }) => Array(n).fill(which));
    const said = [t.broken(here), ...(here > there ? [t.added(here - there, first)] : []), ...(there > here ? [t.spared(there - here, first)] : []),
        t.whole(100 - here - Math.max(0, there - here))];
    const keep = async () => {
        const svg = picture(drawing.current, { title: `${name}: ${kind}`, keys: [{ name: said.join('; ') }], foot: texts.foot(about.version, about.calibration),
            caveat: `${texts.caveat} ${texts.caveatLong}` });
        save('fractures.png', await toPng(svg), 'image/png');
    };
    return (
        <figure class="hundred">
            <figcaption><Key index={index} /> {name}</figcaption>
            <svg ref={drawing} viewBox="0 0 220 220" width="220" height="220" role="img" aria-label={t.iconLabel(name, said)}>
                {women.map((which, n) => <Woman key={n} which={which} x={22 * (n % 10) + 1} y={22 * Math.floor(n / 10) + 1} />)}
            </svg>
            <ul class="legend">
                <li><Sign which="broken" />{t.broken(here)}</li>
                {here > there && <li><Sign which="added" />{t.added(here - there, first)}</li>}
                {there > here && <li><Sign which="spared" />{t.spared(there - here, first)}</li>}
                <li><Sign which="whole" />{t.whole(100 - here - Math.max(0, there - here))}</li>
            </ul>
            {band && <p class="hint">{t.iconBand(fixed(100 * band.low[last], 0), fixed(100 * band.high[last], 0))}</p>}
            <button type="button" class="quiet" aria-label={texts.ofPlan(t.picture, name)} onClick={keep}>{t.picture}</button>
        </figure>
    );
}

const LOOKS = {
    broken: { fill: 'var(--broken)', stroke: 'var(--broken)' },
    added: { fill: 'var(--broken)', stroke: 'var(--ink)' },
    spared: { fill: 'var(--spared)', stroke: 'var(--ink)' },
    whole: { fill: 'none', stroke: 'var(--whole)' },
};

/** They differ in more than colour: filled with a bar across, filled, with a ring, or as an outline. */
const Woman = ({ which, x = 0, y = 0 }) => (
    <g transform={`translate(${x} ${y})`}>
        <path d={PERSON} fill={LOOKS[which].fill} stroke={LOOKS[which].stroke} stroke-width="1.200" />
        {(which === 'broken' || which === 'added') && <path d="M5.500 17.500l9-6.500" stroke="var(--back)" stroke-width="1.800" />}
        {which === 'added' && <circle cx="10" cy="10" r="9.200" fill="none" stroke="var(--ink)" stroke-width="1" />}
        {which === 'spared' && <circle cx="10" cy="10" r="9.200" fill="none" stroke="var(--ink)" stroke-width="1" stroke-dasharray="2 2" />}
    </g>
);

const Sign = ({ which }) => <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><Woman which={which} /></svg>;

// SPDX-License-Identifier: Apache-2.0
// Who she is.
import { CHECKS, DENSITY, DEVICES, EARLIER, HER, SITES } from '../catalogue.js';
import { texts } from '../texts.js';
import { Check, Choice, NumberBox, NumberField } from './controls.jsx';

const t = texts.her;

export function Her({ state, set, catalogue, wrong }) {
    const { her, scan } = state;
    const put = (name, value) => {
        const changed = { ...her };
        if (value === undefined) delete changed[name];
        else changed[name] = value;
        set({ her: changed });
    };
    return (
        <section aria-labelledby="her">
            <h2 id="her">{t.title}</h2>
            <p>{t.lead}</p>
            <Group title={t.person}><Numbers fields={HER.person} {...{ her, put, catalogue, wrong }} /></Group>
            <Group title={t.density}>
                <p class="hint">{t.scanHint}</p>
                <div class="row">
                    <Choice label={t.scan} value={scan} options={Object.entries(t.scans)} onChange={(value) => set({ scan: value })} />
                    {scan === 'bmd' && <Choice label={t.device} value={state.device} options={DEVICES.map((name) => [name, t.devices[name]])}
                        onChange={(device) => set({ device })} />}
                </div>
                {SITES.map((site) => {
                    const name = `${scan}.${site}`;
                    return <Optional key={name} name={name} label={texts.sites[site]} field={{ ...DENSITY[scan], start: DENSITY[scan].start[site] }}
                        {...{ her, put, catalogue, wrong }} />;
                })}
                <Second {...{ state, set, wrong }} />
            </Group>
            <Group title={t.blood}>
                {HER.blood.map((field) => <Optional key={field.name} name={field.name} label={t.names[field.name]} field={field}
                    {...{ her, put, catalogue, wrong }} />)}
            </Group>
            <Group title={t.habits}><Numbers fields={HER.habits} {...{ her, put, catalogue, wrong }} /></Group>
            <Group title={t.risks}>
                {CHECKS.map((name) => <Check key={name} label={t.names[name]} checked={her[name] === 1} onChange={(yes) => put(name, yes ? 1 : undefined)} />)}
            </Group>
            <Group title={t.earlier}><Earlier past={state.past} set={set} /></Group>
        </section>
    );
}

const Group = ({ title, children }) => (
    <fieldset>
        <legend>{title}</legend>
        {children}
    </fieldset>
);

const Numbers = ({ fields, ...rest }) => fields.map((field) => <Quantity key={field.name} name={field.name} label={t.names[field.name]} field={field} {...rest} />);

/** A covariate in the unit that she chose; its range is the catalogue's, the slider's the usual part of it. */
function Quantity({ name, label, field, her, put, catalogue, wrong }) {
    const row = catalogue.covariates[name];
    const [value, unit] = Array.isArray(her[name]) ? her[name] : [her[name] ?? row.default, row.unit];
    const factor = unit === row.unit ? 1 : catalogue.factors[`${name} ${unit}`];
    const convert = (number, by) => Number((number / by).toPrecision(4));
    const low = Math.max(field.from, row.minimum);
    const high = Math.min(field.to, row.maximum);
    const range = t.range(convert(row.minimum, factor), convert(row.maximum, factor), t.units[unit]);
    return (
        <NumberField label={label} sliderLabel={t.slider(label)} value={value} unit={unit} units={field.units} unitNames={t.units}
            unitLabel={t.unit(label)} from={convert(low, factor)} to={convert(high, factor)} step={factor === 1 ? field.step : 'any'}
            hint={[t.hints[name], range].filter(Boolean).join(' ')} wrong={wrong(name)}
            onInput={(number) => put(name, unit === row.unit ? number : [number, unit])}
            onUnit={(other) => {
                const number = convert(value * factor, other === row.unit ? 1 : catalogue.factors[`${name} ${other}`]);
                put(name, other === row.unit ? number : [number, other]);
            }} />
    );
}

function Optional({ name, label, field, her, put, ...rest }) {
    const known = her[name] !== undefined;
    return (
        <div class="optional">
            <Check label={t.known(label)} checked={known} onChange={(yes) => put(name, yes ? field.start : undefined)} />
            {known && <Quantity {...{ name, label, field, her, put }} {...rest} />}
        </div>
    );
}

function Earlier({ past, set }) {
    const change = (index, part) => set({ past: past.map((each, k) => (k === index ? { ...each, ...part } : each)) });
    return (
        <>
            <p class="hint">{t.earlierHint}</p>
            {past.map((each, index) => {
                const name = texts.plans.items[each.a];
                return (
                    <div class="row earlier" key={index}>
                        <Choice label={t.earlier} hidden value={each.a} options={EARLIER.map((a) => [a, texts.plans.items[a]])} onChange={(a) => change(index, { a })} />
                        {['from', 'to'].map((end) => (
                            <label class="small" key={end}>{t[end]}
                                <NumberBox min="0" max="20" value={each[end]} aria-label={`${name}: ${t[end]}`} onNumber={(number) => change(index, { [end]: number })} />
                            </label>
                        ))}
                        <button type="button" onClick={() => set({ past: past.filter((_, k) => k !== index) })}>{t.remove(name)}</button>
                    </div>
                );
            })}
            {past.length < 6 && <button type="button" onClick={() => set({ past: [...past, { a: 'letrozole', from: 2, to: 0 }] })}>{t.addEarlier}</button>}
        </>
    );
}

function Second({ state: { second, years }, set, wrong }) {
    const change = (part) => set({ second: { ...second, ...part } });
    return (
        <div class="second">
            <Check label={t.second} checked={second !== null} onChange={(yes) => set({ second: yes ? { month: 12, site: 'lumbar_spine', value: -1.8 } : null })} />
            {second && (
                <>
                    <p class="hint">{t.secondHint}</p>
                    <Choice label={t.secondSite} value={second.site} options={SITES.map((site) => [site, texts.sites[site]])} onChange={(site) => change({ site })} />
                    <NumberField label={t.secondMonth} sliderLabel={t.slider(t.secondMonth)} value={second.month} unit="1" unitNames={t.units} from={1} to={12 * years} step={1}
                        onInput={(month) => change({ month })} />
                    <NumberField label={t.secondValue} sliderLabel={t.slider(t.secondValue)} value={second.value} unit="1" unitNames={t.units} from={-4} to={2} step={0.1}
                        wrong={wrong('measure')} onInput={(value) => change({ value })} />
                </>
            )}
        </div>
    );
}

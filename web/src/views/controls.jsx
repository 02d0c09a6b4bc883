// SPDX-License-Identifier: Apache-2.0
// What numbers are entered with.
import { useId, useState } from 'preact/hooks';

/** A box for a number. What is being typed stays as it is, whatever is drawn anew meanwhile; late: it counts when she leaves. */
export function NumberBox({ value, onNumber, late = false, ...rest }) {
    const [typed, setTyped] = useState(null);
    const tell = (event) => {
        const number = event.currentTarget.valueAsNumber;
        if (!Number.isNaN(number)) onNumber(number);
    };
    return <input type="number" step="any" {...rest} value={typed ?? value} onInput={(event) => {
        setTyped(event.currentTarget.value);
        if (!late) tell(event);
    }} onChange={(event) => {
        if (late) tell(event);
        setTyped(null);
    }} onBlur={() => setTyped(null)} />;
}

/** A number box, and beside it a slider over the usual range; the box takes any number, and the library says what is allowed. */
export function NumberField({ label, sliderLabel, value, unit, units, unitLabel, unitNames, onUnit, from, to, step, hint, wrong, onInput, children }) {
    const id = useId();
    const told = (event) => {
        const number = event.currentTarget.valueAsNumber;
        if (!Number.isNaN(number)) onInput(number);
    };
    return (
        <div class="field">
            <label for={id}>{label}</label>
            {children}
            <div class="entry">
                <input type="range" min={from} max={to} step={step} value={value} aria-label={sliderLabel} onInput={told} />
                <NumberBox id={id} value={value} onNumber={onInput} aria-invalid={wrong ? 'true' : undefined}
                    aria-describedby={hint ? `${id}-hint` : undefined} />
                {units ? (
                    <select aria-label={unitLabel} value={unit} onChange={(event) => onUnit(event.currentTarget.value)}>
                        {units.map((each) => <option key={each} value={each}>{unitNames[each]}</option>)}
                    </select>
                ) : <span class="unit">{unitNames[unit]}</span>}
            </div>
            {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
        </div>
    );
}

/** A choice of one, with its name. */
export function Choice({ label, value, options, onChange, hidden }) {
    const id = useId();
    return (
        <div class="choice">
            <label for={id} class={hidden ? 'hidden' : undefined}>{label}</label>
            <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
                {options.map(([key, name]) => <option key={key} value={key}>{name}</option>)}
            </select>
        </div>
    );
}

/** Yes or no. */
export function Check({ label, checked, onChange }) {
    return (
        <label class="check">
            <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
            <span>{label}</span>
        </label>
    );
}

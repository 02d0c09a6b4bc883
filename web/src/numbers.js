// SPDX-License-Identifier: Apache-2.0
// Sums over members, and how numbers are said.

export const PERCENTILES = [5, 10, 50, 90, 95];

/** SD and percentiles of members at each time, as the library's own summary has them (type 7). */
export function summarise(values, times) {
    const column = new Float64Array(values.length / times);
    const sd = new Float64Array(times);
    const mean = new Float64Array(times);
    const percentiles = PERCENTILES.map(() => new Float64Array(times));
    for (let t = 0; t < times; t++) {
        let n = 0;
        let sum = 0;
        let squares = 0;
        for (let at = t; at < values.length; at += times) {
            if (Number.isNaN(values[at])) continue; // a member that could not be simulated
            sum += column[n++] = values[at];
        }
        mean[t] = sum / n;
        for (let k = 0; k < n; k++) squares += (column[k] - mean[t]) * (column[k] - mean[t]);
        sd[t] = Math.sqrt(squares / (n - 1));
        column.subarray(0, n).sort();
        PERCENTILES.forEach((percent, index) => {
            const place = (n - 1) * percent / 100;
            const low = Math.trunc(place);
            percentiles[index][t] = column[low] + (place - low) * (column[Math.min(low + 1, n - 1)] - column[low]);
        });
    }
    return { mean, sd, percentiles };
}

/** Whole numbers that sum to 100 and lie next to parts of a whole: the largest remainders are rounded up. */
export function ofHundred(parts) {
    const exact = parts.map((part) => 100 * part);
    const whole = exact.map(Math.floor);
    const order = exact.map((value, index) => index).sort((a, b) => (exact[b] - whole[b]) - (exact[a] - whole[a]));
    const missing = 100 - whole.reduce((sum, n) => sum + n, 0);
    for (let k = 0; k < missing; k++) whole[order[k]]++;
    return whole;
}

/** A number with so many decimals, a true minus and never -0. */
export function fixed(value, decimals) {
    const text = value.toFixed(decimals);
    return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '\u2212');
}

/** The same with its sign. */
export const signed = (value, decimals) => (Number(value.toFixed(decimals)) > 0 ? '+' : '') + fixed(value, decimals);

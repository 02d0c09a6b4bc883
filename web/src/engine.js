// SPDX-License-Identifier: Apache-2.0
// Two workers: one draws the lines at once, the other the bands when she stops moving.
import { compile } from 'bonemodel';
import { FIRST_MEMBERS, MEMBERS, SEED } from './scenario.js';

/** After so long without a change the large band is drawn [ms]. */
const QUIET_MS = 700;

/** Why a call of a worker that was ended fails. */
const ENDED = new Error('ended');

class Thread {
    #worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    #waiting = new Map();
    #number = 0;

    constructor(module) {
        this.#worker.onmessage = ({ data: { number, result, error } }) => {
            const { resolve, reject } = this.#waiting.get(number);
            this.#waiting.delete(number);
            if (error) reject(Object.assign(new Error(error.message), { code: error.code }));
            else resolve(result);
        };
        this.#worker.onerror = (event) => {
            for (const { reject } of this.#waiting.values()) reject(new Error(event.message));
        };
        this.ready = this.ask('start', { module });
        this.ready.catch(() => undefined);
    }

    ask(task, input) {
        const number = this.#number++;
        return new Promise((resolve, reject) => {
            this.#waiting.set(number, { resolve, reject });
            this.#worker.postMessage({ number, task, input });
        });
    }

    end() {
        this.#worker.terminate();
        for (const { reject } of this.#waiting.values()) reject(ENDED);
        this.#waiting.clear();
    }
}

export class Engine {
    #module = compile();
    #lines;
    #bands;
    #wanted = null;
    #running = false;
    #next = null;
    #spreading = false;
    #large = false;
    #wake = () => undefined;
    #round = 0;
    #tell;

    /** tell() is handed { lines }, { bands } or { error } of the state that was asked for last. */
    constructor(tell) {
        this.#tell = tell;
    }

    /** Version and calibration, and the catalogue. */
    async start(units) {
        const module = await this.#module;
        this.#lines = new Thread(module);
        const about = await this.#lines.ready;
        return { ...about, catalogue: await this.#lines.ask('catalogue', { units }) };
    }

    /** Asks for a state; of those that are asked for while another is computed only the last counts. */
    async ask(job, pair, calm = QUIET_MS) {
        this.#wanted = { job, pair, calm };
        this.#round++;
        this.#wake();
        if (this.#running) return;
        this.#running = true;
        while (this.#wanted) {
            const wanted = this.#wanted;
            this.#wanted = null;
            try {
                const lines = await this.#lines.ask('lines', wanted.job);
                this.#tell({ lines, job: wanted.job });
                if (!this.#wanted) this.#spread(wanted, this.#round);
            } catch (error) {
                this.#tell({ error });
            }
        }
        this.#running = false;
    }

    async #spread(wanted, round) {
        this.#next = { ...wanted, round };
        if (this.#spreading) {
            if (this.#large) this.#bands.end(); // nobody waits for it any more
            return;
        }
        this.#spreading = true;
        while (this.#next) {
            const { job, pair, calm, round: of } = this.#next;
            this.#next = null;
            const band = async (size) => {
                const bands = await this.#bands.ask('bands', { ...job, ...pair, size, seed: SEED });
                if (of === this.#round) this.#tell({ bands, job });
            };
            try {
                this.#bands ??= new Thread(await this.#module);
                await band(FIRST_MEMBERS);
                await this.#silence(calm);
                if (of !== this.#round) continue;
                this.#large = true;
                await band(MEMBERS);
            } catch (error) {
                if (error === ENDED) this.#bands = undefined;
                else if (of === this.#round) this.#tell({ error });
            } finally {
                this.#large = false;
            }
        }
        this.#spreading = false;
    }

    /** Until nothing has been asked for so long, or something is asked. */
    #silence(calm) {
        return new Promise((resolve) => {
            this.#wake = resolve;
            setTimeout(resolve, calm);
        });
    }
}

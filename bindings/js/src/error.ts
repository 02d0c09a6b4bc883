// SPDX-License-Identifier: Apache-2.0

/** What every failed call throws. Its message is the library's sentence: what, the value found, what is allowed. */
export class BonemodelError extends Error {
    constructor(
        sentence: string,
        /** The library's number, such as -2. */
        readonly status: number,
        /** The library's name without "BM_", such as "ERANGE". */
        readonly code: string,
    ) {
        super(sentence);
    }

    override get name(): string {
        return this.code;
    }
}

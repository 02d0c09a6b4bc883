// SPDX-License-Identifier: Apache-2.0
// Patients from snapshots.
import { Calls } from './callbacks.js';
import * as check from './check.js';
import { checkVisiting, describeDecision, type Decision } from './decision.js';
import { structs } from './grid.js';
import { describeHook, shapeOf, type Hook } from './hook.js';

/** What a snapshot cannot hold. */
export interface LoadedWith {
    hooks?: readonly Hook[] | undefined;
    decisions?: readonly Decision[] | undefined;
}

/** The pointer of the patient of a snapshot. */
export function loaded(calls: Calls, snapshot: unknown, options: LoadedWith): number {
    const { model } = calls;
    const library = model._library;
    const bytes = check.bytes(snapshot, 'load');
    const { hooks = [], decisions = [] } = check.options(options, ['hooks', 'decisions'], 'load');
    const shapes = check.list(hooks, 'hooks').map(shapeOf);
    check.list(decisions, 'decisions').forEach(({ visit }) => checkVisiting(visit));
    const prototypes = new Calls(model);
    const before = library.owner;
    library.owner = calls;
    try {
        return library.scoped((scope) => {
            const [its, theirs] = [
                structs(scope, 'bm_hook', hooks.length),
                structs(scope, 'bm_decision', decisions.length),
            ];
            shapes.forEach((shape, i) =>
                describeHook(scope, its.list + its.size * i, shape, prototypes.keep(shape.hook, shape)),
            );
            decisions.forEach((decision, i) =>
                describeDecision(scope, theirs.list + theirs.size * i, decision, prototypes.keep(decision.visit)),
            );
            const [message, message_size] = scope.sentence();
            const callbacks = scope.struct('bm_callbacks', {
                hooks: its.list,
                n_hooks: its.n,
                decisions: theirs.list,
                n_decisions: theirs.n,
                message,
                message_size,
            });
            const from = scope.bytes(bytes.length);
            library.write(from, bytes);
            const out = scope.bytes(4);
            const { functions } = library;
            const status = functions.bm_patient_load_with(model._pointer, from, bytes.length, callbacks, out);
            calls.throwRaised();
            library.check(status, library.text(message));
            return library.view.getUint32(out, true);
        });
    } finally {
        library.owner = before;
        prototypes.forget();
    }
}

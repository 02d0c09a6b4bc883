/* SPDX-License-Identifier: Apache-2.0 */
#include "simulation/hooks.h"

#include "base/memory.h"
#include "simulation/rows.h"

static const double extension_start[] = {
#define BM__ROW(name, start, unit, description) start,
    BM__EXTENSION_STATES(BM__ROW)
#undef BM__ROW
};

/* A callback has given up: nothing more is asked in this call. */
static void stop(struct bm__hook *hook, const char *what, int32_t status) {
    hook->all->status = status;
    hook->all->by = hook->name;
    hook->all->what = what;
}

/* Asks the host for its field. Outputs come zeroed, and stay so once a hook of hers has given up. */
static void ask(struct bm__hook *hook, bm_hook_at *at) {
    for (uint32_t i = 0; i < hook->host.n_states; i++)
        at->dx_dt[i] = 0.0;
    for (uint32_t i = 0; i < hook->host.n_targets; i++)
        at->targets[i] = 0.0;
    if (hook->all->status)
        return;
    const int32_t status = hook->host.field(hook->host.user, at);
    if (status < 0)
        stop(hook, "field", status);
}

/* The derivatives by forward differences from the field at `at`, which has been asked already. */
static void differences(struct bm__hook *hook, const struct bm__agent_at *s, const bm_hook_at *here) {
    const double part = 0x1p-26, later_h = 1e-4; /* the root of rounding; a third of a second */
    const uint32_t n = hook->host.n_states, m = hook->host.n_targets, columns = n + hook->host.n_body;
    double x[BM__HOOK_COLUMNS] = {0}, dx_dt[BM__HOOK_STATES], targets[BM__HOOK_TARGETS], largest = 0.0;
    bm_hook_at at = *here;
    at.x = x;
    at.body = x + n;
    at.dx_dt = dx_dt;
    at.targets = targets;
    for (uint32_t i = 0; i < columns; i++)
        x[i] = i < n ? here->x[i] : here->body[i - n];
    for (uint32_t i = 0; i < n; i++)
        largest = fmax(largest, fabs(x[i]));
    for (uint32_t c = 0; c < columns; c++) {
        const double typical = c >= n ? hook->body_size[c - n] : hook->scales[c] > 0.0 ? hook->scales[c] : largest;
        const double x_c = x[c], size = fmax(fabs(x_c), typical);
        x[c] += part * (size > 0.0 ? size : 1.0);
        const double per_step = 1.0 / (x[c] - x_c);
        ask(hook, &at);
        for (uint32_t i = 0; i < n; i++)
            s->jac[i * columns + c] = (dx_dt[i] - here->dx_dt[i]) * per_step;
        for (uint32_t i = 0; i < m; i++)
            s->push[i * columns + c] = (targets[i] - here->targets[i]) * per_step;
        x[c] = x_c;
    }
    at.time_h = fmin(here->time_h + later_h, hook->all->until_h);
    if (!(at.time_h > here->time_h))
        return;
    const double per_step = 1.0 / (at.time_h - here->time_h);
    ask(hook, &at);
    for (uint32_t i = 0; i < n; i++)
        s->f_t[i] = (dx_dt[i] - here->dx_dt[i]) * per_step;
    for (uint32_t i = 0; i < m; i++)
        s->u_t[hook->target[i]] += (targets[i] - here->targets[i]) * per_step;
}

/* The host's own derivatives: without a view of the body they stand as the organism wants them. */
static void ask_with_jacobian(struct bm__hook *hook, const struct bm__agent_at *s, const bm_hook_at *plain) {
    const uint32_t n = hook->host.n_states, m = hook->host.n_targets;
    double targets_by_time[BM__HOOK_TARGETS] = {0};
    bm_hook_at at = *plain;
    if (hook->host.n_body == 0) {
        at.dx_by_x = s->jac;
        at.targets_by_x = s->push;
        at.dx_by_body = at.targets_by_body = targets_by_time; /* of no elements, but wanted */
    }
    for (uint32_t i = 0; i < n * n; i++)
        at.dx_by_x[i] = 0.0;
    for (uint32_t i = 0; i < m * n; i++)
        at.targets_by_x[i] = 0.0;
    at.dx_by_time = s->f_t; /* zeroed by the organism */
    at.targets_by_time = targets_by_time;
    ask(hook, &at);
    for (uint32_t i = 0; i < m; i++)
        s->u_t[hook->target[i]] += targets_by_time[i];
}

/* With a view: rows by its states and by the body are put side by side. */
static void ask_with_view(struct bm__hook *hook, const struct bm__agent_at *s, const bm_hook_at *plain) {
    const uint32_t n = hook->host.n_states, m = hook->host.n_targets, k = hook->host.n_body, columns = n + k;
    double by_x[(BM__HOOK_STATES + BM__HOOK_TARGETS) * BM__HOOK_STATES] = {0};
    double by_body[(BM__HOOK_STATES + BM__HOOK_TARGETS) * BM__HOOK_BODY] = {0};
    bm_hook_at at = *plain;
    at.dx_by_x = by_x;
    at.targets_by_x = by_x + n * n;
    at.dx_by_body = by_body;
    at.targets_by_body = by_body + n * k;
    ask_with_jacobian(hook, s, &at);
    for (uint32_t r = 0; r < n + m; r++)
        for (uint32_t c = 0; c < columns; c++) {
            const double entry = c < n ? by_x[r * n + c] : by_body[r * k + (c - n)];
            if (r < n)
                s->jac[r * columns + c] = entry;
            else
                s->push[(r - n) * columns + c] = entry;
        }
}

static void field(const struct bm__agent_at *s) {
    struct bm__hook *hook = s->user;
    double targets[BM__HOOK_TARGETS], body[BM__HOOK_BODY];
    for (uint32_t i = 0; i < hook->host.n_body; i++)
        body[i] = s->body[hook->view[i]];
    bm_hook_at at = {
        .struct_size = (uint32_t)sizeof at,
        .time_h = fmin(s->t_h, hook->all->until_h),
        .rate = s->rate[0],
        .x = s->x,
        .body = body,
        .dx_dt = s->f,
        .targets = targets,
    };
    const int by_host = s->jac && (hook->host.flags & BM_HOOK_JACOBIAN);
    if (!by_host)
        ask(hook, &at);
    else if (hook->host.n_body > 0)
        ask_with_view(hook, s, &at);
    else
        ask_with_jacobian(hook, s, &at);
    if (s->jac && !by_host)
        differences(hook, s, &at);
    for (uint32_t i = 0; i < hook->host.n_targets; i++)
        s->u[hook->target[i]] += targets[i];
}

/* A course keeps the amount of its dose as its one option. */
static double kept_amount(const double *p, const double *options, double dose) {
    (void)p;
    (void)dose;
    return options[0];
}

static double body_size(uint16_t state) {
    const double size =
        state < BM__N_CORE_STATES ? fabs(bm__state_row(state)->value) : extension_start[state - BM__N_CORE_STATES];
    return size > 0.0 ? size : 1.0;
}

static struct bm__hook *create(const bm_hook *host, const uint16_t *targets, const uint16_t *view,
                               const bm_allocator *allocator) {
    struct bm__hook *hook = bm__allocate(allocator, 1, sizeof *hook);
    if (!hook)
        return NULL;
    const uint32_t n = host->n_states, m = host->n_targets, columns = n + host->n_body;
    const uint32_t continuous = host->flags & BM_HOOK_CONTINUOUS;
    hook->host = *host;
    hook->host.targets = hook->host.body = NULL;
    if (host->functions)
        hook->functions = *host->functions;
    for (uint32_t i = 0; i < n; i++) {
        hook->scales[i] = host->scales ? host->scales[i] : 0.0;
        hook->states[i].kind = host->scales ? BM__STATE_BOOKS : BM__STATE_PERTURBED;
        hook->states[i].maximum = BM__HOOK_LARGEST;
    }
    for (uint32_t i = 0; i < host->n_body; i++) {
        hook->view[i] = view[i];
        hook->body_size[i] = body_size(view[i]);
    }
    for (uint32_t r = 0; r < n; r++)
        for (uint32_t c = 0; c < columns; c++)
            hook->own[r * columns + c] = (struct bm__own_entry){(uint8_t)r, (uint8_t)c};
    for (uint32_t i = 0; i < m; i++) {
        hook->target[i] = targets[i];
        for (uint32_t c = 0; c < columns; c++)
            hook->pushes[i * columns + c] = (struct bm__push){(uint8_t)targets[i], (uint8_t)c};
    }
    memcpy(hook->name, host->name, strlen(host->name));
    hook->agent = (struct bm__agent){
        .flags = continuous ? BM_FLAG_CONTINUOUS : 0,
        .models = BM__IN_CORE | BM__IN_FULL,
        .dose_minimum = host->dose_minimum,
        .dose_maximum = host->dose_maximum,
        .dose_label = host->dose_default,
        .every_label_d = continuous ? 0.0 : host->every_default_d,
        .usual_minimum = host->dose_minimum,
        .usual_maximum = host->dose_maximum,
        .unit = "1",
        .n_states = n,
        .n_own = n * columns,
        .n_pushes = m * columns,
        .n_view = host->n_body,
        .field = field,
        .amount = n > 0 && !continuous ? kept_amount : NULL,
    };
    return hook;
}

/* A hook has got its place in memory: what points into it. */
static void settle(struct bm__hook *hook, struct bm__hooks *all) {
    hook->all = all;
    hook->host.name = hook->agent.name = hook->name;
    hook->host.scales = hook->scales;
    hook->host.functions = &hook->functions;
    hook->agent.states = hook->states;
    hook->agent.own = hook->own;
    hook->agent.pushes = hook->pushes;
    hook->agent.view = hook->view;
    hook->agent.user = hook;
}

static void destroy(struct bm__hook *hook, const bm_allocator *allocator) {
    if (hook->owned && hook->functions.release)
        hook->functions.release(hook->host.user);
    bm__release(allocator, hook);
}

void bm__hooks_place(struct bm__hooks *hooks, struct bm__organism *organism) {
    for (uint32_t i = 0; i < hooks->n; i++)
        organism->agent[BM__N_AGENTS + i] = &hooks->hook[i]->agent;
    organism->stopped = organism->ode.stopped = &hooks->status;
}

bm_status bm__hooks_add(struct bm__hooks **hooks, const bm_hook *host, const uint16_t *targets, const uint16_t *view,
                        struct bm__organism *organism, const bm_allocator *allocator, uint32_t *number) {
    if (!*hooks) {
        *hooks = bm__allocate(allocator, 1, sizeof **hooks);
        if (!*hooks)
            return BM_ENOMEM;
        (*hooks)->until_h = (double)INFINITY;
    }
    struct bm__hook *hook = create(host, targets, view, allocator);
    if (!hook)
        return BM_ENOMEM;
    const uint32_t i = (*hooks)->n++;
    (*hooks)->hook[i] = hook;
    settle(hook, *hooks);
    bm__hooks_place(*hooks, organism);
    *number = BM__N_AGENTS + i;
    return BM_OK;
}

void bm__hooks_drop(struct bm__hooks *hooks, struct bm__organism *organism, const bm_allocator *allocator) {
    const uint32_t i = --hooks->n;
    organism->agent[BM__N_AGENTS + i] = NULL;
    destroy(hooks->hook[i], allocator);
    hooks->hook[i] = NULL;
}

void bm__hooks_destroy(struct bm__hooks *hooks, const bm_allocator *allocator) {
    for (uint32_t i = 0; i < bm__hooks_count(hooks); i++)
        destroy(hooks->hook[i], allocator);
    bm__release(allocator, hooks);
}

bm_status bm__hooks_copy(struct bm__hooks **to, const struct bm__hooks *from, struct bm__organism *organism,
                         const bm_allocator *allocator) {
    struct bm__hooks *copy = bm__allocate(allocator, 1, sizeof *copy);
    bm_status status = copy ? BM_OK : BM_ENOMEM;
    if (copy)
        copy->until_h = from->until_h;
    for (uint32_t i = 0; status == BM_OK && i < from->n; i++) {
        const struct bm__hook *original = from->hook[i];
        struct bm__hook *hook = bm__allocate(allocator, 1, sizeof *hook);
        if (!hook) {
            status = BM_ENOMEM;
            break;
        }
        *hook = *original;
        hook->owned = 0;
        if (original->functions.copy) {
            const int32_t answer = original->functions.copy(original->host.user, &hook->host.user);
            status = answer < 0 ? answer : BM_OK;
            hook->owned = status == BM_OK;
        }
        copy->hook[copy->n++] = hook;
        settle(hook, copy);
    }
    if (status != BM_OK) {
        bm__hooks_destroy(copy, allocator);
        return status;
    }
    *to = copy;
    bm__hooks_place(copy, organism);
    return BM_OK;
}

bm_status bm__hooks_renew(struct bm__hooks *hooks, const struct bm__hooks *from, void *const *users) {
    for (uint32_t i = 0; i < bm__hooks_count(hooks); i++) {
        struct bm__hook *hook = hooks->hook[i];
        void *user = from->hook[i]->host.user;
        if (hook->functions.copy) {
            const int32_t answer = hook->functions.copy(users ? users[i] : user, &user);
            if (answer < 0)
                return answer;
        }
        if (hook->owned && hook->functions.release)
            hook->functions.release(hook->host.user);
        hook->host.user = user;
        hook->owned = hook->functions.copy != NULL;
    }
    return BM_OK;
}

static int takes_part(const struct bm__organism *organism, uint32_t i) {
    return organism->first_state[BM__N_AGENTS + i] != 0;
}

void bm__hooks_scale(const struct bm__hooks *hooks, const struct bm__organism *organism, double *scale) {
    for (uint32_t i = 0; i < bm__hooks_count(hooks); i++)
        for (uint32_t j = 0; takes_part(organism, i) && j < hooks->hook[i]->host.n_states; j++)
            if (hooks->hook[i]->states[j].kind == BM__STATE_BOOKS)
                scale[organism->first_state[BM__N_AGENTS + i] + j] = hooks->hook[i]->scales[j];
}

void bm__hooks_begin(struct bm__hooks *hooks, const struct bm__organism *organism, double *scale) {
    for (uint32_t i = 0; i < bm__hooks_count(hooks); i++)
        hooks->hook[i]->late = !takes_part(organism, i);
    bm__hooks_scale(hooks, organism, scale);
}

bm_status bm__hook_amount(const struct bm__hook *hook, double dose, double *amount) {
    *amount = dose;
    if (hook->host.amount) {
        const int32_t answer = hook->host.amount(hook->host.user, dose, amount);
        if (answer < 0)
            return answer;
    }
    return fabs(*amount) <= BM__HOOK_LARGEST ? BM_OK : BM_ERANGE;
}

/* The first jump of a hook after time_d, and that of none when it has given up. */
static double jump_after(struct bm__hook *hook, double time_d) {
    double event_d = BM_NEVER_D;
    if (!hook->host.next_event || hook->all->status)
        return BM_NEVER_D;
    const int32_t answer = hook->host.next_event(hook->host.user, time_d, &event_d);
    if (answer < 0)
        stop(hook, "next_event", answer);
    else if (!(event_d > time_d))
        stop(hook, "next_event, with a day that has passed,", BM_ERANGE);
    return hook->all->status ? BM_NEVER_D : event_d;
}

/* The largest time that differs from this one enough to be before it. */
static double just_before(double time) {
    return time - 4.0 * DBL_EPSILON * fmax(1.0, fabs(time));
}

double bm__hooks_next_event(struct bm__hooks *hooks, const struct bm__organism *organism, double time_d) {
    double next_d = BM_NEVER_D;
    for (uint32_t i = 0; i < bm__hooks_count(hooks); i++)
        if (takes_part(organism, i))
            next_d = fmin(next_d, jump_after(hooks->hook[i], time_d));
    if (hooks)
        hooks->until_h = next_d < BM_NEVER_D ? just_before(next_d * BM__HOURS_PER_DAY) : (double)INFINITY;
    return next_d;
}

void bm__hooks_arrive(struct bm__hooks *hooks, const struct bm__organism *organism, double time_d) {
    bm__hooks_next_event(hooks, organism, just_before(time_d));
}

int bm__hooks_events(struct bm__hooks *hooks, const struct bm__organism *organism, double time_d, double *x) {
    int given = 0;
    for (uint32_t i = 0; i < bm__hooks_count(hooks); i++) {
        struct bm__hook *hook = hooks->hook[i];
        if (!takes_part(organism, i) || jump_after(hook, just_before(time_d)) != time_d)
            continue;
        given = 1;
        const int32_t answer =
            hook->host.event ? hook->host.event(hook->host.user, time_d, x + organism->first_state[BM__N_AGENTS + i])
                             : 0;
        if (answer < 0)
            stop(hook, "event", answer);
    }
    return given;
}

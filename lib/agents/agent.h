/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an intervention is to the library: parameters, states of its own, their field, and what it pushes on. A new
 * agent is one lane file that defines a bm__agent, and one row in agent_list.h.
 */
#ifndef BM__AGENTS_AGENT_H
#define BM__AGENTS_AGENT_H

#include "bonemodel/bonemodel.h"
#include "agents/agent_list.h"
#include "body/core.h"

enum bm__agent_number {
#define BM__ROW(name, file) BM__AGENT_##name,
    BM__AGENTS(BM__ROW)
#undef BM__ROW
        BM__N_AGENTS,
    BM__MAX_HOOKS = 8, /* a patient's own, numbered from BM__N_AGENTS on; simulation/hooks.h */
    BM__MAX_AGENTS = BM__N_AGENTS + BM__MAX_HOOKS
};
_Static_assert(BM__MAX_AGENTS <= 64, "a bit for each agent");

/* A row of a table of parameters or states (the X-macro rows as data). */
struct bm__value_row {
    const char *name; /* as the catalogue has it, "core.kb" */
    double value;
    const char *unit;
    double minimum, maximum;
    uint32_t kind; /* states: BM__STATE_...; parameters: flags */
    const char *source, *description;
};
#define BM__PARAMETER_ROW(name, value, unit, minimum, maximum, flags, source, description)                             \
    {"core." #name, value, unit, minimum, maximum, flags, source, description},
/* The same for agents outside the core: "letrozole.IC50". */
#define BM__AGENT_PARAMETER_ROW(agent, name, value, unit, minimum, maximum, flags, source, description)                \
    {#agent "." #name, value, unit, minimum, maximum, flags, source, description},
#define BM__STATE_ROW(name, initial, unit, minimum, maximum, kind, source, description)                                \
    {"core." #name, initial, unit, minimum, maximum, kind, source, description},

/* What an agent's field reads and writes: its own part of everything, and the targets. */
struct bm__agent_at {
    const bm__real *p;    /* its parameters */
    const bm__real *rate; /* continuous agents: the dose now, or its n_rates parts; others: what flows into the first
                             state, per hour, when doses are averaged (the caller adds it to f) */
    const bm__real *x;    /* its states */
    bm__real *f;          /* out: their d/dt [1/h] */
    bm__real *u;          /* in and out: targets, to add to */
    bm__real *jac, *push; /* out, or NULL: entries in the order of own and pushes below */
    /* of no use to the library's own agents, which depend neither on time nor on the body */
    void *user;           /* the agent's */
    bm__real t_h;         /* time */
    const bm__real *body; /* the body's states */
    bm__real *f_t, *u_t;  /* in and out, or NULL: partial derivatives of f and u by time, to add to */
};

/* Entry (row, column) of the Jacobian in the rows of the agent's own states. Columns from n_states on are those of the
 * agent's view of the body. */
struct bm__own_entry {
    uint8_t row, column;
};

/* A target's derivative by one of the agent's states, or from n_states on by one of its view. */
struct bm__push {
    uint8_t target, state;
};

enum { BM__IN_CORE = 1u, BM__IN_FULL = 2u };

/* Kinds of bone drugs, and of women that an agent is for. */
enum {
    BM__DRUG_RANKL = 1u,
    BM__DRUG_BISPHOSPHONATE = 2u,
    BM__DRUG_PTH = 4u,
    BM__DRUG_SCLEROSTIN = 8u,
    BM__DRUG_SERM = 16u
};
enum { BM__ANYONE, BM__AFTER_MENOPAUSE, BM__BEFORE_MENOPAUSE, BM__SUPPRESSED };

enum {
    BM__MAX_RATES = BM__N_SITES,
    BM__MAX_OPTIONS = 9, /* named parameters of a prescription */
};

struct bm__agent {
    const char *name, *unit, *description, *source, *code;
    uint32_t flags;      /* BM_FLAG_CONTINUOUS */
    uint32_t models;     /* in which models it can be prescribed: BM__IN_... */
    uint32_t bone_drug;  /* BM__DRUG_... or 0 */
    uint32_t suits;      /* BM__AFTER_MENOPAUSE, ...: others get a warning; BM__SUPPRESSED: before it, with goserelin */
    uint32_t pushes_pth; /* the core's bone density is not calibrated for it */
    double dose_minimum, dose_maximum, dose_label, every_label_d;
    double usual_minimum, usual_maximum; /* doses outside leave a warning */
    double clearance_minimum;            /* mL/min, of creatinine, that its label asks for; 0: none */
    double averaged_within_d;            /* in the full model, doses at most this far apart flow in evenly */
    const char *level_unit;              /* unit of the observable drug.<name>, or NULL */
    uint32_t n_parameters, n_states, n_own, n_pushes, n_options, n_view;
    uint32_t n_rates;  /* of agents with `parts`; others have one */
    uint32_t replaces; /* BM__HABIT_...: the dose takes the place of her habit, and the rate is the difference */
    const struct bm__value_row *parameters, *states;
    const struct bm__value_row *options; /* the prescription's named parameters, "ibandronate.route" */
    const struct bm__own_entry *own;
    const struct bm__push *pushes;
    const uint16_t *view; /* the body's states that it reads */
    void *user;           /* of hooks; NULL: one of the library's own */
    void (*field)(const struct bm__agent_at *s);
    /* What a dose adds to the first state; NULL for continuous agents. */
    double (*amount)(const double *p, const double *options, double dose);
    /* Continuous agents that act in several places: what a dose comes to in each. */
    void (*parts)(const double *p, const double *options, double dose, double parts[BM__MAX_RATES]);
    /* Programmes: sessions a week; `parts` is then what a session adds to the first n_rates states. */
    double (*sessions_per_week)(const double *options);
    /* The level read as drug.<name>. */
    double (*level)(const double *p, double rate, const double *x);
};

#define bm__agents BM__LANE_SYMBOL(bm__agents)
extern const struct bm__agent *const bm__agents[BM__N_AGENTS];

#define BM__ROW(name, file) extern const struct bm__agent BM__LANE_SYMBOL(bm__agent_##name);
BM__AGENTS(BM__ROW)
#undef BM__ROW

/* Options that choose among a few are whole numbers: their rows carry this flag. */
enum { BM__OPTION_WHOLE = 1u };
BM__INLINE int bm__option_can_be(const struct bm__value_row *row, double value) {
    return !(row->kind & BM__OPTION_WHOLE) || value == floor(value);
}

/* The amount of agents whose first state counts doses as given. */
BM__INLINE double bm__as_dosed(const double *p, const double *options, double dose) {
    (void)p;
    (void)options;
    return dose;
}

#define BM__COUNT(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

/* The members that every agent with states fills from the tables of its file. */
#define BM__AGENT_TABLES                                                                                               \
    .n_parameters = BM__COUNT(parameters), .n_states = BM__COUNT(states), .n_own = BM__COUNT(own),                     \
    .parameters = parameters, .states = states, .own = own, .field = field

#endif

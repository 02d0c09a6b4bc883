/* SPDX-License-Identifier: Apache-2.0 */
/* What lies behind the opaque handles, and what the files of lib/api offer each other: one band for each. */
#ifndef BM__API_HANDLES_H
#define BM__API_HANDLES_H

#include "base/threads.h"
#include "cohort/identity.h"
#include "cohort/learned.h"
#include "cohort/study.h"
#include "cohort/walk.h"
#include "person/applicability.h"
#include "person/cautions.h"

/* An observable: which family, which row in it, and for sites and markers which read-out of it. */
enum bm__family {
    BM__OBSERVE_STATE,
    BM__OBSERVE_READOUT,
    BM__OBSERVE_SITE,
    BM__OBSERVE_MARKER,
    BM__OBSERVE_LEVEL,
    BM__OBSERVE_DOSES,
    BM__OBSERVE_BODY
};
struct bm__observable {
    enum bm__family family;
    uint8_t row, readout;
};

enum {
    BM__MAX_OBSERVABLES = BM__N_STATES + BM__N_READOUTS + BM__N_SITES * BM__N_SITE_READOUTS + 2 * BM__N_MARKERS +
                          2 * BM__N_AGENTS + (BM__N_BODY_STATES - BM__N_CORE_STATES),
    BM__NAME_LENGTH = 40,
};

struct bm_model {
    bm_allocator allocator;
    bm_model *self; /* for the count of holds: patients have a const pointer to the model, and hold it all the same */
    bm__shared_uint holds; /* the caller's and one of each patient */
    uint32_t full;         /* 0: the core alone */
    char calibration[BM__CALIBRATION_LENGTH];
    uint32_t n_agents, n_observables, n_parameters, n_options;
    uint8_t agents[BM__N_AGENTS];                       /* agent numbers in the order of the catalogue */
    uint8_t options[BM__N_AGENTS * BM__MAX_OPTIONS][2]; /* agents' own parameters: agent number, which */
    struct bm__observable observables[BM__MAX_OBSERVABLES];
    char observable_names[BM__MAX_OBSERVABLES][BM__NAME_LENGTH];
};

enum { BM__MAX_WARNINGS = 16, BM__MESSAGE_LENGTH = 240 };

/* What a host registered, beside the simulation's decision of the same index. */
struct bm__decider {
    uint64_t id;
    bm_visit_fn visit;
    void *user;
    size_t observable;
    bm_user_functions functions;
    int made; /* user was made by functions.copy or restore, and is to be released */
    char name[BM__NAME_LENGTH];
};

struct bm_visit {
    bm_patient *patient;
    uint64_t member;
    uint32_t crossing;
    int open;   /* inside the callback */
    int failed; /* it was not committed: the patient's sentence says why */
    int looked; /* the view is that of now */
    struct bm__view view;
};

struct bm_patient {
    const bm_model *model;
    struct bm__simulation sim;
    struct bm__day0 day0;                     /* of the full model */
    struct bm__walk walk;                     /* of a member of a cohort */
    struct bm__study study;                   /* that she is in, as such */
    struct bm__learned learned;               /* from measurements of one woman, who may be she */
    struct bm__lesson *lessons;               /* learned.lessons, where they are her own; or NULL */
    char calibration[BM__CALIBRATION_LENGTH]; /* whose parameters she has: the model's, or as her snapshot says */
    bm_progress_fn progress;
    void *progress_user;
    struct bm__decider *deciders; /* as many as the simulation has decisions */
    uint64_t last_decision;
    struct bm_visit visit;
    int busy;                                        /* inside a call from which callbacks are made */
    bm_named_value read_parameters[BM__MAX_OPTIONS]; /* what a prescription that was read points to */
    uint32_t n_warnings;
    char error[BM__MESSAGE_LENGTH];
    char warnings[BM__MAX_WARNINGS][BM__MESSAGE_LENGTH];
};

/* What a host may ask for, and a snapshot may hold. */
#define BM__MINIMUM_RTOL    1e-12
#define BM__MAXIMUM_RTOL    1e-2
#define BM__MINIMUM_EVERY_D 0.01
#define BM__YOUNGEST        18.0 /* years, of a woman whom the model knows */

/* Copies a growable struct between two builds: as much of it as both have. A caller has at least the struct of the
 * first release, whose sizes are the FIRST_... of the files. */
BM__INLINE void bm__copy_struct(void *to, size_t to_size, const void *from, size_t from_size) {
    memcpy(to, from, to_size < from_size ? to_size : from_size);
}

/* Is what is read of her more than the equations say, as of a member of a cohort? */
BM__INLINE int bm__has_her_own(const bm_patient *patient) {
    return bm__walks(&patient->walk) || patient->study.size > 0.0 || bm__learns(&patient->learned);
}

/* ---- message.c: the sentences that a handle keeps. The cohort's are in cohort_handle.h. ---- */

/* Keeps a sentence in the handle: an error, returning its status, or a warning. */
__attribute__((format(printf, 3, 4))) bm_status bm__fail(bm_patient *patient, bm_status status, const char *format,
                                                         ...);
__attribute__((format(printf, 2, 3))) void bm__warn(bm_patient *patient, const char *format, ...);

/* Warns of what a clinician would be warned of, as she is now; of the full model. */
void bm__warn_of_cautions(bm_patient *patient);

/* Writes a sentence into a host's buffer, cut to its size (NULL or 0 bytes: nowhere), and returns the status. */
__attribute__((format(printf, 4, 5))) bm_status bm__say(char *message, size_t size, bm_status status,
                                                        const char *format, ...);

/* The error of a call, by its name, that came from one of the patient's own callbacks. */
bm_status bm__busy(bm_patient *patient, const char *call);

/* Why a call failed: what a hook gave up with (in text), or the status in general. */
const char *bm__reason(const bm_patient *patient, bm_status status, char text[BM__MESSAGE_LENGTH]);

/* ---- model.c: the model and its list of observables. ---- */

/* The catalogue's names of the models. */
BM__INLINE const char *bm__model_name(const bm_model *model) {
    return model->full ? "full" : "core";
}

/* The number of its equations. */
BM__INLINE uint32_t bm__model_equations(const bm_model *model) {
    static const uint32_t equations[] = {BM__CORE_EQUATIONS, BM__EQUATIONS};
    return equations[model->full];
}

/* Whether the states of a snapshot that was made with these mean what they mean here. */
BM__INLINE int bm__model_knows_equations(const bm_model *model, uint64_t number) {
    static const uint32_t since[] = {BM__CORE_EQUATIONS_SINCE, BM__EQUATIONS_SINCE};
    return number >= since[model->full] && number <= bm__model_equations(model);
}

void bm__model_hold(const bm_model *model);
void bm__model_release(const bm_model *model);

/* ---- catalog.c: everything that has a name. ---- */

/* The row of a catalogue entry; kind and index are valid. */
void bm__catalog_entry(const bm_model *model, uint32_t kind, size_t index, bm_catalog_entry *entry);

/* ---- nearest.c: the known names nearest to an unknown one. ---- */

/* The nearest names found so far, best first; begins with the name, and is empty. */
enum { BM__N_NEAREST = 3 };
struct bm__nearest {
    const char *name;
    const char *found[BM__N_NEAREST];
    uint32_t cost[BM__N_NEAREST];
    char text[160];
};
void bm__nearest_try(struct bm__nearest *nearest, const char *candidate);
void bm__nearest_in(struct bm__nearest *nearest, const bm_model *model, uint32_t kind);

/* "; did you mean letrozole?", or "" when none is near; lies in nearest. The second looks in one kind. */
const char *bm__did_you_mean(struct bm__nearest *nearest);
const char *bm__did_you_mean_one(struct bm__nearest *nearest, const bm_model *model, uint32_t kind, const char *name);

/* ---- prepare.c: day 0. ---- */

/* A stretch of time that a call goes through, for the progress callback: the user pointer of bm__poll(). */
struct bm__stretch {
    bm_patient *patient;
    double begin_d, end_d;
};
int bm__poll(void *user, double time_d);

/* Checks that her covariates and prescriptions are consistent. */
bm_status bm__check_person(bm_patient *patient);

/* The patient's constants and day 0, derived when first needed. */
bm_status bm__prepare(bm_patient *patient);

/* ---- patient.c ---- */

/* Gives her lessons of her own in the place of another's. BM_ENOMEM: she still has the other's. */
bm_status bm__keep_lessons(bm_patient *patient);

/* ---- settings.c: what is set. ---- */

/* The error of a call that knows no value of this name. */
bm_status bm__no_such_value(bm_patient *patient, const char *call, const char *name);

/* ---- hook_api.c: a host's own interventions. ---- */

/* Her hook of a name with its agent's number, or NULL. */
struct bm__hook *bm__find_hook(const bm_patient *patient, const char *name, uint32_t *number);

/* A hook as the host's build has it, with defaults for the rest. */
bm_status bm__copy_hook(bm_patient *patient, const bm_hook *hook, bm_hook *whole);

/* Checks a whole hook and takes it in; with `active` it takes part from now on. */
bm_status bm__add_hook(bm_patient *patient, const bm_hook *hook, int active);

/* ---- prescription.c: prescriptions and stops. ---- */

/* Is its dose a rate? Then it has no interval. */
BM__INLINE uint32_t bm__is_continuous(const struct bm__agent *agent) {
    return (agent->flags & BM_FLAG_CONTINUOUS) != 0;
}

/* BM_ESIZE with a sentence when a host's prescription is smaller than that of the first release. */
bm_status bm__check_prescription_size(bm_patient *patient, const char *call, size_t struct_size);

/* Proposes a prescription to the simulation: all checks, and the sentence when one fails. Warnings when it is right. */
bm_status bm__propose(bm_patient *patient, const bm_prescription *prescription, double earliest_d, uint64_t *id);
bm_status bm__propose_stop(bm_patient *patient, uint64_t id, double stop_d);
bm_status bm__no_such_course(bm_patient *patient, const char *call, uint64_t id);

/* ---- read_back.c: what was prescribed. ---- */

/* A course as it was prescribed; its parameters, of which there is room for BM__MAX_OPTIONS, are those that are given.
 */
bm_prescription bm__prescription_of(const bm_patient *patient, const struct bm__course *course,
                                    bm_named_value *parameters);

/* Has a value of the catalogue been set? The kind is parameter, covariate or initial. */
int bm__is_set(const bm_patient *patient, uint32_t kind, size_t index);

/* ---- observe.c: what can be read. ---- */

/* What observe takes, checked: sentences when it is wrong. */
bm_status bm__find_observable(bm_patient *patient, const char *name, size_t *index);
bm_status bm__check_observable(bm_patient *patient, size_t index, const double *value);

/* Reads an observable in a view of the patient. */
double bm__observe(bm_patient *patient, size_t index, struct bm__view *view);

/* ---- decision.c: what a host registers for visits. ---- */

/* Gives a patient with decisions copies of what decides (users: other memory for them, or NULL), or releases hers. A
 * status of the host's own may come back from its copy function; nothing is left to release then. */
bm_status bm__decisions_copy(bm_patient *to, const struct bm__decider *from, void *const *users);
void bm__decisions_release(bm_patient *patient);

/* Registers a decision of a snapshot anew, from among the host's, with memory made from its bytes. */
bm_status bm__restore_decision(bm_patient *patient, const char *name, uint64_t id, uint8_t side, const void *bytes,
                               size_t size, const bm_callbacks *callbacks);

/* ---- visit.c: the visits themselves. ---- */

/* Holds a visit: calls the host, commits or withdraws. member: of a cohort, or 0. */
int32_t bm__hold_visit(bm_patient *patient, uint64_t member, uint32_t decision, uint32_t crossing);

/* Bits of the decisions that wait for a density, which a walk of her own moves. */
uint64_t bm__wandering(const bm_patient *patient);

/* What a decision observes. */
double bm__decision_level(bm_patient *patient, uint32_t decision, double time_d, const double *x);

#endif

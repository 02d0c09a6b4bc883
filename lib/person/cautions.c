/* SPDX-License-Identifier: Apache-2.0 */
/* Warnings that follow from who she is and what she takes, each with its source. They change no number. */
#include "person/cautions.h"

#include <stdarg.h>
#include <stdio.h>

/* Choices: how long two treatments may run side by side when one takes over from the other; how late what has to follow
 * may begin. */
static const double HAND_OVER_D = 31.0, FOLLOW_D = 92.0;
static const double SEVEN_MONTHS_D = 7.0 * 30.4375;

/* Classes of agents that warnings name. */
enum {
    ANTIRESORPTIVE = BM__DRUG_RANKL | BM__DRUG_BISPHOSPHONATE | BM__DRUG_SERM,
    BUILDER = BM__DRUG_PTH | BM__DRUG_SCLEROSTIN
};

struct look {
    const struct bm__simulation *sim;
    const struct bm__day0 *day0;
    bm__caution_fn say;
    void *user;
};

__attribute__((format(printf, 2, 3))) static void warn(const struct look *l, const char *format, ...) {
    char sentence[BM__CAUTION_LENGTH];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    l->say(l->user, sentence);
}

static const struct bm__agent *agent_of(const struct look *l, const struct bm__course *course) {
    return bm__agent_of(l->sim, course->agent);
}

static int is_inhibitor(const struct bm__agent *agent) {
    return agent->suits == BM__SUPPRESSED;
}

static int acts(const struct bm__course *course) {
    return course->adherence > 0.0 && course->dose > 0.0 && course->start_d <= BM_MAX_TIME_D;
}

/* How long two courses run side by side. */
static double overlap(const struct bm__course *a, const struct bm__course *b) {
    return fmin(bm__course_end(a), bm__course_end(b)) - fmax(a->start_d, b->start_d);
}

static int runs_at(const struct bm__course *course, double from_d, double to_d) {
    return acts(course) && course->start_d <= to_d && bm__course_end(course) > from_d;
}

/* ---- what does not go together ---- */

static void pair(const struct look *l, const struct bm__agent *a, const struct bm__agent *b) {
    if (is_inhibitor(a) && is_inhibitor(b) && a != b)
        warn(l, "%s and %s are given at the same time: one aromatase inhibitor is taken, not two (labels)", a->name,
             b->name);
    else if (is_inhibitor(a) && b->bone_drug == BM__DRUG_SERM)
        warn(l,
             "%s and %s are given at the same time: they oppose each other, and tamoxifen lowers the level of the "
             "inhibitor (labels of letrozole and anastrozole)",
             a->name, b->name);
    else if (is_inhibitor(a) && b == bm__agents[BM__AGENT_estradiol])
        warn(l,
             "estradiol is given with %s, which is to take estradiol away: it undoes the treatment, and is "
             "contraindicated in breast cancer that is sensitive to hormones (labels)",
             a->name);
    else if (a->bone_drug == BM__DRUG_RANKL && b->bone_drug == BM__DRUG_RANKL)
        warn(l, "denosumab is prescribed twice at the same time (label: 60 mg every 6 months)");
    else if (a->bone_drug == BM__DRUG_RANKL && b->bone_drug == BM__DRUG_BISPHOSPHONATE)
        warn(l, "denosumab and %s are given at the same time: two antiresorptives are not combined (label)", b->name);
}

static void pairs(const struct look *l) {
    const struct bm__simulation *sim = l->sim;
    for (uint32_t i = 0; i < sim->n_courses; i++)
        for (uint32_t j = 0; j < i; j++) {
            const struct bm__course *a = &sim->courses[i], *b = &sim->courses[j];
            if (!acts(a) || !acts(b) || !(overlap(a, b) > HAND_OVER_D))
                continue;
            pair(l, agent_of(l, a), agent_of(l, b));
            if (agent_of(l, a)->bone_drug != agent_of(l, b)->bone_drug ||
                is_inhibitor(agent_of(l, a)) != is_inhibitor(agent_of(l, b)))
                pair(l, agent_of(l, b), agent_of(l, a));
        }
}

/* ---- what ends badly ---- */

/* Does a course of a class begin or run in a span? of: that course does not count. */
static int any_runs(const struct look *l, uint32_t bone_drugs, double from_d, double to_d,
                    const struct bm__course *of) {
    int any = 0;
    for (uint32_t i = 0; i < l->sim->n_courses; i++)
        if (&l->sim->courses[i] != of && (agent_of(l, &l->sim->courses[i])->bone_drug & bone_drugs) != 0)
            any |= runs_at(&l->sim->courses[i], from_d, to_d);
    return any;
}

/* The last dose of denosumab before a time, or -BM_NEVER_D; and the first after it, or BM_NEVER_D. */
static double last_denosumab(const struct look *l, double before_d) {
    double last_d = -BM_NEVER_D;
    for (uint32_t i = 0; i < l->sim->n_courses; i++)
        if (agent_of(l, &l->sim->courses[i])->bone_drug == BM__DRUG_RANKL && acts(&l->sim->courses[i]))
            last_d = fmax(last_d, bm__course_last_before(&l->sim->courses[i], before_d));
    return last_d;
}

static double next_denosumab(const struct look *l, double after_d) {
    double next_d = BM_NEVER_D;
    for (uint32_t i = 0; i < l->sim->n_courses; i++)
        if (agent_of(l, &l->sim->courses[i])->bone_drug == BM__DRUG_RANKL && acts(&l->sim->courses[i]))
            next_d = fmin(next_d, bm__course_next_after(&l->sim->courses[i], after_d));
    return next_d;
}

/* Goes from dose to dose, each time to the last within seven months, until there is none. */
static void denosumab_gaps(const struct look *l) {
    const double now_d = l->sim->now.time_d;
    double dose_d = next_denosumab(l, -BM_NEVER_D);
    while (dose_d + SEVEN_MONTHS_D < now_d) {
        const double due_d = dose_d + SEVEN_MONTHS_D, last_d = last_denosumab(l, due_d),
                     next_d = next_denosumab(l, dose_d);
        if (last_d > dose_d) {
            dose_d = last_d;
            continue;
        }
        if (!any_runs(l, BM__DRUG_BISPHOSPHONATE, dose_d, due_d, NULL)) {
            if (next_d < BM_NEVER_D)
                warn(l,
                     "denosumab of day %g is later than 7 months after the dose before: bone loss rebounds, and "
                     "vertebrae may fracture (label)",
                     next_d);
            else
                warn(l,
                     "denosumab was stopped after day %g with nothing after it: bone loss rebounds, and vertebrae may "
                     "fracture; a bisphosphonate follows it (label; ECTS 2020)",
                     dose_d);
        }
        dose_d = next_d;
    }
}

static void builders_stopped(const struct look *l) {
    for (uint32_t i = 0; i < l->sim->n_courses; i++) {
        const struct bm__course *course = &l->sim->courses[i];
        const struct bm__agent *agent = agent_of(l, course);
        const double end_d = bm__course_end(course);
        if (!(agent->bone_drug & BUILDER) || !acts(course) || end_d + FOLLOW_D > l->sim->now.time_d)
            continue;
        if (!any_runs(l, agent->bone_drug | ANTIRESORPTIVE, end_d, end_d + FOLLOW_D, course))
            warn(l,
                 "%s ended on day %g with nothing after it: the gain is lost within a year, and an antiresorptive "
                 "follows it (labels)",
                 agent->name, end_d);
    }
}

static void romosozumab_doses(const struct look *l) {
    double given = 0.0;
    for (uint32_t i = 0; i < l->sim->n_courses; i++)
        if (agent_of(l, &l->sim->courses[i])->bone_drug == BM__DRUG_SCLEROSTIN)
            given += bm__course_doses_given(&l->sim->courses[i], l->sim->now.time_d);
    if (given > 12.0)
        warn(l, "romosozumab is given beyond 12 doses, after which its effect on bone formation wanes (label)");
}

/* ---- what does not suit her ---- */

/* Calcidiol on day 0, as the model has it if day 0 has been worked out. */
static double calcidiol_nmol_l(const struct look *l) {
    return l->sim->prepared ? l->sim->x_day_0[BM__X_D25] : bm__covariate(l->day0, BM__C_calcidiol);
}

static double calcium_mmol_l(const struct look *l) {
    return l->sim->prepared ? l->sim->x_day_0[BM__X_P] * l->sim->organism.k.per_V1 : (double)NAN;
}

static void kidney_and_calcium(const struct look *l, const struct bm__agent *agent) {
    const double egfr = bm__covariate(l->day0, BM__C_egfr), calcidiol = calcidiol_nmol_l(l),
                 calcium = calcium_mmol_l(l);
    const int potent = agent->bone_drug == BM__DRUG_RANKL || agent == bm__agents[BM__AGENT_zoledronic_acid];
    if (egfr < agent->clearance_minimum)
        warn(l,
             "%s is not for women with a GFR of %g mL/min: its label asks for a creatinine clearance of %g or more "
             "(Cockcroft-Gault)",
             agent->name, egfr, agent->clearance_minimum);
    if (agent->bone_drug == BM__DRUG_RANKL && egfr < 30.0)
        warn(
            l,
            "denosumab at a GFR of %g mL/min: calcium may fall dangerously below 30 mL/min (boxed warning of the label "
            "since January 2024)",
            egfr);
    if (potent && calcidiol < 50.0)
        warn(
            l,
            "%s at a calcidiol of %.3g nmol/L: calcium may fall, and vitamin D is corrected to 50 nmol/L or more first "
            "(labels)",
            agent->name, calcidiol);
    if (potent && calcium < 2.1)
        warn(l, "%s at a serum calcium of %.3g mmol/L: low calcium is corrected first (labels: contraindicated)",
             agent->name, calcium);
}

/* An inhibitor before the menopause needs the ovaries suppressed at the time when it begins. */
static void ovaries(const struct look *l, const struct bm__course *course) {
    const struct bm__agent *agent = agent_of(l, course);
    const double since = bm__covariate(l->day0, BM__C_years_since_menopause) + course->start_d / BM__DAYS_PER_YEAR;
    int suppressed = 0;
    for (uint32_t i = 0; i < l->sim->n_courses; i++)
        if (agent_of(l, &l->sim->courses[i])->suits == BM__BEFORE_MENOPAUSE)
            suppressed |= overlap(course, &l->sim->courses[i]) > 0.0;
    if (is_inhibitor(agent) && since < 0.0 && !suppressed)
        warn(l,
             "%s hardly lowers estradiol %g years before the menopause without goserelin, which is to be prescribed "
             "first (labels: after the menopause only)",
             agent->name, -since);
}

/* Densities and their scales: one that was converted, and one that few women have on the scale that is taken. */
static void scanner(const struct look *l) {
    static const char *const sites[] = {
#define BM__ROW(symbol, name) #name,
        BM__SITES(BM__ROW)
#undef BM__ROW
    };
    const uint32_t device = bm__device_of(l->day0);
    const double age = bm__covariate(l->day0, BM__C_age_years);
    for (int i = 0; i < BM__N_SITES; i++) {
        const double bmd = l->day0->covariates[BM__C_bmd_LS + i], z = bm__z_score((enum bm__site)i, age, bmd);
        if (!isnan(bmd) && device != BM__HOLOGIC)
            warn(l,
                 "bmd.%s was converted from the scale of %s: the level is right within 4 %%, and no change is to be "
                 "computed across scanners (Hui 1997, Lu 2001)",
                 sites[i], bm__devices[device - 1].name);
        else if (z > 2.5 || z < -4.0)
            warn(l,
                 "bmd.%s of %g g/cm2 is unlikely on Hologic's scale, %.2g SD from women of her age: was it measured on "
                 "another scanner (device)?",
                 sites[i], bmd, z);
    }
}

static void body_of(const struct look *l) {
    const double weight_kg = bm__covariate(l->day0, BM__C_weight_kg),
                 height_cm = bm__covariate(l->day0, BM__C_height_cm);
    const double bmi = weight_kg * 1e4 / (height_cm * height_cm);
    if (bmi < 13.0 || bmi > 65.0)
        warn(l, "%g kg and %g cm are a body mass index of %.3g kg/m2, which hardly anybody has (below 13 or above 65)",
             weight_kg, height_cm, bmi);
    if (calcidiol_nmol_l(l) < 30.0)
        warn(l,
             "a calcidiol of %.3g nmol/L is a deficiency (below 30 nmol/L, Institute of Medicine 2011): what the model "
             "says of bone then was not compared with trials",
             calcidiol_nmol_l(l));
}

void bm__cautions(const struct bm__simulation *sim, const struct bm__day0 *day0, bm__caution_fn say, void *user) {
    const struct look l = {sim, day0, say, user};
    body_of(&l);
    scanner(&l);
    pairs(&l);
    for (uint32_t i = 0; i < sim->n_courses; i++)
        if (acts(&sim->courses[i]) && bm__course_end(&sim->courses[i]) > 0.0) {
            kidney_and_calcium(&l, agent_of(&l, &sim->courses[i]));
            ovaries(&l, &sim->courses[i]);
        }
    denosumab_gaps(&l);
    builders_stopped(&l);
    romosozumab_doses(&l);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The difference of a study, in densities, markers and risks of fracture. */
#include "cohort/study.h"

#include "cohort/generated/between_studies.h"
#include "cohort/random.h"

/* ---- how large it is ---- */

enum family {
    OF_ai,
    OF_ai_and_bone_drug,
    OF_anabolic,
    OF_antiresorptive,
    OF_untreated,
    OF_lifestyle,
    N_FAMILIES,
    OF_all = 0 /* where there are no families */
};
enum quantity { IN_density, IN_marker, IN_fracture_trial, IN_fracture_table, N_QUANTITIES };

static const struct size {
    double a, b;
} sizes[N_QUANTITIES][N_FAMILIES] = {
#define BM__ROW(quantity, family, a, b) [IN_##quantity][OF_##family] = {a, b},
    BM__BETWEEN_STUDIES(BM__ROW)
#undef BM__ROW
};

/* The family of what has been prescribed until a time, as between_studies.h has it. */
static enum family family_of(const struct bm__simulation *sim, double time_d) {
    static const uint32_t builders = BM__DRUG_PTH | BM__DRUG_SCLEROSTIN,
                          antiresorptives = BM__DRUG_RANKL | BM__DRUG_BISPHOSPHONATE;
    uint32_t bone_drugs = 0;
    int inhibitor = 0, estrogens = 0, others = 0;
    for (uint32_t i = 0; i < sim->n_courses; i++) {
        const struct bm__course *course = &sim->courses[i];
        const struct bm__agent *agent = bm__agent_of(sim, course->agent);
        if (course->start_d >= time_d || bm__course_end(course) <= 0.0)
            continue;
        bone_drugs |= agent->bone_drug;
        inhibitor |= agent->suits == BM__SUPPRESSED;
        estrogens |= agent->bone_drug == BM__DRUG_SERM || course->agent == BM__AGENT_estradiol ||
                     course->agent == BM__AGENT_goserelin;
        others |= course->agent != BM__AGENT_calcium && course->agent != BM__AGENT_vitamin_d;
    }
    if (bone_drugs & builders)
        return OF_anabolic;
    if (inhibitor)
        return bone_drugs & antiresorptives ? OF_ai_and_bone_drug : OF_ai;
    if (bone_drugs & antiresorptives)
        return OF_antiresorptive;
    return others && !estrogens ? OF_lifestyle : OF_untreated;
}

/* The SD of a difference from the model's change m. */
static double sd_of(const struct bm__simulation *sim, enum quantity quantity, double time_d, double m) {
    const struct size *size = &sizes[quantity][family_of(sim, time_d)];
    return sqrt(size->a * size->a + size->b * size->b * m * m);
}

/* ---- z ---- */

static double months(double time_d) {
    return time_d / (BM__DAYS_PER_YEAR / 12.0);
}

static uint32_t key_of(const struct bm__study *study, const char *name, int of_arm) {
    return bm__random_key(name) + (of_arm ? UINT32_C(0x9E3779B9) * (study->arm + 1) : 0);
}

/* One process of variance 1. */
static double process(struct bm__brownian *path, const struct bm__study *study, uint32_t key, double time_d) {
    static const double spread = 100.0; /* the whole of time comes to 631, and is spread over the path's 65,536 days */
    const double s = spread * bm__exp(2.0 / BM__STUDY_TIMES * bm__log(months(time_d) + 3.0));
    return bm__brownian_at(path, study->seed, study->number, key, s) / sqrt(s / BM__DAYS_PER_YEAR);
}

/* z of one of several things that share a part: paths of what is shared and what is its own, in the study and in the
 * arm. */
static double z_of(struct bm__study_density *paths, const struct bm__study *study, const char *shared, const char *own,
                   double part, double time_d) {
    double z[2];
    for (int of_arm = 0; of_arm < 2; of_arm++) {
        struct bm__brownian *path = of_arm ? paths->of_arm : paths->of_study;
        z[of_arm] = sqrt(part) * process(&path[0], study, key_of(study, shared, of_arm), time_d) +
                    sqrt(1.0 - part) * process(&path[1], study, key_of(study, own, of_arm), time_d);
    }
    return sqrt(BM__STUDY_ARMS) * z[0] + sqrt(1.0 - BM__STUDY_ARMS) * z[1];
}

/* ---- what it does ---- */

/* Without the study's size: the SD of a density's points, and of the logarithm of a marker. */
static double density_points(const struct bm__simulation *sim, double time_d, double relative) {
    const double t = months(time_d), growth = fmin(fmax(t / 24.0, 0.25 * fmin(t, 1.0)), 2.5);
    return sqrt(growth) * sd_of(sim, IN_density, time_d, 100.0 * (relative - 1.0));
}

static double marker_logarithm(const struct bm__simulation *sim, double time_d, double relative) {
    return sqrt(fmin(months(time_d), 1.0)) * sd_of(sim, IN_marker, time_d, bm__log(relative));
}

static int has_difference(const struct bm__study *study, double time_d) {
    return study->size > 0.0 && time_d > 0.0;
}

double bm__study_density_z(struct bm__study *study, enum bm__site site, double time_d) {
    static const char *const names[] = {
#define BM__ROW(symbol, name) "study.bmd." #name,
        BM__SITES(BM__ROW)
#undef BM__ROW
    };
    return z_of(&study->density[site], study, "study.bmd", names[site], BM__STUDY_SITES, time_d);
}

double bm__study_marker_z(const struct bm__study *study, enum bm__marker which, double time_d) {
    static const char *const names[] = {
#define BM__ROW(id, ...) "study.marker." #id,
        BM__MARKERS(BM__ROW)
#undef BM__ROW
    };
    struct bm__study_density paths = {0};
    return z_of(&paths, study, "study.marker", names[which], BM__STUDY_MARKERS, time_d);
}

double bm__study_pace(double time_d) {
    return bm__exp(bm__log(months(time_d) + 3.0) / BM__STUDY_TIMES);
}

double bm__study_correlation(int markers, int same, double pace, double other_pace) {
    return (same      ? 1.0
            : markers ? BM__STUDY_MARKERS
                      : BM__STUDY_SITES) *
           fmin(pace, other_pace) / fmax(pace, other_pace);
}

double bm__study_density_sd(const struct bm__study *study, const struct bm__simulation *sim, double time_d,
                            double relative) {
    return has_difference(study, time_d) ? study->size * density_points(sim, time_d, relative) / 100.0 / relative : 0.0;
}

double bm__study_marker_sd(const struct bm__study *study, const struct bm__simulation *sim, double time_d,
                           double relative) {
    return has_difference(study, time_d) ? study->size * marker_logarithm(sim, time_d, relative) : 0.0;
}

double bm__study_density_factor(struct bm__study *study, const struct bm__simulation *sim, enum bm__site site,
                                double time_d, double relative) {
    if (!has_difference(study, time_d))
        return 1.0;
    const double points =
        study->size * density_points(sim, time_d, relative) * bm__study_density_z(study, site, time_d);
    return fmax(relative + points / 100.0, 0.0) / relative;
}

double bm__study_marker_factor(const struct bm__study *study, const struct bm__simulation *sim, enum bm__marker which,
                               double time_d, double relative) {
    if (!has_difference(study, time_d))
        return 1.0;
    return bm__exp(study->size * marker_logarithm(sim, time_d, relative) * bm__study_marker_z(study, which, time_d));
}

double bm__study_probability(const struct bm__study *study, enum bm__study_risk risk, uint32_t fracture, double p) {
    const enum quantity quantity = risk == BM__RISK_TRIAL ? IN_fracture_trial : IN_fracture_table;
    if (!(study->size > 0.0))
        return p;
    double z[2];
    for (int of_arm = 0; of_arm < 2; of_arm++)
        z[of_arm] = bm__random_normal(study->seed, study->number, key_of(study, "study.fracture", of_arm),
                                      2 * fracture + (uint32_t)risk);
    const double ln_f =
        study->size * sizes[quantity][OF_all].a * (sqrt(BM__STUDY_ARMS) * z[0] + sqrt(1.0 - BM__STUDY_ARMS) * z[1]);
    return 1.0 - bm__exp(bm__exp(ln_f) * bm__log(fmax(1.0 - p, 0x1p-60)));
}

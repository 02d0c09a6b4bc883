/* SPDX-License-Identifier: Apache-2.0 */
/* Smoking: after the menopause it tells on osteoblasts slowly, and leaves slowly (SMK). */
#ifndef BM__BODY_HABITS_H
#define BM__BODY_HABITS_H

/* clang-format off */
#define BM__HABITS_PARAMETERS(X)                                                                                       \
    BM__FIT(X, habits, smoking, "1", 0.0, 3.0,                                                                         \
            "Formation goes with exp(-this) under a pack a day long after the menopause")                              \
    X(habits, smoking_half, 10.0, "/d", 0.5, 100.0, 0, "choice", "Cigarettes a day with half of the largest effect")   \
    X(habits, smoking_years, 10.0, "a", 0.5, 50.0, 0,                                                                  \
      "choice: loss grows over decades, former smokers near others after ten years",                                   \
      "Time constant in which smoking tells on bone, and stopping too")                                                \
    X(habits, alcohol_free, 2.0, "/d", 0.0, 10.0, 0, "Kanis 2005: more than 2 units a day",                            \
      "Units of alcohol a day without harm")                                                                           \
    X(habits, alcohol_half, 1.0, "/d", 0.05, 10.0, 0, "choice",                                                        \
      "Units of alcohol beyond habits.alcohol_free with half of the largest effect")                                   \
    X(habits, alcohol, 0.05, "1", 0.0, 3.0, 0, "choice: mechanism only; no gain is modelled at any amount",            \
      "Formation is multiplied by exp(-this) under a unit beyond habits.alcohol_free")                                 \
    X(habits, caffeine_calcium, 0.2, "1", 0.0, 5.0, 0, "balance studies, recalled: 5 mg of absorbed calcium a cup",    \
      "Calcium in the diet that a mg of caffeine costs where calcium is low")                                          \
    X(habits, caffeine_low, 600.0, "mg/d", 0.0, 5000.0, 0, "Hallstrom 2006: below 700 mg",                             \
      "Calcium eaten below which caffeine has its whole cost; none from 200 more")                                     \
    X(habits, inflammation_rankl, 0.0, "1", 0.0, 2.0, 0, "SWAN: C-reactive protein is not associated with density",    \
      "RANKL that each doubling of C-reactive protein above 1.5 mg/L adds, relative to its making")

#define BM__HABITS_TARGETS(X)                                                                                          \
    X(cigarettes, "/d", 0.0, "cigarettes beyond the habit")                                                            \
    X(alcohol_units, "/d", 0.0, "units of alcohol beyond the habit")                                                   \
    X(caffeine, "mg/d", 0.0, "caffeine beyond the habit")

#define BM__HABITS_STATES(X)                                                                                           \
    X(SMK, 1.0, "1", 0.0, "Effect of smoking on osteoblasts since the menopause; 1 = a pack a day for many years")

#define BM__HABITS_DERIVED(X)                                                                                          \
    X(k_smoking, 1.0 / (e->habits_smoking_years * BM__HOURS_PER_YEAR))                                                 \
    X(inflamed, 1.0 + e->habits_inflammation_rankl * person->inflammation)                                             \
    X(cigarettes, person->habits[BM__HABIT_CIGARETTES])                                                                \
    X(alcohol_units, person->habits[BM__HABIT_ALCOHOL])                                                                \
    X(caffeine, person->habits[BM__HABIT_CAFFEINE])

#define BM__HABITS_JACOBIAN(X)                                                                                         \
    X(SMK, SMK)

#define BM__HABITS_TARGET_JACOBIAN(X)                                                                                  \
    X(SMK, cigarettes)
/* clang-format on */

#endif

#if defined(BM__BODY_INDEX_COMPLETE) && !defined(BM__BODY_HABITS_EQUATIONS)
#define BM__BODY_HABITS_EQUATIONS

BM__INLINE void bm__habits(const struct bm__core_at *s, const struct bm__extension_levels *at) {
    const struct bm__extension_constants *E = s->e;
    const double pack = 20.0;
    const bm__real cigarettes = bm__positive(E->cigarettes + U(cigarettes));
    const bm__real per = 1.0 / (cigarettes + E->habits_smoking_half), scale = (pack + E->habits_smoking_half) / pack;
    const bm__real smoked = cigarettes * per * scale;
    F(SMK) = E->k_smoking * (smoked * at->gone - X(SMK));

    if (s->jac) {
        J(SMK, SMK) = -E->k_smoking;
        JU(SMK, cigarettes) = E->k_smoking * at->gone * scale * E->habits_smoking_half * per * per;
        s->f_t[BM__X_SMK] = at->passes * (E->k_smoking * smoked * at->gone * (1.0 - at->gone) /
                                          (E->estradiol_transition_width * BM__HOURS_PER_YEAR));
    }
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lane file. Nutrients as supplements, day by day on top of diet and sun; and habits, which take the place of her own
 * while they run.
 */
#include "body/body.h"
#include "agents/agent.h"

static double level(const double *p, double rate, const double *x) {
    (void)p;
    (void)x;
    return rate;
}

/* The field of an agent that pushes its rate on one target. */
#define FIELD(agent, target)                                                                                           \
    static void agent##_field(const struct bm__agent_at *s) {                                                          \
        s->u[BM__U_##target] += s->rate[0];                                                                            \
    }
#define DAILY(agent, unit_, maximum, label, usual)                                                                     \
    .name = #agent, .unit = (unit_), .flags = BM_FLAG_CONTINUOUS, .models = BM__IN_FULL, .dose_minimum = 0.0,          \
    .dose_maximum = (maximum), .dose_label = (label), .usual_minimum = 0.0, .usual_maximum = (usual),                  \
    .level_unit = (unit_), .level = level

FIELD(calcium, calcium_supply)
const struct bm__agent BM__LANE_SYMBOL(bm__agent_calcium) = {
    DAILY(calcium, "mg/d", 10000.0, 1000.0, 2000.0),
    .description = "Calcium supplement, elemental calcium",
    .source = "trials with aromatase inhibitors: 1000-1200 mg a day",
    .code = "ATC:A12AA",
    .field = calcium_field,
};

FIELD(vitamin_d, vitamin_d_supply)
const struct bm__agent BM__LANE_SYMBOL(bm__agent_vitamin_d) = {
    DAILY(vitamin_d, "[iU]/d", 100000.0, 800.0, 4000.0),
    .description = "Vitamin D supplement (cholecalciferol)",
    .source = "trials with aromatase inhibitors: 400-800 IU a day",
    .code = "ATC:A11CC",
    .field = vitamin_d_field,
};

FIELD(protein, protein_supply)
const struct bm__agent BM__LANE_SYMBOL(bm__agent_protein) = {
    DAILY(protein, "g/kg/d", 5.0, 0.4, 1.0),
    .description = "Protein beyond her diet",
    .source = "Shams-White 2017, high against low protein: trials of 0.2-0.6 g/kg a day",
    .code = "",
    .field = protein_field,
};

FIELD(vitamin_k2, vitamin_k2_supply)
const struct bm__agent BM__LANE_SYMBOL(bm__agent_vitamin_k2) = {
    DAILY(vitamin_k2, "ug/d", 100000.0, 180.0, 50000.0),
    .description = "Vitamin K2 supplement: lowers undercarboxylated osteocalcin, does nothing to density here",
    .source = "Knapen: MK-4 45 mg a day, no difference in density; MK-7 180 ug, recalled",
    .code = "ATC:B02BA",
    .field = vitamin_k2_field,
};

FIELD(magnesium, magnesium_supply)
const struct bm__agent BM__LANE_SYMBOL(bm__agent_magnesium) = {
    DAILY(magnesium, "mg/d", 3000.0, 250.0, 500.0),
    .description = "Magnesium supplement: helps the 1-alpha-hydroxylase where the diet has little",
    .source = "WHI-OS: no effect on fractures; mechanism only",
    .code = "ATC:A12CC",
    .field = magnesium_field,
};

/* Zinc, boron and manganese, in doses that the parameters count in recommended intakes. */
static const struct bm__value_row minerals[] = {
    {"trace_minerals.zinc", 1.0, "1", 0.0, 20.0, 0, "choice", "Zinc, relative to the recommended intake"},
    {"trace_minerals.boron", 1.0, "1", 0.0, 20.0, 0, "choice", "Boron, relative to a usual intake"},
    {"trace_minerals.manganese", 1.0, "1", 0.0, 20.0, 0, "choice", "Manganese, relative to the recommended intake"},
};
static void minerals_parts(const double *p, const double *options, double dose, double parts[BM__MAX_RATES]) {
    (void)p;
    for (uint32_t i = 0; i < BM__COUNT(minerals); i++)
        parts[i] = dose * options[i];
}
static void minerals_field(const struct bm__agent_at *s) {
    s->u[BM__U_zinc_supply] += s->rate[0];
    s->u[BM__U_boron_supply] += s->rate[1];
    s->u[BM__U_manganese_supply] += s->rate[2];
}
const struct bm__agent BM__LANE_SYMBOL(bm__agent_trace_minerals) = {
    DAILY(trace_minerals, "1", 10.0, 1.0, 2.0),
    .description = "Zinc, boron and manganese: matter only where the diet lacks them",
    .source = "Nielsen 2011: no effect in women who lack none; mechanism only",
    .code = "ATC:A12CX",
    .n_rates = BM__COUNT(minerals),
    .n_options = BM__COUNT(minerals),
    .options = minerals,
    .parts = minerals_parts,
    .field = minerals_field,
};

FIELD(smoking, cigarettes)
const struct bm__agent BM__LANE_SYMBOL(bm__agent_smoking) = {
    DAILY(smoking, "/d", 100.0, 0.0, 60.0), .description = "Cigarettes a day instead of her habit; 0 = she stops",
    .source = "Law and Hackshaw 1997",      .code = "",
    .replaces = BM__HABIT_CIGARETTES,       .field = smoking_field,
};

FIELD(alcohol, alcohol_units)
const struct bm__agent BM__LANE_SYMBOL(bm__agent_alcohol) = {
    DAILY(alcohol, "/d", 30.0, 0.0, 10.0),
    .description = "Units of alcohol a day instead of her habit; 0 = she stops",
    .source = "Kanis 2005: more than 2 units a day",
    .code = "",
    .replaces = BM__HABIT_ALCOHOL,
    .field = alcohol_field,
};

FIELD(caffeine, caffeine)
const struct bm__agent BM__LANE_SYMBOL(bm__agent_caffeine) = {
    DAILY(caffeine, "mg/d", 3000.0, 0.0, 1000.0),
    .description = "Caffeine a day instead of her habit; 0 = she stops",
    .source = "Hallstrom 2006: a cost only where calcium is low",
    .code = "",
    .replaces = BM__HABIT_CAFFEINE,
    .field = caffeine_field,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* Units that people use: how a number in one of them becomes a number in the unit of the catalogue. */
#include <stdio.h>

#include "api/handles.h"

/* What a substance needs between mass and amount: g/mol, or the mass that an international unit stands for. */
#define CALCIDIOL           400.64 /* calcifediol, C27H44O2 */
#define ESTRADIOL           272.38 /* C18H24O2 */
#define CALCITRIOL          416.64 /* C27H44O3 */
#define CALCIUM             40.078
#define PHOSPHORUS          30.974
#define PTH_PG_PER_PMOL     9.4 /* as serum.pth is read (readouts.h) */
#define VITAMIN_D_IU_PER_UG 40.0

/* Factors from a unit, in UCUM notation, to that of the catalogue; name: of this row only, NULL: of every row. */
static const struct {
    const char *name, *to, *unit;
    double factor;
} factors[] = {
    {NULL, "a", "mo", 1.0 / 12.0},
    {NULL, "a", "wk", 7.0 / BM__DAYS_PER_YEAR},
    {NULL, "a", "d", 1.0 / BM__DAYS_PER_YEAR},
    {NULL, "kg", "g", 1e-3},
    {NULL, "kg", "[lb_av]", 0.45359237},
    {NULL, "cm", "m", 100.0},
    {NULL, "cm", "mm", 0.1},
    {NULL, "cm", "[in_i]", 2.54},
    {NULL, "g/cm2", "mg/cm2", 1e-3},
    {NULL, "g/cm2", "kg/m2", 0.1},
    {NULL, "pg/mL", "ng/L", 1.0},
    {NULL, "pg/mL", "ng/dL", 10.0},
    {NULL, "pg/mL", "ng/mL", 1e3},
    {NULL, "pg/mL", "ug/L", 1e3},
    {NULL, "ng/mL", "ug/L", 1.0},
    {NULL, "ng/mL", "pg/mL", 1e-3},
    {NULL, "ng/mL", "ng/L", 1e-3},
    {NULL, "ug/L", "ng/mL", 1.0},
    {NULL, "ug/L", "pg/mL", 1e-3},
    {NULL, "ug/L", "ng/L", 1e-3},
    {NULL, "mg/L", "ug/mL", 1.0},
    {NULL, "mg/L", "mg/dL", 10.0},
    {NULL, "mg/L", "ug/L", 1e-3},
    {NULL, "nmol/L", "pmol/mL", 1.0},
    {NULL, "nmol/L", "pmol/L", 1e-3},
    {NULL, "nmol/L", "umol/L", 1e3},
    {NULL, "pmol/L", "nmol/L", 1e3},
    {NULL, "mmol/L", "umol/L", 1e-3},
    {NULL, "nmol/mmol", "umol/mol", 1.0},
    {NULL, "nmol/mmol", "pmol/umol", 1.0},
    {NULL, "mL/min", "mL/s", 60.0},
    {NULL, "mL/min", "L/h", 1000.0 / 60.0},
    {NULL, "mg/d", "g/d", 1e3},
    {NULL, "mg/d", "ug/d", 1e-3},
    {NULL, "ug/d", "mg/d", 1e3},
    {NULL, "/d", "/wk", 1.0 / 7.0},
    {NULL, "/a", "/mo", 12.0},
    {NULL, "mg", "g", 1e3},
    {NULL, "mg", "ug", 1e-3},
    {NULL, "ug", "mg", 1e3},
    {NULL, "ug", "g", 1e6},
    {NULL, "ug", "ng", 1e-3},
    {"calcidiol_nmol_l", "nmol/L", "ng/mL", 1e3 / CALCIDIOL},
    {"calcidiol_nmol_l", "nmol/L", "ug/L", 1e3 / CALCIDIOL},
    {"serum.calcidiol", "nmol/L", "ng/mL", 1e3 / CALCIDIOL},
    {"serum.calcidiol", "nmol/L", "ug/L", 1e3 / CALCIDIOL},
    {"estradiol_pg_ml", "pg/mL", "pmol/L", 1e-3 * ESTRADIOL},
    {"estradiol_pg_ml", "pg/mL", "nmol/L", ESTRADIOL},
    {"serum.estradiol", "pg/mL", "pmol/L", 1e-3 * ESTRADIOL},
    {"serum.estradiol", "pg/mL", "nmol/L", ESTRADIOL},
    {"serum.calcitriol", "pmol/L", "pg/mL", 1e3 / CALCITRIOL},
    {"serum.calcitriol", "pmol/L", "ng/L", 1e3 / CALCITRIOL},
    {"serum.calcium", "mmol/L", "mg/dL", 10.0 / CALCIUM},
    {"serum.phosphate", "mmol/L", "mg/dL", 10.0 / PHOSPHORUS},
    {"serum.pth", "pg/mL", "pmol/L", PTH_PG_PER_PMOL},
    {"vitamin_d", "[iU]/d", "ug/d", VITAMIN_D_IU_PER_UG},
    {"vitamin_d_intake_iu_day", "[iU]/d", "ug/d", VITAMIN_D_IU_PER_UG},
};

static int fits(uint32_t i, const bm_catalog_entry *row) {
    return strcmp(factors[i].to, row->unit) == 0 && (!factors[i].name || strcmp(factors[i].name, row->name) == 0);
}

bm_status bm_catalog_convert(const bm_model *model, uint32_t kind, const char *name, double value, const char *unit,
                             double *converted, char *message, size_t message_size) {
    bm__say(message, message_size, BM_OK, "%s", "");
    if (!model || !name || !unit || !converted)
        return bm__say(message, message_size, BM_EINVAL, "convert: an argument is NULL");
    size_t index;
    struct bm__nearest nearest;
    if (bm_catalog_find(model, kind, name, &index) != BM_OK)
        return bm__say(message, message_size, BM_ENOTFOUND, "convert: '%.60s' is not a name of this kind%s", name,
                       bm__did_you_mean_one(&nearest, model, kind, name));
    bm_catalog_entry row;
    bm__catalog_entry(model, kind, index, &row);
    double factor = strcmp(unit, row.unit) == 0 ? 1.0 : 0.0;
    for (uint32_t i = 0; i < BM__COUNT(factors); i++)
        if (fits(i, &row) && strcmp(unit, factors[i].unit) == 0)
            factor = factors[i].factor;
    if (factor == 0.0) {
        char allowed[BM__MESSAGE_LENGTH];
        size_t used = (size_t)snprintf(allowed, sizeof allowed, "%s", row.unit);
        for (uint32_t i = 0; i < BM__COUNT(factors) && used < sizeof allowed; i++)
            if (fits(i, &row))
                used += (size_t)snprintf(allowed + used, sizeof allowed - used, ", %s", factors[i].unit);
        return bm__say(message, message_size, BM_ENOTFOUND, "convert: the unit of %s is '%.20s', allowed is %s",
                       row.name, unit, allowed);
    }
    if (!isfinite(value) || !isfinite(value * factor))
        return bm__say(message, message_size, BM_ERANGE, "convert: %s is %g %s, allowed is a finite number", row.name,
                       value, unit);
    *converted = value * factor;
    return BM_OK;
}

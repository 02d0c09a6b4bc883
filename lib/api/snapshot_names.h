/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names behind the places of snapshots of formats 3 and 4, which hold none: parameters, states, agents and so on in
 * the order that they had at commit e7e86e8, when these formats ended. Frozen: nothing here ever changes; the
 * fingerprint that those snapshots carry is that of this table. Only those of the core are read: the full model has had
 * other equations since.
 */
#ifndef BM__API_SNAPSHOT_NAMES_H
#define BM__API_SNAPSHOT_NAMES_H

#include <stddef.h>
#include <stdint.h>

#define BM__FROZEN_FINGERPRINT UINT64_C(0xf10fdc8e5979cd90) /* of the names of parameters, states and agents */
#define BM__FROZEN_EQUATIONS   1u
#define BM__FROZEN_CORE        "2026a-2c183736"

enum {
    BM__FROZEN_AGENT_STATES = 4,
    BM__FROZEN_AGENT_OPTIONS = 9,
    BM__FROZEN_CORE_PARAMETERS = 153, /* of the core and its agents: the first ones */
    BM__FROZEN_BODY_STATES = 34,      /* of the core's body: the first ones */
};

/* clang-format off */
static const char *const bm__frozen_parameters[] = {
    "core.OBtot0", "core.FracOBfast", "core.Frackb", "core.kb", "core.Da", "core.E0Meff", "core.EmaxMeffOC",
    "core.kinOCgam", "core.E0RANKL", "core.EmaxL", "core.LsurvOCgam", "core.PicOBgamkb", "core.MultPicOBkb",
    "core.FracPic0kb", "core.E0RUNX2kbEffFACT", "core.RUNkbMaxFact", "core.RUNkbGAM", "core.RUNX20", "core.Pic0",
    "core.koutTGF0", "core.koutTGFGam", "core.OBtgfGAM", "core.OCtgfGAM", "core.EmaxPicROB", "core.PicROBgam",
    "core.FracPicROB", "core.EmaxPicOB", "core.PicOBgam", "core.FracPicOB", "core.EmaxPicOC", "core.PicOCgam",
    "core.FracPicOC", "core.k1", "core.k2", "core.k3", "core.k4", "core.koutRNK", "core.kinRNKgam", "core.koutL",
    "core.OsteoEffectGam", "core.EmaxLpth", "core.opgPTH50", "core.kO", "core.RX2Kout0", "core.E0rx2Kout",
    "core.EmaxPTHRX2x", "core.E0crebKin", "core.EmaxPTHcreb", "core.crebKout", "core.bcl2Kout", "core.CaDay",
    "core.FracJ14", "core.J14OCmax", "core.J14OCgam", "core.MOCratioGam", "core.FracJ15", "core.k14a", "core.HApMRT",
    "core.kout", "core.T58", "core.T61", "core.T59", "core.T70", "core.T71", "core.ScaEffGam", "core.PTout",
    "core.CtriolMax", "core.CtriolMin", "core.CtriolPTgam", "core.T64", "core.T65", "core.T67", "core.AlphOHgam",
    "core.T69", "core.PhosEff0", "core.PhosEff50", "core.PhosEffGam", "core.PO4inhPTHgam", "core.V1", "core.T16",
    "core.Reabs50", "core.T7", "core.T9", "core.T46", "core.maxTmESTkid", "core.OralCa", "core.OralPhos", "core.F12",
    "core.T28", "core.T310", "core.T77", "core.T80", "core.T81", "core.T87", "core.T33", "core.T34", "core.T35",
    "core.CaPOgam", "core.T49", "core.T52", "core.T55", "core.koutBMDls", "core.koutBMDlsDEN", "core.koutBMDfnBAS",
    "core.gamOB", "core.gamOCls", "core.gamOClsDEN", "core.gamOCfnBAS", "core.ESTON", "core.koutEST", "core.menoDUR",
    "core.ageENTER", "core.ageDONE", "core.ageGAM", "core.age50", "core.tgfbGAM", "core.tgfbactGAM", "core.robGAM",
    "core.E2scalePicB1", "core.GFRtau", "core.GFRdelta", "core.T43", "core.T45", "core.T84", "core.IPTHint",
    "core.IPTHinf", "core.LsurvOCCgam", "core.ETHN", "core.BMI", "core.obGAM", "core.DENKA", "core.DENF",
    "core.DENVC", "core.DENVP", "core.DENCL", "core.DENQ", "core.DENVMAX", "core.DENKM", "core.kdenosl",
    "core.TERICL", "core.TERIVC", "core.TERIKA", "core.TERIF", "core.TERIVD", "core.PKKA", "core.PKVC", "core.PKCL",
    "core.PKQ1", "core.PKQ2", "core.PKVP1", "core.PKVP2", "core.PKVMAX", "core.PKKM", "letrozole.F", "letrozole.V",
    "letrozole.t_half", "letrozole.C_label", "letrozole.residual", "anastrozole.F", "anastrozole.V",
    "anastrozole.t_half", "anastrozole.C_label", "anastrozole.residual", "exemestane.F", "exemestane.V",
    "exemestane.t_half", "exemestane.C_label", "exemestane.residual", "exemestane.t_half_enzyme",
    "goserelin.t_release", "goserelin.t_pituitary", "goserelin.r50", "tamoxifen.V", "tamoxifen.t_half",
    "tamoxifen.C_label", "tamoxifen.occupancy", "tamoxifen.estradiol_equivalent", "raloxifene.V", "raloxifene.t_half",
    "raloxifene.C_label", "raloxifene.occupancy", "raloxifene.estradiol_equivalent", "estradiol.oral_t_half",
    "estradiol.oral_level", "zoledronic_acid.EC50", "zoledronic_acid.k_off", "zoledronic_acid.k_bury",
    "zoledronic_acid.k_release", "zoledronic_acid.skeleton", "alendronate.EC50", "alendronate.k_off",
    "alendronate.k_bury", "alendronate.k_release", "alendronate.skeleton", "alendronate.F", "risedronate.EC50",
    "risedronate.k_off", "risedronate.k_bury", "risedronate.k_release", "risedronate.skeleton", "risedronate.F",
    "ibandronate.EC50", "ibandronate.k_off", "ibandronate.k_bury", "ibandronate.k_release", "ibandronate.skeleton",
    "ibandronate.F", "romosozumab.ka", "romosozumab.F", "romosozumab.Vc", "romosozumab.Vp", "romosozumab.CL",
    "romosozumab.Q", "romosozumab.Vmax", "romosozumab.Km", "romosozumab.Kd", "resistance_training.recovery_time",
    "resistance_training.signal_half_life", "weight_bearing_aerobic.recovery_time",
    "weight_bearing_aerobic.signal_half_life", "impact_training.recovery_time", "impact_training.signal_half_life",
    "balance_training.full_dose", "balance_training.fall_rate", "flexibility_training.full_dose",
    "flexibility_training.fall_rate", "whole_body_vibration.full_dose", "whole_body_vibration.load",
    "history.from_age", "smoothing.runx2", "smoothing.phosphate", "estradiol.ovary", "estradiol.transition_width",
    "estradiol.transition_lead", "estradiol.late", "estradiol.early", "estradiol.early_years", "estradiol.loop_gain",
    "estradiol.fsh_maximum", "estradiol.fsh_K", "estradiol.fsh_n", "estrogen.lag", "estrogen.K", "estrogen.n",
    "estrogen.p", "estrogen.floor", "estrogen.K_oc", "estrogen.n_oc", "estrogen.apoptosis", "estrogen.activity",
    "estrogen.formation", "estrogen.withdrawal", "estrogen.adaptation", "remodelling.a_R",
    "remodelling.rankl_activity", "remodelling.a_F", "remodelling.bp_max", "remodelling.bp_activity",
    "remodelling.precursor_share", "remodelling.precursor_turnover", "osteocyte.wnt_lag", "osteocyte.lining_gain",
    "osteocyte.lining_depletion", "osteocyte.lining_recovery", "osteocyte.rankl_clearance", "osteocyte.wnt_activity",
    "osteocyte.pth_gain", "osteocyte.pth_depletion", "osteocyte.pth_rankl", "osteocyte.pulse_lag",
    "skeleton.turnover_lumbar_spine", "skeleton.turnover_total_hip", "skeleton.turnover_femoral_neck",
    "skeleton.turnover_distal_radius", "skeleton.ageing_from", "skeleton.ageing_lumbar_spine",
    "skeleton.ageing_total_hip", "skeleton.ageing_femoral_neck", "skeleton.ageing_distal_radius",
    "skeleton.strain_exponent", "skeleton.strain_exponent_lasting", "skeleton.accommodation", "skeleton.maturation",
    "skeleton.young_density", "skeleton.lining_share_total_hip", "skeleton.lining_share_femoral_neck",
    "skeleton.lining_share_distal_radius", "skeleton.pth_share_total_hip", "skeleton.pth_share_femoral_neck",
    "skeleton.pth_share_distal_radius", "vitamin_d.half_life", "vitamin_d.per_iu", "vitamin_d.K",
    "nutrition.calcium_effect", "vitamin_d.reference", "nutrition.calcium_half", "nutrition.magnesium_K",
    "nutrition.protein_spine", "nutrition.protein_most", "nutrition.zinc_intake", "nutrition.boron_intake",
    "nutrition.manganese_intake", "nutrition.mineral_deficit", "loading.estrogen_K", "loading.formation",
    "loading.sclerostin", "loading.strain", "loading.resorption", "loading.wnt_formation", "loading.most",
    "loading.accommodation", "loading.bed_rest", "loading.bed_rest_hip", "loading.bed_rest_radius", "habits.smoking",
    "habits.smoking_half", "habits.smoking_years", "habits.alcohol_free", "habits.alcohol_half", "habits.alcohol",
    "habits.caffeine_calcium", "habits.caffeine_low", "habits.inflammation_rankl", "estradiol.bmi_exponent",
    "fracture.hip_rate", "fracture.hip_age", "fracture.hip_age2", "fracture.hip_bmd", "fracture.hip_bmd_age",
    "fracture.other_rate", "fracture.other_age", "fracture.other_bmd", "fracture.vertebral_rate",
    "fracture.vertebral_age", "fracture.vertebral_bmd", "fracture.hip_turnover", "fracture.vertebral_turnover",
    "fracture.other_turnover", "fracture.turnover_reference", "fracture.turnover_lag", "fracture.hip_prior",
    "fracture.major_prior", "fracture.prior_age", "fracture.hip_parent", "fracture.hip_parent_age",
    "fracture.major_parent", "fracture.hip_smoking", "fracture.major_smoking", "fracture.hip_alcohol",
    "fracture.major_alcohol", "fracture.hip_glucocorticoids", "fracture.major_glucocorticoids",
    "fracture.glucocorticoids_age", "fracture.hip_arthritis", "fracture.major_arthritis", "fracture.hip_thinness",
    "fracture.falls", "fracture.inflammation", "fracture.vertebral_by_falls", "mortality.at_70", "mortality.by_age",
    "endocrine.ucoc_share", "endocrine.k2_half", "endocrine.ucoc_least", "endocrine.resorption_power",
    "endocrine.insulin_gain", "endocrine.testosterone_gain", "markers.q_ctx", "markers.q_ntx", "markers.q_p1np",
    "markers.q_bsap", "markers.q_osteocalcin", "markers.maturation", "markers.ctx", "markers.s_ntx", "markers.u_ntx",
    "markers.p1np", "markers.bsap", "markers.osteocalcin", "markers.reliability",
};

/* The core's and its agents'. */
static const char *const bm__frozen_states[] = {
    "core.PTH", "core.S", "core.PTmax", "core.B", "core.P", "core.ECCPhos", "core.T", "core.R", "core.HAp",
    "core.PhosGut", "core.IntraPO", "core.OC", "core.ROB1", "core.L", "core.RNK", "core.O", "core.Q", "core.Qbone",
    "core.RX2", "core.CREB", "core.BCL2", "core.UCA", "core.TGFB", "core.TGFBact", "core.OBfast", "core.OBslow",
    "core.M", "core.N", "core.AOH", "core.EST", "core.BMDls", "core.BMDlsDEN", "core.BMDfn", "core.GFR", "core.DENSC",
    "core.DENCENT", "core.DENPER", "core.TERISC", "core.TERICENT", "core.PKGUT", "core.PKCENT", "core.PKPER1",
    "core.PKPER2",
};

static const char *const bm__frozen_covariates[] = {
    "age_years", "years_since_menopause", "weight_kg", "height_cm", "t_score.lumbar_spine", "t_score.total_hip",
    "t_score.femoral_neck", "t_score.distal_radius", "bmd.lumbar_spine", "bmd.total_hip", "bmd.femoral_neck",
    "bmd.distal_radius", "estradiol_pg_ml", "calcidiol_nmol_l", "calcium_intake_mg_day", "vitamin_d_intake_iu_day",
    "protein_intake_g_kg_day", "magnesium_intake_mg_day", "vitamin_k2_intake_ug_day", "cigarettes_per_day",
    "alcohol_units_day", "caffeine_mg_day", "egfr_ml_min", "hs_crp_mg_l", "marker.s_ctx", "marker.s_ntx",
    "marker.u_ntx", "marker.s_p1np", "marker.s_bsap", "marker.s_osteocalcin", "marker.s_ucoc", "falls_last_year",
    "prior_fracture", "parent_hip_fracture", "glucocorticoids", "rheumatoid_arthritis",
};

static const char *const bm__frozen_targets[] = {
    "rankl_clearance", "pth_supply", "aromatase_inhibition", "gonadotropin_blockade", "estradiol_supply",
    "receptor_occupancy", "receptor_agonism", "osteoclast_apoptosis", "sclerostin_binding", "pulsatile_pth",
    "calcium_supply", "vitamin_d_supply", "protein_supply", "vitamin_k2_supply", "magnesium_supply", "zinc_supply",
    "boron_supply", "manganese_supply", "loading_LS", "loading_TH", "loading_FN", "loading_DR", "immobilisation",
    "cigarettes", "alcohol_units", "caffeine", "fall_rate",
};

/* Number 1 is the first. */
static const char *const bm__frozen_exercises[] = {
    "squat", "goblet_squat", "deadlift", "weighted_carry", "push_up", "modified_push_up", "jump", "box_jump",
    "walking", "jogging", "hiking", "dancing", "stair_climbing",
};

static const struct bm__frozen_agent {
    const char *name, *states[BM__FROZEN_AGENT_STATES], *options[BM__FROZEN_AGENT_OPTIONS];
} bm__frozen_agents[] = {
    {"denosumab", {"core.DENSC", "core.DENCENT", "core.DENPER"}, {NULL}},
    {"teriparatide", {"core.TERISC", "core.TERICENT"}, {NULL}},
    {"pth_infusion", {NULL}, {NULL}},
    {"generic_pk", {"core.PKGUT", "core.PKCENT", "core.PKPER1", "core.PKPER2"}, {NULL}},
    {"letrozole", {"letrozole.amount"}, {NULL}},
    {"anastrozole", {"anastrozole.amount"}, {NULL}},
    {"exemestane", {"exemestane.amount", "exemestane.inactivated"}, {NULL}},
    {"goserelin", {"goserelin.depot", "goserelin.desensitised"}, {NULL}},
    {"tamoxifen", {"tamoxifen.amount"}, {NULL}},
    {"raloxifene", {"raloxifene.amount"}, {NULL}},
    {"estradiol", {"estradiol.amount"}, {NULL}},
    {"zoledronic_acid", {"zoledronic_acid.surface", "zoledronic_acid.buried"}, {NULL}},
    {"alendronate", {"alendronate.surface", "alendronate.buried"}, {NULL}},
    {"risedronate", {"risedronate.surface", "risedronate.buried"}, {NULL}},
    {"ibandronate", {"ibandronate.surface", "ibandronate.buried"}, {"ibandronate.route"}},
    {"romosozumab", {"romosozumab.depot", "romosozumab.central", "romosozumab.peripheral"}, {NULL}},
    {"calcium", {NULL}, {NULL}},
    {"vitamin_d", {NULL}, {NULL}},
    {"protein", {NULL}, {NULL}},
    {"vitamin_k2", {NULL}, {NULL}},
    {"magnesium", {NULL}, {NULL}},
    {"trace_minerals", {NULL}, {"trace_minerals.zinc", "trace_minerals.boron", "trace_minerals.manganese"}},
    {"resistance_training",
     {
        "resistance_training.lumbar_spine", "resistance_training.total_hip", "resistance_training.femoral_neck",
        "resistance_training.distal_radius",
     },
     {
        "resistance_training.sessions_per_week", "resistance_training.minutes_per_session",
        "resistance_training.intensity", "resistance_training.sets", "resistance_training.repetitions",
        "resistance_training.impact_bw", "resistance_training.jumps_per_session", "resistance_training.exercise",
        "resistance_training.by_session",
     }},
    {"weight_bearing_aerobic",
     {
        "weight_bearing_aerobic.lumbar_spine", "weight_bearing_aerobic.total_hip",
        "weight_bearing_aerobic.femoral_neck", "weight_bearing_aerobic.distal_radius",
     },
     {
        "weight_bearing_aerobic.sessions_per_week", "weight_bearing_aerobic.minutes_per_session",
        "weight_bearing_aerobic.intensity", "weight_bearing_aerobic.sets", "weight_bearing_aerobic.repetitions",
        "weight_bearing_aerobic.impact_bw", "weight_bearing_aerobic.jumps_per_session",
        "weight_bearing_aerobic.exercise", "weight_bearing_aerobic.by_session",
     }},
    {"impact_training",
     {
        "impact_training.lumbar_spine", "impact_training.total_hip", "impact_training.femoral_neck",
        "impact_training.distal_radius",
     },
     {
        "impact_training.sessions_per_week", "impact_training.minutes_per_session", "impact_training.intensity",
        "impact_training.sets", "impact_training.repetitions", "impact_training.impact_bw",
        "impact_training.jumps_per_session", "impact_training.exercise", "impact_training.by_session",
     }},
    {"balance_training",
     {
        NULL,
     },
     {
        "balance_training.sessions_per_week", "balance_training.minutes_per_session", "balance_training.intensity",
     }},
    {"flexibility_training",
     {
        NULL,
     },
     {
        "flexibility_training.sessions_per_week", "flexibility_training.minutes_per_session",
        "flexibility_training.intensity",
     }},
    {"whole_body_vibration",
     {
        NULL,
     },
     {
        "whole_body_vibration.sessions_per_week", "whole_body_vibration.minutes_per_session",
        "whole_body_vibration.intensity",
     }},
    {"immobilisation", {NULL}, {NULL}},
    {"smoking", {NULL}, {NULL}},
    {"alcohol", {NULL}, {NULL}},
    {"caffeine", {NULL}, {NULL}},
};
/* clang-format on */

#endif

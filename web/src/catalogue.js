// SPDX-License-Identifier: Apache-2.0
// What the page asks and offers. Names are the library's; ranges and defaults are read from its catalogue.

export const SITES = ['lumbar_spine', 'total_hip', 'femoral_neck', 'distal_radius'];
export const MONTH_D = 30.4375;
export const YEAR_D = 365.25;
export const MOST_PLANS = 4;
export const HORIZONS = [2, 5, 10];

/** Numbers of hers: groups of covariates with the step of the slider, what it spans at least, and units people use. */
export const HER = {
    person: [
        { name: 'age_years', step: 1, from: 35, to: 90 },
        { name: 'years_since_menopause', step: 1, from: -10, to: 45 },
        { name: 'weight_kg', step: 1, from: 40, to: 130, units: ['kg', '[lb_av]'] },
        { name: 'height_cm', step: 1, from: 140, to: 190, units: ['cm', '[in_i]'] },
    ],
    blood: [{ name: 'calcidiol_nmol_l', step: 1, from: 10, to: 150, start: 60, units: ['nmol/L', 'ng/mL'], optional: true }],
    habits: [
        { name: 'calcium_intake_mg_day', step: 20, from: 200, to: 2000 },
        { name: 'protein_intake_g_kg_day', step: 0.1, from: 0.4, to: 2 },
        { name: 'cigarettes_per_day', step: 1, from: 0, to: 40 },
        { name: 'alcohol_units_day', step: 0.5, from: 0, to: 8 },
        { name: 'caffeine_mg_day', step: 20, from: 0, to: 800 },
        { name: 'falls_last_year', step: 1, from: 0, to: 10 },
    ],
};
export const CHECKS = ['prior_fracture', 'parent_hip_fracture', 'glucocorticoids', 'rheumatoid_arthritis'];
export const DEVICES = ['hologic', 'lunar', 'norland'];
/** Slider of a measured density, for each kind. */
export const DENSITY = {
    t_score: { step: 0.1, from: -4, to: 2, start: { lumbar_spine: -1, total_hip: -1, femoral_neck: -1, distal_radius: -1 } },
    bmd: { step: 0.01, from: 0.4, to: 1.4, start: { lumbar_spine: 0.93, total_hip: 0.82, femoral_neck: 0.74, distal_radius: 0.6 } },
};

const drug = (more) => ({ group: 'drug', ...more });
const exercise = (agent, name, sessions) => ({ group: 'training', agent, exercise: name, dose: sessions, most: 7 });

/** What a plan can have: the agent, and of what the number beside it is. */
export const ITEMS = {
    letrozole: { group: 'ai', agent: 'letrozole' },
    anastrozole: { group: 'ai', agent: 'anastrozole' },
    exemestane: { group: 'ai', agent: 'exemestane' },
    tamoxifen: { group: 'ai', agent: 'tamoxifen' },
    alendronate: drug({ agent: 'alendronate' }),
    risedronate: drug({ agent: 'risedronate' }),
    zoledronic_acid: drug({ agent: 'zoledronic_acid', every: [6, 12] }),
    denosumab: drug({ agent: 'denosumab', every: [6] }),
    squat: exercise('resistance_training', 'squat', 2),
    goblet_squat: exercise('resistance_training', 'goblet_squat', 3),
    deadlift: exercise('resistance_training', 'deadlift', 2),
    weighted_carry: exercise('resistance_training', 'weighted_carry', 2),
    push_up: exercise('resistance_training', 'push_up', 3),
    modified_push_up: exercise('resistance_training', 'modified_push_up', 3),
    jump: exercise('impact_training', 'jump', 3),
    box_jump: exercise('impact_training', 'box_jump', 2),
    walking: exercise('weight_bearing_aerobic', 'walking', 5),
    jogging: exercise('weight_bearing_aerobic', 'jogging', 3),
    hiking: exercise('weight_bearing_aerobic', 'hiking', 1),
    dancing: exercise('weight_bearing_aerobic', 'dancing', 2),
    stair_climbing: exercise('weight_bearing_aerobic', 'stair_climbing', 3),
    balance_training: { group: 'training', agent: 'balance_training', dose: 3, most: 7 },
    calcium: { group: 'food', agent: 'calcium', dose: 500, most: 2000, unit: 'mg/d' },
    vitamin_d: { group: 'food', agent: 'vitamin_d', dose: 800, most: 4000, unit: '[iU]/d' },
    protein: { group: 'food', agent: 'protein', dose: 0.3, most: 1, unit: 'g/kg/d' },
    smoking: { group: 'habit', agent: 'smoking', dose: 0, most: 40, unit: '/d' },
    alcohol: { group: 'habit', agent: 'alcohol', dose: 0, most: 8, unit: '/d' },
    caffeine: { group: 'habit', agent: 'caffeine', dose: 0, most: 800, unit: 'mg/d' },
};
export const GROUPS = ['ai', 'drug', 'training', 'food', 'habit'];
/** What she may have been given before. */
export const EARLIER = ['letrozole', 'anastrozole', 'exemestane', 'tamoxifen', 'alendronate', 'risedronate', 'zoledronic_acid',
    'denosumab'];

export const MARKERS = ['marker_change.s_ctx', 'marker_change.s_p1np'];
export const FRACTURES = ['fracture_risk.major', 'fracture_risk.hip', 'fracture_risk.vertebral'];
export const MEASURES = ['bmd_change', 't_score', 'bmd'];
/** What has a band. */
export const BANDED = [...MEASURES.flatMap((measure) => SITES.map((site) => `${measure}.${site}`)), ...MARKERS, ...FRACTURES];
/** What the diagram shows, each relative to the first day. */
export const AXIS = ['serum.estradiol', 'bone.rankl_opg_ratio', 'cells.osteoclasts', 'cells.osteoblasts', 'serum.sclerostin',
    'loading.total_hip', 'serum.pth', 'serum.calcidiol'];

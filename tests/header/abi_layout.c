/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layout of every public struct and the numbers of every public constant on LP64 machines, as they were first
 * released. Appending a field adds a FIELD line and raises a SIZE; nothing else here ever changes.
 */
#include <bonemodel/bonemodel.h>

#define FIELD(struct_type, field, offset, ...)                                                                         \
    _Static_assert(offsetof(struct_type, field) == (offset), #struct_type "." #field " moved");                        \
    _Static_assert(_Generic(((struct_type *)0)->field, __VA_ARGS__ : 1, default : 0),                                  \
                   #struct_type "." #field " retyped")
#define SIZE(struct_type, size) _Static_assert(sizeof(struct_type) == (size), #struct_type " changed its size")
#define VALUE(constant, number) _Static_assert((constant) == (number), #constant " changed its number")

_Static_assert(_Generic((bm_status)0, int32_t : 1, default : 0), "bm_status retyped");

FIELD(bm_allocator, struct_size, 0, uint32_t);
FIELD(bm_allocator, reserved, 4, uint32_t);
FIELD(bm_allocator, user, 8, void *);
FIELD(bm_allocator, allocate, 16, void *(*)(void *user, size_t size));
FIELD(bm_allocator, release, 24, void (*)(void *user, void *block));
SIZE(bm_allocator, 32);

FIELD(bm_model_options, struct_size, 0, uint32_t);
FIELD(bm_model_options, reserved, 4, uint32_t);
FIELD(bm_model_options, name, 8, const char *);
FIELD(bm_model_options, allocator, 16, const bm_allocator *);
FIELD(bm_model_options, message, 24, char *);
FIELD(bm_model_options, message_size, 32, size_t);
SIZE(bm_model_options, 40);

FIELD(bm_catalog_entry, struct_size, 0, uint32_t);
FIELD(bm_catalog_entry, kind, 4, uint32_t);
FIELD(bm_catalog_entry, flags, 8, uint32_t);
FIELD(bm_catalog_entry, reserved, 12, uint32_t);
FIELD(bm_catalog_entry, name, 16, const char *);
FIELD(bm_catalog_entry, unit, 24, const char *);
FIELD(bm_catalog_entry, description, 32, const char *);
FIELD(bm_catalog_entry, source, 40, const char *);
FIELD(bm_catalog_entry, code, 48, const char *);
FIELD(bm_catalog_entry, minimum, 56, double);
FIELD(bm_catalog_entry, maximum, 64, double);
FIELD(bm_catalog_entry, default_value, 72, double);
SIZE(bm_catalog_entry, 80);

FIELD(bm_patient_options, struct_size, 0, uint32_t);
FIELD(bm_patient_options, reserved, 4, uint32_t);
FIELD(bm_patient_options, rtol, 8, double);
FIELD(bm_patient_options, max_steps, 16, uint64_t);
SIZE(bm_patient_options, 24);

FIELD(bm_named_value, name, 0, const char *);
FIELD(bm_named_value, value, 8, double);
SIZE(bm_named_value, 16);

FIELD(bm_prescription, struct_size, 0, uint32_t);
FIELD(bm_prescription, doses, 4, uint32_t);
FIELD(bm_prescription, agent, 8, const char *);
FIELD(bm_prescription, dose, 16, double);
FIELD(bm_prescription, every_d, 24, double);
FIELD(bm_prescription, start_d, 32, double);
FIELD(bm_prescription, stop_d, 40, double);
FIELD(bm_prescription, adherence, 48, double);
FIELD(bm_prescription, parameters, 56, const bm_named_value *);
FIELD(bm_prescription, n_parameters, 64, size_t);
SIZE(bm_prescription, 72);

FIELD(bm_patient_stats, struct_size, 0, uint32_t);
FIELD(bm_patient_stats, reserved, 4, uint32_t);
FIELD(bm_patient_stats, steps, 8, uint64_t);
FIELD(bm_patient_stats, rejected_steps, 16, uint64_t);
FIELD(bm_patient_stats, rhs_evaluations, 24, uint64_t);
FIELD(bm_patient_stats, factorizations, 32, uint64_t);
FIELD(bm_patient_stats, threshold_events, 40, uint64_t);
SIZE(bm_patient_stats, 48);

FIELD(bm_user_functions, struct_size, 0, uint32_t);
FIELD(bm_user_functions, reserved, 4, uint32_t);
FIELD(bm_user_functions, copy, 8, int32_t (*)(void *user, void **copy));
FIELD(bm_user_functions, release, 16, void (*)(void *user));
FIELD(bm_user_functions, save, 24, int32_t (*)(void *user, void *buffer, size_t size, size_t *needed));
FIELD(bm_user_functions, restore, 32, int32_t (*)(void *prototype, const void *bytes, size_t size, void **user));
SIZE(bm_user_functions, 40);

FIELD(bm_hook_at, struct_size, 0, uint32_t);
FIELD(bm_hook_at, reserved, 4, uint32_t);
FIELD(bm_hook_at, time_h, 8, double);
FIELD(bm_hook_at, rate, 16, double);
FIELD(bm_hook_at, x, 24, const double *);
FIELD(bm_hook_at, body, 32, const double *);
FIELD(bm_hook_at, dx_dt, 40, double *);
FIELD(bm_hook_at, targets, 48, double *);
FIELD(bm_hook_at, dx_by_x, 56, double *);
FIELD(bm_hook_at, targets_by_x, 64, double *);
FIELD(bm_hook_at, dx_by_body, 72, double *);
FIELD(bm_hook_at, targets_by_body, 80, double *);
FIELD(bm_hook_at, dx_by_time, 88, double *);
FIELD(bm_hook_at, targets_by_time, 96, double *);
SIZE(bm_hook_at, 104);

FIELD(bm_hook, struct_size, 0, uint32_t);
FIELD(bm_hook, flags, 4, uint32_t);
FIELD(bm_hook, name, 8, const char *);
FIELD(bm_hook, user, 16, void *);
FIELD(bm_hook, n_states, 24, uint32_t);
FIELD(bm_hook, n_targets, 28, uint32_t);
FIELD(bm_hook, n_body, 32, uint32_t);
FIELD(bm_hook, reserved, 36, uint32_t);
FIELD(bm_hook, scales, 40, const double *);
FIELD(bm_hook, targets, 48, const char *const *);
FIELD(bm_hook, body, 56, const char *const *);
FIELD(bm_hook, dose_minimum, 64, double);
FIELD(bm_hook, dose_maximum, 72, double);
FIELD(bm_hook, dose_default, 80, double);
FIELD(bm_hook, every_default_d, 88, double);
FIELD(bm_hook, field, 96, int32_t (*)(void *user, bm_hook_at *at));
FIELD(bm_hook, amount, 104, int32_t (*)(void *user, double dose, double *amount));
FIELD(bm_hook, next_event, 112, int32_t (*)(void *user, double time_d, double *event_d));
FIELD(bm_hook, event, 120, int32_t (*)(void *user, double time_d, double *x));
FIELD(bm_hook, functions, 128, const bm_user_functions *);
SIZE(bm_hook, 136);

FIELD(bm_callbacks, struct_size, 0, uint32_t);
FIELD(bm_callbacks, reserved, 4, uint32_t);
FIELD(bm_callbacks, hooks, 8, const bm_hook *);
FIELD(bm_callbacks, n_hooks, 16, size_t);
FIELD(bm_callbacks, decisions, 24, const bm_decision *);
FIELD(bm_callbacks, n_decisions, 32, size_t);
FIELD(bm_callbacks, message, 40, char *);
FIELD(bm_callbacks, message_size, 48, size_t);
SIZE(bm_callbacks, 56);

FIELD(bm_decision, struct_size, 0, uint32_t);
FIELD(bm_decision, crossing, 4, uint32_t);
FIELD(bm_decision, name, 8, const char *);
FIELD(bm_decision, visit, 16, int32_t (*)(void *user, bm_visit *visit));
FIELD(bm_decision, user, 24, void *);
FIELD(bm_decision, first_d, 32, double);
FIELD(bm_decision, every_d, 40, double);
FIELD(bm_decision, stop_d, 48, double);
FIELD(bm_decision, observable, 56, const char *);
FIELD(bm_decision, level, 64, double);
FIELD(bm_decision, functions, 72, const bm_user_functions *);
SIZE(bm_decision, 80);

FIELD(bm_cohort_options, struct_size, 0, uint32_t);
FIELD(bm_cohort_options, threads, 4, uint32_t);
FIELD(bm_cohort_options, size, 8, uint64_t);
FIELD(bm_cohort_options, seed, 16, uint64_t);
FIELD(bm_cohort_options, variability, 24, double);
FIELD(bm_cohort_options, measurement_error, 32, double);
FIELD(bm_cohort_options, parameter_draw, 40, uint64_t);
FIELD(bm_cohort_options, lanes, 48, uint32_t);
FIELD(bm_cohort_options, reserved, 52, uint32_t);
FIELD(bm_cohort_options, parameter_spread, 56, double);
FIELD(bm_cohort_options, study_difference, 64, double);
FIELD(bm_cohort_options, own_draws, 72, uint32_t);
FIELD(bm_cohort_options, arm, 76, uint32_t);
FIELD(bm_cohort_options, first_member, 80, uint64_t);
SIZE(bm_cohort_options, 88);

FIELD(bm_summary_options, struct_size, 0, uint32_t);
FIELD(bm_summary_options, draws, 4, uint32_t);
FIELD(bm_summary_options, times_d, 8, const double *);
FIELD(bm_summary_options, n_times, 16, size_t);
FIELD(bm_summary_options, observables, 24, const size_t *);
FIELD(bm_summary_options, n_observables, 32, size_t);
FIELD(bm_summary_options, threshold_observables, 40, const size_t *);
FIELD(bm_summary_options, thresholds, 48, const double *);
FIELD(bm_summary_options, n_thresholds, 56, size_t);
FIELD(bm_summary_options, grid_d, 64, double);
SIZE(bm_summary_options, 72);

FIELD(bm_summary_values, struct_size, 0, uint32_t);
FIELD(bm_summary_values, reserved, 4, uint32_t);
FIELD(bm_summary_values, n, 8, uint64_t);
FIELD(bm_summary_values, weight, 16, double);
FIELD(bm_summary_values, mean, 24, double);
FIELD(bm_summary_values, sd, 32, double);
FIELD(bm_summary_values, least, 40, double);
FIELD(bm_summary_values, most, 48, double);
SIZE(bm_summary_values, 56);

FIELD(bm_cohort_stats, struct_size, 0, uint32_t);
FIELD(bm_cohort_stats, lanes, 4, uint32_t);
FIELD(bm_cohort_stats, bytes_per_member, 8, uint64_t);
FIELD(bm_cohort_stats, steps, 16, uint64_t);
FIELD(bm_cohort_stats, rejected_steps, 24, uint64_t);
SIZE(bm_cohort_stats, 32);

FIELD(bm_forecast_options, struct_size, 0, uint32_t);
FIELD(bm_forecast_options, threads, 4, uint32_t);
FIELD(bm_forecast_options, size, 8, uint64_t);
FIELD(bm_forecast_options, seed, 16, uint64_t);
FIELD(bm_forecast_options, from_d, 24, double);
FIELD(bm_forecast_options, lanes, 32, uint32_t);
FIELD(bm_forecast_options, reserved, 36, uint32_t);
SIZE(bm_forecast_options, 40);

FIELD(bm_measurement, struct_size, 0, uint32_t);
FIELD(bm_measurement, below, 4, uint32_t);
FIELD(bm_measurement, time_d, 8, double);
FIELD(bm_measurement, observable, 16, size_t);
FIELD(bm_measurement, value, 24, double);
FIELD(bm_measurement, cv_percent, 32, double);
FIELD(bm_measurement, sd, 40, double);
FIELD(bm_measurement, lsc_percent, 48, double);
FIELD(bm_measurement, device, 56, double);
SIZE(bm_measurement, 64);

FIELD(bm_forecast_report, struct_size, 0, uint32_t);
FIELD(bm_forecast_report, redrawn, 4, uint32_t);
FIELD(bm_forecast_report, size, 8, uint64_t);
FIELD(bm_forecast_report, failed, 16, uint64_t);
FIELD(bm_forecast_report, effective_size, 24, double);
FIELD(bm_forecast_report, last_d, 32, double);
FIELD(bm_forecast_report, measurements, 40, uint64_t);
FIELD(bm_forecast_report, chi_square, 48, double);
FIELD(bm_forecast_report, degrees, 56, double);
FIELD(bm_forecast_report, p, 64, double);
FIELD(bm_forecast_report, worst, 72, uint64_t);
FIELD(bm_forecast_report, worst_residual, 80, double);
SIZE(bm_forecast_report, 88);

VALUE(BM_OK, 0);
VALUE(BM_EINVAL, -1);
VALUE(BM_ERANGE, -2);
VALUE(BM_ENOTFOUND, -3);
VALUE(BM_ESIZE, -4);
VALUE(BM_ESTATE, -5);
VALUE(BM_ECONFLICT, -6);
VALUE(BM_ENOMEM, -10);
VALUE(BM_ESTEP, -20);
VALUE(BM_EMAXSTEPS, -21);
VALUE(BM_ENONFINITE, -22);
VALUE(BM_ECANCELLED, -30);
VALUE(BM_EFORMAT, -40);
VALUE(BM_EVERSION, -41);
VALUE(BM_EMODEL, -42);

VALUE(BM_BELOW, 1);
VALUE(BM_ABOVE, 2);

VALUE(BM_KIND_AGENT, 1);
VALUE(BM_KIND_AGENT_PARAMETER, 2);
VALUE(BM_KIND_COVARIATE, 3);
VALUE(BM_KIND_INITIAL, 4);
VALUE(BM_KIND_PARAMETER, 5);
VALUE(BM_KIND_TARGET, 6);
VALUE(BM_KIND_OBSERVABLE, 7);
VALUE(BM_KIND_EXERCISE, 8);
VALUE(BM_KIND_VARIABILITY, 9);
VALUE(BM_KIND_DEVICE, 10);
VALUE(BM_PART_UNDER_WAY, 0);
VALUE(BM_PART_PRESCRIPTION, 1);
VALUE(BM_PART_AGEING, 2);
VALUE(BM_PART_MENOPAUSE, 3);
VALUE(BM_PART_HABIT, 4);
VALUE(BM_MAX_PARTS, 9);
FIELD(bm_part, struct_size, 0, uint32_t);
FIELD(bm_part, kind, 4, uint32_t);
FIELD(bm_part, id, 8, uint64_t);
FIELD(bm_part, name, 16, const char *);
FIELD(bm_part, value, 24, double);
SIZE(bm_part, 32);

VALUE(BM_FLAG_CONTINUOUS, 1);
VALUE(BM_FLAG_ADDITIVE, 2);
VALUE(BM_FLAG_INERT, 4);
VALUE(BM_FLAG_COMPUTED, 8);
VALUE(BM_FLAG_FITTED, 16);

VALUE(BM_BAND_TYPICAL, 1);
VALUE(BM_BAND_TRIAL, 2);
VALUE(BM_BAND_WOMAN, 3);
VALUE(BM_BAND_MEASURED, 4);
VALUE(BM_SUMMARY_N, 0);
VALUE(BM_SUMMARY_MEAN, 1);
VALUE(BM_SUMMARY_SD, 2);
VALUE(BM_SUMMARY_BELOW, 3);
VALUE(BM_SUMMARY_PERCENTILES, 4);

VALUE(BM_HOOK_JACOBIAN, 1);
VALUE(BM_HOOK_CONTINUOUS, 2);

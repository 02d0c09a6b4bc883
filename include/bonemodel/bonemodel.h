/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file bonemodel.h
 * @brief The public interface of bonemodel: the one header a host includes.
 *
 * A @ref bm_patient is a body at a moment. Everything that acts on her is an intervention that pushes on named
 * targets. Everything that a host reads is an observable. The catalogue lists them all, with units, ranges and sources.
 *
 * The vocabulary is: create - set - prescribe - advance - observe - clone - save.
 *
 * Conventions, the same for every function:
 * - A function that can fail returns a @ref bm_status, which is BM_OK (0) or a negative code. Outputs come last.
 * - A call that fails changes nothing except the handle's last error and its list of warnings.
 * - NULL, NaN, infinity, numbers out of range, unknown names and buffers that are too small are refused.
 * - Time at this border is in days (24 h); every physical name carries its unit.
 * - Strings are UTF-8 and NUL-terminated. A string that the library returns belongs to the library; each function says
 *   how long it stays valid.
 * - The library never prints, exits, aborts, sets errno, the locale or the floating-point mode, and has no mutable
 *   global state.
 *
 * This is a simulation library for research and education: not a medical device, and not medical advice.
 */
#ifndef BONEMODEL_BONEMODEL_H
#define BONEMODEL_BONEMODEL_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32) && !defined(BM_STATIC)
#ifdef BM__BUILDING
#define BM_API __declspec(dllexport)
#else
#define BM_API __declspec(dllimport)
#endif
#elif defined(__GNUC__) || defined(__clang__)
#define BM_API __attribute__((visibility("default")))
#else
#define BM_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup version Version
 *  @{ */

#define BM_VERSION_MAJOR  0       /**< Major version of this header. */
#define BM_VERSION_MINOR  2       /**< Minor version of this header. */
#define BM_VERSION_PATCH  0       /**< Patch version of this header. */
#define BM_VERSION_STRING "0.2.0" /**< Version of this header as text. */

/** Version of this header as one number: major x 1000000 + minor x 1000 + patch. Compare with bm_version_number(). */
#define BM_VERSION_NUMBER (BM_VERSION_MAJOR * 1000000 + BM_VERSION_MINOR * 1000 + BM_VERSION_PATCH)

/** @return the version of the library that is linked in: major x 1000000 + minor x 1000 + patch. Any thread. */
BM_API int32_t bm_version_number(void);

/** @return the version of the library that is linked in, as text such as "0.2.0"; static storage. Any thread. */
BM_API const char *bm_version_string(void);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup status Status codes
 *  @{ */

/** What a call returns: BM_OK (0) or one of the negative BM_E... codes. A number is never reused. */
typedef int32_t bm_status;

/**
 * The one list of status codes: X(name, number, text). Bindings can generate their exception classes from it.
 */
#define BM_STATUS_LIST(X)                                                                                              \
    X(BM_OK, 0, "success")                                                                                             \
    X(BM_EINVAL, -1, "an argument is NULL or malformed")                                                               \
    X(BM_ERANGE, -2, "a number is not finite or outside its allowed range")                                            \
    X(BM_ENOTFOUND, -3, "no entry has this name, index or number")                                                     \
    X(BM_ESIZE, -4, "a buffer or a struct_size is too small")                                                          \
    X(BM_ESTATE, -5, "the call is not allowed in the handle's present state")                                          \
    X(BM_ECONFLICT, -6, "values that are allowed one by one contradict each other")                                    \
    X(BM_ENOMEM, -10, "the allocator returned no memory")                                                              \
    X(BM_ESTEP, -20, "the integrator's step became too small to go on")                                                \
    X(BM_EMAXSTEPS, -21, "the integrator took the allowed number of steps without arriving")                           \
    X(BM_ENONFINITE, -22, "the equations give a value that is not finite")                                             \
    X(BM_ECANCELLED, -30, "the host's progress callback cancelled the call")                                           \
    X(BM_EFORMAT, -40, "the bytes are not a bonemodel snapshot, or they are damaged")                                  \
    X(BM_EVERSION, -41, "the snapshot was written in a format that this library does not read")                        \
    X(BM_EMODEL, -42, "the snapshot belongs to another model")

/** Status codes as constants; see @ref BM_STATUS_LIST for their texts. */
enum {
#define BM__STATUS_ENUM(name, number, text) name = number,
    BM_STATUS_LIST(BM__STATUS_ENUM)
#undef BM__STATUS_ENUM
        BM__STATUS_END = 1 /**< Not a status: it only ends the list. */
};

/**
 * @param[in] status any number.
 * @return the code's name, such as "BM_ERANGE", or "BM_EUNKNOWN"; static storage. Any thread.
 */
BM_API const char *bm_status_name(bm_status status);

/**
 * @param[in] status any number.
 * @return one line of text about the code; static storage. Any thread. The handle's own sentence, with the value found
 *         and what is allowed, comes from bm_patient_last_error().
 */
BM_API const char *bm_status_text(bm_status status);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup model Model
 *  @{ */

/**
 * A host's memory functions. Fill every field; bm_model_create() copies the struct.
 * The library asks for memory only in create, clone, set, prescribe, decide, sample and load, and when a visit
 * prescribes; it never does while it steps.
 */
typedef struct bm_allocator {
    uint32_t struct_size; /**< sizeof(bm_allocator) in the caller's build. */
    uint32_t reserved;    /**< 0. */
    void *user;           /**< Passed to both functions. */
    /** Returns @p size bytes aligned as malloc() does, or NULL. Called from any thread that uses a handle. */
    void *(*allocate)(void *user, size_t size);
    /** Gives back a block that allocate returned; never called with NULL. */
    void (*release)(void *user, void *block);
} bm_allocator;

/** How a model is made. Fill with bm_model_options_init(); new fields are only ever appended. */
typedef struct bm_model_options {
    uint32_t struct_size; /**< sizeof(bm_model_options) in the caller's build. */
    uint32_t reserved;    /**< 0. */
    /** Which model: "full" (the default) is a woman with age, menopause, bone density by site, markers and every agent;
     *  "core" is the Peterson-Riggs core alone. Read during the call only. */
    const char *name;
    /** Memory functions for this model and all its patients; NULL (default) = malloc and free. Read during the call. */
    const bm_allocator *allocator;
    char *message;       /**< Where a sentence goes that says why the model could not be made; "" when it could. NULL
                              (default): nowhere. */
    size_t message_size; /**< Bytes at message, with the 0; 240 are enough for every sentence. */
} bm_model_options;

/**
 * The equations, their parameters and the catalogue: immutable once created.
 * Any number of threads may use one model at the same time.
 */
typedef struct bm_model bm_model;

/** Fills @p options with defaults. @param[out] options may be NULL (no-op). @param[in] struct_size its size, in bytes.
 */
BM_API void bm_model_options_init_sized(bm_model_options *options, size_t struct_size);
/** Fills a bm_model_options with defaults. */
#define bm_model_options_init(options) bm_model_options_init_sized((options), sizeof *(options))

/**
 * Creates a model.
 * @param[in]  options NULL = defaults.
 * @param[out] model   the new model; release it with bm_model_destroy(). Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESIZE (a struct_size below the first release), BM_ENOTFOUND (unknown model name),
 *         BM_ENOMEM. Any thread.
 */
BM_API bm_status bm_model_create(const bm_model_options *options, bm_model **model);

/**
 * Releases the caller's hold on a model. Patients keep the model they were made from alive, so models and patients may
 * be destroyed in any order. @param[in] model NULL is a no-op. Any thread.
 */
BM_API void bm_model_destroy(bm_model *model);

/**
 * Which calibration a model has: a name and a short hash of everything beside the equations that makes its numbers
 * (parameters, how women differ, references of bone density, label doses, presets of exercise). A host that stores
 * results stores this with them, and bm_model_equations(). Two models of one calibration and one number of equations
 * give the same numbers but for rounding.
 * @param[in] model a model.
 * @return such as "2026a-0123abcd", up to 23 characters, as long as the model lives; "" for NULL. Any thread.
 */
BM_API const char *bm_model_calibration(const bm_model *model);

/**
 * The number of a model's equations, which rises when the same parameters no longer give the same numbers. The core has
 * a number of its own.
 * @param[in] model a model.
 * @return the number, at least 1; 0 for NULL. Any thread.
 */
BM_API uint32_t bm_model_equations(const bm_model *model);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup catalog Catalogue
 *  Everything with a name: what can be set, prescribed, pushed on and read.
 *  @{ */

#define BM_KIND_AGENT           1u /**< What can be prescribed: drugs, programmes, habits. */
#define BM_KIND_AGENT_PARAMETER 2u /**< A named parameter of an agent's prescription, as "agent.parameter". */
#define BM_KIND_COVARIATE       3u /**< What is known of a patient on day 0; bm_patient_set(). Full model only. */
#define BM_KIND_INITIAL         4u /**< A state's value at the start; bm_patient_set(). Core only. */
#define BM_KIND_PARAMETER       5u /**< A parameter of the equations; bm_patient_set(). */
#define BM_KIND_TARGET          6u /**< A place where interventions push on the body; a bm_hook names them. */
#define BM_KIND_OBSERVABLE      7u /**< What can be read; bm_patient_observe(). */
#define BM_KIND_EXERCISE        8u /**< A preset of a programme; its default is the number for "exercise". */

#define BM_KIND_VARIABILITY                                                                                            \
    9u /**< How a cohort's members differ: the SD of a parameter's logarithm, the error of a measurement, or the SD of \
          a density's logarithm after one year of a woman's own walk. */

#define BM_KIND_DEVICE 10u /**< A scanner: its default is the number for the covariate "device". Full model only. */

#define BM_FLAG_CONTINUOUS 1u  /**< Agent: acts as long as it runs (dose = rate or level), not by single doses. */
#define BM_FLAG_ADDITIVE   2u  /**< Target: contributions add up (neutral 0), as for all now; else they multiply. */
#define BM_FLAG_INERT      4u  /**< Parameter: declared by the published model but not used in its equations. */
#define BM_FLAG_FITTED     16u /**< Parameter: its value comes from the calibration to published trials. */
#define BM_FLAG_COMPUTED   8u  /**< Initial value: computed from parameters; bm_patient_set() refuses it. */

/**
 * A row of the catalogue. All strings belong to the library and live as long as the model.
 * A number that the row does not have (such as the range of an observable) is NaN. So is the default of a covariate
 * that follows from the others when it is not given; its description says how.
 */
typedef struct bm_catalog_entry {
    uint32_t struct_size;    /**< sizeof(bm_catalog_entry) in the caller's build. */
    uint32_t kind;           /**< BM_KIND_... */
    uint32_t flags;          /**< BM_FLAG_... or 0. */
    uint32_t reserved;       /**< 0. */
    const char *name;        /**< The name every function takes, such as "denosumab" or "core.PTH". */
    const char *unit;        /**< Unit in UCUM notation; "1" where there is none. */
    const char *description; /**< What it is, in one line. */
    const char *source;      /**< Where the number comes from. */
    const char *code;        /**< "ATC:...", "LOINC:..." or "". A code is that of the row's own site and unit. */
    double minimum;          /**< Smallest allowed value (of the dose, for an agent), or NaN. */
    double maximum;          /**< Largest allowed value, or NaN. */
    double default_value;    /**< Default (label dose of an agent, neutral value of a target), or NaN. */
} bm_catalog_entry;

/**
 * @param[in] model a model.
 * @param[in] kind  BM_KIND_...
 * @return the number of rows of this kind; 0 for a NULL model or an unknown kind. Any thread.
 */
BM_API size_t bm_catalog_count(const bm_model *model, uint32_t kind);

/**
 * Reads row @p index of a kind. An index stays the same as long as the model lives. It may change between releases, so
 * keep names in files and not indices.
 * @param[in]  model       a model.
 * @param[in]  kind        BM_KIND_...
 * @param[in]  index       0 to bm_catalog_count() - 1.
 * @param[out] entry       filled up to @p struct_size bytes.
 * @param[in]  struct_size size of *entry in the caller's build.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND (kind or index), BM_ESIZE. Any thread.
 */
BM_API bm_status bm_catalog_row_sized(const bm_model *model, uint32_t kind, size_t index, bm_catalog_entry *entry,
                                      size_t struct_size);
/** Reads row @p index of a kind into a bm_catalog_entry. */
#define bm_catalog_row(model, kind, index, entry)                                                                      \
    bm_catalog_row_sized((model), (kind), (index), (entry), sizeof *(entry))

/**
 * Finds a row by its name.
 * @param[in]  model a model.
 * @param[in]  kind  BM_KIND_...
 * @param[in]  name  the name.
 * @param[out] index the row's index. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND. Any thread.
 */
BM_API bm_status bm_catalog_find(const bm_model *model, uint32_t kind, const char *name, size_t *index);

/**
 * Finds the known names that are nearest to one that is not known, for calls that have no handle to leave a sentence
 * in: bm_catalog_find() and bm_prescription_init(). Functions of a patient or cohort say the same in their own
 * sentences.
 * @param[in]  model a model.
 * @param[in]  kind  BM_KIND_...
 * @param[in]  name  the name, such as "letrozol".
 * @param[out] names up to three names, the nearest first, with a comma and a blank between: "letrozole"; "" when none
 * is near.
 * @param[in]  size  bytes at @p names, with the 0; 160 are enough.
 * @return BM_OK, BM_EINVAL. Any thread.
 */
BM_API bm_status bm_catalog_nearest(const bm_model *model, uint32_t kind, const char *name, char *names, size_t size);

/**
 * Converts a number to the unit of a row, such as 20 ng/mL of calcidiol to 49.9 nmol/L. Units are in UCUM notation
 * ("ng/mL", "pmol/L", "mg", "[in_i]"); those that people use for what the catalogue holds are known, and no others.
 * @param[in]  model        a model.
 * @param[in]  kind         BM_KIND_...
 * @param[in]  name         the row's name. For an agent the number is a dose.
 * @param[in]  value        the number, in @p unit.
 * @param[in]  unit         its unit.
 * @param[out] converted    the number in the row's unit. Unchanged on failure.
 * @param[out] message      where a sentence goes that says why the call failed, and which units convert; "" on success.
 *                          NULL: nowhere.
 * @param[in]  message_size bytes at @p message, with the 0; 240 are enough for every sentence.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND (the name, or a unit that does not convert), BM_ERANGE (not finite). Any
 *         thread.
 */
BM_API bm_status bm_catalog_convert(const bm_model *model, uint32_t kind, const char *name, double value,
                                    const char *unit, double *converted, char *message, size_t message_size);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup patient Patient
 *  @{ */

#define BM_MAX_TIME_D 36525.0 /**< The latest time a patient can reach [day]: 100 years. */
#define BM_NEVER_D    1.0e9   /**< A stop day that never comes [day]. */

/** How a patient is simulated. Fill with bm_patient_options_init(); new fields are only ever appended. */
typedef struct bm_patient_options {
    uint32_t struct_size; /**< sizeof(bm_patient_options) in the caller's build. */
    uint32_t reserved;    /**< 0. */
    /** [1] Relative tolerance of the integrator, 1e-12 to 1e-2. The default keeps every output within 1e-4 of its
     *  scale. */
    double rtol;
    /** Steps that one advance may take, at least 1; default 100 million. A dose takes a step or more. In a cohort each
     *  member may take so many. */
    uint64_t max_steps;
} bm_patient_options;

/**
 * A body at a moment, with its prescriptions. Time 0 is day 0, when the patient is as her covariates say. One handle is
 * used by one thread at a time; different handles never interact, so each thread may have its own.
 */
typedef struct bm_patient bm_patient;

/** Fills @p options with defaults. @param[out] options may be NULL (no-op). @param[in] struct_size its size, in bytes.
 */
BM_API void bm_patient_options_init_sized(bm_patient_options *options, size_t struct_size);
/** Fills a bm_patient_options with defaults. */
#define bm_patient_options_init(options) bm_patient_options_init_sized((options), sizeof *(options))

/**
 * Creates a patient at time 0 with every parameter, initial value and covariate at its default.
 * @param[in]  model   the model; it is kept alive as long as the patient.
 * @param[in]  options NULL = defaults.
 * @param[out] patient the new patient; release it with bm_patient_destroy(). Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESIZE, BM_ERANGE (an option out of range), BM_ENOMEM.
 */
BM_API bm_status bm_patient_create(const bm_model *model, const bm_patient_options *options, bm_patient **patient);

/**
 * The calibration that a patient's parameters come from: that of her model, or of the library that saved her.
 * @param[in] patient a patient.
 * @return as bm_model_calibration(), as long as the patient lives; "unknown" for a snapshot from before there were
 *         calibrations whose fitted parameters had been set; "" for NULL.
 */
BM_API const char *bm_patient_calibration(const bm_patient *patient);

/** Releases a patient and everything that belongs to it. @param[in] patient NULL is a no-op. */
BM_API void bm_patient_destroy(bm_patient *patient);

/**
 * Copies a patient at the present moment: the copy goes on with the same bits. Progress callbacks are not copied.
 * @param[in]  patient the patient to copy; unchanged.
 * @param[out] clone   the copy; release it with bm_patient_destroy(). Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESTATE (called from a callback of the patient), BM_ENOMEM, or what the copy function of
 * a hook or decision returned.
 */
BM_API bm_status bm_patient_clone(const bm_patient *patient, bm_patient **clone);

/**
 * Sets a parameter, an initial value or a covariate, by its catalogue name. Allowed until time has passed.
 * This function checks values one by one; the first call that reads or advances the patient checks them together. In
 * the full model that call also simulates her history and matches it to what was measured: a T-score, density or marker
 * that was set is what is read on day 0.
 * @param[in,out] patient the patient.
 * @param[in]     name    a name of kind parameter, initial or covariate, such as "age_years".
 * @param[in]     value   within the catalogue's range.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ERANGE, BM_ESTATE (time has passed already), BM_ECONFLICT (an initial
 *         value that the model computes from its parameters), BM_ENOMEM (an agent whose states take part from now on).
 */
BM_API bm_status bm_patient_set(bm_patient *patient, const char *name, double value);

/**
 * Reads what bm_patient_set() set, or the default. A covariate that was not given and has no default reads as NaN.
 * @param[in,out] patient the patient.
 * @param[in]     name    a name of kind parameter, initial or covariate.
 * @param[out]    value   its value. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, and for a computed initial value BM_ECONFLICT.
 */
BM_API bm_status bm_patient_get(bm_patient *patient, const char *name, double *value);

/**
 * Tells whether a value of a patient was set, or is the model's own.
 * @param[in,out] patient the patient.
 * @param[in]     name    a name of kind parameter, initial or covariate.
 * @param[out]    set     1: the covariate was given, or the parameter or initial value is not the default; 0: neither.
 *                        Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND.
 */
BM_API bm_status bm_patient_is_set(bm_patient *patient, const char *name, int32_t *set);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup prescription Prescriptions
 *  @{ */

/** A name with a number, for an agent's own parameters. */
typedef struct bm_named_value {
    const char *name; /**< The parameter's name without the agent, such as "route". */
    double value;     /**< Its value. */
} bm_named_value;

/**
 * What is given, how much and when. Fill with bm_prescription_init(), which writes the agent's label dose and interval;
 * new fields are only ever appended.
 *
 * Dose k (k = 0, 1, ...) is given at start_d + k x every_d. A dose at or after stop_d is not given. With adherence a,
 * dose k is taken if and only if floor((k + 1) a) > floor(k a). A continuous agent acts from start_d until just before
 * stop_d, its dose multiplied by a.
 *
 * In the full model doses may lie before day 0, in the patient's history. Frequent doses of some agents (a day to a
 * week apart) flow in evenly, from the first dose until an interval after the last, at their average rate times a.
 */
typedef struct bm_prescription {
    uint32_t struct_size; /**< sizeof(bm_prescription) in the caller's build. */
    uint32_t doses;       /**< Number of doses; 0 (default) = until stop_d. Continuous agents: 0. */
    const char *agent;    /**< Catalogue name of the agent, or name of a hook. */
    double dose;          /**< In the agent's unit; default: label dose. */
    double every_d;       /**< [day] Interval, > 0; default: label interval. Continuous agents: 0. */
    double start_d;       /**< [day] First dose, or start; default 0. Not before the present time, except that at
                               time 0 the full model takes history, back to -BM_MAX_TIME_D and the age of 18. */
    double stop_d;        /**< [day] After start_d; default BM_NEVER_D. */
    double adherence;     /**< [1] 0 to 1; default 1. */
    const bm_named_value *parameters; /**< The agent's own parameters, or NULL. Read during the call only. */
    size_t n_parameters;              /**< Number of them; default 0. */
} bm_prescription;

/**
 * Fills a prescription with an agent's label dose and interval.
 * @param[in]  model        the model whose catalogue holds the agent.
 * @param[in]  agent        catalogue name, such as "denosumab"; kept by the prescription as a string of the library.
 * @param[out] prescription filled. Unchanged on failure.
 * @param[in]  struct_size  size of *prescription in the caller's build.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ESIZE. Any thread.
 */
BM_API bm_status bm_prescription_init_sized(const bm_model *model, const char *agent, bm_prescription *prescription,
                                            size_t struct_size);
/** Fills a bm_prescription with an agent's label dose and interval. */
#define bm_prescription_init(model, agent, prescription)                                                               \
    bm_prescription_init_sized((model), (agent), (prescription), sizeof *(prescription))

/**
 * Fills a prescription with the defaults of an agent of the catalogue, or of one of the patient's hooks (its
 * dose_default and every_default_d).
 * @param[in,out] patient      the patient.
 * @param[in]     agent        its name; kept by the prescription as a string of the library or of the patient.
 * @param[out]    prescription filled. Unchanged on failure.
 * @param[in]     struct_size  size of *prescription in the caller's build.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ESIZE.
 */
BM_API bm_status bm_patient_prescription_init_sized(bm_patient *patient, const char *agent,
                                                    bm_prescription *prescription, size_t struct_size);
/** Fills a bm_prescription with the defaults of an agent or hook of a patient. */
#define bm_patient_prescription_init(patient, agent, prescription)                                                     \
    bm_patient_prescription_init_sized((patient), (agent), (prescription), sizeof *(prescription))

/**
 * Adds a prescription. Two prescriptions of one agent add up. A dose far from those studied leaves a warning, and so
 * does an agent that does not suit the patient, as far as her covariates have been set by now.
 * @param[in,out] patient      the patient.
 * @param[in]     prescription what, how much and when; read during the call only.
 * @param[out]    id           the prescription's number for bm_patient_stop(); may be NULL. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND (agent or agent parameter), BM_ESIZE, BM_ERANGE, BM_ECONFLICT, BM_ENOMEM, or
 *         what a hook's amount function returned.
 */
BM_API bm_status bm_patient_prescribe(bm_patient *patient, const bm_prescription *prescription, uint64_t *id);

/**
 * Stops a prescription: doses at or after @p stop_d are not given. An earlier stop day is kept.
 * @param[in,out] patient the patient.
 * @param[in]     id      from bm_patient_prescribe().
 * @param[in]     stop_d  [day] not before the present time.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ERANGE.
 */
BM_API bm_status bm_patient_stop(bm_patient *patient, uint64_t id, double stop_d);

/**
 * @param[in] patient the patient.
 * @return the number of her prescriptions, those that have ended and those of her history too; 0 for NULL.
 */
BM_API size_t bm_patient_prescription_count(const bm_patient *patient);

/**
 * Reads a prescription back, as bm_patient_prescribe() takes it; also of a patient that was cloned, loaded or a member
 * of a cohort.
 * @param[in,out] patient      the patient.
 * @param[in]     index        0 to bm_patient_prescription_count() - 1, in the order in which they were prescribed.
 * @param[out]    prescription filled up to @p struct_size bytes: the stop day as it is now; every parameter of the
 * agent that has a value. Its strings live as long as the patient, its parameters until the next call on the handle.
 * @param[in]     struct_size  size of *prescription in the caller's build.
 * @param[out]    id           the prescription's number for bm_patient_stop(); may be NULL.
 * @param[out]    doses_given  doses given until just before now, those of her history too; 0 for a continuous agent.
 * May be NULL. Outputs are unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESIZE, BM_ENOTFOUND (index), BM_ESTATE (called from a callback of the patient's).
 */
BM_API bm_status bm_patient_read_prescription_sized(bm_patient *patient, size_t index, bm_prescription *prescription,
                                                    size_t struct_size, uint64_t *id, double *doses_given);
/** Reads a prescription back into a bm_prescription (@ref bm_patient_read_prescription_sized). */
#define bm_patient_read_prescription(patient, index, prescription, id, doses_given)                                    \
    bm_patient_read_prescription_sized((patient), (index), (prescription), sizeof *(prescription), (id), (doses_given))

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup simulation Simulation
 *  A reading at the instant of a dose is taken just before that dose.
 *  @{ */

/**
 * Called from time to time (at least every 64 steps of the integrator or rows that are read) while a patient advances.
 * @param user     the host's pointer.
 * @param time_d   [day] the time reached.
 * @param fraction [1] the part of the call that is done, 0 to 1.
 * @return 0 to go on; anything else cancels: the call returns BM_ECANCELLED and the patient is as before the call.
 * The callback may not call functions on the same patient: those that could change or copy it return BM_ESTATE.
 * In the full model the first call that reads or advances a patient simulates her history first, and reports that with
 * negative times and a fraction of 0; if it is cancelled then, it returns BM_ECANCELLED.
 */
typedef int32_t (*bm_progress_fn)(void *user, double time_d, double fraction);

/**
 * Sets the progress callback.
 * @param[in,out] patient  the patient.
 * @param[in]     progress NULL = none.
 * @param[in]     user     passed to the callback; must live as long as it is set.
 * @return BM_OK, BM_EINVAL.
 */
BM_API bm_status bm_patient_set_progress(bm_patient *patient, bm_progress_fn progress, void *user);

/**
 * Advances to a time. Never allocates, unless a visit prescribes. On failure the patient is unchanged.
 * @param[in,out] patient the patient.
 * @param[in]     time_d  [day] from the present time to BM_MAX_TIME_D.
 * @return BM_OK, BM_EINVAL, BM_ERANGE, BM_ECONFLICT (the values set do not fit together), BM_ESTEP, BM_EMAXSTEPS,
 *         BM_ENONFINITE, BM_ECANCELLED, or what a callback of a hook or decision returned.
 */
BM_API bm_status bm_patient_advance_to(bm_patient *patient, double time_d);

/**
 * Advances by a number of days; otherwise as bm_patient_advance_to().
 * @param[in,out] patient the patient.
 * @param[in]     days    [day] 0 or more.
 * @return as bm_patient_advance_to().
 */
BM_API bm_status bm_patient_advance_by(bm_patient *patient, double days);

/**
 * Reads the present time.
 * @param[in]  patient the patient.
 * @param[out] time_d  [day] time since day 0. Unchanged on failure.
 * @return BM_OK, BM_EINVAL.
 */
BM_API bm_status bm_patient_time(const bm_patient *patient, double *time_d);

/**
 * Reads an observable now, by name.
 * @param[in,out] patient the patient.
 * @param[in]     name    catalogue name, such as "bmd_change.lumbar_spine".
 * @param[out]    value   in the catalogue's unit. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ECONFLICT (the values set do not fit together), or what a hook returned;
 *         on day 0 of the full model also what the simulation of the history returned, as bm_patient_advance_to().
 */
BM_API bm_status bm_patient_observe(bm_patient *patient, const char *name, double *value);

/**
 * Reads an observable now, by its catalogue index (quicker in loops).
 * @param[in,out] patient the patient.
 * @param[in]     index   from bm_catalog_find() with BM_KIND_OBSERVABLE.
 * @param[out]    value   in the catalogue's unit. Unchanged on failure.
 * @return as bm_patient_observe().
 */
BM_API bm_status bm_patient_observe_index(bm_patient *patient, size_t index, double *value);

/**
 * Advances through a grid of times and reads observables at each. The grid does not change the steps taken, so a dense
 * grid costs little. The patient ends at the last time.
 * @param[in,out] patient       the patient.
 * @param[in]     times_d       [day] n_times increasing times, the first not before the present time.
 * @param[in]     n_times       at least 1.
 * @param[in]     observables   n_observables catalogue indices of observables.
 * @param[in]     n_observables at least 1.
 * @param[out]    values        caller's buffer of n_times x n_observables numbers, a row per time. Unchanged on
 * failure.
 * @param[in]     n_values      size of the buffer in numbers.
 * @return as bm_patient_advance_to(), and BM_ENOTFOUND, BM_ESIZE, BM_ENOMEM.
 */
BM_API bm_status bm_patient_sample(bm_patient *patient, const double *times_d, size_t n_times,
                                   const size_t *observables, size_t n_observables, double *values, size_t n_values);

/** Counts the integrator's work since the patient was created. A clone or a loaded patient goes on counting. */
typedef struct bm_patient_stats {
    uint32_t struct_size;      /**< sizeof(bm_patient_stats) in the caller's build. */
    uint32_t reserved;         /**< 0. */
    uint64_t steps;            /**< Steps accepted. */
    uint64_t rejected_steps;   /**< Steps tried and rejected. */
    uint64_t rhs_evaluations;  /**< Evaluations of the right-hand side. */
    uint64_t factorizations;   /**< Jacobians evaluated and factorised. */
    uint64_t threshold_events; /**< Thresholds located, on which a step was ended. */
} bm_patient_stats;

/**
 * Reads the integrator's counters.
 * @param[in]  patient     the patient.
 * @param[out] stats       filled up to @p struct_size bytes.
 * @param[in]  struct_size size of *stats in the caller's build.
 * @return BM_OK, BM_EINVAL, BM_ESIZE.
 */
BM_API bm_status bm_patient_read_stats_sized(const bm_patient *patient, bm_patient_stats *stats, size_t struct_size);
/** Reads the integrator's counters into a bm_patient_stats (@ref bm_patient_read_stats_sized). */
#define bm_patient_read_stats(patient, stats) bm_patient_read_stats_sized((patient), (stats), sizeof *(stats))

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup user Functions over a host's own memory
 *  @{ */

/**
 * How the library copies, releases, saves and restores the memory behind a user pointer; each function may be NULL. The
 * library never changes or releases the memory that the host itself gave.
 */
typedef struct bm_user_functions {
    uint32_t struct_size; /**< sizeof(bm_user_functions) in the caller's build. */
    uint32_t reserved;    /**< 0. */
    /** Sets *copy to the memory that a clone uses. Returns 0, or a negative number that the call then returns.
     *  NULL: clones share the pointer. */
    int32_t (*copy)(void *user, void **copy);
    /** Releases what copy or restore made, when its patient is destroyed. NULL: there is nothing to release. */
    void (*release)(void *user);
    /** Writes the memory behind @p user, *needed bytes, into @p buffer if @p size is enough; with buffer NULL it only
     *  sets *needed. The same memory always takes the same number of bytes. Returns 0, or a negative number that the
     *  call then returns. NULL: snapshots of the patient are refused with BM_ESTATE. */
    int32_t (*save)(void *user, void *buffer, size_t size, size_t *needed);
    /** Sets *user to memory made from saved bytes, which may have any alignment and come from anywhere; @p prototype is
     *  the user pointer of the descriptor given to bm_patient_load_with(). Returns 0, or a negative number that the
     *  call then returns. NULL: the prototype itself is used. */
    int32_t (*restore)(void *prototype, const void *bytes, size_t size, void **user);
} bm_user_functions;

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup decision Decisions
 *  The library asks the host while time passes: at visits by the calendar, and when an observable crosses a level.
 *
 *  At a visit the host reads the patient through the visit's handle and prescribes, stops or changes. All of that takes
 *  effect when the callback returns 0. A visit takes place after the readings of its time and before the doses of that
 *  time; one at the end of an advance belongs to the next advance, as a dose does. Decisions due at the same time are
 *  asked in the order in which they were registered, and each sees what those before it prescribed.
 *  @{ */

/** A visit that is going on: its handle is valid during the callback only. If it is used later while the patient lives,
 *  every function returns BM_ESTATE. */
typedef struct bm_visit bm_visit;

/**
 * Called at a visit. It may not call functions on the same patient: those that could change, copy or read it return
 * BM_ESTATE. When an advance fails, the library does not undo what earlier visits wrote into the host's own memory.
 * @param user  the decision's pointer.
 * @param visit the handle.
 * @return 0: what was prescribed, stopped and changed takes effect now. Negative: none of it does, and the call that
 *         advances fails with this number as its status; the patient is as before that call, whatever earlier visits
 *         did.
 */
typedef int32_t (*bm_visit_fn)(void *user, bm_visit *visit);

#define BM_BELOW 1u /**< From above a level to below it. */
#define BM_ABOVE 2u /**< From below a level to above it. */

/**
 * When the library asks the host. Fill with bm_decision_init(); new fields are only ever appended.
 *
 * Visits fall on first_d + k x every_d (k = 0, 1, ...), on day 0 or later, not before the time of registration, and
 * before stop_d. A crossing is noticed at the end of an integrator's step and located there to 0.001 day: the visit is
 * just after it. The same holds for a jump caused by a dose. If two crossings fall into one step, both may be missed.
 */
typedef struct bm_decision {
    uint32_t struct_size;   /**< sizeof(bm_decision) in the caller's build. */
    uint32_t crossing;      /**< BM_BELOW, BM_ABOVE or both: the crossings that are visits; 0 without an observable. */
    const char *name;       /**< Up to 39 characters, for messages, and to find it in a snapshot; default "". Copied. */
    bm_visit_fn visit;      /**< Called at each visit. */
    void *user;             /**< Passed to it. */
    double first_d;         /**< [day] From -BM_MAX_TIME_D on; BM_NEVER_D (default): no visits by the calendar. */
    double every_d;         /**< [day] Interval, 1e-6 or more; 0 (default): one visit, at first_d. */
    double stop_d;          /**< [day] No visit from then on; default BM_NEVER_D. */
    const char *observable; /**< There is also a visit whenever this crosses the level; NULL (default): none. */
    double level;           /**< In the observable's unit; default 0. */
    const bm_user_functions *functions; /**< Over user, or NULL (default). Copied. */
} bm_decision;

/** Fills @p decision with defaults. @param[out] decision may be NULL (no-op). @param[in] struct_size its size, in
 *  bytes. */
BM_API void bm_decision_init_sized(bm_decision *decision, size_t struct_size);
/** Fills a bm_decision with defaults. */
#define bm_decision_init(decision) bm_decision_init_sized((decision), sizeof *(decision))

/**
 * Registers a decision; a patient has at most 64. Clones have it too, and a snapshot if the decision's functions can
 * save the memory behind user (bm_patient_load_with() registers it again).
 * @param[in,out] patient  the patient.
 * @param[in]     decision when to ask, and which function; read during the call only.
 * @param[out]    id       the decision's number for bm_patient_undecide(); may be NULL. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND (observable), BM_ESIZE, BM_ERANGE, BM_ECONFLICT (neither calendar nor
 *         observable), BM_ENOMEM, BM_ESTATE (64 already, or called from a callback of the patient's).
 */
BM_API bm_status bm_patient_decide(bm_patient *patient, const bm_decision *decision, uint64_t *id);

/**
 * Removes a decision. What it prescribed stays.
 * @param[in,out] patient the patient.
 * @param[in]     id      from bm_patient_decide().
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ESTATE (called from a callback of the patient's).
 */
BM_API bm_status bm_patient_undecide(bm_patient *patient, uint64_t id);

/** @param[in] patient the patient. @return the number of her decisions; 0 for NULL. */
BM_API size_t bm_patient_decision_count(const bm_patient *patient);

/**
 * Reads a decision back, as bm_patient_decide() takes it.
 * @param[in,out] patient     the patient.
 * @param[in]     index       0 to bm_patient_decision_count() - 1, in the order in which they were registered.
 * @param[out]    decision    filled up to @p struct_size bytes; its user pointer is the memory that this patient uses.
 *                            Strings and functions are valid until decisions are registered or removed.
 * @param[in]     struct_size size of *decision in the caller's build.
 * @param[out]    id          the decision's number for bm_patient_undecide(); may be NULL. Outputs are unchanged on
 *                            failure.
 * @return BM_OK, BM_EINVAL, BM_ESIZE, BM_ENOTFOUND (index), BM_ESTATE (called from a callback of the patient's).
 */
BM_API bm_status bm_patient_read_decision_sized(bm_patient *patient, size_t index, bm_decision *decision,
                                                size_t struct_size, uint64_t *id);
/** Reads a decision back into a bm_decision (@ref bm_patient_read_decision_sized). */
#define bm_patient_read_decision(patient, index, decision, id)                                                         \
    bm_patient_read_decision_sized((patient), (index), (decision), sizeof *(decision), (id))

/**
 * @param[in]  visit  the visit.
 * @param[out] time_d [day] its time. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESTATE.
 */
BM_API bm_status bm_visit_time(const bm_visit *visit, double *time_d);

/**
 * @param[in]  visit  the visit.
 * @param[out] member the number of the patient in her cohort; 0 for a patient alone. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESTATE.
 */
BM_API bm_status bm_visit_member(const bm_visit *visit, uint64_t *member);

/**
 * @param[in]  visit    the visit.
 * @param[out] crossing 0: a visit by the calendar; BM_BELOW or BM_ABOVE: the side to which the observable just crossed.
 *                      Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESTATE.
 */
BM_API bm_status bm_visit_crossed(const bm_visit *visit, uint32_t *crossing);

/**
 * Reads an observable at the visit, without the error of any measurement, just before any dose of that time.
 * @param[in,out] visit the visit.
 * @param[in]     name  catalogue name.
 * @param[out]    value in the catalogue's unit. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ESTATE.
 */
BM_API bm_status bm_visit_observe(bm_visit *visit, const char *name, double *value);

/**
 * Reads an observable at the visit by its catalogue index (quicker than by name).
 * @param[in,out] visit the visit.
 * @param[in]     index from bm_catalog_find() with BM_KIND_OBSERVABLE.
 * @param[out]    value in the catalogue's unit. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ESTATE.
 */
BM_API bm_status bm_visit_observe_index(bm_visit *visit, size_t index, double *value);

/**
 * Prescribes, as bm_patient_prescribe(). The prescription is checked at once, and takes effect when the callback
 * returns 0.
 * @param[in,out] visit        the visit.
 * @param[in]     prescription what, how much and when; start_d not before the time of the visit. A dose of that very
 *                             time is given. Read during the call only.
 * @param[out]    id           the prescription's number; may be NULL. Unchanged on failure.
 * @return as bm_patient_prescribe(), and BM_ESTATE.
 */
BM_API bm_status bm_visit_prescribe(bm_visit *visit, const bm_prescription *prescription, uint64_t *id);

/**
 * Stops a prescription, as bm_patient_stop().
 * @param[in,out] visit  the visit.
 * @param[in]     id     of a prescription of this patient, whoever made it.
 * @param[in]     stop_d [day] not before the time of the visit.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ERANGE, BM_ESTATE.
 */
BM_API bm_status bm_visit_stop(bm_visit *visit, uint64_t id, double stop_d);

/**
 * Stops a prescription now and makes another. On failure it does neither.
 * @param[in,out] visit        the visit.
 * @param[in]     id           of the one to stop.
 * @param[in]     prescription the other, of any agent, as for bm_visit_prescribe().
 * @param[out]    new_id       its number; may be NULL. Unchanged on failure.
 * @return as bm_visit_prescribe().
 */
BM_API bm_status bm_visit_change(bm_visit *visit, uint64_t id, const bm_prescription *prescription, uint64_t *new_id);

/**
 * @param[in] visit the visit.
 * @return the sentence of the last call on this visit that failed; "" when none has. Valid until the next call on it.
 */
BM_API const char *bm_visit_last_error(const bm_visit *visit);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup messages Errors, warnings, applicability
 *  @{ */

/**
 * @param[in] patient the patient.
 * @return the sentence of the last failed call among those that take a bm_patient * which is not const: it says what
 *         was wrong, the value found, what is allowed, and the unit. "" when none has failed; "" for NULL. Valid until
 *         the next call on the handle.
 */
BM_API const char *bm_patient_last_error(const bm_patient *patient);

/**
 * Unlikely but legal input leaves a warning, and so does what a clinician would be warned of: treatments that do not go
 * together, that end badly or that do not suit the patient, each with its source. Warnings come when something is
 * prescribed, when day 0 is worked out and when time has passed, and change no number. At most 16 different ones are
 * kept, each once.
 * @param[in] patient the patient.
 * @return the number of warnings; 0 for NULL.
 */
BM_API size_t bm_patient_warning_count(const bm_patient *patient);

/**
 * @param[in] patient the patient.
 * @param[in] index   0 to bm_patient_warning_count() - 1.
 * @return a warning, one sentence, valid until the next call on the handle; NULL for an unknown index.
 */
BM_API const char *bm_patient_warning(const bm_patient *patient, size_t index);

/** Empties the list of warnings. @param[in,out] patient NULL is a no-op. */
BM_API void bm_patient_clear_warnings(bm_patient *patient);

/**
 * Tells whether what was set, prescribed and reached lies in the domain where the model was calibrated.
 * @param[in]  patient   the patient.
 * @param[out] n_reasons 0 inside the domain; otherwise the number of reasons. Unchanged on failure.
 * @return BM_OK, BM_EINVAL.
 */
BM_API bm_status bm_patient_applicability(const bm_patient *patient, size_t *n_reasons);

/**
 * @param[in] patient the patient.
 * @param[in] index   0 to the number of reasons - 1.
 * @return a reason, one sentence, static storage; NULL for an unknown index.
 */
BM_API const char *bm_patient_applicability_reason(const bm_patient *patient, size_t index);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup reasons Reasons
 *  @{ */

#define BM_PART_UNDER_WAY    0u /**< What would have come of what was under way, had none of the other parts acted. */
#define BM_PART_PRESCRIPTION 1u /**< A prescription. */
#define BM_PART_AGEING       2u /**< Her age, which goes on. */
#define BM_PART_MENOPAUSE    3u /**< The years since the menopause, or until it, which go on. */
#define BM_PART_HABIT        4u /**< Smoking, alcohol or caffeine as she has it. */
#define BM_MAX_PARTS         9u /**< The most parts that a change has. */

/** A part of a change. */
typedef struct bm_part {
    uint32_t struct_size; /**< sizeof(bm_part) in the caller's build. */
    uint32_t kind;        /**< BM_PART_... */
    uint64_t id;          /**< Of a prescription: its number; otherwise 0. */
    const char *name;     /**< Of a prescription or habit: its agent; else "ageing", "menopause", "under_way". Lives as
                               long as the patient. */
    double value;         /**< In the observable's unit. */
} bm_part;

/**
 * Explains the change of an observable between now and a later time: which part of it comes from each prescription,
 * from ageing, from the menopause and from each habit.
 *
 * A part that is left out does not act from now on: a prescription is stopped, age or menopause stays as it is, a habit
 * is given up. The future is simulated for every set of parts that may act, 2^n of them. The share of a part is its
 * Shapley value: what it adds to those that act already, averaged over all orders in which the parts may come. What
 * changes when none acts, because it was under way, is a part of its own, so that all parts add up to the change.
 * Shares are statements about the model, not about causes in a woman.
 * @param[in,out] patient    the patient, without decisions; only her last error may change.
 * @param[in]     to_d       [day] after the present time.
 * @param[in]     observable catalogue index of the observable.
 * @param[out]    parts      caller's list: what was under way first, then prescriptions in their order, ageing,
 *                           menopause, habits. Only what acts between now and to_d is a part.
 * @param[in]     part_size  size of a bm_part in the caller's build.
 * @param[in]     capacity   length of the list; BM_MAX_PARTS is always enough.
 * @param[out]    n_parts    how many there are. Outputs are unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESIZE, BM_ENOTFOUND, BM_ERANGE (time), BM_ECONFLICT (more than 8 parts act, or the
 * patient has decisions), BM_ESTATE (called from a callback), BM_ENOMEM, BM_ECANCELLED (her progress callback is called
 *         after each set of parts), or as bm_patient_advance_to().
 */
BM_API bm_status bm_patient_explain_sized(bm_patient *patient, double to_d, size_t observable, bm_part *parts,
                                          size_t part_size, size_t capacity, size_t *n_parts);
/** Explains the change of an observable as a list of bm_part (@ref bm_patient_explain_sized). */
#define bm_patient_explain(patient, to_d, observable, parts, capacity, n_parts)                                        \
    bm_patient_explain_sized((patient), (to_d), (observable), (parts), sizeof *(parts), (capacity), (n_parts))

/**
 * Sensitivities: how much observables change with what was or could be set of a patient of the full model on day 0, in
 * the observable's unit per unit of the name. They are central differences of a thousandth of the value, at a tight
 * tolerance, simulated side by side in the processor's vectors; of a covariate that is 0 or 1 the difference between
 * the two. A covariate that was not given is varied around what the model has for her. What was measured on day 0
 * stays as it was measured, so that a sensitivity to a parameter is that of her future.
 * @param[in,out] patient       the patient at time 0, who stays as she is; only her last error may change. Her progress
 *                              callback is called.
 * @param[in]     names         n_names names of kind covariate or parameter.
 * @param[in]     n_names       1 to 10,000.
 * @param[in]     times_d       [day] n_times increasing times, from 0 on.
 * @param[in]     n_times       at least 1.
 * @param[in]     observables   n_observables catalogue indices of observables.
 * @param[in]     n_observables at least 1.
 * @param[out]    values        caller's buffer of n_names x n_times x n_observables numbers, name by name, in it a row
 *                              per time. Unchanged on failure.
 * @param[in]     n_values      size of the buffer in numbers.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ERANGE, BM_ESIZE, BM_ESTATE (time has passed), BM_ECONFLICT (the core; a
 *         name that cannot vary; values that contradict each other), BM_ENOMEM, BM_ECANCELLED, or as
 *         bm_patient_advance_to().
 */
BM_API bm_status bm_patient_sensitivities(bm_patient *patient, const char *const *names, size_t n_names,
                                          const double *times_d, size_t n_times, const size_t *observables,
                                          size_t n_observables, double *values, size_t n_values);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup hooks Hooks
 *  A hook is a host's own intervention on a patient, beside those of the catalogue. It has states of its own with their
 *  equations, and adds to the catalogue's targets.
 *
 *  Rules for every callback:
 *  - field, amount and next_event are pure: the same arguments give the same answer, and a call leaves no trace. The
 *    integrator calls them at trial points in any order, also at some that it then rejects, and with states slightly
 *    outside of the possible range. event is called once, when its time has been reached; but if the call fails
 *    afterwards, its changes are undone with everything else, and it is called again when the host repeats the call. So
 *    event changes the states it is handed, and no other memory.
 *  - No callback calls a function on the same patient: those that could change, copy or read it return BM_ESTATE.
 *    (Inside copy, and inside save when called by bm_patient_save_size(), the library does not detect such calls.)
 *  - A negative return value gives up: the call that is under way fails with this number as its status, and the patient
 *    is as before the call. Other numbers mean success.
 *  - Callbacks run on the thread that made the call. Clones may run on other threads at the same time, with the same
 *    user pointer unless there is a copy function.
 *  @{ */

#define BM_HOOK_JACOBIAN   1u /**< field fills in the derivatives; otherwise the library takes differences. */
#define BM_HOOK_CONTINUOUS 2u /**< The dose is a rate or level while a prescription runs, instead of single doses. */

/**
 * What a hook's field sees, and what it fills in. Every output is 0 on entry. The derivatives are either all NULL, when
 * they are not wanted, or all given. They are stored row by row: dx_by_x[i * n_states + j] is d(dx_dt[i])/d(x[j]).
 */
typedef struct bm_hook_at {
    uint32_t struct_size;    /**< sizeof(bm_hook_at) in the library's build. */
    uint32_t reserved;       /**< 0. */
    double time_h;           /**< [h] Time since day 0; negative in the patient's history. */
    double rate;             /**< Continuous: the doses of the prescriptions that run, times adherence; otherwise 0. */
    const double *x;         /**< [n_states] The hook's states. */
    const double *body;      /**< [n_body] The states of the body that the hook asked for. */
    double *dx_dt;           /**< [n_states] Out: the change of the hook's states per hour. */
    double *targets;         /**< [n_targets] Out: what the hook adds to each target, in the target's unit. */
    double *dx_by_x;         /**< [n_states][n_states] Out, or NULL. */
    double *targets_by_x;    /**< [n_targets][n_states] Out, or NULL. */
    double *dx_by_body;      /**< [n_states][n_body] Out, or NULL. */
    double *targets_by_body; /**< [n_targets][n_body] Out, or NULL. */
    double *dx_by_time;      /**< [n_states] Out, per hour, or NULL: for equations that contain time_h itself. */
    double *targets_by_time; /**< [n_targets] Out, per hour, or NULL. */
} bm_hook_at;

/**
 * A hook. Fill with bm_hook_init(); new fields are only ever appended. The struct, its name and its arrays are read
 * during the call only.
 */
typedef struct bm_hook {
    uint32_t struct_size; /**< sizeof(bm_hook) in the caller's build. */
    uint32_t flags;       /**< BM_HOOK_... or 0. */
    const char *name;     /**< 1 to 31 of a-z, 0-9, _; not the name of an agent. Prescribe the hook by it. */
    void *user;           /**< Passed to every callback. */
    uint32_t n_states;    /**< Number of states of its own, up to 16, which begin at 0. */
    uint32_t n_targets;   /**< Number of targets, up to 8. */
    uint32_t n_body;      /**< Number of states of the body that it reads, up to 16. With any, steps take longer. */
    uint32_t reserved;    /**< 0. */
    /** [n_states] A typical size of each state: the error is relative to it while the state is smaller; 0: the error of
     *  this state is not controlled. NULL: the size of all states is the largest dose so far; single doses only. */
    const double *scales;
    const char *const *targets; /**< [n_targets] Names of kind target. */
    const char *const *body;    /**< [n_body] Observables that are states of the body: most of core.*, all of body.* */
    double dose_minimum;        /**< Smallest dose; default 0. */
    double dose_maximum;        /**< Largest dose; default 1e12. */
    double dose_default;        /**< For bm_patient_prescription_init(); default 1. */
    double every_default_d;     /**< [day] The interval for the same function; default 1. Ignored when continuous. */
    /** The equations of the hook. Required. */
    int32_t (*field)(void *user, bm_hook_at *at);
    /** What a dose adds to x[0]; called when it is prescribed. NULL: the dose itself. NULL when continuous. */
    int32_t (*amount)(void *user, double dose, double *amount);
    /** The first time after @p time_d [day] at which the equations jump, or BM_NEVER_D: the integrator stops there.
     *  Asked at any earlier time, the function gives the same time to the last bit. NULL: never. */
    int32_t (*next_event)(void *user, double time_d, double *event_d);
    /** Called at that time, after the doses of the same moment; may change the states. NULL: nothing happens. */
    int32_t (*event)(void *user, double time_d, double *x);
    /** Functions for the memory behind user; read during the call only. NULL: clones share the pointer, and snapshots
     *  are refused. */
    const bm_user_functions *functions;
} bm_hook;

/** Fills @p hook with defaults. @param[out] hook may be NULL (no-op). @param[in] struct_size its size, in bytes. */
BM_API void bm_hook_init_sized(bm_hook *hook, size_t struct_size);
/** Fills a bm_hook with defaults. */
#define bm_hook_init(hook) bm_hook_init_sized((hook), sizeof *(hook))

/**
 * Registers a hook, which acts from now on. It takes part in the history before day 0 only if it is registered before
 * the first call that reads or advances the patient, or before a bm_patient_set() or a prescription of the past, after
 * which the history is simulated again.
 * @param[in,out] patient the patient.
 * @param[in]     hook    the hook, copied.
 * @return BM_OK, BM_EINVAL, BM_ESIZE, BM_ERANGE (a number, or more states and derivatives than there is room for beside
 *         the catalogue's agents), BM_ENOTFOUND (a target or state of the body), BM_ECONFLICT (the name is taken, or
 *         fields contradict each other), BM_ESTATE (the patient has 8 hooks, or a callback calls), BM_ENOMEM.
 */
BM_API bm_status bm_patient_hook(bm_patient *patient, const bm_hook *hook);

/**
 * Reads a hook's states now.
 * @param[in,out] patient the patient.
 * @param[in]     name    the hook's name.
 * @param[out]    x       caller's buffer. Unchanged on failure.
 * @param[in]     n       its size in numbers, at least the hook's n_states.
 * @return as bm_patient_observe(), and BM_ESIZE.
 */
BM_API bm_status bm_patient_read_hook(bm_patient *patient, const char *name, double *x, size_t n);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup snapshot Save and load
 *  A snapshot is versioned, checksummed and little-endian. A patient that is loaded in another process goes on with the
 *  same bits if the library binary is the same.
 *
 *  A snapshot holds the patient's parameters, and she goes on with these, whatever the calibration of the library that
 *  loads her (bm_patient_calibration()). Everything in it is found by name: a later library that has more states,
 *  parameters or agents loads it, and what was not there starts at its balance, its default, or inactive. A library
 *  whose equations mean something else by the states, or that lacks something the snapshot holds, refuses it; later
 *  equations that only solve them otherwise (bm_model_equations()) go on, within the tolerance.
 *  @{ */

/**
 * @param[in]  patient the patient.
 * @param[out] size    bytes that bm_patient_save() will write. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESTATE (called from a callback, or a hook or decision cannot save itself); with hooks or
 *         decisions also BM_ERANGE (one of them needs more than 2^30 bytes), or what a save function returned.
 */
BM_API bm_status bm_patient_save_size(const bm_patient *patient, size_t *size);

/**
 * Writes a snapshot into the caller's buffer. Progress callbacks, the last error and warnings are not saved.
 * @param[in,out] patient the patient.
 * @param[out]    buffer  @p size bytes.
 * @param[in]     size    at least bm_patient_save_size().
 * @param[out]    written bytes written; may be NULL.
 * @return BM_OK, BM_EINVAL, BM_ESIZE, BM_ESTATE (called from a callback, or a hook or decision cannot save itself); on
 *         day 0 of the full model also what bm_patient_advance_to() may return, because the history is simulated first;
 *         or what a save function returned, and then the buffer may have been written.
 */
BM_API bm_status bm_patient_save(bm_patient *patient, void *buffer, size_t size, size_t *written);

/**
 * Makes a patient from a snapshot. It is safe to try bytes from anywhere.
 * @param[in]  model   a model of the same name as the one the snapshot was saved from.
 * @param[in]  buffer  the snapshot.
 * @param[in]  size    its size in bytes, exactly.
 * @param[out] patient the new patient. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_EFORMAT, BM_EVERSION, BM_EMODEL (of another model or other equations, or it holds what
 *         this library does not know, or hooks or decisions), BM_ENOMEM. bm_patient_load_with() can say why.
 */
BM_API bm_status bm_patient_load(const bm_model *model, const void *buffer, size_t size, bm_patient **patient);

/** The host's functions, which a snapshot cannot hold. Hooks and decisions are found by their names. */
typedef struct bm_callbacks {
    uint32_t struct_size; /**< sizeof(bm_callbacks) in the caller's build. */
    uint32_t reserved;    /**< 0. */
    const bm_hook *hooks; /**< Hooks as they were registered, except user: the prototype of their restore functions. */
    size_t n_hooks;       /**< Number of hooks. Those that the snapshot does not name are ignored. */
    const bm_decision *decisions; /**< Decisions likewise. Calendar and level are taken from here. If several have the
                                       same name, they are used in turn. */
    size_t n_decisions;           /**< Number of decisions. */
    char *message; /**< Where a sentence goes that says why loading failed; "" when there is none, or it did not fail.
                        NULL (default): nowhere. */
    size_t message_size; /**< Bytes at message, with the 0; 240 are enough for every sentence. */
} bm_callbacks;

/**
 * Makes a patient from a snapshot that may hold hooks and decisions.
 * @param[in]  model     as for bm_patient_load().
 * @param[in]  buffer    the snapshot.
 * @param[in]  size      its size in bytes, exactly.
 * @param[in]  callbacks hooks and decisions by name; NULL: none. Read during the call only.
 * @param[out] patient   the new patient. Unchanged on failure.
 * @return as bm_patient_load(). BM_EMODEL is also returned when a hook or decision of the snapshot is not given, or a
 *         hook has other states, targets or states of the body. One that is not valid returns what bm_patient_hook() or
 *         bm_patient_decide() would. What a restore function returned is passed on.
 */
BM_API bm_status bm_patient_load_with(const bm_model *model, const void *buffer, size_t size,
                                      const bm_callbacks *callbacks, bm_patient **patient);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup scenario Scenarios
 *  @{ */

/**
 * Writes a patient as a scenario of bonesim, in JSON: what was set of her, and what was prescribed on day 0. `bonesim
 * run` of it gives the same bits as bm_patient_sample() of a patient that was set and prescribed for in this order. A
 * patient whom a scenario cannot say is refused with a sentence: one with hooks or decisions, one for whom something
 * was prescribed or stopped after day 0, and a member of a cohort who has a walk of her own or a
 * study's difference.
 * @param[in,out] patient       the patient, at any time; only her last error may change.
 * @param[in]     times_d       [day] n_times increasing times that the scenario samples, from 0 on.
 * @param[in]     n_times       at least 1.
 * @param[in]     observables   n_observables catalogue indices of observables, each once.
 * @param[in]     n_observables at least 1.
 * @param[out]    text          caller's buffer; NULL: only @p needed is written.
 * @param[in]     size          its size in bytes.
 * @param[out]    needed        bytes that the text takes, with the 0; may be NULL. Outputs are unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ERANGE (times), BM_ENOTFOUND (observables), BM_ECONFLICT (see above), BM_ESIZE,
 * BM_ESTATE (called from a callback of the patient's).
 */
BM_API bm_status bm_patient_write_scenario(bm_patient *patient, const double *times_d, size_t n_times,
                                           const size_t *observables, size_t n_observables, char *text, size_t size,
                                           size_t *needed);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup cohort Cohorts
 *  A cohort is many virtual patients around one. Covariates vary, and parameters differ between women. Draws follow
 *  from the seed, the member's number and the name of what is drawn, so a member is the same woman in every cohort of
 *  that seed (in every arm of a trial), whatever the number of threads and whichever other members there are. Her
 * density also walks at random at each site, from 0 on day 0, in a way that is hers alone: in what is read of bone
 * mineral density and in what visits observe of it, but not in the equations. A patient made of her, its clones and its
 *  snapshots keep the walk, and the study that she is in; a patient who was never a member has neither.
 *  @{ */

/** How a cohort is made. Fill with bm_cohort_options_init(); new fields are only ever appended. */
typedef struct bm_cohort_options {
    uint32_t struct_size; /**< sizeof(bm_cohort_options) in the caller's build. */
    uint32_t threads;     /**< Threads that a call uses, 1 (default) to 256. Their number changes no result. */
    uint64_t size;      /**< Members, at least 1; default 100. Up to 1,000,000 are kept between calls; more can only be
                           streamed into a summary (bm_summary_add()). */
    uint64_t seed;      /**< Default 1. */
    double variability; /**< [1] Differences between women (BM_KIND_VARIABILITY) in the model's parameters and by a
                           walk of her own at each site, times this: 1 (default) as estimated, 0 none, up to 3. */
    double measurement_error; /**< [1] Error of densities and markers that are read: 0 (default) none, 1 as published,
                                 up to 3. Each time of reading has its own error; visits observe values without it. */
    uint64_t parameter_draw;  /**< 0 (default): the fitted parameters. k > 0: the k-th draw from what the calibration
                                 leaves uncertain, the same for all members. The spread of a mean over many draws is
                                 the band of parameter uncertainty. Draws 1 and 2, 3 and 4, ... are pairs on both sides
                                 of the fit, so an even number of them is balanced. There are 200, in an order of the
                                 seed's; draw 201 is draw 1 again. */
    uint32_t lanes;    /**< Members that advance side by side in the processor's vectors: 0 (default) as many as the
                            processor has room for; 2, 4 or 8: at most so many; 1: each alone. */
    uint32_t reserved; /**< 0. */
    /** [1] How far draws of the parameters go, above 0 up to 1 (default): whole draws agree with the trials, and are
     * what the band is made of. Draws with 0.1 stay where the model is nearly linear; the distances of their means from
     * the fitted mean, times 10, are the linearised band. */
    double parameter_spread;
    double study_difference; /**< [1] Differences between studies, times this: 0 (default) none, 1 as estimated, up to
                                  3. What a study is: bm_cohort_options_band(). */
    uint32_t own_draws;    /**< 0 (default): what parameter_draw says. 1: member n has draw n + 1 of the parameters and
                                is in a study of her own; parameter_draw is then 0. */
    uint32_t arm;          /**< The arm of a study, default 0: two arms of one share most of its difference. */
    uint64_t first_member; /**< Number of the first member, default 0: the members are first_member to first_member +
                                size - 1, the same women as under these numbers in any other cohort. The last number is
                                below 2^53. */
} bm_cohort_options;

/** @name Bands
 *  What the spread of a cohort says, from the narrowest on: each contains what the one before contains.
 *  @{ */
#define BM_BAND_TYPICAL  1u /**< The course of the typical woman: how sure the trials leave the parameters. */
#define BM_BAND_TRIAL    2u /**< A new trial of such women: and how studies differ. */
#define BM_BAND_WOMAN    3u /**< One woman, as she is: and how women differ, with a walk of her own at each site. */
#define BM_BAND_MEASURED 4u /**< One woman, as she is measured: and errors of densities and markers. */
/** @} */

/**
 * Virtual patients. One handle is used by one thread at a time; inside a call it uses threads of its own.
 */
typedef struct bm_cohort bm_cohort;

/** Fills @p options with defaults. @param[out] options may be NULL (no-op). @param[in] struct_size its size, in bytes.
 */
BM_API void bm_cohort_options_init_sized(bm_cohort_options *options, size_t struct_size);
/** Fills a bm_cohort_options with defaults. */
#define bm_cohort_options_init(options) bm_cohort_options_init_sized((options), sizeof *(options))

/**
 * Makes options say a band: each member is one possibility, with a draw of the parameters and so on, and percentiles of
 * bm_cohort_summarise() are the band. Sets own_draws, study_difference, variability and measurement_error to 0 or 1,
 * and parameter_draw to 0; nothing else. A study's difference is that of the women whom it took, whom nobody knows:
 * densities, markers and probabilities of fracture lie beside what the model says by a number of their own, which
 * follows from seed, draw and arm. How large they are is estimated from trials that the calibration had not seen, by
 * what the women took (validation/results/between_studies.csv). Only how the woman is read changes, not her course.
 * @param[in,out] options filled by bm_cohort_options_init(). NULL, or of a build without these fields: no-op.
 * @param[in]     band    BM_BAND_TYPICAL to BM_BAND_MEASURED; 0: none of all that.
 */
BM_API void bm_cohort_options_band(bm_cohort_options *options, uint32_t band);

/**
 * Creates a cohort around a profile: a patient of the full model at time 0, with covariates, parameters and
 * prescriptions. The profile is copied, but not a walk or a study that it has as a member of another cohort.
 * @param[in]  profile the patient whom all members resemble; unchanged.
 * @param[in]  options NULL = defaults.
 * @param[out] cohort  the new cohort; release it with bm_cohort_destroy(). Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESIZE, BM_ERANGE (an option out of range), BM_ESTATE (time has passed for the profile,
 *         or a callback of it calls), BM_ECONFLICT (the core has no cohorts; both own_draws and a parameter_draw; a
 * draw of either kind for a profile whose bm_patient_calibration() is not that of the model), BM_ENOMEM.
 */
BM_API bm_status bm_cohort_create(const bm_patient *profile, const bm_cohort_options *options, bm_cohort **cohort);

/** Releases a cohort. @param[in] cohort NULL is a no-op. */
BM_API void bm_cohort_destroy(bm_cohort *cohort);

/**
 * Lets a covariate vary. It is normally distributed around the profile's value (as set, or as the model gives it for
 * the profile on day 0), and drawn again while outside a range. A later call for the same covariate replaces the
 * earlier one. Allowed until time has passed.
 * @param[in,out] cohort    the cohort.
 * @param[in]     covariate catalogue name; not of a covariate that is 0 or 1.
 * @param[in]     sd        standard deviation in the covariate's unit, 0 or more.
 * @param[in]     minimum   lower end of the range; NaN: the catalogue's.
 * @param[in]     maximum   upper end of the range, above minimum; NaN: the catalogue's.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ERANGE, BM_ESTATE, BM_ECONFLICT (0 or 1; density and T-score of one site);
 *         for a covariate without a value also what the profile's day 0 may return, as bm_patient_observe().
 */
BM_API bm_status bm_cohort_vary(bm_cohort *cohort, const char *covariate, double sd, double minimum, double maximum);

/**
 * Correlates two covariates that vary. Allowed until time has passed. Whether all these correlations are possible
 * together is checked when members are first advanced or asked for.
 * @param[in,out] cohort      the cohort.
 * @param[in]     first       a covariate that varies.
 * @param[in]     second      another one.
 * @param[in]     correlation [1] between -1 and 1.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND (does not vary), BM_ERANGE, BM_ESTATE.
 */
BM_API bm_status bm_cohort_correlate(bm_cohort *cohort, const char *first, const char *second, double correlation);

/**
 * Gives each member covariates of her own: real women, a row each. What is given takes the place of the profile's;
 * parameters and walks are drawn as ever. A later call replaces an earlier one. Allowed until time has passed, for
 * cohorts that can be kept.
 * @param[in,out] cohort       the cohort.
 * @param[in]     covariates   n_covariates catalogue names, not of the device or of what varies.
 * @param[in]     n_covariates 0 or more.
 * @param[in]     values       a row of n_covariates numbers for each member, in the covariates' units; NaN: as the
 *                             profile. Copied.
 * @param[in]     n_values     how many numbers there are, at least size x n_covariates.
 * @param[in]     weights      of each member, above 0 and below 2^32: how many women she stands for; NULL: 1. Copied.
 *                             They are counted in units of 2^-60, and by bm_summary_add() alone.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ERANGE (its sentence names row, covariate and range), BM_ESIZE, BM_ESTATE,
 *         BM_ECONFLICT (a name twice, or one that varies), BM_ENOMEM. A member whose covariates contradict each other
 *         fails when she is simulated.
 */
BM_API bm_status bm_cohort_set_members(bm_cohort *cohort, const char *const *covariates, size_t n_covariates,
                                       const double *values, size_t n_values, const double *weights);

/**
 * Sets the progress callback, which is called after each member and at least every 64 steps or rows of the member who
 * is under way, from one thread at a time but not always the same one. Its time_d is the time to which the call
 * advances, and fraction is the part of the members that have arrived there, which may be that of the call before. If
 * it returns anything but 0, the call returns BM_ECANCELLED and the cohort is as before. It may not call functions on
 * the same cohort.
 * @param[in,out] cohort   the cohort.
 * @param[in]     progress NULL = none.
 * @param[in]     user     passed to the callback; must live as long as it is set.
 * @return BM_OK, BM_EINVAL, BM_ESTATE.
 */
BM_API bm_status bm_cohort_set_progress(bm_cohort *cohort, bm_progress_fn progress, void *user);

/**
 * Advances all members. A member that fails is left out from then on, and bm_cohort_failure() reports it; the call goes
 * on with the others.
 * @param[in,out] cohort the cohort.
 * @param[in]     time_d [day] from the present time to BM_MAX_TIME_D.
 * @return BM_OK, BM_EINVAL, BM_ERANGE, BM_ESTATE, BM_ECONFLICT (the correlations are impossible together), BM_ENOMEM,
 *         BM_ECANCELLED. On failure the cohort is as before. BM_ESTATE also when the cohort has more members than are
 *         kept.
 */
BM_API bm_status bm_cohort_advance_to(bm_cohort *cohort, double time_d);

/**
 * Reads the present time.
 * @param[in]  cohort the cohort.
 * @param[out] time_d [day] Unchanged on failure.
 * @return BM_OK, BM_EINVAL.
 */
BM_API bm_status bm_cohort_time(const bm_cohort *cohort, double *time_d);

/**
 * Advances through a grid of times and reads observables of every member at each, as bm_patient_sample().
 * @param[in,out] cohort        the cohort.
 * @param[in]     times_d       [day] n_times increasing times, the first not before the present time.
 * @param[in]     n_times       at least 1.
 * @param[in]     observables   n_observables catalogue indices of observables.
 * @param[in]     n_observables at least 1.
 * @param[out]    values        caller's buffer of size x n_times x n_observables numbers, member by member, in it a row
 *                              per time; NaN for members that failed. Unchanged on failure.
 * @param[in]     n_values      size of the buffer in numbers.
 * @return as bm_cohort_advance_to(), and BM_ENOTFOUND, BM_ESIZE.
 */
BM_API bm_status bm_cohort_sample(bm_cohort *cohort, const double *times_d, size_t n_times, const size_t *observables,
                                  size_t n_observables, double *values, size_t n_values);

/** What bm_cohort_summarise() writes for each time and observable, in this order; the percentiles follow. */
enum {
    BM_SUMMARY_N,          /**< Members who did not fail. */
    BM_SUMMARY_MEAN,       /**< Mean. */
    BM_SUMMARY_SD,         /**< Standard deviation (n - 1); NaN below 2 members. */
    BM_SUMMARY_BELOW,      /**< Fraction of members below the threshold; NaN without one. */
    BM_SUMMARY_PERCENTILES /**< The number of entries before the first percentile. */
};

/**
 * Advances through a grid of times and summarises observables over the members, without keeping the course of each. The
 * mean of a fracture_risk.* is the incidence.
 * @param[in,out] cohort        the cohort.
 * @param[in]     times_d       [day] n_times increasing times, the first not before the present time.
 * @param[in]     n_times       at least 1.
 * @param[in]     observables   n_observables catalogue indices of observables.
 * @param[in]     n_observables at least 1.
 * @param[in]     percentiles   n_percentiles numbers from 0 to 100 (linear interpolation, type 7), or NULL.
 * @param[in]     n_percentiles 0 or more.
 * @param[in]     thresholds    a number per observable, or NULL.
 * @param[out]    summary       caller's buffer of n_times x n_observables x (BM_SUMMARY_PERCENTILES + n_percentiles)
 *                              numbers. Unchanged on failure.
 * @param[in]     n_summary     size of the buffer in numbers.
 * @return as bm_cohort_sample(), and BM_ECONFLICT (the members have weights).
 */
BM_API bm_status bm_cohort_summarise(bm_cohort *cohort, const double *times_d, size_t n_times,
                                     const size_t *observables, size_t n_observables, const double *percentiles,
                                     size_t n_percentiles, const double *thresholds, double *summary, size_t n_summary);

/**
 * Makes a patient of a member, at the cohort's time. The patient goes on as the member does, within the tolerance.
 * @param[in,out] cohort  the cohort; only its last error may change.
 * @param[in]     member  first_member to first_member + size - 1.
 * @param[out]    patient the new patient; release it with bm_patient_destroy(). Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ESTATE, BM_ECONFLICT (correlations), BM_ENOMEM, or how the member failed.
 */
BM_API bm_status bm_cohort_member(bm_cohort *cohort, uint64_t member, bm_patient **patient);

/** @param[in] cohort the cohort. @return the number of members that failed; 0 for NULL. */
BM_API size_t bm_cohort_failure_count(const bm_cohort *cohort);

/**
 * Tells which member failed, and how.
 * @param[in]  cohort the cohort.
 * @param[in]  index  0 to bm_cohort_failure_count() - 1, in the order of the members.
 * @param[out] member the member's number; may be NULL.
 * @param[out] status the status with which it failed; may be NULL.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND.
 */
BM_API bm_status bm_cohort_failure(const bm_cohort *cohort, size_t index, uint64_t *member, bm_status *status);

/**
 * @param[in] cohort the cohort.
 * @param[in] index  0 to bm_cohort_failure_count() - 1.
 * @return why the member failed, one sentence, valid until the next call on the handle; NULL for an unknown index.
 */
BM_API const char *bm_cohort_failure_text(const bm_cohort *cohort, size_t index);

/**
 * @param[in] cohort the cohort.
 * @return the sentence of the last call that failed; "" when none has; "" for NULL. Valid until the next call.
 */
BM_API const char *bm_cohort_last_error(const bm_cohort *cohort);

/** A cohort's counters, and the memory that it takes. */
typedef struct bm_cohort_stats {
    uint32_t struct_size;      /**< sizeof(bm_cohort_stats) in the caller's build. */
    uint32_t lanes;            /**< Members that advance side by side; 1: each alone. */
    uint64_t bytes_per_member; /**< Mean memory of a member while no call is running. */
    uint64_t steps;            /**< Steps accepted, of all members, since the cohort was created. */
    uint64_t rejected_steps;   /**< Steps tried and rejected. */
} bm_cohort_stats;

/**
 * Reads the counters.
 * @param[in]  cohort      the cohort.
 * @param[out] stats       filled up to @p struct_size bytes.
 * @param[in]  struct_size size of *stats in the caller's build.
 * @return BM_OK, BM_EINVAL, BM_ESIZE.
 */
BM_API bm_status bm_cohort_read_stats_sized(const bm_cohort *cohort, bm_cohort_stats *stats, size_t struct_size);
/** Reads the counters into a bm_cohort_stats (@ref bm_cohort_read_stats_sized). */
#define bm_cohort_read_stats(cohort, stats) bm_cohort_read_stats_sized((cohort), (stats), sizeof *(stats))

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup summary Summaries that merge
 *  A summary is what members of a cohort show together, in numbers that can be added: parts of a cohort that were
 *  simulated apart, in any order and on any machine, merge to the same bytes as the whole. Members stream through:
 *  memory does not grow with their number. Sums are exact; a percentile comes from bins of sign, exponent and ten bits
 *  of the number, so it is within 0.1 %, and exact where a bin holds one or two.
 *  @{ */

/** What a summary is of. Fill with bm_summary_options_init(); new fields are only ever appended. */
typedef struct bm_summary_options {
    uint32_t struct_size;      /**< sizeof(bm_summary_options) in the caller's build. */
    uint32_t draws;            /**< Draws of the parameters whose means are kept beside the fitted ones, 0 (default) to
                                    10,000: of cohorts with parameter_draw 1 to draws. */
    const double *times_d;     /**< [day] n_times increasing times, the first not before day 0. Copied, as all lists. */
    size_t n_times;            /**< At least 1. */
    const size_t *observables; /**< n_observables catalogue indices of observables. */
    size_t n_observables;      /**< At least 1. */
    const size_t *threshold_observables; /**< n_thresholds catalogue indices: who is below a threshold, or has been? */
    const double *thresholds;            /**< Their levels, in the observables' units. */
    size_t n_thresholds;                 /**< Default 0. */
    double grid_d; /**< [day] "Has been" looks at the multiples of this: 30.4375 (default), at least 1. */
} bm_summary_options;

/** What members show together. One handle is used by one thread at a time. */
typedef struct bm_summary bm_summary;

/** Fills @p options with defaults. @param[out] options may be NULL (no-op). @param[in] struct_size its size, in bytes.
 */
BM_API void bm_summary_options_init_sized(bm_summary_options *options, size_t struct_size);
/** Fills a bm_summary_options with defaults. */
#define bm_summary_options_init(options) bm_summary_options_init_sized((options), sizeof *(options))

/**
 * Creates a summary of nobody.
 * @param[in]  model   the model of the cohorts to come; a full one.
 * @param[in]  options what is summarised.
 * @param[out] summary the new summary; release it with bm_summary_destroy(). Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESIZE, BM_ERANGE, BM_ENOTFOUND (an observable), BM_ECONFLICT (the core), BM_ENOMEM.
 */
BM_API bm_status bm_summary_create(const bm_model *model, const bm_summary_options *options, bm_summary **summary);

/** Releases a summary. @param[in] summary NULL is a no-op. */
BM_API void bm_summary_destroy(bm_summary *summary);

/**
 * Simulates all members of a cohort up to the last time, some thousand at once, and adds them. The cohort stays at
 * time 0, as before; its progress callback is called and may cancel. Members who fail are counted, and the first
 * hundred of them are kept (bm_summary_failure()).
 * @param[in,out] summary the summary; its last error says what is wrong.
 * @param[in,out] cohort  a cohort at time 0, with profile, options and what varies as in those that were added before;
 *                        it may have other members, another parameter_draw, threads and lanes. Decisions cannot be
 *                        compared: that they are the same is the host's to see to.
 * @return BM_OK, BM_EINVAL, BM_ESTATE (time has passed; a callback calls), BM_ERANGE (a draw beyond draws),
 *         BM_ECONFLICT (another calibration or profile; a member is there already; impossible correlations),
 *         BM_ENOMEM, BM_ECANCELLED. On failure both are as before.
 */
BM_API bm_status bm_summary_add(bm_summary *summary, bm_cohort *cohort);

/**
 * Adds all that another summary holds.
 * @param[in,out] summary the summary.
 * @param[in]     other   a summary of the same times, observables, thresholds, draws and cohort; unchanged.
 * @return BM_OK, BM_EINVAL, BM_ESTATE (a callback calls), BM_ECONFLICT (they differ, or share a member), BM_ENOMEM. On
 *         failure the summary is as before.
 */
BM_API bm_status bm_summary_merge(bm_summary *summary, const bm_summary *other);

/**
 * @param[in]  summary the summary.
 * @param[out] size    bytes that bm_summary_save() will write. Unchanged on failure.
 * @return BM_OK, BM_EINVAL.
 */
BM_API bm_status bm_summary_save_size(const bm_summary *summary, size_t *size);

/**
 * Writes a summary into the caller's buffer. Equal summaries are equal bytes, on every machine.
 * @param[in,out] summary the summary; only its last error may change.
 * @param[out]    buffer  @p size bytes.
 * @param[in]     size    at least bm_summary_save_size().
 * @param[out]    written bytes written; may be NULL.
 * @return BM_OK, BM_EINVAL, BM_ESIZE.
 */
BM_API bm_status bm_summary_save(bm_summary *summary, void *buffer, size_t size, size_t *written);

/**
 * Makes a summary from bytes, which may come from anywhere.
 * @param[in]  model   a model of the same name, calibration and version of the library as the one it was made with.
 * @param[in]  buffer  the bytes.
 * @param[in]  size    how many they are, exactly.
 * @param[out] summary the new summary. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_EFORMAT, BM_EVERSION, BM_EMODEL (of another model, calibration, or version of the
 *         library), BM_ENOMEM.
 */
BM_API bm_status bm_summary_load(const bm_model *model, const void *buffer, size_t size, bm_summary **summary);

/**
 * Tells what a summary is of.
 * @param[in]  summary     the summary.
 * @param[out] options     filled up to @p struct_size bytes; its lists are the summary's, valid as long as it is.
 * @param[in]  struct_size size of *options in the caller's build.
 * @return BM_OK, BM_EINVAL, BM_ESIZE.
 */
BM_API bm_status bm_summary_layout_sized(const bm_summary *summary, bm_summary_options *options, size_t struct_size);
/** Tells what a summary is of (@ref bm_summary_layout_sized). */
#define bm_summary_layout(summary, options) bm_summary_layout_sized((summary), (options), sizeof *(options))

/** What a summary says of one observable at one time. */
typedef struct bm_summary_values {
    uint32_t struct_size; /**< sizeof(bm_summary_values) in the caller's build. */
    uint32_t reserved;    /**< 0. */
    uint64_t n;           /**< Members who did not fail. */
    double weight;        /**< The sum of their weights; n without weights. */
    double mean;          /**< From exact sums, as sd; NaN of nobody, as the following. */
    double sd;    /**< sqrt(sum w (x - mean)^2/(W - sum w^2/W)), with weights of 1 that of n - 1; NaN below 2. */
    double least; /**< The smallest value. */
    double most;  /**< The greatest value. */
} bm_summary_values;

/**
 * Reads an observable at a time.
 * @param[in,out] summary     the summary; only its last error may change, as with all that follow.
 * @param[in]     time        place in times_d.
 * @param[in]     observable  place in observables.
 * @param[out]    values      filled up to @p struct_size bytes. Unchanged on failure.
 * @param[in]     struct_size size of *values in the caller's build.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ESIZE.
 */
BM_API bm_status bm_summary_read_sized(bm_summary *summary, size_t time, size_t observable, bm_summary_values *values,
                                       size_t struct_size);
/** Reads an observable at a time (@ref bm_summary_read_sized). */
#define bm_summary_read(summary, time, observable, values)                                                             \
    bm_summary_read_sized((summary), (time), (observable), (values), sizeof *(values))

/**
 * Reads a percentile: linear between the sorted values (type 7). With weights w, value number k stands at the sum over
 * j < k of (w_j + w_(j+1))/2, where the values of a bin share its weight evenly.
 * @param[in,out] summary    the summary.
 * @param[in]     time       place in times_d.
 * @param[in]     observable place in observables.
 * @param[in]     percent    0 to 100.
 * @param[out]    value      NaN of nobody. Unchanged on failure.
 * @param[out]    error      how far at most it lies from the percentile of the values themselves, 0 when it is exact;
 *                           may be NULL.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ERANGE.
 */
BM_API bm_status bm_summary_quantile(bm_summary *summary, size_t time, size_t observable, double percent, double *value,
                                     double *error);

/**
 * Reads how many are below a threshold.
 * @param[in,out] summary   the summary.
 * @param[in]     time      place in times_d.
 * @param[in]     threshold place in thresholds.
 * @param[out]    now       [1] the part of members who are below it at that time; NaN of nobody; may be NULL.
 * @param[out]    ever      [1] the part who were below it at any point of the grid until then; may be NULL.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND.
 */
BM_API bm_status bm_summary_below(bm_summary *summary, size_t time, size_t threshold, double *now, double *ever);

/**
 * Reads the mean with a draw of the parameters.
 * @param[in,out] summary    the summary.
 * @param[in]     draw       1 to draws.
 * @param[in]     time       place in times_d.
 * @param[in]     observable place in observables.
 * @param[out]    mean       NaN of nobody. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND.
 */
BM_API bm_status bm_summary_draw_mean(bm_summary *summary, uint64_t draw, size_t time, size_t observable, double *mean);

/**
 * Tells which members were added.
 * @param[in,out] summary the summary.
 * @param[in]     draw    0: with the fitted parameters; up to draws.
 * @param[in]     index   from 0 on, in the order of the members; none is next to another.
 * @param[out]    first   number of the first member of this range. Unchanged on failure.
 * @param[out]    last    number of the first one after it. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND (there are no more ranges, or no such draw).
 */
BM_API bm_status bm_summary_range(bm_summary *summary, uint64_t draw, size_t index, uint64_t *first, uint64_t *last);

/**
 * Tells how many members failed.
 * @param[in,out] summary the summary.
 * @param[in]     draw    0: with the fitted parameters; up to draws.
 * @param[out]    n       their number. Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND.
 */
BM_API bm_status bm_summary_failed(bm_summary *summary, uint64_t draw, uint64_t *n);

/**
 * Tells of one of the first hundred members that failed with the fitted parameters.
 * @param[in]  summary the summary.
 * @param[in]  index   from 0 on, in the order of the members.
 * @param[out] member  the member's number; may be NULL.
 * @param[out] status  the status with which it failed; may be NULL.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND (there are no more).
 */
BM_API bm_status bm_summary_failure(const bm_summary *summary, size_t index, uint64_t *member, bm_status *status);

/**
 * @param[in] summary the summary.
 * @param[in] index   as in bm_summary_failure().
 * @return why the member failed, one sentence, valid until the next call on the handle; NULL for an unknown index.
 */
BM_API const char *bm_summary_failure_text(const bm_summary *summary, size_t index);

/**
 * @param[in] summary the summary.
 * @return the sentence of the last call that failed; "" when none has; "" for NULL. Valid until the next call.
 */
BM_API const char *bm_summary_last_error(const bm_summary *summary);

/** @} */
/* ------------------------------------------------------------------------------------------------------------------ */
/** @defgroup forecast Forecasts from measurements
 *  What was measured of one woman says which members of a cohort may be she. A forecast has such members: those of the
 *  band BM_BAND_WOMAN, each a possible woman with a walk of her own, a draw of the parameters and a study's difference.
 *  Measurements give them weights and bend their walks and differences to what was seen; without measurements they are
 *  the band, to the bit. All is said of the true value, not of a reading to come.
 *
 *  A density in a patient (bm_patient_set()) is exact: her density on day 0. One that is measured has an error, and on
 *  day 0 too; a site that is measured and not set has a density of day 0 that is known from its measurements alone (a
 *  prior around that of women of her age, SD of the logarithm 0.12). Probabilities of fracture take her density of
 *  day 0 from what was measured on day 0, and that of her age where nothing was.
 *  @{ */

/** How a forecast is made. Fill with bm_forecast_options_init(); new fields are only ever appended. */
typedef struct bm_forecast_options {
    uint32_t struct_size; /**< sizeof(bm_forecast_options) in the caller's build. */
    uint32_t threads;     /**< Threads that a call uses, 1 (default) to 256. Their number changes no result. */
    uint64_t size;        /**< Members, 1 to 1,000,000; default 1000. */
    uint64_t seed;        /**< Default 1. */
    double from_d;        /**< [day] From when on "ever below" counts: 0 or later; NaN (default): from the last
                               measurement on, 0 without. */
    uint32_t lanes;       /**< As in bm_cohort_options. */
    uint32_t reserved;    /**< 0. */
} bm_forecast_options;

/** A measurement. Fill with bm_measurement_init(); new fields are only ever appended. */
typedef struct bm_measurement {
    uint32_t struct_size; /**< sizeof(bm_measurement) in the caller's build. */
    uint32_t below;       /**< 1: the value is a detection limit, and she was below it; 0 (default): a value. */
    double time_d;        /**< [day] When, from 0 on; default 0. */
    size_t observable;    /**< Catalogue index: bmd.* or t_score.* of a site, marker.*, serum.estradiol,
                               serum.calcidiol, serum.pth or serum.calcium. */
    double value;         /**< In the observable's unit; a density on its scanner's scale. */
    double cv_percent;    /**< [%] Its error as a coefficient of variation; NaN (default): as the library has it
                               (BM_KIND_VARIABILITY). A T-score errs by the CV of its density. At most one of these
                               three is given. */
    double sd;            /**< Or as an SD, in the observable's unit. */
    double lsc_percent;   /**< [%] Or as a least significant change: 2.77 times the CV. */
    double device;        /**< Number of a BM_KIND_DEVICE; NaN (default): the patient's. All that is known of a site
                               has to come from one, for a change across scanners means nothing. */
} bm_measurement;

/** What a forecast says of itself. */
typedef struct bm_forecast_report {
    uint32_t struct_size;  /**< sizeof(bm_forecast_report) in the caller's build. */
    uint32_t redrawn;      /**< 1: too few members were like her, and others were drawn around those. */
    uint64_t size;         /**< Members. */
    uint64_t failed;       /**< Of these, without a weight because they failed. */
    double effective_size; /**< How many members of equal weight would be as good. */
    double last_d;         /**< [day] The last measurement; 0 without. */
    uint64_t measurements; /**< How many there are. */
    double chi_square;     /**< Of the values that were measured (not of limits), under the mean and covariance of all
                                members before they were known. */
    double degrees;        /**< Its degrees of freedom: how many values. */
    double p;              /**< Its probability; 1 without. Below 0.01, no woman of the model is like her. */
    uint64_t worst;        /**< Which measurement lies furthest from what those before it let expect, counted from 0 in
                                the order in which they were given. */
    double worst_residual; /**< [1] By how much, in SD. */
} bm_forecast_report;

/** What bm_forecast_summarise() writes for each time and observable, in this order; the percentiles follow. */
enum {
    BM_FORECAST_N,          /**< Effective sample size of the members who did not fail. */
    BM_FORECAST_MEAN,       /**< Weighted mean. */
    BM_FORECAST_SD,         /**< Standard deviation: sqrt(sum w (x - mean)^2/(1 - sum w^2)). */
    BM_FORECAST_BELOW,      /**< Probability of being below the threshold; NaN without one. */
    BM_FORECAST_EVER_BELOW, /**< Probability of having been below it on any of the days from_d, from_d + 30.4375, ...
                                 until then; NaN without a threshold. */
    BM_FORECAST_PERCENTILES /**< The number of entries before the first percentile. */
};

/** In the place of a second strategy: there is none. */
#define BM_FORECAST_ALONE ((size_t)-1)

/** A forecast. One handle is used by one thread at a time; inside a call it uses threads of its own. */
typedef struct bm_forecast bm_forecast;

/** Fills @p options with defaults. @param[out] options may be NULL (no-op). @param[in] struct_size its size, in bytes.
 */
BM_API void bm_forecast_options_init_sized(bm_forecast_options *options, size_t struct_size);
/** Fills a bm_forecast_options with defaults. */
#define bm_forecast_options_init(options) bm_forecast_options_init_sized((options), sizeof *(options))

/** Fills @p measurement with defaults. @param[out] measurement may be NULL (no-op). @param[in] struct_size its size, in
 *  bytes. */
BM_API void bm_measurement_init_sized(bm_measurement *measurement, size_t struct_size);
/** Fills a bm_measurement with defaults. */
#define bm_measurement_init(measurement) bm_measurement_init_sized((measurement), sizeof *(measurement))

/**
 * Creates a forecast of a woman who has not been measured yet. Her prescriptions are what she is given: strategy 0.
 * @param[in]  patient  a patient of the full model at time 0, with covariates and prescriptions. She is copied.
 * @param[in]  options  NULL: the defaults.
 * @param[out] forecast the new forecast; release it with bm_forecast_destroy(). Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ESIZE, BM_ERANGE (an option), BM_ESTATE (her time has passed, or a callback of hers
 *         calls), BM_ECONFLICT (the core; parameters of another calibration), BM_ENOMEM.
 */
BM_API bm_status bm_forecast_create(const bm_patient *patient, const bm_forecast_options *options,
                                    bm_forecast **forecast);

/** Releases a forecast. @param[in] forecast NULL is a no-op. */
BM_API void bm_forecast_destroy(bm_forecast *forecast);

/**
 * Sets a function that a call of the forecast calls now and then, as bm_cohort_set_progress().
 * @param[in,out] forecast the forecast.
 * @param[in]     progress the function; NULL (default): none.
 * @param[in]     user     passed on; may be NULL.
 * @return BM_OK, BM_EINVAL, BM_ESTATE (called from that function).
 */
BM_API bm_status bm_forecast_set_progress(bm_forecast *forecast, bm_progress_fn progress, void *user);

/**
 * Adds measurements, which may come in any order, and learns from all there are. Members stay where the last
 * measurement is, so one that is later only takes them on from there. Two measurements of one thing on one day are
 * independent. If fewer than 100 members' worth is left (half of the members, when there are less than 200), members
 * are drawn once more around those who are like her.
 * @param[in,out] forecast       the forecast.
 * @param[in]     measurements   list of them.
 * @param[in]     measurement_size sizeof(bm_measurement) in the caller's build.
 * @param[in]     n_measurements its length; 0 changes nothing.
 * @return BM_OK, BM_EINVAL, BM_ESIZE, BM_ENOTFOUND (the observable), BM_ERANGE, BM_ECONFLICT (what cannot be measured;
 *         set exactly and measured on day 0; another scanner; more than one error; strategies that have parted before
 *         the measurement; no member can be she), BM_ENOMEM, BM_ECANCELLED, BM_ESTATE (called from the progress
 *         function). On failure the forecast is as before.
 */
BM_API bm_status bm_forecast_measure_sized(bm_forecast *forecast, const bm_measurement *measurements,
                                           size_t measurement_size, size_t n_measurements);
/** Adds a list of bm_measurement (@ref bm_forecast_measure_sized). */
#define bm_forecast_measure(forecast, measurements, n_measurements)                                                    \
    bm_forecast_measure_sized((forecast), (measurements), sizeof *(measurements), (n_measurements))

/**
 * Adds a strategy: the same woman, who from the last measurement on is given something else.
 * @param[in,out] forecast the forecast.
 * @param[in]     patient  as for bm_forecast_create(): the same covariates and parameters, and until the last
 *                         measurement the same prescriptions.
 * @param[out]    strategy its number, from 1 on. Unchanged on failure.
 * @return as bm_forecast_create(), and BM_ECONFLICT (she is another woman on the day of the last measurement),
 *         BM_ECANCELLED. On failure the forecast is as before.
 */
BM_API bm_status bm_forecast_add(bm_forecast *forecast, const bm_patient *patient, size_t *strategy);

/**
 * Says that a strategy is what she is given: it becomes strategy 0, and the others are dropped. A later measurement can
 * only be learned from when no strategy has parted before.
 * @param[in,out] forecast the forecast.
 * @param[in]     strategy its number.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ESTATE.
 */
BM_API bm_status bm_forecast_follow(bm_forecast *forecast, size_t strategy);

/** @param[in] forecast the forecast. @return how many strategies there are; 0 for NULL. */
BM_API size_t bm_forecast_strategy_count(const bm_forecast *forecast);

/**
 * Summarises observables at a grid of times over the weighted members of a strategy, or of the difference of two,
 * member by member. Time does not pass for the forecast: it can be asked again.
 * @param[in,out] forecast      the forecast.
 * @param[in]     strategy      its number.
 * @param[in]     minus         that of another one, whose values are taken off; BM_FORECAST_ALONE: none.
 * @param[in]     times_d       [day] n_times increasing times from 0 on, also before the last measurement.
 * @param[in]     n_times       at least 1.
 * @param[in]     observables   n_observables catalogue indices of observables.
 * @param[in]     n_observables at least 1.
 * @param[in]     percentiles   n_percentiles numbers from 0 to 100: linear between sorted values, at the weight before
 *                              each, half of its own and half of the first's taken off; or NULL.
 * @param[in]     n_percentiles 0 or more.
 * @param[in]     thresholds    a number (or NaN) per observable, or NULL.
 * @param[out]    summary       caller's buffer of n_times x n_observables x (BM_FORECAST_PERCENTILES + n_percentiles)
 *                              numbers. Unchanged on failure.
 * @param[in]     n_summary     size of the buffer in numbers.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ERANGE, BM_ESIZE, BM_ESTATE, BM_ENOMEM, BM_ECANCELLED.
 */
BM_API bm_status bm_forecast_summarise(bm_forecast *forecast, size_t strategy, size_t minus, const double *times_d,
                                       size_t n_times, const size_t *observables, size_t n_observables,
                                       const double *percentiles, size_t n_percentiles, const double *thresholds,
                                       double *summary, size_t n_summary);

/**
 * Reads observables of every member of a strategy at a grid of times.
 * @param[in,out] forecast      the forecast.
 * @param[in]     strategy      its number.
 * @param[in]     times_d       [day] n_times increasing times from 0 on.
 * @param[in]     n_times       at least 1.
 * @param[in]     observables   n_observables catalogue indices of observables.
 * @param[in]     n_observables at least 1.
 * @param[out]    values        caller's buffer of size x n_times x n_observables numbers, as bm_cohort_sample() has
 *                              them. Unchanged on failure.
 * @param[in]     n_values      size of the buffer in numbers.
 * @return as bm_forecast_summarise().
 */
BM_API bm_status bm_forecast_sample(bm_forecast *forecast, size_t strategy, const double *times_d, size_t n_times,
                                    const size_t *observables, size_t n_observables, double *values, size_t n_values);

/**
 * Reads the members' weights.
 * @param[in]  forecast  the forecast.
 * @param[out] weights   caller's buffer of a number for each member; their sum is 1. Unchanged on failure.
 * @param[in]  n_weights its length, at least the forecast's size.
 * @return BM_OK, BM_EINVAL, BM_ESIZE.
 */
BM_API bm_status bm_forecast_weights(const bm_forecast *forecast, double *weights, size_t n_weights);

/**
 * Makes a patient of a member, on the day of the last measurement, with what was learned of her walks. Alone she has no
 * weight: choose members by theirs.
 * @param[in,out] forecast the forecast; only its last error may change.
 * @param[in]     strategy number of a strategy.
 * @param[in]     member   0 to size - 1.
 * @param[out]    patient  the new patient; release it with bm_patient_destroy(). Unchanged on failure.
 * @return BM_OK, BM_EINVAL, BM_ENOTFOUND, BM_ESTATE, BM_ENOMEM, or how the member failed.
 */
BM_API bm_status bm_forecast_member(bm_forecast *forecast, size_t strategy, uint64_t member, bm_patient **patient);

/**
 * Reads what the forecast says of itself.
 * @param[in]  forecast    the forecast.
 * @param[out] report      filled up to @p struct_size bytes.
 * @param[in]  struct_size size of *report in the caller's build.
 * @return BM_OK, BM_EINVAL, BM_ESIZE.
 */
BM_API bm_status bm_forecast_read_report_sized(const bm_forecast *forecast, bm_forecast_report *report,
                                               size_t struct_size);
/** Reads a bm_forecast_report (@ref bm_forecast_read_report_sized). */
#define bm_forecast_read_report(forecast, report) bm_forecast_read_report_sized((forecast), (report), sizeof *(report))

/**
 * @param[in] forecast the forecast.
 * @return the sentence of the last call that failed; "" when none has; "" for NULL. Valid until the next call.
 */
BM_API const char *bm_forecast_last_error(const bm_forecast *forecast);

/** @} */

#ifdef __cplusplus
}
#endif

#endif /* BONEMODEL_BONEMODEL_H */

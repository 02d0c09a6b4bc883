/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bonesim: the command-line host of bonemodel. This header joins its files:
 *
 *   main.c      command line
 *   failure.c   the one line that says what is wrong
 *   json.c      strict JSON text to a cJSON tree
 *   position.c  where in that text something is unknown
 *   written.c   quantities with a unit and dates to numbers
 *   values.c    single values of the tree
 *   scenario.c  the tree to a struct bs_scenario: everything that can be checked without a model
 *   arm.c       what an arm's patient is given, by the calendar and by rules
 *   patient.c   an arm's patient at time 0
 *   cohort.c    the scenario's cohort against the catalogue
 *   members.c   an arm's cohort: made, simulated and summarised
 *   women.c     a table of real women, as the members of a cohort
 *   shards.c    a cohort or a part of it as summaries that merge
 *   bms.c, merge.c             files of them, and what they are together
 *   band.c      the scenario's band, which is a cohort of possibilities
 *   measured.c, forecast.c     her measurements, and the forecast that learns from them
 *   below.c     probabilities of being below a threshold
 *   predict.c, rows.c          the mean of a new trial, for rows of a table
 *   run.c       the scenario against the catalogue, and the simulation of its arms
 *   progress.c  how far a long run is
 *   output.c    files that appear whole or not at all
 *   csv.c, catalog.c           what is printed
 *   explain.c   what changes come from, as a table and as bars
 *   sensitivity.c              derivatives by covariates and parameters
 *   provenance.c               where results come from
 *   titles.c    what a picture calls an observable
 *   picture.c   what every picture needs
 *   plot.c      a picture's layout, as a script for gnuplot
 *   gnuplot.c   gnuplot as a process
 */
#ifndef BONESIM_H
#define BONESIM_H

#include <bonemodel/bonemodel.h>
#include <cjson/cJSON.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

/* Exit status, and what every function here that can fail returns. */
enum { BS_DONE = 0, BS_FAILED = 1, BS_WRONG = 2, BS_INTERRUPTED = 130 };

/* ---- failure.c ---- */

/* What went wrong: one sentence, without the file's name. */
struct bs_failure {
    char text[2048];
    size_t unknown; /* bytes of its place, when a key or name there is unknown; else 0 */
};

/* A place in the scenario: a chain from here up to the root. A NULL key means index. */
struct bs_place {
    const struct bs_place *parent;
    const char *key;
    size_t key_length;
    size_t index;
};

struct bs_place bs_key(const struct bs_place *parent, const char *key);
struct bs_place bs_index(const struct bs_place *parent, size_t index);

/* Writes "PLACE: sentence" and returns status. */
#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
int bs_fail(struct bs_failure *failure, int status, const struct bs_place *place, const char *format, ...);

/* The same for an unknown key or name, whose line and column are to be told. Returns BS_WRONG. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
int bs_unknown(struct bs_failure *failure, const struct bs_place *place, const char *format, ...);

/* Writes "PLACE: found ITEM; allowed ..." and returns BS_WRONG. item may be NULL: nothing found. */
#if defined(__GNUC__)
__attribute__((format(printf, 4, 5)))
#endif
int bs_wrong(struct bs_failure *failure, const struct bs_place *place, const cJSON *item, const char *allowed, ...);

int bs_no_memory(struct bs_failure *failure);

/* Appends to a text that is cut at size, never overflowing. */
#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
void bs_append(char *text, size_t size, const char *format, ...);

/* Appends a string in quotes, cut where it gets long. */
void bs_append_quoted(char *text, size_t size, const char *string);

/* Prints a text on one line, control characters and line breaks escaped, and a line feed. */
void bs_print_line(FILE *file, const char *text);

/* The shortest text that reads back as value. */
struct bs_number {
    char text[40];
};
struct bs_number bs_shortest(double value);

/* ---- json.c ---- */

/* A SHA-256 in hexadecimal digits, with the 0. */
enum { BS_SHA256 = 65 };

/* Reads a file ("-" = standard input): its text, to be freed, without a byte order mark, and the SHA-256 of its bytes.
 */
int bs_text_read(const char *path, char **text, size_t *length, char sha256[BS_SHA256], struct bs_failure *failure);

/* Reads a file as one strict JSON object; its text, to be freed, and the SHA-256 of its bytes. */
int bs_json_read(const char *path, cJSON **json, char **text, char sha256[BS_SHA256], struct bs_failure *failure);

/* The same of a text. */
int bs_json_parse(const char *text, size_t length, cJSON **json, struct bs_failure *failure);

/* Adds line and column of what is unknown to the sentence. text: what bs_json_read() gave, or NULL. */
void bs_add_position(const char *text, struct bs_failure *failure);

/* Finds a name that is there twice: its later index, or count. Scratch memory is allocated; false when there is none.
 */
bool bs_find_duplicate(const char *const *names, size_t count, size_t *index);

/* ---- written.c ---- */

/* Puts numbers in the place of quantities with a unit and of dates. */
int bs_read_written(cJSON *json, const char *model_name, struct bs_failure *failure);

/* ---- values.c ---- */

/* A range of numbers; above: minimum itself is not allowed. */
struct bs_range {
    double minimum, maximum;
    bool above;
};

int bs_read_number(const cJSON *item, const struct bs_place *place, struct bs_range range, double *number,
                   struct bs_failure *failure);

/* An object without keys other than these (NULL-terminated). */
int bs_check_object(const cJSON *item, const struct bs_place *place, const char *const *keys,
                    struct bs_failure *failure);

struct bs_values {
    bm_named_value *items;
    size_t count;
};

/* A member, when it is there: a number; a whole number of at least 1. */
int bs_read_member(const cJSON *object, const char *key, const struct bs_place *place, struct bs_range range,
                   double *number, struct bs_failure *failure);
int bs_read_count(const cJSON *object, const char *key, const struct bs_place *place, uint32_t *count,
                  struct bs_failure *failure);

/* A string with at least one character. */
int bs_read_string(const cJSON *object, const char *key, const struct bs_place *place, const char *allowed,
                   const char **string, struct bs_failure *failure);

/* An object of names with a number each, when it is there. */
int bs_read_values(const cJSON *object, const char *key, const struct bs_place *place, struct bs_values *values,
                   struct bs_failure *failure);

/* Is a key among those of a NULL-terminated list? */
bool bs_is_in(const char *key, const char *const *keys);

/* A list with at least one element; room for its elements; names in it that are there twice. */
int bs_check_list(const cJSON *item, const struct bs_place *place, const char *allowed, struct bs_failure *failure);
void *bs_new_list(size_t count, size_t size);
int bs_check_duplicates(const char *const *names, size_t count, const struct bs_place *list, const char *key,
                        struct bs_failure *failure);

/* ---- scenario.c ---- */

struct bs_condition {
    const char *observable;
    double threshold;
    bool below;
};

/* When something happens by what is observed. count 0: it does not. */
struct bs_when {
    struct bs_condition *conditions;
    size_t count;
    bool all;
    double every_d;
    uint32_t confirmed_at; /* checks in a row at which it must hold */
};

/* The keys that every agent takes; any other one is a parameter of the agent. NULL-terminated. */
extern const char *const bs_intervention_keys[];

/* The parameter whose value is a name in a scenario, that of a preset. */
#define BS_EXERCISE "exercise"

/* NaN or 0 doses: not given, so the agent's label value holds. A parameter that is no number is NaN; so is the exercise
 * until bs_find_exercise(). */
struct bs_intervention {
    const cJSON *json;
    const char *agent;
    double dose, every_d, start_d, stop_d, adherence;
    uint32_t doses;
    struct bs_when start_when, stop_when; /* no start_when: it starts by the calendar */
    bool again;                           /* after a stop, start_when is checked again */
    struct bs_values parameters;
};

struct bs_arm {
    const char *name, *title; /* title: for people; the name, when there is none */
    struct bs_values patient; /* overrides the scenario's */
    struct bs_intervention *interventions;
    size_t n_interventions;
};

/* What a time is simulated for: a row of the table, a point of the picture. */
enum { BS_LISTED = 1, BS_DRAWN = 2 };

/* Members of a cohort, first inclusive, last exclusive. */
struct bs_shard {
    bool given; /* else: all */
    uint64_t first, last;
};

/* A scenario as written. Strings belong to the JSON tree. */
struct bs_scenario {
    cJSON *json;
    const char *path;       /* where it was read; or NULL */
    struct bs_shard shard;  /* what the command line asks for */
    bool kept;              /* all members are to be kept at a time */
    bool streamed;          /* members go into summaries, and are not kept */
    bool stored;            /* they are in files: nothing is simulated, and the table of women is not read */
    uint64_t size;          /* of the cohort, when stored */
    char *text;             /* that it was read from */
    char sha256[BS_SHA256]; /* of its bytes */
    const char *title;
    const char *model;
    const char *device; /* the scanner of densities, or NULL */
    struct bs_values patient, parameters, initial;
    const cJSON *cohort; /* or NULL; so are these */
    const cJSON *measurements, *forecast, *below;
    uint32_t band;    /* BM_BAND_TYPICAL and on; 0: none */
    uint64_t seed;    /* of what is drawn without a cohort */
    double rtol;      /* 0 = default */
    double max_steps; /* of an advance; 0 = default */
    double max_runs;  /* of the members of a cohort, in an arm */
    struct bs_arm *arms;
    size_t n_arms;
    double horizon_d;
    double *times_d;
    unsigned char *uses; /* of each time, see below */
    size_t n_times;
    const char **observables;
    size_t n_observables;
};

int bs_scenario_read(const char *path, struct bs_scenario *scenario, struct bs_failure *failure);

/* The same of a text, which is the scenario's from then on, and without its SHA-256. */
int bs_scenario_parse(char *text, size_t length, struct bs_scenario *scenario, struct bs_failure *failure);
void bs_scenario_free(struct bs_scenario *scenario);

/* ---- arm.c ---- */

/* Puts the preset's number in the place of its name, if there is one. An unknown name, and what is no name, is NaN. */
void bs_find_exercise(const bm_model *model, struct bs_intervention *intervention);

/* Prescribes an intervention from start_d on. id may be NULL. */
bm_status bs_prescribe(const bm_model *model, bm_patient *patient, const struct bs_intervention *intervention,
                       double start_d, uint64_t *id);

/* When an intervention's rules are checked for the check-th time; infinite when they never are. */
double bs_check_time(const struct bs_intervention *intervention, size_t check);

/* When treatments of one patient start, and when their next dose is not given. */
struct bs_course {
    double start_d, stop_d;
};
struct bs_courses {
    struct bs_course *items;
    size_t count;
};

/* How an intervention with a start_when or stop_when stands in one patient. */
struct bs_rule {
    const bm_model *model;
    const struct bs_intervention *intervention;
    struct bs_courses *courses; /* where they are noted, or NULL */
    size_t course;              /* the one that runs */
    uint64_t id;                /* the library's number of it */
    bool running;
    bool over;     /* nothing is left to check */
    bool refused;  /* it could not start when its start_when held */
    uint32_t held; /* checks in a row at which the condition held */
};

/*
 * Puts an arm on a patient at time 0, who may be the profile of a cohort: what starts by the calendar, and the rules
 * that start and stop by what is observed. rules: one per intervention, zeroed but for courses, which live as long as
 * she does; clones get rules of their own, which note no courses. On failure *failed is the intervention that cannot
 * be.
 */
bm_status bs_put_arm(const bm_model *model, bm_patient *patient, const struct bs_arm *arm, struct bs_rule *rules,
                     size_t *failed);

/* ---- cohort.c ---- */

/* A covariate that varies. NaN: the catalogue's range. */
struct bs_varied {
    const char *name;
    double sd, minimum, maximum;
};

struct bs_correlation {
    const char *first, *second;
    double value;
};

/* Real women, in the order of their rows: of the shard alone. */
struct bs_women {
    char sha256[BS_SHA256]; /* of the table; "": there is none */
    const char **names;     /* of covariates */
    size_t n_names, n;
    double *values, *weights; /* NaN: not said */
    bool weighted;
};

/* A scenario's cohort. size 0: there is none. */
struct bs_cohort {
    uint64_t size, seed;
    uint64_t first, count; /* of its members, those that are simulated */
    bool streamed;         /* into summaries that merge */
    struct bs_women women;
    struct bs_varied *varied;
    size_t n_varied;
    struct bs_correlation *correlations;
    size_t n_correlations;
    bool variability, measurement_error;
    uint32_t band; /* that it is: its members are possibilities, BM_BAND_TYPICAL and on; 0: women */
    size_t draws;  /* of the fitted parameters, for the band of the mean; 0: none */
};

/* A whole number that a double holds. */
int bs_read_seed(const cJSON *item, const struct bs_place *place, double *seed, struct bs_failure *failure);

int bs_cohort_read(const bm_model *model, const struct bs_scenario *scenario, struct bs_cohort *cohort,
                   struct bs_failure *failure);
void bs_cohort_free(struct bs_cohort *cohort);

/* ---- women.c ---- */

/* Reads the table of women: its rows of the shard, and how many it has. */
int bs_women_read(const bm_model *model, const struct bs_scenario *scenario, const char *name, struct bs_cohort *cohort,
                  struct bs_failure *failure);
void bs_women_free(struct bs_women *women);

/* ---- band.c ---- */

/* Has the observable a distribution at a band's level? */
bool bs_has_band(const char *observable, uint32_t band);

/* The scenario's band, as a cohort. */
int bs_band_read(const struct bs_scenario *scenario, struct bs_cohort *cohort, struct bs_failure *failure);

/* ---- measured.c ---- */

/* What is asked of one woman's measurements. size 0: nothing. */
struct bs_forecast {
    uint64_t size, seed;
    double from_d;
    bm_measurement *items;
    size_t count;
};

/* Her measurements and what is to be forecast of them, against the catalogue; and that the arms part from from_d on. */
int bs_forecast_read(const bm_model *model, const struct bs_scenario *scenario, struct bs_forecast *forecast,
                     struct bs_failure *failure);

/* ---- run.c ---- */

/* A threshold, and the probability of being below it at each arm's times, and of ever having been. */
struct bs_below {
    size_t observable; /* catalogue index */
    bm_catalog_entry row;
    double threshold;
    double *now, *ever; /* [arms][times] */
};

/* What a cohort's members show together. NaN: there is none. */
struct bs_spread {
    double mean, sd, p05, p50, p95, mean_p05, mean_p95;
    size_t n; /* members that succeeded */
};

/* A scenario bound to a model, and its results for each arm, time and observable. */
struct bs_run {
    const struct bs_scenario *scenario;
    bm_model *model;
    struct bs_cohort cohort;
    struct bs_forecast forecast;
    struct bs_below *below;
    size_t n_below;
    bm_summary **summaries;        /* of a cohort that is streamed, per arm; or NULL */
    struct bs_spread *differences; /* of a forecast: of each arm from each one after it */
    char *notes;                   /* what a forecast says of itself, a line each; or NULL */
    size_t *observables;           /* catalogue indices */
    bm_catalog_entry *rows;        /* the observables' catalogue rows */
    double *values;                /* of one patient per arm; or */
    struct bs_spread *spreads;     /* of a cohort; with a band, both */
    struct bs_courses *courses;    /* per arm; of a cohort, those by the calendar */
    char **messages;               /* per arm: warnings and reasons, a line each; or NULL */
    char **failures;               /* per arm: members that failed, a line each; or NULL */
};

/* Finds every name in the catalogue, fills in the numbers of presets, and tries every arm at time 0. */
int bs_run_open(struct bs_scenario *scenario, struct bs_run *run, struct bs_failure *failure);
int bs_run_simulate(struct bs_run *run, size_t threads, bool quiet, struct bs_failure *failure);
void bs_run_close(struct bs_run *run);

/* The patient's value, or the cohort's mean. */
double bs_run_value(const struct bs_run *run, size_t arm, size_t time, size_t observable);

/* NULL: there is no cohort. */
const struct bs_spread *bs_run_spread(const struct bs_run *run, size_t arm, size_t time, size_t observable);

/* What the first arm has more than the second, which stands after it, in a forecast. */
const struct bs_spread *bs_run_difference(const struct bs_run *run, size_t first, size_t second, size_t time,
                                          size_t observable);

/* The results of an arm that are no finite numbers. */
int bs_check_finite(const struct bs_run *run, size_t arm, const struct bs_place *place, struct bs_failure *failure);

/* What stands before the sentences of bs_collect_messages(); %s is the arm. */
#define BS_WARNING "bonesim: arm %s: warning: "
#define BS_OUTSIDE "bonesim: arm %s: outside the calibrated domain: "

/* A patient's warnings and reasons, a line each, ended by an empty one. NULL when there is no memory. */
char *bs_collect_messages(const struct bs_arm *arm, const bm_patient *patient);

/* SIGINT, SIGTERM and SIGHUP cancel from here on. */
void bs_catch_signals(void);
bool bs_interrupted(void);
int bs_stopped(struct bs_failure *failure);

bm_status bs_open_model(const char *name, bm_model **model);

bool bs_find_row(const bm_model *model, uint32_t kind, const char *name, bm_catalog_entry *row);

/* Says that a name is not in the catalogue; a short list of names is given in full. */
int bs_unknown_name(const bm_model *model, uint32_t kind, const char *name, const struct bs_place *place,
                    struct bs_failure *failure);

/* ---- patient.c ---- */

/* Passes the library's sentence on, or its text of the status when there is none. */
int bs_library_failed(const char *sentence, bm_status status, const struct bs_place *place, struct bs_failure *failure);

int bs_check_range(const bm_catalog_entry *row, double value, const struct bs_place *place, struct bs_failure *failure);

/* An intervention that the library refused. */
int bs_refused(const bm_patient *patient, bm_status result, const struct bs_intervention *intervention,
               const struct bs_place *place, struct bs_failure *failure);

/* Makes an arm's patient at time 0, with all she is given (rules: room for one per intervention) or nothing (NULL). */
int bs_make_patient(const struct bs_run *run, size_t arm, struct bs_rule *rules, bm_patient **patient,
                    struct bs_failure *failure);

/* ---- members.c ---- */

/* Makes a cohort around the profile of an arm; draw 0: with the fitted parameters. */
int bs_make_cohort(const struct bs_cohort *plan, size_t arm, const bm_patient *profile, uint64_t draw, size_t threads,
                   bm_cohort **cohort, struct bs_failure *failure);

/* Makes an arm's cohort and tries whether there can be members, without simulating. */
int bs_members_check(const struct bs_run *run, size_t arm, struct bs_failure *failure);

/* Arm after arm, the members of each over the threads. */
int bs_members_simulate(struct bs_run *run, size_t threads, bool quiet, struct bs_failure *failure);

/* By linear interpolation (type 7), of sorted numbers. */
double bs_percentile(const double *sorted, size_t n, double percent);

/* What is said of an arm is said of its patient, simulated alone; should she fail, of as far as she came. */
int bs_simulate_profile(struct bs_run *run, size_t arm, bm_patient *profile, struct bs_failure *failure);

/* ---- shards.c ---- */

/* Simulates the members of the shard into the run's summaries. */
int bs_shard_simulate(struct bs_run *run, size_t threads, bool quiet, struct bs_failure *failure);

/* Reads the run's results from its summaries; printed: there must be some. */
int bs_shard_read(struct bs_run *run, bool printed, struct bs_failure *failure);

/* How many members the summaries hold. */
uint64_t bs_shard_members(const struct bs_run *run);

/* ---- bms.c ---- */

/* A file of summaries. */
struct bs_bms {
    const char *path;
    char *bonesim, *library, *calibration, *scenario_sha256, *women_sha256;
    char *text; /* the scenario's */
    size_t text_length;
    uint64_t size, seed; /* of the cohort */
    size_t n_arms;
    char **messages;
    bm_summary **summaries;
};

int bs_bms_write(const struct bs_run *run, FILE *file, struct bs_failure *failure);
int bs_bms_read(const char *path, const bm_model *model, struct bs_bms *bms, struct bs_failure *failure);
void bs_bms_free(struct bs_bms *bms);

/* ---- merge.c ---- */

/* Reads files of summaries into a run of the scenario that stands in them; partial: there may be gaps. */
int bs_merge_read(const char *const *paths, size_t n, bool partial, struct bs_scenario *scenario, struct bs_run *run,
                  struct bs_failure *failure);

/* ---- forecast.c ---- */

/* Tries the forecast with one member. */
int bs_forecast_check(struct bs_run *run, struct bs_failure *failure);
int bs_forecast_simulate(struct bs_run *run, size_t threads, bool quiet, struct bs_failure *failure);

/* ---- below.c ---- */

/* Finds the thresholds in the catalogue; makes room for the probabilities, when all times are known. */
int bs_below_read(struct bs_run *run, struct bs_failure *failure);
int bs_below_begin(struct bs_run *run, struct bs_failure *failure);

/* Of an arm's cohort, at time 0, which is simulated. */
int bs_below_simulate(struct bs_run *run, size_t arm, bm_cohort *cohort, struct bs_failure *failure);

/* ---- rows.c ---- */

/* A row of a table: an arm or a difference of two, at a time or over a span. Texts as they stand there. */
struct bs_row {
    const char *arm_text, *months_text, *observable_text;
    size_t arms[2], n_arms, n_days, observable;
    double days[2], n[2]; /* women who are measured in each arm; infinite: not said */
    bm_catalog_entry entry;
};

struct bs_rows {
    char *text, sha256[BS_SHA256]; /* of its bytes */
    struct bs_row *items;
    size_t count;
};

/* Cuts the cell out that begins at *at, and moves *at behind what ends it: returns a comma, a line feed, also for the
 * end of the text, or a quote where quotes are wrong. */
char bs_take_cell(char **at, char **cell);

int bs_rows_read(const struct bs_run *run, const char *path, struct bs_rows *rows, struct bs_failure *failure);
void bs_rows_free(struct bs_rows *rows);

/* ---- predict.c ---- */

/* The distribution of the mean of a new trial. */
struct bs_predicted {
    double mean, sd, quantiles[5]; /* 2.5, 10, 50, 90 and 97.5 % */
};

int bs_predict(struct bs_run *run, const struct bs_rows *rows, size_t threads, bool quiet,
               struct bs_predicted *predicted, struct bs_failure *failure);
void bs_predict_write(const struct bs_rows *rows, const struct bs_predicted *predicted, FILE *file);

/* ---- progress.c ---- */

struct bs_progress {
    bool visible, shown;
    double started_s, shown_s;
};

void bs_progress_begin(struct bs_progress *progress, bool quiet);
/* of: of what it is a fraction. */
void bs_progress_show(struct bs_progress *progress, double fraction, const char *of);
void bs_progress_end(struct bs_progress *progress);

/* ---- explain.c ---- */

/* The parts of the change of every observable in every arm. */
struct bs_reasons {
    struct bs_run *run;
    bm_part *parts; /* BM_MAX_PARTS for each arm and observable */
    size_t *counts; /* of each arm */
};
int bs_explain(struct bs_run *run, struct bs_reasons *reasons, struct bs_failure *failure);
void bs_reasons_free(struct bs_reasons *reasons);
void bs_reasons_write(const struct bs_reasons *reasons, FILE *file);
int bs_bars_write(const struct bs_reasons *reasons, const char *path, bool dark, FILE *file,
                  struct bs_failure *failure);

/* ---- sensitivity.c ---- */

/* by: names with commas between them. */
int bs_sensitivities_write(struct bs_run *run, const char *by, FILE *file, struct bs_failure *failure);

/* ---- provenance.c ---- */

/* Writes where the results of a run, or the predictions of rows (or NULL), come from. command_line: its words that
 * decide what comes out, then NULL. */
int bs_provenance_write(const struct bs_run *run, const struct bs_rows *rows, const char *const *command_line,
                        FILE *file, struct bs_failure *failure);

/* ---- output.c ---- */

/* A file in the making. */
struct bs_output {
    char *target;
    char *temp; /* NULL: the target is written directly (standard output, a device) */
    FILE *file;
};

int bs_output_open(struct bs_output *output, const char *path, struct bs_failure *failure);
/* Ends writing. A pipe whose reader has gone is no failure. */
int bs_output_finish(struct bs_output *output, struct bs_failure *failure);
/* Gives finished files their names. */
int bs_output_commit(struct bs_output *outputs, size_t count, struct bs_failure *failure);
/* Frees, and removes what has not got its name. */
void bs_output_discard(struct bs_output *output);

/* ---- titles.c ---- */

/* What a picture calls an observable, the factor to its unit there, and levels that readers look for. */
struct bs_title {
    char text[300];
    double factor;
    const double *references;
    int n_references;
};
struct bs_title bs_observable_title(const bm_catalog_entry *row);

/* ---- gnuplot.c ---- */

/* Is there one? */
int bs_gnuplot_check(struct bs_failure *failure);
int bs_gnuplot_draw(const char *script, size_t length, FILE *picture, struct bs_failure *failure);

/* ---- picture.c ---- */

/* Whether a file name ends as a kind of picture does. */
bool bs_plot_is_known(const char *path);

/* A text in gnuplot's quotes; in XML; and gnuplot's terminal for a kind of picture of this size. */
void bs_write_quoted(FILE *script, const char *text, size_t length);
void bs_write_escaped(FILE *file, const char *text);
void bs_write_terminal(FILE *script, const char *ending, int width, int height, const char *background);

/* What is drawn, and what is said of it in SVG: the title as it is, the description in XML. */
struct bs_picture {
    char *script;
    size_t length;
    const char *ending, *title;
    char *description;
};
int bs_picture_draw(const struct bs_picture *what, FILE *file, struct bs_failure *failure);

/* ---- plot.c ---- */

/* What every picture says of itself, and of a comparison of arms. */
void bs_caveat(char *text, size_t size, const char *version, const char *calibration, size_t n_arms);

/* Adds the times that a picture needs to those of the table. */
int bs_plot_add_times(struct bs_scenario *scenario, const struct bs_cohort *cohort, struct bs_failure *failure);

/* Draws a run into a file; path: whose name it will have. */
int bs_plot_write(const struct bs_run *run, const char *path, bool dark, FILE *file, struct bs_failure *failure);

/* ---- csv.c, catalog.c ---- */

void bs_csv_field(FILE *file, const char *text);
void bs_csv_write(const struct bs_run *run, FILE *file);

/* filter: a kind, a name, or NULL for everything. */
int bs_catalog_print(FILE *file, const char *filter, bool json, struct bs_failure *failure);

#endif

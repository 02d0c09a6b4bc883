/* SPDX-License-Identifier: Apache-2.0 */
/* bonesim: runs bonemodel scenarios from the command line. */
#include "bonesim.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "bonesim runs scenarios of bonemodel, a simulation of bone for research and education.\n"
    "It is not a medical device and gives no medical advice.\n"
    "\n"
    "  bonesim run SCENARIO.json [--out FILE.csv] [--plot FILE.svg|.png|.pdf] [--theme light|dark]\n"
    "              [--members A:B] [--summary FILE.bms] [--provenance FILE.json] [--threads N] [--quiet]\n"
    "  bonesim merge FILE.bms... [--out FILE.csv] [--summary FILE.bms] [--provenance FILE.json] [--quiet]\n"
    "                               what run prints of a cohort, from the summaries of its parts\n"
    "  bonesim predict SCENARIO.json ROWS.csv [--out FILE.csv] [--provenance FILE.json] [--threads N] [--quiet]\n"
    "                               the mean of a new trial, for rows of arm,months,observable and, if known, n\n"
    "  bonesim catalog [KIND|NAME] [--json]  every agent, observable, covariate, parameter and target; or those of a "
    "kind,\n"
    "                               such as agent; or all about a name, such as letrozole\n"
    "  bonesim explain SCENARIO.json [--out FILE.csv] [--plot FILE] [--theme light|dark] [--quiet]\n"
    "                               what each change from the first to the last sample comes from;\n"
    "                               --by NAME,NAME instead: how samples change with covariates and parameters\n"
    "  bonesim check SCENARIO.json  validates only, and prints ok\n"
    "  bonesim --version | --help\n"
    "\n"
    "  --out FILE    where the results go; without it, or with -, to standard output\n"
    "  --plot FILE   also draws the results (needs gnuplot): a panel per observable, a line per arm, bands of a "
    "cohort;\n"
    "                without --out no table is then written to a terminal\n"
    "  --theme NAME  of the picture: light (the default) or dark\n"
    "  --members A:B  of a cohort only the members A to B - 1; the table, which is theirs, is written with --out only\n"
    "  --summary FILE  a summary of the members that merges with others, in any order, to the same bytes as all at "
    "once;\n"
    "                of merge: a summary of the files, which may leave members out, and a table with --out only\n"
    "  --provenance FILE  also writes, with the table, where the numbers come from: versions, calibration, scenario\n"
    "  --threads N   simulates N arms, or members of a cohort, at a time (1 to 1024, default: as many as there are\n"
    "                processors); the results are the same whatever N\n"
    "  --quiet       no warnings, no progress\n"
    "  --json        the catalogue as a JSON list\n"
    "\n"
    "SCENARIO.json may be -, standard input. Results are CSV (RFC 4180, lines ending in a line feed), in UTF-8.\n"
    "An output file appears at the end, whole or not at all. Warnings and errors go to standard error, a line each.\n"
    "Exit status: 0 done; 1 the simulation, the picture or a file operation failed; 2 the command line or the "
    "scenario\n"
    "is wrong; 130 interrupted from the keyboard.\n";

struct command_line {
    const char *command, *scenario, *rows, *filter, *out, *plot, *provenance, *by, *summary;
    struct bs_shard shard;
    const char *const *files; /* that are merged */
    size_t n_files, threads;
    bool quiet, json, version, help, dark;
};

static void say(const char *file, const struct bs_failure *failure) {
    char line[sizeof failure->text + 512] = "";
    bs_append(line, sizeof line, "bonesim: %.400s: %s", file, failure->text);
    bs_print_line(stderr, line);
}

/* ---- command line ---- */

static int read_threads(const char *text, size_t *threads, struct bs_failure *failure) {
    char found[100] = "", *end = NULL;
    long value = *text >= '0' && *text <= '9' ? strtol(text, &end, 10) : 0;
    if (value < 1 || value > 1024 || *end) {
        bs_append_quoted(found, sizeof found, text);
        return bs_fail(failure, BS_WRONG, NULL, "--threads: found %s; allowed a whole number from 1 to 1024", found);
    }
    *threads = (size_t)value;
    return BS_DONE;
}

static int read_name(const char *option, const char *value, const char **name, struct bs_failure *failure) {
    if (*name || !*value)
        return bs_fail(failure, BS_WRONG, NULL, "%s: found %s; allowed one file name", option,
                       *name ? "this option twice" : "an empty name");
    *name = value;
    return BS_DONE;
}

static int read_theme(const char *text, bool *dark, struct bs_failure *failure) {
    char found[100] = "";
    *dark = !strcmp(text, "dark");
    if (*dark || !strcmp(text, "light"))
        return BS_DONE;
    bs_append_quoted(found, sizeof found, text);
    return bs_fail(failure, BS_WRONG, NULL, "--theme: found %s; allowed light or dark", found);
}

/* A:B, whole numbers. */
static int read_members(const char *text, struct bs_shard *shard, struct bs_failure *failure) {
    const double most = 9007199254740992; /* a member's number is a double, too */
    char found[100] = "", *end = NULL, *colon = NULL;
    shard->given = true;
    shard->first = *text >= '0' && *text <= '9' ? strtoull(text, &colon, 10) : 0;
    if (colon && *colon == ':' && colon[1] >= '0' && colon[1] <= '9')
        shard->last = strtoull(colon + 1, &end, 10);
    if (end && !*end && shard->first < shard->last && (double)shard->last <= most)
        return BS_DONE;
    bs_append_quoted(found, sizeof found, text);
    return bs_fail(failure, BS_WRONG, NULL,
                   "--members: found %s; allowed A:B, such as 0:250000, the first member and the one after the last",
                   found);
}

static int read_option(int option, struct command_line *line, struct bs_failure *failure) {
    switch (option) {
    case 'o':
        return read_name("--out", optarg, &line->out, failure);
    case 'p':
        return read_name("--plot", optarg, &line->plot, failure);
    case 'P':
        return read_name("--provenance", optarg, &line->provenance, failure);
    case 's':
        return read_name("--summary", optarg, &line->summary, failure);
    case 'm':
        return read_members(optarg, &line->shard, failure);
    case 'b':
        return read_name("--by", optarg, &line->by, failure);
    case 'T':
        return read_theme(optarg, &line->dark, failure);
    case 't':
        return read_threads(optarg, &line->threads, failure);
    case 'q':
        line->quiet = true;
        return BS_DONE;
    case 'j':
        line->json = true;
        return BS_DONE;
    case 'v':
        line->version = true;
        return BS_DONE;
    default:
        line->help = true;
        return BS_DONE;
    }
}

static int read_options(int argc, char **argv, struct command_line *line, struct bs_failure *failure) {
    static const struct option options[] = {{"out", required_argument, NULL, 'o'},
                                            {"plot", required_argument, NULL, 'p'},
                                            {"by", required_argument, NULL, 'b'},
                                            {"theme", required_argument, NULL, 'T'},
                                            {"provenance", required_argument, NULL, 'P'},
                                            {"members", required_argument, NULL, 'm'},
                                            {"summary", required_argument, NULL, 's'},
                                            {"threads", required_argument, NULL, 't'},
                                            {"quiet", no_argument, NULL, 'q'},
                                            {"json", no_argument, NULL, 'j'},
                                            {"version", no_argument, NULL, 'v'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    int option, status = BS_DONE;
    opterr = 0;
    while (!status && (option = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
        char found[100] = "";
        if (option != '?' && option != ':') {
            status = read_option(option, line, failure);
            continue;
        }
        bs_append_quoted(found, sizeof found, argv[optind - 1]);
        status =
            bs_fail(failure, BS_WRONG, NULL, "found %s%s", found,
                    option == ':' ? " without its value; allowed a value after it"
                                  : "; allowed --out, --plot, --theme, --provenance, --members, --summary, --threads, "
                                    "--by, --quiet, --json, --version and --help (of which the first eight take a "
                                    "value)");
    }
    return status;
}

/* bonesim merge. */
static int read_merge(int count, char **words, struct command_line *line, struct bs_failure *failure) {
    if (count < 2)
        return bs_fail(failure, BS_WRONG, NULL, "merge: found no file; allowed one or more that --summary wrote");
    if (line->plot || line->dark || line->by || line->threads || line->json || line->shard.given)
        return bs_fail(failure, BS_WRONG, NULL,
                       "merge: found an option of another command; allowed --out, --summary, --provenance and --quiet");
    line->files = (const char *const *)words + 1;
    line->n_files = (size_t)count - 1;
    return BS_DONE;
}

static int read_command(int count, char **words, struct command_line *line, struct bs_failure *failure) {
    static const char allowed[] = "run, check, catalog, explain, predict, merge, --version or --help";
    char found[100] = "";
    bool run, check, explain, predict;
    if (count == 0)
        return bs_fail(failure, BS_WRONG, NULL, "found no command; allowed %s", allowed);
    line->command = words[0];
    if (!strcmp(line->command, "merge"))
        return read_merge(count, words, line, failure);
    predict = !strcmp(line->command, "predict");
    run = predict || !strcmp(line->command, "run");
    explain = !strcmp(line->command, "explain");
    check = explain || !strcmp(line->command, "check"); /* of one scenario, too */
    if (!run && !check && strcmp(line->command, "catalog") != 0) {
        bs_append_quoted(found, sizeof found, line->command);
        return bs_fail(failure, BS_WRONG, NULL, "found %s; allowed %s", found, allowed);
    }
    if (count > 2 + predict || (count < 2 + predict && (run || check)))
        return bs_fail(failure, BS_WRONG, NULL, "%s: found %d %s; allowed %s", line->command, count - 1,
                       run || check ? "file names" : "names",
                       predict        ? "two, the scenario and the rows (one may be -, standard input)"
                       : run || check ? "one, the scenario (- is standard input)"
                                      : "one, of a kind or a row, or none");
    if ((!run && !explain && (line->out || line->plot || line->dark)) || (predict && (line->plot || line->dark)) ||
        (!run && (line->provenance || line->threads)) || (!explain && line->by) || (line->by && line->plot) ||
        ((line->shard.given || line->summary) && (!run || predict)) || (line->quiet && !run && !check) ||
        (line->json && (run || check)))
        return bs_fail(failure, BS_WRONG, NULL, "%s: found an option of another command; allowed %s", line->command,
                       predict   ? "--out, --provenance, --threads and --quiet"
                       : run     ? "--out, --plot, --theme, --members, --summary, --provenance, --threads and --quiet"
                       : explain ? "--out, --by or --plot, --theme and --quiet"
                       : check   ? "--quiet"
                                 : "--json");
    if ((line->shard.given || line->summary) && line->plot)
        return bs_fail(failure, BS_WRONG, NULL,
                       "--plot: found it with --members or --summary; allowed a picture of a run of all members");
    if (line->shard.given && !line->summary && !line->out)
        return bs_fail(failure, BS_WRONG, NULL,
                       "--members: found neither --summary nor --out; allowed one of them or both");
    line->scenario = run || check ? words[1] : NULL;
    line->rows = predict ? words[2] : NULL;
    if (predict && !strcmp(line->scenario, "-") && !strcmp(line->rows, "-"))
        return bs_fail(failure, BS_WRONG, NULL, "predict: found - twice; allowed one file on standard input");
    line->filter = run || check || count < 2 ? NULL : words[1];
    return BS_DONE;
}

/* Two names, each of which may be missing, of one file; - is none. */
static bool is_same(const char *a, const char *b) {
    struct stat first, second;
    if (!a || !b || !strcmp(a, "-") || !strcmp(b, "-"))
        return false;
    return !strcmp(a, b) || (stat(a, &first) == 0 && stat(b, &second) == 0 && S_ISREG(first.st_mode) &&
                             first.st_dev == second.st_dev && first.st_ino == second.st_ino);
}

static int check_targets(const struct command_line *line, struct bs_failure *failure) {
    char found[300] = "";
    if (line->plot && !bs_plot_is_known(line->plot)) {
        bs_append_quoted(found, sizeof found, line->plot);
        return bs_fail(failure, BS_WRONG, NULL, "--plot: found %s; allowed a file name that ends in .svg, .png or .pdf",
                       found);
    }
    if (line->summary &&
        (!strcmp(line->summary, "-") || is_same(line->summary, line->out) || is_same(line->summary, line->provenance)))
        return bs_fail(failure, BS_WRONG, NULL,
                       "--summary: found the file of another output, or standard output; allowed a file of its own");
    for (size_t i = 0; i < line->n_files; i++)
        if (is_same(line->files[i], line->out) || is_same(line->files[i], line->summary) ||
            is_same(line->files[i], line->provenance))
            return bs_fail(failure, BS_WRONG, NULL,
                           "--out, --summary, --provenance: found %.300s, which is merged; allowed another file",
                           line->files[i]);
    if (is_same(line->summary, line->scenario))
        return bs_fail(failure, BS_WRONG, NULL, "--summary: found the scenario itself; allowed another file");
    if (is_same(line->plot, line->out))
        return bs_fail(failure, BS_WRONG, NULL, "--plot: found the same file as --out; allowed another one");
    if (is_same(line->provenance, line->out) || is_same(line->provenance, line->plot) ||
        (line->provenance && !strcmp(line->provenance, "-")))
        return bs_fail(failure, BS_WRONG, NULL,
                       "--provenance: found the file of another output; allowed one of its own");
    if (is_same(line->out, line->rows) || is_same(line->provenance, line->rows))
        return bs_fail(failure, BS_WRONG, NULL, "--out, --provenance: found the rows; allowed another file");
    if (is_same(line->out, line->scenario) || is_same(line->plot, line->scenario) ||
        is_same(line->provenance, line->scenario))
        return bs_fail(failure, BS_WRONG, NULL,
                       "--out, --plot, --provenance: found the scenario itself; allowed another file");
    return BS_DONE;
}

static int read_command_line(int argc, char **argv, struct command_line *line, struct bs_failure *failure) {
    int status = read_options(argc, argv, line, failure);
    if (status || line->version || line->help)
        return status;
    status = read_command(argc - optind, argv + optind, line, failure);
    return status || (!line->scenario && !line->files) ? status : check_targets(line, failure);
}

/* ---- commands ---- */

/* Standard output can fail like any file: a full disk, a closed pipe. */
static int finish_stdout(struct bs_failure *failure) {
    struct bs_output output = {.file = stdout};
    return bs_output_finish(&output, failure);
}

/* What a run writes: the table and where it comes from, which appear together, and the picture. */
struct outputs {
    struct bs_output table[3]; /* the second: its provenance; the third: the summary that it is of */
    struct bs_output picture;
};

/* Opens what the results go to, and finds what cannot work before anything is simulated. */
static int open_outputs(const struct command_line *line, struct bs_scenario *scenario, const struct bs_run *run,
                        struct outputs *outputs, struct bs_failure *failure) {
    const bool partial = line->shard.given || (line->files && line->summary);
    const bool listed = line->out || (!partial && (!line->plot || !isatty(STDOUT_FILENO)));
    int status = listed ? bs_output_open(&outputs->table[0], line->out ? line->out : "-", failure) : BS_DONE;
    if (!status && line->provenance)
        status = bs_output_open(&outputs->table[1], line->provenance, failure);
    if (!status && line->summary)
        status = bs_output_open(&outputs->table[2], line->summary, failure);
    if (status || !line->plot)
        return status;
    status = bs_output_open(&outputs->picture, line->plot, failure);
    if (!status)
        status = bs_gnuplot_check(failure);
    return status ? status : bs_plot_add_times(scenario, &run->cohort, failure);
}

/* The words of the command line that decide what comes out. */
static int write_provenance(const struct command_line *line, const struct bs_run *run, const struct bs_rows *rows,
                            FILE *file, struct bs_failure *failure) {
    const char **words = calloc(line->n_files + 20, sizeof *words);
    char members[60] = "";
    int status;
    const struct {
        const char *option, *value;
    } options[] = {{"--out", line->out},
                   {"--plot", line->plot},
                   {"--theme", line->dark ? "dark" : NULL},
                   {"--members", line->shard.given ? members : NULL},
                   {"--summary", line->summary},
                   {"--provenance", line->provenance}};
    size_t n = 0;
    if (!words)
        return bs_no_memory(failure);
    bs_append(members, sizeof members, "%llu:%llu", (unsigned long long)line->shard.first,
              (unsigned long long)line->shard.last);
    words[n++] = line->command;
    if (line->scenario)
        words[n++] = line->scenario;
    for (size_t i = 0; i < line->n_files; i++)
        words[n++] = line->files[i];
    if (line->rows)
        words[n++] = line->rows;
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (options[i].value) {
            words[n++] = options[i].option;
            words[n++] = options[i].value;
        }
    words[n] = line->quiet ? "--quiet" : NULL;
    status = bs_provenance_write(run, rows, words, file, failure);
    free(words);
    return status;
}

/* Everything is written in full before any of it appears. The table may go to standard output, which nothing takes
 * back: it comes last. */
static int write_table(const struct command_line *line, const struct bs_run *run, struct bs_output *table,
                       struct bs_failure *failure) {
    int status = BS_DONE;
    if (table[1].file) {
        status = write_provenance(line, run, NULL, table[1].file, failure);
        if (!status)
            status = bs_output_finish(&table[1], failure);
    }
    if (!status && table[2].file) {
        status = bs_bms_write(run, table[2].file, failure);
        if (!status)
            status = bs_output_finish(&table[2], failure);
    }
    if (!status && table[0].file) {
        bs_csv_write(run, table[0].file);
        status = bs_output_finish(&table[0], failure);
    }
    return status ? status : bs_output_commit(table, 3, failure);
}

/* The table is written even if the picture cannot be. */
static int write_outputs(const struct command_line *line, const struct bs_run *run, struct outputs *outputs,
                         struct bs_failure *failure) {
    const int drawn = line->plot ? bs_plot_write(run, line->plot, line->dark, outputs->picture.file, failure) : BS_DONE;
    int status = bs_interrupted() ? bs_stopped(failure) : BS_DONE;
    if (!status) {
        struct bs_failure other;
        status = write_table(line, run, outputs->table, &other);
        if (status)
            *failure = other;
    }
    if (status || drawn || !line->plot)
        return status ? status : drawn;
    status = bs_output_finish(&outputs->picture, failure);
    return status ? status : bs_output_commit(&outputs->picture, 1, failure);
}

/* Lines that end in NUL, up to an empty one. */
static void print_lines(const char *lines) {
    for (; lines && *lines; lines += strlen(lines) + 1)
        bs_print_line(stderr, lines);
}

static size_t processors(void) {
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (size_t)count;
}

static int simulate(const struct command_line *line, struct bs_scenario *scenario, struct bs_run *run,
                    struct bs_failure *failure) {
    struct outputs outputs = {0};
    int status = open_outputs(line, scenario, run, &outputs, failure);
    if (!status)
        status = line->files ? BS_DONE
                             : bs_run_simulate(run, line->threads ? line->threads : processors(), line->quiet, failure);
    if (!status && run->summaries)
        status = bs_shard_read(run, outputs.table[0].file != NULL || outputs.picture.file != NULL, failure);
    if (!status)
        status = write_outputs(line, run, &outputs, failure);
    bs_output_discard(&outputs.table[0]);
    bs_output_discard(&outputs.table[1]);
    bs_output_discard(&outputs.table[2]);
    bs_output_discard(&outputs.picture);
    for (size_t i = 0; !status && i < scenario->n_arms; i++) {
        if (!line->quiet)
            print_lines(run->messages[i]);
        print_lines(run->failures[i]);
    }
    if (!status && !line->quiet)
        print_lines(run->notes);
    return status;
}

/* Explains instead of running: the table and the bars appear together. */
static int explain(const struct command_line *line, struct bs_run *run, struct bs_failure *failure) {
    struct bs_reasons reasons = {0};
    struct bs_output outputs[2] = {{0}}; /* the second: the picture */
    const bool listed = line->out || !line->plot || !isatty(STDOUT_FILENO);
    int status = listed ? bs_output_open(&outputs[0], line->out ? line->out : "-", failure) : BS_DONE;
    if (!status && line->plot)
        status = bs_output_open(&outputs[1], line->plot, failure);
    if (!status && line->plot)
        status = bs_gnuplot_check(failure);
    if (!status && line->by)
        status = bs_sensitivities_write(run, line->by, outputs[0].file, failure);
    else if (!status)
        status = bs_explain(run, &reasons, failure);
    if (!status && line->plot)
        status = bs_bars_write(&reasons, line->plot, line->dark, outputs[1].file, failure);
    if (!status && line->plot)
        status = bs_output_finish(&outputs[1], failure);
    if (!status && listed && !line->by)
        bs_reasons_write(&reasons, outputs[0].file);
    if (!status && listed)
        status = bs_output_finish(&outputs[0], failure);
    if (!status)
        status = bs_output_commit(outputs, 2, failure);
    for (size_t i = 0; !status && !line->quiet && i < run->scenario->n_arms; i++)
        print_lines(run->messages[i]);
    bs_output_discard(&outputs[0]);
    bs_output_discard(&outputs[1]);
    bs_reasons_free(&reasons);
    return status;
}

/* The table and where it comes from appear together. *wrong_rows: what failed lies in the rows. */
static int predict(const struct command_line *line, struct bs_run *run, bool *wrong_rows, struct bs_failure *failure) {
    struct bs_output table[2] = {{0}};
    struct bs_rows rows = {0};
    struct bs_predicted *predicted = NULL;
    int status = bs_rows_read(run, line->rows, &rows, failure);
    *wrong_rows = status != BS_DONE;
    if (!status)
        status = bs_output_open(&table[0], line->out ? line->out : "-", failure);
    if (!status && line->provenance)
        status = bs_output_open(&table[1], line->provenance, failure);
    if (!status) {
        predicted = calloc(rows.count + 1, sizeof *predicted);
        const size_t threads = line->threads ? line->threads : processors();
        status = predicted ? bs_predict(run, &rows, threads, line->quiet, predicted, failure) : bs_no_memory(failure);
    }
    if (!status && table[1].file) {
        status = write_provenance(line, run, &rows, table[1].file, failure);
        if (!status)
            status = bs_output_finish(&table[1], failure);
    }
    if (!status) {
        bs_predict_write(&rows, predicted, table[0].file);
        status = bs_output_finish(&table[0], failure);
    }
    if (!status)
        status = bs_output_commit(table, 2, failure);
    for (size_t i = 0; !status && !line->quiet && i < run->scenario->n_arms; i++)
        print_lines(run->messages[i]);
    bs_output_discard(&table[0]);
    bs_output_discard(&table[1]);
    bs_rows_free(&rows);
    free(predicted);
    return status;
}

static int use_scenario(const struct command_line *line, bool *wrong_rows, struct bs_failure *failure) {
    struct bs_scenario scenario;
    struct bs_run run = {0};
    int status = bs_scenario_read(line->scenario, &scenario, failure);
    scenario.shard = line->shard;
    scenario.streamed = line->shard.given || line->summary;
    scenario.kept = !scenario.streamed && strcmp(line->command, "check") != 0;
    if (!status)
        status = bs_run_open(&scenario, &run, failure);
    if (!status && !strcmp(line->command, "run"))
        status = simulate(line, &scenario, &run, failure);
    else if (!status && line->rows)
        status = predict(line, &run, wrong_rows, failure);
    else if (!status && !strcmp(line->command, "explain"))
        status = explain(line, &run, failure);
    else if (!status) {
        puts("ok");
        status = finish_stdout(failure);
    }
    if (status && !*wrong_rows)
        bs_add_position(scenario.text, failure);
    bs_run_close(&run);
    bs_scenario_free(&scenario);
    return status;
}

static int merge(const struct command_line *line, struct bs_failure *failure) {
    struct bs_scenario scenario = {0};
    struct bs_run run = {0};
    int status = bs_merge_read(line->files, line->n_files, line->summary != NULL, &scenario, &run, failure);
    if (!status)
        status = simulate(line, &scenario, &run, failure);
    bs_run_close(&run);
    bs_scenario_free(&scenario);
    return status;
}

static void print_version(void) {
    static const char *const models[] = {"full", "core"};
    printf("bonesim %s (library %s)\n", BM_VERSION_STRING, bm_version_string());
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        bm_model *model = NULL;
        if (bs_open_model(models[i], &model) == BM_OK)
            printf("model %s: calibration %s, equations %lu\n", models[i], bm_model_calibration(model),
                   (unsigned long)bm_model_equations(model));
        bm_model_destroy(model);
    }
}

int main(int argc, char **argv) {
    struct command_line line = {0};
    struct bs_failure failure = {.text = ""};
    bool wrong_rows = false;
    int status = read_command_line(argc, argv, &line, &failure);
    if (status) {
        say("command line", &failure);
        return status;
    }
    /* A closed pipe and a full quota are found when writing. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (line.help || line.version) {
        if (line.help)
            fputs(help, stdout);
        else
            print_version();
        status = finish_stdout(&failure);
    } else if (line.files) {
        bs_catch_signals();
        status = merge(&line, &failure);
    } else if (!line.scenario) {
        status = bs_catalog_print(stdout, line.filter, line.json, &failure);
        if (!status)
            status = finish_stdout(&failure);
    } else {
        bs_catch_signals();
        status = use_scenario(&line, &wrong_rows, &failure);
    }
    if (status)
        say(line.filter && status == BS_WRONG ? "command line"
            : line.files                      ? "merge"
            : !line.scenario                  ? "standard output"
            : wrong_rows                      ? line.rows
            : !strcmp(line.scenario, "-")     ? "standard input"
                                              : line.scenario,
            &failure);
    return status;
}

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
    "  bonesim run SCENARIO.json [--out FILE.csv] [--plot FILE.svg|.png|.pdf] [--theme light|dark] [--threads N] "
    "[--quiet]\n"
    "  bonesim catalog [--json]     every agent, observable, covariate, parameter and target\n"
    "  bonesim check SCENARIO.json  validates only, and prints ok\n"
    "  bonesim --version | --help\n"
    "\n"
    "  --out FILE    where the results go; without it, or with -, to standard output\n"
    "  --plot FILE   also draws the results (needs gnuplot): a panel per observable, a line per arm, bands of a "
    "cohort;\n"
    "                without --out no table is then written to a terminal\n"
    "  --theme NAME  of the picture: light (the default) or dark\n"
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
    const char *command, *scenario, *out, *plot;
    size_t threads;
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

static int read_option(int option, struct command_line *line, struct bs_failure *failure) {
    switch (option) {
    case 'o':
        return read_name("--out", optarg, &line->out, failure);
    case 'p':
        return read_name("--plot", optarg, &line->plot, failure);
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
                                            {"theme", required_argument, NULL, 'T'},
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
        status = bs_fail(failure, BS_WRONG, NULL, "found %s%s", found,
                         option == ':' ? " without its value; allowed a value after it"
                                       : "; allowed --out, --plot, --theme, --threads, --quiet, --json, --version and "
                                         "--help (of which the first four take a value)");
    }
    return status;
}

static int read_command(int count, char **words, struct command_line *line, struct bs_failure *failure) {
    static const char allowed[] = "run, check, catalog, --version or --help";
    char found[100] = "";
    bool run, check;
    if (count == 0)
        return bs_fail(failure, BS_WRONG, NULL, "found no command; allowed %s", allowed);
    line->command = words[0];
    run = !strcmp(line->command, "run");
    check = !strcmp(line->command, "check");
    if (!run && !check && strcmp(line->command, "catalog") != 0) {
        bs_append_quoted(found, sizeof found, line->command);
        return bs_fail(failure, BS_WRONG, NULL, "found %s; allowed %s", found, allowed);
    }
    if (count != (run || check ? 2 : 1))
        return bs_fail(failure, BS_WRONG, NULL, "%s: found %d file names; allowed %s", line->command, count - 1,
                       run || check ? "one, the scenario (- is standard input)" : "none");
    if ((!run && (line->out || line->plot || line->dark || line->threads)) || (line->quiet && !run && !check) ||
        (line->json && (run || check)))
        return bs_fail(failure, BS_WRONG, NULL, "%s: found an option of another command; allowed %s", line->command,
                       run     ? "--out, --plot, --theme, --threads and --quiet"
                       : check ? "--quiet"
                               : "--json");
    line->scenario = count == 2 ? words[1] : NULL;
    return BS_DONE;
}

static bool is_same_file(const char *a, const char *b) {
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && S_ISREG(first.st_mode) && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

static int check_targets(const struct command_line *line, struct bs_failure *failure) {
    char found[300] = "";
    if (line->plot && !bs_plot_is_known(line->plot)) {
        bs_append_quoted(found, sizeof found, line->plot);
        return bs_fail(failure, BS_WRONG, NULL, "--plot: found %s; allowed a file name that ends in .svg, .png or .pdf",
                       found);
    }
    if (line->plot && line->out && (!strcmp(line->plot, line->out) || is_same_file(line->plot, line->out)))
        return bs_fail(failure, BS_WRONG, NULL, "--plot: found the same file as --out; allowed another one");
    if ((line->out && is_same_file(line->out, line->scenario)) ||
        (line->plot && is_same_file(line->plot, line->scenario)))
        return bs_fail(failure, BS_WRONG, NULL, "--out, --plot: found the scenario itself; allowed another file");
    return BS_DONE;
}

static int read_command_line(int argc, char **argv, struct command_line *line, struct bs_failure *failure) {
    int status = read_options(argc, argv, line, failure);
    if (status || line->version || line->help)
        return status;
    status = read_command(argc - optind, argv + optind, line, failure);
    return status || !line->scenario ? status : check_targets(line, failure);
}

/* ---- commands ---- */

/* Standard output can fail like any file: a full disk, a closed pipe. */
static int finish_stdout(struct bs_failure *failure) {
    struct bs_output output = {.file = stdout};
    return bs_output_finish(&output, failure);
}

/* Opens what the results go to, and finds what cannot work before anything is simulated. */
static int open_outputs(const struct command_line *line, struct bs_scenario *scenario, const struct bs_run *run,
                        struct bs_output *table, struct bs_output *picture, struct bs_failure *failure) {
    const bool listed = line->out || !line->plot || !isatty(STDOUT_FILENO);
    int status = listed ? bs_output_open(table, line->out ? line->out : "-", failure) : BS_DONE;
    if (status || !line->plot)
        return status;
    status = bs_output_open(picture, line->plot, failure);
    if (!status)
        status = bs_gnuplot_check(failure);
    return status ? status : bs_plot_add_times(scenario, &run->cohort, failure);
}

/* The table is written even if the picture cannot be. */
static int write_outputs(const struct command_line *line, const struct bs_run *run, struct bs_output *table,
                         struct bs_output *picture, struct bs_failure *failure) {
    const int drawn = line->plot ? bs_plot_write(run, line->plot, line->dark, picture->file, failure) : BS_DONE;
    int status = bs_interrupted() ? bs_stopped(failure) : BS_DONE;
    if (!status && table->file) {
        struct bs_failure other;
        bs_csv_write(run, table->file);
        status = bs_output_finish(table, &other);
        if (!status)
            status = bs_output_commit(table, 1, &other);
        if (status)
            *failure = other;
    }
    if (status || drawn || !line->plot)
        return status ? status : drawn;
    status = bs_output_finish(picture, failure);
    return status ? status : bs_output_commit(picture, 1, failure);
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
    struct bs_output table = {0}, picture = {0};
    int status = open_outputs(line, scenario, run, &table, &picture, failure);
    if (!status)
        status = bs_run_simulate(run, line->threads ? line->threads : processors(), line->quiet, failure);
    if (!status)
        status = write_outputs(line, run, &table, &picture, failure);
    bs_output_discard(&table);
    bs_output_discard(&picture);
    for (size_t i = 0; !status && i < scenario->n_arms; i++) {
        if (!line->quiet)
            print_lines(run->messages[i]);
        print_lines(run->failures[i]);
    }
    return status;
}

static int use_scenario(const struct command_line *line, struct bs_failure *failure) {
    struct bs_scenario scenario;
    struct bs_run run = {0};
    int status = bs_scenario_read(line->scenario, &scenario, failure);
    if (!status)
        status = bs_run_open(&scenario, &run, failure);
    if (!status && !strcmp(line->command, "run"))
        status = simulate(line, &scenario, &run, failure);
    else if (!status) {
        puts("ok");
        status = finish_stdout(failure);
    }
    bs_run_close(&run);
    bs_scenario_free(&scenario);
    return status;
}

int main(int argc, char **argv) {
    struct command_line line = {0};
    struct bs_failure failure = {""};
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
            printf("bonesim %s (library %s)\n", BM_VERSION_STRING, bm_version_string());
        status = finish_stdout(&failure);
    } else if (!line.scenario) {
        status = bs_catalog_print(stdout, line.json, &failure);
        if (!status)
            status = finish_stdout(&failure);
    } else {
        bs_catch_signals();
        status = use_scenario(&line, &failure);
    }
    if (status)
        say(!line.scenario                ? "standard output"
            : !strcmp(line.scenario, "-") ? "standard input"
                                          : line.scenario,
            &failure);
    return status;
}

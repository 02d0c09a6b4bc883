/* SPDX-License-Identifier: Apache-2.0 */
/* Results as a figure, drawn by gnuplot: a panel per observable, a line per arm, and of a cohort bands around it.
 * gnuplot reads its script from a pipe. */
#include "bonesim.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum {
    MAX_PANELS = 12,
    PANEL_WIDTH = 460,
    PANEL_HEIGHT = 300,
    TITLE_HEIGHT = 46,
    NOTE_HEIGHT = 20,
    KEY_ROW_HEIGHT = 22,
    MAX_DOTS = 40
};

static const double MONTH_D = 30.4375, YEAR_D = 365.25;

/* Colours that colour-blind people can tell apart (Okabe and Ito). */
static const char *const colours[] = {"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                      "#E69F00", "#56B4E9", "#000000", "#8C6D31"};
enum { N_COLOURS = sizeof colours / sizeof *colours };

const char *bs_plot_terminal(const char *path) {
    const char *dot = strrchr(path, '.');
    if (dot && !strcasecmp(dot, ".svg"))
        return "svg";
    if (dot && !strcasecmp(dot, ".png"))
        return "pngcairo";
    return NULL;
}

/* A string in gnuplot's single quotes, where only the quote itself is special; control characters become spaces. */
static void write_quoted(FILE *script, const char *text) {
    fputc('\'', script);
    for (; *text; text++) {
        if (*text == '\'')
            fputc('\'', script);
        fputc((unsigned char)*text < 0x20u || *text == 0x7F ? ' ' : *text, script);
    }
    fputc('\'', script);
}

/* A unit, as axes show it. */
static void write_bracketed(FILE *script, const char *unit) {
    char text[64] = "";
    bs_append(text, sizeof text, "[%s]", unit);
    write_quoted(script, text);
}

struct layout {
    size_t panels, columns, rows, key_rows, key_columns;
    int width, height, head_height, key_height;
    double unit_d;
    const char *unit, *tics;
};

static struct layout lay_out(const struct bs_run *run) {
    const struct bs_scenario *scenario = run->scenario;
    struct layout layout = {.panels = scenario->n_observables < MAX_PANELS ? scenario->n_observables : MAX_PANELS};
    double end_d = scenario->times_d[scenario->n_times - 1];
    bool long_run = end_d > 3 * YEAR_D;
    layout.columns = layout.panels <= 1 ? 1 : layout.panels <= 4 ? 2 : 3;
    layout.rows = (layout.panels + layout.columns - 1) / layout.columns;
    layout.width = (int)layout.columns * PANEL_WIDTH + (layout.columns == 1 ? 180 : 0);
    layout.key_columns = (size_t)layout.width / 220;
    layout.key_rows = (scenario->n_arms + layout.key_columns - 1) / layout.key_columns;
    layout.key_rows = layout.key_rows > 8 ? 8 : layout.key_rows;
    layout.key_height = KEY_ROW_HEIGHT * (int)layout.key_rows + 10;
    layout.head_height = TITLE_HEIGHT + NOTE_HEIGHT * ((run->cohort.size > 0) + (run->cohort.draws > 0));
    layout.height = (int)layout.rows * PANEL_HEIGHT + layout.head_height + layout.key_height;
    layout.unit_d = long_run ? YEAR_D : MONTH_D;
    layout.unit = long_run ? "years" : "months";
    layout.tics = !long_run && end_d > YEAR_D ? "set xtics 6\n" : "";
    return layout;
}

/* A line under the title, drawn once as label 3 or 4. */
static void write_note(FILE *script, const struct layout *layout, int line, const char *note) {
    fprintf(script, "set label %d ", 3 + line);
    write_quoted(script, note);
    fprintf(script, " at screen 0.5,%g center font 'sans,11' textcolor '#555555'\n",
            1 - (TITLE_HEIGHT + (0.1 + line) * NOTE_HEIGHT) / layout->height);
}

/* What a cohort's lines and bands are. */
static void write_notes(FILE *script, const struct bs_cohort *cohort, const struct layout *layout) {
    char patients[120] = "", draws[120] = "";
    bs_append(patients, sizeof patients,
              "Line: mean of %llu virtual patients. Light band: 5th to 95th percentile of them.",
              (unsigned long long)cohort->size);
    bs_append(draws, sizeof draws, "Dark band: 5th to 95th percentile of the mean, in %zu draws of the parameters.",
              cohort->draws);
    if (cohort->size > 0)
        write_note(script, layout, 0, patients);
    if (cohort->draws > 0)
        write_note(script, layout, 1, draws);
}

static void write_head(FILE *script, const struct bs_run *run, const struct layout *layout, const char *terminal) {
    const char *title = *run->scenario->title ? run->scenario->title : "bonesim";
    fprintf(script,
            "set terminal %s noenhanced size %d,%d font 'sans,11' background '#ffffff'\n"
            "set encoding utf8\n"
            "set multiplot\n"
            "set border 3 linecolor '#555555'\n"
            "set tics nomirror textcolor '#333333'\n"
            "set grid linecolor '#dddddd' linetype 1 linewidth 0.5\n"
            "set autoscale xfix\n%s"
            "set label 1 ",
            terminal, layout->width, layout->height, layout->tics);
    write_quoted(script, title);
    /* A letter takes up to 0.7 of its size. */
    fprintf(script, " at screen 0.5, first 0 center font 'sans,%g'\nset label 1 at screen 0.5,%g\nunset key\n",
            fmax(8, fmin(15, layout->width / (0.72 * (double)strlen(title)))),
            1 - 0.55 * TITLE_HEIGHT / layout->height);
    write_notes(script, &run->cohort, layout);
}

/* Columns: time, value; of a cohort also the ends of its bands. */
static void write_data(FILE *script, const struct bs_run *run, const struct layout *layout, size_t panel, size_t arm) {
    const struct bs_scenario *scenario = run->scenario;
    fprintf(script, "$arm%zu << END\n", arm);
    for (size_t i = 0; i < scenario->n_times; i++) {
        const struct bs_spread *spread = bs_run_spread(run, arm, i, panel);
        fprintf(script, "%.9g %.9g", scenario->times_d[i] / layout->unit_d, bs_run_value(run, arm, i, panel));
        if (spread)
            fprintf(script, " %.9g %.9g %.9g %.9g", spread->p05, spread->p95, spread->mean_p05, spread->mean_p95);
        fputc('\n', script);
    }
    fputs("END\n", script);
}

/* A cohort's bands, under all lines. column: of their lower ends. */
static void write_bands(FILE *script, const struct bs_run *run, int column, double density) {
    for (size_t arm = 0; arm < run->scenario->n_arms; arm++)
        fprintf(script,
                "$arm%zu using 1:%d:%d with filledcurves fillcolor rgb '%s' fillstyle transparent solid %g noborder, ",
                arm, column, column + 1, colours[arm % N_COLOURS], density);
}

static void write_style(FILE *script, size_t arm, bool dots) {
    fprintf(script, "with %s linecolor rgb '%s' linewidth 1.8 dashtype %zu", dots ? "linespoints" : "lines",
            colours[arm % N_COLOURS], arm / N_COLOURS % 5 + 1);
    if (dots)
        fputs(" pointtype 7 pointsize 0.4", script);
}

static void write_panel(FILE *script, const struct bs_run *run, const struct layout *layout, size_t panel) {
    const struct bs_scenario *scenario = run->scenario;
    size_t row = panel / layout->columns, column = panel % layout->columns;
    double left = (double)column / (double)layout->columns, width = 1 / (double)layout->columns;
    double top = 1 - (layout->head_height + (double)row * PANEL_HEIGHT) / layout->height;
    double height = (double)PANEL_HEIGHT / layout->height;
    for (size_t arm = 0; arm < scenario->n_arms; arm++)
        write_data(script, run, layout, panel, arm);
    fprintf(script, "set lmargin at screen %g\nset rmargin at screen %g\n", left + 80.0 / layout->width,
            left + width - 18.0 / layout->width);
    fprintf(script, "set tmargin at screen %g\nset bmargin at screen %g\n", top - 30.0 / layout->height,
            top - height + 50.0 / layout->height);
    fputs("set title ", script);
    write_quoted(script, run->rows[panel].name);
    fputs(" offset 0,-0.4 font 'sans,12'\nset label 2 ", script);
    write_bracketed(script, run->rows[panel].unit);
    fprintf(script, " at graph 0,1.08 left\nset xlabel 'time [%s]' offset 0,0.3\nplot ", layout->unit);
    if (run->cohort.size > 0)
        write_bands(script, run, 3, 0.6 / ((double)scenario->n_arms + 2)); /* so that many stay light */
    if (run->cohort.draws > 0)
        write_bands(script, run, 5, 0.35);
    for (size_t arm = 0; arm < scenario->n_arms; arm++) {
        fprintf(script, "%s$arm%zu using 1:2 ", arm ? ", " : "", arm);
        write_style(script, arm, scenario->n_times <= MAX_DOTS);
    }
    /* The title and the notes are labels: drawn once. */
    fputs("\nunset label 1\nunset label 3\nunset label 4\n", script);
}

/* The arms' names in a strip at the foot. */
static void write_key(FILE *script, const struct bs_scenario *scenario, const struct layout *layout) {
    fprintf(script,
            "unset border\nunset tics\nunset grid\nunset title\nunset xlabel\nunset label 2\n"
            "set lmargin at screen 0.02\nset rmargin at screen 0.98\nset bmargin at screen 0.005\n"
            "set tmargin at screen %g\n"
            "set key center center horizontal reverse Left maxrows %zu samplen 2.5 font 'sans,11'\nplot [0:1] [0:1] ",
            (double)layout->key_height / layout->height, layout->key_rows);
    for (size_t arm = 0; arm < scenario->n_arms; arm++) {
        fprintf(script, "%s2 title ", arm ? ", " : "");
        write_quoted(script, scenario->arms[arm].name);
        fputc(' ', script);
        write_style(script, arm, false);
    }
    fputc('\n', script);
}

static void write_script(FILE *script, const struct bs_run *run, const char *terminal) {
    const struct layout layout = lay_out(run);
    write_head(script, run, &layout, terminal);
    for (size_t panel = 0; panel < layout.panels; panel++)
        write_panel(script, run, &layout, panel);
    write_key(script, run->scenario, &layout);
    fputs("unset multiplot\n", script);
}

/* Starts gnuplot: its script comes from a pipe, the figure goes to file, its complaints to messages. */
static int start_gnuplot(FILE *file, FILE *messages, pid_t *child, FILE **script) {
    char name[] = "gnuplot", option[] = "-d";
    char *arguments[] = {name, option, NULL};
    posix_spawn_file_actions_t actions;
    int ends[2], error;
    if (pipe(ends) != 0)
        return errno;
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    error = posix_spawn_file_actions_init(&actions);
    if (!error) {
        error = posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
        if (!error)
            error = posix_spawn_file_actions_adddup2(&actions, fileno(file), STDOUT_FILENO);
        if (!error)
            error = posix_spawn_file_actions_adddup2(&actions, fileno(messages), STDERR_FILENO);
        if (!error)
            error = posix_spawn_file_actions_addclose(&actions, ends[0]);
        if (!error)
            error = posix_spawnp(child, name, &actions, NULL, arguments, environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    close(ends[0]);
    *script = error ? NULL : fdopen(ends[1], "w");
    if (!*script)
        close(ends[1]);
    return error;
}

/* gnuplot's own words: the first line of its messages that is more than space and marks. */
static void first_message(FILE *messages, char *text, size_t size) {
    char line[200];
    rewind(messages);
    while (fgets(line, sizeof line, messages)) {
        const char *start = line + strspn(line, " \t^\r\n");
        line[strcspn(line, "\r\n")] = '\0';
        if (*start) {
            bs_append(text, size, ", %s", start);
            return;
        }
    }
}

int bs_plot_write(const struct bs_run *run, const char *terminal, FILE *file, struct bs_failure *failure) {
    FILE *messages = tmpfile(), *script = NULL;
    pid_t child = 0;
    int error = messages ? start_gnuplot(file, messages, &child, &script) : errno, state = 0;
    char said[256] = "";
    if (!messages || error) {
        if (messages)
            fclose(messages);
        return bs_fail(failure, BS_FAILED, NULL,
                       "plot: found \"%s\" when starting gnuplot; allowed an installed gnuplot", strerror(error));
    }
    if (script) {
        write_script(script, run, terminal);
        fclose(script);
    }
    while (waitpid(child, &state, 0) < 0 && errno == EINTR)
        ;
    if (state != 0 || lseek(fileno(file), 0, SEEK_END) <= 0) {
        first_message(messages, said, sizeof said);
        fclose(messages);
        return bs_fail(failure, BS_FAILED, NULL, "plot: found a gnuplot that failed%s; allowed one that draws %s", said,
                       terminal);
    }
    fclose(messages);
    return BS_DONE;
}

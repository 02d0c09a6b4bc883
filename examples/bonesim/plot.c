/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Results as a picture, drawn by gnuplot: title, legend and notes at the head, a panel per observable below, what it is
 * not at the foot. A panel holds a line per arm and of a cohort bands around it. More than six arms stand in columns
 * side by side, each with the first arm for comparison. Places are in pixels from the upper left corner.
 */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    MAX_PANELS = 12,
    MAX_LINES = 6,   /* in a panel */
    MAX_COLUMNS = 4, /* of arms */
    MARGIN = 20,
    NARROW = 480, /* a column among several */
    WIDE = 720,   /* the only one */
    AXIS = 58,    /* room for the numbers left of a panel */
    LEVELS = 34,  /* and for those of reference lines at its right */
    PANEL = 240,
    BELOW = 70, /* room for the numbers under a panel */
    SAMPLE = 52 /* a line of the legend */
};

/* Sizes of letters, in pixels. */
static const double TITLE = 21, HEADING = 16, TEXT = 15.5, SMALL = 14;

static const double MONTH_D = 30.4375, YEAR_D = 365.25;

static const struct theme {
    const char *background, *text, *faint, *grid;
    const char *lines[MAX_LINES]; /* the first arm's is grey; colour-blind people can tell the others apart */
} themes[] = {
    {"#ffffff", "#222222", "#666666", "#dddddd", {"#555555", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"}},
    {"#16191d", "#eeeeee", "#aaaaaa", "#3a3f45", {"#c8c8c8", "#56B4E9", "#FF8A4C", "#2FC79A", "#E79AC6", "#F2C14E"}},
};

/* So that lines are told apart without colour, and where they coincide. Triangles are left for marks. */
static const struct {
    double width;
    const char *dashes;
    int point;
} strokes[MAX_LINES] = {{3.4, "solid", 7},  {2.4, "solid", 5},      {2.2, "(14,6)", 13},
                        {2.2, "(5,4)", 15}, {2.2, "(16,4,3,4)", 6}, {2.2, "(3,3)", 4}};

struct drawing {
    FILE *script;
    const struct bs_run *run;
    const struct theme *theme;
    size_t panels, columns, per_column; /* arms beside the first one in each column, when they stand in columns */
    size_t shown_arms;
    bool in_columns;
    int column_width, width, y; /* y: where the next thing goes */
    double unit_d;
    const char *unit;
};

void bs_caveat(char *text, size_t size, const char *version, const char *calibration, size_t n_arms) {
    bs_append(text, size, "bonemodel %s, calibration %s: simulated; research and education, not medical advice%s",
              version, calibration, n_arms > 1 ? "; harms of treatments are not in this comparison" : "");
}

/* ---- text ---- */

/* About how wide a character is, in letter sizes: fonts differ, so rather too wide. */
static double character_width(const unsigned char *at) {
    if (*at >= 0xE3u)
        return 1.1; /* ideographs, pictures */
    if (strchr("iljtfrI.,:;'| ()[]-", *at))
        return 0.42;
    if (strchr("mwMW%@", *at))
        return 1;
    return *at >= 'A' && *at <= 'Z' ? 0.76 : 0.64;
}

static bool is_continued(char c) {
    return ((unsigned char)c & 0xC0u) == 0x80u;
}

/* How many bytes of a text fit: up to a space where there is one, never within a character. */
static size_t fitting(const char *text, double width, double size) {
    size_t end = 0, space = 0;
    double used = 0;
    while (text[end]) {
        size_t next = end + 1;
        used += size * character_width((const unsigned char *)text + end);
        while (is_continued(text[next]))
            next++;
        if (used > width && end > 0)
            return space > 0 ? space : end;
        end = next;
        if (text[end] == ' ' || text[end] == '\n')
            space = end;
    }
    return end;
}

/* Writes a text from (x, y) on, in as many lines as it needs; returns their height. script NULL: only measures. */
static int write_text(FILE *script, int x, int y, double width, double size, const char *face, const char *colour,
                      const char *text) {
    const int line = (int)(1.35 * size);
    int height = 0;
    while (*text) {
        const size_t length = fitting(text, width, *face ? 1.12 * size : size);
        if (script) {
            fputs("set label ", script);
            bs_write_quoted(script, text, length);
            fprintf(script, " at screen x(%d), y(%d) left font 'sans-serif%s,%g' textcolor '%s'\n", x,
                    y + height + line / 2, face, size, colour);
        }
        height += line;
        text += length;
        text += strspn(text, " \n");
    }
    return height;
}

/* A text over the whole width. */
static void write_paragraph(struct drawing *drawing, double size, const char *face, const char *colour,
                            const char *text) {
    drawing->y +=
        write_text(drawing->script, MARGIN, drawing->y, drawing->width - 2 * MARGIN, size, face, colour, text);
}

/* ---- which arm stands where ---- */

static const char *arm_title(const struct bs_run *run, size_t arm) {
    return run->scenario->arms[arm].title;
}

/* The arms of a column, as indices; returns how many. */
static size_t column_arms(const struct drawing *drawing, size_t column, size_t *arms) {
    const size_t first = 1 + column * drawing->per_column;
    size_t count = 0;
    if (!drawing->in_columns) {
        for (; count < drawing->shown_arms; count++)
            arms[count] = count;
        return count;
    }
    arms[count++] = 0;
    for (size_t i = first; i < first + drawing->per_column && i < drawing->shown_arms; i++)
        arms[count++] = i;
    return count;
}

static int column_left(const struct drawing *drawing, size_t column) {
    return MARGIN + (int)column * (drawing->column_width + MARGIN);
}

static void lay_out(struct drawing *drawing) {
    const struct bs_scenario *scenario = drawing->run->scenario;
    const size_t others = scenario->n_arms - 1, most = MAX_COLUMNS * (MAX_LINES - 1);
    const double end_d = scenario->times_d[scenario->n_times - 1];
    drawing->panels = scenario->n_observables < MAX_PANELS ? scenario->n_observables : MAX_PANELS;
    drawing->columns = drawing->panels <= 2 ? 1 : 2;
    drawing->shown_arms = 1 + (others < most ? others : most);
    drawing->in_columns = scenario->n_arms > MAX_LINES;
    if (drawing->in_columns) {
        drawing->columns = (drawing->shown_arms - 1 + MAX_LINES - 2) / (MAX_LINES - 1);
        drawing->per_column = (drawing->shown_arms - 1 + drawing->columns - 1) / drawing->columns;
    }
    drawing->column_width = drawing->columns == 1 ? WIDE : NARROW;
    drawing->width = column_left(drawing, drawing->columns);
    drawing->unit_d = end_d > 3 * YEAR_D ? YEAR_D : MONTH_D;
    drawing->unit = end_d > 3 * YEAR_D ? "years" : "months";
}

/* ---- head ---- */

static void write_stroke(FILE *script, const struct theme *theme, size_t line) {
    fprintf(script, " linecolor '%s' linewidth %g dashtype %s", theme->lines[line], strokes[line].width,
            strokes[line].dashes);
}

static void write_point(FILE *script, const struct theme *theme, size_t line) {
    fprintf(script, " pointtype %d pointsize dot * 0.9 linewidth 1.6 linecolor '%s'", strokes[line].point,
            theme->lines[line]);
}

/* A line as panels show it, and the arm's title beside it; returns the height. */
static int write_entry(const struct drawing *drawing, int x, int y, int width, size_t line, const char *title) {
    FILE *script = drawing->script;
    const int middle = y + (int)(1.35 * TEXT) / 2;
    fprintf(script, "set arrow from screen x(%d), y(%d) to screen x(%d), y(%d) nohead", x, middle, x + SAMPLE - 10,
            middle);
    write_stroke(script, drawing->theme, line);
    fprintf(script, "\nset label '' at screen x(%d), y(%d) point", x + (SAMPLE - 10) / 2, middle);
    write_point(script, drawing->theme, line);
    fputc('\n', script);
    return 4 + write_text(script, x + SAMPLE, y, width - SAMPLE, TEXT, "", drawing->theme->text, title);
}

/* The legend of a drawing without columns of arms: two entries a row if all titles are short enough. */
static void write_legend(struct drawing *drawing) {
    const int whole = drawing->width - 2 * MARGIN, half = (whole - MARGIN) / 2, line = (int)(1.35 * TEXT);
    bool two = drawing->shown_arms > 1;
    for (size_t i = 0; i < drawing->shown_arms; i++)
        two = two && write_text(NULL, 0, 0, half - SAMPLE, TEXT, "", "", arm_title(drawing->run, i)) <= line;
    for (size_t i = 0; i < drawing->shown_arms; i++) {
        const bool right = two && i % 2 == 1;
        const int height = write_entry(drawing, MARGIN + (right ? half + MARGIN : 0), drawing->y, two ? half : whole, i,
                                       arm_title(drawing->run, i));
        drawing->y += two && !right && i + 1 < drawing->shown_arms ? 0 : height;
    }
}

/* A legend over each column of arms. */
static void write_legends(struct drawing *drawing) {
    int bottom = drawing->y;
    for (size_t column = 0; column < drawing->columns; column++) {
        size_t arms[MAX_LINES], count = column_arms(drawing, column, arms);
        int y = drawing->y;
        for (size_t i = 0; i < count; i++)
            y += write_entry(drawing, column_left(drawing, column), y, drawing->column_width, i,
                             arm_title(drawing->run, arms[i]));
        bottom = y > bottom ? y : bottom;
    }
    drawing->y = bottom;
}

static void write_note(struct drawing *drawing, const char *text) {
    write_paragraph(drawing, SMALL, "", drawing->theme->faint, text);
}

/* What a cohort's lines and bands are. */
static void write_cohort_notes(struct drawing *drawing) {
    const struct bs_cohort *cohort = &drawing->run->cohort;
    static const char *const bands[] = {
        [BM_BAND_TYPICAL] = "where the typical woman's course may lie: how sure the trials leave the parameters",
        [BM_BAND_TRIAL] = "where the typical woman of a new trial may lie",
        [BM_BAND_WOMAN] = "where one such woman may lie",
        [BM_BAND_MEASURED] = "where one such woman may lie, as she is measured"};
    char patients[200] = "", draws[200] = "";
    if (drawing->run->forecast.size > 0)
        bs_append(patients, sizeof patients,
                  "Line: mean of women like her, by what was measured. Band: where she may lie (5th to 95th "
                  "percentile).");
    else if (cohort->band)
        bs_append(patients, sizeof patients, "Line: the typical woman. Band: %s (5th to 95th percentile).",
                  bands[cohort->band]);
    else
        bs_append(patients, sizeof patients,
                  "Line: mean of %llu virtual patients. Light band: nine of ten of them (5th to 95th percentile).",
                  (unsigned long long)cohort->size);
    bs_append(draws, sizeof draws,
              "Dark band: how sure the trials leave the mean (5th to 95th percentile, in %zu draws of the parameters).",
              cohort->draws);
    if (cohort->size > 1 || drawing->run->forecast.size > 0)
        write_note(drawing, patients);
    if (cohort->draws > 0)
        write_note(drawing, draws);
}

static bool is_inside(const struct bs_run *run, double time_d) {
    return time_d > 0 && time_d < run->scenario->times_d[run->scenario->n_times - 1];
}

/* What the marks on lines are, if there are any. */
static void write_mark_notes(struct drawing *drawing) {
    const struct bs_run *run = drawing->run;
    bool marks = false, rules = false;
    for (size_t arm = 0; arm < drawing->shown_arms; arm++) {
        const struct bs_courses *courses = &run->courses[arm];
        for (size_t i = 0; i < courses->count; i++)
            marks = marks || is_inside(run, courses->items[i].start_d) || is_inside(run, courses->items[i].stop_d);
        for (size_t i = 0; i < run->scenario->arms[arm].n_interventions; i++)
            rules = rules || run->scenario->arms[arm].interventions[i].start_when.count > 0 ||
                    run->scenario->arms[arm].interventions[i].stop_when.count > 0;
    }
    if (marks)
        write_note(drawing, "\u25B2 A treatment starts. \u25BC One stops: its next dose is not given. "
                            "Treatments without a mark run from the first day to the last.");
    if (rules && (run->forecast.size > 0 || (run->cohort.size > 0 && !run->cohort.band)))
        write_note(drawing, "Treatments that depend on what is observed start and stop at each woman's own time.");
}

static void write_left_out(struct drawing *drawing) {
    const struct bs_scenario *scenario = drawing->run->scenario;
    char text[600] = "";
    if (drawing->in_columns)
        bs_append(text, sizeof text, "Every column shows some of the arms, and the first one for comparison. ");
    if (drawing->shown_arms < scenario->n_arms)
        bs_append(text, sizeof text, "%zu more arms are in the table only. ", scenario->n_arms - drawing->shown_arms);
    if (drawing->panels < scenario->n_observables)
        bs_append(text, sizeof text, "%zu more observables are in the table only.",
                  scenario->n_observables - drawing->panels);
    write_note(drawing, text);
}

static void write_head(struct drawing *drawing) {
    const char *title = drawing->run->scenario->title;
    drawing->y = MARGIN - 6;
    write_paragraph(drawing, TITLE, ":Bold", drawing->theme->text, *title ? title : "bonesim");
    drawing->y += 8;
    if (drawing->in_columns)
        write_legends(drawing);
    else
        write_legend(drawing);
    drawing->y += 4;
    write_cohort_notes(drawing);
    write_mark_notes(drawing);
    write_left_out(drawing);
    drawing->y += 10;
}

/* ---- panels ---- */

/* Columns: time, value; of a cohort also the ends of its bands. */
static void write_data(const struct drawing *drawing, size_t panel, size_t arm, double factor) {
    const struct bs_run *run = drawing->run;
    const struct bs_scenario *scenario = run->scenario;
    fprintf(drawing->script, "$arm%zu << END\n", arm);
    for (size_t i = 0; i < scenario->n_times; i++) {
        const struct bs_spread *spread = bs_run_spread(run, arm, i, panel);
        if (!(scenario->uses[i] & BS_DRAWN))
            continue;
        fprintf(drawing->script, "%.9g %.9g", scenario->times_d[i] / drawing->unit_d,
                factor * bs_run_value(run, arm, i, panel));
        if (spread)
            fprintf(drawing->script, " %.9g %.9g %.9g %.9g", factor * spread->p05, factor * spread->p95,
                    factor * spread->mean_p05, factor * spread->mean_p95);
        fputc('\n', drawing->script);
    }
    fputs("END\n", drawing->script);
}

static void widen(struct bs_range *range, double value) {
    if (isfinite(value)) {
        range->minimum = fmin(range->minimum, value);
        range->maximum = fmax(range->maximum, value);
    }
}

/* What all arms show of an observable, and reference lines that are not far from it. */
static struct bs_range find_range(const struct drawing *drawing, size_t panel, const struct bs_title *title) {
    const struct bs_run *run = drawing->run;
    struct bs_range range = {HUGE_VAL, -HUGE_VAL, false};
    double margin;
    for (size_t arm = 0; arm < drawing->shown_arms; arm++)
        for (size_t i = 0; i < run->scenario->n_times; i++) {
            const struct bs_spread *spread = bs_run_spread(run, arm, i, panel);
            widen(&range, title->factor * bs_run_value(run, arm, i, panel));
            if (spread) {
                widen(&range, title->factor * spread->p05);
                widen(&range, title->factor * spread->p95);
                widen(&range, title->factor * spread->mean_p05);
                widen(&range, title->factor * spread->mean_p95);
            }
        }
    if (title->factor > 1)
        widen(&range, 0);
    for (int i = 0; i < title->n_references; i++)
        if (title->references[i] > range.minimum - 1 && title->references[i] < range.maximum + 1)
            widen(&range, title->references[i]);
    margin = fmax(0.05 * (range.maximum - range.minimum), 1e-6 + 1e-3 * fabs(range.maximum));
    range.maximum += margin;
    range.minimum -= title->factor > 1 ? 0 : margin;
    return range;
}

static void write_references(const struct drawing *drawing, const struct bs_title *title,
                             const struct bs_range *range) {
    for (int i = 0; i < title->n_references; i++) {
        const double level = title->references[i];
        if (level < range->minimum || level > range->maximum)
            continue;
        fprintf(
            drawing->script,
            "set arrow from graph 0, first %g to graph 1, first %g nohead back linecolor '%s' linewidth 1.4 dashtype "
            "(8,5)\nset label '%g' at graph 1.01, first %g left font 'sans-serif,%g' textcolor '%s'\n",
            level, level, drawing->theme->faint, level, level, SMALL, drawing->theme->faint);
    }
}

/* A cohort's bands, under all lines. column: of their lower ends. */
static void write_bands(const struct drawing *drawing, const size_t *arms, size_t count, int column, double density) {
    for (size_t i = 0; i < count; i++)
        fprintf(drawing->script,
                "$arm%zu using 1:%d:%d with filledcurves fillcolor rgb '%s' fillstyle transparent solid %g noborder, ",
                arms[i], column, column + 1, drawing->theme->lines[i], density);
}

/* The points of a line: a few, at other times than those of other lines. */
static void write_points(const struct drawing *drawing, const size_t *arms, size_t count) {
    enum { POINTS = 5 };
    size_t drawn = 0, step;
    for (size_t i = 0; i < drawing->run->scenario->n_times; i++)
        drawn += (drawing->run->scenario->uses[i] & BS_DRAWN) != 0;
    step = drawn > POINTS ? drawn / POINTS : 1;
    for (size_t i = 0; i < count; i++) {
        fprintf(drawing->script, ", $arm%zu using 1:2 every %zu::%zu with points", arms[i], step,
                drawn > POINTS ? (2 * i + 1) * step / (2 * count) : 0);
        write_point(drawing->script, drawing->theme, i);
    }
}

/* The value of an arm's line at a time, between those that are drawn. */
static double value_at(const struct bs_run *run, size_t arm, size_t panel, double time_d) {
    const double *times_d = run->scenario->times_d;
    size_t i = 1;
    while (i + 1 < run->scenario->n_times && times_d[i] < time_d)
        i++;
    return bs_run_value(run, arm, i - 1, panel) +
           (bs_run_value(run, arm, i, panel) - bs_run_value(run, arm, i - 1, panel)) * (time_d - times_d[i - 1]) /
               (times_d[i] - times_d[i - 1]);
}

/* Marks on lines where treatments start and stop, with a rim so that they are seen. */
static void write_marks(const struct drawing *drawing, size_t panel, size_t arm, size_t line, double factor) {
    const struct bs_courses *courses = &drawing->run->courses[arm];
    for (size_t i = 0; i < courses->count; i++)
        for (int end = 0; end < 2; end++) {
            const double time_d = end ? courses->items[i].stop_d : courses->items[i].start_d;
            if (!is_inside(drawing->run, time_d))
                continue;
            for (int rim = 1; rim >= 0; rim--)
                fprintf(drawing->script,
                        "set label '' at %.9g, %.9g point pointtype %d pointsize dot * %g linecolor '%s' front\n",
                        time_d / drawing->unit_d, factor * value_at(drawing->run, arm, panel, time_d), end ? 11 : 9,
                        rim ? 2.3 : 1.6, rim ? drawing->theme->background : drawing->theme->lines[line]);
        }
}

/* A panel whose title ends at y. */
static void write_panel(const struct drawing *drawing, size_t panel, size_t column, int y) {
    const struct bs_title title = bs_observable_title(&drawing->run->rows[panel]);
    const struct bs_range range = find_range(drawing, panel, &title);
    const int left = column_left(drawing, column);
    size_t arms[MAX_LINES], count = column_arms(drawing, drawing->in_columns ? column : 0, arms);
    FILE *script = drawing->script;
    for (size_t i = 0; i < count; i++)
        write_data(drawing, panel, arms[i], title.factor);
    fprintf(script,
            "set lmargin at screen x(%d)\nset rmargin at screen x(%d)\nset tmargin at screen y(%d)\n"
            "set bmargin at screen y(%d)\nset yrange [%.9g:%.9g]\n",
            left + AXIS, left + drawing->column_width - LEVELS, y, y + PANEL, range.minimum, range.maximum);
    write_references(drawing, &title, &range);
    for (size_t i = 0; i < count; i++)
        write_marks(drawing, panel, arms[i], i, title.factor);
    fputs("plot ", script);
    if (drawing->run->spreads)
        write_bands(drawing, arms, count, 3, 0.6 / ((double)count + 2)); /* so that many stay light */
    if (drawing->run->cohort.draws > 0)
        write_bands(drawing, arms, count, 5, 0.35);
    for (size_t i = 0; i < count; i++) {
        fprintf(script, "%s$arm%zu using 1:2 with lines", i ? ", " : "", arms[i]);
        write_stroke(script, drawing->theme, i);
    }
    write_points(drawing, arms, count);
    /* Labels and arrows so far, the head's too, are drawn. */
    fputs("\nunset label\nunset arrow\n", script);
}

/* A row of panels: of several observables, or of one observable for each column of arms. */
static void write_row(struct drawing *drawing, size_t first) {
    size_t count = drawing->in_columns ? drawing->columns : drawing->panels - first;
    int height = 0;
    count = count < drawing->columns ? count : drawing->columns;
    for (size_t i = 0; i < count; i++) {
        const struct bs_title title = bs_observable_title(&drawing->run->rows[drawing->in_columns ? first : first + i]);
        const int here = write_text(drawing->script, column_left(drawing, i), drawing->y, drawing->column_width,
                                    HEADING, ":Bold", drawing->theme->text, title.text);
        height = here > height ? here : height;
    }
    drawing->y += height + 10;
    for (size_t i = 0; i < count; i++)
        write_panel(drawing, drawing->in_columns ? first : first + i, i, drawing->y);
    drawing->y += PANEL + BELOW;
}

static void write_foot(struct drawing *drawing) {
    char caveat[300] = "";
    bs_caveat(caveat, sizeof caveat, bm_version_string(), bm_model_calibration(drawing->run->model),
              drawing->run->scenario->n_arms);
    write_paragraph(drawing, SMALL, "", drawing->theme->text, caveat);
    drawing->y += MARGIN / 2;
    fputs("unset border\nunset tics\nunset grid\nunset xlabel\nset lmargin 0\nset rmargin 0\nset tmargin 0\n"
          "set bmargin 0\nplot [0:1] [0:1] 2\nunset multiplot\n",
          drawing->script);
}

/* ---- the times that are drawn ---- */

/* So many that a curve has its true shape. A longer run is drawn in whole days: what swings within a day is then seen
 * at one hour of it. */
static double grid_step(double end_d) {
    const double step_d = end_d / 400;
    return step_d <= 0.25 ? step_d : ceil(step_d);
}

/* A cohort that is so large keeps to the samples: more of them would take much longer. */
static bool is_too_large(const struct bs_scenario *scenario, const struct bs_cohort *cohort, size_t n_grid) {
    return (double)cohort->size * (double)(scenario->n_times + n_grid) * (double)scenario->n_observables > 8e6;
}

int bs_plot_add_times(struct bs_scenario *scenario, const struct bs_cohort *cohort, struct bs_failure *failure) {
    const double end_d = scenario->times_d[scenario->n_times - 1], step_d = grid_step(end_d);
    const size_t n_grid = step_d > 0 ? (size_t)floor(end_d / step_d) + 1 : 0, room = scenario->n_times + n_grid;
    const size_t thinned = scenario->n_times / 400 + 1;
    double *times_d;
    unsigned char *uses;
    size_t count = 0, own = 0, drawn = 0;
    for (size_t i = 0; i < scenario->n_times; i++)
        if (i % thinned == 0 || i + 1 == scenario->n_times)
            scenario->uses[i] |= BS_DRAWN;
    if (is_too_large(scenario, cohort, n_grid))
        return BS_DONE;
    times_d = calloc(room, sizeof *times_d);
    uses = calloc(room, sizeof *uses);
    if (!times_d || !uses) {
        free(times_d);
        free(uses);
        return bs_no_memory(failure);
    }
    while (own < scenario->n_times || drawn < n_grid) {
        const double own_d = own < scenario->n_times ? scenario->times_d[own] : HUGE_VAL;
        const double drawn_d = drawn < n_grid ? (double)drawn * step_d : HUGE_VAL;
        times_d[count] = fmin(own_d, drawn_d);
        if (own_d <= drawn_d)
            uses[count] |= scenario->uses[own++];
        if (drawn_d <= own_d) {
            uses[count] |= BS_DRAWN;
            drawn++;
        }
        count++;
    }
    free(scenario->times_d);
    free(scenario->uses);
    scenario->times_d = times_d;
    scenario->uses = uses;
    scenario->n_times = count;
    return BS_DONE;
}

/* ---- the whole ---- */

/* Everything but the head of the script, which needs the height. */
static void write_body(struct drawing *drawing) {
    write_head(drawing);
    for (size_t panel = 0; panel < drawing->panels; panel += drawing->in_columns ? 1 : drawing->columns)
        write_row(drawing, panel);
    write_foot(drawing);
}

static void write_script(FILE *script, const struct drawing *drawing, const char *ending, const char *body,
                         size_t length) {
    const struct theme *theme = drawing->theme;
    const struct bs_scenario *scenario = drawing->run->scenario;
    const double end = scenario->times_d[scenario->n_times - 1] / drawing->unit_d;
    bs_write_terminal(script, ending, drawing->width, drawing->y, theme->background);
    fprintf(script,
            "x(pixel) = pixel / %d.0\ny(pixel) = 1 - pixel / %d.0\n"
            "set encoding utf8\nset multiplot\nunset key\nset border 3 linecolor '%s'\n"
            "set tics nomirror textcolor '%s'\nset grid linecolor '%s' linetype 1 linewidth 0.7\n"
            "set xlabel 'time [%s]' offset 0,0.5 textcolor '%s'\nset xrange [0:%.9g]\n%s",
            drawing->width, drawing->y, theme->faint, theme->text, theme->grid, drawing->unit, theme->text,
            end > 0 ? end : 1, end > 12 && drawing->unit_d < YEAR_D ? "set xtics 6\n" : "");
    fwrite(body, 1, length, script);
}

/* What those who cannot see the picture are told. */
static void write_description(FILE *file, const struct drawing *drawing) {
    const struct bs_run *run = drawing->run;
    char caveat[300] = "";
    bs_caveat(caveat, sizeof caveat, bm_version_string(), bm_model_calibration(run->model), run->scenario->n_arms);
    fprintf(file, "%zu panels against time:", drawing->panels);
    for (size_t i = 0; i < drawing->panels; i++) {
        fputs(i ? "; " : " ", file);
        bs_write_escaped(file, bs_observable_title(&run->rows[i]).text);
        fprintf(file, " (%s)", run->rows[i].name);
    }
    fprintf(file, ". %zu lines:", drawing->shown_arms);
    for (size_t i = 0; i < drawing->shown_arms; i++) {
        fputs(i ? "; " : " ", file);
        bs_write_escaped(file, arm_title(run, i));
    }
    fprintf(file, ". %s.", caveat);
}

/* Both parts of the script, head and body, into a text. */
static char *make_script(struct drawing *drawing, const char *ending, size_t *length) {
    char *body = NULL, *text = NULL;
    size_t body_length = 0;
    FILE *script;
    drawing->script = open_memstream(&body, &body_length);
    if (!drawing->script)
        return NULL;
    write_body(drawing);
    fclose(drawing->script);
    script = open_memstream(&text, length);
    if (script) {
        write_script(script, drawing, ending, body, body_length);
        fclose(script);
    }
    free(body);
    return text;
}

int bs_plot_write(const struct bs_run *run, const char *path, bool dark, FILE *file, struct bs_failure *failure) {
    struct drawing drawing = {.run = run, .theme = &themes[dark]};
    struct bs_picture picture = {.ending = strrchr(path, '.'), .title = run->scenario->title};
    size_t length = 0;
    FILE *description = open_memstream(&picture.description, &length);
    int status;
    lay_out(&drawing);
    picture.script = make_script(&drawing, picture.ending, &picture.length);
    if (description) {
        write_description(description, &drawing);
        fclose(description);
    }
    status = bs_picture_draw(&picture, file, failure);
    free(picture.script);
    free(picture.description);
    return status;
}

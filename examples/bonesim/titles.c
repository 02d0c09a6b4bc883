/* SPDX-License-Identifier: Apache-2.0 */
/* What a picture calls an observable: plain words, and a unit as people write it. */
#include "bonesim.h"

#include <ctype.h>
#include <string.h>

/* The text for a name, or NULL. */
struct words {
    const char *name, *text;
};

static const struct words sites[] = {{"lumbar_spine", "lumbar spine"},
                                     {"total_hip", "total hip"},
                                     {"femoral_neck", "femoral neck"},
                                     {"distal_radius", "one-third radius"},
                                     {NULL, NULL}};

static const struct words markers[] = {
    {"s_ctx", "CTX in serum (bone resorption)"},          {"s_ntx", "NTX in serum (bone resorption)"},
    {"u_ntx", "NTX in urine (bone resorption)"},          {"s_p1np", "P1NP in serum (bone formation)"},
    {"s_bsap", "BSAP in serum (bone formation)"},         {"s_osteocalcin", "Osteocalcin in serum (bone formation)"},
    {"s_ucoc", "Undercarboxylated osteocalcin in serum"}, {NULL, NULL}};

static const struct words fractures[] = {
    {"major", "Major fracture"}, {"hip", "Hip fracture"}, {"vertebral", "Vertebral fracture"}, {NULL, NULL}};

/* Observables of sites, markers, fractures and agents: what stands before the dot, and the title. percent: a
 * probability, shown in percent. */
static const struct family {
    const char *prefix, *title;
    const struct words *members; /* NULL: an agent, whose name is written with spaces */
    bool percent;
    double references[3];
    int n_references;
} families[] = {
    {"bmd.", "%s density", sites, false, {0}, 0},
    {"bmd_change.", "%s density, change", sites, false, {0}, 1},
    {"t_score.", "T-score, %s", sites, false, {-1, -2.5}, 2},
    {"z_score.", "Z-score, %s", sites, false, {0}, 1},
    {"loading.", "Load on the %s (usual = 1)", sites, false, {1}, 1},
    {"loading_signal.", "Load beyond what the %s is used to (usual = 0)", sites, false, {0}, 1},
    {"marker.", "%s", markers, false, {0}, 0},
    {"marker_change.", "%s, change", markers, false, {0}, 1},
    {"fracture_risk.", "%s so far, probability", fractures, true, {0}, 0},
    {"fracture_risk_10y.", "%s in the next ten years, probability", fractures, true, {0}, 0},
    {"doses_given.", "Doses of %s so far", NULL, false, {0}, 0},
    {"drug.", "Level of %s", NULL, false, {0}, 0},
};

/* Replaces every old in a text that has room for it. */
static void replace(char *text, size_t size, const char *old, const char *new) {
    char *at = text;
    while ((at = strstr(at, old)) != NULL && strlen(text) + strlen(new) < size + strlen(old)) {
        memmove(at + strlen(new), at + strlen(old), strlen(at + strlen(old)) + 1);
        memcpy(at, new, strlen(new));
        at += strlen(new);
    }
}

static void append_unit(struct bs_title *title, const char *unit) {
    char text[64] = "";
    if (!strcmp(unit, "1"))
        return;
    bs_append(text, sizeof text - 8, " [%s]", unit);
    replace(text, sizeof text, "[iU]", "IU");
    replace(text, sizeof text, "cm2", "cm\u00B2");
    replace(text, sizeof text, "ug", "\u00B5g");
    replace(text, sizeof text, "/d]", "/day]");
    bs_append(title->text, sizeof title->text, "%s", text);
}

/* The member of a family by the end of an observable's name, in words. */
static bool find_member(const struct family *family, const char *end, char *words, size_t size) {
    const struct words *member = family->members;
    while (member && member->name && strcmp(member->name, end) != 0)
        member++;
    if (member && !member->name)
        return false;
    bs_append(words, size, "%s", member ? member->text : end);
    replace(words, size, "_", " ");
    return true;
}

/* Others are called what the catalogue says, up to its explanations. */
struct bs_title bs_observable_title(const bm_catalog_entry *row) {
    static const double unity = 1;
    struct bs_title title = {.factor = 1};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        const struct family *family = &families[i];
        const size_t length = strlen(family->prefix);
        char words[100] = "";
        if (strncmp(row->name, family->prefix, length) != 0 ||
            !find_member(family, row->name + length, words, sizeof words))
            continue;
        bs_append(title.text, sizeof title.text, "%s", family->title);
        replace(title.text, sizeof title.text, "%s", words);
        title.text[0] = (char)toupper((unsigned char)title.text[0]);
        title.factor = family->percent ? 100 : 1;
        title.references = family->references;
        title.n_references = family->n_references;
        append_unit(&title, family->percent ? "%" : row->unit);
        return title;
    }
    bs_append(title.text, sizeof title.text, "%.*s", (int)strcspn(row->description, ":;"), row->description);
    append_unit(&title, row->unit);
    if (strstr(row->description, "relative to")) {
        title.references = &unity;
        title.n_references = 1;
    }
    return title;
}

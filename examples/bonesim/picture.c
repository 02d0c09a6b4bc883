/* SPDX-License-Identifier: Apache-2.0 */
/* What every picture needs: names of files, quoted text, the terminal of gnuplot, titles in SVG. */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const endings[] = {".svg", ".png", ".pdf"};

bool bs_plot_is_known(const char *path) {
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++)
        if (!strcasecmp(dot, endings[i]))
            return true;
    return false;
}

/* A string in gnuplot's single quotes, where only the quote itself is special; control characters become spaces. */
void bs_write_quoted(FILE *script, const char *text, size_t length) {
    fputc('\'', script);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\'')
            fputc('\'', script);
        fputc((unsigned char)text[i] < 0x20u || text[i] == 0x7F ? ' ' : text[i], script);
    }
    fputc('\'', script);
}

/* PNG has two dots a pixel, and PDF 96 pixels an inch. */
void bs_write_terminal(FILE *script, const char *ending, int width, int height, const char *background) {
    const bool svg = !strcasecmp(ending, ".svg");
    fprintf(script, "dot = %g\n", svg ? 0.65 : 1.0); /* SVG has larger points */
    if (svg)
        fprintf(script, "set terminal svg noenhanced size %d,%d", width, height);
    else if (!strcasecmp(ending, ".png"))
        fprintf(script, "set terminal pngcairo noenhanced size %d,%d fontscale 1.5 linewidth 2 pointscale 2", 2 * width,
                2 * height);
    else
        fprintf(script,
                "set terminal pdfcairo noenhanced size %gin,%gin fontscale 0.5625 linewidth 1.5 pointscale 0.75",
                width / 96.0, height / 96.0);
    fprintf(script, " font 'sans-serif,15.5' background '%s'\n", background);
}

/* A text in XML. */
void bs_write_escaped(FILE *file, const char *text) {
    for (; *text; text++)
        if (*text == '&' || *text == '<' || *text == '>')
            fprintf(file, *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : "&gt;");
        else
            fputc((unsigned char)*text < 0x20u ? ' ' : *text, file);
}

/* Copies a line of SVG; gnuplot takes bold for a part of the font's name. */
static void copy_line(const char *line, FILE *file) {
    static const char family[] = "font-family=\"sans-serif:Bold\"";
    const char *at = strstr(line, family);
    if (!at) {
        fputs(line, file);
        return;
    }
    fwrite(line, 1, (size_t)(at - line), file);
    fputs("font-family=\"sans-serif\" font-weight=\"bold\"", file);
    fputs(at + sizeof family - 1, file);
}

/* Copies the picture, and puts a title and a description where gnuplot's SVG has its own name. */
static void copy_picture(FILE *picture, FILE *file, const char *title, const char *description, bool svg) {
    char line[4096];
    size_t length;
    rewind(picture);
    while (svg && fgets(line, sizeof line, picture)) {
        if (!strncmp(line, "<title>", 7)) {
            fputs("<title>", file);
            bs_write_escaped(file, *title ? title : "bonesim");
            fputs("</title>\n", file);
        } else if (!strncmp(line, "<desc>", 6)) {
            fprintf(file, "<desc>%s</desc>\n", description);
        } else {
            copy_line(line, file);
        }
    }
    while ((length = fread(line, 1, sizeof line, picture)) > 0)
        fwrite(line, 1, length, file);
}

int bs_picture_draw(const struct bs_picture *what, FILE *file, struct bs_failure *failure) {
    FILE *picture = tmpfile();
    int status = picture && what->script && what->description
                     ? bs_gnuplot_draw(what->script, what->length, picture, failure)
                     : bs_no_memory(failure);
    if (!status)
        copy_picture(picture, file, what->title, what->description, !strcasecmp(what->ending, ".svg"));
    if (picture)
        fclose(picture);
    return status;
}

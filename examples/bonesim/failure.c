/* SPDX-License-Identifier: Apache-2.0 */
/* One clear line: place, what was found, what is allowed. */
#include "bonesim.h"

#include <float.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { QUOTE_LIMIT = 60 };

struct bs_place bs_key(const struct bs_place *parent, const char *key) {
    return (struct bs_place){.parent = parent, .key = key, .key_length = strlen(key)};
}

struct bs_place bs_index(const struct bs_place *parent, size_t index) {
    return (struct bs_place){.parent = parent, .index = index};
}

#if defined(__GNUC__)
__attribute__((format(printf, 3, 0)))
#endif
static void
append_list(char *text, size_t size, const char *format, va_list arguments) {
    size_t used = strlen(text);
    vsnprintf(text + used, size - used, format, arguments);
}

void bs_append(char *text, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    append_list(text, size, format, arguments);
    va_end(arguments);
}

/* Length of at most limit bytes that does not end inside a UTF-8 sequence. */
static int cut_length(const char *string, size_t length, size_t limit) {
    if (length > limit)
        for (length = limit; length > 0 && ((unsigned char)string[length] & 0xC0u) == 0x80u;)
            length--;
    return (int)length;
}

void bs_append_quoted(char *text, size_t size, const char *string) {
    size_t length = strlen(string);
    int cut = cut_length(string, length, QUOTE_LIMIT);
    bs_append(text, size, "\"%.*s%s\"", cut, string, (size_t)cut < length ? "..." : "");
}

static void append_place(char *text, size_t size, const struct bs_place *place) {
    if (place->parent)
        append_place(text, size, place->parent);
    if (place->key) {
        int cut = cut_length(place->key, place->key_length, QUOTE_LIMIT);
        bs_append(text, size, "%s%.*s%s", place->parent ? "." : "", cut, place->key,
                  (size_t)cut < place->key_length ? "..." : "");
    } else {
        bs_append(text, size, "[%zu]", place->index);
    }
}

static void begin(struct bs_failure *failure, const struct bs_place *place) {
    failure->text[0] = '\0';
    failure->unknown = 0;
    if (!place)
        return;
    append_place(failure->text, sizeof failure->text, place);
    bs_append(failure->text, sizeof failure->text, ": ");
}

int bs_fail(struct bs_failure *failure, int status, const struct bs_place *place, const char *format, ...) {
    va_list arguments;
    begin(failure, place);
    va_start(arguments, format);
    append_list(failure->text, sizeof failure->text, format, arguments);
    va_end(arguments);
    return status;
}

int bs_unknown(struct bs_failure *failure, const struct bs_place *place, const char *format, ...) {
    va_list arguments;
    begin(failure, place);
    const size_t length = strlen(failure->text);
    va_start(arguments, format);
    append_list(failure->text, sizeof failure->text, format, arguments);
    va_end(arguments);
    failure->unknown = length > 2 ? length - 2 : 0; /* without ": " */
    return BS_WRONG;
}

static void append_item(char *text, size_t size, const cJSON *item) {
    if (!item)
        bs_append(text, size, "nothing");
    else if (cJSON_IsString(item))
        bs_append_quoted(text, size, item->valuestring);
    else if (cJSON_IsNumber(item))
        bs_append(text, size, "%s", bs_shortest(item->valuedouble).text);
    else if (cJSON_IsBool(item))
        bs_append(text, size, "%s", cJSON_IsTrue(item) ? "true" : "false");
    else if (cJSON_IsNull(item))
        bs_append(text, size, "null");
    else if (cJSON_IsArray(item))
        bs_append(text, size, item->child ? "a list" : "an empty list");
    else
        bs_append(text, size, item->child ? "an object" : "an empty object");
}

int bs_wrong(struct bs_failure *failure, const struct bs_place *place, const cJSON *item, const char *allowed, ...) {
    va_list arguments;
    begin(failure, place);
    bs_append(failure->text, sizeof failure->text, "found ");
    append_item(failure->text, sizeof failure->text, item);
    bs_append(failure->text, sizeof failure->text, "; allowed ");
    va_start(arguments, allowed);
    append_list(failure->text, sizeof failure->text, allowed, arguments);
    va_end(arguments);
    return BS_WRONG;
}

int bs_no_memory(struct bs_failure *failure) {
    return bs_fail(failure, BS_FAILED, NULL, "memory: found none left; allowed only what this machine can hold");
}

/* Length of a sequence that a terminal or a reader of lines may take for a control: ASCII and C1 controls, U+2028/9. */
static size_t control_length(const unsigned char *at) {
    if (at[0] < 0x20u || at[0] == 0x7Fu)
        return 1;
    if (at[0] == 0xC2u && at[1] >= 0x80u && at[1] < 0xA0u)
        return 2;
    if (at[0] == 0xE2u && at[1] == 0x80u && (at[2] == 0xA8u || at[2] == 0xA9u))
        return 3;
    return 0;
}

void bs_print_line(FILE *file, const char *text) {
    const unsigned char *at = (const unsigned char *)text;
    while (*at) {
        size_t controls = control_length(at);
        if (controls == 0)
            fputc(*at++, file);
        for (; controls > 0; controls--)
            fprintf(file, "\\x%02x", *at++);
    }
    fputc('\n', file);
}

struct bs_number bs_shortest(double value) {
    struct bs_number number = {""};
    /* 15 digits always survive the way there and back, and %g drops their zeros; subnormal numbers hold fewer. */
    int digits = fabs(value) < DBL_MIN ? 1 : DBL_DIG;
    if (value == 0.0) /* also -0 */
        return (struct bs_number){"0"};
    do
        snprintf(number.text, sizeof number.text, "%.*g", digits, value);
    while (strtod(number.text, NULL) != value && ++digits <= 17);
    return number;
}

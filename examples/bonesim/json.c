/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strict JSON (RFC 8259). cJSON builds the tree but forgives much, so the text is checked first: grammar, number
 * tokens, UTF-8, depth, nothing after the end; and afterwards the tree is searched for duplicate keys.
 */
#include "bonesim.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE = 64 << 20, MAX_DEPTH = 32, MAX_NUMBER = 60 };

struct scan {
    const char *begin, *at, *end;
    struct bs_failure *failure;
};

static int scan_value(struct scan *scan, const struct bs_place *place, int depth);

static bool is_token(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' ||
           c == '.';
}

static size_t token_length(const struct scan *scan) {
    const char *at = scan->at;
    while (at < scan->end && is_token(*at))
        at++;
    return (size_t)(at - scan->at);
}

/* Says what stands at the present position. */
static int scan_wrong(const struct scan *scan, const struct bs_place *place, const char *allowed) {
    char found[80] = "";
    size_t line = 1;
    const char *line_start = scan->begin;
    size_t token = token_length(scan);
    for (const char *at = scan->begin; at < scan->at; at++)
        if (*at == '\n') {
            line++;
            line_start = at + 1;
        }
    if (scan->at == scan->end)
        bs_append(found, sizeof found, "the end of the text");
    else if (token > 0)
        bs_append(found, sizeof found, "%.*s%s", token > 30 ? 30 : (int)token, scan->at, token > 30 ? "..." : "");
    else if (*scan->at > ' ' && *scan->at < 0x7F)
        bs_append(found, sizeof found, "'%c'", *scan->at);
    else
        bs_append(found, sizeof found, "byte 0x%02X", (unsigned)(unsigned char)*scan->at);
    return bs_fail(scan->failure, BS_WRONG, place, "found %s at line %zu, column %zu; allowed %s", found, line,
                   (size_t)(scan->at - line_start) + 1, allowed);
}

static void skip_space(struct scan *scan) {
    while (scan->at < scan->end && memchr(" \t\r\n", *scan->at, 4))
        scan->at++;
}

static bool accept(struct scan *scan, char c) {
    if (scan->at == scan->end || *scan->at != c)
        return false;
    scan->at++;
    return true;
}

static bool accept_digits(const char **at, const char *end) {
    const char *start = *at;
    while (*at < end && **at >= '0' && **at <= '9')
        (*at)++;
    return *at > start;
}

static bool is_number(const char *at, const char *end) {
    if (at < end && *at == '-')
        at++;
    if (at < end && *at == '0')
        at++;
    else if (!accept_digits(&at, end))
        return false;
    if (at < end && *at == '.') {
        at++;
        if (!accept_digits(&at, end))
            return false;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        if (!accept_digits(&at, end))
            return false;
    }
    return at == end;
}

static int scan_number(struct scan *scan, const struct bs_place *place) {
    char text[MAX_NUMBER + 1] = "";
    size_t length = token_length(scan);
    if (!is_number(scan->at, scan->at + length))
        return scan_wrong(scan, place, "a JSON value; numbers are written like 60, -0.5 or 1e-9");
    if (length > MAX_NUMBER)
        return scan_wrong(scan, place, "a number of at most 60 characters");
    memcpy(text, scan->at, length);
    if (!isfinite(strtod(text, NULL)))
        return scan_wrong(scan, place, "a finite number, at most about 1.8e308");
    scan->at += length;
    return BS_DONE;
}

/* Length of the well-formed UTF-8 sequence at a place, or 0. */
static size_t utf8_length(const char *text, const char *end) {
    const unsigned char *at = (const unsigned char *)text;
    size_t length = at[0] < 0x80u   ? 1
                    : at[0] < 0xC2u ? 0
                    : at[0] < 0xE0u ? 2
                    : at[0] < 0xF0u ? 3
                    : at[0] < 0xF5u ? 4
                                    : 0;
    if (length > (size_t)(end - text))
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xC0u) != 0x80u)
            return 0;
    /* overlong forms, surrogates, beyond U+10FFFF */
    if ((at[0] == 0xE0u && at[1] < 0xA0u) || (at[0] == 0xEDu && at[1] > 0x9Fu) || (at[0] == 0xF0u && at[1] < 0x90u) ||
        (at[0] == 0xF4u && at[1] > 0x8Fu))
        return 0;
    return length;
}

/* Reads "\uXXXX" at the present position; -1 when it is not there. */
static long scan_unit(struct scan *scan) {
    long unit = 0;
    if (scan->end - scan->at < 6 || scan->at[0] != '\\' || scan->at[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        const char *digits = "0123456789abcdef", *digit;
        char c = scan->at[i];
        if (c >= 'A' && c <= 'F')
            c = (char)(c - 'A' + 'a');
        digit = c ? strchr(digits, c) : NULL;
        if (!digit)
            return -1;
        unit = unit * 16 + (digit - digits);
    }
    scan->at += 6;
    return unit;
}

static int scan_escape(struct scan *scan, const struct bs_place *place) {
    const char *start = scan->at;
    long unit;
    if (scan->end - scan->at >= 2 && scan->at[1] && strchr("\"\\/bfnrt", scan->at[1])) {
        scan->at += 2;
        return BS_DONE;
    }
    unit = scan_unit(scan);
    if (unit > 0 && (unit < 0xD800 || unit > 0xDFFF))
        return BS_DONE;
    if (unit >= 0xD800 && unit < 0xDC00) {
        unit = scan_unit(scan);
        if (unit >= 0xDC00 && unit <= 0xDFFF)
            return BS_DONE;
    }
    scan->at = start;
    return scan_wrong(scan, place, "a JSON escape of a character other than U+0000");
}

static int scan_string(struct scan *scan, const struct bs_place *place) {
    if (!accept(scan, '"'))
        return scan_wrong(scan, place, "a string in double quotes");
    while (!accept(scan, '"')) {
        if (scan->at < scan->end && *scan->at == '\\') {
            int status = scan_escape(scan, place);
            if (status)
                return status;
        } else {
            bool control = scan->at == scan->end || (unsigned char)*scan->at < 0x20u;
            size_t length = control ? 0 : utf8_length(scan->at, scan->end);
            if (length == 0)
                return scan_wrong(scan, place, "UTF-8 text and a closing double quote");
            scan->at += length;
        }
    }
    return BS_DONE;
}

static int scan_array(struct scan *scan, const struct bs_place *place, int depth) {
    size_t index = 0;
    scan->at++;
    skip_space(scan);
    if (accept(scan, ']'))
        return BS_DONE;
    for (;;) {
        const struct bs_place here = bs_index(place, index++);
        int status = scan_value(scan, &here, depth + 1);
        if (status)
            return status;
        skip_space(scan);
        if (accept(scan, ']'))
            return BS_DONE;
        if (!accept(scan, ','))
            return scan_wrong(scan, place, "',' or ']'");
    }
}

static int scan_object(struct scan *scan, const struct bs_place *place, int depth) {
    scan->at++;
    skip_space(scan);
    if (accept(scan, '}'))
        return BS_DONE;
    for (;;) {
        struct bs_place here = {.parent = place};
        int status;
        skip_space(scan);
        here.key = scan->at + 1;
        status = scan_string(scan, place);
        if (status)
            return status;
        here.key_length = (size_t)(scan->at - 1 - here.key);
        skip_space(scan);
        if (!accept(scan, ':'))
            return scan_wrong(scan, &here, "':'");
        status = scan_value(scan, &here, depth + 1);
        if (status)
            return status;
        skip_space(scan);
        if (accept(scan, '}'))
            return BS_DONE;
        if (!accept(scan, ','))
            return scan_wrong(scan, place, "',' or '}'");
    }
}

static int scan_value(struct scan *scan, const struct bs_place *place, int depth) {
    size_t token;
    skip_space(scan);
    if (depth > MAX_DEPTH)
        return scan_wrong(scan, place, "at most 32 levels of lists and objects");
    if (scan->at < scan->end && *scan->at == '{')
        return scan_object(scan, place, depth);
    if (scan->at < scan->end && *scan->at == '[')
        return scan_array(scan, place, depth);
    if (scan->at < scan->end && *scan->at == '"')
        return scan_string(scan, place);
    token = token_length(scan);
    if ((token == 4 && !memcmp(scan->at, "true", 4)) || (token == 4 && !memcmp(scan->at, "null", 4)) ||
        (token == 5 && !memcmp(scan->at, "false", 5))) {
        scan->at += token;
        return BS_DONE;
    }
    return scan_number(scan, place);
}

static int check_text(const char *text, size_t length, struct bs_failure *failure) {
    struct scan scan = {text, text, text + length, failure};
    int status;
    skip_space(&scan);
    if (scan.at == scan.end || *scan.at != '{')
        return scan_wrong(&scan, NULL, "a JSON object in UTF-8 without a byte order mark, beginning with '{'");
    status = scan_value(&scan, NULL, 0);
    if (status)
        return status;
    skip_space(&scan);
    return scan.at == scan.end ? BS_DONE : scan_wrong(&scan, NULL, "nothing after the JSON object");
}

struct named {
    const char *name;
    size_t index;
};

static int compare_named(const void *a, const void *b) {
    const struct named *left = a, *right = b;
    int order = strcmp(left->name, right->name);
    return order ? order : (left->index > right->index) - (left->index < right->index);
}

bool bs_find_duplicate(const char *const *names, size_t count, size_t *index) {
    struct named *sorted = malloc((count + 1) * sizeof *sorted);
    *index = count;
    if (!sorted)
        return false;
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct named){names[i], i};
    qsort(sorted, count, sizeof *sorted, compare_named);
    for (size_t i = 1; i < count; i++)
        if (!strcmp(sorted[i - 1].name, sorted[i].name) && sorted[i].index < *index)
            *index = sorted[i].index;
    free(sorted);
    return true;
}

static int check_keys(const cJSON *item, const struct bs_place *place, struct bs_failure *failure) {
    size_t count = (size_t)cJSON_GetArraySize(item), i = 0, duplicate = count;
    const cJSON *child;
    if (cJSON_IsObject(item)) {
        const char **names = calloc(count + 1, sizeof *names);
        bool enough = names != NULL;
        if (enough) {
            cJSON_ArrayForEach(child, item) names[i++] = child->string;
            enough = bs_find_duplicate(names, count, &duplicate);
        }
        free(names);
        if (!enough)
            return bs_no_memory(failure);
    }
    i = 0;
    cJSON_ArrayForEach(child, item) {
        const struct bs_place here = cJSON_IsObject(item) ? bs_key(place, child->string) : bs_index(place, i);
        int status = check_keys(child, &here, failure);
        if (i == duplicate)
            return bs_fail(failure, BS_WRONG, &here, "found this key twice; allowed each key once");
        if (status)
            return status;
        i++;
    }
    return BS_DONE;
}

static int read_text(FILE *file, char **text, size_t *length, struct bs_failure *failure) {
    size_t capacity = 0;
    *text = NULL;
    *length = 0;
    while (!feof(file)) {
        if (*length == capacity) {
            char *larger;
            capacity = capacity ? 2 * capacity : 1 << 14;
            larger = realloc(*text, capacity + 1);
            if (!larger)
                return bs_no_memory(failure);
            *text = larger;
        }
        errno = 0;
        *length += fread(*text + *length, 1, capacity - *length, file);
        if (ferror(file))
            return bs_fail(failure, BS_FAILED, NULL, "cannot read: found \"%s\"; allowed a readable file",
                           strerror(errno));
        if (*length > MAX_FILE)
            return bs_fail(failure, BS_WRONG, NULL, "found a file above 64 MiB; allowed at most 64 MiB");
    }
    return BS_DONE;
}

/* The SHA-256 of bytes, in hexadecimal. */
static void sha256_of(const void *bytes, size_t size, char text[BS_SHA256]) {
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&context);
    sha256_update(&context, size, bytes);
    sha256_digest(&context, sizeof digest, digest);
    text[0] = '\0';
    for (size_t i = 0; i < sizeof digest; i++)
        bs_append(text, BS_SHA256, "%02x", digest[i]);
}

int bs_text_read(const char *path, char **text, size_t *length, char sha256[BS_SHA256], struct bs_failure *failure) {
    bool standard = !strcmp(path, "-");
    FILE *file = standard ? stdin : fopen(path, "rb");
    int status;
    *text = NULL;
    if (!file)
        return bs_fail(failure, BS_FAILED, NULL, "cannot open: found \"%s\"; allowed a readable file", strerror(errno));
    status = read_text(file, text, length, failure);
    if (!standard)
        fclose(file);
    if (status) {
        free(*text);
        *text = NULL;
        return status;
    }
    sha256_of(*text, *length, sha256);
    /* A byte order mark, as some editors write it, is no part of the text. */
    if (*length >= 3 && !memcmp(*text, "\xEF\xBB\xBF", 3))
        memmove(*text, *text + 3, *length -= 3);
    (*text)[*length] = '\0'; /* read_text() leaves room for it */
    return BS_DONE;
}

int bs_json_read(const char *path, cJSON **json, char **text, char sha256[BS_SHA256], struct bs_failure *failure) {
    size_t length = 0;
    const int status = bs_text_read(path, text, &length, sha256, failure);
    *json = NULL;
    return status ? status : bs_json_parse(*text, length, json, failure);
}

int bs_json_parse(const char *text, size_t length, cJSON **json, struct bs_failure *failure) {
    const int status = check_text(text, length, failure);
    if (status)
        return status;
    *json = cJSON_ParseWithLength(text, length);
    return *json ? check_keys(*json, NULL, failure) : bs_no_memory(failure);
}

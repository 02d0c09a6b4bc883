/* SPDX-License-Identifier: Apache-2.0 */
/* Where in the text of a scenario something is unknown: from the place in its sentence to line and column. The text has
 * been read as JSON before, so that nothing in it is missing. */
#include "bonesim.h"

#include <string.h>

static const char *skip_space(const char *at) {
    return at + strspn(at, " \t\r\n");
}

static const char *skip_string(const char *at) {
    for (at++; *at && *at != '"'; at++)
        at += *at == '\\' && at[1];
    return *at ? at + 1 : at;
}

static const char *skip_value(const char *at) {
    int depth = 0;
    do {
        if (*at == '"') {
            at = skip_string(at);
            continue;
        }
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
    } while (*at && (depth > 0 || !strchr(",]} \t\r\n", *at)));
    return at;
}

static const char *find(const char *at, const char *path);

/* The member that a path begins with; a name may have dots in it, as a path between names has. */
static const char *find_member(const char *at, const char *path) {
    for (at = skip_space(at + 1); *at == '"'; at = skip_space(at + 1)) {
        const char *key = at, *end = skip_string(at), *value = skip_space(skip_space(end) + 1);
        const size_t length = (size_t)(end - key) - 2;
        if (!strncmp(key + 1, path, length) && strchr(".[", path[length])) {
            const char *rest = path + length, *found = *rest ? find(value, rest + (*rest == '.')) : key;
            if (found)
                return found;
        }
        at = skip_space(skip_value(value));
        if (*at != ',')
            break;
    }
    return NULL;
}

static const char *find_element(const char *at, const char *path) {
    size_t index = 0;
    for (path++; *path >= '0' && *path <= '9'; path++)
        index = 10 * index + (size_t)(*path - '0');
    path += *path == ']';
    for (at = skip_space(at + 1); index > 0 && *at && *at != ']'; index--) {
        at = skip_space(skip_value(at));
        at = skip_space(at + (*at == ','));
    }
    return *at ? find(at, path + (*path == '.')) : NULL;
}

/* What a path leads to: the name of a member, or an element. */
static const char *find(const char *at, const char *path) {
    at = skip_space(at);
    if (!*path)
        return at;
    if (*path == '[')
        return *at == '[' ? find_element(at, path) : NULL;
    return *at == '{' ? find_member(at, path) : NULL;
}

void bs_add_position(const char *text, struct bs_failure *failure) {
    char path[sizeof failure->text] = "";
    const char *line_start = text, *found;
    size_t line = 1;
    if (!text || failure->unknown == 0)
        return;
    memcpy(path, failure->text, failure->unknown);
    path[failure->unknown] = '\0';
    found = find(text, path);
    for (const char *at = text; found && at < found; at++)
        if (*at == '\n') {
            line++;
            line_start = at + 1;
        }
    if (found)
        bs_append(failure->text, sizeof failure->text, " (line %zu, column %zu)", line,
                  (size_t)(found - line_start) + 1);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* gnuplot as a process: its script comes from a pipe, its picture goes to a file. */
#include "bonesim.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Starts gnuplot with these three streams. */
static int start(char *option, int input, int output, int messages, pid_t *child) {
    char name[] = "gnuplot";
    char *arguments[] = {name, option, NULL};
    const int streams[] = {input, output, messages};
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error)
        return error;
    for (int i = 0; !error && i < 3; i++)
        error = posix_spawn_file_actions_adddup2(&actions, streams[i], i);
    if (!error)
        error = posix_spawnp(child, name, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static int wait_for(pid_t child) {
    int state = 0;
    while (waitpid(child, &state, 0) < 0 && errno == EINTR)
        ;
    return state;
}

static int not_started(int error, struct bs_failure *failure) {
    return bs_fail(failure, BS_FAILED, NULL, "plot: found \"%s\" when starting gnuplot; allowed an installed gnuplot",
                   strerror(error));
}

int bs_gnuplot_check(struct bs_failure *failure) {
    char option[] = "--version";
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    pid_t child = 0;
    int error = null < 0 ? errno : start(option, null, null, null, &child);
    if (null >= 0)
        close(null);
    if (error)
        return not_started(error, failure);
    wait_for(child);
    return BS_DONE;
}

/* gnuplot's own words: the first line of its messages that is more than space and marks. */
static void first_message(FILE *messages, char *text, size_t size) {
    char line[200];
    rewind(messages);
    while (fgets(line, sizeof line, messages)) {
        const char *begin = line + strspn(line, " \t^\r\n");
        line[strcspn(line, "\r\n")] = '\0';
        if (*begin) {
            bs_append(text, size, ", %s", begin);
            return;
        }
    }
}

/* Starts gnuplot and hands it the script. */
static int run(const char *script, size_t length, FILE *picture, FILE *messages, int *state) {
    char option[] = "-d";
    int ends[2], error;
    pid_t child = 0;
    FILE *input;
    if (pipe(ends) != 0)
        return errno;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    error = start(option, ends[0], fileno(picture), fileno(messages), &child);
    close(ends[0]);
    input = error ? NULL : fdopen(ends[1], "w");
    if (input) {
        fwrite(script, 1, length, input);
        fclose(input);
    } else {
        close(ends[1]);
    }
    if (!error)
        *state = wait_for(child);
    return error;
}

int bs_gnuplot_draw(const char *script, size_t length, FILE *picture, struct bs_failure *failure) {
    FILE *messages = tmpfile();
    char said[256] = "";
    int state = 0, error = messages ? run(script, length, picture, messages, &state) : errno;
    const bool drawn = !error && state == 0 && lseek(fileno(picture), 0, SEEK_END) > 0;
    if (!error && !drawn)
        first_message(messages, said, sizeof said);
    if (messages)
        fclose(messages);
    if (error)
        return not_started(error, failure);
    return drawn
               ? BS_DONE
               : bs_fail(failure, BS_FAILED, NULL, "plot: found a gnuplot that failed%s; allowed one that draws", said);
}

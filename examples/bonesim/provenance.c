/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where results come from, as a JSON object: everything that decides what the numbers are, and nothing of where and
 * when they were computed. The same run gives the same bytes.
 */
#include "bonesim.h"

#include <stdlib.h>
#include <string.h>

/* The sentences of a kind among an arm's messages, without what stands before them. */
static void add_sentences(cJSON *arm, const char *key, const char *messages, const char *begin) {
    cJSON *list = cJSON_AddArrayToObject(arm, key);
    for (; list && messages && *messages; messages += strlen(messages) + 1)
        if (!strncmp(messages, begin, strlen(begin)))
            cJSON_AddItemToArray(list, cJSON_CreateString(messages + strlen(begin)));
}

static void add_arm(cJSON *arms, const struct bs_run *run, size_t i) {
    const char *name = run->scenario->arms[i].name;
    cJSON *arm = cJSON_CreateObject();
    char warning[600] = "", outside[600] = "";
    bs_append(warning, sizeof warning, BS_WARNING, name);
    bs_append(outside, sizeof outside, BS_OUTSIDE, name);
    cJSON_AddStringToObject(arm, "name", name);
    add_sentences(arm, "warnings", run->messages[i], warning);
    add_sentences(arm, "applicability", run->messages[i], outside);
    cJSON_AddItemToArray(arms, arm);
}

/* A whole number to its last digit, of which cJSON writes 15. */
static void add_integer(cJSON *object, const char *key, uint64_t number) {
    char text[24] = "";
    bs_append(text, sizeof text, "%llu", (unsigned long long)number);
    cJSON_AddRawToObject(object, key, text);
}

/* Which members, of a cohort that was simulated in part; and the table that they are from. */
static void add_shard(cJSON *json, const struct bs_run *run) {
    uint64_t first, last;
    if (run->cohort.women.sha256[0])
        cJSON_AddStringToObject(json, "members_sha256", run->cohort.women.sha256);
    if (!run->summaries || bs_shard_members(run) == run->cohort.size)
        return;
    cJSON *list = cJSON_AddArrayToObject(json, "member_ranges");
    for (size_t i = 0; list && bm_summary_range(run->summaries[0], 0, i, &first, &last) == BM_OK; i++) {
        char text[60] = "";
        bs_append(text, sizeof text, "%llu:%llu", (unsigned long long)first, (unsigned long long)last);
        cJSON_AddItemToArray(list, cJSON_CreateString(text));
    }
}

int bs_provenance_write(const struct bs_run *run, const struct bs_rows *rows, const char *const *command_line,
                        FILE *file, struct bs_failure *failure) {
    const struct bs_scenario *scenario = run->scenario;
    cJSON *json = cJSON_CreateObject(), *list;
    char *text;
    cJSON_AddStringToObject(json, "bonesim", BM_VERSION_STRING);
    cJSON_AddStringToObject(json, "library", bm_version_string());
    cJSON_AddStringToObject(json, "model", scenario->model);
    cJSON_AddStringToObject(json, "calibration", bm_model_calibration(run->model));
    add_integer(json, "equations", bm_model_equations(run->model));
    cJSON_AddStringToObject(json, "scenario_sha256", scenario->sha256);
    if (rows)
        cJSON_AddStringToObject(json, "rows_sha256", rows->sha256);
    if (run->forecast.size > 0) {
        add_integer(json, "seed", run->forecast.seed);
        add_integer(json, "members", run->forecast.size);
    } else if (run->cohort.size > 0) {
        add_integer(json, "seed", run->cohort.seed);
        add_integer(json, "members", run->summaries ? bs_shard_members(run) : run->cohort.size);
        add_shard(json, run);
    }
    list = cJSON_AddArrayToObject(json, "command_line");
    for (; *command_line; command_line++)
        cJSON_AddItemToArray(list, cJSON_CreateString(*command_line));
    list = cJSON_AddArrayToObject(json, "arms");
    for (size_t i = 0; i < scenario->n_arms; i++)
        add_arm(list, run, i);
    text = cJSON_Print(json);
    cJSON_Delete(json);
    if (!text)
        return bs_no_memory(failure);
    fprintf(file, "%s\n", text);
    free(text);
    return BS_DONE;
}

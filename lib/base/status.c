/* SPDX-License-Identifier: Apache-2.0 */
/* Names and texts of the status codes, from the one list in the public header. */
#include "bonemodel/bonemodel.h"

static const struct {
    bm_status status;
    const char *name, *text;
} statuses[] = {
#define BM__ROW(name, number, text) {name, #name, text},
    BM_STATUS_LIST(BM__ROW)
#undef BM__ROW
};

const char *bm_status_name(bm_status status) {
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (statuses[i].status == status)
            return statuses[i].name;
    return "BM_EUNKNOWN";
}

const char *bm_status_text(bm_status status) {
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (statuses[i].status == status)
            return statuses[i].text;
    return "not a status code of this library";
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A call of the library, and what R does while it runs: it looks for an interrupt, shows progress, and runs functions
 * of hooks and decisions. Only R's own thread does any of this. If R jumps (an error, an interrupt, a restart), the
 * jump stops at the frame of guarded(), the library is told to give up, and end_call() lets the jump go on.
 */
#include "package.h"

#include <setjmp.h>

#ifndef _WIN32
#include <pthread.h>
static pthread_t own_thread;
#define REMEMBER_THREAD() (own_thread = pthread_self())
#define IN_OWN_THREAD()   pthread_equal(own_thread, pthread_self())
#else
#include <windows.h>
static DWORD own_thread;
#define REMEMBER_THREAD() (own_thread = GetCurrentThreadId())
#define IN_OWN_THREAD()   (own_thread == GetCurrentThreadId())
#endif

static struct call *current;

void begin_call(struct call *call, SEXP progress) {
    REMEMBER_THREAD();
    call->progress = progress;
    call->token = PROTECT(R_MakeUnwindCont());
    call->interrupted = call->jumped = 0;
    call->shown = -1.0;
    call->outer = current;
    current = call;
}

void end_call(struct call *call) {
    current = call->outer;
    if (call->jumped)
        R_ContinueUnwind(call->token);
    UNPROTECT(1);
    if (call->interrupted) { /* R's own way to say it from C */
        SEXP say = PROTECT(Rf_lang1(Rf_install("signal_interrupt")));
        Rf_eval(say, R_FindNamespace(PROTECT(Rf_mkString("bonemodel"))));
        UNPROTECT(2);
    }
}

static void jump_back(void *back, Rboolean jumps) {
    if (jumps)
        longjmp(*(jmp_buf *)back, 1);
}

int32_t guarded(SEXP (*body)(void *), void *data) {
    struct call *const call = current;
    jmp_buf back;
    if (!call || call->jumped)
        return BM_ECANCELLED;
    if (setjmp(back)) {
        current = call; /* calls that were under way inside are gone */
        call->jumped = 1;
        return BM_ECANCELLED;
    }
    R_UnwindProtect(body, data, jump_back, &back, call->token);
    return 0;
}

static void check_interrupt(void *unused) {
    (void)unused;
    R_CheckUserInterrupt();
}

static SEXP show_progress(void *data) {
    SEXP fraction = PROTECT(Rf_ScalarReal(*(double *)data)), call = PROTECT(Rf_lang2(current->progress, fraction));
    Rf_eval(call, R_GlobalEnv);
    UNPROTECT(2);
    return R_NilValue;
}

int32_t progress_callback(void *user, double time_d, double fraction) {
    struct call *call = current;
    (void)user;
    (void)time_d;
    if (!call)
        return 0;
    if (!IN_OWN_THREAD() || call->jumped || call->interrupted)
        return call->jumped || call->interrupted;
    if (!R_ToplevelExec(check_interrupt, NULL)) {
        call->interrupted = 1;
        return 1;
    }
    if (call->progress != R_NilValue && fraction >= call->shown + 0.01) {
        call->shown = fraction;
        return guarded(show_progress, &fraction) != 0;
    }
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the library needs of threads: counts that several may change at once, a lock, and threads. With BM__THREADS 0,
 * for compilers and platforms that have none, one thread does all the work, and all handles that share a model belong
 * to one thread at a time.
 */
#ifndef BM__BASE_THREADS_H
#define BM__BASE_THREADS_H

#ifndef BM__THREADS
#if defined(__STDC_NO_ATOMICS__) || defined(__TINYC__) || defined(__wasi__)
#define BM__THREADS 0
#else
#define BM__THREADS 1
#endif
#endif

#if BM__THREADS

#include <pthread.h>
#include <stdatomic.h>

typedef atomic_uint bm__shared_uint;
typedef atomic_int bm__shared_int;
typedef atomic_ullong bm__shared_ullong;
#define bm__shared_init       atomic_init
#define bm__shared_add        atomic_fetch_add /* these two return the value before */
#define bm__shared_subtract   atomic_fetch_sub
#define bm__shared_load       atomic_load
#define bm__shared_peek(from) atomic_load_explicit(from, memory_order_relaxed)
/* Sets *to to `value` if it is *expected. */
#define bm__shared_replace atomic_compare_exchange_strong

typedef pthread_mutex_t bm__lock;
#define bm__lock_create(lock)  pthread_mutex_init(lock, NULL)
#define bm__lock_destroy(lock) pthread_mutex_destroy(lock)
#define bm__lock_take(lock)    pthread_mutex_lock(lock)
#define bm__lock_leave(lock)   pthread_mutex_unlock(lock)

typedef pthread_t bm__thread;
/* Eight lanes of the equations need 150 kB of stack; a thread of musl has 128 kB unless one asks for more. */
static inline int bm__thread_create(bm__thread *thread, void *(*work)(void *), void *user) {
    pthread_attr_t wanted;
    int error = pthread_attr_init(&wanted);
    if (error != 0)
        return error;
    error = pthread_attr_setstacksize(&wanted, (size_t)1 << 20);
    if (error == 0)
        error = pthread_create(thread, &wanted, work, user);
    pthread_attr_destroy(&wanted);
    return error;
}
#define bm__thread_join(thread) pthread_join(thread, NULL)

#else

typedef unsigned bm__shared_uint;
typedef int bm__shared_int;
typedef unsigned long long bm__shared_ullong;
#define bm__shared_init(to, value)              (*(to) = (value))
#define bm__shared_add(to, value)               ((*(to) += (value)) - (value))
#define bm__shared_subtract(to, value)          ((*(to) -= (value)) + (value))
#define bm__shared_load(from)                   (*(from))
#define bm__shared_peek(from)                   (*(from))
#define bm__shared_replace(to, expected, value) ((void)(*(to) == *(expected) ? *(to) = (value) : 0))

typedef int bm__lock;
#define bm__lock_create(lock)                   (*(lock) = 0)
#define bm__lock_destroy(lock)                  ((void)(lock))
#define bm__lock_take(lock)                     ((void)(lock))
#define bm__lock_leave(lock)                    ((void)(lock))

typedef int bm__thread;
#define bm__thread_create(thread, work, user)   ((void)(thread), 1) /* there is none */
#define bm__thread_join(thread)                 ((void)(thread))

#endif

#endif

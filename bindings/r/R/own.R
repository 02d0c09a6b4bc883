# SPDX-License-Identifier: Apache-2.0

#' A drug or device of your own
#'
#' A hook is an intervention that the library does not know, with states and equations of its own, which adds to the
#' catalogue's targets. Give it to [bm_woman()], and prescribe it by its name as any drug: `ev("my_drug", amt = 10)`.
#'
#' `field` and the other functions are pure: the integrator calls them at trial points in any order, often, and the same
#' arguments must give the same answer. A call from C into R takes some microseconds, so a woman with a hook is simulated
#' several times more slowly, and a cohort with hooks runs in one thread.
#'
#' @param name 1 to 31 of a-z, 0-9, _; not the name of an agent.
#' @param field `function(time_h, x, rate, body)` that returns a list of `dx_dt`, the change of the states per hour, and
#'   `targets`, what is added to each target in its unit. `time_h` is in hours since day 0, `x` are the states by name,
#'   `rate` is the dose that runs (of a continuous hook), `body` are the states of the body that were asked for.
#' @param states a typical size of each state, by name: `c(amount = 60)`. They begin at 0, and a dose is added to the
#'   first. The error is controlled relative to this size; 0: not at all.
#' @param targets names of kind `"target"` in the [catalogue][bm_catalog].
#' @param body names of observables that are states of the body (most of `core.*`, all of `body.*`).
#' @param continuous `TRUE`: the dose is a rate or level while it runs, not single doses.
#' @param jacobian `TRUE`: `field` also returns `dx_by_x` and `targets_by_x`, matrices with a row for each state or target
#'   and a column for each state; with `body` also `dx_by_body` and `targets_by_body`; if it depends on the time
#'   `dx_by_time` and `targets_by_time` (per hour). Otherwise the library takes differences.
#' @param amt,ii the dose and the interval `[d]` of a prescription that names none.
#' @param amt_minimum,amt_maximum the doses that are allowed.
#' @param amount `function(dose)` that returns what a dose adds to the first state; `NULL`: the dose.
#' @param next_event `function(time_d)` that returns the first time `[d]` after `time_d` at which the equations jump, or
#'   `Inf`. Asked at any earlier time, it returns the same.
#' @param event `function(time_d, x)` that is called at such a time and returns the states after it.
#' @return A `bm_hook`.
#' @examples
#' # An antibody to sclerostin with a half-life of 10 days; its numbers are invented.
#' antibody <- bm_hook("antibody", states = c(concentration = 1), targets = "sclerostin_binding",
#'     amt = 100, ii = 30, amount = function(dose) dose / 100,
#'     field = function(time_h, x, rate, body) {
#'         list(dx_dt = -log(2) / 240 * x, targets = 3 * x)
#'     })
#' woman <- bm_woman(age_years = 66, hooks = antibody)
#' bm_simulate(woman, regimen("antibody", addl = 11), c(0, 180, 360), "bmd_change.lumbar_spine")
#' @export
bm_hook <- function(name, field, states = numeric(), targets = character(), body = character(), continuous = FALSE,
                    jacobian = FALSE, amt = 1, ii = 1, amt_minimum = 0, amt_maximum = 1e12, amount = NULL,
                    next_event = NULL, event = NULL) {
    if (!is.numeric(states) || is.object(states) || !all(is.finite(states)))
        refuse("states is %s, allowed are typical sizes by name, such as c(amount = 60)", shown(states))
    structure(list(name = a_string(name, "name"), field = a_function(field, "field"),
                   states = as.double(states), state_names = names(states), targets = strings(targets, "targets", 0L),
                   body = strings(body, "body", 0L), continuous = a_flag(continuous, "continuous"),
                   jacobian = a_flag(jacobian, "jacobian"), amt = a_number(amt, "amt"), ii = a_number(ii, "ii"),
                   amt_minimum = a_number(amt_minimum, "amt_minimum"), amt_maximum = a_number(amt_maximum, "amt_maximum"),
                   amount = a_function(amount, "amount", TRUE), next_event = a_function(next_event, "next_event", TRUE),
                   event = a_function(event, "event", TRUE)), class = "bm_hook")
}

#' @export
print.bm_hook <- function(x, ...) {
    cat(sprintf("<hook %s: %s, acts on %s>\n", x$name, counted(length(x$states), "state"),
                if (length(x$targets)) paste(x$targets, collapse = ", ") else "nothing"))
    invisible(x)
}

#' Read the states of a hook
#'
#' @param x a woman.
#' @param name the name of one of her hooks.
#' @return The states, by name.
#' @examples
#' drug <- bm_hook("my_drug", states = c(amount = 1),
#'                 field = function(time_h, x, rate, body) list(dx_dt = -0.01 * x))
#' woman <- bm_woman(age_years = 61, hooks = drug, events = ev("my_drug", amt = 10))
#' bm_read_hook(bm_advance(woman, 1), "my_drug")
#' @export
bm_read_hook <- function(x, name) {
    pointer <- pointer_to(x)
    name <- a_string(name, "name")
    hook <- Find(function(hook) hook$name == name, x$hooks)
    n <- if (is.null(hook)) 0 else length(hook$states)
    stats::setNames(check(.Call(C_patient_read_hook, pointer, name, as.double(n))), hook$state_names)
}

#' Visits: decide while time passes
#'
#' A decision is a function that is asked on the days of visits, or when an observable crosses a level, and may change the
#' therapy. Give it to [bm_woman()]. All that it prescribes and stops takes effect when it returns; if it raises an error,
#' none of it does, and the simulation ends with that error.
#'
#' The function is called with a visit: `visit$time_d` is the day, `visit$member` her number in a cohort (0 if she is
#' alone), `visit$crossed` is `"below"`, `"above"` or `""` at a visit by the calendar. [bm_observe()] reads her, without
#' noise and just before any dose of that time; [bm_prescribe()], [bm_stop()] and `bm_change()` change her therapy. The
#' visit is over when the function returns. Members of a cohort share the function, so it should remember nothing.
#'
#' @param visit `function(visit)`.
#' @param first,every,until visits on `first + k every` before `until`, in days `[d]`, or `first` and `until` as dates.
#'   Without `every` there is one visit. `NULL`: by an observable alone.
#' @param observable a name of kind `"observable"`: there is a visit, too, whenever it crosses a level.
#' @param below,above the level, in its unit: a visit when it falls below it, or rises above it.
#' @param name to tell decisions apart in messages and snapshots.
#' @param number,events for `bm_change()`, which stops the course of this number now and makes others: see
#'   [bm_prescribe()].
#' @return A `bm_decision`; `bm_change()` the numbers of the new courses.
#' @examples
#' treat <- function(visit) {
#'     if (bm_observe(visit, "t_score.total_hip") < -2)
#'         bm_prescribe(visit, ev("zoledronic_acid", amt = 4))
#' }
#' woman <- bm_woman(age_years = 66, t_score.total_hip = -1.9, events = regimen("letrozole"),
#'                   decisions = bm_decision(treat, first = 365.25, every = 365.25))
#' after <- bm_advance(woman, 5 * 365.25)
#' bm_prescriptions(after)[c("drug", "time")]
#' @export
bm_decision <- function(visit, first = NULL, every = NULL, until = NULL, observable = NULL, below = NULL, above = NULL,
                        name = "") {
    made <- list(visit = a_function(visit, "visit"), name = a_string(name, "name"), first = first, until = until,
                 every_d = if (is.null(every)) NA_real_ else a_number(every, "every"))
    for (what in c("first", "until"))
        if (!is.null(made[[what]]) && !inherits(a_date_if_one(made[[what]], what), "Date"))
            a_day(made[[what]], what, infinite = what == "until")
    if (!is.null(observable)) {
        levels <- c(if (!is.null(below)) a_number(below, "below"), if (!is.null(above)) a_number(above, "above"))
        if (length(unique(levels)) != 1L)
            refuse("%s needs one level: below, above, or both the same", a_string(observable, "observable"))
        made <- c(made, list(observable = a_string(observable, "observable"), level = levels[[1L]],
                             crossing = (!is.null(below)) + 2 * (!is.null(above))))
    } else if (!is.null(below) || !is.null(above)) {
        refuse("a level needs an observable")
    }
    structure(made, class = "bm_decision")
}

# Decisions of a woman: with days, and what the visit needs of her.
located <- function(decisions, model, hooks, day0) {
    lapply(decisions, function(one) {
        one$model <- model_handle(model)
        one$first_d <- if (is.null(one$first)) NA_real_ else a_day(one$first, "first", day0)
        one$stop_d <- if (is.null(one$until)) NA_real_ else min(a_day(one$until, "until", day0, TRUE), 1e9)
        if (is.null(one$asked))
            one$asked <- one$visit
        asked <- one$asked
        one$visit <- function(visit) {
            visit$context <- list(model = model, hooks = hooks, day0 = day0)
            asked(visit)
        }
        one
    })
}

visit_pointer <- function(visit) {
    if (!inherits(visit, "bm_visit") || !.Call(C_is_alive, visit$pointer))
        raise("BM_ESTATE", "the visit is over")
    visit$pointer
}

prescribe_at <- function(visit, events, number) {
    pointer <- visit_pointer(visit)
    her <- visit$context
    numbers <- numeric()
    for (one in prescriptions_of(events, her$model, her$hooks, her$day0, now = visit$time_d)) {
        numbers <- c(numbers, check(.Call(C_visit_prescribe, pointer, one, number)))
        number <- NA_real_
    }
    invisible(numbers)
}

#' @rdname bm_decision
#' @export
bm_change <- function(visit, number, events) {
    visit_pointer(visit)
    prescribe_at(visit, an_ev(events), a_count(number, "number"))
}

#' @export
print.bm_visit <- function(x, ...) {
    over <- if (.Call(C_is_alive, x$pointer)) "" else ", which is over"
    cat(sprintf("<visit on day %s%s>\n", format(x$time_d), over))
    invisible(x)
}

#' @export
print.bm_decision <- function(x, ...) {
    cat("<decision", if (nzchar(x$name)) paste0(" \"", x$name, "\""), if (!is.null(x$first)) paste(", from", format(x$first)),
        if (!is.na(x$every_d)) paste(", every", format(x$every_d), "d"),
        if (!is.null(x$observable)) sprintf(", when %s crosses %g", x$observable, x$level), ">\n", sep = "")
    invisible(x)
}

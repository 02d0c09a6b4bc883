# SPDX-License-Identifier: Apache-2.0

# A woman is a list: cell (an environment that holds the pointer), snapshot (from which the pointer is made again in another
# process), model, hooks, decisions, day0, cautions, applicability. What has a pointer never changes: functions that let
# something happen to her work on a clone and return another woman.

new_woman <- function(pointer, model, hooks, decisions, day0, cautions = character()) {
    snapshot <- check(.Call(C_patient_save, pointer))
    messages <- .Call(C_patient_messages, pointer)
    check(.Call(C_patient_clear_warnings, pointer))
    cell <- new.env(parent = emptyenv())
    cell$pointer <- pointer
    woman <- structure(list(cell = cell, snapshot = snapshot, model = model, hooks = hooks, decisions = decisions,
                            day0 = day0, cautions = unique(c(cautions, messages$warnings)),
                            applicability = messages$applicability), class = "bm_woman")
    caution(setdiff(messages$warnings, cautions))
    woman
}

a_woman <- function(x, what = "woman") {
    if (!inherits(x, "bm_woman") || !is.list(x) || !is.environment(x$cell) || !is.raw(x$snapshot))
        refuse("%s is %s, allowed is what bm_woman() makes", what, shown(class(x)))
    x
}

# The pointer of a woman, which is dead after saveRDS() or in another process: then she is loaded from her snapshot.
pointer_to <- function(woman) {
    cell <- a_woman(woman)$cell
    if (is.null(cell$pointer) || !.Call(C_is_alive, cell$pointer)) {
        if (!length(woman$snapshot))
            raise("BM_ESTATE", paste("the pointer to this woman is dead, as it is after saveRDS() or in another process,",
                                     "and she has no snapshot to go on from"))
        decisions <- located(woman$decisions, woman$model, woman$hooks, woman$day0)
        cell$pointer <- check(.Call(C_patient_load, model_handle(woman$model), woman$snapshot, woman$hooks, decisions))
        check(.Call(C_patient_clear_warnings, cell$pointer))
    }
    cell$pointer
}

clone_of <- function(woman) check(.Call(C_patient_clone, pointer_to(woman)))

prescribe_all <- function(pointer, events, woman) {
    for (one in prescriptions_of(an_ev(events, or_null = TRUE), woman$model, woman$hooks, woman$day0))
        check(.Call(C_patient_prescribe, pointer, one))
}

#' A woman at a moment
#'
#' Makes a woman on day 0 as her covariates say. What is not given follows from the rest or takes the catalogue's default.
#' She is then matched to what was measured: a T-score, density or marker that was given is what is read on day 0.
#'
#' A woman is a value: no function changes her, and each that lets something happen returns another. She survives
#' `saveRDS()` and goes to the workers of package future, where she goes on with the same bits.
#'
#' @param ... what is special about her, by its name in the [catalogue][bm_catalog] (kinds `"covariate"`, `"parameter"`,
#'   and of the core `"initial"`), in the catalogue's unit or as a [bm_quantity()]: `age_years = 61`,
#'   `t_score.total_hip = -1.2`, `device = "lunar"`. `TRUE` and `FALSE` are 1 and 0. They may also stand in a list
#'   without a name.
#' @param events what she was prescribed; with negative times `[d]`, her history. See [ev()].
#' @param day0 the date of day 0, such as `"2026-11-30"`, so that dates may stand where days do; `NULL`: none.
#' @param model `"full"` or `"core"`.
#' @param hooks a list of what [bm_hook()] makes: drugs of one's own, which may then be prescribed.
#' @param decisions a list of what [bm_decision()] makes: visits at which her therapy may change.
#' @param rtol relative tolerance of the integrator `[1]`, 1e-12 to 1e-2; `NA`: the library's, which keeps every output
#'   within 1e-4 of its scale.
#' @param max_steps steps of the integrator that a call may take; `NA`: 100 million.
#' @return A `bm_woman`.
#' @seealso [bm_simulate()], [bm_advance()], [bm_cohort()]
#' @examples
#' woman <- bm_woman(age_years = 61, t_score.total_hip = -1.2)
#' woman
#' bm_observe(woman, c("t_score.total_hip", "fracture_risk_10y.major"))
#' @export
bm_woman <- function(..., events = NULL, day0 = NULL, model = "full", hooks = list(), decisions = list(), rtol = NA,
                     max_steps = NA) {
    events <- an_ev(events, or_null = TRUE)
    day0 <- a_date(day0, "day0")
    hooks <- a_list_of(hooks, "hooks", "bm_hook")
    decisions <- located(a_list_of(decisions, "decisions", "bm_decision"), model, hooks, day0)
    given <- list(...)
    if (is.null(names(given)))
        names(given) <- rep("", length(given))
    given <- do.call(c, c(list(list()), Map(function(name, x) {
        if (nzchar(name))
            return(stats::setNames(list(x), name))
        if (!(is.list(x) || is.numeric(x)) || inherits(x, "bm_quantity") || is.null(names(x)) || !all(nzchar(names(x))))
            refuse("found %s without a name: say which covariate it is, such as age_years = 61", shown(x))
        as.list(x)
    }, names(given), given, USE.NAMES = FALSE)))
    pointer <- check(.Call(C_patient_create, model_handle(model), a_number(rtol, "rtol", or_na = TRUE),
                           a_count(max_steps, "max_steps", 1, or_na = TRUE)))
    for (name in names(given)) {
        kind <- Find(function(kind) !is.null(find_row(kind, name, model)), c("covariate", "parameter", "initial"))
        value <- number_for(given[[name]], name, if (is.null(kind)) "covariate" else kind, model)
        check(.Call(C_patient_set, pointer, name, value))
    }
    for (hook in hooks)
        check(.Call(C_patient_hook, pointer, hook))
    woman <- list(model = model, hooks = hooks, day0 = day0)
    prescribe_all(pointer, events, woman)
    for (decision in decisions)
        check(.Call(C_patient_decide, pointer, decision))
    new_woman(pointer, model, hooks, decisions, day0)
}

# The woman that a pointer to her clone has become.
later <- function(woman, pointer) {
    new_woman(pointer, woman$model, woman$hooks, woman$decisions, woman$day0, woman$cautions)
}

#' Prescribe, stop, advance
#'
#' Each returns another woman; the one that was given stays as she is. At a [visit][bm_decision] `bm_prescribe()`,
#' `bm_stop()` and `bm_change()` act on her who is there, when the visit is over.
#'
#' @param x a woman, or the visit that a decision's function is called with.
#' @param events what [ev()] makes. At a visit, times count from the visit: `time = 0` is now.
#' @param number the number of a course, from [bm_prescriptions()] or from what `bm_prescribe()` returned at a visit.
#' @param at doses at this day `[d]` or later are not given; a date when she has a `day0`. `NULL`: from now on.
#' @param to the day `[d]` to advance to, or a date.
#' @return A `bm_woman`; at a visit the numbers of the courses that were made, `bm_stop()` nothing.
#' @examples
#' woman <- bm_prescribe(bm_woman(age_years = 61), regimen("letrozole"))
#' after <- bm_advance(woman, 365.25)
#' bm_prescriptions(after)
#' stopped <- bm_stop(after, number = bm_prescriptions(after)$number)
#' bm_observe(bm_advance(stopped, 730.5), "bmd_change.total_hip")
#' @export
bm_prescribe <- function(x, events) {
    events <- an_ev(events)
    if (inherits(x, "bm_visit"))
        return(prescribe_at(x, events, NA_real_))
    pointer <- clone_of(x)
    prescribe_all(pointer, events, x)
    later(x, pointer)
}

#' @rdname bm_prescribe
#' @export
bm_stop <- function(x, number, at = NULL) {
    number <- a_count(number, "number")
    if (inherits(x, "bm_visit")) {
        at <- if (is.null(at)) x$time_d else a_day(at, "at")
        check(.Call(C_visit_stop, visit_pointer(x), number, at))
        return(invisible(NULL))
    }
    pointer <- clone_of(x)
    at <- if (is.null(at)) .Call(C_patient_time, pointer) else a_day(at, "at", x$day0)
    check(.Call(C_patient_stop, pointer, number, at))
    later(x, pointer)
}

#' @rdname bm_prescribe
#' @export
bm_advance <- function(x, to, events = NULL) {
    pointer <- clone_of(x)
    to <- a_day(to, "to", x$day0)
    prescribe_all(pointer, events, x)
    check(.Call(C_patient_advance, pointer, to, NULL))
    later(x, pointer)
}

#' Read what is true of her now
#'
#' @param x a woman, or the visit that a decision's function is called with. A reading at the instant of a dose is taken
#'   just before it.
#' @param observables names of kind `"observable"` in the [catalogue][bm_catalog].
#' @return The values, by name, in the catalogue's units, which the attribute `units` holds.
#' @examples
#' bm_observe(bm_woman(age_years = 70), c("bmd.total_hip", "t_score.total_hip"))
#' @export
bm_observe <- function(x, observables) {
    observables <- strings(observables, "observables")
    values <- if (inherits(x, "bm_visit")) check(.Call(C_visit_observe, visit_pointer(x), observables))
        else check(.Call(C_patient_observe, pointer_to(x), observables))
    model <- if (inherits(x, "bm_visit")) x$context$model else x$model
    structure(values, names = observables, units = stats::setNames(unit_of(observables, model), observables))
}

#' Who she is: reading back
#'
#' `bm_values()` returns what was set of her; `bm_prescriptions()` what she was prescribed, also what has ended; `bm_time()`
#' the day; `bm_cautions()` what a clinician would be warned of; `bm_applicability()` why she is outside of the domain in
#' which the model was calibrated; `bm_stats()` what the integrator has done.
#'
#' @param x a woman; of `bm_cautions()` and `bm_applicability()` also what [bm_simulate()] returned.
#' @param names of values to read, also those that are at their default; `NULL`: those that were set. A covariate that was
#'   not given and has no default is `NaN`.
#' @return `bm_values()`: numbers by name, in the catalogue's units. `bm_prescriptions()`: a data frame with a row for each
#'   course: `number`, `drug`, `amt` (in the catalogue's unit), `ii` `[d]` (0 of agents that act as long as they run),
#'   `time` `[d]`, `until` `[d]` (`Inf`: never), `adherence`, `doses` (0: until `until`), `doses_given` until now and
#'   `parameters` (a list of numbers by name). `bm_time()`: days `[d]` since day 0. The others: sentences, or counts.
#' @examples
#' woman <- bm_woman(age_years = 61, weight_kg = 58, events = regimen("letrozole"))
#' bm_values(woman)
#' bm_prescriptions(woman)
#' bm_time(woman)
#' bm_applicability(bm_woman(age_years = 95))
#' @export
bm_values <- function(x, names = NULL) {
    pointer <- pointer_to(x)
    all <- is.null(names)
    names <- if (all) unlist(lapply(c("covariate", "parameter", "initial"), function(k) rows_of(k, x$model)$name))
        else strings(names, "names")
    read <- check(.Call(C_patient_values, pointer, names))
    values <- stats::setNames(read[, 1L], names)
    if (all) values[read[, 2L] != 0] else values
}

#' @rdname bm_values
#' @export
bm_prescriptions <- function(x) {
    read <- check(.Call(C_patient_prescriptions, pointer_to(x)))
    own <- read$parameters
    read$parameters <- NULL
    read$until[read$until >= 1e9] <- Inf
    made <- as.data.frame(read)
    made$parameters <- own
    made
}

#' @rdname bm_values
#' @export
bm_time <- function(x) check(.Call(C_patient_time, pointer_to(x)))

#' @rdname bm_values
#' @export
bm_cautions <- function(x) said_of(x)$cautions

#' @rdname bm_values
#' @export
bm_applicability <- function(x) said_of(x)$applicability

said_of <- function(x) {
    if (inherits(x, "bm_simulation")) a_simulation(x) else a_woman(x, "x")
}

#' @rdname bm_values
#' @export
bm_stats <- function(x) unlist(check(.Call(C_patient_stats, pointer_to(x))))

#' Keep a woman, and load her again
#'
#' `bm_save()` returns a snapshot: bytes for a file or a database that any program with the library can load, and that later
#' releases read. `bm_load()` makes a woman of it, who goes on with the same bits. Within R, `saveRDS()` of a woman does the
#' same. A snapshot holds no functions: hooks and decisions are given again, and found by their names.
#'
#' @param x a woman.
#' @param snapshot what `bm_save()` returned, or what another program has saved.
#' @param model,hooks,decisions,day0 as for [bm_woman()]; a snapshot holds no date.
#' @return `bm_save()`: a raw vector. `bm_load()`: a `bm_woman`.
#' @examples
#' woman <- bm_advance(bm_woman(age_years = 61, events = regimen("letrozole")), 200)
#' bytes <- bm_save(woman)
#' length(bytes)
#' identical(bm_observe(bm_load(bytes), "bmd.total_hip"), bm_observe(woman, "bmd.total_hip"))
#' @export
bm_save <- function(x) {
    pointer_to(x)
    x$snapshot
}

#' @rdname bm_save
#' @export
bm_load <- function(snapshot, model = "full", hooks = list(), decisions = list(), day0 = NULL) {
    if (!is.raw(snapshot))
        refuse("snapshot is %s, allowed is a raw vector that bm_save() returned", shown(class(snapshot)))
    day0 <- a_date(day0, "day0")
    hooks <- a_list_of(hooks, "hooks", "bm_hook")
    decisions <- located(a_list_of(decisions, "decisions", "bm_decision"), model, hooks, day0)
    pointer <- check(.Call(C_patient_load, model_handle(model), snapshot, hooks, decisions))
    new_woman(pointer, model, hooks, decisions, day0)
}

#' Her as a scenario of bonesim
#'
#' `bonesim run` of the text gives the same bits as [bm_simulate()]. Only what was set, and prescribed on day 0, can be said
#' in a scenario; a woman of whom there is more to say is refused with a sentence.
#'
#' @param x a woman.
#' @param times days `[d]` that the scenario samples.
#' @param observables names of kind `"observable"`.
#' @return The scenario, in JSON, as one string.
#' @examples
#' woman <- bm_woman(age_years = 61, events = regimen("letrozole"))
#' cat(bm_scenario(woman, c(0, 365.25), "bmd_change.total_hip"))
#' @export
bm_scenario <- function(x, times, observables) {
    pointer <- pointer_to(x)
    check(.Call(C_patient_scenario, pointer, days(times, "times", x$day0), strings(observables, "observables")))
}

#' @export
format.bm_woman <- function(x, ...) {
    a_woman(x, "x")
    age <- if (x$model == "full") sprintf("%.0f years old, ", bm_values(x, "age_years") + bm_time(x) / 365.25) else
        "the core, "
    courses <- bm_prescriptions(x)
    runs <- unique(courses$drug[courses$until > bm_time(x)])
    therapy <- if (length(runs)) paste0("on ", paste(gsub("_", " ", runs), collapse = ", "), ", ") else ""
    date <- if (is.null(x$day0)) "" else paste0(" (", format(x$day0 + floor(bm_time(x))), ")")
    sprintf("<woman, %s%sday %s%s>", age, therapy, format(bm_time(x)), date)
}

#' @export
print.bm_woman <- function(x, ...) {
    a_woman(x, "x")
    text <- tryCatch(format(x), bm_error = function(e) sprintf("<woman: %s>", conditionMessage(e)))
    cat(text, "\n", sep = "")
    for (sentence in x$cautions)
        cat("! ", sentence, "\n", sep = "")
    for (sentence in x$applicability)
        cat("outside of the model's domain: ", sentence, "\n", sep = "")
    invisible(x)
}

#' @export
summary.bm_woman <- function(object, ...) {
    a_woman(object, "object")
    read <- if (object$model == "full")
        c("bmd.lumbar_spine", "bmd.total_hip", "t_score.lumbar_spine", "t_score.total_hip", "marker.s_ctx", "marker.s_p1np",
          "serum.estradiol", "serum.pth", "fracture_risk_10y.major", "fracture_risk_10y.hip")
        else c("core.PTH", "core.OC")
    values <- bm_observe(object, read)
    data.frame(observable = read, value = as.vector(values), unit = unname(attr(values, "units")))
}

# SPDX-License-Identifier: Apache-2.0

# What bm_simulate() returns: a list of data (long, the columns of bonesim's CSV), members (an array, or NULL), failures,
# cautions, applicability, model, version, kind ("one", "cohort" or a band), and below (a data frame, or NULL).

.spread <- c("sd", "p05", "p50", "p95")

new_simulation <- function(data, woman, kind, cautions, applicability, members = NULL, failures = NULL, below = NULL) {
    structure(list(data = data, members = members, failures = failures, below = below, cautions = cautions,
                   applicability = applicability, model = woman$model, version = bm_version(woman$model), kind = kind),
              class = "bm_simulation")
}

# Rows of one arm: by observable, in it by time, as bonesim writes them. value: a matrix of observables and times; spread:
# NULL, or a list of such matrices.
long_form <- function(arm, times, observables, model, value, spread = NULL, n = 1) {
    n_times <- length(times)
    by_time <- function(x) as.vector(t(x))
    data <- data.frame(arm = arm, time_days = rep(times, length(observables)),
                       observable = rep(observables, each = n_times),
                       unit = rep(unit_of(observables, model), each = n_times), value = by_time(value))
    for (name in .spread)
        data[[name]] <- if (is.null(spread)) NA_real_ else by_time(spread[[name]])
    data$n <- if (is.matrix(n)) by_time(n) else n
    data
}

the_observables <- function(observables) {
    observables <- strings(observables, "observables")
    if (anyDuplicated(observables))
        refuse("%s stands twice among the observables", observables[anyDuplicated(observables)])
    observables
}

progress_function <- function(progress) {
    if (is.function(progress) || is.null(progress))
        return(progress)
    if (!a_flag(progress, "progress"))
        return(NULL)
    bar <- utils::txtProgressBar(style = 3)
    function(fraction) utils::setTxtProgressBar(bar, fraction)
}

#' Simulate a woman or a cohort
#'
#' Lets time pass and reads observables at each of the times. What is given does not change: the same call gives the same
#' bits again.
#'
#' @param x what [bm_woman()] or [bm_cohort()] makes.
#' @param events what [ev()] makes, or a data frame in the form of NONMEM; `NULL`: only what was prescribed already. Of a
#'   cohort, all members have them.
#' @param times days `[d]` since day 0, increasing, or dates when she has a `day0`. A dense grid costs little.
#' @param observables names of kind `"observable"` in the [catalogue][bm_catalog].
#' @param ... for methods.
#' @param arm what the arm is called in tables and plots.
#' @param progress `TRUE`: a bar; or a function of the part that is done, `[1]` 0 to 1; `FALSE`: nothing.
#' @param below of a cohort: thresholds by observable, `c(t_score.total_hip = -2.5)`. The fraction of members below it is in
#'   the element `below` of the result, a data frame.
#' @param members of a cohort: `TRUE` keeps each member's course, in the element `members` of the result, an array of
#'   observables, times and members.
#' @return A `bm_simulation`. [as.data.frame()][as.data.frame.bm_simulation] makes a table of it; `print()`, `summary()`,
#'   [plot()][plot.bm_simulation] and `ggplot2::autoplot()` show it; `c()` puts arms together: `c(alone = a, with = b)`.
#' @seealso [bm_predict()] for the band of uncertainty around one woman.
#' @examples
#' woman <- bm_woman(age_years = 61, t_score.total_hip = -1.2)
#' years <- seq(0, 5 * 365.25, by = 365.25)
#' read <- c("bmd_change.lumbar_spine", "bmd_change.total_hip")
#' alone <- bm_simulate(woman, regimen("letrozole"), years, read)
#' infusions <- ev("zoledronic_acid", 4, ii = 182.625, addl = 9)
#' with <- bm_simulate(woman, c(regimen("letrozole"), infusions), years, read)
#' summary(c(alone = alone, with = with))
#' @export
bm_simulate <- function(x, events = NULL, times, observables, ...) UseMethod("bm_simulate")

#' @export
bm_simulate.default <- function(x, events = NULL, times, observables, ...) a_woman(x, "x")

#' @rdname bm_simulate
#' @export
bm_simulate.bm_woman <- function(x, events = NULL, times, observables, ..., arm = "arm", progress = FALSE) {
    no_others(...)
    a_woman(x)
    arm <- a_string(arm, "arm")
    times <- days(times, "times", x$day0)
    observables <- the_observables(observables)
    pointer <- clone_of(x)
    prescribe_all(pointer, events, x)
    values <- check(.Call(C_patient_sample, pointer, times, observables, progress_function(progress)))
    messages <- .Call(C_patient_messages, pointer)
    caution(setdiff(messages$warnings, x$cautions))
    new_simulation(long_form(arm, times, observables, x$model, values), x, "one",
                   unique(c(x$cautions, messages$warnings)), messages$applicability)
}

#' Women who differ
#'
#' A cohort is many virtual women around one, the profile. They differ in the covariates that vary, in the parameters of the
#' model, and by a walk of her own of each density. Member k of a seed is the same woman in every cohort of that seed,
#' whatever the size, the number of threads, and the arm of a trial: so two arms compare the same women.
#'
#' @param woman the profile, at time 0, of the full model.
#' @param size number of members.
#' @param seed of the random numbers.
#' @param sd standard deviations of covariates by name, in their units: `c(age_years = 6, t_score.total_hip = 0.9)`.
#' @param range a list of two numbers by name: a covariate is drawn again while it is outside. Otherwise the catalogue's range.
#' @param correlation a matrix with the names of covariates that vary, or `NULL`: independent.
#' @param band `"typical"`, `"trial"`, `"woman"` or `"measured"`: the members are possibilities of the profile's course, from
#'   how sure the trials leave the typical woman's to one woman as she is measured; each band contains what the one before
#'   contains. It decides what is `NULL` in `variability`, `measurement_error`, `study_difference` and `own_draws`, which
#'   are then not given. See [bm_predict()].
#' @param variability `[1]` differences between women: 1 as estimated (default), 0 none, up to 3.
#' @param measurement_error `[1]` error of densities and markers as read: 0 none (default), 1 as published, up to 3.
#' @param study_difference `[1]` differences between studies: 0 none (default), 1 as estimated, up to 3.
#' @param own_draws `TRUE`: each member has her own draw of the parameters and is in a study of her own.
#' @param parameter_draw the fitted parameters (0), or the k-th draw of their uncertainty for all members.
#' @param parameter_spread `[1]` how far draws go, above 0 up to 1 (default).
#' @param arm the arm of a study, from 0: two arms of one share most of its difference.
#' @param threads that a simulation uses; `NULL`: two, or one with hooks or decisions, which only run in R's own thread.
#'   Their number changes no result.
#' @param lanes members side by side in the processor's vectors: 0 (default) as many as there is room for.
#' @return A `bm_cohort`, for [bm_simulate()] and [bm_member()].
#' @examples
#' woman <- bm_woman(age_years = 64, events = regimen("letrozole"))
#' cohort <- bm_cohort(woman, size = 40, seed = 7, sd = c(age_years = 6, t_score.total_hip = 0.9),
#'                     range = list(age_years = c(50, 80)))
#' result <- bm_simulate(cohort, NULL, c(0, 365.25, 1826.25),
#'                       c("bmd_change.total_hip", "t_score.total_hip"),
#'                       below = c(t_score.total_hip = -2.5))
#' as.data.frame(result)
#' result$below
#' @export
bm_cohort <- function(woman, size = 100, seed = 1, sd = NULL, range = NULL, correlation = NULL, band = NULL,
                      variability = NULL, measurement_error = NULL, study_difference = NULL, own_draws = NULL,
                      parameter_draw = NULL, parameter_spread = NULL, arm = NULL, threads = NULL, lanes = NULL) {
    a_woman(woman)
    given <- list(variability = variability, measurement_error = measurement_error, study_difference = study_difference,
                  own_draws = own_draws, parameter_draw = parameter_draw)
    bands <- c("typical", "trial", "woman", "measured")
    if (!is.null(band)) {
        band <- a_choice(band, "band", bands)
        decided <- names(Filter(Negate(is.null), given))
        if (length(decided))
            refuse("the band \"%s\" decides %s; give one of the two", band, decided[[1L]])
    }
    threads <- threads_for(woman, threads)
    maybe <- function(x, what, of = a_number) if (is.null(x)) NA_real_ else of(x, what)
    if (!is.null(own_draws))
        own_draws <- as.double(a_flag(own_draws, "own_draws"))
    options <- list(size = a_count(size, "size", 1), seed = a_count(seed, "seed"), threads = threads,
                    lanes = maybe(lanes, "lanes", a_count), band = if (is.null(band)) 0 else as.double(match(band, bands)),
                    variability = maybe(variability, "variability"),
                    measurement_error = maybe(measurement_error, "measurement_error"),
                    study_difference = maybe(study_difference, "study_difference"), own_draws = maybe(own_draws, "own_draws"),
                    parameter_draw = maybe(parameter_draw, "parameter_draw", a_count),
                    parameter_spread = maybe(parameter_spread, "parameter_spread"), arm = maybe(arm, "arm", a_count))
    cohort <- structure(list(woman = woman, options = options, band = band, vary = varying(sd, range),
                             correlate = correlated(correlation, names(sd))), class = "bm_cohort")
    cohort_pointer(cohort, NULL)  # so that what cannot be is refused now
    cohort
}

threads_for <- function(woman, threads) {
    called_back <- length(woman$hooks) + length(woman$decisions) > 0L
    threads <- if (is.null(threads)) 2 - called_back else a_count(threads, "threads", 1)
    if (called_back && threads > 1)
        refuse("threads is %g, allowed is 1 with hooks or decisions, which only run in R's own thread", threads)
    threads
}

varying <- function(sd, range) {
    if (is.null(sd) && is.null(range))
        return(list())
    named <- function(x) !is.null(names(x)) && all(nzchar(names(x))) && !anyDuplicated(names(x))
    if (!is.numeric(sd) || !named(sd))
        refuse("sd is %s, allowed are numbers by name, such as c(age_years = 6)", shown(sd))
    if (!is.null(range) && (!is.list(range) || !named(range) || !all(names(range) %in% names(sd))))
        refuse("range is %s, allowed is a list by name of covariates that have an sd", shown(range))
    lapply(names(sd), function(name) {
        ends <- range[[name]]
        if (!is.null(ends) && (!is.numeric(ends) || length(ends) != 2L || anyNA(ends)))
            refuse("the range of %s is %s, allowed are two numbers", name, shown(ends))
        list(covariate = name, sd = as.double(sd[[name]]), minimum = if (is.null(ends)) NaN else as.double(ends[[1L]]),
             maximum = if (is.null(ends)) NaN else as.double(ends[[2L]]))
    })
}

correlated <- function(correlation, vary) {
    if (is.null(correlation))
        return(list())
    names <- colnames(correlation)
    if (!is.matrix(correlation) || !is.numeric(correlation) || is.null(names) || !identical(rownames(correlation), names) ||
        anyNA(correlation) || !isSymmetric(correlation) || any(diag(correlation) != 1))
        refuse("correlation is %s, allowed is a symmetric matrix with 1 on its diagonal and covariates as names of its %s",
               shown(correlation), "rows and columns")
    pairs <- which(upper.tri(correlation) & correlation != 0, arr.ind = TRUE)
    lapply(seq_len(nrow(pairs)), function(i)
        list(first = names[pairs[i, 1L]], second = names[pairs[i, 2L]],
             correlation = as.double(correlation[pairs[i, 1L], pairs[i, 2L]])))
}

a_cohort <- function(x) {
    if (!inherits(x, "bm_cohort") || !is.list(x) || !inherits(x$woman, "bm_woman"))
        refuse("cohort is %s, allowed is what bm_cohort() makes", shown(class(x)))
    x
}

# A cohort of the library, around the profile with these events.
cohort_pointer <- function(cohort, events) {
    profile <- clone_of(cohort$woman)
    prescribe_all(profile, events, cohort$woman)
    pointer <- check(.Call(C_cohort_create, profile, cohort$options))
    for (one in cohort$vary)
        check(.Call(C_cohort_vary, pointer, one$covariate, one$sd, one$minimum, one$maximum))
    for (one in cohort$correlate)
        check(.Call(C_cohort_correlate, pointer, one$first, one$second, one$correlation))
    attr(pointer, "cautions") <- .Call(C_patient_messages, profile)
    pointer
}

#' @rdname bm_simulate
#' @export
bm_simulate.bm_cohort <- function(x, events = NULL, times, observables, ..., arm = "arm", below = NULL, members = FALSE,
                                  progress = FALSE) {
    no_others(...)
    arm <- a_string(arm, "arm")
    woman <- a_cohort(x)$woman
    times <- days(times, "times", woman$day0)
    observables <- the_observables(observables)
    levels <- if (is.null(below)) NULL else thresholds(below, observables)
    pointer <- cohort_pointer(x, events)
    said <- attr(pointer, "cautions")
    progress <- progress_function(progress)
    kept <- NULL
    if (a_flag(members, "members")) {
        kept <- check(.Call(C_cohort_sample, cohort_pointer(x, events), x$options$size, times, observables, progress))
        dimnames(kept) <- list(observable = observables, time_days = times, member = seq_len(x$options$size) - 1)
    }
    summary <- check(.Call(C_cohort_summarise, pointer, times, observables, c(5, 50, 95), levels, progress))
    failures <- as.data.frame(check(.Call(C_cohort_failures, pointer)))
    slice <- function(entry) matrix(summary[entry, , ], length(observables))
    data <- long_form(arm, times, observables, woman$model, slice(2L),
                      list(sd = slice(3L), p05 = slice(5L), p50 = slice(6L), p95 = slice(7L)), slice(1L))
    fractions <- fractions_below(arm, times, observables, woman$model, levels, slice(4L))
    caution(setdiff(said$warnings, woman$cautions))
    if (nrow(failures))
        caution(sprintf("%d of %g members could not be simulated; the first: %s", nrow(failures), x$options$size,
                        failures$message[[1L]]))
    new_simulation(data, woman, if (is.null(x$band)) "cohort" else x$band, unique(c(woman$cautions, said$warnings)),
                   said$applicability, kept, failures, fractions)
}

# A row for each time and observable that has a threshold; NULL without any.
fractions_below <- function(arm, times, observables, model, levels, fractions) {
    if (is.null(levels))
        return(NULL)
    data <- long_form(arm, times, observables, model, fractions)
    data <- data.frame(data[c("arm", "time_days", "observable")], threshold = levels[match(data$observable, observables)],
                       fraction_below = data$value)
    data[!is.nan(data$threshold), ]
}

thresholds <- function(below, observables) {
    if (!is.numeric(below) || is.null(names(below)) || anyNA(below) || !all(names(below) %in% observables))
        refuse("below is %s, allowed are numbers by name of observables that are read", shown(below))
    levels <- below[observables]
    as.double(ifelse(is.na(levels), NaN, levels))
}

#' A member of a cohort or a forecast
#'
#' @param cohort what [bm_cohort()] or [bm_forecast()] makes.
#' @param number of the member, 0 to `size - 1`.
#' @param events what all members are given in addition, as for [bm_simulate()].
#' @return A `bm_woman`, who goes on as the member does: of a cohort on day 0, of a forecast on the day of the last measurement.
#'   One member of a forecast has no weight: choose by [bm_weights()].
#' @examples
#' cohort <- bm_cohort(bm_woman(age_years = 64), size = 10, sd = c(age_years = 6))
#' bm_values(bm_member(cohort, 3), "age_years")
#' @export
bm_member <- function(cohort, number, events = NULL) {
    if (inherits(cohort, "bm_forecast")) {
        number <- a_count(number, "number")
        pointer <- forecast_pointer(cohort)
        check(.Call(C_forecast_follow, pointer, 0))
        strategy <- strategy_number(pointer, cohort, NULL, an_ev(events, or_null = TRUE))
        return(later(cohort$woman, check(.Call(C_forecast_member, pointer, strategy, number))))
    }
    woman <- a_cohort(cohort)$woman
    number <- a_count(number, "number")
    pointer <- check(.Call(C_cohort_member, cohort_pointer(cohort, events), number))
    later(woman, pointer)
}

#' @export
print.bm_cohort <- function(x, ...) {
    a_cohort(x)
    cat(sprintf("<cohort of %g, seed %g%s>\n", x$options$size, x$options$seed,
                if (is.null(x$band)) "" else sprintf(", possibilities in the band \"%s\"", x$band)))
    cat("around ")
    print(x$woman)
    for (one in x$vary)
        cat(sprintf("  %s: SD %g%s\n", one$covariate, one$sd,
                    if (is.nan(one$minimum)) "" else sprintf(", from %g to %g", one$minimum, one$maximum)))
    invisible(x)
}

#' Predict with a band
#'
#' Simulates a woman, and around her course a band that says how far it can be trusted: a cohort of possibilities of her
#' ([bm_cohort()] with `band`).
#'
#' From the narrowest on: `"typical"` is how sure the trials leave the course of the typical woman; `"trial"` adds how
#' studies differ, and is the band for the mean of a new trial that is infinitely large; `"woman"` adds how women differ;
#' `"measured"` adds the errors of densities and markers. With `size = 1000` these are the numbers of `"band"` in a scenario
#' of bonesim. The program's command `bonesim predict`, which adds the sampling error of a trial of a given size, has no
#' counterpart in the library, nor here.
#'
#' @param woman what [bm_woman()] makes, on day 0.
#' @param events,times,observables,arm,progress as for [bm_simulate()].
#' @param band `"typical"`, `"trial"`, `"woman"` or `"measured"`.
#' @param size number of possibilities.
#' @param seed of the random numbers.
#' @param threads as for [bm_cohort()].
#' @return A `bm_simulation`: `value` is her course with the fitted parameters; `sd`, `p05`, `p50` and `p95` are the band's.
#' @examples
#' woman <- bm_woman(age_years = 64, t_score.total_hip = -1.5)
#' bm_predict(woman, regimen("letrozole"), c(365.25, 730.5), "bmd_change.total_hip", size = 100)
#' @export
bm_predict <- function(woman, events = NULL, times, observables, band = "woman", size = 200, seed = 1, arm = "arm",
                       threads = NULL, progress = FALSE) {
    cohort <- bm_cohort(woman, size = size, seed = seed, band = band, threads = threads)
    spread <- bm_simulate(cohort, events, times, observables, arm = arm, progress = progress)
    course <- suppressWarnings(bm_simulate(woman, events, times, observables, arm = arm), classes = "bm_caution")
    spread$data$value <- course$data$value
    spread$data$n <- 1
    spread
}

# SPDX-License-Identifier: Apache-2.0

years <- function(...) 365.25 * c(...)

quietly <- function(code) suppressWarnings(code, classes = "bm_caution")

# The bits of numbers.
bits <- function(x) writeBin(as.vector(x), raw())

# ---- golden scenarios ----

golden <- function() jsonlite::fromJSON("golden.json", simplifyVector = FALSE)

quantity <- function(x) if (is.list(x)) bm_quantity(x$value, x$unit) else x

golden_events <- function(one) {
    made <- lapply(one$prescriptions, function(p) {
        or <- function(x, default) if (is.null(x)) default else quantity(x)
        do.call(regimen, c(list(p$agent, amt = or(p[["dose"]], NA), time = or(p[["start_d"]], 0), ii = or(p[["interval_d"]], NA),
                                addl = or(p[["doses"]], NA) - 1, until = or(p[["end_d"]], Inf), adherence = or(p[["adherence"]], 1)),
                           p$parameters))
    })
    if (length(made)) do.call(c, made)
}

golden_woman <- function(one, events = NULL) {
    set <- c(lapply(one$covariates, quantity), one$parameters, one$initial)
    do.call(bm_woman, c(set, list(events = events, model = one$model, rtol = if (is.null(one$rtol)) NA else one$rtol)))
}

# The numbers of a case in the file's order: by member, time and observable.
golden_values <- function(one) as.double(unlist(one$values))

golden_run <- function(one, woman, events, threads = NULL) {
    times <- unlist(one$times_d)
    observables <- unlist(one$observables)
    if (is.null(one$cohort)) {
        data <- as.data.frame(quietly(bm_simulate(woman, events, times, observables)))
        return(as.vector(t(matrix(data$value, length(times)))))
    }
    vary <- one$cohort$vary
    sd <- if (length(vary)) stats::setNames(vapply(vary, `[[`, 0, "sd"), vapply(vary, `[[`, "", "covariate"))
    range <- lapply(vary, function(v) c(v$minimum, v$maximum))
    correlation <- NULL
    for (pair in one$cohort$correlate) {
        names <- c(pair$first, pair$second)
        correlation <- matrix(c(1, pair$correlation, pair$correlation, 1), 2, dimnames = list(names, names))
    }
    cohort <- bm_cohort(woman, size = one$cohort$size, seed = one$cohort$seed, band = one$cohort$band, sd = sd,
                        range = if (length(vary)) stats::setNames(range, names(sd)), correlation = correlation,
                        threads = threads)
    as.vector(quietly(bm_simulate(cohort, events, times, observables, members = TRUE))$members)
}

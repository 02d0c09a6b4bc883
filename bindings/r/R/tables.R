# SPDX-License-Identifier: Apache-2.0

a_simulation <- function(x) {
    if (!inherits(x, "bm_simulation") || !is.list(x) || !is.data.frame(x$data))
        refuse("found %s, allowed is what bm_simulate() returns", shown(class(x)))
    x
}

#' Results as a table
#'
#' @param x what [bm_simulate()] or [bm_predict()] returned.
#' @param row.names,optional as for [as.data.frame()].
#' @param shape `"long"`: the columns of bonesim's CSV, `arm`, `time_days`, `observable`, `unit`, `value` (of one woman; of a
#'   cohort the mean), `sd`, `p05`, `p50`, `p95` (`NA` of one woman) and `n` (members that succeeded). `"wide"`: `arm`,
#'   `time_days`, and a column of values for each observable.
#' @param ... not used.
#' @return A data frame. Its attribute `units` has the unit of each observable, by name.
#' @examples
#' result <- bm_simulate(bm_woman(age_years = 61), regimen("letrozole"), c(0, 365.25),
#'                       c("bmd_change.total_hip", "marker.s_ctx"))
#' as.data.frame(result)
#' as.data.frame(result, shape = "wide")
#' attr(as.data.frame(result), "units")
#' @export
as.data.frame.bm_simulation <- function(x, row.names = NULL, optional = FALSE, shape = "long", ...) {
    data <- a_simulation(x)$data
    first <- !duplicated(data$observable)
    units <- stats::setNames(data$unit[first], data$observable[first])
    if (a_choice(shape, "shape", c("long", "wide")) == "wide") {
        keys <- unique(data[c("arm", "time_days")])
        here <- paste(data$arm, data$time_days, sep = "\r")
        for (name in names(units)) {
            of <- data$observable == name
            keys[[name]] <- data$value[of][match(paste(keys$arm, keys$time_days, sep = "\r"), here[of])]
        }
        data <- keys
    }
    rownames(data) <- row.names
    structure(data, units = units)
}

#' @export
c.bm_simulation <- function(...) {
    all <- lapply(list(...), a_simulation)
    names <- names(all)
    for (i in seq_along(all))
        if (!is.null(names) && nzchar(names[[i]])) {
            all[[i]]$data$arm <- rep(names[[i]], nrow(all[[i]]$data))
            if (!is.null(all[[i]]$below))
                all[[i]]$below$arm <- rep(names[[i]], nrow(all[[i]]$below))
        }
    data <- do.call(rbind, lapply(all, `[[`, "data"))
    if (anyDuplicated(data[c("arm", "time_days", "observable")]))
        refuse("two arms have the same name; name them, as in c(alone = a, with = b)")
    whole <- all[[1L]]
    whole$data <- data
    whole["below"] <- list(bound(lapply(all, `[[`, "below")))
    whole["failures"] <- list(bound(lapply(all, `[[`, "failures")))
    whole["members"] <- list(NULL)
    for (what in c("cautions", "applicability"))
        whole[[what]] <- unique(unlist(lapply(all, `[[`, what)))
    kinds <- unique(vapply(all, `[[`, "", "kind"))
    whole$kind <- if (length(kinds) == 1L) kinds else "several"
    whole
}

# Data frames below one another, with NA where one has no such column; NULL if there are none.
bound <- function(frames) {
    frames <- Filter(Negate(is.null), frames)
    columns <- unique(unlist(lapply(frames, names)))
    do.call(rbind, lapply(frames, function(frame) {
        frame[setdiff(columns, names(frame))] <- rep(NA_real_, nrow(frame))
        frame[columns]
    }))
}

what_it_is <- function(x) {
    n <- max(x$data$n)
    switch(x$kind, one = "one woman", cohort = sprintf("a cohort of %g women who differ", n),
           typical = "the typical woman; band: how sure the trials leave her course",
           trial = "the typical woman; band: a new trial of such women",
           woman = "one woman; band: how women differ, too",
           measured = "one woman; band: how women differ and are measured, too",
           forecast = "a forecast of one woman from measurements", "several arms")
}

#' @export
print.bm_simulation <- function(x, n = 12L, ...) {
    data <- a_simulation(x)$data
    cat(sprintf("<simulation of %s: %s, %s, %s>\n", what_it_is(x), counted(length(unique(data$arm)), "arm"),
                counted(length(unique(data$time_days)), "time"), counted(length(unique(data$observable)), "observable")))
    columns <- if (all(is.na(data$sd))) c("arm", "time_days", "observable", "unit", "value") else names(data)
    print(utils::head(data[columns], n), row.names = FALSE, digits = 4)
    if (nrow(data) > n)
        cat(sprintf("... and %d more rows: as.data.frame()\n", nrow(data) - n))
    print_said(x)
    invisible(x)
}

print_said <- function(x) {
    for (sentence in x$cautions)
        cat("! ", sentence, "\n", sep = "")
    for (sentence in x$applicability)
        cat("outside of the model's domain: ", sentence, "\n", sep = "")
}

#' @export
summary.bm_simulation <- function(object, ...) {
    data <- a_simulation(object)$data
    ends <- do.call(rbind, lapply(split(seq_len(nrow(data)), factor(paste(data$arm, data$observable),
                                                                     unique(paste(data$arm, data$observable)))),
                                  function(rows) {
        first <- data[rows[[1L]], ]
        last <- data[rows[[length(rows)]], ]
        data.frame(arm = first$arm, observable = first$observable, unit = first$unit, from = first$value, to = last$value,
                   lowest = min(data$value[rows]), highest = max(data$value[rows]), p05 = last$p05, p95 = last$p95)
    }))
    rownames(ends) <- NULL
    structure(list(ends = ends, times = range(data$time_days), what = what_it_is(object), cautions = object$cautions,
                   applicability = object$applicability, version = object$version), class = "summary.bm_simulation")
}

#' @export
print.summary.bm_simulation <- function(x, ...) {
    cat(sprintf("%s, from day %s to day %s\n", sub("^(.)", "\\U\\1", x$what, perl = TRUE), format(x$times[[1L]]),
                format(x$times[[2L]])))
    ends <- x$ends
    if (all(is.na(ends$p05)))
        ends <- ends[setdiff(names(ends), c("p05", "p95"))]
    print(ends, row.names = FALSE, digits = 4)
    print_said(x)
    cat(sprintf("bonemodel %s, calibration %s. Simulated: research and education, not medical advice.\n",
                x$version$version, x$version$calibration))
    invisible(x)
}

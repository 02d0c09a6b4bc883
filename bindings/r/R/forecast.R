# SPDX-License-Identifier: Apache-2.0

# A forecast is a list: woman, options, measurements (as the library takes them), and a cell with the library's handle, which
# is made again in another process. Strategies are added for a call and dropped with the next.

#' What will become of her: a forecast from measurements
#'
#' What was measured of one woman, such as her second DXA, says which of many possible women may be she. A forecast has such
#' members, those of the band `"woman"` of [bm_predict()]; measurements give them weights and bend their courses to what was
#' seen. All is said of her true values, not of readings to come.
#'
#' `bm_simulate()` of a forecast asks what will become of her if she goes on as she is, or is given `events` in addition from the
#' last measurement on. `strategy` is another way to say it: the same woman with other prescriptions after that day, such as
#' `bm_stop(woman, 1, at = 400)`. With `minus` the difference of two strategies is told, woman by woman.
#'
#' A density that was given to [bm_woman()] is exact; one that is measured has an error, on day 0 too. What is measured is not
#' given to `bm_woman()` as well.
#'
#' @param woman what [bm_woman()] makes, on day 0, with what she was prescribed.
#' @param measurements a data frame with a row for each: `time` in days `[d]` from 0 on (or dates), `observable` (densities,
#'   T-scores, markers, `serum.estradiol`, `serum.calcidiol`, `serum.pth`, `serum.calcium`), `value`; and where it is needed
#'   `unit` (UCUM), one of `cv_percent` `[%]`, `sd` (in the observable's unit) and `lsc_percent` `[%]` (2.77 times the CV)
#'   instead of the built-in error, `below` (`TRUE`: the value is a detection limit), `device` (a scanner's name). `NULL`: none.
#' @param size number of members.
#' @param seed of the random numbers.
#' @param from the day `[d]` (or date) from which "ever below" counts; `NULL`: the last measurement.
#' @param threads as for [bm_cohort()].
#' @param progress as for [bm_simulate()].
#' @param forecast what `bm_forecast()` returned.
#' @return `bm_forecast()` and `bm_measure()` return a `bm_forecast`. Its element `report` says how good it is:
#'   `effective_size` (how many members of equal weight would be as good), `p` (below 0.01 no woman of the model is like her),
#'   `worst` and `worst_residual` (the measurement that was least expected, and by how many SD), `redrawn` (1: too few members
#'   were like her, and others were drawn around those). `bm_simulate()` of it returns a `bm_simulation` whose `value` is the
#'   weighted mean and `n` the effective size; its element `below` also has `ever_below`, the probability of having been below
#'   since `from`. [bm_member()] takes a possible woman out, and `bm_weights()` returns the members' weights, whose sum is 1.
#' @examples
#' woman <- bm_woman(age_years = 63, events = regimen("letrozole"))
#' dxa <- data.frame(time = c(0, 371), observable = "bmd.lumbar_spine", value = c(0.905, 0.871))
#' forecast <- bm_forecast(woman, dxa, size = 200)
#' forecast
#' goes_on <- bm_simulate(forecast, NULL, c(371, 1100), "t_score.lumbar_spine",
#'                        below = c(t_score.lumbar_spine = -2.5))
#' treated <- bm_simulate(forecast, ev("zoledronic_acid", 4, time = 380), c(371, 1100), "t_score.lumbar_spine")
#' c("goes on" = goes_on, treated = treated)
#' goes_on$below
#' @export
bm_forecast <- function(woman, measurements = NULL, size = 1000, seed = 1, from = NULL, threads = NULL, progress = FALSE) {
    a_woman(woman)
    options <- list(size = a_count(size, "size", 1), seed = a_count(seed, "seed"), threads = threads_for(woman, threads),
                    from_d = if (is.null(from)) NA_real_ else a_day(from, "from", woman$day0))
    measured(woman, options, measurement_columns(measurements, woman), progress_function(progress))
}

#' @rdname bm_forecast
#' @export
bm_measure <- function(forecast, measurements, progress = FALSE) {
    a_forecast(forecast)
    more <- measurement_columns(measurements, forecast$woman)
    measured(forecast$woman, forecast$options, Map(c, forecast$measurements, more), progress_function(progress))
}

#' @rdname bm_forecast
#' @export
bm_weights <- function(forecast) {
    pointer <- forecast_pointer(forecast)
    check(.Call(C_forecast_weights, pointer, forecast$options$size))
}

measured <- function(woman, options, measurements, progress) {
    forecast <- structure(list(woman = woman, options = options, measurements = measurements,
                               cell = new.env(parent = emptyenv())), class = "bm_forecast")
    forecast$report <- check(.Call(C_forecast_report, forecast_pointer(forecast, progress)))
    if (forecast$report$p < 0.01)
        caution(sprintf(paste("these measurements are unlikely for any woman of the model (p = %.2g); the one that was least",
                              "expected is number %g, by %.1f SD"), forecast$report$p, forecast$report$worst,
                        forecast$report$worst_residual))
    forecast
}

a_forecast <- function(x) {
    if (!inherits(x, "bm_forecast") || !is.list(x) || !inherits(x$woman, "bm_woman") || !is.environment(x$cell))
        refuse("forecast is %s, allowed is what bm_forecast() makes", shown(class(x)))
    x
}

forecast_pointer <- function(forecast, progress = NULL) {
    cell <- a_forecast(forecast)$cell
    if (is.null(cell$pointer) || !.Call(C_is_alive, cell$pointer)) {
        pointer <- check(.Call(C_forecast_create, pointer_to(forecast$woman), forecast$options))
        check(.Call(C_forecast_measure, pointer, forecast$measurements, progress))
        cell$pointer <- pointer
    }
    cell$pointer
}

# The columns that the routine takes.
measurement_columns <- function(x, woman) {
    if (is.null(x))
        x <- data.frame(time = numeric(), observable = character(), value = numeric())
    if (!is.data.frame(x) || !all(c("time", "observable", "value") %in% names(x)))
        refuse("measurements is %s, allowed is a data frame with the columns time, observable and value", shown(class(x)))
    known <- c("time", "observable", "value", "unit", "cv_percent", "sd", "lsc_percent", "below", "device")
    others <- setdiff(names(x), known)
    if (length(others))
        refuse("measurements has the column %s, allowed are %s", others[[1L]], paste(known, collapse = ", "))
    n <- nrow(x)
    observable <- if (is.factor(x$observable)) as.character(x$observable) else x$observable
    if (n)
        observable <- strings(observable, "observable")
    numbers <- function(name, unless) {
        column <- x[[name]]
        if (is.null(column))
            return(rep(unless, n))
        if (!is.numeric(column) && !is.logical(column))
            refuse("the column %s is %s, allowed are numbers", name, shown(column))
        ifelse(is.na(column), unless, as.double(column))
    }
    value <- numbers("value", NaN)
    units <- if (is.null(x$unit)) rep(NA_character_, n) else as.character(x$unit)
    for (i in which(!is.na(units)))
        value[[i]] <- bm_convert(value[[i]], units[[i]], observable[[i]], "observable", woman$model)
    device <- if (is.numeric(x$device)) numbers("device", NaN) else
        vapply(seq_len(n), function(i) {
            name <- as.character(x$device[i])
            if (!length(name) || is.na(name)) NaN else number_for(name, "device", "covariate", woman$model)
        }, 0)
    list(time_d = if (n) days(x$time, "time", woman$day0) else numeric(), observable = as.character(observable), value = value,
         below = numbers("below", 0), cv_percent = numbers("cv_percent", NaN), sd = numbers("sd", NaN),
         lsc_percent = numbers("lsc_percent", NaN), device = as.double(device))
}

# The number of a strategy: 0 is the woman as she is.
strategy_number <- function(pointer, forecast, strategy, events) {
    if (is.null(strategy) && is.null(events))
        return(0)
    woman <- if (is.null(strategy)) forecast$woman else a_woman(strategy, "strategy")
    clone <- clone_of(woman)
    prescribe_all(clone, events, woman)
    check(.Call(C_forecast_add, pointer, clone))
}

#' @rdname bm_forecast
#' @param x a forecast.
#' @param events,times,observables,arm,below,members as for [bm_simulate()] of a cohort.
#' @param strategy the same woman with other prescriptions after the last measurement, or `NULL`: as she is.
#' @param minus another strategy, a woman or events, whose values are taken off; `NULL`: none.
#' @param ... not used.
#' @export
bm_simulate.bm_forecast <- function(x, events = NULL, times, observables, ..., strategy = NULL, minus = NULL, arm = "arm",
                                    below = NULL, members = FALSE, progress = FALSE) {
    no_others(...)
    woman <- a_forecast(x)$woman
    arm <- a_string(arm, "arm")
    times <- days(times, "times", woman$day0)
    observables <- the_observables(observables)
    levels <- if (is.null(below)) NULL else thresholds(below, observables)
    members <- a_flag(members, "members")
    progress <- progress_function(progress)
    pointer <- forecast_pointer(x, progress)
    check(.Call(C_forecast_follow, pointer, 0))
    number <- strategy_number(pointer, x, strategy, events)
    if (!is.null(minus))
        number <- c(number, if (inherits(minus, "bm_woman")) strategy_number(pointer, x, minus, NULL) else
            strategy_number(pointer, x, NULL, an_ev(minus, "minus")))
    summary <- check(.Call(C_forecast_summarise, pointer, as.double(number), times, observables, levels, progress))
    kept <- NULL
    if (members) {
        sample <- function(number) check(.Call(C_forecast_sample, pointer, number, x$options$size, times, observables, progress))
        kept <- if (length(number) > 1L) sample(number[[1L]]) - sample(number[[2L]]) else sample(number)
        dimnames(kept) <- list(observable = observables, time_days = times, member = seq_len(x$options$size) - 1)
    }
    slice <- function(entry) matrix(summary[entry, , ], length(observables))
    data <- long_form(arm, times, observables, woman$model, slice(2L),
                      list(sd = slice(3L), p05 = slice(6L), p50 = slice(7L), p95 = slice(8L)), round(slice(1L)))
    fractions <- fractions_below(arm, times, observables, woman$model, levels, slice(4L))
    if (!is.null(fractions))
        fractions$ever_below <- fractions_below(arm, times, observables, woman$model, levels, slice(5L))$fraction_below
    new_simulation(data, woman, "forecast", woman$cautions, woman$applicability, kept, NULL, fractions)
}

#' @export
print.bm_forecast <- function(x, ...) {
    report <- a_forecast(x)$report
    cat(sprintf("<forecast from %s until day %s: %g members, as good as %.0f of equal weight%s>\n",
                counted(report$measurements, "measurement"), format(report$last_d), report$size, report$effective_size,
                if (report$redrawn == 1) ", drawn once more" else ""))
    if (report$measurements > 0)
        cat(sprintf("how likely such measurements are: p = %.2g; least expected: number %g, by %.1f SD\n", report$p,
                    report$worst, report$worst_residual))
    cat("of ")
    print(x$woman)
    invisible(x)
}

# SPDX-License-Identifier: Apache-2.0

#' What a change comes from
#'
#' Splits the change of an observable from now until a later day into parts: each course that acts, her age, the menopause,
#' each habit, and first what was under way and would have come with none of them. The parts add up to the change. They are
#' Shapley values: the future is simulated for every set of parts that may act. They say how the model comes to its number,
#' and are no causes in a woman.
#'
#' @param x a woman without decisions.
#' @param to the day `[d]` until which, or a date.
#' @param observable one name of kind `"observable"`.
#' @param events what she is given in addition, as for [bm_simulate()].
#' @return A data frame of class `bm_parts`: `part`, `number` (of the course, otherwise 0) and `value` in the observable's
#'   unit, which the attribute `unit` holds. `plot()` draws bars.
#' @examples
#' woman <- bm_woman(age_years = 61)
#' bm_explain(woman, 365.25, "bmd_change.total_hip",
#'            events = c(regimen("letrozole"), ev("denosumab", ii = 182.625, addl = 1)))
#' @export
bm_explain <- function(x, to, observable, events = NULL) {
    pointer <- clone_of(x)
    to <- a_day(to, "to", x$day0)
    observable <- a_string(observable, "observable")
    prescribe_all(pointer, events, x)
    parts <- as.data.frame(check(.Call(C_patient_explain, pointer, to, observable)))
    structure(parts, class = c("bm_parts", "data.frame"), observable = observable, unit = unit_of(observable, x$model),
              from = bm_time(x), to = to)
}

#' @export
print.bm_parts <- function(x, ...) {
    cat(sprintf("Change of %s [%s] from day %s to day %s: %s\n", attr(x, "observable"), attr(x, "unit"),
                format(attr(x, "from")), format(attr(x, "to")), format(signif(sum(x$value), 4))))
    print(structure(x, class = "data.frame"), row.names = FALSE)
    invisible(x)
}

#' @export
plot.bm_parts <- function(x, ...) {
    words <- gsub("_", " ", x$part)
    before <- graphics::par(mar = c(5, 2 + 0.6 * max(nchar(words)), 3, 1), las = 1)
    on.exit(graphics::par(before))
    graphics::barplot(rev(x$value), names.arg = rev(words), horiz = TRUE, col = ifelse(rev(x$value) < 0, "#D55E00", "#0072B2"),
                      border = NA, xlab = axis_label(attr(x, "unit")), font.main = 1,
                      xlim = grDevices::extendrange(c(0, x$value)),
                      main = sprintf("What the change comes from: %s", title_of(attr(x, "observable"))), ...)
    graphics::abline(v = 0)
    caveat()
    invisible(x)
}

#' How much results change with what is set
#'
#' Central differences of a thousandth of the value, at a tight tolerance; of a covariate that is 0 or 1 the difference
#' between the two.
#'
#' @param x a woman on day 0.
#' @param names of kind `"covariate"` or `"parameter"`.
#' @param times days `[d]`, increasing.
#' @param observables names of kind `"observable"`.
#' @param events what she is given in addition, as for [bm_simulate()].
#' @return A data frame: `name`, `time_days`, `observable`, `value` in the unit of the observable per unit of the name.
#' @examples
#' bm_sensitivities(bm_woman(age_years = 61), c("weight_kg", "letrozole.t_half"), 730.5,
#'                  "bmd_change.total_hip", events = regimen("letrozole"))
#' @export
bm_sensitivities <- function(x, names, times, observables, events = NULL) {
    pointer <- clone_of(x)
    names <- strings(names, "names")
    times <- days(times, "times", x$day0)
    observables <- the_observables(observables)
    prescribe_all(pointer, events, x)
    values <- check(.Call(C_patient_sensitivities, pointer, names, times, observables))
    grid <- expand.grid(observable = observables, time_days = times, name = names, stringsAsFactors = FALSE)
    cbind(grid[c("name", "time_days", "observable")], value = as.vector(values))
}

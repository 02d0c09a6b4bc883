# SPDX-License-Identifier: Apache-2.0

.kinds <- c(agent = 1, agent_parameter = 2, covariate = 3, initial = 4, parameter = 5, target = 6, observable = 7,
            exercise = 8, variability = 9, device = 10)

.models <- new.env(parent = emptyenv())  # those that were made, by name

# The handle of a model, which is made when it is first asked for.
model_handle <- function(name) {
    name <- a_string(name, "model")
    if (is.null(.models[[name]]) || !.Call(C_is_alive, .models[[name]]))
        .models[[name]] <- check(.Call(C_model_create, name))
    .models[[name]]
}

#' Versions and calibration
#'
#' What to keep beside results: two runs with the same three give the same numbers.
#'
#' @param model `"full"` (a woman with age, menopause, sites, markers and every agent) or `"core"` (the Peterson-Riggs
#'   core alone).
#' @return A list: `version` of the library, `calibration` (a name and a hash of all numbers of the model), `equations`
#'   (a number that rises when the same parameters give other results).
#' @examples
#' bm_version()
#' @export
bm_version <- function(model = "full") {
    c(list(version = .Call(C_version)), .Call(C_model_identity, model_handle(model)))
}

#' The catalogue: everything that has a name
#'
#' Lists what can be set, prescribed, pushed on and read, with units, ranges, defaults and sources.
#'
#' @param kind one or more of `"agent"` (what can be prescribed), `"agent_parameter"`, `"covariate"` (what is known of
#'   her on day 0), `"initial"` (states of the core), `"parameter"` (of the equations), `"target"` (where hooks push),
#'   `"observable"` (what can be read), `"exercise"` (presets of programmes), `"variability"` (how women differ),
#'   `"device"` (scanners).
#' @param model as for [bm_version()].
#' @return A data frame with a row for each name: `kind`, `name`, `unit` (UCUM notation, `"1"` where there is none),
#'   `minimum`, `maximum` and `default` (in this unit, `NaN` where there is none), `description`, `source`, `code` (ATC or
#'   LOINC), and `continuous` (`TRUE` of agents that act as long as they run, with a dose per day or a level).
#' @examples
#' agents <- bm_catalog("agent")
#' agents[c("name", "unit", "default", "description")]
#' subset(bm_catalog("observable"), grepl("total_hip", name), c(name, unit))
#' @export
bm_catalog <- function(kind = names(.kinds), model = "full") {
    handle <- model_handle(model)
    kind <- strings(kind, "kind")
    rows <- lapply(kind, function(one) {
        a_choice(one, "kind", names(.kinds))
        columns <- check(.Call(C_catalog, handle, .kinds[[one]]))
        flags <- columns$flags
        columns$flags <- NULL
        n <- length(flags)
        cbind(data.frame(kind = rep(one, n)), as.data.frame(columns), data.frame(continuous = bitwAnd(flags, 1L) != 0))
    })
    do.call(rbind, rows)
}

# The catalogue of a model by kind, read once.
.rows <- new.env(parent = emptyenv())

rows_of <- function(kind, model) {
    key <- paste(kind, a_string(model, "model"))
    if (is.null(.rows[[key]]))
        .rows[[key]] <- bm_catalog(kind, model)
    .rows[[key]]
}

# One row, or NULL.
find_row <- function(kind, name, model) {
    rows <- rows_of(kind, model)
    at <- match(name, rows$name)
    if (is.na(at)) NULL else rows[at, ]
}

unit_of <- function(observable, model) {
    rows <- rows_of("observable", model)
    rows$unit[match(observable, rows$name)]
}

# Refuses a name with the nearest ones that are known.
unknown <- function(kind, name, model) {
    nearest <- .Call(C_nearest, model_handle(model), .kinds[[kind]], name)
    article <- if (grepl("^[aeio]", kind)) "an" else "a"
    raise("BM_ENOTFOUND", sprintf("'%s' is not %s %s of this model%s", name, article, gsub("_", " ", kind),
                                  if (nzchar(nearest)) paste0("; did you mean ", nearest, "?") else ""))
}

#' A number with a unit
#'
#' Stands wherever a number of a woman or a dose does. Units are written in UCUM notation, such as `"ng/mL"`, `"pmol/L"`,
#' `"ug"`, `"[in_i]"`. A unit that does not convert is refused with those that do.
#'
#' @param value the number.
#' @param unit its unit.
#' @return A `bm_quantity`.
#' @seealso [bm_convert()]
#' @examples
#' bm_woman(calcidiol_nmol_l = bm_quantity(20, "ng/mL"))
#' @export
bm_quantity <- function(value, unit) {
    structure(list(value = a_number(value, "value"), unit = a_string(unit, "unit")), class = "bm_quantity")
}

#' @export
print.bm_quantity <- function(x, ...) {
    cat(format(x$value), x$unit, "\n")
    invisible(x)
}

#' Converts a number to the catalogue's unit
#'
#' @param value the number.
#' @param unit its unit, in UCUM notation.
#' @param name a name in the catalogue. Of an agent, the number is a dose.
#' @param kind the kind of the name, as for [bm_catalog()].
#' @param model as for [bm_version()].
#' @return The number in the unit of the name.
#' @examples
#' bm_convert(20, "ng/mL", "calcidiol_nmol_l")
#' bm_convert(2500, "ug", "letrozole", kind = "agent")
#' @export
bm_convert <- function(value, unit, name, kind = "covariate", model = "full") {
    check(.Call(C_convert, model_handle(model), .kinds[[a_choice(kind, "kind", names(.kinds))]], a_string(name, "name"),
                a_number(value, "value"), a_string(unit, "unit")))
}

# A number or a quantity, in the unit of a name; an exercise or a device may be given by its own name.
number_for <- function(x, name, kind, model) {
    if (inherits(x, "bm_quantity"))
        return(bm_convert(x$value, x$unit, name, kind, model))
    by_name <- switch(sub(".*\\.", "", name), exercise = "exercise", device = "device", "")
    if (is.character(x) && nzchar(by_name)) {
        row <- find_row(by_name, a_string(x, name), model)
        if (is.null(row))
            unknown(by_name, x, model)
        return(row$default)
    }
    if (is.logical(x) && length(x) == 1L && !is.na(x))
        x <- as.double(x)
    # NaN and Inf are the library's to refuse, with the range.
    if (!is.numeric(x) || is.object(x) || length(x) != 1L)
        refuse("%s is %s, allowed is one number, or a bm_quantity()", name, shown(x))
    as.double(x)
}

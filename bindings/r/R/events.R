# SPDX-License-Identifier: Apache-2.0

# Events are a data frame with these columns. until_date and date are NA where days stand. label: what is not given is the
# label's, and there is no end unless until says so.
.event_columns <- c("drug", "amt", "unit", "time", "date", "ii", "addl", "until", "until_date", "adherence", "parameters",
                    "label")

# What the format of NONMEM has, and what it has to say here.
.nowhere <- list(
    ss = "steady state is reached by giving it long enough: give a negative time, which is her history",
    rate = "the library knows how fast each drug comes in",
    dur = "the library knows how fast each drug comes in",
    tinf = "the library knows how fast each drug comes in",
    cmt = "name the drug instead",
    evid = "only doses (evid 1) are events here",
    pcmt = "only doses are events here",
    lag = "give a later time",
    bioav = "set the drug's own parameter in bm_woman()",
    id = "one woman is simulated at a time: split() the data by ID")

meaningless <- function(name, value) {
    harmless <- switch(name, evid = 1, ss = , rate = , dur = , tinf = , lag = 0, NA)
    given <- value[!is.na(value)]
    if (length(given) && !all(given %in% harmless))
        refuse("%s = %s means nothing here: %s", name, shown(given[[1L]]), .nowhere[[name]])
}

# One row of events.
event <- function(drug, amt, time, ii, addl, until, adherence, parameters, label) {
    unit <- ""
    if (inherits(amt, "bm_quantity")) {
        unit <- amt$unit
        amt <- amt$value
    }
    amt <- a_number(amt, "amt", or_na = TRUE)
    ii <- a_number(ii, "ii", or_na = TRUE)
    addl <- a_count(addl, "addl", or_na = TRUE)
    adherence <- a_number(adherence, "adherence")
    when <- date_or_day(time, "time")
    end <- date_or_day(until, "until", infinite = TRUE)
    if (!is.na(ii) && ii <= 0)
        refuse("ii is %g, allowed is an interval above 0 d", ii)
    if (!is.na(addl) && addl > 0 && is.na(ii) && !label)
        refuse("addl is %g, and there is no ii, the interval in days", addl)
    structure(list(drug = a_string(drug, "drug"), amt = amt, unit = unit, time = when$day, date = when$date, ii = ii,
                   addl = addl, until = end$day, until_date = end$date, adherence = adherence,
                   parameters = I(list(parameters)), label = label),
              row.names = 1L, class = c("bm_ev", "data.frame"))
}

date_or_day <- function(x, what, infinite = FALSE) {
    none <- as.Date(NA)
    if (length(x) == 1L && (is.numeric(x) || is.logical(x)) && is.na(x) && !is.nan(x))
        return(list(day = NA_real_, date = none))
    if (is.character(x) || inherits(x, "Date"))
        return(list(day = NA_real_, date = a_date(x, what)))
    list(day = a_day(x, what, infinite = infinite), date = none)
}

#' Events: doses as pharmacometricians write them
#'
#' `ev()` makes a course of doses with the terms of NONMEM, `regimen()` one as the drug's label has it; `c()` puts several
#' together. [ev_seq()] and [ev_rep()] put them one after another.
#'
#' Without `ii` there is a single dose at `time`. With `ii`, doses follow every `ii` days: `addl` more of them, or as long
#' as they fall before `until`, whichever ends first; one of the two is needed, and `until = Inf` is for ever. An agent
#' that acts as long as it runs (`continuous` in the [catalogue][bm_catalog]: food, training, habits) has no `ii`: `amt`
#' is its dose per day or its level, from `time` until `until`.
#'
#' What NONMEM has and what means nothing here (`ss`, `rate`, `cmt`, ...) is refused with a sentence.
#'
#' @param drug an agent's name in the catalogue, or the name of a [hook][bm_hook].
#' @param amt the dose in the catalogue's unit, or a [bm_quantity()]; `NA`: the dose on the label.
#' @param time of the first dose, in days `[d]` since day 0, or a date when she has a `day0`. Negative: her history.
#' @param ii the interval between doses `[d]`.
#' @param addl the number of additional doses after the first.
#' @param until no dose at this time `[d]` or later; a day, a date, or `Inf`.
#' @param adherence `[1]` 0 to 1: the part of the doses that is taken. Dose k (from 0) is taken if
#'   floor((k + 1) a) > floor(k a).
#' @param ... the agent's own parameters, kind `"agent_parameter"` of the catalogue, such as `route = 1` or
#'   `sessions_per_week = 3`; an exercise by its name, `exercise = "jump"`.
#' @return Events, of class `bm_ev`: a data frame with a row for each course.
#' @examples
#' ev(drug = "zoledronic_acid", amt = 4, ii = 182.625, addl = 5)
#' c(regimen("letrozole"), ev(drug = "denosumab", amt = 60, ii = 182.625, until = 730))
#' regimen("impact_training", exercise = "jump", sessions_per_week = 3, time = 30)
#' @export
ev <- function(drug, amt = NA, time = 0, ii = NA, addl = NA, until = NA, adherence = 1, ...) {
    one <- event(drug, amt, time, ii, addl, until, adherence, own_parameters(...), FALSE)
    if (!is.na(one$ii) && is.na(one$addl) && is.na(one$until) && is.na(one$until_date))
        refuse("ii is %g, and neither addl nor until says when doses end; until = Inf is for ever", one$ii)
    one
}

#' @rdname ev
#' @export
regimen <- function(drug, amt = NA, time = 0, ii = NA, addl = NA, until = Inf, adherence = 1, ...) {
    event(drug, amt, time, ii, addl, until, adherence, own_parameters(...), TRUE)
}

own_parameters <- function(...) {
    own <- list(...)
    if (length(own) && (is.null(names(own)) || !all(nzchar(names(own)))))
        refuse("found an argument without a name: an agent's own parameters are given by name")
    for (name in intersect(tolower(names(own)), names(.nowhere)))
        meaningless(name, unlist(own[tolower(names(own)) == name]))
    own[!tolower(names(own)) %in% names(.nowhere)]
}

is_ev <- function(x) inherits(x, "bm_ev") && all(.event_columns %in% names(x))

an_ev <- function(x, what = "events", or_null = FALSE) {
    if (is.null(x) && or_null)
        return(NULL)
    if (is.data.frame(x) && !inherits(x, "bm_ev"))
        return(as_ev(x))
    if (!is_ev(x))
        refuse("%s is %s, allowed is what ev() makes, or a data frame", what, shown(class(x)))
    x
}

#' @export
c.bm_ev <- function(...) {
    rows <- lapply(list(...), an_ev, "an event")
    all <- do.call(rbind, lapply(rows, function(x) structure(x, class = "data.frame")))
    structure(all, row.names = seq_len(nrow(all)), class = c("bm_ev", "data.frame"))
}

#' Events from a data frame in the form of NONMEM
#'
#' @param data a data frame with a row for each dose record. Columns, in upper or lower case: `DRUG` (needed; a numeric
#'   `CMT` is refused), `AMT`, `TIME` `[d]`, `II` `[d]`, `ADDL`, `UNTIL` `[d]`, `ADHERENCE`, `EVID`, `ID`. Rows with
#'   `EVID` 0 or `MDV` 0 are observations and left out. Any other column is a parameter of the agent where it is not `NA`.
#'   `II` and `ADDL` of 0 are none.
#' @return Events, as [ev()].
#' @examples
#' as_ev(data.frame(ID = 1, TIME = c(0, 0), EVID = 1, DRUG = c("letrozole", "denosumab"),
#'                  AMT = c(2.5, 60), II = c(1, 182.625), ADDL = c(1824, 5)))
#' @export
as_ev <- function(data) {
    if (inherits(data, "bm_ev"))
        return(an_ev(data))
    if (!is.data.frame(data))
        refuse("data is %s, allowed is a data frame", shown(class(data)))
    names(data) <- tolower(names(data))
    if (anyDuplicated(names(data)))
        refuse("the column %s stands twice", names(data)[anyDuplicated(names(data))])
    if ("id" %in% names(data) && length(unique(data$id)) > 1L)
        meaningless("id", data$id)
    data$id <- NULL
    observation <- rep(FALSE, nrow(data))
    for (name in intersect(c("evid", "mdv"), names(data)))
        observation <- observation | (!is.na(data[[name]]) & data[[name]] == 0)
    data <- data[!observation, setdiff(names(data), c("mdv", "dv")), drop = FALSE]
    if (!"drug" %in% names(data)) {
        if (!is.null(data$cmt) && !is.numeric(data$cmt)) {
            names(data)[names(data) == "cmt"] <- "drug"
        } else {
            refuse("there is no column drug; cmt by number means nothing here: %s", .nowhere$cmt)
        }
    }
    if (!nrow(data))
        refuse("there is no row with a dose")
    rows <- lapply(seq_len(nrow(data)), function(i) {
        row <- lapply(as.list(data[i, , drop = FALSE]), function(x) if (is.factor(x)) as.character(x) else x)
        row <- Filter(function(x) !is.na(x), row)
        none <- function(x) !is.null(x) && x == 0
        if (none(row$ii))
            row$ii <- NULL
        if (none(row$addl))
            row[c("addl", if (is.null(row$until)) "ii")] <- NULL
        do.call(ev, row)
    })
    do.call(c, rows)
}

# ---- one after another ----

# The time at which a course has had its turn: until, or an interval after its last dose.
end_of <- function(x) {
    if (any(!is.na(x$date) | !is.na(x$until_date)))
        refuse("events with dates cannot be put after one another; give days")
    by_doses <- x$time + ifelse(is.na(x$ii), 0, x$ii * (ifelse(is.na(x$addl), 0, x$addl) + 1))
    by_doses[(is.na(x$addl) & !is.na(x$until))] <- Inf
    ends <- pmin(by_doses, x$until, na.rm = TRUE)
    if (!all(is.finite(ends)))
        refuse("%s has no end, so that nothing comes after it; give addl or until", x$drug[!is.finite(ends)][[1L]])
    max(ends)
}

shifted <- function(x, by) {
    x$time <- x$time + by
    x$until <- x$until + by
    x
}

#' Events one after another
#'
#' `ev_seq()` lets each of the events begin when the one before has had its turn: at its `until`, or an interval after
#' its last dose. `ev_rep()` repeats events in the same way.
#'
#' @param ... events, and between them `wait =` a number of days `[d]` that passes in addition.
#' @param x events.
#' @param n how often, 1 or more.
#' @param wait the days `[d]` between two turns.
#' @return Events, as [ev()].
#' @examples
#' ev_seq(ev("romosozumab", ii = 30.4375, addl = 11), wait = 30, regimen("alendronate"))
#' ev_rep(ev("teriparatide", ii = 1, until = 90), n = 4, wait = 90)
#' @export
ev_seq <- function(...) {
    parts <- list(...)
    wait <- 0
    before <- NULL
    made <- list()
    for (i in seq_along(parts)) {
        if (identical(names(parts)[i], "wait")) {
            wait <- wait + a_number(parts[[i]], "wait")
        } else {
            begin <- wait + if (is.null(before)) 0 else end_of(before)
            before <- shifted(an_ev(parts[[i]], "an event"), begin)
            made <- c(made, list(before))
            wait <- 0
        }
    }
    if (!length(made))
        refuse("there are no events to put after one another")
    do.call(c, made)
}

#' @rdname ev_seq
#' @export
ev_rep <- function(x, n, wait = 0) {
    x <- an_ev(x, "x")
    n <- a_count(n, "n", 1)
    turn <- if (n > 1) end_of(x) + a_number(wait, "wait") else 0
    do.call(c, lapply(seq_len(n) - 1, function(k) shifted(x, k * turn)))
}

#' Events dose by dose
#'
#' Writes additional doses out, a row for each, to see what was meant. Courses that act as long as they run, such as food
#' and training, stay as they are. Adherence stays beside each dose and is not applied.
#'
#' @param x events.
#' @param to courses that end later are written out before this day `[d]`. Needed when one has no end.
#' @param model as for [bm_version()].
#' @return Events, as [ev()].
#' @examples
#' realize_addl(ev("denosumab", amt = 60, ii = 182.625, addl = 3))
#' @export
realize_addl <- function(x, to = Inf, model = "full") {
    x <- an_ev(x, "x")
    to <- a_day(to, "to", infinite = TRUE)
    rows <- lapply(seq_len(nrow(x)), function(i) {
        one <- x[i, ]
        agent <- find_row("agent", one$drug, model)
        if (!is.na(one$date) || !is.na(one$until_date))
            refuse("events with dates cannot be written out; give days")
        if (isTRUE(agent$continuous))
            return(one)
        if (one$label && is.na(one$ii))
            one$ii <- label_interval(one$drug, model)
        if (is.na(one$ii))
            return(one)
        last <- min(one$until, to, na.rm = TRUE)
        n <- min(if (is.na(one$addl)) Inf else one$addl + 1, ceiling((last - one$time) / one$ii), na.rm = TRUE)
        if (!is.finite(n))
            refuse("%s has no end; give to, the last day", one$drug)
        if (n < 1)
            return(NULL)
        all <- one[rep(1L, n), ]
        all$time <- one$time + (seq_len(n) - 1) * one$ii
        all[c("ii", "addl", "until")] <- NA_real_
        all$label <- FALSE
        all
    })
    do.call(c, lapply(rows[lengths(rows) > 0L], function(x) structure(x, class = c("bm_ev", "data.frame"))))
}

# The interval on the label [d].
label_interval <- function(drug, model) {
    patient <- check(.Call(C_patient_create, model_handle(model), NA_real_, NA_real_))
    check(.Call(C_patient_prescribe, patient, list(agent = drug)))
    check(.Call(C_patient_prescriptions, patient))$ii[[1L]]
}

# ---- as the library takes them ----

# A list for each course. now: the day from which times count, at a visit.
prescriptions_of <- function(x, model, hooks = list(), day0 = NULL, now = 0) {
    lapply(seq_len(NROW(x)), function(i) {
        one <- structure(x[i, ], class = "data.frame")
        agent <- find_row("agent", one$drug, model)
        hook <- Find(function(hook) hook$name == one$drug, hooks)
        if (is.null(agent) && is.null(hook))
            unknown("agent", one$drug, model)
        continuous <- if (is.null(hook)) agent$continuous else hook$continuous
        if (continuous && !(is.na(one$ii) && is.na(one$addl)))
            refuse("%s acts as long as it runs, and has no ii and no addl; give until", one$drug)
        if (!continuous && !one$label && is.na(one$ii) && !(is.na(one$until) && is.na(one$until_date)))
            refuse("%s is given in doses: ii says how often, and regimen() as the label has it", one$drug)
        own <- one$parameters[[1L]]
        values <- vapply(names(own), function(name)
            number_for(own[[name]], paste0(one$drug, ".", name), "agent_parameter", model), 0)
        dose <- if (nzchar(one$unit)) bm_convert(one$amt, one$unit, one$drug, "agent", model) else one$amt
        if (!is.null(hook) && is.na(dose))
            dose <- hook$amt
        every <- if (!is.null(hook) && !continuous && is.na(one$ii)) hook$ii else one$ii
        doses <- if (continuous) 0 else if (!is.na(one$addl)) one$addl + 1 else
            if (is.na(one$ii) && !one$label) 1 else 0
        stop <- if (!is.na(one$until_date)) a_day(one$until_date, "until", day0) else one$until + now
        list(agent = one$drug, dose = dose, every_d = every,
             start_d = if (!is.na(one$date)) a_day(one$date, "time", day0) else one$time + now,
             stop_d = if (is.na(stop) || stop == Inf) NA_real_ else stop, adherence = one$adherence,
             doses = as.double(doses), parameters = values)
    })
}

# ---- methods ----

#' @export
print.bm_ev <- function(x, ..., model = "full") {
    an_ev(x, "x")
    cat(sprintf("<%d %s>\n", nrow(x), if (nrow(x) == 1L) "course" else "courses"))
    for (i in seq_len(nrow(x)))
        cat("  ", describe_event(x[i, ], model), "\n", sep = "")
    invisible(x)
}

describe_event <- function(one, model) {
    agent <- find_row("agent", one$drug, model)
    unit <- if (nzchar(one$unit)) one$unit else if (is.null(agent)) "" else agent$unit
    by_label <- is.na(one$amt) && is.na(one$ii) && one$label
    dose <- if (by_label) "as on the label" else if (is.na(one$amt)) "at the label's dose"
        else trimws(paste(format(one$amt), unit))
    day <- function(number, date) if (!is.na(date)) format(date) else paste("day", format(number))
    often <- if (isTRUE(agent$continuous)) ""
        else if (!is.na(one$ii)) paste0(", every ", format(one$ii), " d")
        else if (by_label) "" else if (one$label) ", as often as on the label" else ", once"
    if (!is.na(one$addl))
        often <- paste0(often, ", ", format(one$addl + 1), " doses")
    end <- if (!is.na(one$until_date)) paste(", until", format(one$until_date))
        else if (is.na(one$until) || one$until == Inf) "" else paste(", until day", format(one$until))
    own <- one$parameters[[1L]]
    extra <- if (one$adherence != 1) paste0(", ", format(100 * one$adherence), " % taken") else ""
    if (length(own))
        extra <- paste0(extra, ", ", paste(names(own), vapply(own, shown, ""), sep = " = ", collapse = ", "))
    paste0(one$drug, " ", dose, " from ", day(one$time, one$date), often, end, extra)
}

#' @export
as.data.frame.bm_ev <- function(x, row.names = NULL, optional = FALSE, ...) {
    an_ev(x, "x")
    data.frame(time = x$time, amt = x$amt, drug = x$drug, ii = ifelse(is.na(x$ii), 0, x$ii),
               addl = ifelse(is.na(x$addl), 0, x$addl), until = x$until, evid = rep(1, nrow(x)),
               row.names = row.names)
}

# SPDX-License-Identifier: Apache-2.0

#' Conditions: how the package says that something is wrong
#'
#' Every failure is an error condition. It has one class for each status of the library, such as `bm_erange` for a number
#' out of range or `bm_enotfound` for an unknown name, and the class `bm_error` that all have in common. Its message is
#' the library's sentence: what was wrong, the value found, what is allowed, and the unit. Its fields `status` and `name`
#' are the library's number and name for it. A call that fails has changed nothing.
#'
#' What a clinician would be warned of, such as denosumab that is stopped with nothing after it, is a warning of class
#' `bm_caution`. [bm_cautions()] lists them again. `suppressWarnings(..., classes = "bm_caution")` keeps them quiet.
#'
#' An interrupt (Ctrl-C) cancels a simulation within 64 steps of the integrator. An error in a function of yours that the
#' library calls (a hook, a visit, progress) cancels the simulation too, and is then the error of the call.
#'
#' @return `bm_conditions()` returns the statuses as a data frame: `class`, `name` and `status`.
#' @examples
#' bm_conditions()
#' tryCatch(bm_woman(age_years = 161), bm_erange = function(e) conditionMessage(e))
#' @export
bm_conditions <- function() {
    failures <- Filter(function(status) status < 0, .Call(C_statuses))
    data.frame(class = tolower(names(failures)), name = names(failures), status = unname(failures))
}

# Raises the condition of a status.
raise <- function(name, message, status = .Call(C_statuses)[[name]]) {
    stop(structure(class = c(tolower(name), "bm_error", "error", "condition"),
                   list(message = message, call = NULL, status = status, name = name)))
}

refuse <- function(...) raise("BM_EINVAL", sprintf(...))

# The value of a routine, or the condition for its failure.
check <- function(result) {
    if (inherits(result, "bm_failure"))
        raise(result$name, result$message, result$status)
    result
}

signal_interrupt <- function() {
    signalCondition(structure(class = c("interrupt", "condition"), list(message = "interrupted", call = NULL)))
    invokeRestart("abort")
}

caution <- function(sentences) {
    for (sentence in sentences)
        warning(structure(class = c("bm_caution", "warning", "condition"), list(message = sentence, call = NULL)))
}

# ---- arguments: each returns the value as the routines want it, or refuses it with a sentence ----

shown <- function(x) {
    text <- paste(deparse(x, width.cutoff = 60L, nlines = 1L), collapse = "")
    if (nchar(text) > 60L) paste0(substr(text, 1L, 57L), "...") else text
}

a_number <- function(x, what, or_na = FALSE, infinite = FALSE) {
    if (or_na && length(x) == 1L && (is.numeric(x) || is.logical(x)) && is.na(x) && !is.nan(x))
        return(NA_real_)
    if (!is.numeric(x) || is.object(x) || length(x) != 1L || is.na(x) || (!infinite && !is.finite(x)))
        refuse("%s is %s, allowed is one number", what, shown(x))
    as.double(x)
}

a_count <- function(x, what, least = 0, or_na = FALSE) {
    x <- a_number(x, what, or_na)
    if (!is.na(x) && (x < least || x != floor(x) || x > 2^53))
        refuse("%s is %s, allowed is a whole number from %g on", what, shown(x), least)
    x
}

a_string <- function(x, what) {
    if (!is.character(x) || length(x) != 1L || is.na(x))
        refuse("%s is %s, allowed is one string", what, shown(x))
    enc2utf8(unname(x))
}

# "1 arm", "2 arms"
counted <- function(n, word) sprintf("%g %s%s", n, word, if (n == 1) "" else "s")

strings <- function(x, what, least = 1L) {
    if (!is.character(x) || length(x) < least || anyNA(x))
        refuse("%s is %s, allowed are %s", what, shown(x), if (least > 0L) "names, one or more" else "names")
    enc2utf8(unname(x))
}

a_choice <- function(x, what, choices) {
    x <- a_string(x, what)
    if (!x %in% choices)
        refuse("%s is \"%s\", allowed are %s", what, x, paste0('"', choices, '"', collapse = ", "))
    x
}

a_flag <- function(x, what) {
    if (!is.logical(x) || length(x) != 1L || is.na(x))
        refuse("%s is %s, allowed are TRUE and FALSE", what, shown(x))
    x
}

a_function <- function(x, what, or_null = FALSE) {
    if (!(is.function(x) || (or_null && is.null(x))))
        refuse("%s is %s, allowed is a function%s", what, shown(x), if (or_null) " or NULL" else "")
    x
}

a_list_of <- function(x, what, class) {
    if (inherits(x, class))
        x <- list(x)
    what_it_needs <- c(bm_hook = "field", bm_decision = "visit")[[class]]
    if (!is.list(x) || is.object(x) ||
        !all(vapply(x, function(one) inherits(one, class) && is.list(one) && is.function(one[[what_it_needs]]), NA)))
        refuse("%s is %s, allowed is a list of what %s() makes", what, shown(x), class)
    unname(x)
}

no_others <- function(...) {
    if (...length())
        refuse("found the argument %s, which means nothing here", shown(list(...)[[1L]]))
}

# ---- days ----

# Numbers of days since day 0; dates need a day0.
days <- function(x, what, day0 = NULL, infinite = FALSE) {
    if (is.character(x))
        x <- tryCatch(as.Date(x, format = "%Y-%m-%d"), error = function(e) NA)
    if (inherits(x, "Date")) {
        if (is.null(day0))
            refuse("%s is a date, and she has no day0 to count from", what)
        x <- as.double(x) - as.double(day0)
    }
    if (!is.numeric(x) || is.object(x) || !length(x) || anyNA(x) || (!infinite && !all(is.finite(x))))
        refuse("%s is %s, allowed are days [d], or dates such as \"2026-11-30\"", what, shown(x))
    as.double(x)
}

a_day <- function(x, what, day0 = NULL, infinite = FALSE) {
    x <- days(x, what, day0, infinite)
    if (length(x) != 1L)
        refuse("%s has %d values, allowed is one day", what, length(x))
    x
}

a_date <- function(x, what) {
    if (is.null(x))
        return(NULL)
    date <- if (is.character(x)) tryCatch(as.Date(x, format = "%Y-%m-%d"), error = function(e) NA) else x
    if (!inherits(date, "Date") || length(date) != 1L || is.na(date))
        refuse("%s is %s, allowed is a date such as \"2026-11-30\"", what, shown(x))
    date
}

# A date where one was given, everything else as it is.
a_date_if_one <- function(x, what) if (is.character(x) || inherits(x, "Date")) a_date(x, what) else x

# SPDX-License-Identifier: Apache-2.0
# Every function with wrong types, lengths, NA, NaN and dead handles: a condition of this package, never a crash, and never
# an error of R's own that says nothing.

woman <- bm_woman(age_years = 61, events = regimen("letrozole"))
cohort <- bm_cohort(woman, size = 2)
result <- bm_simulate(woman, NULL, c(0, 10), "bmd.total_hip")
dxa <- data.frame(time = 5, observable = "bmd.total_hip", value = 0.8)
forecast <- bm_forecast(woman, dxa, size = 4)
parts <- bm_explain(woman, 10, "bmd.total_hip")
hook <- bm_hook("mine", states = c(a = 1), field = function(time_h, x, rate, body) list(dx_dt = -x))
hooked <- bm_woman(hooks = hook)
dead <- unserialize(serialize(woman, NULL))
dead$snapshot <- raw()
over <- NULL
bm_advance(bm_woman(decisions = bm_decision(function(visit) over <<- visit, first = 1)), 2)

nonsense <- list(null = NULL, na = NA, na_number = NA_real_, na_text = NA_character_, nan = NaN, infinite = Inf, minus = -1e300,
                 none = numeric(), no_text = character(), text = "nonsense", latin = iconv("\u00e9", "UTF-8", "latin1"),
                 many = c(3, 1, 2), texts = c("a", "b"), bytes = raw(3), complex = 1i, list = list(), lists = list(1, "a"),
                 named = list(a = 1), environment = new.env(), "function" = function(...) NULL, symbol = quote(x),
                 factor = factor("a"), frame = data.frame(a = 1), matrix = matrix(1:4, 2), date = as.Date("2026-11-30"),
                 dead = dead, hollow_woman = structure(list(), class = "bm_woman"),
                 number_woman = structure(1, class = "bm_woman"), hollow_cohort = structure(list(), class = "bm_cohort"),
                 hollow_forecast = structure(list(), class = "bm_forecast"),
                 hollow_ev = structure(data.frame(drug = "letrozole"), class = c("bm_ev", "data.frame")),
                 hollow_hook = structure(list(), class = "bm_hook"), over = over,
                 hollow_result = structure(list(), class = "bm_simulation"))

# A call that is right, for each function; "lets" names arguments in which some of the nonsense is no mistake.
right <- list(
    bm_version = list("full"), bm_catalog = list("agent", "full"), bm_quantity = list(1, "mg"),
    bm_convert = list(20, "ng/mL", "calcidiol_nmol_l", "covariate", "full"),
    ev = list("letrozole", 2.5, 0, 1, 5, 10, 1), regimen = list("letrozole", 2.5, 0, 1, 5, 10, 1),
    as_ev = list(data.frame(drug = "letrozole")), ev_seq = list(ev("letrozole"), ev("letrozole")),
    ev_rep = list(ev("letrozole"), 2, 1), realize_addl = list(ev("letrozole"), 10, "full"),
    bm_woman = list(age_years = 61, events = ev("letrozole"), day0 = "2026-11-30", model = "full", hooks = hook,
                    decisions = bm_decision(identity, 1), rtol = 1e-4, max_steps = 1e6),
    bm_prescribe = list(woman, ev("letrozole")), bm_stop = list(woman, 1, 10), bm_advance = list(woman, 10, ev("letrozole")),
    bm_observe = list(woman, "bmd.total_hip"), bm_values = list(woman, "age_years"), bm_prescriptions = list(woman),
    bm_time = list(woman), bm_cautions = list(woman), bm_applicability = list(woman), bm_stats = list(woman),
    bm_save = list(woman), bm_load = list(bm_save(woman), "full", list(), list(), "2026-11-30"),
    bm_scenario = list(woman, c(0, 10), "bmd.total_hip"),
    bm_simulate = list(woman, ev("letrozole"), c(0, 10), "bmd.total_hip", arm = "a", progress = FALSE),
    bm_simulate = list(cohort, ev("letrozole"), c(0, 10), "bmd.total_hip", arm = "a", below = c(bmd.total_hip = 1),
                       members = FALSE, progress = FALSE),
    bm_cohort = list(woman, 2, 1, c(age_years = 1), list(age_years = c(50, 70)), matrix(1, dimnames = list("age_years", "age_years")),
                     NULL, 1, 0, 0, FALSE, 0, 1, 0, 1, 1),
    bm_member = list(cohort, 0, ev("letrozole")), bm_member = list(forecast, 0, ev("letrozole", time = 6)),
    bm_forecast = list(woman, dxa, 4, 1, 0, 1, FALSE), bm_measure = list(forecast, dxa, FALSE), bm_weights = list(forecast),
    bm_simulate = list(forecast, ev("letrozole", time = 6), c(0, 10), "bmd.total_hip", strategy = NULL, minus = woman, arm = "a",
                       below = c(bmd.total_hip = 1), members = FALSE, progress = FALSE),
    bm_predict = list(woman, ev("letrozole"), c(0, 10), "bmd.total_hip", "typical", 2, 1, "a", 1, FALSE),
    bm_explain = list(woman, 10, "bmd.total_hip", ev("letrozole")),
    bm_sensitivities = list(woman, "weight_kg", 10, "bmd.total_hip", ev("letrozole")),
    bm_hook = list("mine", function(time_h, x, rate, body) list(), c(a = 1), "calcium_supply", "core.PTH", FALSE, FALSE, 1, 1, 0,
                   10, identity, function(time_d) Inf, function(time_d, x) x),
    bm_read_hook = list(hooked, "mine"),
    bm_decision = list(identity, 1, 1, 10, "bmd.total_hip", 0.5, 0.5, "name"), bm_change = list(over, 1, ev("letrozole")),
    as.data.frame = list(result, shape = "long"), summary = list(result), print = list(result), plot = list(result, "bmd.total_hip"),
    plot = list(parts))

methods <- list(as.data.frame = c("bm_simulation", "bm_ev"), summary = c("bm_simulation", "bm_woman"), plot = "bm_simulation",
                print = c("bm_simulation", "bm_woman", "bm_cohort", "bm_forecast", "bm_ev"))

# Nothing is wrong with these. What is optional may be NULL or NA; a name, a text, a seed is what it is.
fine <- function(name, argument, kind) {
    optional <- list(bm_cohort = c("null", "list", "named"), bm_predict = "null", bm_woman = c("null", "na", "na_number", "list"),
                     bm_load = c("null", "list"), bm_hook = c("null", "no_text", "none"), bm_decision = c("null", "infinite"),
                     ev = c("na", "na_number", "na_text", "infinite"), regimen = c("na", "na_number", "na_text", "infinite"),
                     bm_simulate = c("null", "function"), bm_values = "null", bm_stop = "null",
                     bm_advance = "null", bm_member = "null", bm_forecast = "null", bm_measure = "null", bm_explain = "null", bm_sensitivities = "null",
                     realize_addl = c("infinite"), plot = "null", bm_cautions = "dead", bm_applicability = "dead",
                     print = c("dead", "over", "hollow_hook"))
    kind %in% optional[[name]] || grepl("^(text|latin|texts|function|many|date|minus|named|matrix)$", kind)
}

test_that("nonsense in every argument of every function is refused with a sentence", {
    grDevices::pdf(NULL)
    on.exit(grDevices::dev.off())
    exported <- setdiff(getNamespaceExports("bonemodel"), c("bm_conditions"))
    expect_identical(setdiff(exported, names(right)), character())
    tried <- 0
    wrong <- character()
    note <- function(name, at, kind, what)
        wrong <<- c(wrong, sprintf("argument %d of %s is %s: %s", at, name, kind, what))
    call <- function(name, arguments) quietly(utils::capture.output(do.call(name, arguments, quote = TRUE)))
    for (i in seq_along(right)) {
        name <- names(right)[[i]]
        if (name != "bm_change")
            expect_no_error(call(name, right[[i]]))
        for (at in seq_along(right[[i]])) {
            for (kind in names(nonsense)) {
                # Methods of R's own generics are asked for what is of a class of ours.
                if (at == 1 && name %in% names(methods) && !any(class(nonsense[[kind]]) %in% methods[[name]]))
                    next
                arguments <- right[[i]]
                arguments[at] <- list(nonsense[[kind]])
                tried <- tried + 1
                caught <- tryCatch({ call(name, arguments); NULL }, error = identity, warning = identity)
                if (is.null(caught) && !fine(name, at, kind))
                    note(name, at, kind, "taken")
                else if (!is.null(caught) && !inherits(caught, "bm_error"))
                    note(name, at, kind, conditionMessage(caught))
            }
        }
    }
    expect_identical(wrong, character())
    expect_gt(tried, 4000)
    # She who was used in all this is as she was.
    expect_identical(bm_simulate(woman, NULL, c(0, 10), "bmd.total_hip")$data, result$data)
})

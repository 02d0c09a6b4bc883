# SPDX-License-Identifier: Apache-2.0
# Hooks and decisions in R.

chalk <- bm_hook("chalk", targets = "calcium_supply", continuous = TRUE, amt = 1000,
                 field = function(time_h, x, rate, body) list(targets = rate))

antibody <- function(...) bm_hook("antibody", states = c(concentration = 1), targets = "sclerostin_binding", amt = 100, ii = 30,
    amount = function(dose) dose / 100,
    field = function(time_h, x, rate, body)
        list(dx_dt = -log(2) / 240 * x, targets = 3 * x, dx_by_x = matrix(-log(2) / 240), targets_by_x = matrix(3)), ...)

test_that("a hook that does what calcium does gives calcium's numbers", {
    read <- c("serum.pth", "bmd.total_hip")
    own <- bm_simulate(bm_woman(hooks = chalk), regimen("chalk", until = 300), c(0, 100, 365), read)
    theirs <- bm_simulate(bm_woman(), regimen("calcium", 1000, until = 300), c(0, 100, 365), read)
    expect_equal(own$data$value, theirs$data$value, tolerance = 1e-5)
    expect_false(own$data$value[[2L]] == own$data$value[[1L]])
})

test_that("states, doses and derivatives of a hook", {
    woman <- bm_woman(hooks = antibody())
    after <- bm_advance(woman, 10, ev("antibody"))
    expect_equal(bm_read_hook(after, "antibody"), c(concentration = 0.5), tolerance = 1e-3)
    run <- function(woman) bm_simulate(woman, regimen("antibody", addl = 5), c(90, 180), "bmd_change.lumbar_spine")$data$value
    expect_equal(run(bm_woman(hooks = antibody(jacobian = TRUE))), run(woman), tolerance = 1e-3)
    expect_identical(bm_prescriptions(bm_prescribe(woman, regimen("antibody")))[c("amt", "ii")], data.frame(amt = 100, ii = 30))
    # Kept with her, and given again to a snapshot.
    back <- unserialize(serialize(after, NULL))
    expect_identical(bm_read_hook(back, "antibody"), bm_read_hook(after, "antibody"))
    expect_identical(bm_read_hook(bm_load(bm_save(after), hooks = antibody()), "antibody"), bm_read_hook(after, "antibody"))
    expect_error(bm_load(bm_save(after)), class = "bm_emodel")
    expect_error(bm_woman(hooks = bm_hook("letrozole", identity)), class = "bm_econflict")
    expect_error(bm_woman(hooks = bm_hook("x", identity, targets = "nowhere")), class = "bm_enotfound")
    expect_error(bm_read_hook(woman, "other"), class = "bm_enotfound")
})

test_that("events of a hook change its states", {
    count <- bm_hook("count", states = c(months = 0), field = function(time_h, x, rate, body) list(),
                     next_event = function(time_d) 30 * (floor(time_d / 30) + 1), event = function(time_d, x) x + 1)
    woman <- bm_woman(hooks = count)
    # On days 0 (just after what is read on day 0), 30, 60 and 90.
    expect_identical(bm_read_hook(bm_advance(woman, 100), "count") - bm_read_hook(woman, "count"), c(months = 4))
    body <- bm_hook("seer", states = c(seen = 1), body = "core.PTH",
                    field = function(time_h, x, rate, body) list(dx_dt = body[["core.PTH"]] - x))
    woman <- bm_advance(bm_woman(hooks = body), 30)
    expect_equal(bm_read_hook(woman, "seer")[[1L]], bm_observe(woman, "core.PTH")[[1L]], tolerance = 0.02)
})

test_that("an error in a hook is the error of the call, and leaves her as she was", {
    mine <- structure(class = c("mine", "error", "condition"), list(message = "no", call = NULL))
    fails <- function(...) stop(mine)
    broken <- bm_hook("broken", states = c(a = 1), field = function(time_h, x, rate, body) if (time_h > 100) fails() else list())
    woman <- bm_woman(hooks = broken)
    for (i in 1:20)
        expect_error(bm_advance(woman, 10), class = "mine")
    expect_identical(bm_time(woman), 0)
    expect_error(bm_woman(hooks = antibody(), events = ev("antibody")), NA)
    bad <- bm_hook("bad", states = c(a = 1), field = function(time_h, x, rate, body) list(dx_dt = "fast"))
    expect_error(bm_advance(bm_woman(hooks = bad), 1), "'dx_dt' of the hook 'bad' must be 1 number")
    nan <- bm_hook("nan", states = c(a = 1), field = function(time_h, x, rate, body) list(dx_dt = NaN))
    expect_error(bm_advance(bm_woman(hooks = nan), 1), class = "bm_enonfinite")
    amount <- bm_hook("amounts", states = c(a = 1), amount = fails, field = function(time_h, x, rate, body) list())
    expect_error(bm_woman(hooks = amount, events = ev("amounts")), class = "mine")
    cohort <- bm_cohort(woman, size = 3)
    expect_error(bm_simulate(cohort, NULL, 10, "bmd.total_hip"), class = "mine")
    expect_error(bm_cohort(woman, threads = 2), "allowed is 1", class = "bm_einval")
})

test_that("visits change the therapy", {
    treat <- function(visit) {
        expect_identical(visit$member, 0)
        if (bm_observe(visit, "t_score.total_hip") < -1.4)
            bm_prescribe(visit, ev("zoledronic_acid", amt = 4))
    }
    woman <- bm_woman(age_years = 66, t_score.total_hip = -1.3, events = regimen("letrozole"),
                      decisions = bm_decision(treat, first = 365.25, every = 365.25))
    after <- bm_advance(woman, 1500)
    given <- subset(bm_prescriptions(after), drug == "zoledronic_acid")
    expect_true(nrow(given) >= 1 && all(given$doses_given == 1))
    expect_identical(given$time[[1L]], 365.25)
    # She who decides survives, too: with the same bits.
    back <- unserialize(serialize(woman, NULL))
    expect_identical(bm_prescriptions(bm_advance(back, 1500)), bm_prescriptions(after))
    expect_error(bm_explain(woman, 10, "bmd.total_hip"), class = "bm_econflict")
})

test_that("a visit can stop and change, at a crossing, and is over afterwards", {
    kept <- NULL
    change <- function(visit) {
        kept <<- visit
        expect_identical(visit$crossed, "below")
        bm_change(visit, 1, regimen("risedronate"))
        number <- bm_prescribe(visit, regimen("calcium", 600))
        bm_stop(visit, number, visit$time_d + 10)
        expect_output(print(visit), "visit on day")
    }
    woman <- bm_woman(age_years = 66, t_score.total_hip = -1.3, events = regimen("letrozole"),
                      decisions = bm_decision(change, observable = "t_score.total_hip", below = -1.4, name = "hip"))
    read <- bm_prescriptions(bm_advance(woman, years(5)))
    expect_identical(read$drug, c("letrozole", "risedronate", "calcium"))
    expect_identical(read$until[[1L]], read$time[[2L]])
    expect_equal(read$until[[3L]], read$time[[3L]] + 10)
    for (late in list(function() bm_observe(kept, "bmd.total_hip"), function() bm_stop(kept, 1),
                      function() bm_prescribe(kept, ev("letrozole")), function() bm_change(kept, 1, ev("letrozole"))))
        expect_error(late(), "the visit is over", class = "bm_estate")
    expect_output(print(kept), "which is over")
})

test_that("an error at a visit undoes the call", {
    kept <- NULL
    fails <- function(visit) {
        kept <<- visit
        bm_prescribe(visit, ev("zoledronic_acid"))
        stop("not today")
    }
    woman <- bm_woman(decisions = bm_decision(fails, first = 100))
    expect_error(bm_advance(woman, 200), "not today")
    expect_identical(nrow(bm_prescriptions(woman)), 0L)
    expect_error(bm_observe(kept, "bmd.total_hip"), "the visit is over", class = "bm_estate")
    wrong <- bm_woman(decisions = bm_decision(function(visit) bm_stop(visit, 77), first = 100))
    expect_error(bm_advance(wrong, 200), class = "bm_enotfound")
    past <- bm_woman(decisions = bm_decision(function(visit) bm_prescribe(visit, ev("letrozole", time = -1)), first = 100))
    expect_error(bm_advance(past, 200), class = "bm_erange")
    expect_error(bm_woman(decisions = bm_decision(identity)), class = "bm_econflict")
    expect_error(bm_decision(identity, below = 1), "needs an observable", class = "bm_einval")
    expect_error(bm_decision(identity, observable = "bmd.total_hip"), "needs one level", class = "bm_einval")
})

test_that("members of a cohort decide by themselves", {
    seen <- numeric()
    decide <- function(visit) {
        seen <<- c(seen, visit$member)
        if (visit$member == 2) bm_prescribe(visit, ev("denosumab"))
    }
    woman <- bm_woman(decisions = bm_decision(decide, first = 100))
    result <- bm_simulate(bm_cohort(woman, size = 4), NULL, 300, "doses_given.denosumab", members = TRUE)
    expect_identical(as.vector(result$members), c(0, 0, 1, 0))
    expect_setequal(seen, 0:3)
})

# SPDX-License-Identifier: Apache-2.0

given <- function(events, until = 2000, ...) {
    woman <- quietly(bm_advance(bm_woman(..., events = events), until))
    bm_prescriptions(woman)
}

test_that("events mean what NONMEM means by them", {
    expect_identical(given(ev("zoledronic_acid", 4))$doses_given, 1)
    expect_identical(given(ev("zoledronic_acid", 4, ii = 365.25, addl = 2))$doses_given, 3)
    expect_identical(given(ev("zoledronic_acid", 4, ii = 365.25, until = 800))$doses_given, 3)
    expect_identical(given(ev("zoledronic_acid", 4, ii = 365.25, addl = 9, until = 800))$doses_given, 3)
    expect_identical(given(ev("zoledronic_acid", 4, time = 100, ii = 365.25, until = Inf))$doses_given, 6)
    label <- given(regimen("denosumab"))
    expect_identical(c(label$amt, label$until), c(60, Inf))
    expect_gt(label$ii, 180)
    expect_identical(given(regimen("calcium", amt = 600, until = 90))$until, 90)
    own <- given(regimen("impact_training", exercise = "jump", sessions_per_week = 2))$parameters[[1L]]
    expect_identical(own[["exercise"]], subset(bm_catalog("exercise"), name == "jump")$default)
    expect_identical(own[["sessions_per_week"]], 2)
    expect_identical(given(ev("letrozole", bm_quantity(2500, "ug")))$amt, 2.5)
})

test_that("what means nothing here is refused with a sentence", {
    expect_error(ev("letrozole", ss = 1, ii = 1, until = 9), "steady state", class = "bm_einval")
    expect_error(ev("letrozole", rate = 2), "how fast", class = "bm_einval")
    expect_error(ev("letrozole", cmt = 1), "name the drug", class = "bm_einval")
    expect_error(ev("letrozole", evid = 4), "only doses", class = "bm_einval")
    expect_no_error(ev("letrozole", ss = 0, rate = 0, evid = 1))
    expect_error(ev("letrozole", ii = 1), "until = Inf", class = "bm_einval")
    expect_error(ev("letrozole", addl = 3), "no ii", class = "bm_einval")
    expect_error(ev("letrozole", ii = 0, addl = 3), "above 0", class = "bm_einval")
    expect_error(ev("letrozole", 2.5, 0, NA, NA, NA, 1, 7), "without a name", class = "bm_einval")
    expect_error(bm_woman(events = ev("calcium", ii = 1, addl = 3)), "acts as long as it runs", class = "bm_einval")
    expect_error(bm_woman(events = ev("teriparatide", until = 90)), "given in doses", class = "bm_einval")
    expect_error(bm_woman(events = ev("letrozole", route = 1)), class = "bm_enotfound")
    expect_error(bm_woman(events = regimen("impact_training", exercise = "jumpp")), "did you mean jump", class = "bm_enotfound")
    expect_error(bm_woman(events = ev("letrozole", bm_quantity(1, "mmol"))), class = "bm_enotfound")
})

test_that("data frames in the form of NONMEM are events", {
    data <- data.frame(ID = 1, TIME = c(0, 0, 365.25), EVID = c(1, 1, 0), DRUG = c("letrozole", "zoledronic_acid", NA),
                       AMT = c(2.5, 4, NA), II = c(1, 0, 0), ADDL = c(1825, 0, 0), SS = 0, RATE = 0, DV = c(NA, NA, -1))
    expect_equal(as.data.frame(as_ev(data)),
                 as.data.frame(c(ev("letrozole", 2.5, ii = 1, addl = 1825), ev("zoledronic_acid", 4))))
    expect_identical(given(data)$doses_given, c(1826, 1))
    factors <- data.frame(drug = factor("letrozole"), amt = 2.5)
    expect_identical(given(factors)$drug, "letrozole")
    expect_identical(nrow(as_ev(data.frame(CMT = "letrozole", AMT = 2.5, MDV = 1))), 1L)
    expect_identical(as_ev(data.frame(drug = "ibandronate", route = 1))$parameters[[1L]], list(route = 1))
    expect_error(as_ev(data.frame(CMT = 1, AMT = 2.5)), "name the drug", class = "bm_einval")
    expect_error(as_ev(cbind(data[1:2, names(data) != "ID"], ID = 1:2)), "one woman", class = "bm_einval")
    expect_error(as_ev(transform(data, SS = 1)), "steady state", class = "bm_einval")
    expect_error(as_ev(transform(data, EVID = c(1, 3, 0))), "only doses", class = "bm_einval")
    expect_error(as_ev(data[3, ]), "no row with a dose", class = "bm_einval")
    expect_error(as_ev(data.frame(drug = "letrozole", DRUG = "letrozole")), "stands twice", class = "bm_einval")
    expect_identical(as_ev(data.frame(drug = "denosumab", ii = 182, addl = 0))$ii, NA_real_)
    expect_identical(as_ev(data.frame(drug = "calcium", ii = 0, addl = 0, until = 90))$until, 90)
    # What as.data.frame() writes, as_ev() reads.
    events <- c(ev("letrozole", 2.5, ii = 1, until = 700), ev("denosumab", 60, time = 9, ii = 182.625, addl = 3))
    expect_equal(as.data.frame(as_ev(as.data.frame(events))), as.data.frame(events))
})

test_that("events follow one another", {
    both <- ev_seq(ev("romosozumab", ii = 30.4375, addl = 11), wait = 30, regimen("alendronate"))
    expect_equal(both$time, c(0, 12 * 30.4375 + 30))
    expect_equal(ev_seq(wait = 5, ev("letrozole"), ev("letrozole"))$time, c(5, 5))
    expect_equal(ev_seq(ev("calcium", 500, until = 90), ev("calcium", 800, until = 30))$until, c(90, 120))
    expect_equal(ev_rep(ev("teriparatide", ii = 1, until = 90), 3, wait = 90)$time, c(0, 180, 360))
    expect_equal(ev_rep(regimen("letrozole"), 1)$time, 0)
    expect_error(ev_seq(regimen("letrozole"), ev("denosumab")), "no end", class = "bm_einval")
    expect_error(ev_rep(regimen("letrozole"), 2), "no end", class = "bm_einval")
    expect_error(ev_seq(), "no events", class = "bm_einval")
})

test_that("doses are written out as they are given", {
    each <- realize_addl(c(ev("denosumab", 60, ii = 182.625, addl = 2), ev("zoledronic_acid", 4, 10, ii = 365.25, until = 1000),
                           regimen("calcium")))
    expect_equal(each$time, c(0, 182.625, 365.25, 10, 375.25, 740.5, 0))
    expect_true(all(is.na(each$ii)))
    expect_equal(realize_addl(regimen("zoledronic_acid"), to = 400)$time, c(0, given(regimen("zoledronic_acid"))$ii * 1:2))
    expect_error(realize_addl(regimen("letrozole")), "no end", class = "bm_einval")
    # Single doses of a drug whose doses are not averaged: the same bits.
    events <- ev("zoledronic_acid", 4, ii = 182.625, addl = 5)
    run <- function(events) bm_simulate(bm_woman(), events, years(0:4), "bmd.total_hip")$data$value
    expect_equal(run(realize_addl(events)), run(events), tolerance = 1e-6)
})

test_that("dates stand where days do", {
    woman <- bm_woman(day0 = "2026-11-30")
    by_date <- bm_simulate(woman, ev("denosumab", 60, time = "2026-12-30", ii = 182.625, until = as.Date("2028-12-30")),
                           as.Date(c("2026-11-30", "2028-11-29")), "bmd.total_hip")
    by_day <- bm_simulate(woman, ev("denosumab", 60, time = 30, ii = 182.625, until = 761), c(0, 730), "bmd.total_hip")
    expect_identical(by_date$data, by_day$data)
    expect_identical(bm_time(bm_advance(woman, "2027-11-30")), 365)
    expect_output(print(bm_advance(woman, "2027-11-30")), "2027-11-30")
    expect_error(bm_advance(bm_woman(), "2027-11-30"), "no day0", class = "bm_einval")
    expect_error(bm_woman(day0 = "30.11.2026"), "allowed is a date", class = "bm_einval")
    expect_error(ev("letrozole", time = "soon"), class = "bm_einval")
})

test_that("events print as people say them", {
    expect_output(print(c(regimen("letrozole"), ev("denosumab", 60, time = 30, ii = 182.625, addl = 3),
                          regimen("impact_training", exercise = "jump", adherence = 0.8))),
                  "letrozole as on the label from day 0.*denosumab 60 mg from day 30, every 182.625 d, 4 doses.*80 % taken")
})

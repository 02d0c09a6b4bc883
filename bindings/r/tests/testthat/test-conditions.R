# SPDX-License-Identifier: Apache-2.0

test_that("each status has a class, and the message is the library's sentence", {
    all <- bm_conditions()
    expect_true(all(c("bm_einval", "bm_erange", "bm_enotfound", "bm_econflict", "bm_ecancelled", "bm_eformat") %in% all$class))
    expect_true(all(all$status < 0))
    e <- tryCatch(bm_woman(age_years = 161), bm_erange = function(e) e)
    expect_s3_class(e, c("bm_erange", "bm_error", "error"), exact = FALSE)
    expect_identical(conditionMessage(e), "set: age_years is 161, allowed is 18 to 110 a")
    expect_identical(e$status, all$status[all$class == "bm_erange"])
    expect_error(bm_woman(age = 61), "did you mean age_years?", class = "bm_enotfound")
    expect_error(bm_woman(t_score.total_hip = -1, bmd.total_hip = 0.8), class = "bm_econflict")
    expect_error(bm_woman(years_since_menopause = 49), class = "bm_econflict")
    expect_error(bm_observe(bm_woman(), "bmd.hip"), "did you mean bmd.total_hip?", class = "bm_enotfound")
    expect_error(bm_woman(events = ev("letrozol")), "did you mean letrozole?", class = "bm_enotfound")
    expect_error(bm_version("heart"), class = "bm_enotfound")
    expect_error(bm_load(as.raw(1:9)), class = "bm_eformat")
})

test_that("cautions are warnings, once for each", {
    woman <- bm_woman(age_years = 65)
    stopped <- ev("denosumab", ii = 182.625, until = 700)
    expect_warning(result <- bm_simulate(woman, stopped, years(0, 4), "bmd.total_hip"), "denosumab was stopped",
                   class = "bm_caution")
    expect_match(bm_cautions(result), "denosumab was stopped", all = FALSE)
    expect_warning(later <- bm_advance(woman, years(4), stopped), class = "bm_caution")
    expect_no_warning(bm_simulate(later, NULL, years(5), "bmd.total_hip"))
    expect_match(bm_cautions(later), "denosumab was stopped", all = FALSE)
    expect_match(bm_applicability(bm_woman(age_years = 95)), "age", all = FALSE)
    expect_identical(bm_applicability(woman), character())
})

test_that("an interrupt cancels and is R's own condition; nothing has changed", {
    core <- bm_woman(model = "core", events = regimen("teriparatide"))
    interrupt <- function(fraction) tools::pskill(Sys.getpid(), tools::SIGINT)
    caught <- tryCatch(bm_simulate(core, NULL, 3000, "core.PTH", progress = interrupt), interrupt = function(e) "interrupted")
    expect_identical(caught, "interrupted")
    expect_identical(bm_time(core), 0)
    cohort <- bm_cohort(bm_woman(), size = 300, threads = 2)
    caught <- tryCatch(bm_simulate(cohort, regimen("letrozole"), 3000, "bmd.total_hip", progress = interrupt),
                       interrupt = function(e) "interrupted")
    expect_identical(caught, "interrupted")
})

test_that("an error in progress comes out as it is, and jumps over no frame of the library", {
    core <- bm_woman(model = "core", events = regimen("teriparatide"))
    mine <- structure(class = c("mine", "error", "condition"), list(message = "enough", call = NULL))
    expect_error(bm_simulate(core, NULL, 1000, "core.PTH", progress = function(fraction) stop(mine)), class = "mine")
    # A jump that is no error, too, and a simulation inside of one.
    jumped <- withRestarts(bm_simulate(core, NULL, 1000, "core.PTH", progress = function(f) invokeRestart("out", f)),
                           out = function(f) f)
    expect_true(jumped >= 0 && jumped <= 1)
    inner <- NULL
    result <- bm_simulate(core, NULL, 50, "core.PTH", progress = function(f)
        if (is.null(inner)) inner <<- bm_simulate(core, NULL, 50, "core.PTH"))
    expect_identical(inner$data, result$data)
    shown <- numeric()
    bm_simulate(core, NULL, 500, "core.PTH", progress = function(f) shown <<- c(shown, f))
    expect_true(length(shown) > 10 && all(diff(shown) > 0) && all(shown <= 1))
    expect_output(bm_simulate(core, NULL, 200, "core.PTH", progress = TRUE), "%")
})

# SPDX-License-Identifier: Apache-2.0

test_that("what was set and prescribed is read back", {
    woman <- bm_woman(age_years = 61, list(t_score.total_hip = -1.2, weight_kg = 58), glucocorticoids = TRUE,
                      calcidiol_nmol_l = bm_quantity(20, "ng/mL"), device = "lunar", letrozole.t_half = 60,
                      events = ev("letrozole", ii = 1, time = -100, until = 500))
    values <- bm_values(woman)
    expect_identical(values[["age_years"]], 61)
    expect_identical(values[["glucocorticoids"]], 1)
    expect_identical(values[["letrozole.t_half"]], 60)
    expect_identical(values[["device"]], subset(bm_catalog("device"), name == "lunar")$default)
    expect_equal(values[["calcidiol_nmol_l"]], bm_convert(20, "ng/mL", "calcidiol_nmol_l"))
    expect_setequal(names(values), c("age_years", "t_score.total_hip", "weight_kg", "glucocorticoids", "calcidiol_nmol_l",
                                     "device", "letrozole.t_half"))
    expect_identical(bm_values(woman, c("height_cm", "bmd.total_hip")),
                     c(height_cm = subset(bm_catalog("covariate"), name == "height_cm")$default, bmd.total_hip = NaN))
    read <- bm_prescriptions(woman)
    expect_identical(read[c("drug", "time", "until", "doses_given")],
                     data.frame(drug = "letrozole", time = -100, until = 500, doses_given = 100))
    expect_equal(bm_observe(woman, "t_score.total_hip")[[1L]], -1.2, tolerance = 1e-14)
    expect_identical(attr(bm_observe(woman, "bmd.total_hip"), "units"), c(bmd.total_hip = "g/cm2"))
    expect_error(bm_woman(61), "without a name", class = "bm_einval")
    expect_error(bm_woman(device = "siemens"), class = "bm_enotfound")
    expect_error(bm_woman(calcidiol_nmol_l = bm_quantity(20, "mg")), class = "bm_enotfound")
})

test_that("a woman is a value: nothing changes her", {
    woman <- bm_woman(age_years = 61)
    before <- serialize(woman, NULL)
    bm_simulate(woman, regimen("letrozole"), years(0, 1), "bmd.total_hip")
    on <- bm_prescribe(woman, regimen("letrozole"))
    later <- bm_advance(on, years(1))
    stopped <- bm_stop(later, bm_prescriptions(later)$number)
    expect_identical(serialize(woman, NULL), before)
    expect_identical(nrow(bm_prescriptions(woman)), 0L)
    expect_identical(bm_prescriptions(on)$until, Inf)
    expect_identical(bm_prescriptions(stopped)$until, years(1))
    expect_identical(bm_time(later), years(1))
    expect_error(bm_advance(later, 10), class = "bm_erange")
    expect_error(bm_prescribe(later, ev("letrozole")), class = "bm_erange")
    expect_error(bm_stop(later, 99), class = "bm_enotfound")
    # In pieces as in one, up to the tolerance; and again, to the bit.
    whole <- bm_simulate(woman, regimen("letrozole"), years(2), "bmd.total_hip")$data$value
    pieces <- bm_simulate(later, NULL, years(2), "bmd.total_hip")$data$value
    expect_equal(pieces, whole, tolerance = 1e-4)
})

test_that("she survives saveRDS, and a dead pointer says so", {
    woman <- bm_advance(bm_woman(age_years = 66, events = regimen("letrozole")), 200)
    file <- tempfile(fileext = ".rds")
    on.exit(unlink(file))
    saveRDS(woman, file)
    back <- readRDS(file)
    expect_false(.Call(bonemodel:::C_is_alive, back$cell$pointer))
    run <- function(x) bm_simulate(x, NULL, years(1, 3), c("bmd.total_hip", "marker.s_ctx"))$data
    expect_identical(run(back), run(woman))
    expect_identical(bits(bm_save(back)), bits(bm_save(woman)))
    expect_identical(run(bm_load(bm_save(woman))), run(woman))
    dead <- readRDS(file)
    dead$snapshot <- raw()
    expect_error(bm_observe(dead, "bmd.total_hip"), "the pointer to this woman is dead", class = "bm_estate")
    expect_output(print(dead), "dead")
    damaged <- readRDS(file)
    damaged$snapshot[200] <- xor(damaged$snapshot[200], as.raw(1))
    expect_error(bm_time(damaged), class = "bm_eformat")
})

test_that("a woman becomes a scenario of bonesim", {
    woman <- bm_woman(age_years = 61, events = regimen("letrozole"))
    text <- bm_scenario(woman, c(0, 365.25), "bmd_change.total_hip")
    skip_if_not_installed("jsonlite")
    read <- jsonlite::fromJSON(text, simplifyVector = FALSE)
    expect_identical(read$patient$age_years, 61L)
    expect_identical(read$arms[[1L]]$interventions[[1L]]$agent, "letrozole")
    expect_error(bm_scenario(bm_prescribe(bm_advance(woman, 9), ev("letrozole", time = 9)), 10, "bmd.total_hip"),
                 class = "bm_econflict")
})

test_that("parts of a change add up, and sensitivities are slopes", {
    woman <- bm_woman(age_years = 61)
    events <- c(regimen("letrozole"), ev("denosumab", ii = 182.625, addl = 1))
    parts <- bm_explain(woman, 365.25, "bmd_change.total_hip", events)
    expect_identical(parts$part[1:3], c("under_way", "letrozole", "denosumab"))
    expect_equal(sum(parts$value), bm_simulate(woman, events, 365.25, "bmd_change.total_hip")$data$value, tolerance = 1e-4)
    expect_output(print(parts), "Change of bmd_change.total_hip")
    slope <- bm_sensitivities(woman, c("weight_kg", "age_years"), years(1, 2), c("bmd.total_hip", "bmd.lumbar_spine"),
                              regimen("letrozole"))
    expect_identical(slope$name, rep(c("weight_kg", "age_years"), each = 4))
    expect_identical(slope$time_days[1:4], rep(years(1, 2), each = 2))
    at <- function(kg) bm_simulate(bm_woman(age_years = 61, weight_kg = kg, rtol = 1e-9), regimen("letrozole"), years(2),
                                   "bmd.total_hip")$data$value
    kg <- bm_values(woman, "weight_kg")[[1L]]
    expect_equal(subset(slope, name == "weight_kg" & time_days == years(2) & observable == "bmd.total_hip")$value,
                 (at(kg + 0.1) - at(kg - 0.1)) / 0.2, tolerance = 0.01)
})

test_that("the core is there, and counts its steps", {
    core <- bm_woman(model = "core", core.OralCa = 0.9, core.PTH = 55, rtol = 1e-6)
    expect_identical(bm_observe(core, "core.PTH")[[1L]], 55)
    expect_identical(bm_values(core)[c("core.PTH", "core.OralCa")], c(core.PTH = 55, core.OralCa = 0.9))
    expect_gt(bm_stats(bm_advance(core, 10))[["steps"]], bm_stats(core)[["steps"]])
    expect_error(bm_woman(model = "core", age_years = 60), class = "bm_enotfound")
    expect_error(bm_advance(bm_woman(max_steps = 1), 9), class = "bm_emaxsteps")
})

# SPDX-License-Identifier: Apache-2.0

profile <- bm_woman(age_years = 64, events = regimen("letrozole"))
read <- c("bmd_change.total_hip", "t_score.total_hip")
vary <- c(age_years = 6, t_score.total_hip = 0.9)

test_that("a summary is that of the members", {
    cohort <- bm_cohort(profile, size = 30, seed = 3, sd = vary, range = list(age_years = c(55, 75)))
    result <- bm_simulate(cohort, NULL, years(0, 2, 5), read, below = c(t_score.total_hip = -2), members = TRUE)
    expect_identical(dim(result$members), c(2L, 3L, 30L))
    hip <- result$members["t_score.total_hip", 3L, ]
    row <- subset(as.data.frame(result), observable == "t_score.total_hip" & time_days == years(5))
    expect_equal(row$value, mean(hip), tolerance = 1e-12)
    expect_equal(row$sd, stats::sd(hip), tolerance = 1e-12)
    expect_equal(unlist(row[c("p05", "p50", "p95")], use.names = FALSE), unname(quantile(hip, c(0.05, 0.5, 0.95))),
                 tolerance = 1e-12)
    expect_identical(row$n, 30)
    expect_identical(result$below$fraction_below[[3L]], mean(hip < -2))
    expect_identical(unique(result$below$threshold), -2)
    member <- bm_member(cohort, 4)
    age <- bm_values(member, "age_years")[[1L]]
    expect_true(age >= 55 && age <= 75)
    alone <- bm_simulate(member, NULL, years(0, 2, 5), read)$data$value
    expect_equal(alone, as.vector(t(result$members[, , 5L])), tolerance = 1e-4)
    # The same women in another arm, and whatever the threads.
    arm <- bm_simulate(bm_cohort(profile, size = 10, seed = 3, sd = vary, range = list(age_years = c(55, 75)), threads = 1),
                       ev("zoledronic_acid", 4), years(0), read, members = TRUE)
    expect_identical(arm$members[, 1L, ], result$members[, 1L, 1:10])
})

test_that("members who cannot be are counted and named", {
    cohort <- bm_cohort(bm_woman(age_years = 40, years_since_menopause = 5), size = 40, sd = c(years_since_menopause = 10))
    expect_warning(result <- bm_simulate(cohort, NULL, 10, "bmd.total_hip"), "could not be simulated", class = "bm_caution")
    expect_identical(result$data$n, 40 - nrow(result$failures))
    expect_gt(nrow(result$failures), 0)
    expect_true(all(result$failures$status == "BM_ECONFLICT"))
})

test_that("correlated covariates are correlated, and what is impossible is refused", {
    together <- matrix(c(1, -0.9, -0.9, 1), 2, dimnames = list(names(vary), names(vary)))
    cohort <- bm_cohort(profile, size = 150, sd = vary, correlation = together)
    result <- bm_simulate(cohort, NULL, 0, "t_score.total_hip", members = TRUE)
    ages <- quietly(vapply(0:149, function(i) bm_values(bm_member(cohort, i), "age_years")[[1L]], 0))
    expect_lt(stats::cor(ages, result$members[1L, 1L, ]), -0.8)
    expect_error(bm_cohort(profile, sd = c(prior_fracture = 1)), class = "bm_econflict")
    expect_error(bm_cohort(profile, sd = c(age = 1)), class = "bm_enotfound")
    expect_error(bm_cohort(profile, variability = 4), "variability.*0 to 3", class = "bm_erange")
    expect_error(bm_simulate(bm_cohort(profile, size = 2e6), NULL, 10, "bmd.total_hip"), "at most 1000000 are kept",
                 class = "bm_estate")
    expect_error(bm_cohort(profile, band = "woman", variability = 0), "decides variability", class = "bm_einval")
    expect_error(bm_cohort(bm_woman(model = "core")), class = "bm_econflict")
    expect_error(bm_cohort(bm_advance(profile, 1)), class = "bm_estate")
    expect_error(bm_member(cohort, 150), class = "bm_enotfound")
})

test_that("bands nest, and the course in them is hers", {
    predicted <- lapply(c("typical", "trial", "woman", "measured"), function(band)
        bm_predict(profile, NULL, years(2), read[[1L]], band = band, size = 60)$data)
    sds <- vapply(predicted, `[[`, 0, "sd")
    expect_true(all(diff(sds) > 0))
    alone <- bm_simulate(profile, NULL, years(2), read[[1L]])$data$value
    expect_true(all(vapply(predicted, function(x) identical(x$value, alone), NA)))
    expect_error(bm_predict(profile, NULL, 1, "bmd.total_hip", band = "wide"), class = "bm_einval")
})

test_that("a cohort survives saveRDS", {
    cohort <- bm_cohort(profile, size = 8, sd = vary)
    back <- unserialize(serialize(cohort, NULL))
    expect_identical(bm_simulate(back, NULL, years(1), read)$data, bm_simulate(cohort, NULL, years(1), read)$data)
    expect_output(print(cohort), "cohort of 8.*age_years: SD 6")
})

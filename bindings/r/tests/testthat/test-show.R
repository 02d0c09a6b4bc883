# SPDX-License-Identifier: Apache-2.0
# Tables and pictures.

woman <- bm_woman(age_years = 61, t_score.total_hip = -1.2)
read <- c("t_score.total_hip", "marker_change.s_ctx", "fracture_risk.major")
alone <- bm_simulate(woman, regimen("letrozole"), years(0, 1, 2), read)
with <- bm_simulate(woman, c(regimen("letrozole"), ev("zoledronic_acid", 4)), years(0, 1, 2), read)
band <- bm_predict(woman, regimen("letrozole"), years(0, 1, 2), read, size = 20)

test_that("tables have bonesim's columns, and units", {
    data <- as.data.frame(alone)
    expect_identical(names(data), c("arm", "time_days", "observable", "unit", "value", "sd", "p05", "p50", "p95", "n"))
    expect_identical(data$observable, rep(read, each = 3))
    expect_identical(data$time_days, rep(years(0, 1, 2), 3))
    expect_identical(attr(data, "units"), c(t_score.total_hip = "1", marker_change.s_ctx = "%", fracture_risk.major = "1"))
    wide <- as.data.frame(c(a = alone, b = with), shape = "wide")
    expect_identical(names(wide), c("arm", "time_days", read))
    expect_identical(wide$marker_change.s_ctx[wide$arm == "b"], subset(as.data.frame(with), observable == read[[2L]])$value)
    expect_false(anyNA(as.data.frame(band)))
    expect_error(c(alone, with), "the same name", class = "bm_einval")
    expect_error(c(alone, 1), class = "bm_einval")
})

test_that("print and summary say what it is", {
    expect_output(print(alone), "one woman.*t_score.total_hip")
    expect_output(print(summary(c(a = alone, b = with))), "One woman, from day 0 to day 730.5.*not medical advice")
    expect_output(print(band), "how women differ")
    expect_identical(summary(alone)$ends$to, as.data.frame(alone)$value[c(3, 6, 9)])
    expect_identical(nrow(summary(woman)), 10L)
    expect_output(print(bm_quantity(20, "ng/mL")), "20 ng/mL")
})

# The words and the lines of a picture, as a PDF holds them.
drawn <- function(code) {
    file <- tempfile(fileext = ".pdf")
    on.exit(unlink(file))
    grDevices::pdf(file, compress = FALSE, useKerning = FALSE)
    force(code)
    grDevices::dev.off()
    paste(readLines(file, warn = FALSE, encoding = "latin1"), collapse = "\n")
}

test_that("pictures have titles, bands, lines of T-scores, and say that they are simulated", {
    one <- drawn(plot(c(alone = alone, with = with)))
    for (text in c("T-score, total hip", "Change of CTX in serum", "Major fracture so far", "alone", "not medical advice"))
        expect_true(grepl(text, one, fixed = TRUE, useBytes = TRUE), label = text)
    filled <- function(picture) length(gregexpr("\nf\n|\nh f\n|\nf\\*\n", picture, useBytes = TRUE)[[1L]])
    expect_gt(filled(drawn(plot(band))), filled(drawn(plot(alone))))
    dashes <- function(observable) length(gregexpr("\\[ ?[0-9. ]+\\] 0 d", drawn(plot(alone, observable)), useBytes = TRUE)[[1L]])
    expect_gt(dashes("t_score.total_hip"), 0)
    expect_error(plot(alone, "bmd.total_hip"), "was not read", class = "bm_einval")
    parts <- bm_explain(woman, 365.25, "bmd_change.total_hip", regimen("letrozole"))
    expect_true(grepl("What the change comes from", drawn(plot(parts)), fixed = TRUE, useBytes = TRUE))
})

test_that("autoplot makes the same picture as an object", {
    skip_if_not_installed("ggplot2")
    picture <- ggplot2::autoplot(c(alone = alone, with = with))
    expect_s3_class(picture, "ggplot")
    built <- ggplot2::ggplot_build(picture)
    expect_identical(built$data[[1L]]$yintercept[1:2], c(-1, -2.5))
    expect_match(picture$labels$caption, "not medical advice")
    ribbons <- function(x) sum(vapply(ggplot2::autoplot(x)$layers, function(l) inherits(l$geom, "GeomRibbon"), NA))
    expect_identical(c(ribbons(alone), ribbons(band)), c(0L, 1L))
})

test_that("the catalogue is a table", {
    agents <- bm_catalog("agent")
    expect_true(all(c("letrozole", "denosumab", "calcium") %in% agents$name))
    expect_identical(agents$default[agents$name == "letrozole"], 2.5)
    expect_identical(agents$continuous[agents$name %in% c("calcium", "letrozole")], agents$name[agents$name %in% c("calcium",
        "letrozole")] == "calcium")
    all <- bm_catalog()
    expect_setequal(all$kind, c("agent", "agent_parameter", "covariate", "parameter", "target", "observable", "exercise",
                                "variability", "device", if (any(all$kind == "initial")) "initial"))
    expect_gt(nrow(bm_catalog("initial", model = "core")), 10)
    expect_false(identical(bm_version("core")$equations, NULL))
})

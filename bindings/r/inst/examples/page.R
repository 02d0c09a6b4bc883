# SPDX-License-Identifier: Apache-2.0
# The code of docs/r.md; what it prints is in page.out, and a test compares.

# [first]
library(bonemodel)

woman <- bm_woman(age_years = 61, t_score.total_hip = -1.2)
years <- 365.25 * 0:5
read <- c("bmd_change.lumbar_spine", "bmd_change.total_hip", "t_score.total_hip")
alone <- bm_simulate(woman, regimen("letrozole"), years, read)
as.data.frame(alone, shape = "wide")
# [first]
# [arms]
infusions <- ev("zoledronic_acid", amt = 4, ii = 182.625, addl = 9)
both <- bm_simulate(woman, c(regimen("letrozole"), infusions), years, read)
summary(c("letrozole" = alone, "with zoledronic acid" = both))
# [arms]
# [errors]
tryCatch(bm_woman(age_years = 161), bm_erange = function(e) conditionMessage(e))
tryCatch(ev("letrozole", ss = 1), bm_error = function(e) conditionMessage(e))
# [errors]
# [cohort]
cohort <- bm_cohort(bm_woman(age_years = 64), size = 50, seed = 7, sd = c(age_years = 6, t_score.total_hip = 0.9))
result <- bm_simulate(cohort, regimen("letrozole"), years[6], read[3], below = c(t_score.total_hip = -2.5))
result$below
# [cohort]
# [band]
bm_predict(woman, regimen("letrozole"), years[c(2, 6)], read[2], band = "woman", size = 100)
# [band]
# [forecast]
letrozole <- bm_woman(age_years = 63, events = regimen("letrozole"))
dxa <- data.frame(time = c(0, 371), observable = "bmd.lumbar_spine", value = c(0.905, 0.871))
forecast <- bm_forecast(letrozole, dxa, size = 200)
bm_simulate(forecast, NULL, c(371, 1100), "t_score.lumbar_spine", below = c(t_score.lumbar_spine = -2.5))
bm_simulate(forecast, ev("zoledronic_acid", 4, time = 380), 1100, "t_score.lumbar_spine", minus = letrozole)
# [forecast]
# [visits]
treat <- function(visit) {
    treated <- bm_observe(visit, "doses_given.zoledronic_acid") > 0
    if (!treated && bm_observe(visit, "t_score.total_hip") < -1.5)
        bm_prescribe(visit, ev("zoledronic_acid", amt = 4, ii = 182.625, addl = 5))
}
watched <- bm_woman(age_years = 62, t_score.total_hip = -1.3, events = regimen("letrozole"),
                    decisions = bm_decision(treat, first = 365.25, every = 365.25))
bm_prescriptions(bm_advance(watched, years[6]))[c("drug", "time", "doses_given")]
# [visits]
# [hook]
antibody <- bm_hook("antibody", states = c(concentration = 1), targets = "sclerostin_binding", amt = 100, ii = 30,
    amount = function(dose) dose / 100,
    field = function(time_h, x, rate, body) {
        list(dx_dt = -log(2) / 240 * x, targets = 3 * x)
    })
own <- bm_woman(age_years = 66, hooks = antibody)
as.data.frame(bm_simulate(own, regimen("antibody", addl = 11), c(180, 360), "bmd_change.lumbar_spine"), shape = "wide")
# [hook]
# [keep]
after <- bm_advance(woman, 365.25, regimen("letrozole"))
file <- tempfile(fileext = ".rds")
saveRDS(after, file)
identical(bm_observe(readRDS(file), read), bm_observe(after, read))
# [keep]

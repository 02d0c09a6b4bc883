# SPDX-License-Identifier: Apache-2.0

#' bonemodel: how bone responds to aromatase inhibitors, and to its protection
#'
#' [bm_woman()] says who she is, [ev()] what she is given, [bm_simulate()] lets time pass and reads her. [bm_cohort()] makes
#' women who differ, [bm_predict()] a band around one, [bm_forecast()] learns from her measurements, [bm_decision()] visits, [bm_hook()] a drug of your own. Names and units
#' are those of the [catalogue][bm_catalog]; time is in days. `vignette(package = "bonemodel")` lists introductions.
#'
#' **For research and education: not a medical device, and not medical advice.**
#'
#' @keywords internal
#' @useDynLib bonemodel, .registration = TRUE, .fixes = "C_"
"_PACKAGE"

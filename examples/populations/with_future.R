# SPDX-License-Identifier: Apache-2.0
# Shards on R's future:
#
#   Rscript with_future.R SCENARIO.json FOLDER SIZE SHARDS
#
# plan() says where the work is done: here in two sessions; on a cluster, for instance plan(cluster, workers = c("a", "b")).
# SIZE is the size of the scenario's cohort. A shard whose file is there already is not simulated again.
library(future)

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 4) stop("usage: Rscript with_future.R SCENARIO.json FOLDER SIZE SHARDS")
scenario <- arguments[1]
folder <- arguments[2]
ends <- floor(seq(0, as.numeric(arguments[3]), length.out = as.numeric(arguments[4]) + 1))
bonesim <- Sys.getenv("BONESIM", "bonesim")
dir.create(folder, showWarnings = FALSE, recursive = TRUE)

simulate <- function(first, last) {
  file <- file.path(folder, sprintf("%015.0f.bms", first))
  if (!file.exists(file)) {
    status <- system2(bonesim, c("run", shQuote(scenario), "--members", sprintf("%.0f:%.0f", first, last),
                                 "--summary", shQuote(file), "--threads", "1", "--quiet"))
    if (status != 0) stop(sprintf("members %.0f:%.0f: bonesim ended with %d", first, last, status))
  }
  file
}

plan(multisession, workers = 2)
parts <- Map(function(first, last) future(simulate(first, last)), head(ends, -1), tail(ends, -1))
files <- vapply(parts, value, character(1))
plan(sequential)
if (system2(bonesim, c("merge", shQuote(files), "--out", shQuote(file.path(folder, "all.csv")))) != 0) quit(status = 1)

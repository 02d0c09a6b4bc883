# SPDX-License-Identifier: Apache-2.0
# Twelve scenarios whose numbers a program in C has written: the same here, to the last bit.

test_that("golden scenarios are the same to the last bit, however they are told", {
    recorded <- golden()
    expect_identical(recorded$calibration, bm_version()$calibration)
    expect_length(recorded$cases, 12)
    for (one in recorded$cases) {
        events <- golden_events(one)
        woman <- quietly(golden_woman(one))
        expected <- bits(golden_values(one))
        expect_identical(bits(golden_run(one, woman, events)), expected, label = one$name)
        told_at_once <- quietly(golden_woman(one, events))
        expect_identical(bits(golden_run(one, told_at_once, NULL)), expected, label = one$name)
        kept <- unserialize(serialize(told_at_once, NULL))
        expect_identical(bits(golden_run(one, kept, NULL, threads = 1)), expected, label = paste(one$name, "kept"))
        expect_identical(bits(golden_run(one, woman, events)), expected, label = paste(one$name, "again"))
    }
})

test_that("workers of package future give the same bits", {
    skip_if_not_installed("future")
    recorded <- golden()$cases
    before <- future::plan(future::multisession, workers = 2)
    on.exit(future::plan(before))
    for (i in c(5, 11)) {
        one <- recorded[[i]]
        woman <- quietly(golden_woman(one, golden_events(one)))
        there <- future::future({
            loadNamespace("bonemodel")
            golden_run(one, woman, NULL)
        }, packages = "bonemodel", globals = list(one = one, woman = woman, golden_run = golden_run, quietly = quietly,
                                                  quantity = quantity))
        expect_identical(bits(future::value(there)), bits(golden_values(one)))
    }
})

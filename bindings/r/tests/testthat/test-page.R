# SPDX-License-Identifier: Apache-2.0

# What a script prints, block by block with the marks around the blocks.
printed <- function(file) {
    lines <- readLines(file)
    marks <- grep("^# \\[", lines)
    place <- new.env(parent = globalenv())
    blocks <- lapply(seq(1, length(marks), by = 2), function(i) {
        code <- parse(text = lines[(marks[[i]] + 1):(marks[[i + 1]] - 1)])
        c(lines[[marks[[i]]]], utils::capture.output(for (one in code) {
            value <- withVisible(eval(one, place))
            if (value$visible) print(value$value)
        }), lines[[marks[[i]]]])
    })
    unlist(blocks)
}

test_that("the code of the page in the documentation prints what the page says", {
    before <- options(digits = 7, width = 120)
    on.exit(options(before))
    expect_identical(printed(system.file("examples", "page.R", package = "bonemodel")),
                     readLines(system.file("examples", "page.out", package = "bonemodel")))
})

# SPDX-License-Identifier: Apache-2.0
# Makes of this folder a source package: Rscript bootstrap.R copies the C library into src, lists its files in src/Makevars,
# copies the golden scenarios, and writes NAMESPACE and man with roxygen2. What it makes is not committed.
args <- commandArgs(FALSE)
here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", args, value = TRUE))))
root <- normalizePath(file.path(here, "..", ".."))
setwd(here)

# ---- the library ----
header <- readLines(file.path(root, "include/bonemodel/bonemodel.h"))
version <- sub('.*"(.*)".*', "\\1", grep("define BM_VERSION_STRING", header, value = TRUE))
if (read.dcf("DESCRIPTION")[[1L, "Version"]] != version)
    stop("bootstrap.R: DESCRIPTION does not have the version of the library, ", version)

unlink(c("src/lib", "src/include", "src/Makevars", "NAMESPACE", "man"), recursive = TRUE)
dir.create("src/include/bonemodel", recursive = TRUE)
writeLines(header, "src/include/bonemodel/bonemodel.h")
files <- sort(list.files(file.path(root, "lib"), "[.][ch]$", recursive = TRUE), method = "radix")
for (folder in unique(dirname(files)))
    dir.create(file.path("src/lib", folder), recursive = TRUE, showWarnings = FALSE)

# The same bits everywhere need no fused multiply-add; flags for that are not portable, so each file says it itself.
exact <- c("#pragma STDC FP_CONTRACT OFF", "#if defined(__GNUC__) && !defined(__clang__)",
           '#pragma GCC optimize("fp-contract=off")', "#endif")
for (file in files) {
    text <- readLines(file.path(root, "lib", file), encoding = "UTF-8")
    writeLines(c(if (endsWith(file, ".c")) exact, text), file.path("src/lib", file), useBytes = TRUE)
}
own <- list.files("src", "[.]c$")
objects <- sub("c$", "o", c(own, file.path("lib", grep("[.]c$", files, value = TRUE))))
writeLines(c("# Written by bootstrap.R.", "PKG_CPPFLAGS = -Iinclude -Ilib -DBM_STATIC -DBM__BUILDING",
             "PKG_CFLAGS = $(C_VISIBILITY)", "PKG_LIBS = -lpthread",
             paste("OBJECTS =", paste(objects, collapse = " \\\n  "))), "src/Makevars")

invisible(file.copy(file.path(root, "tests/golden/golden.json"), "tests/testthat/golden.json", overwrite = TRUE))

# ---- help pages ----
roxygen2::roxygenise(".", roclets = c("namespace", "rd"), load_code = "source")

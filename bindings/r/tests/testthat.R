# SPDX-License-Identifier: Apache-2.0
library(testthat)
library(bonemodel)

test_check("bonemodel")

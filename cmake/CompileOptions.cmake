# SPDX-License-Identifier: Apache-2.0
# What every file of the project is compiled with.

add_compile_options(
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wdouble-promotion)
if(BM_WERROR)
  add_compile_options(-Werror)
endif()

# The same sources give the same numbers with every compiler: no fused multiply-add unless the source says so,
# and never -ffast-math.
add_compile_options(-ffp-contract=off)

# What the library relies on and cannot see where it stands (lib/base/invariant.h).
add_compile_definitions(BM__INVARIANTS=$<BOOL:${BM_INVARIANTS}>)

if(BM_SANITIZE)
  add_compile_options(-fsanitize=${BM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${BM_SANITIZE})
endif()

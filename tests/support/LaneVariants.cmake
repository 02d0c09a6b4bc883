# SPDX-License-Identifier: Apache-2.0
# Lane files compiled for several numbers of lanes and processors, to compare their bits in one program.

# name:lanes:options
set(BM_LANE_VARIANTS "x1:1:" "x2:2:" "x4:4:" "x8:8:")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  list(APPEND BM_LANE_VARIANTS
    "x1_v3:1:-march=x86-64-v3" "x4_v3:4:-march=x86-64-v3" "x8_v3:8:-march=x86-64-v3" "x8_v4:8:-march=x86-64-v4")
endif()

# bm_lane_variants(OUT SOURCE) compiles SOURCE once a variant, with BM__LANES and BM_VARIANT defined, and puts the
# objects into OUT. A table of the variants is in support/lane_variants.h.
function(bm_lane_variants out source)
  get_filename_component(stem ${source} NAME_WE)
  set(objects "")
  foreach(variant ${BM_LANE_VARIANTS})
    string(REPLACE ":" ";" parts "${variant}")
    list(GET parts 0 name)
    list(GET parts 1 lanes)
    list(GET parts 2 options)
    add_library(${stem}_${name} OBJECT ${source})
    target_include_directories(${stem}_${name} PRIVATE
      ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/lib ${PROJECT_SOURCE_DIR}/tests)
    target_compile_definitions(${stem}_${name} PRIVATE BM_STATIC BM__LANES=${lanes} BM_VARIANT=${name})
    target_compile_options(${stem}_${name} PRIVATE -fno-math-errno -Wno-psabi ${options})
    list(APPEND objects $<TARGET_OBJECTS:${stem}_${name}>)
  endforeach()
  set(${out} ${objects} PARENT_SCOPE)
endfunction()

# SPDX-License-Identifier: Apache-2.0
# bm_find_sundials(NAME...) sets SUNDIALS_LIBRARIES and SUNDIALS_INCLUDE_DIR. SUNDIALS' own package file is not used: it
# asks for OpenMP of the compiler at hand, which Debian's clang has not, though CVODE needs none.
macro(bm_find_sundials)
  find_path(SUNDIALS_INCLUDE_DIR cvode/cvode.h REQUIRED)
  set(SUNDIALS_LIBRARIES)
  foreach(name ${ARGN})
    find_library(SUNDIALS_${name}_LIBRARY sundials_${name} REQUIRED)
    list(APPEND SUNDIALS_LIBRARIES ${SUNDIALS_${name}_LIBRARY})
  endforeach()
  find_library(SUNDIALS_generic_LIBRARY sundials_generic)
  if(SUNDIALS_generic_LIBRARY)
    list(APPEND SUNDIALS_LIBRARIES ${SUNDIALS_generic_LIBRARY})
  endif()
endmacro()

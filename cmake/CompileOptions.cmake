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

# The same sources give the same bytes wherever they lie: no path of this machine is in them (of
# two maps that fit, the last one counts).
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}=bonemodel -ffile-prefix-map=${PROJECT_BINARY_DIR}=build)

# What the library relies on and cannot see where it stands (lib/base/invariant.h).
add_compile_definitions(BM__INVARIANTS=$<BOOL:${BM_INVARIANTS}>)

if(BM_SANITIZE)
  add_compile_options(-fsanitize=${BM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${BM_SANITIZE})
endif()

# What makes an error in memory harder to exploit, each where the compiler, the linker and the C library have it. Not with
# sanitizers, which find such errors and have functions of their own in the same places.
# GCC for Windows keeps them in a library that every host would have to link.
if(BM_HARDENING AND NOT BM_SANITIZE AND NOT WIN32)
  include(CheckCSourceCompiles)
  include(CheckLinkerFlag)
  # bm_harden(RESULT OPTION...) adds options to everything, if a program that they matter to compiles and links.
  function(bm_harden result)
    string(JOIN " " CMAKE_REQUIRED_FLAGS -O2 -Werror ${ARGN})
    check_c_source_compiles("
      #include <string.h>
      int main(int argc, char **argv) { char text[9]; strcpy(text, argv[0]); return text[argc]; }" ${result})
  endfunction()
  bm_harden(BM_HAVE_STACK_PROTECTOR -fstack-protector-strong)
  if(BM_HAVE_STACK_PROTECTOR)
    add_compile_options(-fstack-protector-strong)
  endif()
  bm_harden(BM_HAVE_CF_PROTECTION -fcf-protection=full)
  if(BM_HAVE_CF_PROTECTION)
    add_compile_options(-fcf-protection=full)
  endif()
  bm_harden(BM_HAVE_FORTIFY -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  if(BM_HAVE_FORTIFY) # it needs an optimising build
    add_compile_options($<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE> $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
  endif()
  set(options)
  if(UNIX) # of ELF
    set(options relro now noexecstack)
  endif()
  foreach(option ${options})
    check_linker_flag(C LINKER:-z,${option} BM_LINK_${option})
    if(BM_LINK_${option})
      add_link_options(LINKER:-z,${option})
    endif()
  endforeach()
endif()

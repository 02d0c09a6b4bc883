# SPDX-License-Identifier: Apache-2.0
# The installed tree: header, libraries, pkg-config file and CMake package. It can be moved as a whole. Components:
# runtime is the shared library, development what programs are built with, programs is bonesim.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/bonemodel)

install(TARGETS ${BM_LIBRARIES} EXPORT bonemodelTargets
  RUNTIME COMPONENT runtime
  LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
  ARCHIVE COMPONENT development)
install(FILES include/bonemodel/bonemodel.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/bonemodel COMPONENT development)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT runtime)

install(EXPORT bonemodelTargets NAMESPACE bonemodel:: DESTINATION ${package_dir} COMPONENT development)
configure_package_config_file(cmake/bonemodelConfig.cmake.in bonemodelConfig.cmake
  INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# Before 1.0 a new minor version may change the interface.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/bonemodelConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/bonemodelConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/bonemodelConfigVersion.cmake
  DESTINATION ${package_dir} COMPONENT development)

file(RELATIVE_PATH prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" prefix_from_pc ${prefix_from_pc})
# What a program needs beside the library: with the static one, when that is all there is.
set(pc_private)
if(BM_LIBM)
  string(APPEND pc_private " -lm")
endif()
if(BM_THREADS)
  string(APPEND pc_private " -pthread")
endif()
set(pc_public)
set(pc_cflags)
if(NOT TARGET bonemodel)
  set(pc_public ${pc_private})
  set(pc_private)
  set(pc_cflags " -DBM_STATIC")
endif()
configure_file(bonemodel.pc.in bonemodel.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/bonemodel.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
  COMPONENT development)

# SPDX-License-Identifier: Apache-2.0
# The installed tree: header, both libraries, pkg-config file and CMake package. It can be moved as a whole.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/bonemodel)

install(TARGETS bonemodel bonemodel-static EXPORT bonemodelTargets)
install(FILES include/bonemodel/bonemodel.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/bonemodel)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(EXPORT bonemodelTargets NAMESPACE bonemodel:: DESTINATION ${package_dir})
configure_package_config_file(cmake/bonemodelConfig.cmake.in bonemodelConfig.cmake
  INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# Before 1.0 a new minor version may change the interface.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/bonemodelConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/bonemodelConfig.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/bonemodelConfigVersion.cmake
  DESTINATION ${package_dir})

file(RELATIVE_PATH prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" prefix_from_pc ${prefix_from_pc})
configure_file(bonemodel.pc.in bonemodel.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/bonemodel.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

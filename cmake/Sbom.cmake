# SPDX-License-Identifier: Apache-2.0
# Bills of materials, in SPDX 2.3 and CycloneDX 1.5: the library, which has nothing in it but its own sources and needs
# the system's C library alone, and what bonesim needs beside it. Their time is that of the commit, so that two builds of
# one commit have the same.

if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND git -C ${PROJECT_SOURCE_DIR} log -1 --format=%ct
    OUTPUT_VARIABLE epoch OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(epoch)
    set(ENV{SOURCE_DATE_EPOCH} ${epoch})
  endif()
endif()
string(TIMESTAMP sbom_created "%Y-%m-%dT%H:%M:%SZ" UTC) # which reads SOURCE_DATE_EPOCH

set(sbom_spdx_packages)
set(sbom_spdx_relationships)
set(sbom_cdx_components)
set(sbom_cdx_dependencies)

# bm_sbom_component(NAME VERSION LICENSE TYPE): a component that depends on the library or that bonesim depends on.
function(bm_sbom_component name version license type)
  string(APPEND sbom_spdx_packages ",
    {
      \"name\": \"${name}\",
      \"SPDXID\": \"SPDXRef-${name}\",
      \"versionInfo\": \"${version}\",
      \"downloadLocation\": \"NOASSERTION\",
      \"filesAnalyzed\": false,
      \"licenseConcluded\": \"${license}\",
      \"licenseDeclared\": \"${license}\",
      \"copyrightText\": \"NOASSERTION\"
    }")
  if(sbom_cdx_components)
    string(APPEND sbom_cdx_components ", ")
  endif()
  if(license MATCHES " ")
    set(licenses "{\"expression\": \"${license}\"}")
  else()
    set(licenses "{\"license\": {\"id\": \"${license}\"}}")
  endif()
  string(APPEND sbom_cdx_components "
    {\"type\": \"${type}\", \"bom-ref\": \"${name}\", \"name\": \"${name}\", \"version\": \"${version}\",
     \"licenses\": [${licenses}]}")
  set(sbom_spdx_packages "${sbom_spdx_packages}" PARENT_SCOPE)
  set(sbom_cdx_components "${sbom_cdx_components}" PARENT_SCOPE)
endfunction()

# bm_sbom_depends(NAME NEEDED...)
function(bm_sbom_depends name)
  foreach(needed ${ARGN})
    string(APPEND sbom_spdx_relationships ",
    {
      \"spdxElementId\": \"SPDXRef-${name}\",
      \"relationshipType\": \"DEPENDS_ON\",
      \"relatedSpdxElement\": \"SPDXRef-${needed}\"
    }")
  endforeach()
  list(TRANSFORM ARGN REPLACE "(.+)" "\"\\1\"" OUTPUT_VARIABLE quoted)
  list(JOIN quoted ", " quoted)
  string(APPEND sbom_cdx_dependencies ", {\"ref\": \"${name}\", \"dependsOn\": [${quoted}]}")
  set(sbom_spdx_relationships "${sbom_spdx_relationships}" PARENT_SCOPE)
  set(sbom_cdx_dependencies "${sbom_cdx_dependencies}" PARENT_SCOPE)
endfunction()

if(BM_BUILD_BONESIM)
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(CJSON REQUIRED IMPORTED_TARGET libcjson)
  pkg_check_modules(NETTLE REQUIRED IMPORTED_TARGET nettle)
  bm_sbom_component(bonesim ${PROJECT_VERSION} Apache-2.0 application)
  bm_sbom_component(cJSON ${CJSON_VERSION} MIT library)
  bm_sbom_component(nettle ${NETTLE_VERSION} "LGPL-3.0-or-later OR GPL-2.0-or-later" library)
  bm_sbom_depends(bonesim bonemodel cJSON nettle)
endif()

string(UUID sbom_uuid NAMESPACE 6ba7b811-9dad-11d1-80b4-00c04fd430c8 TYPE SHA1
  NAME "bonemodel ${PROJECT_VERSION} ${sbom_created} ${sbom_cdx_components}")
foreach(format spdx cdx)
  configure_file(cmake/bonemodel.${format}.json.in bonemodel.${format}.json @ONLY)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/bonemodel.${format}.json DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT runtime)
endforeach()

# garita_console(TARGET CONSOLE desk|directorate HEADER folder/x.h FUNCTION namespace::function)
# Builds one console's pages with npm and makes a library of them: FUNCTION, declared in HEADER, gives
# the files. Node is needed to build, never to run.
include_guard()
find_program(NPM_PROGRAM npm REQUIRED)
find_program(NODE_PROGRAM node REQUIRED)
set(GARITA_WEB_DIR "${CMAKE_CURRENT_LIST_DIR}")

function(garita_console target)
  cmake_parse_arguments(ARG "" "CONSOLE;HEADER;FUNCTION" "" ${ARGN})
  set(pages "${CMAKE_CURRENT_BINARY_DIR}/pages")
  set(bundle "${CMAKE_CURRENT_BINARY_DIR}/${ARG_CONSOLE}_pages")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS
    "${GARITA_WEB_DIR}/src/*" "${CMAKE_CURRENT_SOURCE_DIR}/src/*")
  add_custom_command(
    OUTPUT "${bundle}.cpp" "${bundle}.bin"
    COMMAND "${GARITA_WEB_DIR}/build" "${ARG_CONSOLE}" "${pages}"
    COMMAND "${NODE_PROGRAM}" "${GARITA_WEB_DIR}/embed.mjs" "${pages}" "${bundle}" "${ARG_HEADER}" "${ARG_FUNCTION}"
    DEPENDS ${sources} "${GARITA_WEB_DIR}/build" "${GARITA_WEB_DIR}/build.mjs" "${GARITA_WEB_DIR}/embed.mjs"
      "${GARITA_WEB_DIR}/package.json" "${GARITA_WEB_DIR}/package-lock.json" "${GARITA_WEB_DIR}/tsconfig.json"
    COMMENT "Building the pages of the ${ARG_CONSOLE}"
    VERBATIM)
  get_filename_component(header "${ARG_HEADER}" NAME)
  garita_library(${target} PUBLIC_HEADERS ${header} SOURCES "${bundle}.cpp" LINKS schema_api)
  set_source_files_properties("${bundle}.cpp" PROPERTIES OBJECT_DEPENDS "${bundle}.bin")
endfunction()

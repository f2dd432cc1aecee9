# What every target of Garita has in common, and the two functions that make one.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

option(GARITA_TESTS "build the tests" ON)
option(GARITA_FUZZ "build the libFuzzer targets (needs clang)" OFF)
set(GARITA_SANITIZE "" CACHE STRING "value of -fsanitize for every target, empty for none")

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE_PROGRAM}")
endif()

add_library(garita_flags INTERFACE)
target_include_directories(garita_flags INTERFACE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")
target_compile_definitions(garita_flags INTERFACE _GLIBCXX_ASSERTIONS GARITA_VERSION="${PROJECT_VERSION}")
target_compile_options(garita_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wold-style-cast -Werror)
if(GARITA_SANITIZE)
  target_compile_options(garita_flags INTERFACE
    -fsanitize=${GARITA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  if(GARITA_SANITIZE MATCHES "undefined")
    # It asks pipe() whether memory is there, which the confined reader may not call.
    target_compile_options(garita_flags INTERFACE -fno-sanitize=vptr)
  endif()
  target_link_options(garita_flags INTERFACE -fsanitize=${GARITA_SANITIZE})
  if(GARITA_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Boost's fences are known to be unseen by TSan; g++ says so once a use.
    target_compile_options(garita_flags INTERFACE -Wno-tsan)
  endif()
endif()

if(GARITA_FUZZ)
  # Every library tells libFuzzer which of its branches were taken; tests/fuzz links the fuzzer.
  target_compile_options(garita_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(garita_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

# garita_library(NAME PUBLIC_HEADERS a.h … SOURCES a.cpp … LINKS other … [PRIVATE_LINKS lib …])
# One folder, one library. Its public headers are a FILE_SET, which tests/structure compiles alone.
# LINKS are names of other folders' targets or of imported libraries that the headers show;
# PRIVATE_LINKS are libraries that only the .cpp files know.
function(garita_library name)
  cmake_parse_arguments(ARG "" "" "PUBLIC_HEADERS;SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(${name} PRIVATE ${ARG_PRIVATE_LINKS})
  else()
    add_library(${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_sources(${name} ${scope} FILE_SET HEADERS BASE_DIRS "${CMAKE_SOURCE_DIR}" FILES ${ARG_PUBLIC_HEADERS})
  target_link_libraries(${name} ${scope} garita_flags ${ARG_LINKS})
  set_property(GLOBAL APPEND PROPERTY GARITA_LIBRARIES ${name})
endfunction()

# garita_program(NAME SOURCES main.cpp … LINKS …)
function(garita_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE garita_flags ${ARG_LINKS})
endfunction()

# garita_test(NAME SOURCES x_test.cpp … LINKS … [LABELS slow …] [TOGETHER word] [WHOLE | PARTS n])
# Every TEST() of the files becomes a ctest test named NAME.Suite.Case, a process each. Those that
# share what is dear to start become one: NAME.word for the ones with the word in their names, NAME
# for all with WHOLE, NAME.1 to NAME.n for a share of all each with PARTS. The fast tier is what has no label `slow`.
function(garita_test name)
  cmake_parse_arguments(ARG "WHOLE" "TIMEOUT;TOGETHER;PARTS" "SOURCES;LINKS;LABELS;DEPENDS" ${ARGN})
  if(NOT GARITA_TESTS)
    return()
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE garita_flags ${ARG_LINKS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE
    GARITA_SOURCE_DIR="${CMAKE_SOURCE_DIR}" GARITA_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
  if(GARITA_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Under sanitizers g++ 12 sees uninitialised members in the library's own std::regex.
    target_compile_options(${name} PRIVATE -Wno-maybe-uninitialized)
  endif()
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
  set(properties TIMEOUT ${ARG_TIMEOUT})
  if(ARG_LABELS)
    list(APPEND properties LABELS "${ARG_LABELS}")
  endif()
  if(ARG_PARTS)
    math(EXPR last "${ARG_PARTS} - 1")
    foreach(part RANGE ${last})
      math(EXPR number "${part} + 1")
      add_test(NAME ${name}.${number} COMMAND ${name})
      set_tests_properties(${name}.${number} PROPERTIES ${properties}
        ENVIRONMENT "GTEST_TOTAL_SHARDS=${ARG_PARTS};GTEST_SHARD_INDEX=${part}")
    endforeach()
    return()
  endif()
  if(ARG_WHOLE)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES ${properties})
    return()
  endif()
  set(filter)
  if(ARG_TOGETHER)
    set(filter TEST_FILTER "-*${ARG_TOGETHER}*")
    add_test(NAME ${name}.${ARG_TOGETHER} COMMAND ${name} "--gtest_filter=*${ARG_TOGETHER}*")
    set_tests_properties(${name}.${ARG_TOGETHER} PROPERTIES ${properties})
  endif()
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    ${filter} PROPERTIES ${properties})
endfunction()

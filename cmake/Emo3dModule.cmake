include(GoogleTest)

# emo3d_module(NAME USES module... LIBS lib... PRIVATE_LIBS lib...)
# One folder emo3d/NAME = one library emo3d_NAME (alias emo3d::NAME). Files named *_test.cpp go to the test program
# emo3d_NAME_test; suites whose name ends in "Golden" get the ctest label `golden`, the others `unit`.
function(emo3d_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;LIBS;PRIVATE_LIBS")
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/emo3d/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  if(sources)
    set(scope PUBLIC)
    set(private PRIVATE)
    add_library(emo3d_${name} ${sources})
    target_compile_options(emo3d_${name} PRIVATE ${emo3d_warnings})
  else()
    set(scope INTERFACE)
    set(private INTERFACE)
    add_library(emo3d_${name} INTERFACE)
  endif()
  add_library(emo3d::${name} ALIAS emo3d_${name})
  list(TRANSFORM arg_USES PREPEND emo3d::)
  target_include_directories(emo3d_${name} ${scope}
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(emo3d_${name} ${scope} emo3d_settings ${arg_USES} ${arg_LIBS} ${private} ${arg_PRIVATE_LIBS})
  set_target_properties(emo3d_${name} PROPERTIES EXPORT_NAME ${name})
  set_property(GLOBAL APPEND PROPERTY EMO3D_MODULES ${name})

  if(EMO3D_TESTS AND tests)
    add_executable(emo3d_${name}_test ${tests})
    target_compile_options(emo3d_${name}_test PRIVATE ${emo3d_warnings})
    target_link_libraries(emo3d_${name}_test PRIVATE emo3d_${name} emo3d_test_support ${arg_PRIVATE_LIBS})
    emo3d_discover_tests(emo3d_${name}_test)
  endif()
endfunction()

function(emo3d_discover_tests target)
  set(golden "${PROJECT_SOURCE_DIR}/../shared/golden")
  if(DEFINED ENV{EMO3D_GOLDEN})
    set(golden "$ENV{EMO3D_GOLDEN}")
  endif()
  set(environment "EMO3D_GOLDEN=${golden}" "EMO3D_DATA=${PROJECT_SOURCE_DIR}/models")
  gtest_discover_tests(${target} TEST_FILTER "*Golden.*" TEST_LIST ${target}_golden DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS golden TIMEOUT 300 ENVIRONMENT "${environment}")
  gtest_discover_tests(${target} TEST_FILTER "-*Golden.*" TEST_LIST ${target}_unit DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS unit TIMEOUT 300 ENVIRONMENT "${environment}")
endfunction()

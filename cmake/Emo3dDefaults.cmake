# Compiler settings shared by every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()
include(GNUInstallDirs)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# Programs load the shared libraries they use, not all that their modules may use. More than a matter of start-up time:
# libsentencepiece carries a protobuf of its own whose symbols clash with the one LibTorch loads, so no program may have
# both.
add_link_options(LINKER:--as-needed)

add_library(emo3d_settings INTERFACE)
target_compile_features(emo3d_settings INTERFACE cxx_std_20)
# No fused multiply-add behind the source's back: pictures are the same bytes for every compiler and instruction set.
target_compile_options(emo3d_settings INTERFACE $<BUILD_INTERFACE:-ffp-contract=off>)
set(emo3d_warnings -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  list(APPEND emo3d_warnings -Wno-restrict)  # false positives on std::string in GCC 12 (GCC bug 105329)
endif()
if(EMO3D_WERROR)
  list(APPEND emo3d_warnings -Werror)
endif()
if(EMO3D_SANITIZE)
  add_compile_options(-fsanitize=${EMO3D_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${EMO3D_SANITIZE})
endif()
if(EMO3D_FUZZ)  # the modules are instrumented, or fuzzing would see no further than the targets' own lines
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()

# Every library the project uses; scripts/setup.sh installs them. Reasons are in docs/architecture.md.
find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(PNG REQUIRED)
find_package(JPEG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(CLI11 2.1 REQUIRED)
find_package(LibArchive REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(SQLite3 3.37 REQUIRED)
find_package(Eigen3 3.4 REQUIRED)
# Headers that only sources include, so installed targets do not ask for them.
add_library(emo3d_eigen INTERFACE)
target_link_libraries(emo3d_eigen INTERFACE $<BUILD_INTERFACE:Eigen3::Eigen>)

# libcurl is loaded when something is downloaded (store/curl_library.h): only its headers are needed here.
find_package(CURL 7.85 REQUIRED)
get_target_property(curl_includes CURL::libcurl INTERFACE_INCLUDE_DIRECTORIES)
add_library(emo3d_curl INTERFACE)
target_include_directories(emo3d_curl SYSTEM INTERFACE $<BUILD_INTERFACE:${curl_includes}>)
target_link_libraries(emo3d_curl INTERFACE ${CMAKE_DL_LIBS})

# oneDNN's own package file asks for OpenCL's headers even where only the CPU engine is used, so it is found by hand.
find_path(ONEDNN_INCLUDE_DIR dnnl.hpp REQUIRED)
find_library(ONEDNN_LIBRARY dnnl REQUIRED)
add_library(emo3d_onednn INTERFACE)
target_include_directories(emo3d_onednn SYSTEM INTERFACE $<BUILD_INTERFACE:${ONEDNN_INCLUDE_DIR}>)
# Debian builds oneDNN on GCC's OpenMP run time; nn sets its number of threads, whichever compiler is used.
target_link_libraries(emo3d_onednn INTERFACE $<BUILD_INTERFACE:${ONEDNN_LIBRARY}> $<INSTALL_INTERFACE:dnnl> gomp)

# Only the headers that read and build buffers are needed; the package's own targets link the library.
find_path(FLATBUFFERS_INCLUDE_DIR flatbuffers/verifier.h REQUIRED)
add_library(emo3d_flatbuffers INTERFACE)
target_include_directories(emo3d_flatbuffers SYSTEM INTERFACE $<BUILD_INTERFACE:${FLATBUFFERS_INCLUDE_DIR}>)

# tinygltf's implementation is compiled once, in exporter, without its image codecs; only the header is needed.
find_path(TINYGLTF_INCLUDE_DIR tiny_gltf.h REQUIRED)
add_library(emo3d_tinygltf INTERFACE)
target_include_directories(emo3d_tinygltf SYSTEM INTERFACE $<BUILD_INTERFACE:${TINYGLTF_INCLUDE_DIR}>)

# Debian's libwebp-dev has no CMake files. The demuxer is for tests.
find_path(WEBP_INCLUDE_DIR webp/mux.h REQUIRED)
find_library(WEBP_LIBRARY webp REQUIRED)
find_library(WEBPMUX_LIBRARY webpmux REQUIRED)
add_library(emo3d_webp INTERFACE)
target_include_directories(emo3d_webp SYSTEM INTERFACE $<BUILD_INTERFACE:${WEBP_INCLUDE_DIR}>)
target_link_libraries(emo3d_webp INTERFACE
  $<BUILD_INTERFACE:${WEBPMUX_LIBRARY}> $<BUILD_INTERFACE:${WEBP_LIBRARY}> $<INSTALL_INTERFACE:webpmux> $<INSTALL_INTERFACE:webp>)

# Debian's libcld2-dev has no CMake files.
find_path(CLD2_INCLUDE_DIR cld2/public/compact_lang_det.h REQUIRED)
find_library(CLD2_LIBRARY cld2 REQUIRED)
add_library(emo3d_cld2 INTERFACE)
target_include_directories(emo3d_cld2 SYSTEM INTERFACE $<BUILD_INTERFACE:${CLD2_INCLUDE_DIR}>)
target_link_libraries(emo3d_cld2 INTERFACE $<BUILD_INTERFACE:${CLD2_LIBRARY}> $<INSTALL_INTERFACE:cld2>)

# Debian's libsentencepiece-dev has no CMake files.
find_path(SENTENCEPIECE_INCLUDE_DIR sentencepiece_processor.h REQUIRED)
find_library(SENTENCEPIECE_LIBRARY sentencepiece REQUIRED)
add_library(emo3d_sentencepiece INTERFACE)
target_include_directories(emo3d_sentencepiece SYSTEM INTERFACE $<BUILD_INTERFACE:${SENTENCEPIECE_INCLUDE_DIR}>)
target_link_libraries(emo3d_sentencepiece INTERFACE
  $<BUILD_INTERFACE:${SENTENCEPIECE_LIBRARY}> $<INSTALL_INTERFACE:sentencepiece>)

# Gumbo reads HTML; text asks it for named characters ("&eacute;"). Debian's libgumbo-dev has no CMake files.
find_path(GUMBO_INCLUDE_DIR gumbo.h REQUIRED)
find_library(GUMBO_LIBRARY gumbo REQUIRED)
add_library(emo3d_gumbo INTERFACE)
target_include_directories(emo3d_gumbo SYSTEM INTERFACE $<BUILD_INTERFACE:${GUMBO_INCLUDE_DIR}>)
target_link_libraries(emo3d_gumbo INTERFACE $<BUILD_INTERFACE:${GUMBO_LIBRARY}> $<INSTALL_INTERFACE:gumbo>)

# Debian's libexif-dev has no CMake files.
find_path(EXIF_INCLUDE_DIR libexif/exif-data.h REQUIRED)
find_library(EXIF_LIBRARY exif REQUIRED)
add_library(emo3d_exif INTERFACE)
target_include_directories(emo3d_exif SYSTEM INTERFACE $<BUILD_INTERFACE:${EXIF_INCLUDE_DIR}>)
target_link_libraries(emo3d_exif INTERFACE $<BUILD_INTERFACE:${EXIF_LIBRARY}> $<INSTALL_INTERFACE:exif>)

# stb_truetype and stb_image_resize are compiled once, in image.
find_path(STB_INCLUDE_DIR stb/stb_truetype.h REQUIRED)
add_library(emo3d_stb INTERFACE)
target_include_directories(emo3d_stb SYSTEM INTERFACE $<BUILD_INTERFACE:${STB_INCLUDE_DIR}>)

if(EMO3D_TESTS)
  find_library(WEBPDEMUX_LIBRARY webpdemux REQUIRED)
  # Debian's libcpp-httplib-dev has no CMake files; the options are those it was built with.
  find_path(HTTPLIB_INCLUDE_DIR httplib.h REQUIRED)
  find_library(HTTPLIB_LIBRARY cpp-httplib REQUIRED)
  add_library(emo3d_httplib INTERFACE)
  target_include_directories(emo3d_httplib SYSTEM INTERFACE ${HTTPLIB_INCLUDE_DIR})
  target_compile_definitions(emo3d_httplib INTERFACE
    CPPHTTPLIB_OPENSSL_SUPPORT CPPHTTPLIB_ZLIB_SUPPORT CPPHTTPLIB_BROTLI_SUPPORT)
  target_link_libraries(emo3d_httplib INTERFACE ${HTTPLIB_LIBRARY})
  find_package(GTest REQUIRED)
  find_path(RAPIDCHECK_INCLUDE_DIR rapidcheck.h REQUIRED)
  find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)
  add_library(emo3d_test_support INTERFACE)
  target_include_directories(emo3d_test_support SYSTEM INTERFACE ${RAPIDCHECK_INCLUDE_DIR})
  target_include_directories(emo3d_test_support INTERFACE ${PROJECT_SOURCE_DIR})
  target_link_libraries(emo3d_test_support INTERFACE GTest::gtest GTest::gmock GTest::gtest_main ${RAPIDCHECK_LIBRARY})
endif()
if(EMO3D_TESTS)  # landmark samples as OpenCV does; where it is installed, a test compares the two
  find_path(OPENCV_INCLUDE_DIR opencv2/imgproc.hpp PATH_SUFFIXES opencv4)
  find_library(OPENCV_CORE_LIBRARY opencv_core)
  find_library(OPENCV_IMGPROC_LIBRARY opencv_imgproc)
endif()
# SCOWL's word lists, free to use with its notice kept: the words that are no spelling mistakes.
find_file(EMO3D_AMERICAN_WORDS american-english-small PATHS /usr/share/dict REQUIRED)
find_file(EMO3D_BRITISH_WORDS british-english-small PATHS /usr/share/dict REQUIRED)
if(EMO3D_BENCH)
  find_package(benchmark REQUIRED)
endif()
if(EMO3D_TRAIN)
  find_package(Torch REQUIRED)
  add_library(emo3d_torch INTERFACE)
  target_include_directories(emo3d_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
  target_link_libraries(emo3d_torch INTERFACE ${TORCH_LIBRARIES})
  # First of all libraries, or the linker takes libsentencepiece for what LibTorch needs of protobuf.
  find_library(PROTOBUF_LIBRARY NAMES libprotobuf.so.32 protobuf REQUIRED)
  target_link_options(emo3d_torch INTERFACE LINKER:--no-as-needed,${PROTOBUF_LIBRARY},--as-needed)
endif()

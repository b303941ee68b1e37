# `cmake --install` puts libraries, headers, data and a package file in place; others then use find_package(emo3d).
include(CMakePackageConfigHelpers)

get_property(modules GLOBAL PROPERTY EMO3D_MODULES)
list(REMOVE_ITEM modules train)
list(TRANSFORM modules PREPEND emo3d_)
install(TARGETS ${modules} emo3d_settings emo3d_onednn emo3d_flatbuffers emo3d_tinygltf emo3d_webp emo3d_exif emo3d_stb emo3d_cld2 emo3d_sentencepiece emo3d_gumbo emo3d_curl emo3d_eigen EXPORT emo3dTargets)
install(EXPORT emo3dTargets NAMESPACE emo3d:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/emo3d)
install(DIRECTORY emo3d DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h"
        PATTERN "train" EXCLUDE PATTERN "tinygltf.h" EXCLUDE PATTERN "flat_table.h" EXCLUDE PATTERN "onednn.h" EXCLUDE PATTERN "glb_builder.h" EXCLUDE PATTERN "glb_mesh.h" EXCLUDE PATTERN "vrm_skeleton.h" EXCLUDE PATTERN "curl_library.h" EXCLUDE REGEX "landmark/similarity.h" EXCLUDE PATTERN "product.h" EXCLUDE PATTERN "png_reader.h" EXCLUDE PATTERN "jpeg_reader.h" EXCLUDE PATTERN "sqlite_database.h" EXCLUDE PATTERN "cache_schema.h" EXCLUDE)
# held_out is for evaluations only.
install(DIRECTORY models/ DESTINATION ${CMAKE_INSTALL_DATADIR}/emo3d PATTERN "held_out" EXCLUDE)
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

configure_package_config_file(cmake/emo3dConfig.cmake.in ${PROJECT_BINARY_DIR}/emo3dConfig.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/emo3d)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/emo3dConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/emo3dConfig.cmake ${PROJECT_BINARY_DIR}/emo3dConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/emo3d)

# emo3d_embed(MODULE FILE.txt...)
# Compiles text files of emo3d/MODULE/data into the module: FILE.txt becomes `std::string_view emo3d::MODULE::FILE_text()`,
# which the module declares itself. So programs need no file beside them, and what they do depends on nothing else.
function(emo3d_embed module)
  foreach(file IN LISTS ARGN)
    set(path ${PROJECT_SOURCE_DIR}/emo3d/${module}/data/${file})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    get_filename_component(name ${file} NAME_WE)
    file(READ ${path} text)
    set(source ${PROJECT_BINARY_DIR}/generated/emo3d/${module}/${name}_text.cpp)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/embedded_text.cpp.in ${source} @ONLY)
    target_sources(emo3d_${module} PRIVATE ${source})
  endforeach()
endfunction()

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
    # clang reminds of the 64 KiB that other compilers must take at least; gcc and clang take any length
    set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
    target_sources(emo3d_${module} PRIVATE ${source})
  endforeach()
endfunction()

# emo3d_embed_binary(MODULE FILE...)
# The same for any bytes: FILE.ext becomes `std::span<const std::uint8_t> emo3d::MODULE::FILE_bytes()`.
function(emo3d_embed_binary module)
  foreach(file IN LISTS ARGN)
    set(path ${PROJECT_SOURCE_DIR}/emo3d/${module}/data/${file})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    get_filename_component(name ${file} NAME_WE)
    file(READ ${path} bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
    set(source ${PROJECT_BINARY_DIR}/generated/emo3d/${module}/${name}_bytes.cpp)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/embedded_bytes.cpp.in ${source} @ONLY)
    target_sources(emo3d_${module} PRIVATE ${source})
  endforeach()
endfunction()

# emo3d_embed_dictionary(MODULE NAME FILE...)
# The lower-case words of four letters or more of word lists (one a line), sorted by their bytes without repetition, as
# `std::string_view emo3d::MODULE::NAME_text()`.
function(emo3d_embed_dictionary module name)
  execute_process(COMMAND sh -c "cat \"$@\" | grep -E '^[a-z]{4,}$' | LC_ALL=C sort -u" sh ${ARGN}
    OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
  set(file ${name}.txt)
  set(source ${PROJECT_BINARY_DIR}/generated/emo3d/${module}/${name}_text.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/embedded_text.cpp.in ${source} @ONLY)
  set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
  target_sources(emo3d_${module} PRIVATE ${source})
endfunction()

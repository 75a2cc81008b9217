# The programs. The agent is static and reproducible: its digest is what evidence shows (PCR1).
if(EXISTS ${CMAKE_SOURCE_DIR}/src/cli/anchorhold_main.cpp)
  add_executable(anchorhold ${CMAKE_SOURCE_DIR}/src/cli/anchorhold_main.cpp)
  target_link_libraries(anchorhold PRIVATE anchorhold_cli)
  if(NOT ANCHORHOLD_SANITIZE AND NOT ANCHORHOLD_FUZZ)
    # Static, since loading and relocating twenty shared libraries takes longer than starting an enclave does. Position
    # independent, so that its addresses stay random.
    set_target_properties(anchorhold PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_link_options(anchorhold PRIVATE -static-pie)
  endif()
  install(TARGETS anchorhold)
endif()
if(EXISTS ${CMAKE_SOURCE_DIR}/src/agent/agent_main.cpp AND NOT ANCHORHOLD_SANITIZE AND NOT ANCHORHOLD_FUZZ)
  add_executable(anchorhold-agent ${CMAKE_SOURCE_DIR}/src/agent/agent_main.cpp)
  target_link_libraries(anchorhold-agent PRIVATE anchorhold_agent)
  target_link_options(anchorhold-agent PRIVATE -static -s)
  install(TARGETS anchorhold-agent DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/anchorhold)
endif()

# What every compiled WebAssembly module is linked with, on the machine that builds an image: the runner of
# src/workload/wasm, as optimized as the module and without sanitizers, and the header of the module's C.
file(GLOB wasi_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/base/*.cpp ${CMAKE_SOURCE_DIR}/src/os/*.cpp
     ${CMAKE_SOURCE_DIR}/src/workload/wasm/*.cpp)
list(FILTER wasi_sources EXCLUDE REGEX "_test\\.cpp$")
add_library(anchorhold-wasi STATIC ${wasi_sources})
target_include_directories(anchorhold-wasi PRIVATE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(anchorhold-wasi PRIVATE -fno-sanitize=all)
set_target_properties(anchorhold-wasi PROPERTIES ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/wasi
                                                 UNITY_BUILD_MODE GROUP)
foreach(file IN LISTS wasi_sources)
  get_filename_component(folder ${file} DIRECTORY)
  set_source_files_properties(${file} PROPERTIES UNITY_GROUP ${folder})
endforeach()
file(GLOB wasi_files ${CMAKE_SOURCE_DIR}/src/workload/wasm/runtime/*)
foreach(file IN LISTS wasi_files)
  get_filename_component(name ${file} NAME)
  configure_file(${file} ${CMAKE_BINARY_DIR}/wasi/${name} COPYONLY)
endforeach()
install(TARGETS anchorhold-wasi DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/anchorhold/wasi)
install(FILES ${wasi_files} DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/anchorhold/wasi)
if(TARGET anchorhold)
  add_dependencies(anchorhold anchorhold-wasi)
endif()

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

# The public library: every pure module in one archive, behind the headers of include/anchorhold alone.
set(anchorhold_public_modules base codec crypto age evidence_nsm appraise image contract receipt api)
list(TRANSFORM anchorhold_public_modules REPLACE "(.+)" "$<TARGET_OBJECTS:anchorhold_\\1>" OUTPUT_VARIABLE anchorhold_objects)
add_library(anchorhold_public STATIC ${anchorhold_objects})
add_library(Anchorhold::anchorhold ALIAS anchorhold_public)
set_target_properties(anchorhold_public PROPERTIES OUTPUT_NAME anchorhold EXPORT_NAME anchorhold LINKER_LANGUAGE CXX)
target_compile_features(anchorhold_public INTERFACE cxx_std_20)
target_include_directories(anchorhold_public INTERFACE
  $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
set(anchorhold_public_libraries hogweed nettle gmp gfshare archive)
target_link_libraries(anchorhold_public INTERFACE OpenSSL::Crypto ${anchorhold_public_libraries})

include(CMakePackageConfigHelpers)
list(TRANSFORM anchorhold_public_libraries PREPEND "-l" OUTPUT_VARIABLE anchorhold_pc_libraries)
list(JOIN anchorhold_pc_libraries " " anchorhold_pc_libraries)
file(RELATIVE_PATH anchorhold_pc_prefix /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(cmake/anchorhold.pc.in anchorhold.pc @ONLY)
write_basic_package_version_file(AnchorholdConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(TARGETS anchorhold_public EXPORT AnchorholdTargets)
install(EXPORT AnchorholdTargets NAMESPACE Anchorhold:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Anchorhold)
install(FILES cmake/AnchorholdConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/AnchorholdConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Anchorhold)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/anchorhold.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(DIRECTORY include/anchorhold DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")

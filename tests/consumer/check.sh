#!/usr/bin/env bash
# check.sh BUILD PROJECT: the installed package is enough to build PROJECT, and its program runs.
set -euo pipefail
build=$1 project=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cmake --install "$build" --prefix "$folder/installed" >/dev/null
cmake -S "$project" -B "$folder/by-cmake" -DCMAKE_PREFIX_PATH="$folder/installed" >/dev/null
cmake --build "$folder/by-cmake" >/dev/null
"$folder/by-cmake/consumer"
"$folder/by-cmake/consumer-c"
pc=$(dirname "$(find "$folder/installed" -name anchorhold.pc)")
# shellcheck disable=SC2046
g++ -std=c++20 "$project/consumer.cpp" -o "$folder/by-pkg-config" $(PKG_CONFIG_PATH=$pc pkg-config --cflags --libs anchorhold)
"$folder/by-pkg-config"

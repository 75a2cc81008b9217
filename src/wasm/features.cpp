#include "wasm/features.h"

#include <array>

namespace anchorhold::wasm {
namespace {

struct FeatureText {
  Feature feature;
  std::string_view name;
  std::string_view advice;
};

constexpr std::array feature_texts = {
    FeatureText{Feature::simd, "SIMD (vector instructions)",
                "compile without it: clang -mno-simd128, rustc -C target-feature=-simd128"},
    FeatureText{Feature::relaxed_simd, "relaxed SIMD",
                "compile without it: clang -mno-relaxed-simd -mno-simd128, rustc -C "
                "target-feature=-relaxed-simd,-simd128"},
    FeatureText{Feature::threads, "threads (shared memory, atomics)",
                "compile without it: clang without -pthread and -matomics, for wasm32-wasi rather "
                "than wasm32-wasi-threads; rustc -C target-feature=-atomics"},
    FeatureText{Feature::memory64, "64-bit memory (memory64)",
                "compile for wasm32-wasi rather than wasm64"},
    FeatureText{Feature::multiple_memories, "multiple memories",
                "link with one memory: clang -mno-multimemory"},
    FeatureText{Feature::exceptions, "exception handling",
                "compile without it: clang -fno-exceptions -mno-exception-handling and without "
                "-mllvm -wasm-enable-sjlj; rustc -C panic=abort"},
    FeatureText{Feature::tail_calls, "tail calls",
                "compile without it: clang -mno-tail-call, rustc -C target-feature=-tail-call"},
    FeatureText{Feature::function_references, "typed function references",
                "have the compiler of the source language leave it off (wasm-opt: "
                "--disable-gc, --disable-typed-function-references)"},
    FeatureText{Feature::garbage_collection, "garbage collection types",
                "the module needs an engine that collects garbage; write it in a language that "
                "keeps its own heap in linear memory"},
    FeatureText{Feature::extended_constants, "extended constant expressions",
                "compile without it: clang -mno-extended-const, and without -fPIC"},
    FeatureText{Feature::stack_switching, "stack switching",
                "have the compiler of the source language leave it off"},
    FeatureText{Feature::wide_arithmetic, "wide arithmetic",
                "compile without it: clang without -mwide-arithmetic, rustc -C "
                "target-feature=-wide-arithmetic"},
    FeatureText{Feature::memory_control, "memory control",
                "have the compiler of the source language leave it off"},
    FeatureText{Feature::custom_page_sizes, "custom page sizes",
                "link without --page-size: pages have 64 KiB"},
    FeatureText{Feature::strings, "reference-typed strings",
                "have the compiler of the source language leave it off"},
    FeatureText{Feature::type_imports, "imports of types",
                "have the compiler of the source language leave it off"},
    FeatureText{Feature::imported_memory, "an imported memory",
                "link without --import-memory: a module has a memory of its own and exports it"},
    FeatureText{Feature::imported_table, "an imported table",
                "link without --import-table and without -shared or -pie"},
    FeatureText{Feature::imported_global, "an imported global",
                "link statically, without -shared or -pie, and without --allow-undefined"},
    FeatureText{Feature::dynamic_linking, "dynamic linking (a shared library)",
                "link a program statically: without -shared or -pie"},
    FeatureText{Feature::object_file, "relocations (an object file, not yet linked)",
                "link it: clang --target=wasm32-wasi with all objects and without -c or -r"},
};

const FeatureText& described(Feature feature) {
  for (const FeatureText& text : feature_texts) {
    if (text.feature == feature) return text;
  }
  return feature_texts[0];
}

}  // namespace

std::string_view feature_name(Feature feature) {
  return described(feature).name;
}

Error unsupported(Feature feature, const Cursor& cursor, std::string_view seen, size_t offset) {
  const FeatureText& text = described(feature);
  return Error{Code::unsupported, std::string(cursor.part_name()),
               "uses " + std::string(text.name) + ", which is not supported"}
      .saw(std::string(seen) + " at offset " + std::to_string(offset))
      .advise(std::string(text.advice));
}

}  // namespace anchorhold::wasm

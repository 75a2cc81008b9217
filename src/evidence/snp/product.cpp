#include "evidence/snp/product.h"

#include <array>

namespace anchorhold::snp {
namespace {

struct ModelRange {
  uint8_t family;
  uint8_t first;
  uint8_t last;
  Product product;
};

constexpr std::array<ModelRange, 4> model_ranges = {{
    {0x19, 0x00, 0x0f, Product::milan},
    {0x19, 0x10, 0x1f, Product::genoa},
    {0x19, 0xa0, 0xaf, Product::genoa},
    {0x1a, 0x00, 0x1f, Product::turin},
}};

struct ProductName {
  std::string_view name;
  Product product;
};

constexpr std::array<ProductName, 5> product_names = {{
    {"Milan", Product::milan},
    {"Genoa", Product::genoa},
    {"Bergamo", Product::genoa},
    {"Siena", Product::genoa},
    {"Turin", Product::turin},
}};

}  // namespace

std::string_view product_name(Product product) {
  static constexpr std::array<std::string_view, 3> names = {"Milan", "Genoa", "Turin"};
  return names[static_cast<size_t>(product)];
}

std::optional<Product> product_from_cpuid(const Cpuid& cpuid) {
  for (const ModelRange& range : model_ranges) {
    if (cpuid.family == range.family && range.first <= cpuid.model && cpuid.model <= range.last)
      return range.product;
  }
  return std::nullopt;
}

std::string_view without_stepping(std::string_view certified_name) {
  return certified_name.substr(0, certified_name.find('-'));
}

std::optional<Product> product_from_name(std::string_view certified_name) {
  const std::string_view stem = without_stepping(certified_name);
  for (const ProductName& known : product_names) {
    if (stem == known.name) return known.product;
  }
  return std::nullopt;
}

}  // namespace anchorhold::snp

#pragma once
// The lines of EPYC processors that make SEV-SNP reports. Each has a root key of its own.

#include <cstdint>
#include <optional>
#include <string_view>

namespace anchorhold::snp {

// Product: a line, by the name of its root. Bergamo and Siena belong to Genoa's.
enum class Product : uint8_t { milan, genoa, turin };

std::string_view product_name(Product product);  // "Milan", "Genoa", "Turin"

// Cpuid: what CPUID Fn0000_0001 EAX says, in the combined form of a report.
struct Cpuid {
  uint8_t family = 0;
  uint8_t model = 0;
  uint8_t stepping = 0;
  bool operator==(const Cpuid&) const = default;
};

// product_from_cpuid: by family and model; none where no product with SEV-SNP is known.
// Source: AMD 57230, chapter 3; AMD 56860, ATTESTATION_REPORT, CPUID fields.
std::optional<Product> product_from_cpuid(const Cpuid& cpuid);

// without_stepping: the productName of a certificate without its stepping: "Milan-B0" is "Milan".
std::string_view without_stepping(std::string_view certified_name);

// product_from_name: by the productName of a certificate, with or without a stepping.
std::optional<Product> product_from_name(std::string_view certified_name);

}  // namespace anchorhold::snp

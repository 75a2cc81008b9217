#include "evidence/snp/launch_digest.h"

#include <algorithm>

#include "base/writer.h"
#include "crypto/hash.h"
#include "evidence/snp/ovmf.h"

namespace anchorhold::snp {
namespace {

constexpr uint32_t most_processors = 4096;
constexpr uint64_t vmsa_address = 0xfffffffff000;

// PageType: of SNP_LAUNCH_UPDATE.
enum class PageType : uint8_t { normal = 1, vmsa, zero, unmeasured, secrets, cpuid };

// LaunchContext: the running digest of a guest's launch.
class LaunchContext {
 public:
  explicit LaunchContext(const Digest384& digest) : digest_(digest) {}
  const Digest384& digest() const { return digest_; }

  void add_data(PageType type, uint64_t address, ByteView pages) {
    for (size_t offset = 0; offset < pages.size(); offset += page_size)
      add(type, address + offset, crypto::sha384(pages.subspan(offset, page_size)));
  }
  // Pages whose content the digest does not cover.
  void add_empty(PageType type, uint64_t address, uint64_t size) {
    for (uint64_t offset = 0; offset < size; offset += page_size)
      add(type, address + offset, Digest384{});
  }

 private:
  // PAGE_INFO: the digest so far, the content's, the length, type, IMI, permissions, address.
  void add(PageType type, uint64_t address, const Digest384& content) {
    constexpr uint8_t length = 0x70;
    ByteArray<16> tail = {length, 0, static_cast<uint8_t>(type)};
    for (size_t i = 0; i < 8; ++i) tail[8 + i] = static_cast<uint8_t>(address >> (8 * i));
    digest_ = crypto::sha384({digest_, content, tail});
  }

  Digest384 digest_;
};

Error denied(std::string message) {
  return {Code::denied, "launch digest", std::move(message)};
}

Status add_kernel_hashes(const Ovmf& ovmf, const MetadataSection& section,
                         const std::optional<Kernel>& kernel, LaunchContext& context) {
  if (!kernel) {
    context.add_empty(PageType::zero, section.address, section.size);
    return {};
  }
  const Bytes table = kernel_hashes_table(*kernel);
  const size_t offset = ovmf.kernel_hashes_table.value_or(0) % page_size;
  if (!ovmf.kernel_hashes_table || section.size != page_size || offset + table.size() > page_size)
    return denied("the firmware has no place for the hashes of the kernel");
  Bytes page(page_size);
  std::ranges::copy(table, page.begin() + static_cast<std::ptrdiff_t>(offset));
  context.add_data(PageType::normal, section.address, page);
  return {};
}

Status add_section(const Ovmf& ovmf, const MetadataSection& section, const Launch& launch,
                   LaunchContext& context) {
  switch (section.kind) {
    case MetadataKind::sec_memory:
      context.add_empty(launch.monitor == Monitor::gce ? PageType::unmeasured : PageType::zero,
                        section.address, section.size);
      return {};
    case MetadataKind::svsm_calling_area:
      context.add_empty(PageType::zero, section.address, section.size);
      return {};
    case MetadataKind::secrets:
      context.add_empty(PageType::secrets, section.address, page_size);
      return {};
    case MetadataKind::cpuid:
      // EC2 adds this page after all others.
      if (launch.monitor != Monitor::ec2)
        context.add_empty(PageType::cpuid, section.address, page_size);
      return {};
    case MetadataKind::kernel_hashes:
      break;
  }
  return add_kernel_hashes(ovmf, section, launch.kernel, context);
}

Status add_metadata(const Ovmf& ovmf, const Launch& launch, LaunchContext& context) {
  for (const MetadataSection& section : ovmf.metadata)
    AH_TRY(add_section(ovmf, section, launch, context));
  for (const MetadataSection& section : ovmf.metadata) {
    if (launch.monitor == Monitor::ec2 && section.kind == MetadataKind::cpuid)
      context.add_empty(PageType::cpuid, section.address, page_size);
  }
  const bool hashed = std::ranges::any_of(ovmf.metadata, [](const MetadataSection& section) {
    return section.kind == MetadataKind::kernel_hashes;
  });
  if (launch.kernel && !hashed)
    return denied("the firmware does not check the kernel, so that no digest covers it");
  return {};
}

Status check_processors(const Ovmf& ovmf, const Launch& launch) {
  if (launch.processors == 0 || launch.processors > most_processors) {
    return Error{Code::invalid_argument, "launch digest", "impossible number of processors"}
        .want("1 to " + std::to_string(most_processors))
        .saw(std::to_string(launch.processors));
  }
  if (launch.processors > 1 && !ovmf.reset_address)
    return denied("the firmware has no address at which other processors start");
  return {};
}

// The page of the boot processor, and the one of all others.
struct Pages {
  Bytes first;
  Bytes other;
};

Pages processor_pages(const Ovmf& ovmf, const Launch& launch, uint64_t features) {
  const auto page = [&](uint32_t address) {
    return vmsa_page(launch.monitor, address, features, launch.processor_signature);
  };
  return {.first = page(boot_address), .other = page(ovmf.reset_address.value_or(boot_address))};
}

// What plain SEV measures: the image, and the table of hashes as QEMU writes it into the guest.
Result<crypto::Sha256> sev_pages(const Ovmf& ovmf, const std::optional<Kernel>& kernel) {
  crypto::Sha256 hash;
  hash.update(ovmf.image);
  if (!kernel) return hash;
  if (!ovmf.kernel_hashes_table)
    return denied("the firmware has no place for the hashes of the kernel");
  hash.update(kernel_hashes_table(*kernel));
  return hash;
}

LaunchContext after_firmware(const Ovmf& ovmf) {
  LaunchContext context{Digest384{}};
  context.add_data(PageType::normal, ovmf.address(), ovmf.image);
  return context;
}

}  // namespace

Result<Digest384> snp_firmware_digest(ByteView firmware) {
  AH_ASSIGN(const Ovmf ovmf, parse_ovmf(firmware));
  return after_firmware(ovmf).digest();
}

Result<Digest384> snp_launch_digest(const Launch& launch) {
  AH_ASSIGN(const Ovmf ovmf, parse_ovmf(launch.firmware));
  AH_TRY(check_processors(ovmf, launch));
  LaunchContext context =
      launch.firmware_digest ? LaunchContext(*launch.firmware_digest) : after_firmware(ovmf);
  AH_TRY(add_metadata(ovmf, launch, context));
  const Pages pages = processor_pages(ovmf, launch, launch.features);
  for (uint32_t i = 0; i < launch.processors; ++i)
    context.add_data(PageType::vmsa, vmsa_address, i == 0 ? pages.first : pages.other);
  return context.digest();
}

Result<Digest256> sev_es_launch_digest(const Launch& launch) {
  AH_ASSIGN(const Ovmf ovmf, parse_ovmf(launch.firmware));
  AH_TRY(check_processors(ovmf, launch));
  AH_ASSIGN(crypto::Sha256 hash, sev_pages(ovmf, launch.kernel));
  const Pages pages = processor_pages(ovmf, launch, 0);
  for (uint32_t i = 0; i < launch.processors; ++i) hash.update(i == 0 ? pages.first : pages.other);
  return hash.finish();
}

Result<Digest256> sev_launch_digest(const Launch& launch) {
  AH_ASSIGN(const Ovmf ovmf, parse_ovmf(launch.firmware));
  AH_ASSIGN(crypto::Sha256 hash, sev_pages(ovmf, launch.kernel));
  return hash.finish();
}

}  // namespace anchorhold::snp

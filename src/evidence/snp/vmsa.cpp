#include "evidence/snp/vmsa.h"

#include <array>

namespace anchorhold::snp {
namespace {

constexpr size_t vmsa_size = 4096;

// Offsets of the fields that are not zero.
constexpr size_t es = 0x000;
constexpr size_t cs = 0x010;
constexpr size_t ss = 0x020;
constexpr size_t ds = 0x030;
constexpr size_t fs = 0x040;
constexpr size_t gs = 0x050;
constexpr size_t gdtr = 0x060;
constexpr size_t ldtr = 0x070;
constexpr size_t idtr = 0x080;
constexpr size_t tr = 0x090;
constexpr size_t efer = 0x0d0;
constexpr size_t cr4 = 0x148;
constexpr size_t cr0 = 0x158;
constexpr size_t dr7 = 0x160;
constexpr size_t dr6 = 0x168;
constexpr size_t rflags = 0x170;
constexpr size_t rip = 0x178;
constexpr size_t g_pat = 0x268;
constexpr size_t rdx = 0x310;
constexpr size_t sev_features = 0x3b0;
constexpr size_t xcr0 = 0x3e8;
constexpr size_t mxcsr = 0x408;
constexpr size_t x87_fcw = 0x410;

// Choices: where the monitors differ.
struct Choices {
  uint16_t boot_cs_attributes;
  uint16_t ss_attributes;
  uint16_t tr_attributes;
  uint64_t pat;
  uint32_t mxcsr;
  uint16_t fcw;
  bool signature_in_rdx;  // else the value that processors have after reset
};

constexpr std::array<Choices, 3> choices = {{
    {0x9b, 0x93, 0x8b, 0x7040600070406, 0x1f80, 0x37f, true},
    {0x9a, 0x92, 0x83, 0x7040600070406, 0, 0, false},
    {0x9b, 0x93, 0x8b, 0x0000000070106, 0, 0, false},
}};

constexpr uint64_t reset_rdx = 0x600;

template <class T>
void put(Bytes& page, size_t offset, T value) {
  for (size_t i = 0; i < sizeof(T); ++i)
    page[offset + i] = static_cast<uint8_t>(static_cast<uint64_t>(value) >> (8 * i));
}

struct Segment {
  uint16_t selector = 0;
  uint16_t attributes = 0;
  uint64_t base = 0;
};

void put_segment(Bytes& page, size_t offset, const Segment& segment) {
  constexpr uint32_t limit = 0xffff;
  put(page, offset, segment.selector);
  put(page, offset + 2, segment.attributes);
  put(page, offset + 4, limit);
  put(page, offset + 8, segment.base);
}

void put_segments(Bytes& page, const Choices& chosen, uint32_t address) {
  constexpr uint16_t data = 0x93;
  const uint16_t code = address == boot_address ? chosen.boot_cs_attributes : uint16_t{0x9b};
  for (const size_t offset : {es, ds, fs, gs}) put_segment(page, offset, {.attributes = data});
  put_segment(page, ss, {.attributes = chosen.ss_attributes});
  put_segment(page, cs, {.selector = 0xf000, .attributes = code, .base = address & 0xffff0000U});
  put_segment(page, gdtr, {});
  put_segment(page, idtr, {});
  put_segment(page, ldtr, {.attributes = 0x82});
  put_segment(page, tr, {.attributes = chosen.tr_attributes});
}

}  // namespace

Bytes vmsa_page(Monitor monitor, uint32_t address, uint64_t features, uint32_t signature) {
  const Choices& chosen = choices[static_cast<size_t>(monitor)];
  Bytes page(vmsa_size);
  put_segments(page, chosen, address);
  put(page, efer, uint64_t{0x1000});  // SVME
  put(page, cr4, uint64_t{0x40});     // MCE
  put(page, cr0, uint64_t{0x10});
  put(page, dr7, uint64_t{0x400});
  put(page, dr6, uint64_t{0xffff0ff0});
  put(page, rflags, uint64_t{2});
  put(page, rip, uint64_t{address & 0xffffU});
  put(page, g_pat, chosen.pat);
  put(page, rdx, chosen.signature_in_rdx ? uint64_t{signature} : reset_rdx);
  put(page, sev_features, features);
  put(page, xcr0, uint64_t{1});
  put(page, mxcsr, chosen.mxcsr);
  put(page, x87_fcw, chosen.fcw);
  return page;
}

}  // namespace anchorhold::snp

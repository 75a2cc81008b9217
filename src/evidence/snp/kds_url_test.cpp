#include "evidence/snp/kds_url.h"

#include <gtest/gtest.h>

namespace anchorhold::snp {
namespace {

ByteArray<64> chip() {
  ByteArray<64> id{};
  for (size_t i = 0; i < id.size(); ++i) id[i] = static_cast<uint8_t>(i);
  return id;
}

TEST(KdsUrl, NamesChipAndPatchLevelsOfFamily19h) {
  const TcbVersion tcb{{3, 0, 0, 0, 0, 0, 8, 115}};
  EXPECT_EQ(vcek_url(kds_site, Product::milan, chip(), tcb),
            "https://kdsintf.amd.com/vcek/v1/Milan/"
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
            "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
            "?blSPL=03&teeSPL=00&snpSPL=08&ucodeSPL=115");
}

TEST(KdsUrl, NamesShortIdAndFmcOfTurin) {
  const TcbVersion tcb{{1, 2, 3, 4, 0, 0, 0, 71}};
  EXPECT_EQ(vcek_url("http://localhost:1", Product::turin, chip(), tcb),
            "http://localhost:1/vcek/v1/Turin/0001020304050607"
            "?fmcSPL=01&blSPL=02&teeSPL=03&snpSPL=04&ucodeSPL=71");
}

TEST(KdsUrl, TellsVlekFromVcek) {
  EXPECT_EQ(cert_chain_url(kds_site, Product::genoa, SigningKey::vcek),
            "https://kdsintf.amd.com/vcek/v1/Genoa/cert_chain");
  EXPECT_EQ(crl_url(kds_site, Product::genoa, SigningKey::vlek),
            "https://kdsintf.amd.com/vlek/v1/Genoa/crl");
}

}  // namespace
}  // namespace anchorhold::snp

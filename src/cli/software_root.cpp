#include "cli/software_root.h"

#include <filesystem>

#include "os/clock.h"
#include "os/file.h"
#include "os/random.h"

namespace anchorhold::cli {

namespace {
constexpr size_t kMaxPemBytes = 16384;
}

Result<attester::SoftwareRoot> load_software_root(const std::string& home) {
  const std::string folder = home + "/tee";
  const std::string certificate_path = folder + "/software-root.pem";
  const std::string key_path = folder + "/software-root.key";
  std::error_code error;
  if (!std::filesystem::exists(key_path, error)) {
    AH_TRY(os::make_private_folder(folder));
    os::SystemRandom random;
    AH_ASSIGN(const attester::SoftwareRoot made,
              attester::SoftwareRoot::generate(random, os::now()));
    AH_TRY(os::write_file(certificate_path, bytes_of(made.certificate_pem())));
    // The key comes last and is never overwritten: of two first uses at once, one fails and says
    // so.
    AH_ASSIGN(const SecretBytes key, made.key_pem());
    AH_TRY(os::write_private_file(key_path, key.view()));
  }
  AH_ASSIGN(const Bytes certificate, os::read_file(certificate_path, kMaxPemBytes));
  AH_ASSIGN(Bytes key, os::read_file(key_path, kMaxPemBytes));
  auto root = attester::SoftwareRoot::from_pem(text_of(certificate), text_of(key));
  wipe(key);
  return root;
}

}  // namespace anchorhold::cli

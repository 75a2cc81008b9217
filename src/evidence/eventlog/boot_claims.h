#pragma once
// What was booted.

#include "claims/claims.h"
#include "evidence/eventlog/story.h"

namespace anchorhold::eventlog {

// claim_boot: firmware_version, boot_image_N (EFI images: path and digests), boot_file_N (files and
// sections that a boot loader measured: name and digests), kernel_cmdline, grub_commands,
// initrd_BANK and load_options_BANK (systemd-stub and the kernel's EFI stub), gpt_disk_guid_N,
// separator_error_N, gce_confidential_technology. Texts are those that were measured; paths, names
// and prefixes beside a digest of something else are what the log calls it. Lists end after 512.
void claim_boot(const Story& story, Claims& claims);

}  // namespace anchorhold::eventlog

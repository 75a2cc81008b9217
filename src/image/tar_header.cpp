#include "image/tar_header.h"

#include <algorithm>
#include <optional>

#include "image/names.h"

namespace anchorhold::image {
namespace {

constexpr size_t name_size = 100;
constexpr size_t max_pax_bytes = 2 * (max_path + 64);

// Where the fields of a ustar block begin (POSIX.1-2017, pax, "ustar Interchange Format").
enum Field : size_t {
  at_mode = 100,
  at_uid = 108,
  at_gid = 116,
  at_size = 124,
  at_time = 136,
  at_checksum = 148,
  at_type = 156,
  at_target = 157,
  at_magic = 257,
  at_devmajor = 329,
  at_devminor = 337,
};

void put_text(MutableBytes block, size_t at, std::string_view text) {
  std::copy(text.begin(), text.end(), block.begin() + static_cast<std::ptrdiff_t>(at));
}

void put_octal(MutableBytes block, size_t at, size_t digits, uint64_t value) {
  for (size_t i = digits; i-- > 0; value >>= 3)
    block[at + i] = static_cast<uint8_t>('0' + (value & 7));
}

uint64_t checksum(ByteView block) {
  uint64_t sum = 0;
  for (size_t i = 0; i < block.size(); ++i)
    sum += i >= at_checksum && i < at_type ? uint8_t{' '} : block[i];
  return sum;
}

void append_block(Bytes& out, std::string_view name, char type, unsigned mode, uint64_t size,
                  std::string_view target) {
  ByteArray<tar_block> block{};
  put_text(block, 0, name.substr(0, name_size));
  put_octal(block, at_mode, 7, mode);
  put_octal(block, at_uid, 7, 0);
  put_octal(block, at_gid, 7, 0);
  put_octal(block, at_size, 11, size);
  put_octal(block, at_time, 11, 0);
  block[at_type] = static_cast<uint8_t>(type);
  put_text(block, at_target, target.substr(0, name_size));
  put_text(block, at_magic, std::string_view("ustar\00000", 8));
  put_octal(block, at_devmajor, 7, 0);
  put_octal(block, at_devminor, 7, 0);
  put_octal(block, at_checksum, 6, checksum(block));
  block[at_checksum + 7] = ' ';
  append(out, block);
}

// "LEN key=value\n", where LEN counts its own digits too.
std::string pax_record(std::string_view key, std::string_view value) {
  const size_t rest = key.size() + value.size() + 3;
  size_t length = rest + 1;
  while (std::to_string(length).size() + rest != length) ++length;
  return std::to_string(length) + " " + std::string(key) + "=" + std::string(value) + "\n";
}

char type_char(EntryType type) {
  switch (type) {
    case EntryType::directory:
      return '5';
    case EntryType::symlink:
      return '2';
    case EntryType::hardlink:
      return '1';
    case EntryType::file:
      break;
  }
  return '0';
}

unsigned mode_of(const Entry& entry) {
  if (entry.type == EntryType::symlink) return 0777;
  return entry.type == EntryType::directory || entry.executable ? 0755 : 0644;
}

std::string field(ByteView block, size_t at, size_t size) {
  const std::string_view text = text_of(block.subspan(at, size));
  return std::string(text.substr(0, text.find('\0')));
}

Result<uint64_t> octal(ByteView block, size_t at, size_t digits) {
  uint64_t value = 0;
  for (const uint8_t byte : block.subspan(at, digits)) {
    if (byte < '0' || byte > '7')
      return Error{Code::malformed, "layer header", "number that is not octal"};
    value = value << 3 | static_cast<uint64_t>(byte - '0');
  }
  return value;
}

// The value of a record that stands at the front of `pax`, which moves past it.
std::optional<std::string> take_record(std::string_view& pax, std::string_view key) {
  const std::string start = " " + std::string(key) + "=";
  const size_t space = pax.find(' ');
  if (space == std::string_view::npos || pax.substr(space, start.size()) != start)
    return std::nullopt;
  const size_t begin = space + start.size();
  const size_t end = pax.find('\n', begin);
  if (end == std::string_view::npos) return std::nullopt;
  std::string value(pax.substr(begin, end - begin));
  pax.remove_prefix(end + 1);
  return value;
}

}  // namespace

Bytes encode_header(const Entry& entry) {
  const std::string name = entry.path + (entry.type == EntryType::directory ? "/" : "");
  std::string pax;
  if (name.size() > name_size) pax += pax_record("path", name);
  if (entry.target.size() > name_size) pax += pax_record("linkpath", entry.target);
  Bytes out;
  if (!pax.empty()) {
    append_block(out, "././@PaxHeader", 'x', 0644, pax.size(), "");
    append(out, bytes_of(pax));
    out.resize(padded(out.size()));
  }
  append_block(out, name, type_char(entry.type), mode_of(entry),
               entry.type == EntryType::file ? entry.size : 0, entry.target);
  return out;
}

Result<size_t> pax_size(ByteView block) {
  if (block[at_type] != 'x') return size_t{0};
  AH_ASSIGN(const uint64_t size, octal(block, at_size, 11));
  if (size == 0 || size > max_pax_bytes) {
    return Error{Code::malformed, "layer header", "pax header of another size than paths need"};
  }
  return static_cast<size_t>(size);
}

Result<Entry> parse_header(std::string_view pax, ByteView block) {
  Entry entry;
  entry.path = field(block, 0, name_size);
  entry.target = field(block, at_target, name_size);
  if (auto path = take_record(pax, "path")) entry.path = *path;
  if (auto target = take_record(pax, "linkpath")) entry.target = *target;
  if (!pax.empty())
    return Error{Code::malformed, printable(entry.path), "pax records that no entry of ours has"};
  switch (block[at_type]) {
    case '0':
      entry.type = EntryType::file;
      break;
    case '1':
      entry.type = EntryType::hardlink;
      break;
    case '2':
      entry.type = EntryType::symlink;
      break;
    case '5':
      entry.type = EntryType::directory;
      break;
    default:
      return Error{Code::malformed, printable(entry.path),
                   "entry type that the canonical layer does not have"}
          .want("directory, file, symbolic or hard link");
  }
  if (entry.type == EntryType::directory && !entry.path.empty()) entry.path.pop_back();
  AH_ASSIGN(const uint64_t mode, octal(block, at_mode, 7));
  entry.executable =
      mode == 0755 && (entry.type == EntryType::file || entry.type == EntryType::hardlink);
  AH_ASSIGN(entry.size, octal(block, at_size, 11));
  return entry;
}

}  // namespace anchorhold::image

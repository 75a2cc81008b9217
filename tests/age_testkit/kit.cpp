#include "kit.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

#include "testkit/vectors.h"

namespace anchorhold::age::kit {

namespace {

Bytes inflate(ByteView packed) {
  for (uLongf size = 1 << 20;; size *= 2) {
    Bytes out(size);
    uLongf made = size;
    const int status = ::uncompress(out.data(), &made, packed.data(), packed.size());
    if (status == Z_BUF_ERROR) continue;
    EXPECT_EQ(status, Z_OK);
    out.resize(made);
    return out;
  }
}

void set_field(Vector& vector, bool& compressed, std::string_view key, std::string_view value) {
  if (key == "expect") {
    vector.expect = value;
  } else if (key == "payload") {
    vector.payload_hash = value;
  } else if (key == "identity") {
    Result<Identity> identity = Identity::parse(value);
    if (identity.ok()) {
      vector.identities.push_back(std::move(*identity));
    } else {
      EXPECT_EQ(identity.error().code, Code::unsupported) << vector.name;
      vector.post_quantum = true;
    }
  } else if (key == "passphrase") {
    vector.passphrase = value;
  } else if (key == "armored") {
    vector.armored = true;
  } else if (key == "compressed") {
    EXPECT_EQ(value, "zlib");
    compressed = true;
  } else {
    EXPECT_TRUE(key == "file key" || key == "comment") << vector.name << ": " << key;
  }
}

Vector parse(const std::string& name, std::string_view text) {
  Vector vector;
  vector.name = name;
  bool compressed = false;
  for (;;) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(line.size() + 1);
    if (line.empty()) break;
    const size_t colon = line.find(": ");
    set_field(vector, compressed, line.substr(0, colon), line.substr(colon + 2));
  }
  vector.file = compressed ? inflate(bytes_of(text)) : copy_of(bytes_of(text));
  return vector;
}

}  // namespace

std::vector<Vector> load(const std::filesystem::path& folder) {
  std::vector<Vector> vectors;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    vectors.push_back(parse(entry.path().filename(), testkit::read_text(entry.path())));
  }
  std::sort(vectors.begin(), vectors.end(),
            [](const Vector& a, const Vector& b) { return a.name < b.name; });
  return vectors;
}

}  // namespace anchorhold::age::kit

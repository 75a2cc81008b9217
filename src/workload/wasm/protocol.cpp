#include "workload/wasm/protocol.h"

#include <algorithm>
#include <climits>
#include <set>

#include "base/reader.h"
#include "base/writer.h"

namespace anchorhold::wasi {

namespace {

constexpr std::string_view setup_name = "setup of a WebAssembly program";

void put_text(Writer& out, std::string_view text) {
  out.u32be(static_cast<uint32_t>(text.size())).text(text);
}

// What the kernel takes as one path: not empty, no NUL.
Result<std::string> path_from(Reader& in) {
  AH_ASSIGN(const uint32_t size, in.u32be());
  if (size == 0 || size >= PATH_MAX) return in.error("a path that is empty or too long");
  AH_ASSIGN(const ByteView text, in.view(size));
  if (text_of(text).find('\0') != std::string_view::npos) return in.error("NUL inside a path");
  return string_of(text);
}

Result<bool> flag_from(Reader& in) {
  AH_ASSIGN(const uint8_t value, in.u8());
  if (value > 1) return in.error("a flag that is neither 0 nor 1");
  return value == 1;
}

Result<Folder> folder_from(Reader& in) {
  Folder folder;
  AH_ASSIGN(folder.name, path_from(in));
  AH_ASSIGN(folder.path, path_from(in));
  AH_ASSIGN(folder.read_only, flag_from(in));
  return folder;
}

bool is_file_name(std::string_view name) {
  return name.size() <= NAME_MAX && name.find('/') == std::string_view::npos && name != "." &&
         name != "..";
}

Result<Input> input_from(Reader& in) {
  Input input;
  AH_ASSIGN(input.name, path_from(in));
  if (!is_file_name(input.name)) return in.error("an input whose name is not that of a file");
  AH_ASSIGN(input.bytes, in.u64be());
  if (input.bytes > INT64_MAX) return in.error("an input larger than any file");
  return input;
}

}  // namespace

Bytes encode(const Setup& setup) {
  Writer out;
  out.u32be(static_cast<uint32_t>(setup.folders.size()));
  for (const Folder& folder : setup.folders) {
    put_text(out, folder.name);
    put_text(out, folder.path);
    out.u8(folder.read_only ? 1 : 0);
  }
  out.u8(setup.inputs_name.empty() ? 0 : 1);
  if (setup.inputs_name.empty()) return out.take();
  put_text(out, setup.inputs_name);
  out.u32be(static_cast<uint32_t>(setup.inputs.size()));
  for (const Input& input : setup.inputs) {
    put_text(out, input.name);
    out.u64be(input.bytes);
  }
  return out.take();
}

Result<Setup> decode_setup(ByteView message) {
  Reader in(setup_name, message);
  if (message.size() > max_setup_bytes) return in.error("too long");
  Setup setup;
  std::set<std::string> seen;
  AH_ASSIGN(const uint32_t folders, in.u32be());
  if (folders > max_folders) return in.error("too many folders");
  for (uint32_t i = 0; i < folders; ++i) {
    AH_ASSIGN(Folder folder, folder_from(in));
    if (!seen.insert(folder.name).second) return in.error("two folders of one name");
    setup.folders.push_back(std::move(folder));
  }
  AH_ASSIGN(const bool has_inputs, flag_from(in));
  if (has_inputs) {
    AH_ASSIGN(setup.inputs_name, path_from(in));
    if (seen.contains(setup.inputs_name)) return in.error("two folders of one name");
    seen.clear();
    AH_ASSIGN(const uint32_t inputs, in.u32be());
    for (uint32_t i = 0; i < inputs; ++i) {
      AH_ASSIGN(Input input, input_from(in));
      if (!seen.insert(input.name).second) return in.error("two inputs of one name");
      setup.inputs.push_back(std::move(input));
    }
  }
  AH_TRY(in.finish());
  return setup;
}

Status send_setup(Sink& to, const Setup& setup) {
  const Bytes message = encode(setup);
  Writer out;
  out.u32be(static_cast<uint32_t>(message.size())).bytes(message);
  return to.write(out.view());
}

Result<Setup> receive_setup(Source& from) {
  ByteArray<4> prefix;
  AH_ASSIGN(const size_t begun, read_full(from, prefix));
  Reader in(setup_name, ByteView(prefix).first(begun));
  AH_ASSIGN(const uint32_t size, in.u32be());
  if (size > max_setup_bytes) return in.error("too long");
  Bytes message(size);
  AH_ASSIGN(const size_t count, read_full(from, message));
  return decode_setup(ByteView(message).first(count));
}

ByteArray<read_request_bytes> encode(const ReadRequest& request) {
  Writer out;
  out.u32be(request.input).u32be(request.bytes).u64be(request.offset);
  ByteArray<read_request_bytes> message;
  std::copy(out.view().begin(), out.view().end(), message.begin());
  return message;
}

ReadRequest decode_read_request(const ByteArray<read_request_bytes>& message) {
  Reader in("request of a WebAssembly program", message);
  return {*in.u32be(), *in.u32be(), *in.u64be()};
}

}  // namespace anchorhold::wasi

#pragma once
// Arguments and environment as execve takes them.

#include <string>
#include <vector>

namespace anchorhold::os {

// argument_pointers: one to each text and a null behind the last, good for as long as the texts
// are. execve only reads them, whatever its type says.
inline std::vector<char*> argument_pointers(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace anchorhold::os

#include "image/tree_layout.h"

namespace anchorhold::image {
namespace {

class SharedAccess : public RandomAccess {
 public:
  explicit SharedAccess(std::shared_ptr<const Bytes> bytes)
      : bytes_(std::move(bytes)), view_(*bytes_) {}
  uint64_t size() const override { return view_.size(); }
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override {
    return view_.read_at(offset, out);
  }

 private:
  std::shared_ptr<const Bytes> bytes_;
  MemoryAccess view_;
};

}  // namespace

Result<std::unique_ptr<RandomAccess>> TreeLayout::open(const std::string& name) {
  const Node* node = tree_.find(name);
  if (node == nullptr || node->type != NodeType::file) {
    return Error{Code::not_found, name, "not a file of the image layout"};
  }
  return std::unique_ptr<RandomAccess>(std::make_unique<SharedAccess>(node->content));
}

}  // namespace anchorhold::image

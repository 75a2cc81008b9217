#include <algorithm>

#include "image/archive.h"
#include "image/names.h"

namespace anchorhold::image {
namespace {

constexpr int max_hardlink_steps = 40;

// The member of this path, or null; `members` are sorted.
const ArchiveMember* member_of(const std::vector<ArchiveMember>& members, std::string_view path) {
  const auto found =
      std::lower_bound(members.begin(), members.end(), path,
                       [](const ArchiveMember& m, std::string_view p) { return m.path < p; });
  return found != members.end() && found->path == path ? &*found : nullptr;
}

// The node that a hard link leads to: a link may lead to another link.
Result<Node> link_target(std::string_view object, const ArchiveMember& link,
                         const std::vector<ArchiveMember>& members, const FileTree& before) {
  const std::string* target = &link.hardlink;
  for (int step = 0; step < max_hardlink_steps; ++step) {
    const ArchiveMember* member = member_of(members, *target);
    const Node* node = member != nullptr ? &member->node : before.find(*target);
    if (member != nullptr && !member->hardlink.empty()) {
      target = &member->hardlink;
      continue;
    }
    if (node == nullptr || node->type == NodeType::directory) break;
    return *node;
  }
  return Error{Code::malformed, std::string(object) + ": " + printable(link.path),
               "hard link to something that is not a file of the image"}
      .saw(printable(link.hardlink));
}

}  // namespace

Status apply_change(std::string_view object, LayerChange change, FileTree& tree) {
  std::vector<Node> targets;
  for (const ArchiveMember& member : change.members) {
    if (member.hardlink.empty()) {
      targets.push_back(member.node);
      continue;
    }
    AH_ASSIGN(Node target, link_target(object, member, change.members, tree));
    targets.push_back(std::move(target));
  }
  for (const std::string& path : change.whiteouts) tree.remove(path);
  for (const std::string& path : change.opaque) tree.clear(path);
  for (size_t i = 0; i < change.members.size(); ++i) {
    Status added = tree.add(change.members[i].path, std::move(targets[i]));
    if (!added.ok()) return added.take_error().in(object);
  }
  return {};
}

}  // namespace anchorhold::image

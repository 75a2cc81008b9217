#include "workload/wasm/errno_map.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace anchorhold::wasi {

namespace {

constexpr auto errno_names = std::to_array<std::pair<int, Errno>>({
    {0, Errno::success},
    {E2BIG, Errno::toobig},
    {EACCES, Errno::acces},
    {EADDRINUSE, Errno::addrinuse},
    {EADDRNOTAVAIL, Errno::addrnotavail},
    {EAFNOSUPPORT, Errno::afnosupport},
    {EAGAIN, Errno::again},
    {EALREADY, Errno::already},
    {EBADF, Errno::badf},
    {EBADMSG, Errno::badmsg},
    {EBUSY, Errno::busy},
    {ECANCELED, Errno::canceled},
    {ECHILD, Errno::child},
    {ECONNABORTED, Errno::connaborted},
    {ECONNREFUSED, Errno::connrefused},
    {ECONNRESET, Errno::connreset},
    {EDEADLK, Errno::deadlk},
    {EDESTADDRREQ, Errno::destaddrreq},
    {EDOM, Errno::dom},
    {EDQUOT, Errno::dquot},
    {EEXIST, Errno::exist},
    {EFAULT, Errno::fault},
    {EFBIG, Errno::fbig},
    {EHOSTUNREACH, Errno::hostunreach},
    {EIDRM, Errno::idrm},
    {EILSEQ, Errno::ilseq},
    {EINPROGRESS, Errno::inprogress},
    {EINTR, Errno::intr},
    {EINVAL, Errno::inval},
    {EISCONN, Errno::isconn},
    {EISDIR, Errno::isdir},
    {ELOOP, Errno::loop},
    {EMFILE, Errno::mfile},
    {EMLINK, Errno::mlink},
    {EMSGSIZE, Errno::msgsize},
    {EMULTIHOP, Errno::multihop},
    {ENAMETOOLONG, Errno::nametoolong},
    {ENETDOWN, Errno::netdown},
    {ENETRESET, Errno::netreset},
    {ENETUNREACH, Errno::netunreach},
    {ENFILE, Errno::nfile},
    {ENOBUFS, Errno::nobufs},
    {ENODEV, Errno::nodev},
    {ENOENT, Errno::noent},
    {ENOEXEC, Errno::noexec},
    {ENOLCK, Errno::nolck},
    {ENOLINK, Errno::nolink},
    {ENOMEM, Errno::nomem},
    {ENOMSG, Errno::nomsg},
    {ENOPROTOOPT, Errno::noprotoopt},
    {ENOSPC, Errno::nospc},
    {ENOSYS, Errno::nosys},
    {ENOTCONN, Errno::notconn},
    {ENOTDIR, Errno::notdir},
    {ENOTEMPTY, Errno::notempty},
    {ENOTRECOVERABLE, Errno::notrecoverable},
    {ENOTSOCK, Errno::notsock},
    {EOPNOTSUPP, Errno::notsup},
    {ENOTTY, Errno::notty},
    {ENXIO, Errno::nxio},
    {EOVERFLOW, Errno::overflow},
    {EOWNERDEAD, Errno::ownerdead},
    {EPERM, Errno::perm},
    {EPIPE, Errno::pipe},
    {EPROTO, Errno::proto},
    {EPROTONOSUPPORT, Errno::protonosupport},
    {EPROTOTYPE, Errno::prototype},
    {ERANGE, Errno::range},
    {EROFS, Errno::rofs},
    {ESPIPE, Errno::spipe},
    {ESRCH, Errno::srch},
    {ESTALE, Errno::stale},
    {ETIMEDOUT, Errno::timedout},
    {ETXTBSY, Errno::txtbsy},
    {EXDEV, Errno::xdev},
});

}  // namespace

Errno errno_of(int host) {
  const auto named = std::find_if(errno_names.begin(), errno_names.end(),
                                  [host](const auto& name) { return name.first == host; });
  return named == errno_names.end() ? Errno::io : named->second;
}

Errno last_errno() {
  return errno_of(errno);
}

}  // namespace anchorhold::wasi

#include "schema/crypto/process_memory.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include "schema/vocabulary/result.h"

namespace garita {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr unsigned long kDumpable = 1;
#else
constexpr unsigned long kDumpable = 0;
#endif

}  // namespace

void keep_memory_private() {
  // Both: a handler that core_pattern pipes to does not heed the limit.
  const rlimit none{};
  const bool done =
      ::setrlimit(RLIMIT_CORE, &none) == 0 && ::prctl(PR_SET_DUMPABLE, kDumpable, 0, 0, 0) == 0;
  ensure(done, "a process may give up its own core dump");
}

}  // namespace garita

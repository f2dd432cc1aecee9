#include "document-reader/program/confinement.h"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>

namespace garita::reader {
namespace {

std::size_t address_space_bytes() {
  std::ifstream pages("/proc/self/statm");
  std::size_t count = 0;
  pages >> count;
  return count * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// The calls that computing and answering need, whatever their arguments.
constexpr std::array kAllowedCalls{SCMP_SYS(read),
                                   SCMP_SYS(write),
                                   SCMP_SYS(exit),
                                   SCMP_SYS(exit_group),
                                   SCMP_SYS(brk),
                                   SCMP_SYS(munmap),
                                   SCMP_SYS(mremap),
                                   SCMP_SYS(madvise),
                                   SCMP_SYS(futex),
                                   SCMP_SYS(clock_gettime),
                                   SCMP_SYS(gettimeofday),
                                   SCMP_SYS(getrandom),
                                   SCMP_SYS(rt_sigreturn),
                                   SCMP_SYS(rt_sigprocmask),
                                   SCMP_SYS(setitimer),
                                   SCMP_SYS(sched_yield),
                                   SCMP_SYS(restart_syscall),
                                   SCMP_SYS(getpid),
                                   SCMP_SYS(gettid),
                                   SCMP_SYS(close)};

/// False where the filter does not take a rule.
bool allow_calls(scmp_filter_ctx filter, std::initializer_list<int> more_calls) {
  int failed = 0;
  for (const int call : kAllowedCalls) {
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
  }
  for (const int call : more_calls) {
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
  }
  // Memory that can be run is never made, and no signal leaves this process (abort() sends one).
  const scmp_arg_cmp not_run{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
  failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_run);
  failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_run);
  const scmp_arg_cmp itself{0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid()), 0};
  failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, itself);
  return failed == 0;
}

}  // namespace

bool confine(std::size_t working_bytes_max, std::initializer_list<int> more_calls) {
  const rlim_t memory = address_space_bytes() + working_bytes_max;
  const rlimit space{memory, memory};
  const rlimit none{0, 0};
  if (::setrlimit(RLIMIT_AS, &space) != 0 || ::setrlimit(RLIMIT_CORE, &none) != 0) return false;
  auto* const filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  if (filter == nullptr) return false;
  const bool confined = allow_calls(filter, more_calls) && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return confined;
}

}  // namespace garita::reader

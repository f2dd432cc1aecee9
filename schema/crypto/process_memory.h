#pragma once

namespace garita {

/// From now on the system writes no core dump of this process (core(5)), and no other process of
/// the same user reads its memory (ptrace(2)): keys, and what was unsealed, are in it. A program's
/// first act. Builds under a sanitizer, which reads its own process, only lose the dump.
void keep_memory_private();

}  // namespace garita

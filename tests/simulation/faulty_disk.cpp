#include "tests/simulation/faulty_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "schema/vocabulary/result.h"

namespace garita::tests {
namespace {

constexpr std::size_t kSectorBytes = 512;
constexpr int kSharedLocks = 8;  // SQLITE_SHM_NLOCK

std::vector<FaultyDisk*>& disks() {
  static std::vector<FaultyDisk*> all;
  return all;
}

void write_at(Bytes& content, std::uint64_t offset, ByteView bytes) {
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
  std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
}

void change_by(Bytes& content, const FaultyFile::Change& change) {
  if (change.truncated) {
    content.resize(std::min<std::uint64_t>(content.size(), change.offset));
  } else {
    write_at(content, change.offset, change.bytes);
  }
}

/// Any part of a change: whole, none, or some of its sectors.
void apply_in_part(Bytes& content, const FaultyFile::Change& change, Dice& dice) {
  const int fate = dice.below(4);
  if (fate == 0) return;
  if (fate != 1 || change.truncated) return change_by(content, change);
  for (std::size_t at = 0; at < change.bytes.size(); at += kSectorBytes) {
    if (dice.chance(0.5)) continue;
    const auto length = std::min(kSectorBytes, change.bytes.size() - at);
    write_at(content, change.offset + at, ByteView(change.bytes).subspan(at, length));
  }
}

}  // namespace

/// Who holds a file, and the index of its log that processes share.
struct FaultyDisk::Locks {
  std::map<const Handle*, int> levels;  ///< SQLITE_LOCK_*
  std::vector<std::unique_ptr<std::vector<char>>> regions;
  std::array<std::vector<const Handle*>, kSharedLocks> shared;
  std::array<const Handle*, kSharedLocks> exclusive{};
};

/// SQLite's own memory of an open file: this starts with its base class in C.
struct FaultyDisk::Handle {
  sqlite3_file base{};
  FaultyDisk* disk = nullptr;
  std::string name;
  std::shared_ptr<FaultyFile> file;
  std::shared_ptr<Locks> locks;
  std::size_t process = 0;
  std::uint64_t generation = 0;
};

/// The functions that SQLite calls (sqlite3.h, sqlite3_vfs and sqlite3_io_methods).
struct FaultyVfs {
  using Handle = FaultyDisk::Handle;
  static Handle& of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
  static bool lives(const Handle& handle) {
    const auto& process = handle.disk->processes_[handle.process];
    handle.disk->acting_ = handle.process;
    return !process.dead && handle.generation == process.generation;
  }
  static bool counts(const Handle& handle) {
    return lives(handle) && handle.disk->count_operation(handle.process);
  }
  static sqlite3_vfs* real() {
    static sqlite3_vfs* const found = sqlite3_vfs_find("unix");
    return found;
  }
  static FaultyDisk* disk_of(const char* name) {
    if (name == nullptr) return nullptr;
    const std::string_view path(name);
    for (auto* disk : disks()) {
      if (path.starts_with(disk->folder_.string() + "/")) return disk;
    }
    return nullptr;
  }

  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    FaultyDisk* disk = disk_of(name);
    if (disk == nullptr) return real()->xOpen(real(), name, file, flags, out_flags);
    file->pMethods = nullptr;
    auto& process = disk->processes_[disk->opening_];
    if (process.dead) return SQLITE_IOERR;
    auto& stored = disk->files_[name];
    if (!stored) stored = std::make_shared<FaultyFile>();
    auto& locks = disk->locks_[name];
    if (!locks) locks = std::make_shared<FaultyDisk::Locks>();
    auto* handle = new (file) Handle();
    handle->base.pMethods = &methods();
    handle->disk = disk;
    handle->name = name;
    handle->file = stored;
    handle->locks = locks;
    handle->process = disk->opening_;
    handle->generation = process.generation;
    ++process.open_files;
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
  }
  static int remove(sqlite3_vfs*, const char* name, int sync_folder) {
    FaultyDisk* disk = disk_of(name);
    if (disk == nullptr) return real()->xDelete(real(), name, sync_folder);
    if (!disk->count_operation(disk->acting_)) return SQLITE_IOERR_DELETE;
    disk->files_.erase(name);
    disk->locks_.erase(name);
    return SQLITE_OK;
  }
  static int access(sqlite3_vfs*, const char* name, int flags, int* there) {
    FaultyDisk* disk = disk_of(name);
    if (disk == nullptr) return real()->xAccess(real(), name, flags, there);
    if (disk->is_dead(disk->opening_)) return SQLITE_IOERR_ACCESS;
    const auto found = disk->files_.find(name);
    *there = found != disk->files_.end() && !found->second->content.empty() ? 1 : 0;
    return SQLITE_OK;
  }
  static int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
    return real()->xFullPathname(real(), name, size, out);
  }
  /// Nobody waits in a simulation: whoever is locked out stays so.
  static int sleep(sqlite3_vfs*, int microseconds) { return microseconds; }
  static int randomness(sqlite3_vfs*, int size, char* out) {
    Dice dice(1);
    for (int i = 0; i < size; ++i) out[i] = static_cast<char>(dice.bits());
    return size;
  }

  static int close(sqlite3_file* file) {
    auto& handle = of(file);
    release(handle);
    auto& process = handle.disk->processes_[handle.process];
    if (handle.generation == process.generation) --process.open_files;
    handle.~Handle();
    return SQLITE_OK;
  }
  static void release(const Handle& handle) {
    handle.locks->levels.erase(&handle);
    for (auto& holders : handle.locks->shared) std::erase(holders, &handle);
    for (auto& holder : handle.locks->exclusive) {
      if (holder == &handle) holder = nullptr;
    }
  }
  static int read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
    auto& handle = of(file);
    if (!lives(handle)) return SQLITE_IOERR_READ;
    const auto& content = handle.file->content;
    const auto from = std::min<std::size_t>(content.size(), static_cast<std::size_t>(offset));
    const auto there = std::min<std::size_t>(content.size() - from, static_cast<std::size_t>(size));
    if (there > 0) std::memcpy(out, content.data() + from, there);
    if (there == static_cast<std::size_t>(size)) return SQLITE_OK;
    std::memset(static_cast<char*>(out) + there, 0, static_cast<std::size_t>(size) - there);
    return SQLITE_IOERR_SHORT_READ;
  }
  static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    auto& handle = of(file);
    if (!counts(handle)) return SQLITE_IOERR_WRITE;
    const auto end = static_cast<std::size_t>(offset) + static_cast<std::size_t>(size);
    if (handle.disk->full_ && end > handle.file->content.size()) return SQLITE_FULL;
    const auto* begin = static_cast<const std::uint8_t*>(bytes);
    FaultyFile::Change change{static_cast<std::uint64_t>(offset), Bytes(begin, begin + size)};
    change_by(handle.file->content, change);
    handle.file->unsynced.push_back(std::move(change));
    return SQLITE_OK;
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& handle = of(file);
    if (!counts(handle)) return SQLITE_IOERR_TRUNCATE;
    FaultyFile::Change change{static_cast<std::uint64_t>(size), {}, true};
    change_by(handle.file->content, change);
    handle.file->unsynced.push_back(std::move(change));
    return SQLITE_OK;
  }
  static int sync(sqlite3_file* file, int) {
    auto& handle = of(file);
    if (!counts(handle)) return SQLITE_IOERR_FSYNC;
    auto& syncs_left = handle.disk->syncs_left_;
    if (syncs_left && (*syncs_left)-- == 0) {
      syncs_left.reset();
      handle.file->unsynced.clear();
      auto& dies_after = handle.disk->dies_after_;
      if (dies_after) handle.disk->fail_after(*dies_after, handle.process);
      return SQLITE_IOERR_FSYNC;
    }
    for (const auto& change : handle.file->unsynced) change_by(handle.file->durable, change);
    handle.file->unsynced.clear();
    handle.file->durably_there = true;
    return SQLITE_OK;
  }
  static int size(sqlite3_file* file, sqlite3_int64* out) {
    auto& handle = of(file);
    if (!lives(handle)) return SQLITE_IOERR_FSTAT;
    *out = static_cast<sqlite3_int64>(handle.file->content.size());
    return SQLITE_OK;
  }

  static int lock(sqlite3_file* file, int level) {
    auto& handle = of(file);
    if (!lives(handle)) return SQLITE_IOERR_LOCK;
    for (const auto& [other, held] : handle.locks->levels) {
      if (other == &handle) continue;
      const bool blocked = level == SQLITE_LOCK_SHARED      ? held >= SQLITE_LOCK_PENDING
                           : level == SQLITE_LOCK_EXCLUSIVE ? held >= SQLITE_LOCK_SHARED
                                                            : held >= SQLITE_LOCK_RESERVED;
      if (blocked) return SQLITE_BUSY;
    }
    auto& held = handle.locks->levels[&handle];
    held = std::max(held, level);
    return SQLITE_OK;
  }
  static int unlock(sqlite3_file* file, int level) {
    auto& handle = of(file);
    if (level == SQLITE_LOCK_NONE) {
      handle.locks->levels.erase(&handle);
    } else {
      handle.locks->levels[&handle] = level;
    }
    return SQLITE_OK;
  }
  static int is_reserved(sqlite3_file* file, int* out) {
    *out = std::ranges::any_of(of(file).locks->levels, [](const auto& held) {
      return held.second >= SQLITE_LOCK_RESERVED;
    });
    return SQLITE_OK;
  }
  static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  static int sector_size(sqlite3_file*) { return 4096; }
  /// As on the disks that a station has (SQLite takes it for granted everywhere).
  static int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

  static int map_region(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    auto& handle = of(file);
    *out = nullptr;
    if (!lives(handle)) return SQLITE_IOERR_SHMMAP;
    auto& regions = handle.locks->regions;
    const auto wanted = static_cast<std::size_t>(region);
    if (regions.size() <= wanted && extend == 0) return SQLITE_OK;
    while (regions.size() <= wanted) {
      regions.push_back(std::make_unique<std::vector<char>>(static_cast<std::size_t>(size)));
    }
    *out = regions[wanted]->data();
    return SQLITE_OK;
  }
  static int lock_region(sqlite3_file* file, int first, int count, int flags) {
    auto& handle = of(file);
    if (!lives(handle)) return SQLITE_IOERR_SHMLOCK;
    auto& locks = *handle.locks;
    const bool wants_exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    const auto begin = static_cast<std::size_t>(first);
    const auto end = begin + static_cast<std::size_t>(count);
    for (auto i = begin; i < end; ++i) {
      if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        std::erase(locks.shared[i], &handle);
        if (locks.exclusive[i] == &handle) locks.exclusive[i] = nullptr;
        continue;
      }
      const bool others = std::ranges::any_of(
          locks.shared[i], [&](const Handle* holder) { return holder != &handle; });
      const bool taken = locks.exclusive[i] != nullptr && locks.exclusive[i] != &handle;
      if (taken || (wants_exclusive && others)) return SQLITE_BUSY;
    }
    if ((flags & SQLITE_SHM_UNLOCK) != 0) return SQLITE_OK;
    for (auto i = begin; i < end; ++i) {
      if (wants_exclusive) {
        locks.exclusive[i] = &handle;
      } else {
        locks.shared[i].push_back(&handle);
      }
    }
    return SQLITE_OK;
  }
  static void barrier(sqlite3_file*) {}
  static int unmap(sqlite3_file* file, int forget) {
    if (forget != 0 && lives(of(file))) of(file).locks->regions.clear();
    return SQLITE_OK;
  }

  static const sqlite3_io_methods& methods() {
    static const sqlite3_io_methods table{2,
                                          close,
                                          read,
                                          write,
                                          truncate,
                                          sync,
                                          size,
                                          lock,
                                          unlock,
                                          is_reserved,
                                          control,
                                          sector_size,
                                          characteristics,
                                          map_region,
                                          lock_region,
                                          barrier,
                                          unmap,
                                          nullptr,
                                          nullptr};
    return table;
  }
  static void put_into_place() {
    static sqlite3_vfs table = [] {
      sqlite3_vfs made = *real();
      made.zName = "garita-simulated";
      made.pNext = nullptr;
      made.szOsFile = std::max(real()->szOsFile, static_cast<int>(sizeof(Handle)));
      made.xOpen = open;
      made.xDelete = remove;
      made.xAccess = access;
      made.xFullPathname = full_name;
      made.xSleep = sleep;
      made.xRandomness = randomness;
      return made;
    }();
    static const int done = sqlite3_vfs_register(&table, 1);
    ensure(done == SQLITE_OK, "SQLite takes another file layer");
  }
};

FaultyDisk::FaultyDisk(std::filesystem::path folder, std::uint64_t seed)
    : folder_(std::move(folder)), dice_(seed) {
  FaultyVfs::put_into_place();
  disks().push_back(this);
}

FaultyDisk::~FaultyDisk() { std::erase(disks(), this); }

bool FaultyDisk::count_operation(std::size_t of) {
  auto& process = processes_[of];
  if (process.dead) return false;
  if (process.operations_left && (*process.operations_left)-- <= 0) process.dead = true;
  return !process.dead;
}

void FaultyDisk::end(Process& process) { process = {{}, process.generation + 1, 0, false}; }

void FaultyDisk::kill(std::size_t process) {
  end(processes_[process]);
  // What processes share of a file lives as long as one of them has it open.
  const auto is_idle = [](const Process& other) { return other.open_files == 0; };
  if (std::ranges::all_of(processes_, is_idle)) locks_.clear();
}

void FaultyDisk::end_all() {
  for (auto& process : processes_) end(process);
  locks_.clear();
}

void FaultyDisk::cut_power() {
  for (auto at = files_.begin(); at != files_.end();) {
    // Those who died hold the old one.
    auto file = std::make_shared<FaultyFile>(*at->second);
    const bool kept = file->durably_there || dice_.chance(0.5);
    for (const auto& change : file->unsynced) apply_in_part(file->durable, change, dice_);
    file->unsynced.clear();
    file->content = file->durable;
    file->durably_there = true;
    at->second = std::move(file);
    at = kept ? std::next(at) : files_.erase(at);
  }
  end_all();
}

FaultyDisk::Files FaultyDisk::copy() const {
  Files copied;
  for (const auto& [name, file] : files_) {
    auto made = std::make_shared<FaultyFile>();
    made->content = made->durable = file->content;
    made->durably_there = true;
    copied[name] = std::move(made);
  }
  return copied;
}

void FaultyDisk::restore(const Files& files) {
  end_all();
  // It is another disk.
  syncs_left_.reset();
  files_.clear();
  for (const auto& [name, file] : files) files_[name] = std::make_shared<FaultyFile>(*file);
}

std::string FaultyDisk::everything() const {
  std::string all;
  for (const auto& [name, file] : files_) {
    all += name;
    all += text_of(file->content);
  }
  return all;
}

}  // namespace garita::tests

#include "tests/simulation/long_list.h"

#include <optional>

#include "schema/journal/sections.h"

namespace garita::tests {
namespace {

constexpr int kSectionsThatChange = 40;

/// Publishes in one process of the centre, and tells the promises.
class Publisher {
 public:
  Publisher(const CentreMachine& centre, central::CentralDatabase& database, Promises& promises)
      : centre_(centre), database_(database), promises_(promises) {}

  /// 0: nothing yet. Absent: the disk failed.
  std::optional<std::uint64_t> newest(const std::string& channel) {
    const auto version = database_.book().newest_version(channel);
    return version ? std::optional(*version) : std::nullopt;
  }
  /// False: the disk failed.
  bool put(const std::string& channel, Bytes content) {
    const auto before = newest(channel);
    if (!before) return false;
    Bulletin bulletin{channel, *before + 1, centre_.clock.now(), std::move(content), {}};
    bulletin.sign(centre_.country.centre().centre_key());
    promises_.note_published(bulletin);
    return database_.book().put_bulletin(bulletin).has_value();
  }
  void put_head() {
    SectionHead head;
    for (std::size_t i = 0; i < kSections; ++i) {
      const auto name = section_channel(LongList::kChannel, i);
      const auto version = newest(name);
      if (!version || *version == 0) return;
      const auto section = database_.intake().bulletin(name, *version);
      if (!section || !*section) return;
      head.sections.at(i) = {*version, 1, sha256((*section)->content)};
    }
    static_cast<void>(put(LongList::kChannel, encode(head)));
  }

 private:
  const CentreMachine& centre_;
  central::CentralDatabase& database_;
  Promises& promises_;
};

}  // namespace

int LongList::times() { return dice_.chance(0.08) ? 1 + dice_.below(4) : 0; }

std::string LongList::rows() {
  std::string rows;
  for (int row = dice_.below(60); row >= 0; --row) rows += std::to_string(dice_.bits()) + "\n";
  return rows;
}

void LongList::publish(const CentreMachine& centre, central::CentralDatabase& database,
                       Promises& promises) {
  Publisher publisher(centre, database, promises);
  const int some = 1 + dice_.below(kSectionsThatChange);
  for (std::size_t i = 0; i < kSections; ++i) {
    const auto name = section_channel(kChannel, i);
    const auto held = publisher.newest(name);
    if (!held) return;
    const bool changes = *held == 0 || dice_.below(int(kSections)) < some;
    if (changes && !publisher.put(name, copy_of(bytes_of(rows())))) return;
  }
  if (dice_.chance(0.8)) publisher.put_head();
}

}  // namespace garita::tests

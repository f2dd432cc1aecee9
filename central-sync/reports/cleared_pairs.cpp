#include "central-sync/reports/cleared_pairs.h"

#include <algorithm>
#include <optional>

namespace garita::central {

Result<std::vector<ClearedPair>> cleared_pairs(CentralStore& store, Instant now) {
  std::vector<ClearedPair> pairs;
  std::optional<ClearedPair> one;
  Bytes pair;
  const auto end_of_pair = [&] {
    if (one && now - one->at <= kPairKeptFor) pairs.push_back(*one);
    one.reset();
  };
  GARITA_CHECK(store.for_each_judged_pair([&](const JudgedPair& judged) -> Result<void> {
    if (judged.pair != pair) end_of_pair();
    pair = judged.pair;
    switch (judged.answer) {
      case PairAnswer::kNotTheSame:
        one = ClearedPair{judged.pair, judged.crossing, judged.at, judged.at};
        break;
      case PairAnswer::kSaidBefore:
        if (one) one->met_at = judged.at;
        break;
      case PairAnswer::kAnotherThing:
        one.reset();
        break;
    }
    return {};
  }));
  end_of_pair();
  if (pairs.size() > kPairsMax) {
    const auto last = pairs.begin() + static_cast<std::ptrdiff_t>(kPairsMax);
    std::ranges::nth_element(pairs, last, std::ranges::greater(), &ClearedPair::met_at);
    pairs.erase(last, pairs.end());
    std::ranges::sort(pairs, {}, &ClearedPair::pair);
  }
  return pairs;
}

}  // namespace garita::central

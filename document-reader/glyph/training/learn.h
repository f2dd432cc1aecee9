#pragma once

#include <vector>

#include "document-reader/glyph/network.h"
#include "document-reader/glyph/training/samples.h"

namespace garita::reader {

/// Descends (Adam, falling steps) on the cross entropy over ever new samples of `sampler`, in
/// `steps` steps. The same sampler and steps give the same kNetworkNumbers numbers on one kind of
/// processor. Prints how it goes on standard output.
[[nodiscard]] std::vector<float> learn(Sampler& sampler, int steps);

/// What a network makes of samples.
struct Judgement {
  double share_right = 0;  ///< of all
  /// Of those that are one of the characters: O taken for 0 and the other way round counted right.
  double share_right_but_twins = 0;
};
[[nodiscard]] Judgement judgement_of(const NetworkWeights& network,
                                     const std::vector<Sample>& samples);

}  // namespace garita::reader

#include "document-reader/glyph/model/model.h"

#include <bit>
#include <vector>

#include "document-reader/glyph/network.h"
#include "schema/vocabulary/result.h"

namespace garita::reader {

const NetworkWeights& shipped_model() {
  static const std::vector<float> numbers = [] {
    std::vector<float> read;
    for (const std::uint32_t word : model_words()) read.push_back(std::bit_cast<float>(word));
    ensure(read.size() == kNetworkNumbers, "the model is of the network that reads it");
    return read;
  }();
  static const NetworkWeights weights = layers_in(numbers);
  return weights;
}

}  // namespace garita::reader

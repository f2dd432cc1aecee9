// Images of indexes of names, put right where a checksum would refuse them: what opens answers any
// question within itself.
#include <cstring>

#include "schema/matching/name_index.h"
#include "schema/matching/name_index_image.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garita;
  static const NameReader kReader;
  Bytes image(data, data + size);
  if (image.size() >= name_index::kHeaderBytes) {
    const auto sum = name_index::checksum_of(ByteView(image).subspan(name_index::kCountsAt));
    std::memcpy(image.data() + name_index::kChecksumAt, &sum, sizeof sum);
  }
  const auto index = NameIndex::open(image);
  if (!index) return 0;
  Described query{
      kReader.read("Abu Saleh Delfina Moralez V."), *Birth::from_text("1974-03-09"), {}};
  for (const auto& found : index->search(query, kReader, {})) {
    ensure(found.entry < index->size(), "an entry is one of the index's");
    ensure(index->id_of(found.entry).size() <= size, "an id lies within the image");
  }
  return 0;
}

// Frames of the wire: whatever is taken as a message says the same when it is written again.
// Byte 0: who speaks and in what pieces the rest arrives.
#include <algorithm>

#include "schema/wire/message.h"

namespace garita {
namespace {

void check_rewritten(const Message& message, FrameSource source) {
  FrameReader again(source);
  again.set_limit(kFrameBytesMax);
  again.add(encode_frame(message));
  const auto reread = again.next();
  ensure(reread && *reread && **reread == message, "a message that was read can be written");
}

void read(ByteView bytes) {
  const auto source = static_cast<FrameSource>(bytes[0] % 3);
  const std::size_t piece_bytes = std::size_t{1} << (bytes[0] / 3 % 16);
  FrameReader frames(source);
  for (bytes = bytes.subspan(1); !bytes.empty();) {
    const auto piece = bytes.first(std::min(bytes.size(), piece_bytes));
    bytes = bytes.subspan(piece.size());
    frames.add(piece);
    while (true) {
      const auto message = frames.next();
      if (!message) return;
      if (!*message) break;
      check_rewritten(**message, source);
    }
  }
}

}  // namespace
}  // namespace garita

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 0) garita::read({data, size});
  return 0;
}

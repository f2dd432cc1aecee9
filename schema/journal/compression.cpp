#include "schema/journal/compression.h"

#include <zstd.h>

#include <array>
#include <memory>

#include "schema/journal/dictionary/records_dictionary.h"

namespace garita {
namespace {

// Records are small: the strongest level costs some microseconds more.
constexpr int kLevel = 12;
/// What every frame begins with (RFC 8878, section 3.1.1) is left out.
constexpr std::array<std::uint8_t, 4> kMagic{0x28, 0xb5, 0x2f, 0xfd};
constexpr std::ptrdiff_t kMagicBytes = kMagic.size();

template <auto release>
struct Release {
  template <typename T>
  void operator()(T* pointer) const {
    release(pointer);
  }
};
using Compressor = std::unique_ptr<ZSTD_CCtx, Release<ZSTD_freeCCtx>>;
using Expander = std::unique_ptr<ZSTD_DCtx, Release<ZSTD_freeDCtx>>;
using CompressorWords = std::unique_ptr<ZSTD_CDict, Release<ZSTD_freeCDict>>;
using ExpanderWords = std::unique_ptr<ZSTD_DDict, Release<ZSTD_freeDDict>>;

const ZSTD_CDict* words_to_compress() {
  static const CompressorWords words = [] {
    const ByteView bytes = records_dictionary();
    return CompressorWords(ZSTD_createCDict(bytes.data(), bytes.size(), kLevel));
  }();
  ensure(words != nullptr, "the dictionary is part of the program");
  return words.get();
}

const ZSTD_DDict* words_to_expand() {
  static const ExpanderWords words = [] {
    const ByteView bytes = records_dictionary();
    return ExpanderWords(ZSTD_createDDict(bytes.data(), bytes.size()));
  }();
  ensure(words != nullptr, "the dictionary is part of the program");
  return words.get();
}

Failure damaged() { return fail(Remedy::kReject, "the record is not compressed as it should be"); }

}  // namespace

Bytes compress_record(ByteView record, std::uint16_t dictionary) {
  ensure(dictionary <= kRecordsDictionary, "records are written with a dictionary that is here");
  // A context is expensive to make and is used again by the next record of its thread.
  thread_local const Compressor context(ZSTD_createCCtx());
  ensure(context != nullptr, "there is memory for a compressor");
  ZSTD_CCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
  // The entry's header says which dictionary it was.
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, 0);
  if (dictionary == kRecordsDictionary) ZSTD_CCtx_refCDict(context.get(), words_to_compress());
  Bytes out(ZSTD_compressBound(record.size()));
  const auto size =
      ZSTD_compress2(context.get(), out.data(), out.size(), record.data(), record.size());
  ensure(ZSTD_isError(size) == 0, "zstd takes any bytes when there is room for its bound");
  return Bytes(out.begin() + kMagicBytes, out.begin() + static_cast<std::ptrdiff_t>(size));
}

Result<Bytes> expand_record(ByteView bytes, std::uint16_t dictionary, std::size_t bytes_max) {
  if (dictionary > kRecordsDictionary) {
    return fail(Remedy::kReject, "the record is compressed with dictionary " +
                                     std::to_string(dictionary) + " of a later program");
  }
  Bytes packed(kMagic.begin(), kMagic.end());
  packed.insert(packed.end(), bytes.begin(), bytes.end());
  const auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > bytes_max) {
    return damaged();
  }
  thread_local const Expander context(ZSTD_createDCtx());
  ensure(context != nullptr, "there is memory for an expander");
  ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
  if (dictionary == kRecordsDictionary) ZSTD_DCtx_refDDict(context.get(), words_to_expand());
  Bytes out(static_cast<std::size_t>(size));
  const auto done =
      ZSTD_decompressDCtx(context.get(), out.data(), out.size(), packed.data(), packed.size());
  if (ZSTD_isError(done) != 0 || done != out.size()) return damaged();
  return out;
}

}  // namespace garita

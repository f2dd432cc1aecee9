#include "schema/journal/delivery.h"

#include <zstd.h>

#include <memory>

#include "schema/journal/codec.h"

namespace garita {
namespace {

constexpr int kLevel = 6;
/// The content of both versions lies within 2^24 bytes of one another.
constexpr int kWindowLog = 24;
static_assert(kBulletinBytesMax * 2 <= std::size_t{1} << kWindowLog);

struct Release {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

Bytes packed(ByteView content, ByteView base) {
  const std::unique_ptr<ZSTD_CCtx, Release> context(ZSTD_createCCtx());
  ensure(context != nullptr, "there is memory for a compressor");
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, kWindowLog);
  // Rows that stay stand far apart in the two: this finds them.
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_enableLongDistanceMatching, 1);
  if (!base.empty()) ZSTD_CCtx_refPrefix(context.get(), base.data(), base.size());
  Bytes out(ZSTD_compressBound(content.size()));
  const auto size =
      ZSTD_compress2(context.get(), out.data(), out.size(), content.data(), content.size());
  ensure(ZSTD_isError(size) == 0, "zstd takes any bytes when there is room for its bound");
  out.resize(size);
  return out;
}

Failure damaged() { return fail(Remedy::kReject, "a bulletin is not compressed as it should be"); }

Result<Bytes> expanded(ByteView from, ByteView base) {
  const auto size = ZSTD_getFrameContentSize(from.data(), from.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
      size > kBulletinBytesMax) {
    return damaged();
  }
  const std::unique_ptr<ZSTD_DCtx, Release> context(ZSTD_createDCtx());
  ensure(context != nullptr, "there is memory for an expander");
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kWindowLog);
  if (!base.empty()) ZSTD_DCtx_refPrefix(context.get(), base.data(), base.size());
  Bytes out(static_cast<std::size_t>(size));
  const auto done =
      ZSTD_decompressDCtx(context.get(), out.data(), out.size(), from.data(), from.size());
  if (ZSTD_isError(done) != 0 || done != out.size()) return damaged();
  return out;
}

}  // namespace

std::uint64_t stream_id(ByteView stream) {
  const Digest digest = sha256(stream);
  ByteReader in{ByteView(digest)};
  return in.u64();
}

Delivery make_delivery(const Bulletin& bulletin, const Bulletin* held) {
  ensure(bulletin.content.size() <= kBulletinBytesMax, "a bulletin is published within its limit");
  Bytes content = packed(bulletin.content, {});
  std::uint64_t base = 0;
  if (held != nullptr && !held->content.empty()) {
    Bytes changes = packed(bulletin.content, held->content);
    if (changes.size() < content.size()) {
      content = std::move(changes);
      base = held->version;
    }
  }
  ByteWriter out;
  out.instant(bulletin.issued_at);
  out.raw(bulletin.signature);
  out.raw(content);
  Delivery made{bulletin.channel, bulletin.version, base, out.take()};
  made.id = stream_id(made.stream);
  return made;
}

Result<Bulletin> read_delivery(const Delivery& delivery, const Bulletin* held) {
  if (delivery.base != 0 && (held == nullptr || held->version != delivery.base)) {
    return fail(Remedy::kReject, "a bulletin changes version " + std::to_string(delivery.base) +
                                     ", which is not held");
  }
  ByteReader in(delivery.stream);
  Bulletin bulletin;
  bulletin.channel = delivery.channel;
  bulletin.version = delivery.version;
  bulletin.issued_at = in.instant();
  bulletin.signature = copy_of(in.raw(kSignatureBytes));
  const ByteView content = in.raw(in.remaining());
  GARITA_CHECK(in.end("a bulletin"));
  GARITA_TRY(whole, expanded(content, delivery.base == 0 ? ByteView() : held->content));
  bulletin.content = std::move(whole);
  return bulletin;
}

}  // namespace garita

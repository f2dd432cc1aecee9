#include "document-reader/program/frame_source.h"

#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include "document-reader/program/film.h"
#include "document-reader/worker/camera.h"

namespace garita::reader {
namespace {

/// A descriptor that is closed at the end.
class Opened {
 public:
  explicit Opened(int descriptor) : descriptor_(descriptor) {}
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

/// A file of FilmFrames.
class Film final : public FrameSource {
 public:
  explicit Film(int descriptor) : file_(descriptor) {}

  std::optional<std::string> next() override {
    while (true) {
      if (auto frame = frames_.next()) return frame;
      if (frames_.waiting_bytes() > kFrameBytesMax || !read_on()) return std::nullopt;
    }
  }

 private:
  bool read_on() {
    constexpr std::size_t kPiece = std::size_t{256} * 1024;
    std::string piece(kPiece, '\0');
    const auto got = ::read(file_.get(), piece.data(), piece.size());
    if (got <= 0) return false;
    frames_.add(std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
    return true;
  }

  Opened file_;
  FilmFrames frames_;
};

/// A V4L2 camera (Linux Media Infrastructure userspace API, "Video Capture Interface"), its frames
/// mapped into memory.
class Camera final : public FrameSource {
 public:
  explicit Camera(int descriptor) : device_(descriptor) {}
  ~Camera() override {
    for (const auto& one : frames_) ::munmap(one.bytes, one.size);
  }

  /// False where it gives nothing that is read here.
  bool begin() {
    v4l2_capability can{};
    if (!ask(VIDIOC_QUERYCAP, &can)) return false;
    const auto abilities =
        can.capabilities & V4L2_CAP_DEVICE_CAPS ? can.device_caps : can.capabilities;
    constexpr std::uint32_t kNeeded = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    if ((abilities & kNeeded) != kNeeded) return false;
    if (!choose(V4L2_PIX_FMT_MJPEG) && !choose(V4L2_PIX_FMT_YUYV)) return false;
    return map_frames() && ask(VIDIOC_STREAMON, &type_);
  }

  std::optional<std::string> next() override {
    constexpr int kFrameWithinMilliseconds = 4'000;
    // What has been waiting shows what was.
    auto old = take();
    while (old) old = give_back(*old) ? take() : std::nullopt;
    for (int attempt = 0; attempt < 2; ++attempt) {
      pollfd wait{device_.get(), POLLIN, 0};
      if (::poll(&wait, 1, kFrameWithinMilliseconds) <= 0) return std::nullopt;
      const auto taken = take();
      if (!taken) continue;
      auto frame = picture_of(*taken);
      if (!give_back(*taken)) return std::nullopt;
      return frame;
    }
    return std::nullopt;
  }

 private:
  struct Mapped {
    void* bytes;
    std::size_t size;
  };

  template <typename T>
  bool ask(unsigned long what, T* with) const {
    int done = 0;
    do {
      done = ::ioctl(device_.get(), what, with);
    } while (done < 0 && errno == EINTR);
    return done == 0;
  }

  bool choose(std::uint32_t pixels) {
    format_ = {};
    format_.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    format_.fmt.pix.width = 1920;
    format_.fmt.pix.height = 1080;
    format_.fmt.pix.pixelformat = pixels;
    format_.fmt.pix.field = V4L2_FIELD_ANY;
    return ask(VIDIOC_S_FMT, &format_) && format_.fmt.pix.pixelformat == pixels;
  }

  bool map_frames() {
    constexpr std::uint32_t kFrames = 3;
    v4l2_requestbuffers wanted{};
    wanted.count = kFrames;
    wanted.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    wanted.memory = V4L2_MEMORY_MMAP;
    if (!ask(VIDIOC_REQBUFS, &wanted) || wanted.count == 0) return false;
    for (std::uint32_t i = 0; i < wanted.count; ++i) {
      v4l2_buffer buffer = empty_buffer();
      buffer.index = i;
      if (!ask(VIDIOC_QUERYBUF, &buffer)) return false;
      void* const bytes = ::mmap(nullptr, buffer.length, PROT_READ, MAP_SHARED, device_.get(),
                                 static_cast<off_t>(buffer.m.offset));
      if (bytes == MAP_FAILED) return false;
      frames_.push_back({bytes, buffer.length});
      if (!give_back(buffer)) return false;
    }
    return true;
  }

  static v4l2_buffer empty_buffer() {
    v4l2_buffer buffer{};
    buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    buffer.memory = V4L2_MEMORY_MMAP;
    return buffer;
  }

  std::optional<v4l2_buffer> take() const {
    v4l2_buffer buffer = empty_buffer();
    const bool taken = ask(VIDIOC_DQBUF, &buffer) && buffer.index < frames_.size();
    return taken ? std::optional(buffer) : std::nullopt;
  }
  bool give_back(v4l2_buffer buffer) const { return ask(VIDIOC_QBUF, &buffer); }

  std::string picture_of(const v4l2_buffer& taken) const {
    const auto& mapped = frames_[taken.index];
    const auto size = std::min<std::size_t>({taken.bytesused, mapped.size, kFrameBytesMax});
    const std::string_view bytes(static_cast<const char*>(mapped.bytes), size);
    const auto& shape = format_.fmt.pix;
    if (shape.pixelformat == V4L2_PIX_FMT_MJPEG) return std::string(bytes);
    // Every other byte of YUYV is brightness.
    std::string picture =
        "P5\n" + std::to_string(shape.width) + " " + std::to_string(shape.height) + "\n255\n";
    for (std::size_t row = 0; row < shape.height; ++row) {
      for (std::size_t column = 0; column < shape.width; ++column) {
        const auto at = row * shape.bytesperline + column * 2;
        picture += at < bytes.size() ? bytes[at] : '\0';
      }
    }
    return picture;
  }

  Opened device_;
  v4l2_format format_{};
  int type_ = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  std::vector<Mapped> frames_;
};

bool is_number(const std::string& text) {
  return !text.empty() && text.size() <= 3 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

tl::expected<std::unique_ptr<FrameSource>, FrameTrouble> open_frame_source(
    const std::string& source) {
  const std::string path = is_number(source) ? "/dev/video" + source : source;
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return tl::unexpected(FrameTrouble::kNotThere);
  const bool film = S_ISREG(status.st_mode);
  if (!film && !S_ISCHR(status.st_mode)) return tl::unexpected(FrameTrouble::kNoPictures);
  const int descriptor =
      ::open(path.c_str(), film ? O_RDONLY | O_CLOEXEC : O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return tl::unexpected(FrameTrouble::kNotThere);
  if (film) return std::make_unique<Film>(descriptor);
  auto camera = std::make_unique<Camera>(descriptor);
  if (!camera->begin()) return tl::unexpected(FrameTrouble::kNoPictures);
  return camera;
}

}  // namespace garita::reader

// The main of a fuzz target in builds without libFuzzer:
//   fuzz_NAME FOLDER MUTATIONS
// runs the target over every file of FOLDER and over MUTATIONS inputs made of them. The same
// mutations each time: the random numbers begin with a fixed seed. When the target ends the
// process, the input stands in fuzz-NAME.failed in the working folder.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

constexpr std::uint32_t kSeed = 20'260'101;
constexpr std::size_t kInputBytesMax = std::size_t{64} * 1024;

/// What a signal handler can reach: the input under way, and where it is written.
Input current;
std::string failed_name;

extern "C" void write_current(int signal_number) {
  const int file = ::open(failed_name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  const auto written = file < 0 ? -1 : ::write(file, current.data(), current.size());
  constexpr std::string_view kSaid = "fuzz: the input is in the working folder: ";
  if (written >= 0 && ::write(STDERR_FILENO, kSaid.data(), kSaid.size()) > 0 &&
      ::write(STDERR_FILENO, failed_name.data(), failed_name.size()) > 0) {
    static_cast<void>(::write(STDERR_FILENO, "\n", 1));
  }
  std::signal(signal_number, SIG_DFL);
  std::raise(signal_number);
}

void run(Input input) {
  current = std::move(input);
  // A copy of its own, so that a sanitizer sees the first byte that is read behind its end.
  const auto bytes = std::make_unique<std::uint8_t[]>(current.size());
  std::copy(current.begin(), current.end(), bytes.get());
  LLVMFuzzerTestOneInput(bytes.get(), current.size());
}

/// Makes inputs out of seeds.
class Mutator {
 public:
  explicit Mutator(const std::vector<Input>& seeds) : seeds_(seeds) {}

  Input next() {
    Input input = seeds_[below(seeds_.size())];
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) change(input);
    if (input.size() > kInputBytesMax) input.resize(kInputBytesMax);
    return input;
  }

 private:
  std::size_t below(std::size_t limit) {
    return limit == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }
  std::uint8_t byte() { return static_cast<std::uint8_t>(random_()); }
  static Input::difference_type at(std::size_t index) {
    return static_cast<Input::difference_type>(index);
  }

  void change(Input& input) {
    const std::size_t place = below(input.size());
    switch (below(7)) {
      case 0:
        return input.resize(place);
      case 1:
        input.insert(input.begin() + at(place), 1 + below(8), byte());
        return;
      case 2:
        return splice(input, place);
      case 3:
        return repeat(input, place);
      default:
        break;
    }
    if (input.empty()) return;
    // Numbers at the edges of their types, single bits, any byte.
    constexpr std::array<std::uint8_t, 6> kEdges{0x00, 0xFF, 0x7F, 0x80, 0x01, 0xFE};
    const std::size_t width = std::min<std::size_t>(input.size() - place, 1 + below(8));
    const auto edge = kEdges[below(kEdges.size())];
    switch (below(3)) {
      case 0:
        input[place] = static_cast<std::uint8_t>(input[place] ^ (1U << below(8)));
        return;
      case 1:
        input[place] = byte();
        return;
      default:
        std::fill_n(input.begin() + at(place), width, edge);
    }
  }

  /// The end of another seed in the place of this one's.
  void splice(Input& input, std::size_t place) {
    const Input& other = seeds_[below(seeds_.size())];
    input.resize(place);
    input.insert(input.end(), other.begin() + at(below(other.size())), other.end());
  }

  void repeat(Input& input, std::size_t place) {
    const std::size_t length = std::min<std::size_t>(input.size() - place, 1 + below(64));
    const Input part(input.begin() + at(place), input.begin() + at(place + length));
    for (std::size_t times = 1 + below(16); times > 0; --times) {
      input.insert(input.begin() + at(place), part.begin(), part.end());
    }
  }

  const std::vector<Input>& seeds_;
  std::mt19937 random_{kSeed};
};

std::vector<Input> seeds_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Input> seeds;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return seeds;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string number = argc == 3 ? argv[2] : "";
  std::size_t mutations = 0;
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), mutations);
  if (argc != 3 || error != std::errc() || end != number.data() + number.size()) {
    std::cerr << "usage: " << argv[0] << " FOLDER MUTATIONS\n";
    return 2;
  }
  const auto seeds = seeds_in(argv[1]);
  if (seeds.empty()) {
    std::cerr << "fuzz: no seeds in " << argv[1] << "\n";
    return 1;
  }
  failed_name = std::filesystem::path(argv[0]).filename().string() + ".failed";
  for (const int signal_number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
    std::signal(signal_number, write_current);
  }
  for (const auto& seed : seeds) run(seed);
  Mutator mutator(seeds);
  for (std::size_t i = 0; i < mutations; ++i) run(mutator.next());
  std::cout << seeds.size() << " seeds and " << mutations << " mutations of them\n";
  return 0;
}

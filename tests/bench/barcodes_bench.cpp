// How often barcodes are read right on a cluttered page and what a page costs, beside Debian's
// ZXing-C++ alone on the same pages.
//   barcodes_bench [--every N]
// Standard output: a line a figure (figure, ours, peer or limit, ratio; tabs between). The pictures
// and strings are those of ../shared/data/codes beside the source tree; N takes every Nth picture.
// Times are CPU times of one core for a decoded page of 1920 by 1080, barcodes alone.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "document-reader/barcode/barcode.h"
#include "tests/bench/figures.h"
#include "tests/bench/zxing_alone.h"
#include "tests/support/barcodes/cluttered_page.h"
#include "tests/support/barcodes/licences.h"
#include "tests/support/barcodes/published_barcodes.h"

namespace garita::tests {
namespace {

namespace fs = std::filesystem;

const fs::path kCodes = fs::path(GARITA_SOURCE_DIR).parent_path() / "shared/data/codes";

/// Hits of a hundred that are asked for before this part is done; what has none must give nothing.
struct Kind {
  const char* name;
  const char* shown;
  int hits_min = 0;
};
constexpr std::array kKinds{Kind{"pdf417", "PDF417", 90}, Kind{"qrcode", "QR Code", 76},
                            Kind{"datamatrix", "DataMatrix", 72}, Kind{"aztec", "Aztec", 45}};
constexpr int kLicencesMin = 98;
/// Besides straight ones: which of them a picture is put down at goes by its number.
constexpr std::array<double, 6> kSkews{2, -2, 4, -4, 6, -6};
constexpr std::array<double, 5> kLicenceSkews{0, 3, 7, 12, 15};

/// One reader: what it says of a page, and what that costs.
struct Reader {
  std::vector<SaidSymbol> (*read)(const cv::Mat1b& page);
  std::vector<double> times = {};
  std::map<std::string, BarcodeTally> tallies = {};  ///< by kind

  std::vector<SaidSymbol> look(const cv::Mat1b& page) {
    const double before = cpu_ms();
    auto said = read(page);
    times.push_back(cpu_ms() - before);
    return said;
  }
  [[nodiscard]] int misreads() const {
    int all = 0;
    for (const auto& [kind, tally] : tallies) all += tally.misreads;
    return all;
  }
};

std::vector<SaidSymbol> read_with_ours(const cv::Mat1b& page) {
  std::vector<SaidSymbol> said;
  const reader::GreyPicture grey{page.cols, page.rows, {page.begin(), page.end()}};
  for (const auto& found : reader::read_barcodes(grey)) {
    said.push_back({found.text, std::string(text_of(found.bytes))});
  }
  return said;
}

struct Pair {
  Reader ours{read_with_ours};
  Reader zxing{read_with_zxing_alone};

  void look(const PublishedBarcode& picture, const cv::Mat1b& page) {
    for (Reader* reader : {&ours, &zxing}) {
      const bool right = reader->tallies[picture.kind].note(picture, reader->look(page));
      if (right || reader != &ours) continue;
      row("  misread: " + picture.file, "", "", std::nullopt);
    }
  }
};

void hits_row(const std::string& figure, const BarcodeTally& ours, const BarcodeTally& zxing,
              int hits_min) {
  const double of = std::max(1, ours.pictures);
  row(figure, text("%d of %d (%.0f %%)", ours.hits, ours.pictures, 100 * ours.hits / of),
      text("ZXing-C++ alone %d (%.0f %%); limit %d %%", zxing.hits, 100 * zxing.hits / of,
           hits_min),
      double(ours.hits) / std::max(1, zxing.hits));
}

void times_rows(const std::string& what, const Pair& both) {
  for (const auto& [name, share] : {std::pair{"median", 50}, {"95 of 100 within", 95}}) {
    const double ours = percentile(both.ours.times, std::size_t(share));
    const double zxing = percentile(both.zxing.times, std::size_t(share));
    row(what + ": " + name, text("%.0f ms CPU", ours), text("ZXing-C++ alone %.0f ms CPU", zxing),
        ours / std::max(1.0, zxing));
  }
}

void report(const std::string& how, const Pair& both) {
  for (const Kind& kind : kKinds) {
    const auto ours = both.ours.tallies.find(kind.name);
    if (ours == both.ours.tallies.end()) continue;
    hits_row(std::string(kind.shown) + ", " + how, ours->second, both.zxing.tallies.at(kind.name),
             kind.hits_min);
  }
  row("misread, " + how, text("%d of %zu pages", both.ours.misreads(), both.ours.times.size()),
      text("ZXing-C++ alone %d; limit 0", both.zxing.misreads()), std::nullopt);
  times_rows("a page, " + how, both);
}

struct Sample {
  PublishedBarcode barcode;
  cv::Mat1b grey;
};

std::vector<Sample> samples(std::size_t every) {
  std::vector<Sample> found;
  const auto pictures = published_barcodes(kCodes / "barcodes");
  if (!pictures) return found;
  for (std::size_t i = 0; i < pictures->size(); i += every) {
    auto grey = grey_picture(kCodes / "barcodes" / (*pictures)[i].file);
    if (!grey.empty()) found.push_back({(*pictures)[i], std::move(grey)});
  }
  return found;
}

/// Every picture at each of the four ways up, each time at another place of another page; then once
/// more a little askew.
void published_rows(std::size_t every) {
  const auto all = samples(every);
  if (all.empty()) return row("barcodes: sample pictures", "not here", "", std::nullopt);
  const std::array pages{cluttered_page(1), cluttered_page(3), cluttered_page(4),
                         cluttered_page(5)};
  Pair straight;
  Pair askew;
  std::uint64_t seed = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (int turns = 0; turns < 4; ++turns) {
      straight.look(all[i].barcode, pasted(pages[std::size_t(turns)], all[i].grey,
                                           {.quarter_turns = turns, .seed = ++seed}));
    }
    const int turns = static_cast<int>(i % 4);
    askew.look(all[i].barcode,
               pasted(pages[std::size_t(turns)], all[i].grey,
                      {.quarter_turns = turns, .degrees = kSkews[i % 6], .seed = ++seed}));
  }
  report("anywhere, four ways up", straight);
  report("anywhere, 2 to 6 degrees askew", askew);
}

/// AAMVA strings as PDF417s that zint draws.
void licence_rows(std::size_t every) {
  struct Drawn {
    Licence licence;
    cv::Mat1b symbol;
  };
  std::vector<Drawn> drawn;
  const auto licences = published_licences(kCodes / "aamva");
  for (std::size_t i = 0; i < licences.size(); i += every) {
    if (auto symbol = drawn_by_zint(licences[i].content)) drawn.push_back({licences[i], *symbol});
  }
  if (drawn.empty()) return row("licences: strings, or zint", "not here", "", std::nullopt);
  const auto page = cluttered_page(2);
  Pair both;
  for (const double degrees : kLicenceSkews) {
    Pair at;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      const auto taken = taken_on(page, drawn[i].symbol, {.degrees = degrees, .seed = i + 1});
      const PublishedBarcode wanted{drawn[i].licence.file, "aamva", "licence",
                                    drawn[i].licence.content};
      at.look(wanted, taken);
    }
    hits_row(text("licences drawn by zint, %.0f degrees", degrees), at.ours.tallies["licence"],
             at.zxing.tallies["licence"], kLicencesMin);
    for (const auto& [to, from] : {std::pair{&both.ours, &at.ours}, {&both.zxing, &at.zxing}}) {
      to->times.insert(to->times.end(), from->times.begin(), from->times.end());
      to->tallies["licence"].misreads += from->tallies["licence"].misreads;
    }
  }
  row("licences misread", text("%d of %zu pages", both.ours.misreads(), both.ours.times.size()),
      text("ZXing-C++ alone %d; limit 0", both.zxing.misreads()), std::nullopt);
  times_rows("a page with a licence", both);
}

int run(int argc, char** argv) {
  CLI::App app{"barcodes_bench: how often barcodes are read right, and what a page costs"};
  std::size_t every = 1;
  app.add_option("--every", every, "take every Nth picture")->check(CLI::Range(1, 100));
  CLI11_PARSE(app, argc, argv);
  licence_rows(every);
  published_rows(every);
  return 0;
}

}  // namespace
}  // namespace garita::tests

int main(int argc, char** argv) { return garita::tests::run(argc, argv); }

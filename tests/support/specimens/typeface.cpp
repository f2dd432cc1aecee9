#include "tests/support/specimens/typeface.h"

#include <ft2build.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "schema/vocabulary/result.h"
#include FT_FREETYPE_H

namespace garita::tests {
namespace {

constexpr auto kDejaVu = "/usr/share/fonts/truetype/dejavu/";
constexpr auto kOcrB = "/usr/share/fonts/opentype/ocr-b/OCRB.otf";

std::string file_of(Face face) {
  const std::string folder = kDejaVu;
  switch (face) {
    case Face::kSans:
      return folder + "DejaVuSans.ttf";
    case Face::kSansBold:
      return folder + "DejaVuSans-Bold.ttf";
    case Face::kSansCondensed:
      return folder + "DejaVuSans.ttf";
    case Face::kSerif:
      return folder + "DejaVuSerif.ttf";
    case Face::kSerifBold:
      return folder + "DejaVuSerif-Bold.ttf";
    case Face::kSerifItalic:
      return folder + "DejaVuSerif.ttf";
    case Face::kMono:
      return folder + "DejaVuSansMono.ttf";
    case Face::kOcrB:
      return kOcrB;
  }
  return kOcrB;
}

/// FreeType with its faces, open for as long as somebody sets lines.
class Faces {
 public:
  Faces() { ensure(FT_Init_FreeType(&library_) == 0, "FreeType starts"); }
  Faces(const Faces&) = delete;
  Faces& operator=(const Faces&) = delete;
  ~Faces() { FT_Done_FreeType(library_); }

  FT_Face at(Face face) {
    const auto known = open_.find(face);
    if (known != open_.end()) return known->second;
    FT_Face opened = nullptr;
    const auto file = file_of(face);
    ensure(FT_New_Face(library_, file.c_str(), 0, &opened) == 0, "installed: " + file);
    if (face == Face::kSansCondensed || face == Face::kSerifItalic) {
      // fonts-dejavu-core has neither narrow nor slanted faces: made from the upright ones.
      FT_Matrix matrix{0x10000, 0, 0, 0x10000};
      if (face == Face::kSansCondensed) matrix.xx = 0xE000;
      if (face == Face::kSerifItalic) matrix.xy = 0x3800;
      FT_Set_Transform(opened, &matrix, nullptr);
    }
    open_[face] = opened;
    return opened;
  }

 private:
  FT_Library library_ = nullptr;
  std::map<Face, FT_Face> open_;
};

Faces& faces() {
  thread_local Faces opened;  // opening a face for every word costs more than drawing it
  return opened;
}

std::vector<FT_ULong> characters(std::string_view utf8) {
  std::vector<FT_ULong> found;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = first < 0x80U ? 1 : first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
    FT_ULong code = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k) {
      code = code << 6U | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
    }
    found.push_back(code);
    i += length;
  }
  return found;
}

/// OCR-B is set so that its characters stand exactly 2.54 mm apart: size I, 10 to the inch
/// (ISO 1073-2; Doc 9303-3, 4.1).
double em_px(FT_Face face, const Lettering& lettering, double pixels_per_mm) {
  if (lettering.face != Face::kOcrB) return lettering.em_mm * pixels_per_mm;
  return lettering.pitch_mm * pixels_per_mm * face->units_per_EM /
         static_cast<double>(face->max_advance_width);
}

void draw_into(cv::Mat1b& ink, const FT_Bitmap& bitmap, int x, int y) {
  for (int row = 0; row < static_cast<int>(bitmap.rows); ++row) {
    for (int column = 0; column < static_cast<int>(bitmap.width); ++column) {
      const int to_x = x + column;
      const int to_y = y + row;
      if (to_x < 0 || to_y < 0 || to_x >= ink.cols || to_y >= ink.rows) continue;
      const auto value = bitmap.buffer[row * bitmap.pitch + column];
      ink(to_y, to_x) = std::max(ink(to_y, to_x), value);
    }
  }
}

}  // namespace

SetLine set_line(std::string_view utf8, const Lettering& lettering, double pixels_per_mm) {
  FT_Face face = faces().at(lettering.face);
  const double size_px = em_px(face, lettering, pixels_per_mm);
  FT_Set_Char_Size(face, 0, static_cast<FT_F26Dot6>(std::lround(size_px * 64)), 72, 72);
  const auto codes = characters(utf8);
  const int above = static_cast<int>(std::ceil(size_px * 1.1));
  const int below = static_cast<int>(std::ceil(size_px * 0.4));
  const int side = static_cast<int>(std::ceil(size_px * 0.4));
  double advance = 0;
  std::vector<double> starts;
  for (const auto code : codes) {
    FT_Load_Char(face, code, FT_LOAD_NO_HINTING);
    starts.push_back(advance);
    const double own = static_cast<double>(face->glyph->advance.x) / 64;
    advance += lettering.pitch_mm > 0 ? lettering.pitch_mm * pixels_per_mm
                                      : own + lettering.spacing_mm * pixels_per_mm;
  }
  cv::Mat1b ink(above + below, static_cast<int>(std::ceil(advance)) + 2 * side, uchar(0));
  for (std::size_t i = 0; i < codes.size(); ++i) {
    FT_Load_Char(face, codes[i], FT_LOAD_NO_HINTING);
    if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0) continue;
    const int x = side + static_cast<int>(std::lround(starts[i])) + face->glyph->bitmap_left;
    draw_into(ink, face->glyph->bitmap, x, above - face->glyph->bitmap_top);
  }
  return {.ink = ink,
          .left_px = -static_cast<double>(side),
          .top_px = static_cast<double>(above),
          .width_px = advance};
}

double line_width_mm(std::string_view utf8, const Lettering& lettering) {
  constexpr double kPixelsPerMm = 20;
  return set_line(utf8, lettering, kPixelsPerMm).width_px / kPixelsPerMm;
}

}  // namespace garita::tests

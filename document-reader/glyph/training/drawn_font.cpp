#include "document-reader/glyph/training/drawn_font.h"

#include <ft2build.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "document-reader/glyph/cell.h"
#include FT_FREETYPE_H
#include FT_OUTLINE_H

namespace garita::reader {
namespace {

// In 64ths of a pixel of the drawn size; OCR-B's own stroke is 0.14 of the pitch, print on paper
// runs from worn and thin to bled.
constexpr std::array kEmboldenings = {-70, -35, 0, 40, 80, 120};

void require(bool good, const std::string& what) {
  if (good) return;
  std::fprintf(stderr, "glyph model: %s\n", what.c_str());
  std::exit(1);
}

DrawnGlyph draw(FT_Face face, char character, int emboldening) {
  const auto code = static_cast<FT_ULong>(character);
  require(FT_Load_Char(face, code, FT_LOAD_NO_HINTING) == 0, "a character is missing");
  FT_GlyphSlot slot = face->glyph;
  FT_Outline_Embolden(&slot->outline, emboldening);
  // Emboldening grows to the right and up only; half of it back keeps the character centred.
  FT_Outline_Translate(&slot->outline, -emboldening / 2, -emboldening / 2);
  require(FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) == 0, "a character cannot be drawn");
  const FT_Bitmap& bitmap = slot->bitmap;
  const cv::Mat view(static_cast<int>(bitmap.rows), static_cast<int>(bitmap.width), CV_8U,
                     bitmap.buffer, static_cast<std::size_t>(bitmap.pitch));
  return {.ink = view.clone(), .left_px = slot->bitmap_left, .top_px = slot->bitmap_top};
}

}  // namespace

std::vector<DrawnFace> draw_faces(const std::string& font_folder) {
  FT_Library library = nullptr;
  require(FT_Init_FreeType(&library) == 0, "FreeType does not start");
  std::vector<DrawnFace> faces;
  for (const char* file : {"OCRB.otf", "OCRBS.otf"}) {
    const std::string path = font_folder + "/" + file;
    FT_Face face = nullptr;
    require(FT_New_Face(library, path.c_str(), 0, &face) == 0, path + " cannot be read");
    // The advance is 0.723 of the em: this size sets characters kDrawnPitchPx apart.
    const double em = kDrawnPitchPx * face->units_per_EM / double(face->max_advance_width);
    FT_Set_Char_Size(face, 0, static_cast<FT_F26Dot6>(em * 64), 72, 72);
    for (const int emboldening : kEmboldenings) {
      DrawnFace drawn;
      for (const char character : kAlphabet) {
        drawn.glyphs.push_back(draw(face, character, emboldening));
      }
      faces.push_back(std::move(drawn));
    }
    FT_Done_Face(face);
  }
  FT_Done_FreeType(library);
  return faces;
}

}  // namespace garita::reader

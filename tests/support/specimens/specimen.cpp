#include "tests/support/specimens/specimen.h"

#include <string>

#include "tests/support/specimens/page_parts.h"

namespace garita::tests {
namespace {

/// Doc 9303-4, figure 4 and its kin: the first character stands 6 mm from the left edge of a
/// booklet, 4 mm from that of a card or visa; the lowest line's middle 9.4 mm above the lower edge,
/// and on a TD1, which has three lines, 5.4 mm.
constexpr double kZoneLeftTd3Mm = 6;
constexpr double kZoneLeftMm = 4.2;
constexpr double kZoneLowestMm = 9.4;
constexpr double kZoneLowestTd1Mm = 5.4;

std::string with_sex(const SpecimenFields& fields) {
  if (fields.sex == "F") return "F";
  return fields.sex == "M" ? "M" : "X";
}

void draw_passport(Page& page) {
  const auto& f = page.fields();
  page.header(12.5, "PASAPORTE · PASSPORT");
  page.portrait({5.5, 16.5, 33.5, 43});
  constexpr double kLeft = 43;
  page.cell({kLeft, 15}, "Tipo / Type", f.document_code, 12);
  page.cell({kLeft + 16, 15}, "Código / Code", f.issuing_state, 16);
  page.cell({kLeft + 40, 15}, "Pasaporte N.º / Passport No.", f.document_number, 34);
  page.cell({kLeft, 21.6}, "Apellidos / Surname", upper_case(f.surname), 72);
  page.cell({kLeft, 28.2}, "Nombres / Given names", upper_case(f.given_names), 60);
  page.cell({kLeft, 34.8}, "Nacionalidad / Nationality", state_names(f.nationality).own, 58);
  page.cell({kLeft, 41.4}, "Fecha de nacimiento / Date of birth", printed_date(f.birth_date), 34);
  page.cell({kLeft + 38, 41.4}, "N.º personal / Personal No.", f.optional_data, 24);
  page.cell({kLeft, 48}, "Sexo / Sex", with_sex(f), 10);
  page.cell({kLeft + 14, 48}, "Lugar de nacimiento / Place of birth", upper_case(f.birth_place),
            44);
  page.cell({kLeft, 54.6}, "Expedición / Date of issue", printed_date(f.issue_date), 30);
  page.cell({kLeft + 34, 54.6}, "Vencimiento / Date of expiry", printed_date(f.expiry_date), 30);
  page.ghost({105.5, 34, 14, 18});
  page.signature({8, 59.6, 28, 4.6});
  page.perforation(121.8, 38);
  draw_specimen_mark(page.canvas(), page.zone_top_mm());
  page.zone(kZoneLeftTd3Mm, kZoneLowestMm);
}

void draw_card_front(Page& page) {
  const auto& f = page.fields();
  page.header(10, "IDENTIDAD · IDENTITY CARD");
  page.portrait({4, 13, 24, 30.9});
  constexpr double kLeft = 31;
  page.cell({kLeft, 11.5}, "Apellidos / Surname", upper_case(f.surname), 51);
  page.cell({kLeft, 17.7}, "Nombres / Given names", upper_case(f.given_names), 51);
  page.cell({kLeft, 23.9}, "Sexo / Sex", with_sex(f), 8);
  page.cell({kLeft + 11, 23.9}, "Nacionalidad / Nationality", f.nationality, 16);
  page.cell({kLeft, 30.1}, "Nacimiento / Date of birth", printed_date(f.birth_date), 30);
  page.cell({kLeft, 36.3}, "Vencimiento / Date of expiry", printed_date(f.expiry_date), 30);
  page.cell({kLeft, 42.5}, "N.º de documento / Document No.", f.document_number, 30);
  page.ghost({68, 26, 13, 16.7});
  page.signature({6, 45.6, 20, 5});
  draw_specimen_mark(page.canvas(), 52.6);
}

void draw_card_back(Page& page, bool barcode) {
  const auto& f = page.fields();
  page.cell({4, 2.2}, "Lugar de nacimiento / Place of birth", upper_case(f.birth_place), 36);
  page.cell({4, 8.4}, "Expedición / Date of issue", printed_date(f.issue_date), 34);
  page.cell({4, 14.6}, "Autoridad / Authority", "REGISTRO CIVIL", 34);
  page.cell({4, 20.8}, "N.º personal / Personal No.", f.optional_data, 34);
  draw_arms(page.canvas(), {62, 24.3}, 4.6, page.palette(), 0.55);
  draw_specimen_mark(page.canvas(), page.zone_top_mm());
  if (barcode) page.pdf417({42, 5, 40, 12.5});
  page.zone(kZoneLeftMm, kZoneLowestTd1Mm);
}

void draw_large_card(Page& page) {
  const auto& f = page.fields();
  page.header(10.5, "IDENTIDAD · IDENTITY");
  page.portrait({4.5, 14, 26.5, 34});
  constexpr double kLeft = 34.5;
  page.cell({kLeft, 12.5}, "Apellidos / Surname", upper_case(f.surname), 66);
  page.cell({kLeft, 19.2}, "Nombres / Given names", upper_case(f.given_names), 50);
  page.cell({kLeft, 25.9}, "Nacionalidad / Nationality", state_names(f.nationality).own, 40);
  page.cell({kLeft + 36, 25.9}, "Sexo / Sex", with_sex(f), 8);
  page.cell({kLeft, 32.6}, "Nacimiento / Date of birth", printed_date(f.birth_date), 30);
  page.cell({kLeft, 39.3}, "Vencimiento / Date of expiry", printed_date(f.expiry_date), 30);
  page.cell({kLeft + 36, 39.3}, "N.º / No.", f.document_number, 22);
  page.cell({kLeft + 36, 32.6}, "Expedición / Date of issue", printed_date(f.issue_date), 28);
  page.ghost({87, 18, 13, 16.7});
  page.signature({70, 44.6, 26, 5.2});
  draw_specimen_mark(page.canvas(), page.zone_top_mm());
  page.zone(kZoneLeftMm, kZoneLowestMm);
}

void draw_visa(Page& page) {
  const auto& f = page.fields();
  const double width = page.canvas().size_mm().width;
  page.header(10.5, "VISA");
  page.portrait({4.5, 14, 25, 32.1});
  constexpr double kLeft = 33.5;
  const double second = kLeft + (width - kLeft) * 0.5;
  page.cell({kLeft, 12.5}, "Apellidos y nombres / Name",
            upper_case(f.surname) + ", " + upper_case(f.given_names), width - kLeft - 5);
  page.cell({kLeft, 19.2}, "Válida desde / Valid from", printed_date(f.issue_date), 29);
  page.cell({second, 19.2}, "hasta / until", printed_date(f.expiry_date), 29);
  page.cell({kLeft, 25.9}, "Clase / Type", "VISITANTE", 26);
  page.cell({second, 25.9}, "Entradas / Entries", "MÚLTIPLE", 26);
  page.cell({kLeft, 32.6}, "Nacionalidad / Nationality", f.nationality, 20);
  page.cell({second, 32.6}, "Nacimiento / Date of birth", printed_date(f.birth_date), 29);
  page.cell({kLeft, 39.3}, "Visa N.º / Visa No.", f.document_number, 29);
  page.cell({second, 39.3}, "Sexo / Sex", with_sex(f), 8);
  draw_arms(page.canvas(), {width - 13, 44}, 5, page.palette(), 0.5);
  draw_specimen_mark(page.canvas(), page.zone_top_mm());
  page.zone(kZoneLeftMm, kZoneLowestMm);
}

}  // namespace

cv::Size2d size_mm(SpecimenFormat format) {
  switch (format) {
    case SpecimenFormat::kTd1:
      return {85.6, 53.98};
    case SpecimenFormat::kTd2:
    case SpecimenFormat::kMrvB:
      return {105, 74};
    case SpecimenFormat::kTd3:
      return {125, 88};
    case SpecimenFormat::kMrvA:
      return {120, 80};
  }
  ensure(false, "every format has its size");
  return {};
}

cv::Mat3b draw_specimen(const SpecimenFields& fields, const DrawingSettings& settings) {
  Page page(fields, size_mm(fields.format), settings.dots_per_inch);
  switch (fields.format) {
    case SpecimenFormat::kTd1:
      if (settings.side == Side::kFront) {
        draw_card_front(page);
      } else {
        draw_card_back(page, settings.barcode);
      }
      break;
    case SpecimenFormat::kTd2:
      draw_large_card(page);
      break;
    case SpecimenFormat::kTd3:
      draw_passport(page);
      break;
    case SpecimenFormat::kMrvA:
    case SpecimenFormat::kMrvB:
      draw_visa(page);
      break;
  }
  return page.canvas().picture();
}

}  // namespace garita::tests

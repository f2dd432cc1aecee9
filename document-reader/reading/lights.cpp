#include "document-reader/reading/lights.h"

#include <algorithm>

#include "document-reader/reading/cross_check.h"

namespace garita::reader {
namespace {

/// A whole zone before a doubtful one, before none; among equals the surer.
double rank(const LightReading& light) {
  double best = 0;
  for (const auto& document : light.reading.documents) {
    if (!document.mrz) continue;
    best = std::max(best, 1 + document.mrz->confidence + (document.mrz->valid() ? 10 : 0));
  }
  return best;
}

/// "line 2, column 17": where two zones part; nothing of what stands there.
std::string parting(const Mrz& one, const Mrz& other) {
  if (one.format != other.format) return "another format";
  for (std::size_t line = 0; line < one.lines.size(); ++line) {
    const auto [here, there] = std::ranges::mismatch(one.lines[line], other.lines[line]);
    if (here == one.lines[line].end()) continue;
    return "line " + std::to_string(line + 1) + ", column " +
           std::to_string(here - one.lines[line].begin() + 1);
  }
  return "";
}

/// Whose it is says the officer more than where the lines part; that alone is left of the rest.
void add_findings(ReadDocument& chosen, const std::string& chosen_light, const Mrz& other,
                  const std::string& other_light, const std::string& where) {
  const auto differs = differing_holders(chosen.mrz->mrz.fields, other.fields);
  for (const auto& each : differs)
    chosen.findings.push_back({"lights_differ",
                               FindingSeverity::kFail,
                               each.field,
                               {{chosen_light, each.one}, {other_light, each.other}}});
  if (differs.empty())
    chosen.findings.push_back({"lights_differ", FindingSeverity::kFail,
                               chosen_light + " and " + other_light + ": " + where});
}

void compare(ReadDocument& chosen, const std::string& chosen_light, const LightReading& other) {
  for (const auto& document : other.reading.documents) {
    if (!document.mrz || !document.mrz->valid()) continue;
    const Mrz& zone = document.mrz->mrz;
    const auto where = parting(chosen.mrz->mrz, zone);
    if (where.empty()) continue;
    add_findings(chosen, chosen_light, zone, other.light, where);
    chosen.zones_of_other_lights.push_back(zone);
  }
}

void add_barcodes(ReadDocument& to, const ReadDocument& from) {
  for (const auto& barcode : from.barcodes) {
    const bool known = std::ranges::any_of(to.barcodes, [&](const ReadBarcode& one) {
      return one.symbology == barcode.symbology && one.bytes == barcode.bytes;
    });
    if (!known) add_barcode(to, barcode);
  }
}

}  // namespace

void expect_light(Reading& reading, std::string_view light) {
  if (light == "white") return;
  for (auto& document : reading.documents) {
    std::erase_if(document.findings, [](const ReadingFinding& finding) {
      return finding.code == "too_dark" || finding.code == "low_contrast";
    });
  }
}

Reading merge_lights(std::vector<LightReading> lights) {
  ensure(!lights.empty(), "a page has a light");
  const auto best = std::ranges::max_element(lights, {}, rank);
  std::iter_swap(lights.begin(), best);
  Reading merged = std::move(lights.front().reading);
  if (merged.documents.empty()) merged.documents.emplace_back();
  auto& first = merged.documents.front();
  for (std::size_t i = 1; i < lights.size(); ++i) {
    merged.elapsed_ms += lights[i].reading.elapsed_ms;
    merged.cpu_ms += lights[i].reading.cpu_ms;
    // A page with several documents has no one zone to compare with.
    if (first.mrz && merged.documents.size() == 1) compare(first, lights[0].light, lights[i]);
    for (const auto& document : lights[i].reading.documents) add_barcodes(first, document);
  }
  return merged;
}

}  // namespace garita::reader

// Prints the evidence (schema/matching/score.h) of pairs of names, for fit.py: names_evidence
// FILE.tsv, columns as garita-central names score takes them. A line: id, the evidence, the score.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <vector>

#include "schema/matching/score.h"

namespace garita {
namespace {

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, '\t');) fields.push_back(field);
  return fields;
}

Described described(const NameReader& reader, const std::string& name, const std::string& birth,
                    const std::string& nationality) {
  Described out;
  out.name = reader.read(name);
  if (const auto read = Birth::from_text(birth)) out.birth = *read;
  if (nationality != "-") out.nationality = CountryCode(nationality);
  return out;
}

struct Row {
  std::string id;
  Described a;
  Described b;
};

std::vector<Row> rows_of(std::istream& in, const NameReader& reader) {
  std::string line;
  std::getline(in, line);
  std::map<std::string, std::size_t> column;
  for (const auto& name : fields_of(line)) column.emplace(name, column.size());
  std::vector<Row> rows;
  while (std::getline(in, line)) {
    const auto fields = fields_of(line);
    const auto at = [&](const char* name) { return fields.at(column.at(name)); };
    rows.push_back({at("id"), described(reader, at("name_a"), at("dob_a"), at("nat_a")),
                    described(reader, at("name_b"), at("dob_b"), at("nat_b"))});
  }
  return rows;
}

void print(const std::vector<Row>& rows, const NameWords& words) {
  std::printf("id");
  for (const auto& name : evidence_names()) std::printf("\t%s", std::string(name).c_str());
  std::printf("\tscore\n");
  for (const auto& row : rows) {
    std::printf("%s", row.id.c_str());
    for (const double value : evidence_of(row.a, row.b, agree(row.a.name, row.b.name, words)))
      std::printf("\t%.4f", value);
    std::printf("\t%.4f\n", score_value(row.a, row.b, words));
  }
}

Described without_birth(const Described& whole) { return {whole.name, {}, {}}; }

/// For each row the others whose second name is most like its first and who are another person, as
/// far as names tell: id, id of the other.
void print_nearest(const std::vector<Row>& rows, const NameWords& words, std::size_t most) {
  constexpr double kRelated = 0.3;
  for (const auto& row : rows) {
    const auto a = without_birth(row.a);
    std::vector<std::pair<double, const Row*>> nearest;
    for (const auto& other : rows)
      if (const double value = score_value(a, without_birth(other.b), words); value > 0.05)
        nearest.emplace_back(value, &other);
    std::sort(nearest.begin(), nearest.end(), std::greater<>());
    std::size_t printed = 0;
    for (const auto& [value, other] : nearest) {
      if (printed == most) break;
      const auto related = [&](const Described& one, const Described& two) {
        return score_value(without_birth(one), without_birth(two), words) >= kRelated;
      };
      if (value == 1 || other == &row || related(row.b, other->b) || related(a, other->a)) continue;
      std::printf("%s\t%s\n", row.id.c_str(), other->id.c_str());
      ++printed;
    }
  }
}

}  // namespace
}  // namespace garita

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::fprintf(stderr, "names_evidence FILE.tsv [STRANGERS]\n");
    return 2;
  }
  const garita::NameReader reader;
  std::ifstream in(argv[1]);
  const auto rows = garita::rows_of(in, reader);
  if (argc == 2)
    garita::print(rows, reader.words());
  else
    garita::print_nearest(rows, reader.words(), static_cast<std::size_t>(std::atoi(argv[2])));
  return 0;
}

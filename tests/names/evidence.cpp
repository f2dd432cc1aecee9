// Prints the evidence (schema/matching/score.h) of pairs of names, for fit.py: names_evidence
// FILE.tsv, columns as garita-central names score takes them. A line: id, the evidence, the score.
#include <cstdio>
#include <fstream>
#include <iostream>
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

int print(std::istream& in) {
  const NameReader reader;
  std::string line;
  std::getline(in, line);
  std::map<std::string, std::size_t> column;
  for (const auto& name : fields_of(line)) column.emplace(name, column.size());
  std::printf("id");
  for (const auto& name : evidence_names()) std::printf("\t%s", std::string(name).c_str());
  std::printf("\tscore\n");
  while (std::getline(in, line)) {
    const auto fields = fields_of(line);
    const auto at = [&](const char* name) { return fields.at(column.at(name)); };
    const auto a = described(reader, at("name_a"), at("dob_a"), at("nat_a"));
    const auto b = described(reader, at("name_b"), at("dob_b"), at("nat_b"));
    const auto evidence = evidence_of(a, b, agree(a.name, b.name, reader.words()));
    std::printf("%s", at("id").c_str());
    for (const double value : evidence) std::printf("\t%.4f", value);
    std::printf("\t%.4f\n", score_value(a, b, reader.words()));
  }
  return 0;
}

}  // namespace
}  // namespace garita

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "names_evidence FILE.tsv\n");
    return 2;
  }
  std::ifstream in(argv[1]);
  return garita::print(in);
}

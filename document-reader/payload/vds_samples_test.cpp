// Reads the seals of ../shared/data/codes/vds and holds each against what its index says of it.
// They belong to the projects they come from and are no part of this one: where they are absent the
// test says so and is skipped.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <sstream>

#include "document-reader/payload/vds.h"
#include "document-reader/payload/vds_payload.h"
#include "document-reader/payload/vds_text.h"
#include "document-reader/payload/vds_trust.h"

namespace garita::reader {
namespace {

namespace fs = std::filesystem;

fs::path folder() { return fs::path(GARITA_SOURCE_DIR) / "../shared/data/codes/vds"; }

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// A line of INDEX.tsv.
struct Sample {
  std::string file;
  std::string what;
  std::string expected;
};
std::vector<Sample> samples() {
  std::vector<Sample> found;
  std::ifstream in(folder() / "INDEX.tsv");
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    Sample sample;
    std::getline(cells, sample.file, '\t');
    std::getline(cells, sample.what, '\t');
    std::getline(cells, sample.expected, '\t');
    if (sample.file.ends_with(".hex") || sample.file.ends_with(".txt")) found.push_back(sample);
  }
  return found;
}

/// The index has the names of another program.
const std::map<std::string, std::string> kFieldNames{
    {"MRZ", "mrz"},
    {"PASSPORT_NUMBER", "passport_number"},
    {"SHEET_NUMBER", "sheet_number"},
    {"SOCIAL_INSURANCE_NUMBER", "social_insurance_number"},
    {"SURNAME", "surname"},
    {"FIRST_NAME", "given_names"},
    {"BIRTH_NAME", "birth_name"},
    {"ACADEMIC_DEGREE", "academic_degree"},
    {"MOVING_DATE", "moving_date"},
    {"DATE_OF_NOTIFICATION", "notification_date"},
};

/// "NAME=value; NAME=value | …": where the index holds a piece of its source's code, the value is
/// what stands behind the last quotation mark.
std::map<std::string, std::string> expected_fields(const std::string& expected) {
  std::map<std::string, std::string> fields;
  const auto part = expected.substr(0, expected.find(" | "));
  static const std::regex kField("([A-Z_]+)=(.*?)(?=; [A-Z_]+=|$)");
  for (std::sregex_iterator at(part.begin(), part.end(), kField), end; at != end; ++at) {
    auto value = (*at)[2].str();
    value.erase(0, value.find_last_of('"') + 1);
    const auto line_end = value.find("\\n");
    if (line_end != std::string::npos) value.replace(line_end, 2, "\n");
    fields[(*at)[1].str()] = value;
  }
  return fields;
}

std::string expected_verdict(const std::string& expected) {
  if (expected.find("VERIFIES") != std::string::npos) return "valid";
  // Two seals of the index, which says nothing of it, have no signature zone.
  return "unknown_signer";
}

/// What differs from the index; "" when nothing does.
std::string difference(const Sample& sample, const Payload& payload) {
  std::ostringstream out;
  const auto value = [&](std::string_view name) {
    return std::string(find_field(payload.fields, name).value_or("(absent)"));
  };
  const auto compare = [&](const std::string& name, const std::string& has,
                           const std::string& should) {
    if (has != should) out << name << " is '" << has << "', not '" << should << "'; ";
  };
  static const std::regex kWhat(
      "VDS v([34]) ([A-Z]+) ([A-Z0-9]+) issued ([-0-9]+) signed ([-0-9]+) feature ([0-9a-f]{4})");
  std::smatch what;
  if (std::regex_search(sample.what, what, kWhat)) {
    compare("version", value("seal_version"), what[1]);
    compare("issuing State", value("seal_issuing_state"), what[2]);
    compare("signer", payload.seal->signer, what[3]);
    compare("issue date", value("document_issue_date"), what[4]);
    compare("signature date", value("signature_date"), what[5]);
    compare("definition", value("seal_definition"), what[6]);
  }
  static const std::regex kFeature("feature ([0-9a-f]{4})");
  std::smatch feature;
  if (std::regex_search(sample.expected, feature, kFeature)) {
    compare("definition", value("seal_definition"), feature[1]);
  }
  for (auto [name, should] : expected_fields(sample.expected)) {
    const auto known = kFieldNames.find(name);
    auto has = known == kFieldNames.end() ? "(no field for " + name + ")" : value(known->second);
    if (name.find("DATE") != std::string::npos) std::erase(has, '-');
    compare(name, has, should);
  }
  const auto verdict = std::string(seal_verdict_name(payload.seal->verdict));
  const bool bare = payload.seal->verdict == SealVerdict::kUnsigned &&
                    sample.file.starts_with("administrativeDocumentV9");
  if (!bare) compare("verdict", verdict, expected_verdict(sample.expected));
  return out.str();
}

std::string difference(const Sample& sample, const PayloadContext& context) {
  const auto content = content_of(folder() / sample.file);
  const auto payload = read_seal(bytes_of(content), context);
  if (sample.file.ends_with(".hex")) {
    if (!payload) return "refused: " + payload.error().message;
    return difference(sample, *payload);
  }
  // The successor of seals comes later: a refusal that names it.
  if (payload) return "read as a seal";
  const bool named = payload.error().message.find("Datastructure for Barcode") != std::string::npos;
  return named ? "" : payload.error().message;
}

TEST(PublishedSeals, AreWhatTheirIndexSays) {
  if (!fs::exists(folder())) GTEST_SKIP() << "SKIPPED: ../shared/data/codes/vds is absent";
  const auto certificates = load_seal_certificates(folder() / "certs");
  ASSERT_TRUE(certificates.has_value()) << certificates.error().message;
  EXPECT_EQ(certificates->certificates.size(), 3U);
  ASSERT_EQ(certificates->skipped.size(), 1U);  // a public key without a certificate
  const SealTrust trust(certificates->certificates);
  const auto today = Date::from_iso("2026-11-24");
  ASSERT_TRUE(today.has_value());
  int agree = 0;
  const auto all = samples();
  for (const auto& sample : all) {
    const auto differs = difference(sample, {*today, &trust});
    EXPECT_EQ(differs, "") << sample.file;
    if (differs.empty()) ++agree;
  }
  std::cout << "published seals that agree with their index: " << agree << " of " << all.size()
            << "\n";
  EXPECT_GE(all.size(), 23U);
}

TEST(PublishedSeals, AreComposedAgainByteForByte) {
  if (!fs::exists(folder())) GTEST_SKIP() << "SKIPPED: ../shared/data/codes/vds is absent";
  int composed = 0;
  for (const auto& sample : samples()) {
    if (!sample.file.ends_with(".hex")) continue;
    const auto bytes = seal_bytes_of(bytes_of(content_of(folder() / sample.file)));
    const auto seal = parse_seal(bytes);
    ASSERT_TRUE(seal.has_value()) << sample.file << ": " << seal.error().message;
    const auto again = compose_unsigned_seal(seal->header, seal->features);
    ASSERT_TRUE(again.has_value()) << sample.file << ": " << again.error().message;
    // Seals of one maker write a State of one letter without its fillers.
    const bool short_state = bytes[2] == 0xFE;
    if (short_state) continue;
    EXPECT_EQ(*again, seal->signed_bytes) << sample.file;
    ++composed;
  }
  EXPECT_GE(composed, 13);
}

}  // namespace
}  // namespace garita::reader

#include "central-sync/program/centre.h"

#include <fstream>
#include <iterator>
#include <ostream>
#include <sstream>

namespace garita::central {

Result<Centre> open_centre(const std::filesystem::path& data) {
  Layout layout(data);
  GARITA_TRY(place, database_of(layout));
  GARITA_TRY(database, open_store(place, StoreMode::kOpen));
  GARITA_TRY(settings, database->reading().settings());
  auto clock = clock_of_installation(settings.exercise);
  return Centre{std::move(layout), std::move(database), settings, std::move(clock)};
}

Result<ProjectorKeyring> ProjectorKeyring::load(const Layout& layout, CentralDatabase& database) {
  GARITA_TRY(seal, load_credential(layout, kSealKey));
  GARITA_TRY(secret, load_pseudonym_secret(layout));
  GARITA_TRY(own, database.book().own_station());
  return ProjectorKeyring(std::move(seal), std::move(secret), own);
}

Result<void> bring_up_to_date(Centre& centre) {
  auto& tables = centre.database->projection();
  GARITA_TRY(position, tables.position());
  GARITA_TRY(waiting, tables.arrived_after(position.arrival, 1));
  GARITA_TRY(publication, tables.publication());
  if (waiting.empty() && !publication) return {};
  auto keyring = ProjectorKeyring::load(centre.layout, *centre.database);
  if (!keyring) return {};
  Projector projector(centre.database->intake(), centre.database->projection(), keyring->keys());
  GARITA_CHECK(projector.project_all());
  return {};
}

ExitStatus report(const Error& error, const Terminal& terminal) {
  terminal.err << "garita-central: " << error.message << '\n';
  return error.remedy == Remedy::kAskOfficer ? ExitStatus::kRefused : ExitStatus::kSomeFailed;
}

ExitStatus report(const Result<void>& done, const Terminal& terminal) {
  return done ? ExitStatus::kDone : report(done.error(), terminal);
}

Result<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return fail(Remedy::kReject, file.string() + ": " + error.message());
  if (size > bytes_max)
    return fail(Remedy::kReject,
                file.string() + " is larger than " + std::to_string(bytes_max) + " bytes");
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream) return fail(Remedy::kReject, file.string() + " cannot be read");
  return text;
}

std::vector<std::string> split_list(const std::string& list) {
  std::vector<std::string> words;
  std::istringstream stream(list);
  for (std::string word; std::getline(stream, word, ',');)
    if (!word.empty()) words.push_back(word);
  return words;
}

}  // namespace garita::central

// What is done with tables in files: stays and names.
#include "central-sync/program/subcommands.h"

namespace garita::central {

void add_stays(CLI::App& app, Subcommands& commands) {
  auto* stays = app.add_subcommand(
      "stays", "the calculator of stays, on a table of questions; and stays of an older system");
  stays->require_subcommand(1);
  auto [evaluate, table] = commands.add<CalculationOptions>(
      *stays, "evaluate", "days used, left and over, and the last legal day", run_stays_evaluate);
  evaluate->get_option("--data")->required(false);
  evaluate->add_option("file", table->file, "TSV")->required();
  auto [explain, told] = commands.add<CalculationOptions>(
      *stays, "explain", "how each answer came about, in sentences", run_stays_explain);
  explain->get_option("--data")->required(false);
  explain->add_option("file", told->file, "TSV")->required();
  auto [replay, flows] = commands.add<CalculationOptions>(
      *stays, "replay", "what late reports and watermarks leave of flags", run_stays_replay);
  replay->get_option("--data")->required(false);
  replay->add_option("file", flows->file, "TSV")->required();
  explain->add_option("--language", told->language, "es, en or fr")
      ->capture_default_str()
      ->check(CLI::IsMember({"es", "en", "fr"}));
  auto [import, older] = commands.add<StaysImportOptions>(
      *stays, "import",
      "take over the open stays of an older system, each once: all of the file or nothing",
      run_stays_import);
  import
      ->add_option("file", older->file,
                   "CSV: reference, document_number, issuing_state, surname, nationality, entered "
                   "(a moment, or a day at the post), post; and as they are known document_code, "
                   "given_names, birth_date, sex, expiry_date, purpose, admission_class, "
                   "granted_days or granted_until")
      ->required();
  import
      ->add_option("--source", older->source, "the older system's name; its references are its own")
      ->required();
  import->add_option("--why", older->why, kWhyRecorded)->required()->check(check_why);
  import->add_flag("--dry-run", older->dry_run, "say what would be taken over, and state nothing");
}

void add_names(CLI::App& app, Subcommands& commands) {
  auto* names = app.add_subcommand("names", "who is written like whom");
  names->require_subcommand(1);
  auto [scoring, pairs] =
      commands.add<NamesOptions>(*names, "score", "score pairs of names", run_names_score);
  scoring->add_option("file", pairs->file, "TSV: id, name_a, dob_a, nat_a, name_b, dob_b, nat_b")
      ->required();
  auto [searching, asked] =
      commands.add<NamesOptions>(*names, "search", "look names up in a list", run_names_search);
  auto* list =
      searching->add_option("--list", asked->list, "CSV: id, name, birth_date, nationality");
  auto* index = searching->add_option("--index", asked->index, "what `names index` made of a list");
  list->excludes(index);
  searching->add_option("--query", asked->query, "TSV: id, name, dob, nat")->required();
  searching->add_option("--most", asked->most, "candidates a question")->check(CLI::Range(1, 1000));
  searching->add_flag("--json", asked->json, kJsonLines);
  auto* source = searching->add_option_group("source");
  source->add_options(list, index);
  source->require_option(1);
  auto [indexing, made] = commands.add<NamesOptions>(
      *names, "index", "make a list ready to be searched", run_names_index);
  indexing->add_option("--list", made->list, "CSV: id, name, birth_date, nationality")->required();
  indexing->add_option("--out", made->index, "the file to write")->required();
  for (auto* command : {scoring, searching, indexing})
    command->get_option("--data")->required(false);
}

}  // namespace garita::central

#include "schema/http/testing/contract.h"

#include <algorithm>
#include <fstream>

namespace garita::testing {

namespace {

bool indented_by(const std::string& line, std::size_t spaces) {
  return line.find_first_not_of(' ') == spaces;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

bool lists(const std::string& line, const std::string& tag) {
  const std::string inside = line.substr(line.find('[') + 1);
  return inside.find(tag + ",") != std::string::npos || inside.find(tag + "]") != std::string::npos;
}

}  // namespace

std::set<std::string> operations_in(const std::filesystem::path& openapi_yaml,
                                    const std::string& tag) {
  std::set<std::string> operations;
  std::ifstream file(openapi_yaml);
  std::string path;
  std::string method;
  bool in_paths = false;
  for (std::string line; std::getline(file, line);) {
    if (indented_by(line, 0)) in_paths = line == "paths:";
    if (!in_paths) continue;
    if (indented_by(line, 2) && line.ends_with(':')) path = line.substr(2, line.size() - 3);
    if (indented_by(line, 4) && line.ends_with(':')) method = line.substr(4, line.size() - 5);
    const bool tagged = indented_by(line, 6) && line.starts_with("      tags: [");
    if (tagged && lists(line, tag)) operations.insert(upper(method) + " " + path);
  }
  return operations;
}

std::set<std::string> operations_of(const Router& router) {
  std::set<std::string> operations;
  for (const Route& route : router.routes()) operations.insert(route.method + " " + route.pattern);
  return operations;
}

}  // namespace garita::testing

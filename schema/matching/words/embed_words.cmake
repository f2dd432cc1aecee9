# Writes OUTPUT, a .cpp with the text of the file WORDS:
# cmake -DWORDS=… -DOUTPUT=… -P embed_words.cmake
file(READ "${WORDS}" text)
# A literal may not grow without bound, so the text stands in lines.
string(REGEX REPLACE "([^\n]*)\n" "    \"\\1\\\\n\"\n" text "${text}")
file(WRITE "${OUTPUT}" "#include \"schema/matching/name_words.h\"

namespace garita {
std::string_view shipped_name_words() {
  return
${text};
}
}  // namespace garita
")

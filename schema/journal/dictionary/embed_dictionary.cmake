# Writes OUTPUT, a .cpp with the bytes of the file DICTIONARY:
# cmake -DDICTIONARY=… -DOUTPUT=… -P embed_dictionary.cmake
file(READ "${DICTIONARY}" bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "((0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,)(0x..,))" "\\1\n" bytes "${bytes}")
file(WRITE "${OUTPUT}" "#include \"schema/journal/dictionary/records_dictionary.h\"

namespace garita {
namespace {
constexpr std::uint8_t kBytes[] = {
${bytes}};
}  // namespace
ByteView records_dictionary() { return kBytes; }
}  // namespace garita
")

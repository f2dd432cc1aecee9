# Writes OUTPUT, a .cpp with the little-endian words of the file MODEL:
# cmake -DMODEL=… -DOUTPUT=… -P embed_model.cmake
file(READ "${MODEL}" bytes HEX)
string(REGEX REPLACE "(..)(..)(..)(..)" "0x\\4\\3\\2\\1," words "${bytes}")
string(REGEX REPLACE "((0x........,)(0x........,)(0x........,)(0x........,))" "\\1\n" words "${words}")
file(WRITE "${OUTPUT}" "#include \"document-reader/glyph/model/model.h\"

namespace garita::reader {
namespace {
constexpr std::uint32_t kWords[] = {
${words}};
}  // namespace
std::span<const std::uint32_t> model_words() { return kWords; }
}  // namespace garita::reader
")

#include "tests/support/seal_signers/seal_signers.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>

namespace garita::tests {
namespace {

namespace fs = std::filesystem;

std::string settings(const SignerOrder& order) {
  std::string text =
      "[ca]\ndefault_ca=own\n[own]\ndatabase=index\nserial=serial\nnew_certs_dir=.\n"
      "default_md=sha256\npolicy=any\nunique_subject=no\nx509_extensions=extensions\n"
      "[any]\ncountryName=optional\norganizationName=optional\ncommonName=optional\n"
      "[req]\ndistinguished_name=name\n[name]\n[extensions]\n";
  if (order.document_types.empty()) return text + "basicConstraints=CA:FALSE\n";
  text +=
      "2.23.136.1.1.6.2=ASN1:SEQUENCE:list\n[list]\nversion=INTEGER:0\ntypes=SET:types\n[types]\n";
  for (std::size_t i = 0; i < order.document_types.size(); ++i) {
    text += std::to_string(i) + "=PRINTABLESTRING:" + order.document_types[i] + "\n";
  }
  return text;
}

/// The content of the DER value at `at`, which moves behind it. Lengths below 256, as signatures
/// have them.
ByteView content_at(ByteView der, std::size_t& at) {
  std::size_t size = der[at + 1];
  at += 2;
  if (size == 0x81) size = der[at++];
  const auto content = der.subspan(at, size);
  at += size;
  return content;
}

void append_number(Bytes& out, ByteView digits) {
  while (digits.size() > 1 && digits.front() == 0) digits = digits.subspan(1);
  const bool sign_byte = (digits.front() & 0x80) != 0;
  out.push_back(0x02);
  out.push_back(static_cast<std::uint8_t>(digits.size() + (sign_byte ? 1 : 0)));
  if (sign_byte) out.push_back(0);
  out.insert(out.end(), digits.begin(), digits.end());
}

}  // namespace

SealSigners::SealSigners() {
  std::random_device device;
  do {
    folder_ = fs::temp_directory_path() / ("garita-signers-" + std::to_string(device()));
  } while (!fs::create_directory(folder_));
}

SealSigners::~SealSigners() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void SealSigners::make(const std::string& name, const SignerOrder& order) const {
  write("settings", bytes_of(settings(order)));
  write("index", {});
  write("serial", bytes_of(order.serial + "\n"));
  const auto must = [&](const std::string& arguments) {
    ensure(openssl(arguments).has_value(), "the openssl command makes a test's certificate");
  };
  must("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:" + order.curve + " -out " + name +
       ".key");
  must("req -new -config settings -key " + name + ".key -subj " + order.subject + " -out request");
  must("ca -config settings -selfsign -batch -notext -keyfile " + name + ".key -in request" +
       " -startdate " + order.first_day + "000000Z -enddate " + order.last_day + "235959Z -out " +
       name + ".pem");
  must("x509 -in " + name + ".pem -outform DER -out " + name + ".der");
}

Bytes SealSigners::sign(const std::string& name, const std::string& hash, ByteView message) const {
  write("message", message);
  const auto done = openssl("dgst -" + hash + " -sign " + name + ".key -out signature message");
  ensure(done.has_value(), "the openssl command signs");
  return read("signature");
}

bool SealSigners::verifies(const std::string& name, const std::string& hash, ByteView message,
                           ByteView der) const {
  write("message", message);
  write("signature", der);
  const auto said =
      openssl("dgst -" + hash + " -prverify " + name + ".key -signature signature message");
  return said.has_value() && said->find("Verified OK") != std::string::npos;
}

std::optional<std::string> SealSigners::openssl(const std::string& arguments) const {
  const std::string command =
      "cd '" + folder_.string() + "' && openssl " + arguments + " > out 2> err";
  if (std::system(command.c_str()) != 0) return std::nullopt;
  return std::string(text_of(read("out")));
}

Bytes SealSigners::read(const std::string& file) const {
  std::ifstream in(folder_ / file, std::ios::binary);
  ensure(in.good(), "a test reads the files that it made");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void SealSigners::write(const std::string& file, ByteView content) const {
  std::ofstream out(folder_ / file, std::ios::binary);
  out << text_of(content);
  ensure(out.good(), "a test may write into its folder");
}

Bytes raw_of_der(ByteView der, std::size_t scalar_bytes) {
  std::size_t at = 0;
  const auto numbers = content_at(der, at);
  Bytes raw;
  std::size_t inside = 0;
  for (int i = 0; i < 2; ++i) {
    auto number = content_at(numbers, inside);
    if (number.size() > scalar_bytes) number = number.subspan(number.size() - scalar_bytes);
    raw.insert(raw.end(), scalar_bytes - number.size(), 0);
    raw.insert(raw.end(), number.begin(), number.end());
  }
  return raw;
}

Bytes der_of_raw(ByteView raw) {
  Bytes numbers;
  append_number(numbers, raw.first(raw.size() / 2));
  append_number(numbers, raw.subspan(raw.size() / 2));
  Bytes der{0x30};
  if (numbers.size() > 127) der.push_back(0x81);
  der.push_back(static_cast<std::uint8_t>(numbers.size()));
  der.insert(der.end(), numbers.begin(), numbers.end());
  return der;
}

}  // namespace garita::tests

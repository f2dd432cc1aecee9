#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "schema/crypto/aead.h"
#include "schema/crypto/hash.h"
#include "schema/crypto/keys.h"
#include "schema/crypto/openssl_handles.h"
#include "schema/crypto/password.h"
#include "schema/crypto/private_file.h"
#include "schema/crypto/process_memory.h"

namespace garita {
namespace {

Bytes hex(std::string_view text) {
  auto bytes = from_hex(text);
  EXPECT_TRUE(bytes.has_value()) << text;
  return *bytes;
}

Secret secret(std::string_view text) { return Secret(hex(text)); }

TEST(Bytes, AreWrittenAsTextAndReadBack) {
  EXPECT_EQ(to_hex(hex("00fFa0")), "00ffa0");
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
  // RFC 4648, section 10.
  const std::pair<const char*, const char*> vectors[] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
  };
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(to_base64(bytes_of(plain)), encoded);
    EXPECT_EQ(text_of(*from_base64(encoded)), plain);
  }
  EXPECT_EQ(to_base64url(hex("fbff")), "-_8");
  EXPECT_EQ(text_of(*from_base64("Zm9v\nYmFy\n")), "foobar");
  for (const char* wrong : {"Zg", "Zg=", "Zg===", "Z", "Zh==", "Zm9v!", "=Zm9"}) {
    EXPECT_FALSE(from_base64(wrong)) << wrong;
  }
}

TEST(Hash, AgreesWithFips180) {
  // FIPS 180-4 examples ("abc", two blocks), csrc.nist.gov, "SHA256.pdf".
  EXPECT_EQ(to_hex(sha256(bytes_of("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string_view two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  const auto expected = "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
  EXPECT_EQ(to_hex(sha256(bytes_of(two_blocks))), expected);
  Sha256 pieces;
  pieces.add(bytes_of(two_blocks.substr(0, 7))).add({}).add(bytes_of(two_blocks.substr(7)));
  EXPECT_EQ(to_hex(pieces.digest()), expected);
}

TEST(Hash, KeyedAgreesWithRfc4231) {
  EXPECT_EQ(
      to_hex(keyed_hash(secret("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), bytes_of("Hi There"))),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(keyed_hash(Secret::copy_of(bytes_of("Jefe")),
                              bytes_of("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Hash, DerivesAsRfc5869) {
  // RFC 5869, A.1 and A.3.
  const auto key = secret("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
  EXPECT_EQ(
      to_hex(derive_key(key, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"), 42)
                 .view()),
      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(to_hex(derive_key(key, {}, {}, 42).view()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Aead, AgreesWithTheGcmSpecification) {
  // McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16 (AES-256).
  const auto key = secret("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  const auto nonce = hex("cafebabefacedbaddecaf888");
  const auto associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const auto plaintext =
      hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
          "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  const auto sealed = seal_aead(key, nonce, associated, plaintext);
  EXPECT_EQ(to_hex(sealed),
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            "76fc6ece0f4e1768cddf8853bb2d551b");
  EXPECT_EQ(copy_of(open_aead(key, nonce, associated, sealed)->view()), plaintext);
}

TEST(Aead, RefusesWhateverWasChanged) {
  const auto key = random_secret(kAeadKeyBytes);
  const auto box = seal_box(key, bytes_of("column 3"), bytes_of("QZX4711"));
  EXPECT_EQ(text_of(open_box(key, bytes_of("column 3"), box)->view()), "QZX4711");
  EXPECT_FALSE(open_box(key, bytes_of("column 4"), box));
  EXPECT_FALSE(open_box(random_secret(kAeadKeyBytes), bytes_of("column 3"), box));
  for (std::size_t i = 0; i < box.size(); ++i) {
    auto changed = box;
    changed[i] ^= 1;
    EXPECT_FALSE(open_box(key, bytes_of("column 3"), changed)) << i;
    EXPECT_FALSE(open_box(key, bytes_of("column 3"), ByteView(box).first(i))) << i;
  }
  EXPECT_TRUE(open_box(key, {}, seal_box(key, {}, {}))->empty());
}

constexpr std::string_view kCavpSubjectPublicKey =
    "3059301306072a8648ce3d020106082a8648ce3d030107034200"
    "04"
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";

TEST(Signature, OfAnotherImplementationIsVerified) {
  // RFC 6979, A.2.5: P-256, SHA-256, message "sample".
  const auto key = PublicKey::from_der(hex(kCavpSubjectPublicKey));
  ASSERT_TRUE(key);
  const auto signature =
      hex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
          "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
  EXPECT_TRUE(verify_signature(*key, bytes_of("sample"), signature));
  EXPECT_FALSE(verify_signature(*key, bytes_of("simple"), signature));
}

TEST(Signature, IsRefusedWhenAnythingDiffers) {
  const auto key = PrivateKey::generate();
  const auto message = bytes_of("all records up to 42");
  const auto signature = key.sign(message);
  EXPECT_EQ(signature.size(), kSignatureBytes);
  EXPECT_TRUE(verify_signature(key.public_key(), message, signature));
  EXPECT_FALSE(verify_signature(PrivateKey::generate().public_key(), message, signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    auto changed = signature;
    changed[i] ^= 1;
    EXPECT_FALSE(verify_signature(key.public_key(), message, changed)) << i;
  }
  EXPECT_FALSE(verify_signature(key.public_key(), message, Bytes(64)));
  EXPECT_FALSE(verify_signature(key.public_key(), message, ByteView(signature).first(63)));
}

TEST(Keys, AreReadBackAndKeptPrivate) {
  const auto folder = std::filesystem::temp_directory_path() / to_hex(random_bytes(8));
  std::filesystem::create_directory(folder);
  const auto file = folder / "key.pem";
  const auto key = PrivateKey::generate();
  ASSERT_TRUE(key.save(file));
  ASSERT_TRUE(key.save(file)) << "a second time replaces it";
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  const auto loaded = PrivateKey::load(file);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->public_key(), key.public_key());
  EXPECT_EQ(PrivateKey::load(folder / "none.pem").error().remedy, Remedy::kRepair);
  std::ofstream(folder / "long") << std::string(100, 'x');
  EXPECT_FALSE(load_private_file(folder / "long", 99));
  EXPECT_TRUE(load_private_file(folder / "long", 100));
  std::filesystem::remove_all(folder);
}

TEST(Keys, OnOtherCurvesAreRefused) {
  const openssl::Key p384(EVP_EC_gen("P-384"));
  EXPECT_FALSE(PublicKey::from_der(openssl::der_of<i2d_PUBKEY>(p384.get())));
  auto cut = hex(kCavpSubjectPublicKey);
  cut.pop_back();
  EXPECT_FALSE(PublicKey::from_der(cut));
  cut = hex(kCavpSubjectPublicKey);
  cut.push_back(0);
  EXPECT_FALSE(PublicKey::from_der(cut));
}

TEST(Password, IsCheckedAgainstItsVerifier) {
  const Argon2Cost cost{.memory_kib = 64, .passes = 1};
  const auto verifier = make_password_verifier("correcto caballo", cost);
  EXPECT_TRUE(verifier.starts_with("$argon2id$v=19$m=64,t=1,p=1$")) << verifier;
  EXPECT_TRUE(is_password_verifier(verifier));
  EXPECT_TRUE(check_password("correcto caballo", verifier));
  EXPECT_FALSE(check_password("correcto caballO", verifier));
  EXPECT_FALSE(check_password("", verifier));
  EXPECT_NE(make_password_verifier("x", cost), make_password_verifier("x", cost));
}

TEST(Password, AgreesWithTheAuthorsOfArgon2) {
  // phc-winner-argon2, src/test.c: Argon2id, version 19.
  const std::string verifier =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  EXPECT_TRUE(check_password("password", verifier));
  EXPECT_FALSE(check_password("passwore", verifier));
}

TEST(Password, OfBeforeAgreesWithRfc7914) {
  // RFC 7914, section 12, third vector: the first 32 of its 64 bytes, which do not depend on the
  // rest.
  const std::string verifier = "scrypt$14$8$1$" + to_hex(bytes_of("SodiumChloride")) +
                               "$7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2";
  EXPECT_TRUE(check_password("pleaseletmein", verifier));
  EXPECT_FALSE(check_password("pleaseletmeout", verifier));
}

TEST(Password, VerifierThatAsksTooMuchOrNothingIsRefused) {
  const std::string salt = "$c29tZXNhbHQ";
  const std::string hash = "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  const std::string of_scrypt = "$8$1$00$" + std::string(64, '0');
  const std::string begin = "$argon2id$v=19$";
  for (const std::string& refused : {begin + "m=262145,t=1,p=1" + salt + hash,
                                     begin + "m=262144,t=5,p=1" + salt + hash,
                                     begin + "m=64,t=0,p=1" + salt + hash,
                                     begin + "m=64,t=1,p=0" + salt + hash,
                                     begin + "m=64,t=1,p=5" + salt + hash,
                                     begin + "m=7,t=1,p=1" + salt + hash,
                                     begin + "m=4294967360,t=1,p=1" + salt + hash,
                                     begin + "m=64,t=1,p=1" + salt,
                                     begin + "m=64,t=1,p=1$" + hash,
                                     begin + "m=64,t=1,p=1" + salt + "$CTFh",
                                     begin + "m=64,t=1,p=1" + salt + hash + "=",
                                     begin + "m=64,t=1,p=1" + salt + hash + "$",
                                     begin + "m=64,t=1,p=1" + salt + hash + std::string(1, '\0'),
                                     begin + "m=64,t=1,p=1" + salt + hash + std::string(86, 'A'),
                                     "$argon2i$v=19$m=64,t=1,p=1" + salt + hash,
                                     "$argon2id$v=16$m=64,t=1,p=1" + salt + hash,
                                     "scrypt$30" + of_scrypt,
                                     "scrypt$0" + of_scrypt,
                                     std::string("scrypt$15$8$1$00$00"),
                                     std::string()}) {
    EXPECT_FALSE(is_password_verifier(refused)) << refused;
    EXPECT_FALSE(check_password("x", refused)) << refused;
  }
}

TEST(Memory, OfAProcessThatAskedIsNotDumpedWhenItDies) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // As where dumps are wanted: without the call this test leaves one.
    rlimit cores{0, 0};
    if (::getrlimit(RLIMIT_CORE, &cores) != 0) ::_exit(1);
    cores.rlim_cur = cores.rlim_max;
    if (::setrlimit(RLIMIT_CORE, &cores) != 0) ::_exit(1);
    keep_memory_private();
    const bool limited = ::getrlimit(RLIMIT_CORE, &cores) == 0 && cores.rlim_max == 0;
    if (!limited) ::_exit(1);
    std::abort();
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_FALSE(WCOREDUMP(status));
}

}  // namespace
}  // namespace garita

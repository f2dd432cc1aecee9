#include "border-station/capture/page_form.h"

#include <gtest/gtest.h>

namespace garita::station {
namespace {

const std::string kType = "multipart/form-data; boundary=garita0";

std::string part(const std::string& name, const std::string& file) {
  return "--garita0\r\nContent-Disposition: form-data; name=\"" + name +
         "\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n" + file + "\r\n";
}

/// "white=W;ir=I;", or why not.
std::string read(const std::string& body, const std::string& type = kType) {
  const auto page = page_of_form(type, body);
  if (!page) return page.error().message;
  std::string text;
  for (const auto& [light, file] : *page) text += light + "=" + file + ";";
  return text;
}

TEST(PageForm, HasAPictureForEachLight) {
  EXPECT_EQ(
      read(part("white", "W") + part("ir", "I\r\n--other") + part("uv", "") + "--garita0--\r\n"),
      "white=W;ir=I\r\n--other;uv=;");
  EXPECT_EQ(read("--a b\r\ncontent-disposition: form-data; name=uv\r\n\r\nU\r\n--a b--",
                 "multipart/form-data; charset=x; boundary=\"a b\""),
            "uv=U;");
}

TEST(PageForm, IsKnownByItsMediaTypeInWhateverLetters) {
  for (const auto* form : {"multipart/form-data; boundary=b", "Multipart/Form-Data;boundary=b",
                           "multipart/form-data", "multipart/form-data ; boundary=b"})
    EXPECT_TRUE(is_form(form)) << form;
  for (const auto* other : {"multipart/form-dataX; boundary=b", "multipart/mixed", "image/png", ""})
    EXPECT_FALSE(is_form(other)) << other;
}

TEST(PageForm, IsRefusedWhereItIsNone) {
  const std::string no_boundary = "a form names its boundary";
  EXPECT_EQ(read(part("white", "W"), "multipart/form-data"), no_boundary);
  EXPECT_EQ(read(part("white", "W"), "multipart/form-data; boundary=" + std::string(71, 'b')),
            no_boundary);
  EXPECT_EQ(read("", "image/png; boundary=garita0"), no_boundary);
  const std::string not_begun = "a form begins with its boundary";
  EXPECT_EQ(read(""), not_begun);
  EXPECT_EQ(read("\r\n" + part("white", "W")), not_begun);
  EXPECT_EQ(read("--garita0--"), "a page has a picture");
  EXPECT_EQ(read("--garita0"), "a part does not begin");
  const std::string open = "a part does not end, or has no header";
  EXPECT_EQ(read(part("white", "W")), open) << "nothing says that it is all";
  EXPECT_EQ(read("--garita0\r\nContent-Disposition: form-data; name=ir\r\n\r\nI"), open);
  EXPECT_EQ(read("--garita0\r\nno header\r\n--garita0--\r\n\r\n"), open);
  EXPECT_EQ(read("--garita0\r\nX: " + std::string(2000, 'x') + "\r\n\r\nI\r\n--garita0--"), open);
  const std::string unnamed = "a part is named by its light: white, ir, uv";
  EXPECT_EQ(read("--garita0\r\n\r\nI\r\n--garita0--"), unnamed);
  EXPECT_EQ(read(part("back", "B") + "--garita0--"), unnamed);
  EXPECT_EQ(read(part("ir", "1") + part("ir", "2") + "--garita0--"), "a page has each light once");
}

}  // namespace
}  // namespace garita::station

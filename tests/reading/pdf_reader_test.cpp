// PDF files as browsers and office programs write them, read through the real children.

#include <gtest/gtest.h>
#include "../support/fresh_database.h"
#include "reading/child_process.h"
#include "reading/read.h"
#include "shown.h"

using namespace jiheng;
using namespace jiheng::reading;
using jiheng::testing::broken_promise;
using jiheng::testing::shown;

namespace {

const std::filesystem::path data = std::filesystem::path(JIHENG_SOURCE_DIR) / "tests/reading/data";

bool has_program(const std::string& name) {
  ChildLimits limits;
  const auto result = run_child({name, "--version"}, "package", limits);
  return result.has_value();
}

#define NEEDS(program) \
  if (!has_program(program)) GTEST_SKIP() << program << " is not installed"

std::string read(const std::string& name) {
  const auto document = read_file(data / name);
  if (!document) return document.error().code;
  EXPECT_EQ(document->format, Format::pdf);
  EXPECT_EQ(broken_promise(*document), "");
  return shown(*document);
}

// The objects of a PDF, one after another, with its table of places; the first is the catalogue.
std::string pdf(const std::vector<std::string>& objects, const std::string& trailer = "") {
  std::string out = "%PDF-1.4\n";
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    places.push_back(out.size());
    out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::size_t table = out.size();
  out += "xref\n0 " + std::to_string(objects.size() + 1) + "\n0000000000 65535 f \n";
  for (const std::size_t place : places) {
    const std::string digits = std::to_string(place);
    out += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  return out + "trailer\n<< /Size " + std::to_string(objects.size() + 1) + " /Root 1 0 R " + trailer +
         ">>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
}

std::string stream(const std::string& content) {
  return "<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream";
}

std::string pages_of(int count, const std::string& content) {
  std::string kids;
  for (int i = 0; i < count; ++i) kids += std::to_string(5 + i) + " 0 R ";
  std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Count " + std::to_string(count) + " /Kids [" + kids + "] /MediaBox [0 0 595 842] >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", stream(content)};
  for (int i = 0; i < count; ++i) {
    objects.push_back("<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 3 0 R >> >> >>");
  }
  return pdf(objects);
}

std::string code_of(std::string_view bytes, const ReadOptions& options = {}) {
  const auto document = read_bytes(bytes, "报告.pdf", options);
  return document ? shown(*document) : document.error().code;
}

// The report a PDF was made of, as text; the PDF must read the same.
std::string original(const std::string& name) {
  const auto document = read_file(std::filesystem::path(JIHENG_SOURCE_DIR) / "samples/reports" / name);
  return document ? shown(*document) : document.error().code;
}

TEST(PdfReaderTest, ReadsMergedCellsOverPagesInNarrowColumns) {
  NEEDS("pdftotext");
  EXPECT_EQ(read("08-narrow.pdf"), original("08-shuoping-government-service-2024.html"));
}

TEST(PdfReaderTest, ReadsTablesOfAnOfficeProgram) {
  NEEDS("pdftotext");
  EXPECT_EQ(read("15b-portrait.pdf"), original("15b-qingyu-culture-scorecard-2024.md"));
}

TEST(PdfReaderTest, ReadsLandscape) {
  NEEDS("pdftotext");
  std::string expected = original("21-longze-statistics-2021.md");
  const std::size_t marked = expected.find("## 附表一");  // Markdown says that it is a heading
  ASSERT_NE(marked, std::string::npos);
  expected.erase(marked, 3);
  EXPECT_EQ(read("21-landscape.pdf"), expected);
}

TEST(PdfReaderTest, ReadsTwoColumns) {
  NEEDS("pdftotext");
  EXPECT_EQ(read("28-two-columns.pdf"), original("28-taoqiu-county-office-2024.md"));
}

TEST(PdfReaderTest, RefusesWhatItCannotRead) {
  NEEDS("pdftotext");
  EXPECT_EQ(code_of("%PDF-1.4\nrubbish"), "reading.damaged");
  EXPECT_EQ(code_of("%PDF-1.4\n" + std::string(5000, '\0')), "reading.damaged");
  EXPECT_EQ(code_of(pages_of(1, "")), "reading.no-text");
  EXPECT_EQ(code_of(pages_of(3, "BT /F 12 Tf 72 700 Td (7) Tj ET")), "reading.no-text");
  EXPECT_EQ(code_of(pages_of(1, "BT /F 12 Tf 72 700 Td (Budget 98.06%.) Tj ET")), "Budget 98.06%.\n");
  ReadOptions few;
  few.limits.pages = 2;
  EXPECT_EQ(code_of(pages_of(3, "BT /F 12 Tf 72 700 Td (Budget) Tj ET"), few), "reading.too-many-pages");
  ReadOptions small;
  small.limits.text_bytes = 300;
  EXPECT_EQ(code_of(pages_of(50, "BT /F 12 Tf 72 700 Td (Budget) Tj ET"), small), "reading.too-large");
}

TEST(PdfReaderTest, RefusesWhatIsLocked) {
  NEEDS("pdftotext");
  // Encrypted with a user password that is not empty: the keys are made up, so that none fits.
  const std::string bytes = pdf(
      {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 0 /Kids [] >>",
       "<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + std::string(64, 'A') + "> /U <" + std::string(64, 'B') + "> >>"},
      "/Encrypt 3 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] ");
  EXPECT_EQ(code_of(bytes), "reading.encrypted");
}

TEST(PdfReaderTest, RecognisesScans) {
  NEEDS("tesseract");
  ReadOptions options;
  options.ocr = true;
  const auto document = read_file(data / "28-two-columns.pdf", options);
  ASSERT_TRUE(document);
  EXPECT_EQ(broken_promise(*document), "");
  EXPECT_NE(to_utf8(document->text).find("2024年度"), std::string::npos);
}

TEST(ChildProcessTest, KeepsItsLimits) {
  ChildLimits limits;
  limits.seconds = 1;
  const auto slow = run_child({"sleep", "30"}, "coreutils", limits);
  ASSERT_TRUE(slow);
  EXPECT_TRUE(slow->timed_out);
  limits.seconds = 20;
  limits.output = 1000;
  const auto loud = run_child({"yes"}, "coreutils", limits);
  ASSERT_TRUE(loud);
  EXPECT_TRUE(loud->too_much_output);
  limits.memory = 64u << 20;
  const auto hungry =
      run_child({"sh", "-c", "x=$(head -c 200000000 /dev/zero | tr '\\0' a); echo ${#x}"}, "dash", limits);
  ASSERT_TRUE(hungry);
  EXPECT_NE(hungry->exit_code, 0);
  const auto none = run_child({"no-such-program"}, "a-package", limits);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, "reading.tool-missing");
}

}  // namespace

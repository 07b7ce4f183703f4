// The same Document gives the same bytes: twice in one process, in two processes a second apart, and on many threads.
#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "report/docx_writer.h"
#include "report/html_writer.h"
#include "report/pdf_writer.h"
#include "report/xlsx_writer.h"
#include "sample_document.h"
#include "test_support.h"

namespace jiheng::report {
namespace {

constexpr const char* folder_variable = "JIHENG_REPORT_TEST_FOLDER";

struct Files {
  std::string docx, pdf, html, xlsx;
};

Files written() {
  const Document document = sample::report();
  return {write_docx(document).value(), write_pdf(document).value(), write_html(document).value(),
          write_scorecard_xlsx(sample::scorecard()).value()};
}

void expect_same(const Files& a, const Files& b) {
  EXPECT_TRUE(a.docx == b.docx) << "DOCX differs";
  EXPECT_TRUE(a.pdf == b.pdf) << "PDF differs";
  EXPECT_TRUE(a.html == b.html) << "HTML differs";
  EXPECT_TRUE(a.xlsx == b.xlsx) << "XLSX differs";
}

TEST(Determinism, TwiceInOneProcess) {
  const Files first = written();
  write_pdf(Document{}).value();  // whatever was written between
  expect_same(first, written());
}

// Run by TwoProcesses in a process of its own; by itself it shows that the files can be written.
TEST(Determinism, WritesForTheOtherProcess) {
  const Files files = written();
  EXPECT_FALSE(files.pdf.empty());
  const char* folder = std::getenv(folder_variable);
  if (folder == nullptr) return;
  for (const auto& [name, bytes] :
       {std::pair{"/docx", files.docx}, {"/pdf", files.pdf}, {"/html", files.html}, {"/xlsx", files.xlsx}}) {
    std::ofstream(folder + std::string(name), std::ios::binary) << bytes;
  }
}

TEST(Determinism, TwoProcessesASecondApart) {
  const Files here = written();
  const test::TemporaryFolder folder;
  sleep(2);  // zip times have a resolution of two seconds
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  test::output_of("TZ=Asia/Shanghai " + std::string(folder_variable) + "=" + folder.file("") + " " + program +
                  " --gtest_filter=Determinism.WritesForTheOtherProcess");
  expect_same(here, {folder.read("docx"), folder.read("pdf"), folder.read("html"), folder.read("xlsx")});
}

TEST(Determinism, ManyThreads) {
  const Files here = written();
  std::vector<Files> there(4);
  std::vector<std::thread> threads;
  for (Files& files : there) {
    threads.emplace_back([&files] {
      for (int i = 0; i < 3; ++i) files = written();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Files& files : there) expect_same(here, files);
}

}  // namespace
}  // namespace jiheng::report

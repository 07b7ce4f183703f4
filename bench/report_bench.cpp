// links: report
//
// Reports a second: 100 and 1,000 DOCX and PDF of the sample report (8 pages), one thread per core, medians of 5.
// Usage: report_bench [--docx FILE | --pdf FILE] ; with an option it only writes the sample there (for
// report_compare.sh).
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "../tests/report/sample_document.h"
#include "report/docx_writer.h"
#include "report/html_writer.h"
#include "report/pdf_writer.h"
#include "report/xlsx_writer.h"

namespace {

using jiheng::report::Document;

// A different unit in each, so that no report is another's copy.
Document numbered(int number) {
  Document document = jiheng::report::sample::report();
  document.title[0] += "第" + std::to_string(number) + "号";
  return document;
}

struct Times {
  double wall = 0;
  double processor = 0;
};

double processor_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

using Write = std::function<jiheng::Result<std::string>(const Document&)>;

Times time_of(int count, unsigned threads, const Write& write) {
  const auto start = std::chrono::steady_clock::now();
  const double processor = processor_seconds();
  std::atomic<int> next{0};
  std::atomic<std::size_t> bytes{0};
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      for (int number = next++; number < count; number = next++) bytes += write(numbered(number)).value().size();
    });
  }
  for (std::thread& worker : workers) worker.join();
  if (bytes == 0) std::abort();
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
          processor_seconds() - processor};
}

void measure(const char* name, int count, unsigned threads, const Write& write) {
  std::vector<Times> times;
  for (int i = 0; i < 5; ++i) times.push_back(time_of(count, threads, write));
  const auto median = [&](double Times::*member) {
    std::sort(times.begin(), times.end(), [&](const Times& a, const Times& b) { return a.*member < b.*member; });
    return times[2].*member;
  };
  const double processor = median(&Times::processor);
  const double wall = median(&Times::wall);
  std::printf("%-4s %5d reports, %u threads: %8.3f s wall (%.3f to %.3f), %8.3f s processor\n", name, count, threads,
              wall, times.front().wall, times.back().wall, processor);
  std::fflush(stdout);
}

int save(const jiheng::Result<std::string>& bytes, const char* path) {
  if (!bytes) return 1;
  std::ofstream(path, std::ios::binary) << *bytes;
  return 0;
}

// The text of the sample, a tab between cells.
int save_text(const char* path) {
  std::ofstream out(path, std::ios::binary);
  const Document document = jiheng::report::sample::report();
  for (const std::string& line : document.title) out << line << '\n';
  for (const auto& block : document.blocks) {
    if (const auto* heading = std::get_if<jiheng::report::Heading>(&block)) out << heading->text << '\n';
    if (const auto* paragraph = std::get_if<jiheng::report::Paragraph>(&block)) {
      out << plain_text(paragraph->runs) << '\n';
    }
    if (const auto* table = std::get_if<jiheng::report::Table>(&block)) {
      for (const auto& row : table->rows) {
        for (const auto& cell : row) {
          for (const char c : plain_text(cell.runs)) out << (c == '\n' ? ' ' : c);
          out << '\t';
        }
        out << '\n';
      }
    }
  }
  return out.good() ? 0 : 1;
}

const Write docx = [](const Document& document) { return jiheng::report::write_docx(document); };
const Write pdf = [](const Document& document) { return jiheng::report::write_pdf(document); };
const Write html = [](const Document& document) { return jiheng::report::write_html(document); };
const Write xlsx = [](const Document&) {
  static const jiheng::report::Scorecard card = jiheng::report::sample::scorecard();
  return jiheng::report::write_scorecard_xlsx(card);
};

}  // namespace

int main(int count, char** arguments) {
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  if (count == 3) {
    const std::string_view what = arguments[1];
    if (what == "--docx-file") return save(docx(jiheng::report::sample::report()), arguments[2]);
    if (what == "--text-file") return save_text(arguments[2]);
    if (what == "--docx") measure("DOCX", std::atoi(arguments[2]), cores, docx);
    if (what == "--pdf") measure("PDF", std::atoi(arguments[2]), cores, pdf);
    return 0;
  }
  for (unsigned threads : {1u, cores}) {
    for (int reports : {100, 1000}) measure("DOCX", reports, threads, docx);
    for (int reports : {100, 1000}) measure("PDF", reports, threads, pdf);
    for (int reports : {100, 1000}) measure("HTML", reports, threads, html);
    for (int reports : {100, 1000}) measure("XLSX", reports, threads, xlsx);
  }
  return 0;
}

// PDF: pdftotext (poppler) in a child process gives words with their places, pdftoppm pictures of the pages that may
// hold tables; with OCR, pdftoppm draws each page and tesseract reads it. What is laid out here is untrusted output of
// an untrusted file, but our process never parses PDF.

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>

#include "base/text.h"
#include "reading/assemble.h"
#include "reading/child_process.h"
#include "reading/pdf_layout.h"
#include "reading/readers.h"

namespace jiheng::reading {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view poppler = "poppler-utils";

// A folder of our own that is gone afterwards, whatever happens.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code error;
    const fs::path base = fs::temp_directory_path(error);
    std::string pattern = ((error ? fs::path("/tmp") : base) / "jiheng-pdf-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

class PdfReader {
 public:
  using Clock = std::chrono::steady_clock;

  PdfReader(Document& document, const ReadOptions& options)
      : document_(document),
        options_(options),
        deadline_(Clock::now() + std::chrono::seconds(options.limits.seconds)) {}

  Status read(const fs::path& file) {
    // A path that begins with - must not be taken for an option.
    path_ = file.is_absolute() ? file.string() : (fs::path(".") / file).string();
    const auto pages = count_pages();
    if (!pages) return fail(pages.error());
    return options_.ocr ? read_pictures(*pages) : read_words();
  }

 private:
  Result<ChildResult> run(const std::vector<std::string>& command, std::string_view package) const;
  Result<int> count_pages() const;
  Status read_words();
  Result<std::vector<std::vector<PdfFrame>>> find_frames_of(const std::vector<PdfPage>& pages) const;
  Status read_pictures(int pages);
  Result<std::string> read_picture(const fs::path& folder, int page) const;
  tl::unexpected<Error> too_large() const {
    return fail("reading.too-large",
                {{"file", document_.file}, {"limit", static_cast<long long>(options_.limits.text_bytes >> 20)}});
  }

  Document& document_;
  const ReadOptions& options_;
  Clock::time_point deadline_;  // for all children together, but those of OCR: each page has its own
  std::string path_;
};

// Runs it and turns what can go wrong into errors.
Result<ChildResult> PdfReader::run(const std::vector<std::string>& command, std::string_view package) const {
  ChildLimits limits;
  limits.seconds = options_.limits.seconds;
  limits.memory = options_.limits.child_memory;
  limits.output = options_.limits.text_bytes * 16;  // words come with their places
  auto result = run_child(command, std::string(package), limits);
  if (!result) return result;
  const std::string detail = command.front() + " " + std::to_string(result->exit_code) + ": " + result->errors;
  if (result->timed_out) {
    return fail("reading.timed-out", {{"file", document_.file}, {"seconds", options_.limits.seconds}}, detail);
  }
  if (result->too_much_output) return too_large();
  if (result->errors.find("Incorrect password") != std::string::npos) {
    return fail("reading.encrypted", {{"file", document_.file}}, detail);
  }
  if (result->exit_code != 0) return fail("reading.damaged", {{"file", document_.file}}, detail);
  return result;
}

Result<int> PdfReader::count_pages() const {
  const auto about = run({"pdfinfo", path_}, poppler);
  if (!about) return fail(about.error());
  const std::size_t at = about->output.find("\nPages:");
  int pages = 0;
  if (at != std::string::npos) {
    const std::size_t digits = about->output.find_first_of("0123456789", at);
    if (digits != std::string::npos) {
      std::from_chars(about->output.data() + digits, about->output.data() + about->output.size(), pages);
    }
  }
  if (pages <= 0) return fail("reading.damaged", {{"file", document_.file}}, "no pages");
  if (pages > options_.limits.pages) {
    return fail("reading.too-many-pages",
                {{"file", document_.file}, {"pages", pages}, {"limit", options_.limits.pages}});
  }
  return pages;
}

Status PdfReader::read_words() {
  const auto words = run({"pdftotext", "-q", "-bbox", "-enc", "UTF-8", path_, "-"}, poppler);
  if (!words) return fail(words.error());
  const std::size_t most = options_.limits.text_bytes / 3;
  std::vector<PdfPage> pages = parse_pdf_words(words->output, most);
  const auto frames = find_frames_of(pages);
  if (!frames) return fail(frames.error());
  lay_out_pdf(std::move(pages), *frames, document_);
  if (document_.original.size() > most) return too_large();
  // A few stray characters are a scan's page numbers or stamps.
  if (document_.text.size() < std::max<std::size_t>(4, document_.page_starts.size() * 4)) {
    return fail("reading.no-text", {{"file", document_.file}});
  }
  return {};
}

// Draws the pages that may hold a table, some at a time, so that few pictures are in memory at once.
Result<std::vector<std::vector<PdfFrame>>> PdfReader::find_frames_of(const std::vector<PdfPage>& pages) const {
  constexpr std::size_t most_at_once = 8;
  constexpr int largest = 200'000;  // hundredths of a point: beyond any sheet of a report
  const auto wanted = [&](std::size_t i) {
    return i < pages.size() && pages[i].width <= largest && pages[i].height <= largest && may_hold_table(pages[i]);
  };
  std::vector<std::vector<PdfFrame>> frames(pages.size());
  for (std::size_t first = 0; first < pages.size(); ++first) {
    if (!wanted(first)) continue;
    if (Clock::now() > deadline_) {
      return fail("reading.timed-out", {{"file", document_.file}, {"seconds", options_.limits.seconds}}, "pdftoppm");
    }
    std::size_t end = first + 1;
    while (end - first < most_at_once && wanted(end)) ++end;
    const auto drawn = run({"pdftoppm", "-q", "-r", "144", "-gray", "-aaVector", "no", "-f", std::to_string(first + 1),
                            "-l", std::to_string(end), path_},
                           poppler);
    if (!drawn) return fail(drawn.error());
    std::string_view stream = drawn->output;
    for (std::size_t i = first; i < end; ++i) {
      const auto picture = take_picture(stream);
      if (!picture) break;
      frames[i] = find_frames(*picture, pages[i].words);
    }
    first = end - 1;
  }
  return frames;
}

Result<std::string> PdfReader::read_picture(const fs::path& folder, int page) const {
  const std::string number = std::to_string(page);
  const std::string root = (folder / "page").string();
  const auto drawn = run({"pdftoppm", "-q", "-r", "300", "-gray", "-scale-to", "4000", "-singlefile", "-f", number,
                          "-l", number, path_, root},
                         poppler);
  if (!drawn) return fail(drawn.error());
  const auto read = run({"tesseract", root + ".pgm", "stdout", "-l", "chi_sim", "--psm", "3"}, "tesseract-ocr-chi-sim");
  std::error_code ignored;
  fs::remove(root + ".pgm", ignored);
  if (!read) return fail(read.error());
  return read->output;
}

// Page by page, so that one picture at a time lies on the disk.
Status PdfReader::read_pictures(int pages) {
  const TemporaryFolder folder;
  if (folder.path().empty()) return fail("reading.cannot-start", {{"tool", "pdftoppm"}}, "mkdtemp");
  std::string text;
  for (int page = 1; page <= pages; ++page) {
    const auto here = read_picture(folder.path(), page);
    if (!here) return fail(here.error());
    text += *here;
    if (text.empty() || text.back() != '\f') text += '\f';
    if (text.size() > options_.limits.text_bytes) return too_large();
  }
  text.pop_back();
  if (Status status = read_plain(text, document_); !status) return status;
  if (document_.text.empty()) return fail("reading.empty", {{"file", document_.file}});
  return {};
}

}  // namespace

Status read_pdf(const fs::path& path, Document& document, const ReadOptions& options) {
  return PdfReader(document, options).read(path);
}

Status read_pdf_bytes(std::string_view bytes, Document& document, const ReadOptions& options) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "file.pdf";
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (folder.path().empty() || !file) return fail("reading.cannot-start", {{"tool", "pdftotext"}}, path.string());
  return read_pdf(path, document, options);
}

}  // namespace jiheng::reading

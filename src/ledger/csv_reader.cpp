#include "ledger/csv_reader.h"

#include <algorithm>
#include <cstring>

namespace jiheng::ledger {
namespace {

// How much is given to libcsv at once: the size checks between two pieces bound the memory of one cell.
constexpr std::size_t piece_bytes = 64 << 10;

std::uint64_t count_newlines(std::string_view text) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) ++count;
  }
  return count;
}

}  // namespace

CsvReader::CsvReader(RecordHandler& handler) : handler_(handler) {
  start_parser();
}

CsvReader::~CsvReader() {
  csv_free(&parser_);
}

void CsvReader::start_parser() {
  // CSV_REPALL_NL reports blank lines and the LF of CRLF too: that is how lines are counted.
  csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_EMPTY_IS_NULL);
  csv_set_blk_size(&parser_, 4096);
}

void CsvReader::on_cell(void* data, std::size_t size, void* self) {
  auto& reader = *static_cast<CsvReader*>(self);
  if (reader.stopped_) return;
  if (data) reader.text_.append(static_cast<const char*>(data), size);
  reader.ends_.push_back(reader.text_.size());
  reader.unquoted_empty_.push_back(!data);
}

void CsvReader::on_row(int terminator, void* self) {
  auto& reader = *static_cast<CsvReader*>(self);
  if (!reader.stopped_) reader.end_record(terminator);
}

void CsvReader::end_record(int terminator) {
  const bool is_cr = terminator == CSV_CR;
  if (ends_.empty()) {  // a blank line, or the LF of CRLF
    if (!(terminator == CSV_LF && after_cr_)) ++line_;
    after_cr_ = is_cr;
    return;
  }
  if (text_.size() + ends_.size() > max_record_bytes) return report(RecordFault::too_long, line_);
  const std::uint64_t inside = may_span_lines_ ? newlines_so_far() : 0;
  cells_.clear();
  std::size_t start = 0;
  for (std::size_t i = 0; i < ends_.size(); ++i) {
    cells_.push_back(unquoted_empty_[i] ? std::string_view()
                                        : std::string_view(text_.data() + start, ends_[i] - start));
    start = ends_[i];
  }
  if (!handler_.record({line_, cells_, terminator != -1})) stopped_ = true;
  line_ += inside + 1;
  after_cr_ = is_cr;
  text_.clear();
  ends_.clear();
  unquoted_empty_.clear();
}

std::size_t CsvReader::record_bytes() const {
  return text_.size() + ends_.size() + parser_.entry_pos;  // libcsv sets entry_pos when a piece is done
}

std::uint64_t CsvReader::newlines_so_far() const {
  if (!std::memchr(text_.data(), '\n', text_.size()) && !std::memchr(text_.data(), '\r', text_.size())) return 0;
  std::uint64_t count = 0;
  std::size_t start = 0;
  for (const std::size_t end : ends_) {
    count += count_newlines(std::string_view(text_).substr(start, end - start));
    start = end;
  }
  return count;
}

void CsvReader::report(RecordFault fault, std::uint64_t line) {
  // Only after a stray quote is it known where the next record begins.
  if (!handler_.fault(fault, line) || fault != RecordFault::stray_quote) stopped_ = true;
}

bool CsvReader::feed(std::string_view text) {
  while (!text.empty() && !stopped_) {
    parse(text.substr(0, piece_bytes));
    text.remove_prefix(std::min(piece_bytes, text.size()));
  }
  return !stopped_;
}

bool CsvReader::parse(std::string_view text) {
  while (!text.empty() && !stopped_) {
    if (skipping_) {
      const std::size_t end = text.find_first_of("\r\n");
      if (end == text.npos) return true;
      text.remove_prefix(end);
      skipping_ = false;
      after_cr_ = false;
    }
    // Only a quoted cell can hold a newline.
    may_span_lines_ = parser_.quoted || std::memchr(text.data(), '"', text.size()) || may_span_lines_;
    const std::size_t read = csv_parse(&parser_, text.data(), text.size(), on_cell, on_row, this);
    if (stopped_) return false;
    if (read == text.size()) {
      may_span_lines_ = parser_.quoted || (may_span_lines_ && !ends_.empty());
      if (record_bytes() > max_record_bytes) report(RecordFault::too_long, line_);
      return !stopped_;
    }
    if (csv_error(&parser_) != CSV_EPARSE) {  // out of memory
      report(RecordFault::too_long, line_);
      return false;
    }
    const std::string_view cell(reinterpret_cast<const char*>(parser_.entry_buf), parser_.entry_pos);
    line_ += newlines_so_far() + count_newlines(cell);
    report(RecordFault::stray_quote, line_);
    csv_free(&parser_);
    start_parser();
    text_.clear();
    ends_.clear();
    unquoted_empty_.clear();
    text.remove_prefix(read);
    skipping_ = true;
  }
  return !stopped_;
}

void CsvReader::finish() {
  if (stopped_ || skipping_) return;
  may_span_lines_ = true;
  if (csv_fini(&parser_, on_cell, on_row, this) != 0) report(RecordFault::unclosed_quote, line_);
}

}  // namespace jiheng::ledger

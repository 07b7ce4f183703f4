#include "ledger/record_source.h"

#include <algorithm>
#include <map>

#include "ledger/csv_reader.h"

namespace jiheng::ledger {
namespace {

class CsvSource final : public RecordSource {
 public:
  CsvSource(std::unique_ptr<reading::ByteSource> bytes, reading::Encoding encoding)
      : bytes_(std::move(bytes)), encoding_(encoding) {}

  Status read(RecordHandler& handler, std::atomic<std::uint64_t>* bytes_done) override {
    if (Status status = bytes_->rewind(); !status) return status;
    reading::TextSource text(*bytes_, encoding_);
    CsvReader reader(handler);
    for (;;) {
      const auto piece = text.next();
      if (bytes_done) bytes_done->store(text.bytes_done(), std::memory_order_relaxed);
      if (!piece) return fail(piece.error());
      if (piece->empty()) break;
      if (!reader.feed(*piece)) return {};
    }
    reader.finish();
    sha256_ = text.sha256();
    return {};
  }
  std::uint64_t size() const override { return bytes_->size(); }
  std::string_view format() const override { return title(encoding_); }
  Result<std::string> sha256() override { return sha256_; }

 private:
  std::unique_ptr<reading::ByteSource> bytes_;
  reading::Encoding encoding_;
  std::string sha256_;
};

class SheetSource final : public RecordSource {
 public:
  // A header stands at the top: how far its cells are merged downwards matters there only.
  static constexpr std::uint64_t rows_of_headers = 64;

  SheetSource(std::shared_ptr<sheet::Workbook> book, std::size_t sheet, std::uint64_t unpacked_size)
      : book_(std::move(book)), sheet_(sheet), unpacked_size_(unpacked_size) {}

  Status read(RecordHandler& handler, std::atomic<std::uint64_t>* bytes_done) override {
    Status status = find_merges();
    Rows rows(handler, spans_);
    if (status) {
      status = book_->read(sheet_, rows, [&](std::uint64_t done) {
        if (bytes_done) bytes_done->store(done, std::memory_order_relaxed);
      });
    }
    if (status) return {};
    const std::string& code = status.error().code;
    if (code == "sheet.cannot-read") return status;
    const RecordFault fault = code == "sheet.row-too-long" ? RecordFault::too_long
                              : code == "sheet.too-large"  ? RecordFault::too_large
                                                           : RecordFault::damaged;
    handler.fault(fault, fault == RecordFault::too_long ? rows.last + 1 : 0);
    return {};
  }
  std::uint64_t size() const override { return unpacked_size_; }
  std::string_view format() const override { return sheet_format; }
  Result<std::string> sha256() override { return book_->sha256(); }

 private:
  class Rows final : public sheet::RowHandler {
   public:
    Rows(RecordHandler& handler, const std::map<std::uint64_t, std::uint64_t>& spans)
        : handler_(handler), spans_(spans) {}
    bool row(const sheet::Row& row) override {
      last = row.number;
      SourceRecord record{row.number, row.texts, true, row.kinds, 1};
      if (row.number <= rows_of_headers) {
        if (const auto span = spans_.find(row.number); span != spans_.end()) record.rows_spanned = span->second;
      }
      return handler_.record(record);
    }

    std::uint64_t last = 0;

   private:
    RecordHandler& handler_;
    const std::map<std::uint64_t, std::uint64_t>& spans_;
  };

  Status find_merges() {
    if (merges_known_) return {};
    const auto merges = book_->merges(sheet_, rows_of_headers);
    if (!merges) return fail(merges.error());
    merges_known_ = true;
    for (const sheet::Merge& merge : *merges) {
      std::uint64_t& span = spans_[merge.first_row];
      span = std::max(span, merge.last_row - merge.first_row + 1);
    }
    return {};
  }

  std::shared_ptr<sheet::Workbook> book_;
  std::size_t sheet_;
  std::uint64_t unpacked_size_;
  bool merges_known_ = false;
  std::map<std::uint64_t, std::uint64_t> spans_;  // by first row: how many rows
};

}  // namespace

std::unique_ptr<RecordSource> text_source(std::unique_ptr<reading::ByteSource> bytes, reading::Encoding encoding) {
  return std::make_unique<CsvSource>(std::move(bytes), encoding);
}

Result<std::unique_ptr<RecordSource>> sheet_source(std::shared_ptr<sheet::Workbook> book, std::size_t sheet) {
  const auto size = book->unpacked_size(sheet);
  if (!size) return fail(size.error());
  return std::make_unique<SheetSource>(std::move(book), sheet, *size);
}

}  // namespace jiheng::ledger

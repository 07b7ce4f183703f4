#include "ledger/export.h"

#include <unicode/ucnv.h>

#include <memory>

#include "base/output_file.h"
#include "expr/sql.h"
#include "ledger/formula_text.h"
#include "ledger/header.h"
#include "ledger/records.h"
#include "ledger/sheet_cells.h"
#include "ledger/sql_name.h"
#include "ledger/standing.h"
#include "ledger/stored_value.h"
#include "pack/system_columns.h"

namespace jiheng::ledger {
namespace {

constexpr std::uint64_t rows_between_progress = 1000;

std::string state_text(const pack::Register& definition, const Record& record) {
  const expr::Value& state = record.values[static_cast<std::size_t>(pack::state_slot(definition))];
  if (state.is_null()) return "";
  const int index = find_state(definition.workflow, state.text());
  return index < 0 ? std::string(state.text()) : definition.workflow.states[static_cast<std::size_t>(index)].title;
}

// Where the records go.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual Status add(const Record& record) = 0;
  virtual Status finish() = 0;
};

class SheetSink final : public RecordSink {
 public:
  SheetSink(std::unique_ptr<sheet::BookWriter> book, const pack::Register& definition)
      : book_(std::move(book)),
        definition_(definition),
        sheet_(book_->add_sheet(sheet::sheet_title(definition.title))) {
    const sheet::Style plain;
    sheet_.column(0, 1, 14, plain);
    for (std::size_t i = 0; i < definition_.fields.size(); ++i) {
      const auto column = static_cast<std::uint16_t>(i + first_field);
      sheet_.column(column, column, column_width(definition_.fields[i]), plain);
    }
    sheet_.freeze(1, 0);
    sheet_.page(1);
    sheet_.text(0, 0, unit_title, header_style(true));
    sheet_.text(0, 1, year_title, header_style(true));
    for (std::size_t i = 0; i < definition_.fields.size(); ++i) {
      const bool required = definition_.fields[i].required;
      sheet_.text(0, static_cast<std::uint16_t>(i + first_field), column_title(definition_, static_cast<int>(i)),
                  header_style(required));
    }
    if (state_slot_ < 0) return;
    sheet_.column(state_column(), state_column(), 12, plain);
    sheet_.text(0, state_column(), state_column_title(definition_), header_style(false));
  }

  Status add(const Record& record) override {
    ++row_;
    sheet::Style style;
    style.number_format = "@";
    sheet_.text(row_, 0, record.values[0].text(), style);
    sheet_.number(row_, 1, record.values[1].number().rounded(0, Rounding::half_up).to_string(), {});
    for (std::size_t i = 0; i < definition_.fields.size(); ++i) {
      write_cell(sheet_, row_, static_cast<std::uint16_t>(i + first_field), definition_.fields[i],
                 record.values[i + pack::Register::first_field_slot]);
    }
    if (state_slot_ >= 0) sheet_.text(row_, state_column(), state_text(definition_, record), style);
    return book_->status();
  }
  Status finish() override {
    const auto last = static_cast<std::uint16_t>(state_column() - (state_slot_ < 0 ? 1 : 0));
    sheet_.filter(0, row_, last);
    return book_->finish();
  }

 private:
  static constexpr std::size_t first_field = 2;
  std::uint16_t state_column() const { return static_cast<std::uint16_t>(definition_.fields.size() + first_field); }
  std::unique_ptr<sheet::BookWriter> book_;
  const pack::Register& definition_;
  const int state_slot_ = pack::state_slot(definition_);
  sheet::SheetWriter& sheet_;
  std::uint32_t row_ = 0;
};

class CsvSink final : public RecordSink {
 public:
  static Result<std::unique_ptr<RecordSink>> create(const std::filesystem::path& path, const pack::Register& definition,
                                                    bool gb18030) {
    auto file = OutputFile::create(path);
    if (!file) return fail(file.error());
    std::unique_ptr<CsvSink> sink(new CsvSink(std::move(*file), definition));
    if (gb18030) {
      UErrorCode error = U_ZERO_ERROR;
      sink->converter_.reset(ucnv_open("gb18030", &error));
      if (U_FAILURE(error))
        return fail("output.cannot-create", {{"path", path.string()}, {"reason", u_errorName(error)}});
    }
    if (Status status = sink->write_header(gb18030); !status) return fail(status.error());
    return sink;
  }

  Status add(const Record& record) override {
    add_cell(neutralised(record.values[0].text()));
    add_cell(record.values[1].number().rounded(0, Rounding::half_up).to_string());
    for (std::size_t i = 0; i < definition_.fields.size(); ++i) {
      const pack::Field& field = definition_.fields[i];
      const std::string text = cell_text(field, record.values[i + pack::Register::first_field_slot]);
      add_cell(is_stored_as_text(field) ? neutralised(text) : text);
    }
    if (has_states()) add_cell(neutralised(state_text(definition_, record)));
    return end_line();
  }
  Status finish() override {
    if (Status status = flush(); !status) return status;
    return file_.commit();
  }

 private:
  struct Close {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
  };
  static constexpr std::size_t enough = 64 << 10;

  CsvSink(OutputFile file, const pack::Register& definition) : file_(std::move(file)), definition_(definition) {}

  Status write_header(bool gb18030) {
    if (!gb18030) text_ = "\xEF\xBB\xBF";  // Excel takes UTF-8 without the mark for GBK
    add_cell(unit_title);
    add_cell(year_title);
    for (std::size_t i = 0; i < definition_.fields.size(); ++i)
      add_cell(column_title(definition_, static_cast<int>(i)));
    if (has_states()) add_cell(state_column_title(definition_));
    return end_line();
  }

  bool has_states() const { return !definition_.workflow.states.empty(); }

  void add_cell(std::string_view cell) {
    if (!first_) text_ += ',';
    first_ = false;
    if (cell.find_first_of("\",\r\n") == cell.npos) {
      text_ += cell;
      return;
    }
    text_ += '"';
    for (const char c : cell) text_.append(c == '"' ? 2 : 1, c);
    text_ += '"';
  }

  Status end_line() {
    text_ += "\r\n";
    first_ = true;
    return text_.size() < enough ? Status() : flush();
  }

  Status flush() {
    if (!converter_) {
      const Status status = file_.write(text_);
      text_.clear();
      return status;
    }
    std::string out(text_.size() * 2, '\0');  // no character of UTF-8 takes more than twice its bytes in GB18030
    UErrorCode error = U_ZERO_ERROR;
    const int32_t size = ucnv_fromAlgorithmic(converter_.get(), UCNV_UTF8, out.data(), static_cast<int32_t>(out.size()),
                                              text_.data(), static_cast<int32_t>(text_.size()), &error);
    text_.clear();
    if (U_FAILURE(error)) return fail("output.write-failed", {{"path", ""}, {"reason", u_errorName(error)}});
    return file_.write(std::string_view(out).substr(0, static_cast<std::size_t>(size)));
  }

  OutputFile file_;
  const pack::Register& definition_;
  std::unique_ptr<UConverter, Close> converter_;
  std::string text_;  // not written yet
  bool first_ = true;
};

Result<std::unique_ptr<RecordSink>> open_sink(const pack::Register& definition, ExportFormat format,
                                              const std::filesystem::path& path) {
  if (format != ExportFormat::xlsx) return CsvSink::create(path, definition, format == ExportFormat::csv_gb18030);
  auto book = sheet::BookWriter::create(path);
  if (!book) return fail(book.error());
  return std::make_unique<SheetSink>(std::move(*book), definition);
}

// What to ask for: SQL where the condition can be, else every record, judged one by one.
struct Filter {
  std::string sql;
  std::optional<expr::Expression> expression;
};

Result<Filter> compile(const std::string& condition, const pack::Register& definition, expr::Dialect dialect) {
  Filter filter;
  if (condition.empty()) return filter;
  auto expression = expr::Expression::compile(condition, definition.scope, expr::Type::boolean);
  if (!expression) {
    std::string problems;
    for (const expr::Problem& problem : expression.error()) {
      problems += (problems.empty() ? "" : "；") + problem.message;
    }
    return fail("export.bad-condition", {{"condition", condition}, {"problems", problems}});
  }
  auto sql = expr::sql_condition(*expression, dialect);
  if (sql) {
    filter.sql = std::move(*sql);
  } else {
    filter.expression = std::move(*expression);
  }
  return filter;
}

Result<std::int64_t> count(store::Database& database, const pack::Register& definition, const ExportRequest& request,
                           const Filter& filter) {
  std::string sql = "SELECT COUNT(*) FROM " + sql_name(definition.table()) + " WHERE unit_id = ? AND year = ?";
  if (!filter.sql.empty()) sql += " AND (" + filter.sql + ")";
  const store::Cell parameters[] = {request.unit_id, request.year};
  return database.integer(sql, parameters, 0);
}

}  // namespace

Result<std::uint64_t> export_records(store::Database& database, const pack::Library& library,
                                     const pack::Register& definition, const ExportRequest& request,
                                     const std::filesystem::path& path) {
  const auto filter = compile(request.condition, definition, database.dialect());
  if (!filter) return fail(filter.error());
  const auto total = count(database, definition, request, *filter);
  if (!total) return fail(total.error());
  auto sink = open_sink(definition, request.format, path);
  if (!sink) return fail(sink.error());
  const expr::Context context{&library.calendar};
  std::uint64_t seen = 0, rows = 0;
  const Status status = each_record(database, definition, request.unit_id, request.year, filter->sql,
                                    [&](const Record& record) -> Status {
                                      if (request.progress && ++seen % rows_between_progress == 0) {
                                        request.progress(seen, static_cast<std::uint64_t>(*total));
                                      }
                                      if (filter->expression) {
                                        const auto verdict = filter->expression->evaluate(record.values, context);
                                        if (!verdict) return fail(verdict.error());
                                        if (verdict->kind() != expr::Value::Kind::boolean || !verdict->boolean())
                                          return {};
                                      }
                                      ++rows;
                                      return (*sink)->add(record);
                                    });
  if (!status) return fail(status.error());
  if (Status finished = (*sink)->finish(); !finished) return fail(finished.error());
  return rows;
}

}  // namespace jiheng::ledger

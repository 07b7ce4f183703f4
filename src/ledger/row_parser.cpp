#include "ledger/row_parser.h"

#include <algorithm>

#include "base/text.h"
#include "ledger/formula_text.h"
#include "ledger/stored_value.h"
#include "ledger/system_value.h"

namespace jiheng::ledger {

TableShape::TableShape(const pack::Register& definition)
    : width(static_cast<std::size_t>(definition.scope.size()) + 1) {
  key = {0, 1};
  for (const int field : definition.key) key.push_back(place(field));
}

std::string key_bytes(const TableShape& shape, std::span<const store::Cell> cells) {
  std::string out;
  for (const std::size_t place : shape.key) {
    const store::Cell& cell = cells[place];
    if (cell.kind() == store::Cell::Kind::text) {
      out.append(std::to_string(cell.text().size())).append(":").append(cell.text());
    } else {
      out.append(std::to_string(cell.integer())).append(";");
    }
  }
  return out;
}

namespace {

// What Excel shows, and saves into CSV, where a formula went wrong.
bool is_excel_error(std::string_view text) {
  static constexpr std::string_view errors[] = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!"};
  return text.starts_with('#') && std::find(std::begin(errors), std::end(errors), text) != std::end(errors);
}

}  // namespace

RowParser::RowParser(const pack::Register& definition, const pack::Library& library, const ImportOptions& options,
                     std::string file, RowSink& sink)
    : definition_(definition),
      library_(library),
      options_(options),
      file_(std::move(file)),
      sink_(sink),
      shape_(definition),
      in_key_(definition.fields.size()),
      values_(static_cast<std::size_t>(definition.scope.size())),
      row_(shape_.width),
      cell_faulty_(shape_.width) {
  for (const int field : definition.key) in_key_[static_cast<std::size_t>(field)] = true;
  for (const pack::Check& check : definition.checks) checks_.push_back({&check, check.expression.slots()});
  if (!definition.workflow.states.empty() || !definition.deadlines.empty()) {
    standing_.emplace(definition, library.calendar);
  }
}

bool RowParser::header(std::span<const std::string_view> cells, std::uint64_t first_line, std::uint64_t line) {
  std::vector<RowError> faults;
  auto layout = read_header(cells, definition_, options_, faults);
  if (!layout) {
    refuse_header(std::move(faults), line);
    return false;
  }
  layout->first_line = first_line;
  layout->last_line = line;
  use_layout(std::move(*layout));
  return true;
}

void RowParser::refuse_header(std::vector<RowError> faults, std::uint64_t line) {
  for (RowError& fault : faults) {
    fault.file = file_;
    fault.line = line;
    count_error(std::move(fault));
  }
  readable_ = false;
  stopped_ = true;
}

void RowParser::use_layout(Layout layout) {
  layout_ = std::move(layout);
  for (std::size_t i = 0; i < layout_->columns.size(); ++i) {
    const Column& column = layout_->columns[i];
    parsers_.emplace_back();
    switch (column.role) {
      case Column::Role::unit_id:
        unit_column_ = i;
        break;
      case Column::Role::year:
        year_column_ = i;
        break;
      case Column::Role::field:
        parsers_.back().emplace(definition_, column.field, library_, column.unit);
        field_columns_.push_back(i);
        break;
      case Column::Role::state:
        state_column_ = i;
        break;
      case Column::Role::untitled:
        untitled_columns_.push_back(i);
        break;
    }
  }
}

// A sheet may have captions above its header: the header is the first row with the title of a field. Where its cells
// are merged downwards it has as many rows as they cover, and a column's title is the lowest that stands there.
bool RowParser::sheet_header(const SourceRecord& record) {
  if (block_ && record.line > block_->last_line) {
    if (!judge_header()) return false;
    if (layout_) return this->record(record);
  }
  if (!block_) block_ = {record.line, record.line + record.rows_spanned - 1, {}};
  if (block_->titles.size() < record.cells.size()) block_->titles.resize(record.cells.size());
  for (std::size_t i = 0; i < record.cells.size(); ++i) {
    if (!trim(record.cells[i]).empty()) block_->titles[i] = record.cells[i];
  }
  return record.line < block_->last_line || judge_header();
}

bool RowParser::judge_header() {
  constexpr int most_captions = 10;
  const HeaderBlock block = std::move(*block_);
  block_.reset();
  if (std::any_of(block.titles.begin(), block.titles.end(),
                  [&](const std::string& title) { return names_field(title, definition_); })) {
    return header(block);
  }
  if (!first_block_) first_block_ = block;
  return ++blocks_passed_ < most_captions || header(*first_block_);
}

bool RowParser::header(const HeaderBlock& block) {
  return header(std::vector<std::string_view>(block.titles.begin(), block.titles.end()), block.first_line,
                block.last_line);
}

// Excel leaves rows of nothing but commas behind where cells were once formatted.
bool RowParser::is_blank(const SourceRecord& record) const {
  return std::all_of(record.cells.begin(), record.cells.end(),
                     [](std::string_view cell) { return trim(cell).empty(); });
}

// Makes a sheet's row as wide as the header. CSV has its commas in every row.
bool RowParser::right_size(const SourceRecord& record) {
  const std::size_t expected = layout_->columns.size();
  cells_ = record.cells;
  kinds_ = record.kinds;
  of_sheet_ = record.of_sheet();
  if (cells_.size() == expected) return true;
  if (!of_sheet_) return false;
  for (std::size_t i = expected; i < cells_.size(); ++i) {
    if (!trim(cells_[i]).empty()) parse_untitled(i);
  }
  padded_.assign(expected, {});
  std::copy_n(cells_.begin(), std::min(expected, cells_.size()), padded_.begin());
  cells_ = padded_;
  return true;
}

bool RowParser::record(const SourceRecord& record) {
  if (!layout_) {
    if (is_blank(record)) return true;
    return record.of_sheet() ? sheet_header(record) : header(record.cells, record.line, record.line);
  }
  line_ = record.line;
  if (is_blank(record)) {
    if (!record.of_sheet()) ++blank_rows_;
    return true;
  }
  row_good_ = true;
  key_intact_ = true;
  if (!right_size(record)) return refuse(record, layout_->columns.size());
  ++rows_;

  std::fill(row_.begin(), row_.end(), store::Cell());
  std::fill(cell_faulty_.begin(), cell_faulty_.end(), false);
  year_ = 0;
  if (unit_column_) {
    parse_unit(*unit_column_);
  } else {
    row_[0] = *options_.unit_id;
  }
  if (year_column_) {
    parse_year_cell(*year_column_);
  } else {
    row_[1] = year_ = *options_.year;
  }
  if (cell_faulty_[0] || cell_faulty_[1]) key_intact_ = false;
  for (const std::size_t column : field_columns_) parse_field(column);
  const int state = state_column_ ? parse_state(*state_column_) : -1;
  for (const std::size_t column : untitled_columns_) parse_untitled(column);
  if (!checks_.empty()) run_checks();
  if (standing_ && row_good_ && !standing_->settle(row_, state)) ++rows_without_calendar_;
  return sink_.row({line_, row_, row_good_, key_intact_});
}

bool RowParser::refuse(const SourceRecord& record, std::size_t expected) {
  line_ = record.line;
  ++rows_;
  const bool cut_off = !record.ended && record.cells.size() < expected;
  if (cut_off) readable_ = false;
  fail_row(cut_off ? "import.truncated-row" : "import.cell-count", std::to_string(record.cells.size()),
           std::to_string(expected));
  return sink_.row({line_, row_, false, false});
}

std::optional<std::string_view> RowParser::cell(std::size_t column) {
  using sheet::CellKind;
  const std::string_view text = trim(cells_[column]);
  const CellKind kind = column < kinds_.size() ? kinds_[column] : CellKind::text;
  std::string_view code;
  if (kind == CellKind::error || is_excel_error(text)) code = "import.cell-error";
  if (kind == CellKind::not_computed) code = "import.not-computed";
  if (kind == CellKind::long_number) code = "import.long-number";
  if (code.empty()) return text;
  fail_cell(code, column, text, "");
  return std::nullopt;
}

void RowParser::parse_unit(std::size_t column) {
  const auto given = cell(column);
  cell_faulty_[0] = true;
  if (!given) return;
  const std::string_view text = of_sheet_ ? *given : without_apostrophe(*given);
  if (!valid_unit_id(text)) {
    return fail_cell(text.empty() ? "import.required" : "import.bad-unit", column, text,
                     message_text("import.expect-unit"));
  }
  if (options_.unit_id && text != *options_.unit_id) {
    return fail_cell("import.other-unit", column, text, *options_.unit_id);
  }
  cell_faulty_[0] = false;
  row_[0] = sink_.arena().copy(text);
}

void RowParser::parse_year_cell(std::size_t column) {
  const auto text = cell(column);
  cell_faulty_[1] = true;
  if (!text) return;
  const std::optional<int> year = parse_year(*text);
  if (!year) {
    return fail_cell(text->empty() ? "import.required" : "import.bad-year", column, *text,
                     message_text("import.expect-year"));
  }
  if (options_.year && *year != *options_.year) {
    return fail_cell("import.other-year", column, *text, std::to_string(*options_.year));
  }
  cell_faulty_[1] = false;
  row_[1] = year_ = *year;
}

void RowParser::parse_untitled(std::size_t column) {
  const std::string_view text = trim(cells_[column]);
  if (text.empty()) return;
  row_good_ = false;
  if (!sink_.wants_errors()) return sink_.uncounted_error();
  // A sheet shows the letters of its columns; a CSV file has none.
  const std::string name = of_sheet_ ? message_text("import.column", {{"letters", sheet::column_name(column)}}) : "";
  sink_.error({file_, line_, name, "import.untitled-column", shortened(text), "", static_cast<int>(column) + 1});
}

void RowParser::parse_field(std::size_t index) {
  const CellParser& parser = *parsers_[index];
  const auto field = static_cast<std::size_t>(layout_->columns[index].field);
  const std::size_t place = TableShape::place(layout_->columns[index].field);
  if (const auto given = cell(index)) {
    const bool typed = !of_sheet_ && is_stored_as_text(parser.field());
    const std::string_view text = typed ? without_apostrophe(*given) : *given;
    if (text.empty()) {
      if (!parser.field().required && !in_key_[field]) return;
      fail_cell("import.required", index, text, "");
    } else if (CellFault fault;
               !parser.parse(text, year_, sink_.arena(), row_[place], sink_.wants_errors() ? &fault : nullptr)) {
      fail_cell(fault.code, index, text, std::move(fault.expected));
    } else {
      return;
    }
  }
  cell_faulty_[place] = true;
  if (in_key_[field]) key_intact_ = false;
}

// -1, the state that the fields tell, for a blank.
int RowParser::parse_state(std::size_t column) {
  const auto given = cell(column);
  if (!given || given->empty()) return -1;
  const std::string_view text = of_sheet_ ? *given : without_apostrophe(*given);
  const int state = find_state(definition_.workflow, text);
  if (state < 0) {
    std::string known;
    for (const pack::State& one : definition_.workflow.states) known += (known.empty() ? "" : "、") + one.title;
    fail_cell("import.bad-state", column, text, std::move(known));
  }
  return state;
}

void RowParser::run_checks() {
  for (const CheckPlan& plan : checks_) {
    bool askable = true;  // a check on a cell that is wrong already would only repeat the error
    for (const int slot : plan.slots) askable = askable && !cell_faulty_[static_cast<std::size_t>(slot)];
    if (!askable) continue;
    for (const int slot : plan.slots) values_[static_cast<std::size_t>(slot)] = slot_value(definition_, row_, slot);
    const auto verdict = plan.check->expression.evaluate(values_, {&library_.calendar});
    if (!verdict) {
      fail_row("import.check-impossible", "", verdict.error().message);
    } else if (verdict->kind() == expr::Value::Kind::boolean && !verdict->boolean()) {
      fail_row("import.check-failed", "", plan.check->message);
    }
  }
}

void RowParser::fail_cell(std::string_view code, std::size_t column, std::string_view found, std::string expected) {
  row_good_ = false;
  if (!sink_.wants_errors()) return sink_.uncounted_error();
  const Column& its = layout_->columns[column];
  sink_.error(
      {file_, line_, shortened(its.title), std::string(code), shortened(found), std::move(expected), its.source + 1});
}

void RowParser::fail_row(std::string_view code, std::string_view found, std::string expected) {
  row_good_ = false;
  if (!sink_.wants_errors()) return sink_.uncounted_error();
  sink_.error({file_, line_, "", std::string(code), shortened(found), std::move(expected)});
}

void RowParser::count_error(RowError error) {
  if (!sink_.wants_errors()) return sink_.uncounted_error();
  sink_.error(std::move(error));
}

bool RowParser::fault(RecordFault fault, std::uint64_t line) {
  std::string_view code;
  switch (fault) {
    case RecordFault::stray_quote:
      code = "import.stray-quote";
      break;
    case RecordFault::unclosed_quote:
      code = "import.unclosed-quote";
      break;
    case RecordFault::too_long:
      code = "import.record-too-long";
      break;
    case RecordFault::damaged:
      code = "import.damaged-workbook";
      break;
    case RecordFault::too_large:
      code = "import.large-workbook";
      break;
  }
  readable_ = false;
  count_error({file_, line, "", std::string(code), "", ""});
  stopped_ = !layout_;  // without its header nothing of the file can be read
  return !stopped_;
}

void RowParser::finish() {
  if (!layout_ && !stopped_ && block_) judge_header();
  if (!layout_ && !stopped_ && first_block_) header(*first_block_);
  if (layout_ || stopped_) return;
  readable_ = false;
  count_error({file_, 0, "", "import.empty", "", ""});
}

}  // namespace jiheng::ledger

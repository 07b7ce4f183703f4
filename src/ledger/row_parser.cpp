#include "ledger/row_parser.h"

#include <algorithm>

#include "base/text.h"
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

bool RowParser::header(const CsvRecord& record) {
  std::vector<RowError> faults;
  layout_ = read_header(record.cells, definition_, options_, faults);
  for (RowError& fault : faults) {
    fault.file = file_;
    fault.line = record.line;
    count_error(std::move(fault));
  }
  if (!layout_) {
    readable_ = false;
    stopped_ = true;
    return false;
  }
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
        break;
    }
  }
  return true;
}

// Excel leaves rows of nothing but commas behind where cells were once formatted.
bool RowParser::is_blank(const CsvRecord& record) const {
  return std::all_of(record.cells.begin(), record.cells.end(),
                     [](std::string_view cell) { return trim(cell).empty(); });
}

bool RowParser::record(const CsvRecord& record) {
  if (!layout_) return is_blank(record) || header(record);
  line_ = record.line;
  if (is_blank(record)) {
    ++blank_rows_;
    return true;
  }
  ++rows_;
  row_good_ = true;
  key_intact_ = true;
  const std::size_t expected = layout_->columns.size();
  if (record.cells.size() != expected) {
    const bool cut_off = !record.ended && record.cells.size() < expected;
    key_intact_ = false;
    if (cut_off) readable_ = false;
    fail_cell(cut_off ? "import.truncated-row" : "import.cell-count", "", std::to_string(record.cells.size()),
              std::to_string(expected));
    return sink_.row({line_, row_, false, false});
  }

  std::fill(row_.begin(), row_.end(), store::Cell());
  std::fill(cell_faulty_.begin(), cell_faulty_.end(), false);
  year_ = 0;
  if (unit_column_) {
    parse_unit(trim(record.cells[*unit_column_]), layout_->columns[*unit_column_]);
  } else {
    row_[0] = *options_.unit_id;
  }
  if (year_column_) {
    parse_year_cell(trim(record.cells[*year_column_]), layout_->columns[*year_column_]);
  } else {
    row_[1] = year_ = *options_.year;
  }
  if (cell_faulty_[0] || cell_faulty_[1]) key_intact_ = false;
  for (const std::size_t column : field_columns_) parse_field(column, trim(record.cells[column]));
  const int state =
      state_column_ ? parse_state(trim(record.cells[*state_column_]), layout_->columns[*state_column_]) : -1;
  if (field_columns_.size() + unit_column_.has_value() + year_column_.has_value() + state_column_.has_value() <
      expected) {
    for (std::size_t i = 0; i < expected; ++i) {
      if (layout_->columns[i].role == Column::Role::untitled) parse_untitled(trim(record.cells[i]));
    }
  }
  if (!checks_.empty()) run_checks();
  if (standing_ && row_good_ && !standing_->settle(row_, state)) ++rows_without_calendar_;
  return sink_.row({line_, row_, row_good_, key_intact_});
}

void RowParser::parse_unit(std::string_view text, const Column& column) {
  if (!valid_unit_id(text)) {
    cell_faulty_[0] = true;
    fail_cell(text.empty() ? "import.required" : "import.bad-unit", column.title, text,
              message_text("import.expect-unit"));
    return;
  }
  if (options_.unit_id && text != *options_.unit_id) {
    cell_faulty_[0] = true;
    fail_cell("import.other-unit", column.title, text, *options_.unit_id);
    return;
  }
  row_[0] = sink_.arena().copy(text);
}

void RowParser::parse_year_cell(std::string_view text, const Column& column) {
  const std::optional<int> year = parse_year(text);
  if (!year) {
    cell_faulty_[1] = true;
    fail_cell(text.empty() ? "import.required" : "import.bad-year", column.title, text,
              message_text("import.expect-year"));
    return;
  }
  if (options_.year && *year != *options_.year) {
    cell_faulty_[1] = true;
    fail_cell("import.other-year", column.title, text, std::to_string(*options_.year));
    return;
  }
  row_[1] = year_ = *year;
}

void RowParser::parse_untitled(std::string_view text) {
  if (!text.empty()) fail_cell("import.untitled-column", "", text, "");
}

void RowParser::parse_field(std::size_t index, std::string_view text) {
  const CellParser& parser = *parsers_[index];
  const Column& column = layout_->columns[index];
  const auto field = static_cast<std::size_t>(column.field);
  const std::size_t place = TableShape::place(column.field);
  if (text.empty()) {
    if (!parser.field().required && !in_key_[field]) return;
    fail_cell("import.required", column.title, text, "");
  } else if (CellFault fault;
             !parser.parse(text, year_, sink_.arena(), row_[place], sink_.wants_errors() ? &fault : nullptr)) {
    fail_cell(fault.code, column.title, text, std::move(fault.expected));
  } else {
    return;
  }
  cell_faulty_[place] = true;
  if (in_key_[field]) key_intact_ = false;
}

// -1, the state that the fields tell, for a blank.
int RowParser::parse_state(std::string_view text, const Column& column) {
  if (text.empty()) return -1;
  const int state = find_state(definition_.workflow, text);
  if (state < 0) {
    std::string known;
    for (const pack::State& one : definition_.workflow.states) known += (known.empty() ? "" : "、") + one.title;
    fail_cell("import.bad-state", column.title, text, std::move(known));
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
      fail_cell("import.check-impossible", "", "", verdict.error().message);
    } else if (verdict->kind() == expr::Value::Kind::boolean && !verdict->boolean()) {
      fail_cell("import.check-failed", "", "", plan.check->message);
    }
  }
}

void RowParser::fail_cell(std::string_view code, const std::string& column, std::string_view found,
                          std::string expected) {
  row_good_ = false;
  if (!sink_.wants_errors()) return sink_.uncounted_error();
  sink_.error({file_, line_, column, std::string(code), shortened(found), std::move(expected)});
}

void RowParser::count_error(RowError error) {
  if (!sink_.wants_errors()) return sink_.uncounted_error();
  sink_.error(std::move(error));
}

bool RowParser::fault(CsvFault fault, std::uint64_t line) {
  std::string_view code;
  switch (fault) {
    case CsvFault::stray_quote:
      code = "import.stray-quote";
      break;
    case CsvFault::unclosed_quote:
      code = "import.unclosed-quote";
      break;
    case CsvFault::too_long:
      code = "import.record-too-long";
      break;
  }
  readable_ = false;
  count_error({file_, line, "", std::string(code), "", ""});
  stopped_ = !layout_;  // without its header nothing of the file can be read
  return !stopped_;
}

void RowParser::finish() {
  if (layout_ || stopped_) return;
  readable_ = false;
  count_error({file_, 0, "", "import.empty", "", ""});
}

}  // namespace jiheng::ledger

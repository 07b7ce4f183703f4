#include "ledger/mapped_rows.h"

#include <algorithm>

#include "base/text.h"

namespace jiheng::ledger {
namespace {

std::string normalized(std::string_view title) {
  return std::string(trim(to_half_width(trim(title))));
}

std::string_view cell_of(const SourceRecord& record, std::size_t column) {
  return column < record.cells.size() ? trim(record.cells[column]) : std::string_view();
}

}  // namespace

bool MappedRows::record(const SourceRecord& record) {
  if (record.line < mapping_.data_row) {
    read_titles(record);
    return true;
  }
  if (!found_ && !find_columns()) return false;
  // A CSV row has the commas of its header's row; a sheet's row ends with its last cell.
  if (!record.of_sheet() && width_ > 0 && record.cells.size() != width_) return parser_.refuse(record, width_);
  if (is_ignored(record)) return true;
  cells_.clear();
  kinds_.clear();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string_view text = cell_of(record, columns_[i]);
    const auto kind = columns_[i] < record.kinds.size() ? record.kinds[columns_[i]] : sheet::CellKind::empty;
    const bool is_text = !record.of_sheet() || kind == sheet::CellKind::text;
    cells_.push_back(mapped(i, text, is_text));
    kinds_.push_back(kind);
  }
  // A row that gives nothing is blank, whatever is the same in every row.
  if (std::all_of(cells_.begin(), cells_.end(), [](std::string_view cell) { return cell.empty(); })) return true;
  for (const MappedConstant& constant : mapping_.constants) {
    cells_.push_back(constant.text);
    kinds_.push_back(sheet::CellKind::text);
  }
  SourceRecord out{record.line, cells_, record.ended};
  if (record.of_sheet()) out.kinds = kinds_;
  return parser_.record(out);
}

void MappedRows::finish() {
  if (!found_) find_columns();
}

void MappedRows::read_titles(const SourceRecord& record) {
  if (record.line < mapping_.first_header_row || record.line > mapping_.last_header_row) return;
  width_ = std::max(width_, record.cells.size());
  titles_.resize(width_);
  // In a header of several rows the lowest title is the column's own.
  for (std::size_t i = 0; i < record.cells.size(); ++i) {
    if (std::string title = normalized(record.cells[i]); !title.empty()) titles_[i] = std::move(title);
  }
}

std::optional<std::size_t> MappedRows::find_column(const std::string& from) const {
  const auto at = std::find(titles_.begin(), titles_.end(), normalized(from));
  if (at != titles_.end()) return static_cast<std::size_t>(at - titles_.begin());
  const bool is_letters = std::all_of(from.begin(), from.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return is_letters ? sheet::parse_column_name(from) : std::nullopt;
}

bool MappedRows::find_columns() {
  found_ = true;
  Layout layout;
  std::vector<RowError> faults;
  const auto find = [&](const std::string& from) {
    const auto at = find_column(from);
    if (!at) faults.push_back({{}, 0, "", "import.no-mapped-column", shortened(from), ""});
    return at.value_or(0);
  };
  for (const MappedColumn& mapped : mapping_.columns) {
    const std::size_t at = find(mapped.from);
    const bool titled = at < titles_.size() && !titles_[at].empty();
    std::string title = titled ? titles_[at] : message_text("import.column", {{"letters", sheet::column_name(at)}});
    layout.columns.push_back({mapped.role, mapped.field, mapped.unit, std::move(title), static_cast<int>(at)});
    columns_.push_back(at);
  }
  for (const MappedConstant& constant : mapping_.constants) {
    const std::string title =
        constant.field < 0 ? "" : definition_.fields[static_cast<std::size_t>(constant.field)].title;
    layout.columns.push_back({constant.role, constant.field, MoneyUnit::yuan, title, -1});
  }
  for (const IgnoredRows& rule : mapping_.ignored) ignored_.push_back({&rule, find(rule.column)});
  for (const Column& column : layout.columns) {
    layout.has_unit |= column.role == Column::Role::unit_id;
    layout.has_year |= column.role == Column::Role::year;
  }
  if (!layout.has_unit && !options_.unit_id) faults.push_back({{}, 0, "", "import.no-unit", "", ""});
  if (!layout.has_year && !options_.year) faults.push_back({{}, 0, "", "import.no-year", "", ""});
  if (!faults.empty()) {
    parser_.refuse_header(std::move(faults), mapping_.last_header_row);
    return false;
  }
  layout.first_line = mapping_.first_header_row;
  layout.last_line = mapping_.last_header_row;
  dates_.resize(columns_.size());
  parser_.use_layout(std::move(layout));
  return true;
}

bool MappedRows::is_ignored(const SourceRecord& record) const {
  return std::any_of(ignored_.begin(), ignored_.end(), [&](const Ignored& ignored) {
    const std::string_view text = cell_of(record, ignored.column);
    if (text.empty()) return ignored.rule->empty;
    const auto& texts = ignored.rule->texts;
    return std::find(texts.begin(), texts.end(), text) != texts.end();
  });
}

std::string_view MappedRows::mapped(std::size_t index, std::string_view text, bool is_text) {
  const MappedColumn& column = mapping_.columns[index];
  if (const auto other = column.values.find(text); other != column.values.end()) return other->second;
  if (column.field < 0 || !is_text || mapping_.date_order == DateOrder::year_month_day) return text;
  const pack::FieldType type = definition_.fields[static_cast<std::size_t>(column.field)].type;
  if (type != pack::FieldType::date && type != pack::FieldType::moment) return text;
  return dates_[index] = in_order(text, mapping_.date_order);
}

}  // namespace jiheng::ledger

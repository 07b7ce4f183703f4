#include "ledger/one_record.h"

#include "ledger/records.h"
#include "ledger/row_parser.h"
#include "ledger/suggest.h"
#include "ledger/system_value.h"

namespace jiheng::ledger {
namespace {

class OneRowSink final : public RowSink {
 public:
  explicit OneRowSink(OneRecord& record) : record_(record) {}
  Arena& arena() override { return record_.row.arena; }
  bool row(const ParsedRow& row) override {
    record_.row.cells.assign(row.cells.begin(), row.cells.end());
    return true;
  }
  bool wants_errors() const override { return true; }
  void error(RowError error) override {
    error.line = 0;  // of a file, which there is none of
    record_.errors.push_back(std::move(error));
  }
  void uncounted_error() override {}

 private:
  OneRecord& record_;
};

// The texts of all fields, blank where nothing stands.
std::vector<std::string> present_texts(const pack::Register& definition, const StoredRow* over) {
  std::vector<std::string> texts(definition.fields.size());
  if (!over) return texts;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const pack::Field& field = definition.fields[i];
    texts[i] = cell_text(field, stored_value(field, over->cells[i + pack::Register::first_field_slot]));
  }
  return texts;
}

RowError unknown_field(const pack::Register& definition, const std::string& name) {
  std::vector<std::string> known;
  for (const pack::Field& field : definition.fields) {
    known.push_back(field.title);
    known.push_back(field.id);
  }
  const std::string near = nearest(name, known);
  return {definition.title,
          0,
          "",
          "import.unknown-column",
          shortened(name),
          near.empty() ? message_text("import.expect-title", {{"register", definition.title}})
                       : message_text("import.expect-title-near", {{"near", near}})};
}

}  // namespace

OneRecord read_record(const RecordName& name, const pack::Library& library, std::span<const CellText> cells,
                      const StoredRow* over) {
  const pack::Register& definition = *name.definition;
  OneRecord record;
  std::vector<std::string> texts = present_texts(definition, over);
  for (const CellText& cell : cells) {
    const pack::Field* field = definition.find_field(cell.field);
    if (field) {
      texts[static_cast<std::size_t>(field - definition.fields.data())] = cell.text;
    } else {
      record.errors.push_back(unknown_field(definition, cell.field));
    }
  }
  std::vector<std::string_view> header, row;
  bool blank = true;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    header.push_back(definition.fields[i].id);
    row.push_back(texts[i]);
    blank = blank && texts[i].empty();
  }
  if (blank) {
    record.errors.push_back({definition.title, 0, "", "record.blank", "", ""});
    return record;
  }
  OneRowSink sink(record);
  ImportOptions options;
  options.unit_id = name.unit_id;
  options.year = name.year;
  RowParser parser(definition, library, options, definition.title, sink);
  parser.record({1, header, true});
  parser.record({2, row, true});
  // The parser lends the unit of its options, which end here.
  if (!record.row.cells.empty()) record.row.cells[0] = record.row.arena.copy(name.unit_id);
  // Messages name the field as people know it.
  for (RowError& error : record.errors) {
    if (const pack::Field* field = definition.find_field(error.column)) error.column = field->title;
  }
  return record;
}

std::vector<RowError> failed_checks(const pack::Register& definition, const pack::Library& library,
                                    std::span<const store::Cell> row) {
  const std::vector<expr::Value> values = row_values(definition, row);
  std::vector<RowError> errors;
  for (const pack::Check& check : definition.checks) {
    const auto verdict = check.expression.evaluate(values, {&library.calendar});
    if (!verdict) {
      errors.push_back({definition.title, 0, "", "import.check-impossible", "", verdict.error().message});
    } else if (verdict->kind() == expr::Value::Kind::boolean && !verdict->boolean()) {
      errors.push_back({definition.title, 0, "", "import.check-failed", "", check.message});
    }
  }
  return errors;
}

}  // namespace jiheng::ledger

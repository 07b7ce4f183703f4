#include "ledger/template.h"

#include <algorithm>

#include "base/text.h"
#include "ledger/header.h"
#include "ledger/sheet_cells.h"
#include "pack/words.h"
#include "sheet/workbook.h"

namespace jiheng::ledger {
namespace {

using pack::FieldType;
using sheet::CellRule;
using sheet::Style;

constexpr std::uint32_t prepared_rows = 5000;  // with drop-downs and checks
constexpr std::size_t longest_list = 255;      // characters Excel allows in a list of its own
constexpr std::uint16_t note_columns = 7;
constexpr double note_widths[note_columns] = {6, 22, 24, 8, 24, 44, 24};

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
  std::string out;
  for (const std::string& text : texts) out.append(out.empty() ? "" : separator).append(text);
  return out;
}

std::string range_in_words(const pack::Field& field) {
  const std::string unit(field.type == FieldType::money ? title(field.unit) : "");
  if (field.minimum && field.maximum) {
    return message_text("form.between",
                        {{"least", field.minimum->to_string() + unit}, {"most", field.maximum->to_string() + unit}});
  }
  if (field.minimum) return message_text("form.at-least", {{"least", field.minimum->to_string() + unit}});
  if (field.maximum) return message_text("form.at-most", {{"most", field.maximum->to_string() + unit}});
  return "";
}

class TemplateBook {
 public:
  TemplateBook(const pack::Library& library, const pack::Register& definition, sheet::BookWriter& book)
      : library_(library), definition_(definition), book_(book) {}

  void write() {
    sheet::SheetWriter& data = book_.add_sheet(sheet::sheet_title(definition_.title));
    sheet::SheetWriter& notes = book_.add_sheet(std::string(notes_sheet));
    write_lists();
    write_data(data);
    write_notes(notes);
  }

 private:
  bool is_required(std::size_t field) const {
    return definition_.fields[field].required ||
           std::find(definition_.key.begin(), definition_.key.end(), static_cast<int>(field)) != definition_.key.end();
  }

  static bool needs_cells(const pack::Field& field) {
    if (field.type != FieldType::choice) return false;
    const bool has_comma = std::any_of(field.choices.begin(), field.choices.end(), [](const std::string& choice) {
      return choice.find_first_of(",\"") != choice.npos;
    });
    return has_comma || count_code_points(joined(field.choices, ",")) > longest_list;
  }

  void write_lists() {
    std::vector<std::size_t> fields;
    std::size_t longest = 0;
    for (std::size_t i = 0; i < definition_.fields.size(); ++i) {
      if (!needs_cells(definition_.fields[i])) continue;
      fields.push_back(i);
      longest = std::max(longest, definition_.fields[i].choices.size());
    }
    ranges_.resize(definition_.fields.size());
    if (fields.empty()) return;
    sheet::SheetWriter& lists = book_.add_sheet(std::string(choices_sheet));
    lists.hide();
    for (std::size_t row = 0; row < longest; ++row) {
      for (std::size_t column = 0; column < fields.size(); ++column) {
        const auto& choices = definition_.fields[fields[column]].choices;
        if (row >= choices.size()) continue;
        lists.text(static_cast<std::uint32_t>(row), static_cast<std::uint16_t>(column), choices[row], {});
      }
    }
    for (std::size_t column = 0; column < fields.size(); ++column) {
      const std::string letters = sheet::column_name(column);
      ranges_[fields[column]] = "='" + std::string(choices_sheet) + "'!$" + letters + "$1:$" + letters + "$" +
                                std::to_string(definition_.fields[fields[column]].choices.size());
    }
  }

  void write_data(sheet::SheetWriter& data) {
    data.freeze(1, 0);
    data.page(1);
    for (std::size_t i = 0; i < definition_.fields.size(); ++i) {
      const auto column = static_cast<std::uint16_t>(i);
      data.column(column, column, column_width(definition_.fields[i]), cell_style(definition_.fields[i]));
    }
    data.row_height(0, 32);
    for (std::size_t i = 0; i < definition_.fields.size(); ++i) {
      const auto column = static_cast<std::uint16_t>(i);
      data.text(0, column, column_title(definition_, static_cast<int>(i)), header_style(is_required(i)));
      data.comment(0, column, comment(i));
      if (const auto rule = rule_of(i)) data.rule(1, prepared_rows, column, *rule);
    }
  }

  std::string comment(std::size_t index) const {
    const pack::Field& field = definition_.fields[index];
    std::string out = message_text(is_required(index) ? "form.required" : "form.optional");
    const auto add = [&](std::string_view code, const std::string& text) {
      if (!text.empty()) out += "\n" + message_text(code, {{"text", text}});
    };
    add("form.type", type_of(field));
    add("form.range", range_in_words(field));
    add("form.note", field.note);
    add("form.example", field.example);
    return out;
  }

  std::string type_of(const pack::Field& field) const {
    if (field.type != FieldType::reference) return pack::type_in_words(field);
    const pack::Register& target = *library_.find_register(field.reference);
    return message_text(
        "form.reference",
        {{"register", target.title}, {"field", target.fields[static_cast<std::size_t>(target.key.front())].title}});
  }

  std::optional<CellRule> rule_of(std::size_t index) const {
    const pack::Field& field = definition_.fields[index];
    CellRule rule;
    rule.title = message_text("form.refused");
    switch (field.type) {
      case FieldType::choice:
        rule.kind = ranges_[index].empty() ? CellRule::Kind::list : CellRule::Kind::list_of_cells;
        rule.choices = field.choices;
        rule.range = ranges_[index];
        rule.message = message_text("form.refused-choice");
        return rule;
      case FieldType::boolean:
        rule.choices = {"是", "否"};
        rule.message = message_text("form.refused-choice");
        return rule;
      case FieldType::date:
        rule.kind = CellRule::Kind::day;
        rule.least = sheet::serial_of_day(Date::from_ymd(1900, 1, 1)->days());
        rule.most = sheet::serial_of_day(Date::from_ymd(2199, 12, 31)->days());
        rule.message = message_text("form.refused-date");
        return rule;
      case FieldType::moment:
        rule.kind = CellRule::Kind::day;
        rule.least = sheet::serial_of_day(Date::from_ymd(1970, 1, 1)->days());
        rule.most = sheet::serial_of_day(Date::from_ymd(2199, 12, 31)->days() + 1);
        rule.message = message_text("form.refused-moment");
        return rule;
      case FieldType::integer:
      case FieldType::decimal:
      case FieldType::money:
        rule.kind = field.type == FieldType::integer ? CellRule::Kind::whole : CellRule::Kind::decimal;
        if (field.minimum) rule.least = field.minimum->to_string();
        if (field.maximum) rule.most = field.maximum->to_string();
        if (!field.minimum && !field.maximum) rule.least = "-999999999999999";  // any number, but a number
        rule.message = message_text("form.refused-number",
                                    {{"type", pack::type_in_words(field)}, {"range", range_in_words(field)}});
        return rule;
      case FieldType::text:
      case FieldType::narrative:
        rule.kind = CellRule::Kind::text_length;
        rule.most = std::to_string(field.max_length);
        rule.message = message_text("form.refused-length", {{"limit", field.max_length}});
        return rule;
      case FieldType::reference:
      case FieldType::measure:
        return std::nullopt;  // only the import knows what there is
    }
    return std::nullopt;
  }

  void write_notes(sheet::SheetWriter& notes) {
    for (std::uint16_t i = 0; i < note_columns; ++i) notes.column(i, i, note_widths[i], {});
    notes.page(0);
    std::uint32_t row = 0;
    Style heading;
    heading.size = 16;
    heading.bold = true;
    notes.row_height(row, 30);
    notes.text(row++, 0, message_text("form.heading", {{"register", definition_.title}}), heading);
    if (!definition_.note.empty()) notes.text(row++, 0, definition_.note, {});
    for (const char* code : {"form.how-titles", "form.how-cells", "form.how-import"}) {
      notes.text(row++, 0, message_text(code, {{"register", definition_.title}}), {});
    }
    ++row;
    static constexpr const char* heads[note_columns] = {"序号", "列", "编号", "必填", "类型", "说明", "示例"};
    for (std::uint16_t i = 0; i < note_columns; ++i) notes.text(row, i, heads[i], header_style(false));
    ++row;
    for (std::size_t i = 0; i < definition_.fields.size(); ++i) write_note(notes, row++, i);
    if (definition_.checks.empty()) return;
    Style bold;
    bold.bold = true;
    notes.text(++row, 0, message_text("form.checks"), bold);
    for (const pack::Check& check : definition_.checks) notes.text(++row, 0, "· " + check.message, {});
  }

  void write_note(sheet::SheetWriter& notes, std::uint32_t row, std::size_t index) {
    const pack::Field& field = definition_.fields[index];
    const std::string note = with_range(field);
    const std::string cells[note_columns] = {std::to_string(index + 1),
                                             column_title(definition_, static_cast<int>(index)),
                                             field.id,
                                             is_required(index) ? "是" : "",
                                             type_of(field),
                                             note,
                                             field.example};
    std::size_t lines = 1;
    for (std::uint16_t i = 0; i < note_columns; ++i) {
      const auto width = static_cast<std::size_t>(note_widths[i]) - 1;
      lines = std::max(lines, (display_width(cells[i]) + width - 1) / width);
    }
    notes.row_height(row, static_cast<double>(std::min<std::size_t>(lines, 25) * 15 + 5));
    for (std::uint16_t i = 0; i < note_columns; ++i) {
      Style style;
      style.border = style.wrap = true;
      style.align = i == 0 || i == 3 ? Style::Align::centre : Style::Align::left;
      if (i == note_columns - 1) style.number_format = "@";
      if (i == 1 && is_required(index)) {
        style.bold = true;
        style.colour = 0xC00000;
      }
      notes.text(row, i, cells[i], style);
    }
  }

  static std::string with_range(const pack::Field& field) {
    const std::string range = range_in_words(field);
    if (range.empty()) return field.note;
    return field.note.empty() ? range : field.note + "；" + range;
  }

  const pack::Library& library_;
  const pack::Register& definition_;
  sheet::BookWriter& book_;
  std::vector<std::string> ranges_;  // by field: where its choices stand, if in cells
};

}  // namespace

Status write_template(const pack::Library& library, const pack::Register& definition,
                      const std::filesystem::path& path) {
  auto book = sheet::BookWriter::create(path);
  if (!book) return fail(book.error());
  TemplateBook(library, definition, **book).write();
  return (*book)->finish();
}

}  // namespace jiheng::ledger

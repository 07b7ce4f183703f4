#include "sheet/sheet_reader.h"

#include <charconv>

namespace jiheng::sheet {
namespace {

// "AB12" → column and row; false when it is no cell's address.
bool parse_address(std::string_view text, std::size_t& column, std::uint64_t& row) {
  const std::size_t letters = std::min(text.find_first_of("0123456789"), text.size());
  const auto parsed = parse_column_name(text.substr(0, letters));
  const auto [end, error] = std::from_chars(text.data() + letters, text.data() + text.size(), row);
  if (!parsed || error != std::errc() || end != text.data() + text.size() || row < 1 || row > most_rows) return false;
  column = *parsed;
  return true;
}

class RowsHandler final : public XmlHandler {
 public:
  RowsHandler(const CellContext& context, std::uint64_t row_bytes, RowHandler& handler)
      : context_(context), row_bytes_(row_bytes), handler_(handler), reader_(*this) {}

  Status read(Part& part, const std::function<void(std::uint64_t)>& progress) { return reader_.read(part, progress); }

  void start(std::string_view name, const Attributes& attributes) override {
    if (in_cell_) {
      if (name == "v") {
        in_value_ = true;
      } else if (name == "f") {
        has_formula_ = true;
      } else if (type_ == Type::inline_text) {
        rich_.start(name);
      }
    } else if (name == "c") {
      if (in_row_) start_cell(attributes);
    } else if (name == "row") {
      if (in_data_) start_row(attributes);
    } else if (name == "sheetData") {
      in_data_ = true;
    }
  }

  void end(std::string_view name) override {
    if (in_cell_) {
      if (name == "v") {
        in_value_ = false;
        has_value_ = true;
      } else if (name == "c") {
        end_cell();
      } else if (type_ == Type::inline_text) {
        rich_.end(name);
      }
    } else if (name == "row") {
      if (in_row_) end_row();
    } else if (name == "sheetData") {
      reader_.stop();  // what follows is not of the cells
    }
  }

  void text(std::string_view piece) override {
    if (in_value_ || (in_cell_ && type_ == Type::inline_text && rich_.takes_text())) value_.append(piece);
    if (value_.size() > row_bytes_) refuse_row();
  }

 private:
  enum class Type { number, shared_text, formula_text, inline_text, boolean, error, date };

  // A text of the row: in row_text_ from `begin` on, or shared.
  struct Slot {
    CellKind kind = CellKind::empty;
    bool shared = false;
    std::size_t begin = 0, size = 0;
    std::string_view text;
  };

  void start_row(const Attributes& attributes) {
    ++row_;
    if (const std::string_view given = attributes["r"]; !given.empty()) {
      std::uint64_t number = 0;
      const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), number);
      if (error != std::errc() || end != given.data() + given.size() || number < row_) {
        return reader_.stop_damaged("row " + std::string(given));
      }
      row_ = number;
    }
    if (row_ > most_rows) return reader_.stop_damaged("too many rows");
    in_row_ = true;
    next_column_ = 0;
    slots_.clear();
    row_text_.clear();
  }

  void start_cell(const Attributes& attributes) {
    column_ = next_column_;
    type_ = Type::number;
    style_ = 0;
    for (const char** pair = attributes.begin(); *pair != nullptr; pair += 2) {
      const std::string_view name = pair[0], value = pair[1];
      if (name == "r") {
        const auto column = parse_column_name(value.substr(0, value.find_first_of("0123456789")));
        if (!column) return reader_.stop_damaged("cell " + std::string(value));
        column_ = *column;
      } else if (name == "t") {
        type_ = type_of(value);
      } else if (name == "s") {
        std::from_chars(value.data(), value.data() + value.size(), style_);
      }
    }
    if (column_ >= most_columns) return reader_.stop_damaged("too many columns");
    next_column_ = column_ + 1;
    in_cell_ = true;
    in_value_ = has_value_ = has_formula_ = false;
    value_.clear();
    rich_.begin();
  }

  static Type type_of(std::string_view name) {
    if (name == "s") return Type::shared_text;
    if (name == "str") return Type::formula_text;
    if (name == "inlineStr") return Type::inline_text;
    if (name == "b") return Type::boolean;
    if (name == "e") return Type::error;
    if (name == "d") return Type::date;
    return Type::number;
  }

  void end_cell() {
    in_cell_ = in_value_ = false;
    // A formula that yields an empty text has a <v/>; a number has digits.
    const bool computed = type_ == Type::formula_text ? has_value_ : !value_.empty();
    if (has_formula_ && !computed) return put(CellKind::not_computed, "");
    switch (type_) {
      case Type::inline_text:
        unescape(value_, 0);
        return put(CellKind::text, value_);
      case Type::formula_text:
        unescape(value_, 0);
        return put(CellKind::text, value_);
      case Type::shared_text:
        return put_shared();
      case Type::boolean:
        return put(CellKind::boolean, value_.empty() ? "" : value_ == "1" || value_ == "true" ? "TRUE" : "FALSE");
      case Type::error:
        return put(CellKind::error, value_);
      case Type::date:
        return put_iso_date();
      case Type::number:
        return put_number();
    }
  }

  void put(CellKind kind, std::string_view text) {
    if (text.empty() && kind != CellKind::not_computed) return;
    slot_of_cell() = {kind, false, row_text_.size(), text.size(), ""};
    row_text_.append(text);
    if (row_text_.size() > row_bytes_) refuse_row();
  }

  void put_shared() {
    if (value_.empty()) return;
    const auto text = context_.strings.find(value_);
    if (!text) return reader_.stop_damaged("no shared string " + value_);
    if (!text->empty()) slot_of_cell() = {CellKind::text, true, 0, 0, *text};
  }

  void put_number() {
    if (value_.empty()) return;
    int whole_digits = 0;
    if (!decimal_text(value_, number_, whole_digits)) return reader_.stop_damaged("number " + value_.substr(0, 40));
    const NumberFormat format = style_ < context_.formats.size() ? context_.formats[style_] : NumberFormat();
    using Kind = NumberFormat::Kind;
    if (format.kind == Kind::date || format.kind == Kind::date_and_time || format.kind == Kind::time) {
      const std::string date = date_text(number_, format.kind, context_.dates);
      if (!date.empty()) return put(CellKind::date, date);
    } else if (format.kind == Kind::percent) {
      return put(CellKind::number, percent_text(number_));
    } else if (number_.size() < format.least_digits && number_.find_first_of(".-") == number_.npos) {
      number_.insert(0, format.least_digits - number_.size(), '0');  // 00123, as it is shown
    }
    put(whole_digits > 15 ? CellKind::long_number : CellKind::number, number_);
  }

  // 2022-01-05T09:30:00.000, as strict workbooks may write it → 2022-01-05 09:30.
  void put_iso_date() {
    std::string_view text = value_;
    if (text.ends_with('Z')) text.remove_suffix(1);
    if (const std::size_t fraction = text.find('.'); fraction != text.npos) text = text.substr(0, fraction);
    std::string out(text.substr(0, text.find('T')));
    if (const std::size_t time = text.find('T'); time != text.npos) {
      std::string_view clock = text.substr(time + 1);
      const NumberFormat format = style_ < context_.formats.size() ? context_.formats[style_] : NumberFormat();
      if (clock.ends_with(":00") && clock.size() == 8) clock.remove_suffix(3);
      if (clock != "00:00" || format.kind == NumberFormat::Kind::date_and_time) out.append(" ").append(clock);
    }
    put(CellKind::date, out);
  }

  Slot& slot_of_cell() {
    if (slots_.size() <= column_) slots_.resize(column_ + 1);
    return slots_[column_];
  }

  void end_row() {
    in_row_ = false;
    if (slots_.empty()) return;
    texts_.resize(slots_.size());
    kinds_.resize(slots_.size());
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      const Slot& slot = slots_[i];
      texts_[i] = slot.shared ? slot.text : std::string_view(row_text_).substr(slot.begin, slot.size);
      kinds_[i] = slot.kind;
    }
    if (!handler_.row({row_, texts_, kinds_})) reader_.stop();
  }

  void refuse_row() { reader_.stop(make_error("sheet.row-too-long")); }

  const CellContext& context_;
  std::uint64_t row_bytes_;
  RowHandler& handler_;
  XmlReader reader_;

  bool in_data_ = false, in_row_ = false, in_cell_ = false, in_value_ = false;
  bool has_value_ = false, has_formula_ = false;
  std::uint64_t row_ = 0;
  std::size_t column_ = 0, next_column_ = 0;
  Type type_ = Type::number;
  std::size_t style_ = 0;
  RichText rich_;
  std::string value_, number_;

  std::vector<Slot> slots_;
  std::string row_text_;
  std::vector<std::string_view> texts_;
  std::vector<CellKind> kinds_;
};

class MergesHandler final : public XmlHandler {
 public:
  explicit MergesHandler(std::uint64_t rows) : rows_(rows), reader_(*this) {}

  Status read(Part& part) { return reader_.read(part); }
  void start(std::string_view name, const Attributes& attributes) override {
    if (name != "mergeCell") return;
    const std::string_view range = attributes["ref"];
    const std::size_t colon = range.find(':');
    Merge merge;
    if (colon == range.npos || !parse_address(range.substr(0, colon), merge.first_column, merge.first_row) ||
        !parse_address(range.substr(colon + 1), merge.last_column, merge.last_row)) {
      return reader_.stop_damaged("merge " + std::string(range));
    }
    if (merge.first_row <= rows_ && found.size() < most_merges) found.push_back(merge);
  }
  void end(std::string_view name) override {
    if (name == "mergeCells") reader_.stop();
  }

  std::vector<Merge> found;

 private:
  static constexpr std::size_t most_merges = 10'000;
  std::uint64_t rows_;
  XmlReader reader_;
};

}  // namespace

Status read_rows(Part& part, const CellContext& context, std::uint64_t row_bytes, RowHandler& handler,
                 const std::function<void(std::uint64_t)>& progress) {
  return RowsHandler(context, row_bytes, handler).read(part, progress);
}

Result<std::vector<Merge>> read_merges(Part& part, std::uint64_t rows) {
  MergesHandler handler(rows);
  if (Status status = handler.read(part); !status) return fail(status.error());
  return std::move(handler.found);
}

}  // namespace jiheng::sheet

// links: ledger reading store pack expr base
//
// Any bytes as a file to import: encoding, CSV, header and every validation of rows, without a database. The first byte
// chooses the register, the second the size of the pieces the text is read in. What is given as a good row must be
// storable: valid UTF-8 without NUL, no longer than its field, and the same row again when it is written and read back.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "ledger/csv_reader.h"
#include "ledger/records.h"
#include "ledger/row_parser.h"
#include "ledger/stored_value.h"
#include "reading/encoding.h"

using namespace jiheng;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

pack::Field field(std::string id, std::string title, pack::FieldType type) {
  pack::Field out;
  out.id = std::move(id);
  out.title = std::move(title);
  out.type = type;
  return out;
}

// Registers made by hand: pack files are another target's business.
const pack::Library& library() {
  static const pack::Library made = [] {
    using pack::FieldType;
    pack::Register all;
    all.id = "all";
    all.title = "全部";
    all.fields = {field("a", "编号", FieldType::text),    field("b", "件数", FieldType::integer),
                  field("c", "比重", FieldType::decimal), field("d", "金额", FieldType::money),
                  field("e", "日期", FieldType::date),    field("f", "公开", FieldType::boolean),
                  field("g", "季度", FieldType::choice),  field("h", "项目", FieldType::reference),
                  field("i", "取数", FieldType::measure), field("j", "情况", FieldType::narrative),
                  field("k", "时间", FieldType::moment)};
    all.fields[0].max_length = 10;
    all.fields[1].minimum = Decimal(-5);
    all.fields[2].scale = 3;
    all.fields[4].in_year = true;
    all.fields[10].in_year = true;
    all.fields[6].choices = {"一季度", "二季度", "三季度", "四季度"};
    all.fields[7].reference = "all";
    all.key = {0};
    std::vector<expr::Symbol> symbols = {{"unit_id", "单位编码", expr::Type::text, 0, 18, "unit_id"},
                                         {"year", "年度", expr::Type::number, 0, 4, "year"}};
    for (const pack::Field& each : all.fields) {
      expr::Type type = expr::Type::text;
      if (each.type == FieldType::integer || each.type == FieldType::decimal) type = expr::Type::number;
      if (each.type == FieldType::money) type = expr::Type::money;
      if (each.type == FieldType::date) type = expr::Type::date;
      if (each.type == FieldType::moment) type = expr::Type::moment;
      if (each.type == FieldType::boolean) type = expr::Type::boolean;
      symbols.push_back({each.id, each.title, type, each.scale, 17, each.id});
    }
    all.scope = expr::Scope(std::move(symbols));
    const auto check = expr::Expression::compile("b == null || c == null || b > c", all.scope, expr::Type::boolean);
    require(check.has_value());
    all.checks.push_back({"", *check, "件数应大于比重"});

    pack::Register small = all;
    small.id = "small";
    small.fields.resize(3);
    small.checks.clear();

    pack::Library out;
    out.registers = {std::move(all), std::move(small)};
    out.measures.resize(1);
    out.measures[0].id = "m.one";
    return out;
  }();
  return made;
}

class CheckingSink final : public ledger::RowSink {
 public:
  CheckingSink(const pack::Register& definition, int depth) : definition_(definition), depth_(depth) {}

  ledger::Arena& arena() override { return arena_; }
  bool wants_errors() const override { return errors < 100; }
  void error(ledger::RowError error) override {
    ++errors;
    require(find_invalid_utf8(to_string(error)) == std::string_view::npos);
  }
  void uncounted_error() override { ++errors; }
  bool row(const ledger::ParsedRow& row) override;

  std::uint64_t errors = 0;
  std::uint64_t good_rows = 0;
  std::string written;  // the last good row

 private:
  const pack::Register& definition_;
  int depth_;
  ledger::Arena arena_;
};

struct Outcome {
  std::uint64_t errors, good_rows;
  std::string last;
};

Outcome read(std::string_view bytes, const pack::Register& definition, std::size_t piece_bytes, int depth) {
  CheckingSink sink(definition, depth);
  const auto source = reading::memory_source(bytes);
  const auto detected = reading::detect_encoding(*source);
  require(detected.has_value());
  if (detected->fault) return {1, 0, ""};
  ledger::ImportOptions options;
  options.unit_id = "440118001";
  options.year = 2022;
  ledger::RowParser parser(definition, library(), options, "f.csv", sink);
  ledger::CsvReader reader(parser);
  reading::TextSource text(*source, detected->encoding);
  for (bool going = true; going;) {
    const auto piece = text.next();
    require(piece.has_value());  // what was detected can be decoded
    if (piece->empty()) break;
    require(find_invalid_utf8(*piece) == std::string_view::npos || detected->encoding == reading::Encoding::utf8 ||
            detected->encoding == reading::Encoding::utf8_bom);  // those are cut anywhere
    for (std::string_view rest = *piece; going && !rest.empty();) {
      going = reader.feed(rest.substr(0, piece_bytes));
      rest.remove_prefix(std::min(piece_bytes, rest.size()));
    }
  }
  reader.finish();
  parser.finish();
  return {sink.errors, sink.good_rows, sink.written};
}

bool CheckingSink::row(const ledger::ParsedRow& row) {
  if (!row.good) {
    require(errors > 0);
    return true;
  }
  ++good_rows;
  std::string header = "unit_id,year", line = "440118001,2022";
  written = std::string(row.cells[0].text()) + "|" + std::to_string(row.cells[1].integer());
  for (std::size_t i = 0; i < definition_.fields.size(); ++i) {
    const pack::Field& each = definition_.fields[i];
    const store::Cell& cell = row.cells[i + 2];
    if (cell.kind() == store::Cell::Kind::text) {
      require(find_invalid_utf8(cell.text()) == std::string_view::npos);
      require(cell.text().find('\0') == std::string_view::npos);
      require(count_code_points(cell.text()) <= static_cast<std::size_t>(each.max_length));
    }
    const std::string shown = ledger::cell_text(each, ledger::stored_value(each, cell));
    written += "|" + shown;
    header += "," + each.id;
    line += ",";
    if (shown.empty()) continue;
    line += '"';
    for (const char c : shown) line.append(c == '"' ? 2 : 1, c);
    line += '"';
  }
  if (depth_ > 0) return true;
  // The mark keeps the copy from being taken for GB18030.
  const Outcome again = read("\xEF\xBB\xBF" + header + "\n" + line + "\n", definition_, 7, 1);
  require(again.errors == 0 && again.good_rows == 1 && again.last == written);
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const pack::Register& definition = library().registers[data[0] % 2];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const Outcome whole = read(bytes, definition, std::string::npos, 0);
  const Outcome pieces = read(bytes, definition, 1 + data[1], 1);
  require(whole.errors == pieces.errors && whole.good_rows == pieces.good_rows && whole.last == pieces.last);
  return 0;
}

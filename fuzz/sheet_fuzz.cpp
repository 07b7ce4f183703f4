// links: base sheet
// Workbooks: the bytes stand for one part (the sheet, the shared strings, the styles, the list of sheets) of a workbook
// whose other parts are sound, or for the whole file. Whatever they are, reading ends, within its limits; every text is
// UTF-8, every number has digits, no row has more cells than a sheet has columns; and reading again gives the same.
#include <cstdlib>
#include <string>

#include "../tests/support/small_workbook.h"
#include "base/text.h"
#include "sheet/number_format.h"
#include "sheet/workbook.h"

using namespace jiheng;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

class Checks final : public sheet::RowHandler {
 public:
  bool row(const sheet::Row& row) override {
    require(row.number > last_ && row.number <= sheet::most_rows);
    require(row.texts.size() == row.kinds.size() && !row.texts.empty() && row.texts.size() <= sheet::most_columns);
    last_ = row.number;
    for (std::size_t i = 0; i < row.texts.size(); ++i) {
      require(find_invalid_utf8(row.texts[i]) == std::string_view::npos);
      if (row.kinds[i] == sheet::CellKind::number) require(!row.texts[i].empty());
      if (row.kinds[i] == sheet::CellKind::empty) require(row.texts[i].empty());
      said += std::to_string(row.number) + "," + std::to_string(i) + ":" + std::string(row.texts[i]) + "\n";
    }
    require(row.kinds.back() != sheet::CellKind::empty);
    return true;
  }
  std::string said;

 private:
  std::uint64_t last_ = 0;
};

void read(const std::string& bytes) {
  sheet::Limits limits;
  limits.part_bytes = limits.shared_bytes = 1 << 20;
  const auto book = sheet::Workbook::open_bytes(bytes, limits);
  if (!book) return;
  for (std::size_t i = 0; i < (*book)->sheets().size(); ++i) {
    Checks first, again;
    const Status status = (*book)->read(i, first);
    require((*book)->read(i, again).has_value() == status.has_value());
    require(first.said == again.said);
    (void)(*book)->merges(i, 64);
  }
}

void check_format(const std::string& code) {
  const sheet::NumberFormat format = sheet::format_of_code(code);
  std::string digits;
  int whole_digits = 0;
  if (!sheet::decimal_text(code, digits, whole_digits)) return;
  std::string again;
  int same = 0;
  require(sheet::decimal_text(digits, again, same) && again == digits);
  (void)sheet::date_text(digits, format.kind, sheet::DateSystem::from_1900);
  (void)sheet::percent_text(digits);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  testing::SmallWorkbook sound;
  sound.strings = {"<t>甲</t>", "<r><t>乙</t></r><rPh><t>x</t></rPh>"};
  sound.styles = {0, 14, 22, 10, 49};
  sound.sheets = {{"甲", testing::text_row({"a", "b"})}};
  auto parts = sound.parts();
  switch (data[0] % 6) {
    case 0:
      sound.sheets[0].rows = bytes;
      parts = sound.parts();
      break;
    case 1:
      parts["xl/sharedStrings.xml"] = bytes;
      parts["xl/worksheets/sheet1.xml"] =
          "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
      break;
    case 2:
      parts["xl/styles.xml"] = bytes;
      break;
    case 3:
      parts["xl/workbook.xml"] = bytes;
      break;
    case 4:
      read(bytes);
      return 0;
    default:
      check_format(bytes);
      return 0;
  }
  read(testing::zip_of(parts));
  return 0;
}

// links: base expr pack store reading sheet ledger
// Mappings: whatever the bytes are, reading them ends in a mapping or in mistakes with places; a mapping that was read
// names a register and fields that are there, and reads any CSV text without an error that is not told.
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "ledger/file_rows.h"

using namespace jiheng;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

const pack::Library& library() {
  static const pack::Library made = [] {
    pack::Register one;
    one.id = "one";
    one.title = "一";
    const std::pair<const char*, pack::FieldType> fields[] = {{"no", pack::FieldType::text},
                                                              {"day", pack::FieldType::date},
                                                              {"amount", pack::FieldType::money},
                                                              {"kind", pack::FieldType::choice}};
    std::vector<expr::Symbol> symbols = {{"unit_id", "单位编码", expr::Type::text, 0, 18, "unit_id"},
                                         {"year", "年度", expr::Type::number, 0, 4, "year"}};
    for (const auto& [id, type] : fields) {
      pack::Field& field = one.fields.emplace_back();
      field.id = field.title = id;
      field.type = type;
      symbols.push_back({id, id, type == pack::FieldType::date ? expr::Type::date : expr::Type::text, 0, 17, id});
    }
    one.fields[3].choices = {"甲", "乙"};
    one.fields[0].required = true;
    one.key = {0};
    one.scope = expr::Scope(std::move(symbols));
    pack::Library out;
    out.registers = {std::move(one)};
    return out;
  }();
  return made;
}

class Sink final : public ledger::RowSink {
 public:
  ledger::Arena& arena() override { return arena_; }
  bool wants_errors() const override { return true; }
  void error(ledger::RowError error) override {
    ++errors;
    require(find_invalid_utf8(to_string(error)) == std::string_view::npos);
  }
  void uncounted_error() override { ++errors; }
  bool row(const ledger::ParsedRow& row) override {
    require(row.good || errors > 0);
    arena_.clear();
    return true;
  }
  std::uint64_t errors = 0;

 private:
  ledger::Arena arena_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  // A NUL parts the mapping from the CSV text it is to read.
  const std::size_t end = std::min(bytes.find('\0'), bytes.size());
  const auto mapping = ledger::parse_mapping(std::string(bytes.substr(0, end)), "m.toml", library());
  if (!mapping) {
    require(!mapping.error().empty());
    for (const pack::Diagnostic& one : mapping.error()) require(!one.code.empty() && !one.message.empty());
    (void)pack::to_string(mapping.error());
    return 0;
  }
  require(mapping->register_id == "one" && mapping->first_header_row <= mapping->last_header_row &&
          mapping->last_header_row < mapping->data_row);
  const std::string_view text = bytes.substr(std::min(end + 1, bytes.size()));
  auto source = reading::memory_source(text);
  const auto detected = reading::detect_encoding(*source);
  if (!detected || detected->fault) return 0;
  ledger::ImportOptions options;
  options.unit_id = "u";
  options.year = 2022;
  Sink sink;
  ledger::FileRows rows(library().registers[0], library(), options, "f.csv", &*mapping, sink);
  const auto records = ledger::text_source(std::move(source), detected->encoding);
  require(rows.read(*records).has_value());
  return 0;
}

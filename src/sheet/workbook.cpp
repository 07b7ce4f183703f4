#include "sheet/workbook.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "sheet/sheet_reader.h"
#include "sheet/xml.h"

namespace jiheng::sheet {
namespace {

bool is_true(std::string_view text) {
  return text == "1" || text == "true" || text == "on";
}

// A relation's target as a path inside the package: relative to the folder of the part that names it.
std::string resolved(std::string_view from, std::string_view target) {
  std::string path;
  if (target.starts_with('/')) {
    path = target.substr(1);
  } else {
    const std::size_t folder = from.rfind('/');
    path = std::string(from.substr(0, folder == from.npos ? 0 : folder + 1)) + std::string(target);
  }
  for (std::size_t up; (up = path.find("../")) != path.npos;) {
    const std::size_t parent = up < 2 ? path.npos : path.rfind('/', up - 2);
    path.erase(parent == path.npos ? 0 : parent + 1, up + 3 - (parent == path.npos ? 0 : parent + 1));
  }
  return path;
}

// "xl/workbook.xml" → "xl/_rels/workbook.xml.rels"
std::string relations_of(const std::string& path) {
  const std::size_t folder = path.rfind('/');
  const std::size_t start = folder == path.npos ? 0 : folder + 1;
  return path.substr(0, start) + "_rels/" + path.substr(start) + ".rels";
}

struct Relation {
  std::string kind;  // the last part of its type: worksheet, styles, sharedStrings
  std::string target;
};

class RelationsHandler final : public XmlHandler {
 public:
  explicit RelationsHandler(std::string from) : from_(std::move(from)) {}
  void start(std::string_view name, const Attributes& attributes) override {
    if (name != "Relationship" || attributes["TargetMode"] == "External") return;
    const std::string_view type = attributes["Type"];
    by_id.emplace(attributes["Id"],
                  Relation{std::string(type.substr(type.rfind('/') + 1)), resolved(from_, attributes["Target"])});
  }
  void end(std::string_view) override {}
  const Relation* of_kind(std::string_view kind) const {
    for (const auto& [id, relation] : by_id) {
      if (relation.kind == kind) return &relation;
    }
    return nullptr;
  }

  std::map<std::string, Relation, std::less<>> by_id;

 private:
  std::string from_;
};

class WorkbookHandler final : public XmlHandler {
 public:
  struct Entry {
    std::string title, relation;
    bool hidden;
  };
  void start(std::string_view name, const Attributes& attributes) override {
    if (name == "workbookPr") from_1904 = is_true(attributes["date1904"]);
    if (name != "sheet") return;
    const std::string_view state = attributes["state"];
    entries.push_back(
        {std::string(attributes["name"]), std::string(attributes["id"]), !state.empty() && state != "visible"});
  }
  void end(std::string_view) override {}

  std::vector<Entry> entries;
  bool from_1904 = false;
};

// The number format of each cell style.
class StylesHandler final : public XmlHandler {
 public:
  void start(std::string_view name, const Attributes& attributes) override {
    if (name == "numFmt") {
      own_[number(attributes["numFmtId"])] = format_of_code(attributes["formatCode"]);
    } else if (name == "cellXfs") {
      inside_ = true;
    } else if (name == "xf" && inside_ && formats.size() < most_styles) {
      const int id = number(attributes["numFmtId"]);
      const auto own = own_.find(id);
      formats.push_back(own == own_.end() ? built_in_format(id) : own->second);
    }
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") inside_ = false;
  }

  std::vector<NumberFormat> formats;

 private:
  static constexpr std::size_t most_styles = 65'536;  // Excel's own limit
  static int number(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }
  std::map<int, NumberFormat> own_;
  bool inside_ = false;
};

class FileWorkbook final : public Workbook {
 public:
  explicit FileWorkbook(std::unique_ptr<Package> package) : package_(std::move(package)) {}

  Status open() {
    RelationsHandler root("");
    if (!package_->has("_rels/.rels")) return fail("sheet.not-a-workbook");
    if (Status status = read_small("_rels/.rels", root); !status) return status;
    const Relation* book = root.of_kind("officeDocument");
    // A document or slides, or the binary form of a workbook.
    if (book == nullptr || !book->target.ends_with(".xml") || !package_->has(relations_of(book->target))) {
      return fail("sheet.not-a-workbook");
    }
    RelationsHandler relations(book->target);
    if (Status status = read_small(relations_of(book->target), relations); !status) return status;
    WorkbookHandler entries;
    if (Status status = read_small(book->target, entries); !status) return status;
    for (const WorkbookHandler::Entry& entry : entries.entries) {
      const auto relation = relations.by_id.find(entry.relation);
      if (relation == relations.by_id.end() || relation->second.kind != "worksheet") continue;
      sheets_.push_back({entry.title, entry.hidden});
      paths_.push_back(relation->second.target);
    }
    if (sheets_.empty()) return fail("sheet.not-a-workbook", {}, "no worksheet");
    if (entries.from_1904) context_.dates = DateSystem::from_1904;
    if (const Relation* styles = relations.of_kind("styles")) {
      StylesHandler handler;
      if (Status status = read_small(styles->target, handler); !status) return status;
      context_.formats = std::move(handler.formats);
    }
    if (const Relation* strings = relations.of_kind("sharedStrings")) strings_path_ = strings->target;
    return {};
  }

  const std::vector<SheetInfo>& sheets() const override { return sheets_; }

  Status read(std::size_t sheet, RowHandler& handler, const std::function<void(std::uint64_t)>& progress) override {
    if (Status status = load_strings(); !status) return status;
    auto part = package_->part(paths_[sheet]);
    if (!part) return fail(part.error());
    return read_rows(**part, context_, package_->limits().row_bytes, handler, progress);
  }

  Result<std::uint64_t> unpacked_size(std::size_t sheet) override {
    auto part = package_->part(paths_[sheet]);
    if (!part) return fail(part.error());
    return (*part)->size();
  }

  Result<std::vector<Merge>> merges(std::size_t sheet, std::uint64_t rows) override {
    auto names = names_merges(sheet);
    if (!names) return fail(names.error());
    if (!*names) return std::vector<Merge>();
    auto part = package_->part(paths_[sheet]);
    if (!part) return fail(part.error());
    return read_merges(**part, rows);
  }

  std::uint64_t file_size() const override { return package_->size(); }
  Result<std::string> sha256() const override { return package_->sha256(); }

 private:
  Status read_small(const std::string& path, XmlHandler& handler) {
    auto part = package_->part(path);
    if (!part) return fail(part.error());
    if ((*part)->size() > package_->limits().small_part_bytes) {
      return fail("sheet.too-large", {}, path);
    }
    return XmlReader(handler).read(**part);
  }

  // Once; what was wrong with them the first time is wrong every time.
  Status load_strings() {
    if (strings_path_.empty()) return strings_status_;
    auto part = package_->part(strings_path_);
    strings_path_.clear();
    strings_status_ = part ? context_.strings.read(**part, package_->limits().shared_bytes) : fail(part.error());
    return strings_status_;
  }

  // Merged cells stand after all the rows: that there are none shows in the bytes, sooner than by parsing them. What
  // is not UTF-8 is parsed.
  Result<bool> names_merges(std::size_t sheet) {
    constexpr std::string_view wanted = "mergeCell";
    auto part = package_->part(paths_[sheet]);
    if (!part) return fail(part.error());
    std::string piece(64 << 10, '\0');
    std::size_t kept = 0;
    for (bool first = true;; first = false) {
      const auto count = (*part)->read(std::span(piece).subspan(kept));
      if (!count) return fail(count.error());
      if (*count == 0) return false;
      const std::string_view found(piece.data(), kept + *count);
      if (first && (found.starts_with("\xFE\xFF") || found.starts_with("\xFF\xFE") ||
                    found.substr(0, 2).find('\0') != found.npos)) {
        return true;
      }
      if (found.find(wanted) != found.npos) return true;
      kept = std::min(found.size(), wanted.size() - 1);
      std::copy(found.end() - static_cast<std::ptrdiff_t>(kept), found.end(), piece.begin());
    }
  }

  std::unique_ptr<Package> package_;
  std::vector<SheetInfo> sheets_;
  std::vector<std::string> paths_;  // of the sheets' parts
  std::string strings_path_;        // "" once they are read
  Status strings_status_;           // how reading them went
  CellContext context_;
};

Result<std::unique_ptr<Workbook>> opened(Result<std::unique_ptr<Package>> package) {
  if (!package) return fail(package.error());
  auto book = std::make_unique<FileWorkbook>(std::move(*package));
  if (Status status = book->open(); !status) return fail(status.error());
  return book;
}

}  // namespace

Result<std::unique_ptr<Workbook>> Workbook::open(const std::filesystem::path& path, const Limits& limits) {
  return opened(Package::open(path, limits));
}

Result<std::unique_ptr<Workbook>> Workbook::open_bytes(std::string_view bytes, const Limits& limits) {
  return opened(Package::open_bytes(bytes, limits));
}

std::string column_name(std::size_t column) {
  std::string name;
  for (++column; column > 0; column = (column - 1) / 26) name.insert(0, 1, static_cast<char>('A' + (column - 1) % 26));
  return name;
}

std::optional<std::size_t> parse_column_name(std::string_view name) {
  if (name.empty() || name.size() > 3) return std::nullopt;
  std::size_t column = 0;
  for (const char c : name) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (upper < 'A' || upper > 'Z') return std::nullopt;
    column = column * 26 + static_cast<std::size_t>(upper - 'A' + 1);
  }
  if (column > most_columns) return std::nullopt;
  return column - 1;
}

}  // namespace jiheng::sheet

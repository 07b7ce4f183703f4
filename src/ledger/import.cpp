#include "ledger/import.h"

#include <algorithm>

#include "base/text.h"
#include "ledger/error_copy.h"
#include "ledger/file_import.h"
#include "ledger/mapping.h"
#include "ledger/sql_name.h"
#include "ledger/suggest.h"
#include "store/schema.h"

namespace jiheng::ledger {
namespace {

bool refers_to(const pack::Register& from, const pack::Register& to) {
  return std::any_of(from.fields.begin(), from.fields.end(), [&](const pack::Field& field) {
    return field.type == pack::FieldType::reference && field.reference == to.id;
  });
}

Result<bool> begins_as_workbook(const std::filesystem::path& path) {
  auto bytes = reading::open_file(path);
  if (!bytes) return fail(bytes.error());
  char head[8];
  const auto count = (*bytes)->read(head);
  if (!count) return fail(count.error());
  return sheet::looks_like_workbook({head, *count});
}

// The register that is asked for: "" when the name of the file or sheet is to tell.
std::string register_name(const ImportFile& file) {
  return file.register_id.empty() && file.mapping ? file.mapping->register_id : file.register_id;
}

// The sheets that may hold records.
std::vector<std::size_t> tables_of(const sheet::Workbook& book) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < book.sheets().size(); ++i) {
    const sheet::SheetInfo& sheet = book.sheets()[i];
    if (!sheet.hidden && sheet.title != notes_sheet && sheet.title != choices_sheet && sheet.title != errors_sheet) {
      out.push_back(i);
    }
  }
  return out;
}

std::optional<std::size_t> find_sheet(const sheet::Workbook& book, std::string_view title) {
  for (std::size_t i = 0; i < book.sheets().size(); ++i) {
    if (book.sheets()[i].title == title) return i;
  }
  return std::nullopt;
}

std::string titles_of(const sheet::Workbook& book, const std::vector<std::size_t>& sheets) {
  std::string out;
  for (const std::size_t sheet : sheets) out.append(out.empty() ? "" : "、").append(book.sheets()[sheet].title);
  return shortened(out);
}

class Importer {
 public:
  Importer(store::Database& database, const pack::Library& library, const ImportOptions& options)
      : state_{database, library, options, ReferenceLookup(database), {}, {}, ImportLog(database, options.act)} {}

  Result<ImportOutcome> run(std::vector<ImportFile> files);

 private:
  Status plan(std::vector<ImportFile> files);
  Status plan_text(const ImportFile& file, const std::string& name);
  Status plan_workbook(const ImportFile& file, const std::string& name);
  Status plan_sheet(const ImportFile& file, std::string name, const std::shared_ptr<sheet::Workbook>& book,
                    std::size_t sheet, const pack::Register* definition);
  PlannedFile& add_file(const ImportFile& file, std::string name, const pack::Register* definition);
  void refuse(PlannedFile& file, RowError error);
  void refuse_register(PlannedFile& file, const std::string& wanted);
  std::vector<PlannedFile*> in_order_of_reference();
  Status import_all();
  Status check_referrers();
  Status check_referrers(const pack::Register& target, const RegisterState& its);
  Status refresh_statistics();
  Status conclude();
  bool faultless() const;
  Result<ImportOutcome> outcome();

  ImportState state_;
  std::vector<std::unique_ptr<PlannedFile>> files_;  // as given
};

Result<ImportOutcome> Importer::run(std::vector<ImportFile> files) {
  if (Status status = plan(std::move(files)); !status) return fail(status.error());
  auto transaction = store::Transaction::start(state_.database);
  if (!transaction) return fail(transaction.error());
  if (Status status = import_all(); !status) return fail(status.error());
  if (faultless()) {
    if (Status status = check_referrers(); !status) return fail(status.error());
  }
  if (faultless()) {
    if (Status status = conclude(); !status) return fail(status.error());
    if (Status status = transaction->commit(); !status) {
      if (status.error().code != "store.constraint") return fail(status.error());
      return fail("import.constraint", {}, status.error().detail);
    }
  }
  return outcome();
}

Status Importer::plan(std::vector<ImportFile> files) {
  std::map<std::string, int> times;
  for (const ImportFile& file : files) ++times[file.path.filename().string()];
  for (const ImportFile& file : files) {
    std::string name = file.path.filename().string();
    if (times[name] > 1) name = file.path.string();
    const auto is_workbook = begins_as_workbook(file.path);
    if (!is_workbook) return fail(is_workbook.error());
    if (Status status = *is_workbook ? plan_workbook(file, name) : plan_text(file, name); !status) return status;
  }
  return {};
}

PlannedFile& Importer::add_file(const ImportFile& file, std::string name, const pack::Register* definition) {
  auto planned = std::make_unique<PlannedFile>();
  planned->path = file.path;
  planned->name = std::move(name);
  planned->definition = definition;
  planned->mapping = file.mapping;
  if (definition) ++state_.registers[definition].files_left;
  files_.push_back(std::move(planned));
  return *files_.back();
}

// Nothing of the file can be read.
void Importer::refuse(PlannedFile& file, RowError error) {
  error.file = file.name;
  file.errors.push_back(std::move(error));
  ++file.error_count;
  file.usable = false;
  if (file.definition) state_.registers[file.definition].unreadable = true;
}

void Importer::refuse_register(PlannedFile& file, const std::string& wanted) {
  std::vector<std::string> known;
  for (const pack::Register& definition : state_.library.registers) {
    known.push_back(definition.id);
    known.push_back(definition.title);
  }
  const std::string near = nearest(wanted, known);
  refuse(file, {"", 0, "", "import.unknown-register", shortened(wanted),
                near.empty() ? message_text("import.expect-register")
                             : message_text("import.expect-register-near", {{"near", near}})});
}

Status Importer::plan_text(const ImportFile& file, const std::string& name) {
  const std::string wanted = register_name(file);
  const pack::Register* definition = state_.library.find_register(wanted.empty() ? file.path.stem().string() : wanted);
  PlannedFile& planned = add_file(file, name, definition);
  if (!definition) {
    refuse_register(planned, wanted.empty() ? file.path.stem().string() : wanted);
    return {};
  }
  auto bytes = reading::open_file(file.path);
  if (!bytes) return fail(bytes.error());
  const auto detected = reading::detect_encoding(**bytes);
  if (!detected) return fail(detected.error());
  planned.records = text_source(std::move(*bytes), detected->encoding);
  if (detected->fault) {
    refuse(planned, {"", detected->fault->line, "", std::string(detected->fault->code), "", ""});
  }
  return {};
}

Status Importer::plan_workbook(const ImportFile& file, const std::string& name) {
  auto opened = sheet::Workbook::open(file.path);
  if (!opened) {
    if (opened.error().code == "sheet.cannot-read") return fail(opened.error());
    refuse(add_file(file, name, nullptr), {"", 0, "", opened.error().code, "", ""});
    return {};
  }
  const std::shared_ptr<sheet::Workbook> book = std::move(*opened);
  const std::string wanted = register_name(file);
  const pack::Register* const definition = state_.library.find_register(wanted);
  if (!wanted.empty() && !definition) {
    refuse_register(add_file(file, name, nullptr), wanted);
    return {};
  }
  const std::string sheet = file.sheet.empty() && file.mapping ? file.mapping->sheet : file.sheet;
  const std::vector<std::size_t> tables = tables_of(*book);
  if (!sheet.empty()) {
    const auto at = find_sheet(*book, sheet);
    if (!at) {
      refuse(add_file(file, name, nullptr), {"", 0, "", "import.no-sheet", shortened(sheet), titles_of(*book, tables)});
      return {};
    }
    return plan_sheet(file, name, book, *at, definition);
  }
  if (tables.empty()) {
    refuse(add_file(file, name, nullptr), {"", 0, "", "import.no-visible-sheet", "", ""});
    return {};
  }
  std::vector<std::size_t> named;  // as registers
  for (const std::size_t table : tables) {
    const pack::Register* its = state_.library.find_register(book->sheets()[table].title);
    if (its && (!definition || its == definition)) named.push_back(table);
  }
  if (definition || named.empty())
    return plan_sheet(file, name, book, named.empty() ? tables[0] : named[0], definition);
  for (const std::size_t table : named) {
    if (Status status = plan_sheet(file, name, book, table, nullptr); !status) return status;
  }
  return {};
}

// Without a definition the sheet's name or the file's tells which it is.
Status Importer::plan_sheet(const ImportFile& file, std::string name, const std::shared_ptr<sheet::Workbook>& book,
                            std::size_t sheet, const pack::Register* definition) {
  const std::string& title = book->sheets()[sheet].title;
  if (!definition) definition = state_.library.find_register(title);
  if (!definition) definition = state_.library.find_register(file.path.stem().string());
  name += " " + title;
  PlannedFile& planned = add_file(file, std::move(name), definition);
  planned.sheet = title;
  if (!definition) {
    refuse_register(planned, file.path.stem().string());
    return {};
  }
  auto records = sheet_source(book, sheet);
  if (!records) {
    refuse(planned, {"", 0, "", records.error().code, "", ""});
    return {};
  }
  planned.records = std::move(*records);
  return {};
}

// Each file after those it may refer to; a circle is broken at its first file.
std::vector<PlannedFile*> Importer::in_order_of_reference() {
  std::vector<PlannedFile*> waiting, order;
  for (const auto& file : files_) {
    if (file->definition) waiting.push_back(file.get());
  }
  while (!waiting.empty()) {
    const auto is_ready = [&](const PlannedFile* file) {
      return std::none_of(waiting.begin(), waiting.end(), [&](const PlannedFile* other) {
        return other->definition != file->definition && refers_to(*file->definition, *other->definition);
      });
    };
    auto next = std::find_if(waiting.begin(), waiting.end(), is_ready);
    if (next == waiting.end()) next = waiting.begin();
    order.push_back(*next);
    waiting.erase(next);
  }
  return order;
}

Status Importer::import_all() {
  for (PlannedFile* file : in_order_of_reference()) {
    if (file->usable) {
      if (Status status = import_file(state_, *file); !status) return status;
    }
    --state_.registers[file->definition].files_left;
  }
  return settle_pending(state_, true);
}

// Rows that were replaced may have been referred to by rows that stay.
Status Importer::check_referrers() {
  if (!state_.options.replace) return {};
  for (const auto& [target, its] : state_.registers) {
    if (Status status = check_referrers(*target, its); !status) return status;
  }
  return {};
}

Status Importer::check_referrers(const pack::Register& target, const RegisterState& its) {
  const auto file = std::find_if(files_.begin(), files_.end(), [&](const auto& f) { return f->definition == &target; });
  for (const pack::Register& other : state_.library.registers) {
    for (const pack::Field& field : other.fields) {
      if (field.type != pack::FieldType::reference || field.reference != target.id) continue;
      const std::string column = sql_name(field.id);
      const std::string key = sql_name(target.fields[static_cast<std::size_t>(target.key[0])].id);
      const std::string sql = "SELECT DISTINCT o." + column + " FROM " + sql_name(other.table()) + " o LEFT JOIN " +
                              sql_name(target.table()) + " t ON t.unit_id = o.unit_id AND t.year = o.year AND t." +
                              key + " = o." + column + " WHERE o.unit_id = ? AND o.year = ? AND o." + column +
                              " IS NOT NULL AND t.unit_id IS NULL ORDER BY 1 LIMIT 20";
      for (const auto& [scope, rows] : its.scopes) {
        const store::Cell parameters[] = {scope.first, scope.second};
        const Status status = state_.database.query(sql, parameters, [&](const store::Row& row) -> Status {
          (*file)->errors.push_back(
              {(*file)->name, 0, "", "import.still-referred", shortened(row.text(0)), other.title});
          ++(*file)->error_count;
          return {};
        });
        if (!status) return status;
      }
    }
  }
  return {};
}

// PostgreSQL keeps the plans of its foreign key checks for the session: one made while a table was nearly empty reads
// the whole table for each of a million rows. New statistics make it plan anew, and serve the figures that follow.
Status Importer::refresh_statistics() {
  if (state_.database.dialect() != expr::Dialect::postgresql) return {};
  for (const auto& [definition, its] : state_.registers) {
    if (its.scopes.empty()) continue;
    if (Status status = state_.database.execute("ANALYZE " + sql_name(definition->table())); !status) return status;
  }
  return {};
}

Status Importer::conclude() {
  if (Status status = state_.log.detach_lost(state_.library); !status) return status;
  if (Status status = state_.log.finish(); !status) return status;
  if (Status status = refresh_statistics(); !status) return status;
  for (const auto& [definition, its] : state_.registers) {
    for (const auto& [scope, rows] : its.scopes) {
      if (Status status = store::mark_dirty(state_.database, scope.first, scope.second, definition->id); !status)
        return status;
    }
  }
  const std::string now = state_.options.act.in_utc();
  for (const auto& file : files_) {
    for (const auto& [scope, rows] : file->rows_of) {
      const store::Cell row[] = {scope.first, scope.second, file->definition->id,           now,
                                 file->name,  file->sha256, static_cast<std::int64_t>(rows)};
      const Status status = state_.database.execute(
          "INSERT INTO imports (unit_id, year, register, imported_at, file, sha256, rows) VALUES (?, ?, ?, ?, ?, ?, ?)",
          row);
      if (!status) return status;
    }
  }
  return {};
}

bool Importer::faultless() const {
  return std::all_of(files_.begin(), files_.end(), [](const auto& file) { return file->error_count == 0; });
}

Result<ImportOutcome> Importer::outcome() {
  ImportOutcome out;
  for (const auto& file : files_) {
    std::stable_sort(file->errors.begin(), file->errors.end(),
                     [](const RowError& a, const RowError& b) { return a.line < b.line; });
  }
  if (!state_.options.error_copy.empty() && !faultless()) {
    const Status copied = write_error_copy(state_.options.error_copy, files_, state_.options.error_limit);
    if (!copied) return fail(copied.error());
    out.error_copy_written = true;
  }
  for (const auto& file : files_) {
    out.files.push_back({file->name, file->definition ? file->definition->id : "",
                         file->usable ? std::string(file->records->format()) : "", file->rows});
    out.rows += file->rows;
    out.error_count += file->error_count;
    std::move(file->warnings.begin(), file->warnings.end(), std::back_inserter(out.warnings));
    for (RowError& error : file->errors) {
      if (out.errors.size() < state_.options.error_limit) out.errors.push_back(std::move(error));
    }
  }
  return out;
}

}  // namespace

std::string to_string(const RowError& error) {
  std::string out = error.file;
  if (error.line > 0) out += message_text("import.at-line", {{"line", error.line}});
  if (!error.column.empty()) out += " “" + error.column + "”";
  return out + "：" + what_is_wrong(error);
}

std::string what_is_wrong(const RowError& error) {
  return message_text(error.code, {{"found", error.found}, {"expected", error.expected}});
}

Result<ImportOutcome> import_files(store::Database& database, const pack::Library& library,
                                   std::vector<ImportFile> files, const ImportOptions& options) {
  if (Status status = store::require_initialised(database, library); !status) return fail(status.error());
  return Importer(database, library, options).run(std::move(files));
}

Result<std::vector<ImportFile>> files_of_folder(const std::filesystem::path& folder) {
  std::vector<ImportFile> files;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::string extension = it->path().extension().string();
    for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    std::error_code ignored;
    // A name with a leading dot is what other systems leave beside a file (._支付.csv), one with ~$ what Excel leaves
    // while it is open: no files of the user's.
    const std::string name = it->path().filename().string();
    if ((extension != ".csv" && extension != ".xlsx") || name.starts_with('.') || name.starts_with("~$") ||
        !it->is_regular_file(ignored)) {
      continue;
    }
    files.push_back({it->path(), "", "", nullptr});
  }
  if (error) return fail("import.cannot-read", {{"file", folder.string()}}, error.message());
  std::sort(files.begin(), files.end(), [](const ImportFile& a, const ImportFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace jiheng::ledger

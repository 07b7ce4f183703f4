#include "ledger/import.h"

#include <algorithm>

#include "base/text.h"
#include "ledger/file_import.h"
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

class Importer {
 public:
  Importer(store::Database& database, const pack::Library& library, const ImportOptions& options)
      : state_{database, library, options, ReferenceLookup(database), {}, {}, ImportLog(database, options.act)} {}

  Result<ImportOutcome> run(std::vector<ImportFile> files);

 private:
  void plan(std::vector<ImportFile> files);
  const pack::Register* find_register(const ImportFile& file, PlannedFile& planned);
  Status open(PlannedFile& file);
  std::vector<PlannedFile*> in_order_of_reference();
  Status import_all();
  Status check_referrers();
  Status check_referrers(const pack::Register& target, const RegisterState& its);
  Status refresh_statistics();
  Status conclude();
  bool faultless() const;
  ImportOutcome outcome();

  ImportState state_;
  std::vector<std::unique_ptr<PlannedFile>> files_;  // as given
};

Result<ImportOutcome> Importer::run(std::vector<ImportFile> files) {
  plan(std::move(files));
  for (const auto& file : files_) {
    if (Status status = open(*file); !status) return fail(status.error());
  }
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

void Importer::plan(std::vector<ImportFile> files) {
  std::map<std::string, int> times;
  for (const ImportFile& file : files) ++times[file.path.filename().string()];
  for (const ImportFile& file : files) {
    auto planned = std::make_unique<PlannedFile>();
    planned->path = file.path;
    const std::string name = file.path.filename().string();
    planned->name = times[name] > 1 ? file.path.string() : name;
    planned->definition = find_register(file, *planned);
    files_.push_back(std::move(planned));
  }
}

const pack::Register* Importer::find_register(const ImportFile& file, PlannedFile& planned) {
  const std::string wanted = file.register_id.empty() ? file.path.stem().string() : file.register_id;
  if (const pack::Register* found = state_.library.find_register(wanted)) return found;
  std::vector<std::string> known;
  for (const pack::Register& definition : state_.library.registers) {
    known.push_back(definition.id);
    known.push_back(definition.title);
  }
  const std::string near = nearest(wanted, known);
  planned.errors.push_back({planned.name, 0, "", "import.unknown-register", shortened(wanted),
                            near.empty() ? message_text("import.expect-register")
                                         : message_text("import.expect-register-near", {{"near", near}})});
  ++planned.error_count;
  planned.usable = false;
  return nullptr;
}

Status Importer::open(PlannedFile& file) {
  if (!file.usable) return {};
  RegisterState& its = state_.registers[file.definition];
  ++its.files_left;
  auto bytes = reading::open_file(file.path);
  if (!bytes) return fail(bytes.error());
  file.bytes = std::move(*bytes);
  const auto detected = reading::detect_encoding(*file.bytes);
  if (!detected) return fail(detected.error());
  file.encoding = detected->encoding;
  if (!detected->fault) return {};
  file.errors.push_back({file.name, detected->fault->line, "", std::string(detected->fault->code), "", ""});
  ++file.error_count;
  file.usable = false;
  its.unreadable = true;
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

ImportOutcome Importer::outcome() {
  ImportOutcome out;
  for (const auto& file : files_) {
    out.files.push_back({file->name, file->definition ? file->definition->id : "",
                         file->usable ? std::string(title(file->encoding)) : "", file->rows});
    out.rows += file->rows;
    out.error_count += file->error_count;
    std::move(file->warnings.begin(), file->warnings.end(), std::back_inserter(out.warnings));
    std::stable_sort(file->errors.begin(), file->errors.end(),
                     [](const RowError& a, const RowError& b) { return a.line < b.line; });
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
  out += "：";
  return out + message_text(error.code, {{"found", error.found}, {"expected", error.expected}});
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
    // A name with a leading dot is what other systems leave beside a file (._支付.csv), no file of the user's.
    if (extension != ".csv" || it->path().filename().string().starts_with('.') || !it->is_regular_file(ignored))
      continue;
    files.push_back({it->path(), ""});
  }
  if (error) return fail("import.cannot-read", {{"file", folder.string()}}, error.message());
  std::sort(files.begin(), files.end(), [](const ImportFile& a, const ImportFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace jiheng::ledger

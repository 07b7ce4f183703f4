#include "store/schema.h"

#include <map>
#include <set>

#include "base/sha256.h"
#include "pack/system_columns.h"
#include "store/engines.h"
#include "store/migrations.h"

namespace jiheng::store {
namespace {

struct Column {
  std::string name;
  std::string storage;              // what its values mean, see storage_of
  std::optional<int> key_position;  // from 0
  friend bool operator==(const Column&, const Column&) = default;
};

struct Index {
  std::string name;
  std::vector<std::string> columns;
};

// A register's table as the packs want it.
struct Wanted {
  std::vector<Column> columns;  // unit_id and year included
  std::vector<std::string> key;
  std::vector<Index> indexes;
  std::vector<std::size_t> references;           // indexes into columns
  std::map<std::string, std::string> parent_of;  // column → referenced register
};

// What the database says of itself.
struct State {
  int version = 0;  // 0: not initialised
  std::map<std::string, std::map<std::string, Column>> registers;
  std::map<std::string, std::set<std::string>> indexes;
  std::map<std::string, pack::PackInfo> packs;
};

// Two fields with the same storage may exchange their values unchanged. Written into register_columns.
std::string storage_of(const pack::Field& field) {
  switch (field.type) {
    case pack::FieldType::text:
    case pack::FieldType::choice:
    case pack::FieldType::measure:
    case pack::FieldType::narrative:
      return "text";
    case pack::FieldType::integer:
      return "decimal:0";
    case pack::FieldType::decimal:
      return "decimal:" + std::to_string(field.scale);
    case pack::FieldType::money:
      return "money";
    case pack::FieldType::date:
      return "date";
    case pack::FieldType::moment:
      return "moment";
    case pack::FieldType::boolean:
      return "boolean";
    case pack::FieldType::reference:
      return "reference:" + field.reference;
  }
  return "text";
}

std::string_view column_type(const Column& column) {
  return column.storage == "text" || column.storage.starts_with("reference:") ? "{text}" : "{integer}";
}

// PostgreSQL cuts names at 63 bytes; two long names must not become one.
std::string bounded_name(std::string name) {
  constexpr std::size_t longest = 60;
  if (name.size() <= longest) return name;
  return name.substr(0, longest - 17) + "_" + sha256_hex(name).substr(0, 16);
}

std::string with_names(std::string_view prefix, const std::string& register_id, const std::vector<std::string>& names) {
  std::string out = std::string(prefix) + register_id;
  for (const std::string& name : names) out += "_" + name;
  return bounded_name(std::move(out));
}

std::string storage_of(expr::Type type) {
  switch (type) {
    case expr::Type::number:
      return "decimal:0";
    case expr::Type::date:
      return "date";
    case expr::Type::moment:
      return "moment";
    default:
      return "text";
  }
}

Wanted wanted(const pack::Register& definition) {
  Wanted out;
  out.columns = {{"unit_id", "text", 0}, {"year", "decimal:0", 1}};
  out.key = key_columns(definition);
  for (const pack::Field& field : definition.fields) {
    Column column{field.id, storage_of(field), std::nullopt};
    for (std::size_t i = 2; i < out.key.size(); ++i) {
      if (out.key[i] == field.id) column.key_position = static_cast<int>(i);
    }
    if (field.type == pack::FieldType::reference) {
      out.references.push_back(out.columns.size());
      out.parent_of[field.id] = field.reference;
    }
    out.columns.push_back(std::move(column));
  }
  for (const pack::SystemColumn& column : pack::system_columns(definition)) {
    out.columns.push_back({column.column, storage_of(column.type), std::nullopt});
  }
  out.columns.push_back({std::string(entry_column), "decimal:0", std::nullopt});
  const auto add_index = [&](const std::vector<std::string>& fields) {
    Index index{with_names("i_", definition.id, fields), {"unit_id", "year"}};
    index.columns.insert(index.columns.end(), fields.begin(), fields.end());
    out.indexes.push_back(std::move(index));
  };
  for (const std::vector<int>& fields : definition.indexes) {
    std::vector<std::string> names;
    for (int field : fields) names.push_back(definition.fields[static_cast<std::size_t>(field)].id);
    add_index(names);
  }
  for (std::size_t reference : out.references) {
    const std::string& field = out.columns[reference].name;
    bool served = out.key.size() > 2 && out.key[2] == field;
    for (const Index& index : out.indexes) served = served || (index.columns.size() > 2 && index.columns[2] == field);
    if (!served) add_index({field});
  }
  // What is in hand and what is late is asked all day long; doubles are looked for with every record.
  for (const pack::SystemColumn& column : pack::system_columns(definition)) {
    if (column.type != expr::Type::number) add_index({column.column});
  }
  for (const pack::DuplicateRule& rule : definition.duplicates) {
    if (rule.alike) continue;
    std::vector<std::string> names;
    for (int field : rule.fields) names.push_back(definition.fields[static_cast<std::size_t>(field)].id);
    add_index(names);
  }
  return out;
}

// Runs initialise() once it is known that something must change.
class Builder {
 public:
  Builder(Database& database, const pack::Library& library) : database_(database), library_(library) {}

  Status build();

 private:
  Status migrate();
  Status build_register(const pack::Register& definition);
  Status create_table(const std::string& table, const Wanted& want);
  Status add_columns(const pack::Register& definition, const Wanted& want, const std::vector<Column>& added);
  Status make_anew(const pack::Register& definition, const Wanted& want);
  Status rebuild(const pack::Register& definition, const Wanted& want, const std::map<std::string, Column>& have);
  Status build_indexes(const pack::Register& definition, const Wanted& want);
  Status record(const pack::Register& definition, const Wanted& want);
  Status add_foreign_keys();
  Status check_foreign_keys();
  Status record_packs();
  Result<bool> has_rows(const std::string& table);
  std::string foreign_key(const std::string& column, const std::string& parent_id) const;
  Status run(std::string_view statement) { return database_.execute(in_dialect(statement, database_.dialect())); }
  bool sqlite() const { return database_.dialect() == expr::Dialect::sqlite; }

  Database& database_;
  const pack::Library& library_;
  State state_;
  bool rebuilt_ = false;
};

Result<bool> has_table(Database& database, std::string_view name) {
  const Cell cell = name;
  const bool sqlite = database.dialect() == expr::Dialect::sqlite;
  const Result<std::int64_t> count = database.integer(
      sqlite
          ? "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
          : "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = ?",
      std::span(&cell, 1), 0);
  if (!count) return fail(count.error());
  return *count > 0;
}

// 0 when the database has none of our tables. Newer than this program: schema.newer.
Result<int> version_of(Database& database) {
  const Result<bool> present = has_table(database, "meta");
  if (!present) return fail(present.error());
  if (!*present) return 0;
  const Result<std::int64_t> version =
      database.integer("SELECT CAST(value AS BIGINT) FROM meta WHERE key = 'schema_version'", {}, 0);
  if (!version) return fail(version.error());
  if (*version > latest_version()) {
    return fail("schema.newer", {{"location", database.location()}, {"found", *version}, {"known", latest_version()}});
  }
  return static_cast<int>(*version);
}

Result<State> read_state(Database& database) {
  State state;
  const Result<int> version = version_of(database);
  if (!version) return fail(version.error());
  state.version = *version;
  if (state.version == 0) return state;
  Status status = database.query("SELECT register, name, storage, key_position FROM register_columns", {},
                                 [&](const Row& row) -> Status {
                                   Column column{std::string(row.text(1)), std::string(row.text(2)), std::nullopt};
                                   if (!row.is_null(3)) column.key_position = static_cast<int>(row.integer(3));
                                   state.registers[std::string(row.text(0))].emplace(row.text(1), std::move(column));
                                   return {};
                                 });
  if (!status) return fail(std::move(status.error()));
  status = database.query("SELECT register, name FROM register_indexes", {}, [&](const Row& row) -> Status {
    state.indexes[std::string(row.text(0))].emplace(row.text(1));
    return {};
  });
  if (!status) return fail(std::move(status.error()));
  status = database.query("SELECT pack_id, version, sha256, title FROM packs", {}, [&](const Row& row) -> Status {
    pack::PackInfo& info = state.packs[std::string(row.text(0))];
    info.version = row.text(1);
    info.sha256 = row.text(2);
    info.title = row.text(3);
    return {};
  });
  if (!status) return fail(std::move(status.error()));
  return state;
}

// The first thing the packs have and the database has not, in words for schema.outdated; "" when there is none.
std::string missing(const State& state, const pack::Library& library) {
  if (state.version < latest_version()) return "schema_version " + std::to_string(state.version);
  for (const pack::Register& definition : library.registers) {
    const auto have = state.registers.find(definition.id);
    if (have == state.registers.end()) return definition.title;
    for (const Column& column : wanted(definition).columns) {
      const auto found = have->second.find(column.name);
      if (found != have->second.end() && found->second == column) continue;
      const pack::Field* field = definition.find_field(column.name);
      return definition.title + "·" + (field ? field->title : column.name);
    }
  }
  return "";
}

bool indexes_and_packs_agree(const State& state, const pack::Library& library) {
  for (const pack::Register& definition : library.registers) {
    std::set<std::string> names;
    for (const Index& index : wanted(definition).indexes) names.insert(index.name);
    const auto have = state.indexes.find(definition.id);
    if ((have == state.indexes.end() ? std::set<std::string>() : have->second) != names) return false;
  }
  if (state.packs.size() != library.packs.size()) return false;
  for (const pack::PackInfo& info : library.packs) {
    const auto have = state.packs.find(info.id);
    if (have == state.packs.end() || have->second.version != info.version || have->second.sha256 != info.sha256 ||
        have->second.title != info.title) {
      return false;
    }
  }
  return true;
}

bool up_to_date(const State& state, const pack::Library& library) {
  return missing(state, library).empty() && indexes_and_packs_agree(state, library);
}

Status Builder::build() {
  // Somebody else may have built between our first look and our turn to write.
  Result<State> state = read_state(database_);
  if (!state) return fail(std::move(state.error()));
  state_ = std::move(*state);
  if (up_to_date(state_, library_)) return {};
  if (Status status = migrate(); !status) return status;
  for (const pack::Register& definition : library_.registers) {
    if (Status status = build_register(definition); !status) return status;
  }
  if (Status status = sqlite() ? check_foreign_keys() : add_foreign_keys(); !status) return status;
  return record_packs();
}

Status Builder::migrate() {
  for (const Migration& migration : migrations()) {
    if (migration.version <= state_.version) continue;
    for (std::string_view statement : migration.statements) {
      if (Status status = run(statement); !status) return status;
    }
  }
  if (state_.version == latest_version()) return {};
  const std::string version = std::to_string(latest_version());
  const Cell cell = version;
  if (Status status = run("DELETE FROM meta WHERE key = 'schema_version'"); !status) return status;
  return database_.execute("INSERT INTO meta (key, value) VALUES ('schema_version', ?)", std::span(&cell, 1));
}

// `storage` of the key columns in order, to compare keys and to show them.
std::string key_in_words(const std::map<std::string, Column>& columns) {
  std::map<int, std::string> key;
  for (const auto& [name, column] : columns) {
    if (column.key_position) key[*column.key_position] = name;
  }
  std::string out;
  for (const auto& [position, name] : key) out += (out.empty() ? "" : " + ") + name;
  return out;
}

Status Builder::build_register(const pack::Register& definition) {
  const Wanted want = wanted(definition);
  const auto existing = state_.registers.find(definition.id);
  if (existing == state_.registers.end()) {
    if (Status status = create_table(definition.table(), want); !status) return status;
    if (Status status = build_indexes(definition, want); !status) return status;
    return record(definition, want);
  }
  const std::map<std::string, Column>& have = existing->second;
  std::map<std::string, Column> want_by_name;
  std::vector<Column> added;
  const Column* changed = nullptr;
  for (const Column& column : want.columns) {
    want_by_name.emplace(column.name, column);
    const auto found = have.find(column.name);
    if (found == have.end()) {
      added.push_back(column);
    } else if (found->second.storage != column.storage) {
      changed = &column;
    }
  }
  const std::string old_key = key_in_words(have);
  const std::string new_key = key_in_words(want_by_name);
  if (changed || old_key != new_key) {
    const Result<bool> rows = has_rows(definition.table());
    if (!rows) return fail(rows.error());
    if (!*rows) return make_anew(definition, want);
    if (old_key != new_key) {
      return fail("schema.incompatible-key", {{"register", definition.title}, {"was", old_key}, {"now", new_key}});
    }
    const pack::Field* field = definition.find_field(changed->name);
    return fail("schema.incompatible", {{"register", definition.title},
                                        {"field", field ? field->title : changed->name},
                                        {"was", have.at(changed->name).storage},
                                        {"now", changed->storage}});
  }
  if (!added.empty()) {
    bool reference = false;
    for (const Column& column : added) reference = reference || want.parent_of.contains(column.name);
    // SQLite adds foreign keys of several columns only with the table.
    Status status = reference && sqlite() ? rebuild(definition, want, have) : add_columns(definition, want, added);
    if (!status) return status;
    if (status = record(definition, want); !status) return status;
  }
  return build_indexes(definition, want);
}

std::string Builder::foreign_key(const std::string& column, const std::string& parent_id) const {
  const pack::Register* parent = library_.find_register(parent_id);
  const std::vector<std::string> parent_key = key_columns(*parent);
  return "FOREIGN KEY (unit_id, year, " + quoted(column) + ") REFERENCES " + quoted(parent->table()) + " (" +
         quoted_list(parent_key) + ") DEFERRABLE INITIALLY DEFERRED";
}

Status Builder::create_table(const std::string& table, const Wanted& want) {
  std::string sql = "CREATE TABLE " + quoted(table) + " (";
  for (const Column& column : want.columns) {
    sql += quoted(column.name) + " " + std::string(column_type(column)) + (column.key_position ? " NOT NULL, " : ", ");
  }
  sql += "PRIMARY KEY (" + quoted_list(want.key) + ")";
  // PostgreSQL wants the parent first; there they follow when all tables stand.
  if (sqlite()) {
    for (const auto& [column, parent] : want.parent_of) sql += ", " + foreign_key(column, parent);
  }
  return run(sql + "){keyed}");
}

Status Builder::add_columns(const pack::Register& definition, const Wanted&, const std::vector<Column>& added) {
  for (const Column& column : added) {
    Status status = run("ALTER TABLE " + quoted(definition.table()) + " ADD COLUMN " + quoted(column.name) + " " +
                        std::string(column_type(column)));
    if (!status) return status;
  }
  return {};
}

// The table is empty: nothing is lost.
Status Builder::make_anew(const pack::Register& definition, const Wanted& want) {
  // Other tables' foreign keys to this one go too; add_foreign_keys() brings them back. SQLite keeps them by name.
  if (Status status = run("DROP TABLE " + quoted(definition.table()) + (sqlite() ? "" : " CASCADE")); !status)
    return status;
  const Cell id = definition.id;
  for (const char* forget :
       {"DELETE FROM register_columns WHERE register = ?", "DELETE FROM register_indexes WHERE register = ?"}) {
    if (Status status = database_.execute(forget, std::span(&id, 1)); !status) return status;
  }
  state_.indexes.erase(definition.id);
  if (Status status = create_table(definition.table(), want); !status) return status;
  if (Status status = build_indexes(definition, want); !status) return status;
  return record(definition, want);
}

// The documented way to change a table's constraints on SQLite: a new table, its rows, the old name.
Status Builder::rebuild(const pack::Register& definition, const Wanted& want,
                        const std::map<std::string, Column>& have) {
  rebuilt_ = true;
  Wanted all = want;
  std::vector<std::string> copied;
  for (const auto& [name, column] : have) {
    copied.push_back(name);
    bool wanted_still = false;
    for (const Column& each : want.columns) wanted_still = wanted_still || each.name == name;
    if (!wanted_still) all.columns.push_back(column);  // a field that left the packs keeps its values
  }
  const std::string old_table = definition.table();
  const std::string new_table = "new_" + old_table;
  if (Status status = create_table(new_table, all); !status) return status;
  for (const std::string& statement :
       {"INSERT INTO " + quoted(new_table) + " (" + quoted_list(copied) + ") SELECT " + quoted_list(copied) + " FROM " +
            quoted(old_table),
        "DROP TABLE " + quoted(old_table), "ALTER TABLE " + quoted(new_table) + " RENAME TO " + quoted(old_table)}) {
    if (Status status = run(statement); !status) return status;
  }
  const Cell id = definition.id;
  state_.indexes.erase(definition.id);
  return database_.execute("DELETE FROM register_indexes WHERE register = ?", std::span(&id, 1));
}

Status Builder::build_indexes(const pack::Register& definition, const Wanted& want) {
  std::set<std::string> have = state_.indexes[definition.id];
  for (const Index& index : want.indexes) {
    if (have.erase(index.name) > 0) continue;
    if (!state_.indexes[definition.id].insert(index.name).second) continue;  // a pack may list one twice
    Status status = run("CREATE INDEX " + quoted(index.name) + " ON " + quoted(definition.table()) + " (" +
                        quoted_list(index.columns) + ")");
    if (!status) return status;
    const Cell row[] = {definition.id, index.name};
    status = database_.execute("INSERT INTO register_indexes (register, name) VALUES (?, ?)", row);
    if (!status) return status;
  }
  for (const std::string& gone : have) {
    if (Status status = run("DROP INDEX " + quoted(gone)); !status) return status;
    const Cell row[] = {definition.id, gone};
    Status status = database_.execute("DELETE FROM register_indexes WHERE register = ? AND name = ?", row);
    if (!status) return status;
  }
  return {};
}

// Columns recorded already stay as they are: had they differed, we would not be here.
Status Builder::record(const pack::Register& definition, const Wanted& want) {
  for (const Column& column : want.columns) {
    const Cell position = column.key_position ? Cell(*column.key_position) : Cell();
    const Cell row[] = {definition.id, column.name, column.storage, position};
    const Cell name[] = {definition.id, column.name};
    Status status = database_.execute("DELETE FROM register_columns WHERE register = ? AND name = ?", name);
    if (!status) return status;
    status = database_.execute(
        "INSERT INTO register_columns (register, name, storage, key_position) VALUES (?, ?, ?, ?)", row);
    if (!status) return status;
  }
  return {};
}

Status Builder::add_foreign_keys() {
  std::set<std::string> have;
  Status status = database_.query(
      "SELECT constraint_name FROM information_schema.table_constraints WHERE constraint_schema = current_schema() AND "
      "constraint_type = 'FOREIGN KEY'",
      {}, [&](const Row& row) -> Status {
        have.emplace(row.text(0));
        return {};
      });
  if (!status) return status;
  for (const pack::Register& definition : library_.registers) {
    for (const auto& [column, parent] : wanted(definition).parent_of) {
      const std::string name = with_names("f_", definition.id, {column});
      if (have.contains(name)) continue;
      status = run("ALTER TABLE " + quoted(definition.table()) + " ADD CONSTRAINT " + quoted(name) + " " +
                   foreign_key(column, parent));
      if (!status) return status;
    }
  }
  return {};
}

Status Builder::check_foreign_keys() {
  if (!rebuilt_) return {};
  return database_.query("PRAGMA foreign_key_check", {}, [&](const Row& row) -> Status {
    return fail("store.constraint", {{"location", database_.location()}}, "foreign key of " + std::string(row.text(0)));
  });
}

Status Builder::record_packs() {
  if (Status status = run("DELETE FROM packs"); !status) return status;
  for (const pack::PackInfo& info : library_.packs) {
    const Cell row[] = {info.id, info.version, info.sha256, info.title};
    Status status = database_.execute("INSERT INTO packs (pack_id, version, sha256, title) VALUES (?, ?, ?, ?)", row);
    if (!status) return status;
  }
  return {};
}

Result<bool> Builder::has_rows(const std::string& table) {
  const Result<std::int64_t> one = database_.integer("SELECT 1 FROM " + quoted(table) + " LIMIT 1", {}, 0);
  if (!one) return fail(one.error());
  return *one == 1;
}

// SQLite rebuilds tables only with foreign keys off, and switches them only outside transactions.
class ForeignKeysOff {
 public:
  explicit ForeignKeysOff(Database& database)
      : database_(database.dialect() == expr::Dialect::sqlite ? &database : nullptr) {
    if (database_) status_ = database_->execute("PRAGMA foreign_keys = OFF");
  }
  ForeignKeysOff(const ForeignKeysOff&) = delete;
  ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;
  ~ForeignKeysOff() {
    if (database_) (void)database_->execute("PRAGMA foreign_keys = ON");
  }
  const Status& status() const { return status_; }

 private:
  Database* database_;
  Status status_;
};

// Unknown parents and keys of several fields are the pack loader's to refuse; here they would be a broken statement.
Status references_resolve(const pack::Library& library) {
  for (const pack::Register& definition : library.registers) {
    for (const pack::Field& field : definition.fields) {
      if (field.type != pack::FieldType::reference) continue;
      const pack::Register* parent = library.find_register(field.reference);
      if (!parent || parent->key.size() != 1) {
        return fail("store.sql", {},
                    "field " + definition.id + "." + field.id + " refers to nothing with a one-field key");
      }
    }
  }
  return {};
}

}  // namespace

Status initialise(Database& database, const pack::Library& library) {
  if (Status status = references_resolve(library); !status) return status;
  const Result<State> state = read_state(database);
  if (!state) return fail(state.error());
  if (up_to_date(*state, library)) return {};
  const ForeignKeysOff off(database);
  if (!off.status()) return off.status();
  Result<Transaction> transaction = Transaction::start(database);
  if (!transaction) return fail(std::move(transaction.error()));
  if (Status status = Builder(database, library).build(); !status) return status;
  return transaction->commit();
}

Result<bool> is_initialised(Database& database) {
  const Result<int> version = version_of(database);
  if (!version) return fail(version.error());
  return *version > 0;
}

Status require_initialised(Database& database, const pack::Library& library) {
  const Result<State> state = read_state(database);
  if (!state) return fail(state.error());
  if (state->version == 0) return fail("schema.not-initialised", {{"location", database.location()}});
  const std::string what = missing(*state, library);
  if (!what.empty()) return fail("schema.outdated", {{"location", database.location()}, {"what", what}});
  return {};
}

Status mark_dirty(Database& database, std::string_view unit_id, int year, std::string_view register_id) {
  const Cell mark[] = {unit_id, year, register_id, unit_id, year, register_id};
  return database.execute(
      "INSERT INTO dirty (unit_id, year, register) SELECT ?, ?, ? WHERE NOT EXISTS "
      "(SELECT 1 FROM dirty WHERE unit_id = ? AND year = ? AND register = ?)",
      mark);
}

std::vector<std::string> columns(const pack::Register& definition) {
  std::vector<std::string> names = {"unit_id", "year"};
  for (const pack::Field& field : definition.fields) {
    names.push_back(field.id);
  }
  for (const pack::SystemColumn& column : pack::system_columns(definition)) names.push_back(column.column);
  return names;
}

std::vector<std::string> key_columns(const pack::Register& definition) {
  std::vector<std::string> names = {"unit_id", "year"};
  for (int field : definition.key) names.push_back(definition.fields[static_cast<std::size_t>(field)].id);
  return names;
}

}  // namespace jiheng::store

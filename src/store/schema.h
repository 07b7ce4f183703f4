// The schema: system tables by numbered migrations, one table per register from the packs.
//
// Register tables: r_<id>(unit_id TEXT, year BIGINT, fields …), primary key (unit_id, year, key fields). Column types:
// text, choice, reference, measure, narrative → TEXT; integer, decimal (× 10^scale), money (fen), date (days since
// 1970-01-01), moment (minutes since then), boolean (0/1) → BIGINT. After the fields stand the columns the ledger keeps
// itself (pack/system_columns.h) and the number of the record's last journal entry. Only key columns are NOT NULL: what
// a record must hold is the ledger's business, and may change from year to year. Every key and index starts with
// unit_id, year. A reference is a foreign key, checked at commit, so that the files of an import may come in any order;
// it has an index, or deleting a project would read every payment. TEXT compares by bytes on both engines. System
// tables: see migrations.cpp; `meta` names the schema version, `packs` the packs in force with their hashes,
// `dirty`(unit_id, year, register) what changed since its figures were computed, `figures` the stored figures,
// `scorecards` the sealed results, `imports` what was imported when from which file (with its SHA-256). Errors:
// schema.newer (the database was written by a newer Jiheng), schema.not-initialised, schema.outdated (the packs have
// what the database has not yet: run init again), schema.incompatible and schema.incompatible-key (a pack changed a
// field's type or a key under existing rows; initialise() has then changed nothing). Without rows such a table is made
// anew. A field or register that left the packs keeps its column or table. Thread-safety: as the Database.
#pragma once

#include "pack/model.h"
#include "store/database.h"

namespace jiheng::store {

// Creates or migrates everything, in one transaction. Running it again changes nothing.
Status initialise(Database& database, const pack::Library& library);
// Whether initialise() has been run; an error if the database is newer than this program.
Result<bool> is_initialised(Database& database);
// Refuses (schema.not-initialised, with what to do) unless the schema is in force and fits the library.
Status require_initialised(Database& database, const pack::Library& library);

// Marks the figures of a register out of date. Call it in the transaction that changes the register's rows.
Status mark_dirty(Database& database, std::string_view unit_id, int year, std::string_view register_id);

// The sequence number of a record's last journal entry: the last column of every register's table, null for records
// older than the journal.
inline constexpr std::string_view entry_column = "_entry";

// Column names of a register's table, in the order of its scope; without entry_column.
std::vector<std::string> columns(const pack::Register& definition);
// "unit_id", "year" and the key fields.
std::vector<std::string> key_columns(const pack::Register& definition);

}  // namespace jiheng::store

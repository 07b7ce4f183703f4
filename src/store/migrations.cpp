#include "store/migrations.h"

#include <array>
#include <utility>

namespace jiheng::store {
namespace {

// Every table of units' data leads with unit_id. meta, packs and register_* describe the database itself.
constexpr std::string_view first_tables[] = {
    "CREATE TABLE meta (key {text} NOT NULL, value {text} NOT NULL, PRIMARY KEY (key)){keyed}",

    "CREATE TABLE packs (pack_id {text} NOT NULL, version {text} NOT NULL, sha256 {text} NOT NULL, title {text} NOT "
    "NULL, "
    "PRIMARY KEY (pack_id)){keyed}",

    // What the register tables were made from: `storage` tells types apart that share a column type (schema.cpp);
    // key_position counts from 0, null outside the key.
    "CREATE TABLE register_columns (register {text} NOT NULL, name {text} NOT NULL, storage {text} NOT NULL, "
    "key_position {integer}, PRIMARY KEY (register, name)){keyed}",
    "CREATE TABLE register_indexes (register {text} NOT NULL, name {text} NOT NULL, PRIMARY KEY (register, "
    "name)){keyed}",

    "CREATE TABLE dirty (unit_id {text} NOT NULL, year {integer} NOT NULL, register {text} NOT NULL, "
    "PRIMARY KEY (unit_id, year, register)){keyed}",

    // kind and value: expr::Value as text; definition: what the figure was computed under.
    "CREATE TABLE figures (unit_id {text} NOT NULL, year {integer} NOT NULL, measure {text} NOT NULL, kind {text} NOT "
    "NULL, "
    "value {text}, definition {text} NOT NULL, PRIMARY KEY (unit_id, year, measure)){keyed}",

    "CREATE TABLE scorecards (unit_id {text} NOT NULL, year {integer} NOT NULL, rubric {text} NOT NULL, "
    "version {text} NOT NULL, pack_sha256 {text} NOT NULL, json {text} NOT NULL, sha256 {text} NOT NULL, "
    "PRIMARY KEY (unit_id, year, rubric, version)){keyed}",

    // A log: the same file may be imported twice within one tick of the clock.
    "CREATE TABLE imports (unit_id {text} NOT NULL, year {integer} NOT NULL, register {text} NOT NULL, "
    "imported_at {text} NOT NULL, file {text} NOT NULL, sha256 {text} NOT NULL, rows {integer} NOT NULL){log}",
    "CREATE INDEX imports_of_register ON imports (unit_id, year, register)",
};

constexpr std::string_view journal_and_flow[] = {
    // Every change of a unit's records, in order: seq counts from 0, entry is the text that is hashed (ledger/entry.h).
    "CREATE TABLE journal (unit_id {text} NOT NULL, seq {integer} NOT NULL, entry {text} NOT NULL, "
    "PRIMARY KEY (unit_id, seq)){keyed}",
    // The journal's Merkle tree: its frontier, and the roots of its complete subtrees of 256, 65,536 … entries.
    "CREATE TABLE journal_heads (unit_id {text} NOT NULL, algorithm {text} NOT NULL, size {integer} NOT NULL, "
    "frontier {text} NOT NULL, PRIMARY KEY (unit_id)){keyed}",
    "CREATE TABLE journal_subtrees (unit_id {text} NOT NULL, level {integer} NOT NULL, position {integer} NOT NULL, "
    "hash {text} NOT NULL, PRIMARY KEY (unit_id, level, position)){keyed}",
    "CREATE TABLE checkpoints (unit_id {text} NOT NULL, size {integer} NOT NULL, note {text} NOT NULL, "
    "PRIMARY KEY (unit_id, size)){keyed}",

    // In which state a record was from when till when (minutes of moments; until is null now), by which journal entry
    // it
    // came there; and who held it in that stay. outcome: the transition a holder agreed to.
    "CREATE TABLE stays (unit_id {text} NOT NULL, register {text} NOT NULL, year {integer} NOT NULL, record {text} NOT "
    "NULL, "
    "entry {integer} NOT NULL, state {text} NOT NULL, since {integer} NOT NULL, until {integer}, "
    "PRIMARY KEY (unit_id, register, year, record, entry)){keyed}",
    "CREATE TABLE holders (unit_id {text} NOT NULL, register {text} NOT NULL, year {integer} NOT NULL, record {text} "
    "NOT NULL, entry {integer} NOT NULL, person {text} NOT NULL, since {integer} NOT NULL, until {integer}, outcome "
    "{text}, PRIMARY KEY (unit_id, register, year, record, entry, person)){keyed}",
    "CREATE INDEX holders_of_person ON holders (unit_id, year, person)",

    // What titles have in common, for finding those nearly the same (ledger/likeness.h).
    "CREATE TABLE likenesses (unit_id {text} NOT NULL, register {text} NOT NULL, year {integer} NOT NULL, sketch "
    "{integer} NOT NULL, record {text} NOT NULL, PRIMARY KEY (unit_id, register, year, sketch, record)){keyed}",

    // The journal entry that recorded the sealing; null: sealed before there was a journal.
    "ALTER TABLE scorecards ADD COLUMN entry {integer}",

    // Evidence: files by their SHA-256, in pieces; and what they are attached to: a record (kind 'record', owner a
    // register's id, target the record's key) or an item of a rubric (kind 'item', owner the rubric's id).
    "CREATE TABLE blobs (unit_id {text} NOT NULL, sha256 {text} NOT NULL, size {integer} NOT NULL, "
    "PRIMARY KEY (unit_id, sha256)){keyed}",
    "CREATE TABLE blob_pieces (unit_id {text} NOT NULL, sha256 {text} NOT NULL, position {integer} NOT NULL, bytes "
    "{bytes} NOT NULL, PRIMARY KEY (unit_id, sha256, position)){keyed}",
    "CREATE TABLE attachments (unit_id {text} NOT NULL, year {integer} NOT NULL, kind {text} NOT NULL, owner {text} "
    "NOT NULL, target {text} NOT NULL, name {text} NOT NULL, sha256 {text} NOT NULL, size {integer} NOT NULL, "
    "entry {integer} NOT NULL, PRIMARY KEY (unit_id, year, kind, owner, target, name)){keyed}",
};

// A unit's own names for how its sheets are read (ledger/mapping.h).
constexpr std::string_view mapping_tables[] = {
    "CREATE TABLE mappings (unit_id {text} NOT NULL, name {text} NOT NULL, toml {text} NOT NULL, "
    "PRIMARY KEY (unit_id, name)){keyed}",
};

constexpr Migration all[] = {
    {1, "system tables", first_tables},
    {2, "journal, states and evidence", journal_and_flow},
    {3, "saved mappings", mapping_tables},
};

}  // namespace

std::span<const Migration> migrations() {
  return all;
}

int latest_version() {
  return std::end(all)[-1].version;
}

std::string in_dialect(std::string_view statement, expr::Dialect dialect) {
  // STRICT makes SQLite refuse what PostgreSQL's types refuse, but calls its 64-bit integers INTEGER only. COLLATE "C"
  // makes PostgreSQL order text as SQLite does, whatever the server's locale.
  const bool sqlite = dialect == expr::Dialect::sqlite;
  const std::array<std::pair<std::string_view, std::string_view>, 5> places = {{
      {"{bytes}", sqlite ? "BLOB" : "BYTEA"},
      {"{text}", sqlite ? "TEXT" : "TEXT COLLATE \"C\""},
      {"{integer}", sqlite ? "INTEGER" : "BIGINT"},
      {"{keyed}", sqlite ? " WITHOUT ROWID, STRICT" : ""},
      {"{log}", sqlite ? " STRICT" : ""},
  }};
  std::string out(statement);
  for (const auto& [place, text] : places) {
    for (std::size_t at = 0; (at = out.find(place, at)) != out.npos; at += text.size())
      out.replace(at, place.size(), text);
  }
  return out;
}

}  // namespace jiheng::store

#include "ledger/mappings.h"

#include "ledger/suggest.h"

namespace jiheng::ledger {
namespace {

Status erase(store::Database& database, std::string_view unit_id, std::string_view name) {
  const store::Cell key[] = {unit_id, name};
  return database.execute("DELETE FROM mappings WHERE unit_id = ? AND name = ?", key);
}

}  // namespace

Status save_mapping(store::Database& database, std::string_view unit_id, const SavedMapping& mapping) {
  auto transaction = store::Transaction::start(database);
  if (!transaction) return fail(transaction.error());
  if (Status status = erase(database, unit_id, mapping.name); !status) return status;
  const store::Cell row[] = {unit_id, mapping.name, mapping.toml};
  Status status = database.execute("INSERT INTO mappings (unit_id, name, toml) VALUES (?, ?, ?)", row);
  return status ? transaction->commit() : status;
}

Result<std::vector<SavedMapping>> list_mappings(store::Database& database, std::string_view unit_id) {
  std::vector<SavedMapping> out;
  const store::Cell unit[] = {unit_id};
  const Status status = database.query("SELECT name, toml FROM mappings WHERE unit_id = ? ORDER BY name", unit,
                                       [&](const store::Row& row) {
                                         out.push_back({std::string(row.text(0)), std::string(row.text(1))});
                                         return Status();
                                       });
  if (!status) return fail(status.error());
  return out;
}

Result<SavedMapping> find_mapping(store::Database& database, std::string_view unit_id, std::string_view name) {
  const auto saved = list_mappings(database, unit_id);
  if (!saved) return fail(saved.error());
  std::vector<std::string> known;
  for (const SavedMapping& mapping : *saved) {
    if (mapping.name == name) return mapping;
    known.push_back(mapping.name);
  }
  const std::string near = nearest(name, known);
  return fail("mapping.unknown", {{"name", name},
                                  {"unit", unit_id},
                                  {"hint", near.empty() ? "" : message_text("pack.hint-meant", {{"name", near}})}});
}

Status drop_mapping(store::Database& database, std::string_view unit_id, std::string_view name) {
  const auto found = find_mapping(database, unit_id, name);
  if (!found) return fail(found.error());
  auto transaction = store::Transaction::start(database);
  if (!transaction) return fail(transaction.error());
  Status status = erase(database, unit_id, name);
  return status ? transaction->commit() : status;
}

}  // namespace jiheng::ledger

#include "ledger/history.h"

#include <algorithm>
#include <map>

#include "ledger/stored_row.h"
#include "store/journal.h"

namespace jiheng::ledger {

std::vector<FieldChange> changes_between(const Entry& before, const Entry& after) {
  std::map<std::string_view, std::string_view> old_values;
  for (const auto& [field, value] : before.values) old_values.emplace(field, value);
  std::vector<FieldChange> out;
  for (const auto& [field, value] : after.values) {
    const auto old_value = old_values.find(field);
    if (old_value == old_values.end()) {
      out.push_back({field, "", value});
      continue;
    }
    if (old_value->second != value) out.push_back({field, std::string(old_value->second), value});
    old_values.erase(old_value);
  }
  for (const auto& [field, value] : old_values) out.push_back({std::string(field), std::string(value), ""});
  return out;
}

Result<std::vector<Happening>> history(store::Database& database, const pack::Library& library,
                                       const RecordName& name) {
  const auto row = find_row(database, library, name);
  if (!row) return fail(row.error());
  if (!*row) return fail("record.none", {{"register", name.definition->title}, {"key", name.key}});
  std::vector<Happening> out;
  const store::Cell& last = (*row)->entry();
  std::optional<std::int64_t> seq;
  if (last.kind() == store::Cell::Kind::integer) seq = last.integer();
  while (seq) {
    std::optional<Entry> entry;
    const Status status =
        store::read_journal(database, name.unit_id, *seq, 1, [&](std::int64_t, std::string_view text) -> Status {
          Result<Entry> parsed = parse_entry(text);
          if (!parsed) return fail(parsed.error());
          entry = std::move(*parsed);
          return {};
        });
    if (!status) return fail(status.error());
    // A chain leads back only: anything else is damage that doctor explains.
    if (!entry || (entry->previous && *entry->previous >= *seq)) return fail("entry.damaged", {}, std::to_string(*seq));
    const std::optional<std::int64_t> previous = entry->previous;
    out.push_back({*seq, std::move(*entry), {}});
    seq = previous;
  }
  std::reverse(out.begin(), out.end());
  const Entry none;
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].changes = changes_between(i == 0 ? none : out[i - 1].entry, out[i].entry);
  }
  return out;
}

Status each_entry(store::Database& database, std::string_view unit_id, std::int64_t first,
                  const std::function<Result<bool>(std::int64_t, const Entry&, std::string_view)>& each) {
  constexpr std::int64_t piece = 1024;
  for (bool more = true; more; first += piece) {
    std::int64_t count = 0;
    bool wanted = true;
    const Status status =
        store::read_journal(database, unit_id, first, piece, [&](std::int64_t seq, std::string_view text) -> Status {
          ++count;
          if (!wanted) return {};
          const Result<Entry> entry = parse_entry(text);
          if (!entry) return fail(entry.error());
          const Result<bool> again = each(seq, *entry, text);
          if (!again) return fail(again.error());
          wanted = *again;
          return {};
        });
    if (!status) return status;
    more = wanted && count == piece;
  }
  return {};
}

}  // namespace jiheng::ledger

#include "ledger/references.h"

#include <algorithm>
#include <tuple>

#include "ledger/sql_name.h"

namespace jiheng::ledger {
namespace {

constexpr std::size_t keys_per_query = 64;

// What must agree for references to be asked for in one query.
auto place_of(const Reference& reference) {
  return std::tuple(reference.field->target->id, reference.unit_id, reference.year);
}

}  // namespace

std::vector<ReferenceField> reference_fields(const pack::Register& definition, const pack::Library& library) {
  std::vector<ReferenceField> out;
  for (std::size_t i = 0; i < definition.fields.size(); ++i) {
    const pack::Field& field = definition.fields[i];
    if (field.type != pack::FieldType::reference) continue;
    const int index = static_cast<int>(i);
    out.push_back({index, TableShape::place(index), library.find_register(field.reference)});
  }
  return out;
}

void ReferenceLookup::set_name(const Reference& reference) {
  name_.assign(reference.field->target->id).append(1, '\n').append(reference.unit_id).append(1, '\n');
  name_.append(std::to_string(reference.year)).append(1, '\n').append(reference.key);
}

bool ReferenceLookup::remembered(const Reference& reference) {
  set_name(reference);
  return known_.contains(name_);
}

Status ReferenceLookup::look_up(std::span<Reference> references) {
  std::vector<Reference*> sorted;
  for (Reference& reference : references) sorted.push_back(&reference);
  std::sort(sorted.begin(), sorted.end(), [](const Reference* a, const Reference* b) {
    return std::tuple(place_of(*a), a->key) < std::tuple(place_of(*b), b->key);
  });
  for (std::size_t start = 0; start < sorted.size();) {
    // A group of one place and at most keys_per_query different keys.
    std::size_t end = start + 1, different = 1;
    for (; end < sorted.size() && place_of(*sorted[end]) == place_of(*sorted[start]); ++end) {
      if (sorted[end]->key != sorted[end - 1]->key && ++different > keys_per_query) break;
    }
    if (Status status = ask(std::span(sorted).subspan(start, end - start)); !status) return status;
    start = end;
  }
  return {};
}

Status ReferenceLookup::ask(std::span<Reference*> group) {
  const Reference& first = *group.front();
  const pack::Register& target = *first.field->target;
  const std::string key_column = sql_name(target.fields[static_cast<std::size_t>(target.key[0])].id);
  std::vector<store::Cell> parameters = {first.unit_id, first.year};
  std::string places;
  for (const Reference* reference : group) {
    if (parameters.size() > 2 && parameters.back().text() == reference->key) continue;
    parameters.emplace_back(reference->key);
    places += places.empty() ? "?" : ", ?";
  }
  std::vector<std::string> there;
  const Status status =
      database_.query("SELECT " + key_column + " FROM " + sql_name(target.table()) +
                          " WHERE unit_id = ? AND year = ? AND " + key_column + " IN (" + places + ")",
                      parameters, [&](const store::Row& row) -> Status {
                        there.emplace_back(row.text(0));
                        return {};
                      });
  if (!status) return status;
  std::sort(there.begin(), there.end());
  for (Reference* reference : group) {
    reference->found = std::binary_search(there.begin(), there.end(), reference->key);
    if (!reference->found) continue;
    set_name(*reference);
    known_.add(name_);
  }
  return {};
}

}  // namespace jiheng::ledger

#include "pack/model.h"

namespace jiheng::pack {
namespace {

// An id is looked for before any title, so that a title never hides an id.
template <class T>
const T* find_in(const std::vector<T>& all, std::string_view id_or_title) {
  for (const T& one : all) {
    if (one.id == id_or_title) return &one;
  }
  for (const T& one : all) {
    if (one.title == id_or_title) return &one;
  }
  return nullptr;
}

}  // namespace

const Field* Register::find_field(std::string_view id_or_title) const {
  return find_in(fields, id_or_title);
}

const Role* Library::find_role(std::string_view id) const {
  return find_in(roles, id);
}

const Register* Library::find_register(std::string_view id_or_title) const {
  return find_in(registers, id_or_title);
}

const Measure* Library::find_measure(std::string_view id_or_title) const {
  return find_in(measures, id_or_title);
}

const Rubric* Library::find_rubric(std::string_view id) const {
  for (const Rubric& rubric : rubrics) {
    if (rubric.id == id) return &rubric;
  }
  return nullptr;
}

const ReportTemplate* Library::find_report_for(std::string_view rubric_id) const {
  for (const ReportTemplate& report : reports) {
    if (report.rubric == rubric_id) return &report;
  }
  return nullptr;
}

std::vector<const Paper*> Library::papers_of(const Register& definition) const {
  std::vector<const Paper*> out;
  for (const Paper& paper : papers) {
    if (&registers[static_cast<std::size_t>(paper.over)] == &definition) out.push_back(&paper);
  }
  return out;
}

const RuleSet* Library::find_rule_set(std::string_view id, int year) const {
  const RuleSet* newest = nullptr;
  for (const RuleSet& set : rule_sets) {
    if (set.id != id) continue;
    if (year != 0 && (year < set.first_year || year > set.last_year)) continue;
    if (!newest || set.last_year > newest->last_year) newest = &set;
  }
  return newest;
}

}  // namespace jiheng::pack

#include "pack/system_columns.h"

#include <algorithm>

namespace jiheng::pack {
namespace {

// Deadlines of registers with states stand after the two columns of the states.
constexpr int state_columns = 2;

int first_slot(const Register& definition) {
  return Register::first_field_slot + static_cast<int>(definition.fields.size());
}

}  // namespace

std::vector<SystemColumn> system_columns(const Register& definition) {
  std::vector<SystemColumn> out;
  if (!definition.workflow.states.empty()) {
    out.push_back({"record.state", "_state", "状态", expr::Type::text});
    out.push_back({"record.returns", "_returns", "退回次数", expr::Type::number});
  }
  for (const Deadline& deadline : definition.deadlines) {
    const expr::Type type = counts_minutes(deadline) ? expr::Type::moment : expr::Type::date;
    const std::string title = deadline.title.ends_with("期限") ? deadline.title : deadline.title + "期限";
    out.push_back({"due." + deadline.id, "_due_" + deadline.id, title, type});
  }
  return out;
}

bool counts_minutes(const Deadline& deadline) {
  return std::any_of(deadline.limits.begin(), deadline.limits.end(),
                     [](const TimeLimit& limit) { return limit.unit == TimeUnit::minutes; });
}

int state_slot(const Register& definition) {
  return definition.workflow.states.empty() ? -1 : first_slot(definition);
}

int returns_slot(const Register& definition) {
  return definition.workflow.states.empty() ? -1 : first_slot(definition) + 1;
}

int due_slot(const Register& definition, std::size_t deadline) {
  return first_slot(definition) + (definition.workflow.states.empty() ? 0 : state_columns) + static_cast<int>(deadline);
}

}  // namespace jiheng::pack

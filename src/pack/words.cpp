#include "pack/words.h"

#include "base/decimal.h"
#include "expr/words.h"

namespace jiheng::pack {
namespace {

template <class Name>
std::string listed(const std::vector<int>& indexes, std::string_view separator, Name name) {
  std::string text;
  for (const int index : indexes) {
    if (!text.empty()) text += separator;
    text += name(static_cast<std::size_t>(index));
  }
  return text;
}

std::string fields_in_words(const Register& definition, const std::vector<int>& fields) {
  return listed(fields, "、", [&](std::size_t field) { return definition.fields[field].title; });
}

std::string_view unit_in_words(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::minutes:
      return "分钟";
    case TimeUnit::working_days:
      return "个工作日";
    case TimeUnit::days:
      return "日";
    case TimeUnit::months:
      return "个月";
  }
  return "";
}

void add(std::string& text, const std::string& demand) {
  if (demand.empty()) return;
  if (!text.empty()) text += "；";
  text += demand;
}

}  // namespace

std::string type_in_words(const Field& field) {
  switch (field.type) {
    case FieldType::text:
      return "文字";
    case FieldType::integer:
      return "整数";
    case FieldType::decimal:
      return "小数（" + std::to_string(field.scale) + "位）";
    case FieldType::money:
      return field.unit == MoneyUnit::yuan  ? "金额（元）"
             : field.unit == MoneyUnit::wan ? "金额（万元）"
                                            : "金额（亿元）";
    case FieldType::date:
      return "日期";
    case FieldType::moment:
      return "时间";
    case FieldType::boolean:
      return "是否";
    case FieldType::choice: {
      std::string text = "选项：";
      for (const std::string& choice : field.choices) text += (&choice == &field.choices.front() ? "" : "、") + choice;
      return text;
    }
    case FieldType::reference:
      return "引用 " + field.reference;
    case FieldType::measure:
      return "度量";
    case FieldType::narrative:
      return "文章";
  }
  return "";
}

std::string states_in_words(const Workflow& workflow, const std::vector<int>& states) {
  return listed(states, "、", [&](std::size_t state) { return workflow.states[state].title; });
}

std::string workflow_in_words(const Workflow& workflow) {
  std::string text;
  for (const State& state : workflow.states) {
    if (!text.empty()) text += "、";
    text += state.title;
    if (&state == &workflow.states.front()) text += "（起始）";
    if (state.paused) text += "（不计时）";
    if (state.finished) text += "（办结）";
  }
  return text;
}

std::string imported_state_in_words(const Workflow& workflow) {
  std::string text;
  for (auto state = workflow.states.rbegin(); state != workflow.states.rend(); ++state) {
    if (state->when) add(text, expr::in_words(state->when->expression) + "：" + state->title);
  }
  if (!text.empty()) add(text, "其余：" + workflow.states.front().title);
  return text;
}

std::string roles_in_words(const Library& library, const Transition& transition) {
  const std::string_view every = transition.signing == Signing::all ? "每一位" : "";
  if (transition.roles.empty()) return std::string(every) + "经办人";
  std::string text(every);
  for (const std::string& id : transition.roles) {
    if (&id != &transition.roles.front()) text += "或";
    text += library.find_role(id)->title;
  }
  return text;
}

std::string demands_in_words(const Register& definition, const Transition& transition) {
  std::string text;
  if (!transition.require.empty()) add(text, "填写" + fields_in_words(definition, transition.require));
  if (transition.comment) add(text, "说明理由");
  if (transition.assigns) add(text, "指定接办人");
  if (transition.dates >= 0) add(text, "记下" + definition.fields[static_cast<std::size_t>(transition.dates)].title);
  for (const auto& [field, value] : transition.writes) {
    add(text, definition.fields[static_cast<std::size_t>(field)].title + "记为" + value);
  }
  if (!transition.clears.empty()) add(text, "清空" + fields_in_words(definition, transition.clears));
  if (transition.check) add(text, expr::in_words(transition.check->expression));
  return text;
}

std::string limit_in_words(const TimeLimit& limit) {
  const std::string within = std::to_string(limit.within) + std::string(unit_in_words(limit.unit)) + "内";
  return limit.when ? expr::in_words(*limit.when) + "：" + within : within;
}

std::string duplicate_in_words(const Register& definition, const DuplicateRule& rule) {
  const std::string fields = fields_in_words(definition, rule.fields);
  if (!rule.alike) return fields + " 相同";
  const Decimal percent = (*rule.alike * Decimal(100)).normalized();
  return fields + " 有" + percent.to_string() + "%以上的字相同";
}

std::string sequence_in_words(const Register& definition, const SequenceRule& rule) {
  const Field& number = definition.fields[static_cast<std::size_t>(rule.number)];
  const std::string within = rule.within.empty() ? "" : "同一" + fields_in_words(definition, rule.within) + "的";
  return within + number.title + (number.type == FieldType::date ? "逐日不断" : "从1起连续");
}

}  // namespace jiheng::pack

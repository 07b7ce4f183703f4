#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/template.h"
#include "cli/terminal.h"
#include "expr/words.h"
#include "pack/words.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

std::string unverified_mark(const pack::Provenance& provenance) {
  return provenance.status == pack::Verification::verified ? "" : "（未核实）";
}

int run_list(Globals& globals) {
  const auto library = load_library(globals);
  if (!library) return globals.exit_code;
  if (globals.json()) {
    json::array registers;
    for (const pack::Register& one : library->registers) {
      registers.push_back(json::object{{"id", one.id},
                                       {"title", one.title},
                                       {"pack", one.pack},
                                       {"fields", one.fields.size()},
                                       {"states", one.workflow.states.size()},
                                       {"deadlines", one.deadlines.size()}});
    }
    return print(globals, json::serialize(json::object{{"registers", std::move(registers)}}) + "\n");
  }
  TextTable table({{"编号"}, {"台账"}, {"定义包"}, {"字段", true}, {"状态", true}, {"时限", true}});
  for (const pack::Register& one : library->registers) {
    table.add({one.id, one.title, one.pack, std::to_string(one.fields.size()),
               std::to_string(one.workflow.states.size()), std::to_string(one.deadlines.size())});
  }
  return print(globals, table.to_string());
}

std::string fields_text(const pack::Register& one) {
  TextTable table({{"字段"}, {"编号"}, {"类型"}, {"必填"}, {"说明"}});
  for (std::size_t i = 0; i < one.fields.size(); ++i) {
    const pack::Field& field = one.fields[i];
    const bool key = std::find(one.key.begin(), one.key.end(), static_cast<int>(i)) != one.key.end();
    table.add({field.title, field.id, pack::type_in_words(field), key ? "键" : field.required ? "是" : "", field.note});
  }
  return table.to_string();
}

std::string workflow_text(const pack::Library& library, const pack::Register& one) {
  const pack::Workflow& workflow = one.workflow;
  if (workflow.states.empty()) return "";
  TextTable table({{"流转"}, {"从"}, {"到"}, {"由谁"}, {"要求"}});
  for (const pack::Transition& transition : workflow.transitions) {
    table.add({transition.title, pack::states_in_words(workflow, transition.from),
               workflow.states[static_cast<std::size_t>(transition.to)].title,
               pack::roles_in_words(library, transition), pack::demands_in_words(one, transition)});
  }
  std::string text = "\n状态：" + pack::workflow_in_words(workflow) + "\n\n" + table.to_string();
  if (!workflow.returning.empty()) {
    text += "可以退回到以前的环节：" + pack::states_in_words(workflow, workflow.returning) + "\n";
  }
  if (workflow.holder >= 0) {
    text += "新记录的经办人：" + one.fields[static_cast<std::size_t>(workflow.holder)].title + "\n";
  }
  if (const std::string imported = pack::imported_state_in_words(workflow); !imported.empty()) {
    text += "导入时没有写状态的：" + imported + "\n";
  }
  return text;
}

std::string deadlines_text(const pack::Register& one) {
  if (one.deadlines.empty()) return "";
  TextTable table({{"时限"}, {"起"}, {"止"}, {"期限"}, {"依据"}});
  for (const pack::Deadline& deadline : one.deadlines) {
    const std::string until = deadline.until < 0 ? "办结" : one.fields[static_cast<std::size_t>(deadline.until)].title;
    for (const pack::TimeLimit& limit : deadline.limits) {
      const bool first = &limit == &deadline.limits.front();
      table.add({first ? deadline.title : "", first ? one.fields[static_cast<std::size_t>(deadline.from)].title : "",
                 first ? until : "", pack::limit_in_words(limit),
                 first ? deadline.provenance.source + unverified_mark(deadline.provenance) : ""});
    }
  }
  return "\n" + table.to_string();
}

std::string duplicates_text(const pack::Register& one) {
  if (one.duplicates.empty()) return "";
  std::string text = "\n查重：\n";
  for (const pack::DuplicateRule& rule : one.duplicates) {
    text += "  " + rule.title + "：" + pack::duplicate_in_words(one, rule) + "\n";
  }
  return text;
}

std::string sequences_text(const pack::Register& one) {
  std::string text;
  for (const pack::SequenceRule& rule : one.sequences) {
    text += "  " + rule.title + "：" + pack::sequence_in_words(one, rule) + "\n";
  }
  return text.empty() ? text : "\n连号（漏号由 jiheng doctor 列出）：\n" + text;
}

std::string papers_text(const pack::Library& library, const pack::Register& one) {
  std::string text;
  for (const pack::Paper* paper : library.papers_of(one)) {
    text += (text.empty() ? "\n文书：" : "、") + paper->title + unverified_mark(paper->provenance);
  }
  return text.empty() ? text : text + "\n";
}

json::array strings(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

json::object register_json(const pack::Library& library, const pack::Register& one) {
  const pack::Workflow& workflow = one.workflow;
  json::array fields, states, transitions, deadlines, papers;
  for (const pack::Paper* paper : library.papers_of(one)) {
    papers.push_back(json::object{{"id", paper->id}, {"title", paper->title}});
  }
  for (const pack::Field& field : one.fields) {
    fields.push_back(json::object{{"id", field.id},
                                  {"title", field.title},
                                  {"type", pack::type_id(field.type)},
                                  {"required", field.required},
                                  {"choices", strings(field.choices)}});
  }
  for (const pack::State& state : workflow.states) {
    states.push_back(json::object{{"id", state.id},
                                  {"title", state.title},
                                  {"finished", state.finished},
                                  {"paused", state.paused},
                                  {"when", state.when ? state.when->source : ""}});
  }
  for (const pack::Transition& transition : workflow.transitions) {
    json::array from;
    for (const int state : transition.from) from.emplace_back(workflow.states[static_cast<std::size_t>(state)].id);
    transitions.push_back(json::object{{"id", transition.id},
                                       {"title", transition.title},
                                       {"from", std::move(from)},
                                       {"to", workflow.states[static_cast<std::size_t>(transition.to)].id},
                                       {"roles", strings(transition.roles)},
                                       {"signing", transition.signing == pack::Signing::all ? "all" : "any"},
                                       {"comment", transition.comment},
                                       {"assigns", transition.assigns}});
  }
  for (const pack::Deadline& deadline : one.deadlines) {
    json::array limits;
    for (const pack::TimeLimit& limit : deadline.limits) limits.emplace_back(pack::limit_in_words(limit));
    deadlines.push_back(json::object{{"id", deadline.id},
                                     {"title", deadline.title},
                                     {"limits", std::move(limits)},
                                     {"source", deadline.provenance.source},
                                     {"verified", deadline.provenance.status == pack::Verification::verified}});
  }
  return json::object{{"id", one.id},
                      {"title", one.title},
                      {"pack", one.pack},
                      {"note", one.note},
                      {"fields", std::move(fields)},
                      {"states", std::move(states)},
                      {"transitions", std::move(transitions)},
                      {"holder", workflow.holder < 0 ? "" : one.fields[static_cast<std::size_t>(workflow.holder)].id},
                      {"deadlines", std::move(deadlines)},
                      {"papers", std::move(papers)}};
}

int run_show(Globals& globals, const std::string& name) {
  const auto library = load_library(globals);
  if (!library) return globals.exit_code;
  const pack::Register* one = library->find_register(name);
  if (one == nullptr) return report_error(globals, make_error("cli.no-register", {{"name", name}}));
  if (globals.json()) return print(globals, json::serialize(register_json(*library, *one)) + "\n");
  std::string text = one->title + "（" + one->id + "）　定义包 " + one->pack + unverified_mark(one->provenance) + "\n";
  if (!one->note.empty()) text += one->note + "\n";
  if (!one->provenance.source.empty()) text += "依据：" + one->provenance.source + "\n";
  text += "\n" + fields_text(*one) + workflow_text(*library, *one) + deadlines_text(*one) + duplicates_text(*one) +
          sequences_text(*one) + papers_text(*library, *one);
  return print(globals, text);
}

}  // namespace

void add_register(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("register", "台账：有哪些，各记什么、怎样流转、何时到期");
  command->require_subcommand(1);
  CLI::App* list = command->add_subcommand("list", "列出全部台账");
  list->footer(R"(
示例：
  jiheng register list
  jiheng register list --format json)");
  list->callback([&globals] { globals.exit_code = run_list(globals); });
  add_template_command(*command, globals, "jiheng register template");
  CLI::App* show = command->add_subcommand("show", "一个台账的字段、流转、时限和查重规则");
  show->footer(R"(
示例：
  jiheng register show 文电台账
  jiheng register show documents --format json)");
  const auto name = std::make_shared<std::string>();
  show->add_option("REGISTER", *name, "台账的编号或名称")->required();
  show->callback([&globals, name] { globals.exit_code = run_show(globals, *name); });
}

}  // namespace jiheng::cli

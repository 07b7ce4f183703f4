// record show, history, print, list.
#include <boost/json.hpp>

#include "base/text.h"
#include "cli/outputs.h"
#include "cli/person.h"
#include "cli/record.h"
#include "cli/terminal.h"
#include "evaluate/paper.h"
#include "ledger/history.h"
#include "ledger/ledger.h"
#include "ledger/listing.h"
#include "ledger/records.h"
#include "ledger/system_value.h"
#include "pack/system_columns.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

std::string cell_of(const pack::Register& definition, std::span<const store::Cell> row, int slot) {
  const expr::Value value = ledger::slot_value(definition, row, slot);
  const auto field = static_cast<std::size_t>(slot - pack::Register::first_field_slot);
  if (field < definition.fields.size()) return ledger::cell_text(definition.fields[field], value);
  if (slot == pack::state_slot(definition)) return value.is_null() ? "" : title_of_state(definition, value.text());
  return value.is_null() ? "" : value.to_string();
}

std::string holders_of(const std::vector<ledger::Stay>& stays) {
  std::string out;
  if (stays.empty() || stays.back().until) return out;
  for (const ledger::Holder& holder : stays.back().holders) {
    if (!holder.until) out += (out.empty() ? "" : "、") + holder.person;
  }
  return out;
}

int run_show(Globals& globals, const RecordArguments& arguments) {
  const OpenedRegister opened = open_register(globals, arguments);
  if (!opened) return globals.exit_code;
  const pack::Register& definition = *opened.name.definition;
  store::Database& database = *opened.session.database;
  const auto row = ledger::find_row(database, *opened.session.library, opened.name);
  if (!row) return report_error(globals, row.error(), exit_rejected);
  if (!*row) {
    const Error none = make_error("record.none", {{"register", definition.title}, {"key", arguments.key}});
    return report_error(globals, none, exit_rejected);
  }
  const auto stays = ledger::read_stays(database, opened.name);
  if (!stays) return report_error(globals, stays.error());
  TextTable table({{"项目"}, {"内容", false, 100}});
  json::object object;
  for (int slot = pack::Register::first_field_slot; slot < definition.scope.size(); ++slot) {
    const std::string text = cell_of(definition, (*row)->cells, slot);
    object[definition.scope[slot].name] = text;
    if (!text.empty()) table.add({definition.scope[slot].title, text});
  }
  const std::string holders = holders_of(*stays);
  if (!stays->empty() && !stays->back().until) {
    const std::string since = Moment::from_minutes(static_cast<std::int32_t>(stays->back().since)).to_string();
    object["since"] = since;
    table.add({"到此环节", since});
  }
  object["holders"] = holders;
  if (!holders.empty()) table.add({"在谁手上", holders});
  if (globals.json()) return print(globals, json::serialize(object) + "\n");
  std::string text = definition.title + " " + arguments.key + "\n\n" + table.to_string();
  const store::Cell& state = (*row)->cells[static_cast<std::size_t>(std::max(0, pack::state_slot(definition)))];
  if (pack::state_slot(definition) >= 0) {
    std::string ways;
    for (const pack::Transition* way : ledger::ways_from(definition.workflow, state.text())) {
      ways += (ways.empty() ? "" : "、") + way->title;
    }
    if (!ways.empty()) text += "\n可以：" + ways + "\n";
  }
  return print(globals, text);
}

int run_list(Globals& globals, const RecordArguments& arguments) {
  const OpenedRegister opened = open_register(globals, arguments);
  if (!opened) return globals.exit_code;
  const pack::Register& definition = *opened.name.definition;
  ledger::ListQuery query;
  query.definition = &definition;
  query.unit_id = arguments.subject.unit;
  query.year = arguments.subject.year;
  query.sort = arguments.sort;
  query.descending = arguments.descending;
  query.limit = arguments.page_size;
  query.skip = arguments.after.empty() ? (arguments.page - 1) * arguments.page_size : 0;
  query.after = arguments.after;
  if (!arguments.state.empty()) {
    const int state = ledger::find_state(definition.workflow, arguments.state);
    if (state < 0) {
      const Error error =
          make_error("list.no-such-state", {{"register", definition.title}, {"state", arguments.state}});
      return report_error(globals, error, exit_usage);
    }
    query.state = definition.workflow.states[static_cast<std::size_t>(state)].id;
  }
  if (!arguments.where.empty()) {
    auto compiled = expr::Expression::compile(arguments.where, definition.scope, expr::Type::boolean);
    if (!compiled) {
      const Error error =
          make_error("list.bad-condition", {{"found", arguments.where}, {"reason", compiled.error()[0].message}});
      return report_error(globals, error, exit_usage);
    }
    query.where = std::move(*compiled);
  }
  store::Database& database = *opened.session.database;
  const pack::Library& library = *opened.session.library;
  if (arguments.count) {
    const auto count = ledger::count_records(database, library, query);
    if (!count) return report_error(globals, count.error());
    return print(globals, globals.json() ? json::serialize(json::object{{"count", *count}}) + "\n"
                                         : with_thousands(static_cast<std::uint64_t>(*count)) + "\n");
  }
  const auto page = ledger::list_records(database, library, query);
  if (!page) return report_error(globals, page.error(), exit_usage);
  if (globals.json()) {
    json::array rows;
    for (const auto& row : page->rows) {
      json::object object{{"key", ledger::record_key(definition, row)}};
      for (int slot = pack::Register::first_field_slot; slot < definition.scope.size(); ++slot) {
        object[definition.scope[slot].name] = cell_of(definition, row, slot);
      }
      rows.push_back(std::move(object));
    }
    return print(globals, json::serialize(json::object{{"rows", std::move(rows)}, {"next", page->next}}) + "\n");
  }
  if (page->rows.empty()) return print(globals, definition.title + "里没有符合条件的记录。\n");
  // A column that is blank in the whole page says nothing.
  std::vector<int> slots;
  for (int slot = pack::Register::first_field_slot; slot < definition.scope.size(); ++slot) {
    const bool blank = std::all_of(page->rows.begin(), page->rows.end(), [&](const auto& row) {
      return row[static_cast<std::size_t>(slot)].kind() == store::Cell::Kind::null;
    });
    if (!blank) slots.push_back(slot);
  }
  std::vector<TextTable::Column> columns;
  for (const int slot : slots) {
    const auto field = static_cast<std::size_t>(slot - pack::Register::first_field_slot);
    const bool right = field < definition.fields.size() && pack::is_numeric(definition.fields[field]);
    columns.push_back({definition.scope[slot].title, right, 40});
  }
  TextTable table(std::move(columns));
  for (const auto& row : page->rows) {
    std::vector<std::string> cells;
    for (const int slot : slots) cells.push_back(cell_of(definition, row, slot));
    table.add(std::move(cells));
  }
  std::string text = table.to_string();
  if (!page->next.empty()) text += "\n后面还有，接着看：--after '" + page->next + "'\n";
  return print(globals, text);
}

int run_print(Globals& globals, const RecordArguments& arguments) {
  const auto act = act_of("");
  if (!act) return report_error(globals, act.error(), exit_usage);
  const auto date = arguments.date.empty() ? Result<Date>(act->moment().date()) : Date::parse(arguments.date);
  if (!date) return report_error(globals, date.error(), exit_usage);
  const OpenedRegister opened = open_register(globals, arguments);
  if (!opened) return globals.exit_code;
  const pack::Library& library = *opened.session.library;
  const auto paper = evaluate::choose_paper(library, *opened.name.definition, arguments.paper);
  if (!paper) return report_error(globals, paper.error(), exit_usage);
  const auto wanted = [&](const char* kind) {
    return arguments.only.empty() ||
           std::find(arguments.only.begin(), arguments.only.end(), kind) != arguments.only.end();
  };
  const auto paths = evaluate::write_paper(*opened.session.database, library, **paper, opened.name, *date,
                                           arguments.folder, {wanted("docx"), wanted("pdf")});
  if (!paths) {
    return report_error(globals, paths.error(),
                        paths.error().code.starts_with("record.") ? exit_rejected : exit_environment);
  }
  return print_paths(globals, *paths);
}

constexpr std::pair<std::string_view, std::string_view> action_titles[] = {
    {"add", "登记"},    {"import", "导入"}, {"edit", "修改"},   {"revise", "更正"},     {"move", "流转"},
    {"sign", "会签"},   {"return", "退回"}, {"recall", "撤回"}, {"hand-over", "转办"},  {"add-signer", "加签"},
    {"remove", "删除"}, {"clear", "清空"},  {"attach", "附件"}, {"detach", "撤下附件"}, {"seal", "封存评分"}};

std::string action_in_words(const pack::Register& definition, const ledger::Entry& entry) {
  for (const pack::Transition& transition : definition.workflow.transitions) {
    if (!entry.transition.empty() && transition.id == entry.transition) return transition.title;
  }
  for (const auto& [action, title] : action_titles) {
    if (action == entry.action) return std::string(title);
  }
  return entry.action;
}

std::string changes_in_words(const pack::Register& definition, const ledger::Happening& one) {
  std::string out;
  for (const ledger::FieldChange& change : one.changes) {
    const pack::Field* field = definition.find_field(change.field);
    if (!out.empty()) out += "；";
    out += field ? field->title : change.field;
    if (!change.was.empty()) out += " " + (field ? ledger::typed_text(*field, change.was) : change.was) + " →";
    out += " " + (change.now.empty() ? "（空）" : field ? ledger::typed_text(*field, change.now) : change.now);
  }
  if (!one.entry.file.empty()) out += (out.empty() ? "" : "；") + one.entry.file;
  return out;
}

int run_history(Globals& globals, const RecordArguments& arguments) {
  const OpenedRegister opened = open_register(globals, arguments);
  if (!opened) return globals.exit_code;
  const pack::Register& definition = *opened.name.definition;
  const auto all = ledger::history(*opened.session.database, *opened.session.library, opened.name);
  if (!all) return report_error(globals, all.error(), exit_rejected);
  if (globals.json()) {
    json::array entries;
    for (const ledger::Happening& one : *all) {
      json::object entry = json::parse(ledger::to_text(one.entry)).as_object();
      entry["seq"] = one.seq;
      entries.push_back(std::move(entry));
    }
    return print(globals, json::serialize(json::object{{"history", std::move(entries)}}) + "\n");
  }
  TextTable table({{"日志", true},
                   {"时间（世界时）"},
                   {"办理人"},
                   {"做了什么"},
                   {"到"},
                   {"变化", false, 100},
                   {"说明", false, 60}});
  for (const ledger::Happening& one : *all) {
    std::string to = title_of_state(definition, one.entry.state);
    for (const std::string& person : one.entry.to) to += " @" + person;
    table.add({std::to_string(one.seq), one.entry.at, one.entry.by, action_in_words(definition, one.entry), to,
               changes_in_words(definition, one), one.entry.comment});
  }
  return print(globals, table.to_string());
}

}  // namespace

void add_record_reading(CLI::App& record, Globals& globals) {
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command = add_command(record, "show", "看一条记录：内容、状态、期限、在谁手上", arguments);
    add_key(*command, arguments);
    command->footer("\n示例：\n  jiheng record show 440118001 2022 建议提案台账 TA001");
    command->callback([&globals, arguments] { globals.exit_code = run_show(globals, *arguments); });
  }
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command = add_command(record, "history", "一条记录从登记到现在的每一步", arguments);
    add_key(*command, arguments);
    command->footer("\n示例：\n  jiheng record history 440118001 2022 建议提案台账 TA001");
    command->callback([&globals, arguments] { globals.exit_code = run_history(globals, *arguments); });
  }
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command = add_command(record, "print", "按一条记录写文书：督办通知、督查专报等（docx、pdf）", arguments);
    add_key(*command, arguments);
    command->add_option("--paper", arguments->paper, "哪一种文书，见 jiheng register show；只有一种的可以不写");
    command->add_option("--date", arguments->date, "落款日期，如 2022-03-15；不写则为今天");
    command->add_option("--out", arguments->folder, "写到哪个文件夹（没有则建立）")->default_val("out");
    command->add_option("--only", arguments->only, "只写这些：docx,pdf")
        ->delimiter(',')
        ->check(CLI::IsMember({"docx", "pdf"}).description(""));
    command->footer("\n示例：\n  jiheng record print 440118001 2022 督办事项台账 DB001 --paper 督办通知");
    command->callback([&globals, arguments] { globals.exit_code = run_print(globals, *arguments); });
  }
  {
    const auto arguments = std::make_shared<RecordArguments>();
    CLI::App* command = add_command(record, "list", "列出记录：筛选、排序、翻页", arguments);
    command->add_option("--where", arguments->where, "条件，如 \"closed_on == null\"（写法见 docs/expressions.md）");
    command->add_option("--state", arguments->state, "只看某一状态");
    command->add_option("--sort", arguments->sort, "按哪个字段排序；不写则按编号。空的排在最后");
    command->add_flag("--descending", arguments->descending, "从大到小");
    command->add_option("--page", arguments->page, "第几页")->check(at_least(1));
    command->add_option("--page-size", arguments->page_size, "每页多少条，默认 50")->check(at_least(1));
    command->add_option("--after", arguments->after, "接着上一页（其末尾给出的位置）往下看");
    command->add_flag("--count", arguments->count, "只数有多少条");
    command->footer(R"(
示例：
  jiheng record list 440118001 2022 文电台账 --where "urgency == '特急'" --sort 收文日期 --descending
  jiheng record list 440118001 2022 文电台账 --state 承办 --count)");
    command->callback([&globals, arguments] { globals.exit_code = run_list(globals, *arguments); });
  }
}

}  // namespace jiheng::cli

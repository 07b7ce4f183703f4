#include "ledger/due.h"

#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/person.h"
#include "cli/terminal.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

struct DueArguments {
  std::string unit;
  std::vector<int> years;
  std::string as_of, person, role, register_name;
  bool all = false, remind = false;
  std::size_t limit = 100;
};

constexpr std::string_view progress_titles[] = {"待办", "在办", "已办"};

std::string progress_of(const ledger::DueItem& item) {
  return std::string(progress_titles[static_cast<std::size_t>(item.progress)]) + (item.overdue ? "·逾期" : "");
}

std::string due_of(const ledger::DueItem& item) {
  if (!item.due) return "";
  return item.in_minutes ? item.due->to_string() : item.due->date().to_string();
}

std::string joined(const std::vector<std::string>& persons) {
  std::string out;
  for (const std::string& person : persons) out += (out.empty() ? "" : "、") + person;
  return out;
}

// 1 天 2 小时 3 分
std::string duration_in_words(std::int64_t minutes) {
  constexpr std::int64_t hour = 60, day = 24 * hour;
  std::string out;
  if (minutes >= day) out += std::to_string(minutes / day) + " 天 ";
  if (minutes >= hour) out += std::to_string(minutes % day / hour) + " 小时 ";
  return out + std::to_string(minutes % hour) + " 分";
}

// A whole day ends with its last minute: what is due that day is not late yet.
Result<Moment> moment_of(const std::string& text) {
  if (const auto moment = Moment::parse(text)) return *moment;
  const auto day = Date::parse(text);
  if (!day) return fail(day.error());
  return Moment::at(*day, Moment::minutes_per_day - 1);
}

json::object item_json(const ledger::DueItem& item) {
  json::array holders;
  for (const std::string& holder : item.holders) holders.emplace_back(holder);
  return {{"register", item.definition->id},
          {"year", item.year},
          {"key", item.key},
          {"label", item.label},
          {"state", item.state},
          {"progress", progress_titles[static_cast<std::size_t>(item.progress)]},
          {"holders", std::move(holders)},
          {"since", item.since ? json::value(item.since->to_string()) : json::value()},
          {"deadline", item.deadline},
          {"due", due_of(item)},
          {"overdue", item.overdue},
          {"remind", item.remind}};
}

std::string queue_text(const ledger::DueQueue& queue, const ledger::DueQuery& query, std::size_t limit) {
  const ledger::DueCounts& counts = queue.counts;
  std::string text = query.as_of.to_string() + "　待办 " + std::to_string(counts.waiting) + "　在办 " +
                     std::to_string(counts.working) + "　逾期 " + std::to_string(counts.overdue) + "　已办 " +
                     std::to_string(counts.finished) + "\n";
  if (counts.handled > 0) {
    text += "经手办出 " + std::to_string(counts.handled) + " 件，平均每件 " +
            duration_in_words(counts.handling_minutes / counts.handled) + "\n";
  }
  if (queue.items.empty()) return text + "没有要列出的。\n";
  TextTable table(
      {{"情况"}, {"台账"}, {"编号"}, {"事项", false, 40}, {"环节"}, {"在谁手上", false, 30}, {"期限"}, {"到期"}});
  std::size_t count = 0;
  for (const ledger::DueItem& item : queue.items) {
    if (limit != 0 && ++count > limit) break;
    table.add({progress_of(item), item.definition->title, item.key, item.label, item.state, joined(item.holders),
               item.deadline, due_of(item)});
  }
  text += "\n" + table.to_string();
  if (limit != 0 && queue.items.size() > limit) {
    text += "\n共 " + std::to_string(queue.items.size()) + " 件，显示前 " + std::to_string(limit) +
            " 件（--limit 0 显示全部）\n";
  }
  return text;
}

// 催办: what each holder is to be told.
std::string reminders_text(const ledger::DueQueue& queue) {
  std::map<std::string, std::vector<const ledger::DueItem*>> by_person;
  for (const ledger::DueItem& item : queue.items) {
    if (!item.remind || item.progress == ledger::Progress::finished) continue;
    if (item.holders.empty()) by_person["（无人承办）"].push_back(&item);
    for (const std::string& holder : item.holders) by_person[holder].push_back(&item);
  }
  if (by_person.empty()) return "没有要催办的。\n";
  std::string text;
  for (const auto& [person, items] : by_person) {
    text += (text.empty() ? "" : "\n") + person + "：以下 " + std::to_string(items.size()) + " 件请抓紧办理。\n";
    for (const ledger::DueItem* item : items) {
      text += "  " + item->definition->title + " " + item->key + " " + item->label + "，" + item->deadline + " " +
              due_of(*item) + (item->overdue ? "，已逾期" : "，即将到期") + "\n";
    }
  }
  return text;
}

int run(Globals& globals, const DueArguments& arguments) {
  const auto act = act_of("");
  if (!act) return report_error(globals, act.error(), exit_usage);
  ledger::DueQuery query;
  query.as_of = act->moment();
  if (!arguments.as_of.empty()) {
    const auto moment = moment_of(arguments.as_of);
    if (!moment) return report_error(globals, moment.error(), exit_usage);
    query.as_of = *moment;
    query.now = moment->date() >= act->moment().date();
  }
  Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  query.unit_id = arguments.unit;
  query.years = arguments.years;
  // Last year's work that is still open is this year's too.
  if (query.years.empty()) query.years = {query.as_of.date().year() - 1, query.as_of.date().year()};
  query.person = arguments.person;
  query.with_finished = arguments.all;
  if (!arguments.role.empty()) {
    const pack::Role* role = session.library->find_role(arguments.role);
    if (role == nullptr) return report_error(globals, make_error("cli.no-role", {{"name", arguments.role}}));
    query.role = role->id;
  }
  if (!arguments.register_name.empty()) {
    const pack::Register* definition = session.library->find_register(arguments.register_name);
    if (definition == nullptr) {
      return report_error(globals, make_error("cli.no-register", {{"name", arguments.register_name}}));
    }
    query.register_id = definition->id;
  }
  const auto queue = ledger::due_queue(*session.database, *session.library, query);
  if (!queue) return report_error(globals, queue.error());
  if (!globals.json()) {
    return print(globals, arguments.remind ? reminders_text(*queue) : queue_text(*queue, query, arguments.limit));
  }
  json::array items;
  for (const ledger::DueItem& item : queue->items) {
    if (!arguments.remind || item.remind) items.push_back(item_json(item));
  }
  const ledger::DueCounts& counts = queue->counts;
  return print(globals, json::serialize(json::object{{"as_of", query.as_of.to_string()},
                                                     {"waiting", counts.waiting},
                                                     {"working", counts.working},
                                                     {"overdue", counts.overdue},
                                                     {"finished", counts.finished},
                                                     {"handled", counts.handled},
                                                     {"handling_minutes", counts.handling_minutes},
                                                     {"items", std::move(items)}}) +
                            "\n");
}

}  // namespace

void add_due(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("due", "待办：谁手上有什么、何时到期、哪些逾期");
  const auto arguments = std::make_shared<DueArguments>();
  command->add_option("UNIT,--unit", arguments->unit, "单位编码，如 440118001")->required();
  command->add_option("--year", arguments->years, "哪些年度的记录；不写则为本年和上年")
      ->check(CLI::Range(1900, 2199).description(""));
  command->add_option("--as-of", arguments->as_of, "看哪一天（2022-06-30）或哪一刻（2022-06-30 17:00）；不写则为现在");
  command->add_option("--person", arguments->person, "只看某人的：在他手上的、他办过的");
  command->add_option("--role", arguments->role, "只看某一角色可办的");
  command->add_option("--register", arguments->register_name, "只看某一台账");
  command->add_flag("--all", arguments->all, "已办的也列出");
  command->add_flag("--remind", arguments->remind, "催办：按人列出快到期和逾期的");
  command->add_option("--limit", arguments->limit, "至多列多少件，0 为全部，默认 100");
  command->footer(R"(
示例：
  jiheng due 440118001
  jiheng due 440118001 --person 张三
  jiheng due 440118001 --year 2022 --as-of 2022-06-30 --register 建议提案台账
  jiheng due 440118001 --remind)");
  command->callback([&globals, arguments] { globals.exit_code = run(globals, *arguments); });
}

}  // namespace jiheng::cli

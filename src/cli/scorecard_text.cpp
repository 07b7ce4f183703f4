#include "cli/scorecard_text.h"

#include <boost/json.hpp>

#include "cli/terminal.h"
#include "report/scorecard_view.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

std::string number(const pack::Rubric& rubric, const Decimal& value) {
  return value.rounded(rubric.decimals, Rounding::half_up).to_string();
}

std::string heading(const evaluate::Evaluation& evaluation) {
  const auto& card = evaluation.scorecard;
  return evaluation.unit_name + "（" + card.unit_id + "）" + std::to_string(card.year) + "年度 " + card.rubric->title +
         "\n指标体系 " + card.rubric->id + " " + card.rubric->version +
         (card.rubric->provenance.status == pack::Verification::verified ? "" : "（未核实）") + "\n";
}

std::string joined(const std::vector<std::string>& parts, const char* separator) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

// The measures behind a measure, indented, down to those counted from records.
void add_tree(const pack::Library& library, const measure::Figures& figures, const pack::Measure& measure,
              std::size_t depth, std::string& text) {
  const auto index = static_cast<std::size_t>(&measure - library.measures.data());
  text += std::string(4 + 2 * depth, ' ') + measure.title + "（" + measure.id + "）＝ " +
          measure::display(measure, figures[index]) + "　" + measure::formula_in_words(library, measure) + "\n";
  if (!measure.formula) return;
  for (const int slot : measure.formula->slots()) {
    add_tree(library, figures, library.measures[static_cast<std::size_t>(slot)], depth + 1, text);
  }
}

void add_rows(const pack::Rubric& rubric, const score::ItemScore& item, std::string& text) {
  for (const auto& row : item.rows) {
    text += "    - " + row.label + "［" + row.key + "］：满分 " + number(rubric, row.full) + "，得 " +
            number(rubric, row.score) + "，失 " + number(rubric, row.lost) + (row.why.empty() ? "" : "；" + row.why) +
            "\n";
  }
}

// Without a name every item that lost points; with one, the item or the items of the group so named.
bool wanted(const pack::Rubric& rubric, const score::ItemScore& item, const std::string& name) {
  if (name.empty()) return item.lost.sign() > 0;
  if (item.item->id == name || item.item->title == name) return true;
  std::string group = item.item->group;
  for (auto it = rubric.groups.rbegin(); it != rubric.groups.rend(); ++it) {  // parents stand before children
    if (it->id != group) continue;
    if (it->id == name || it->title == name) return true;
    group = it->parent;
  }
  return false;
}

void add_item(const pack::Library& library, const evaluate::Evaluation& evaluation, const score::ItemScore& item,
              std::string& text) {
  const auto& rubric = *evaluation.scorecard.rubric;
  text += item.item->id + " " + item.item->title + "：满分 " + item.item->full.to_string() + "，得 " +
          number(rubric, item.score) + "，失 " + number(rubric, item.lost) +
          (pack::is_unverified(rubric, *item.item) ? "（未核实）" : "") + "\n";
  if (!item.why.empty()) text += "  原因：" + item.why + "\n";
  add_rows(rubric, item, text);
  text += "  规则：" + item.item->words + "\n";
  if (!item.inputs.empty()) text += "  取数：\n";
  for (const auto& input : item.inputs) add_tree(library, evaluation.figures, *input.measure, 0, text);
}

}  // namespace

std::string scorecard_text(const evaluate::Evaluation& evaluation) {
  const auto& card = evaluation.scorecard;
  const auto& rubric = *card.rubric;
  TextTable table({{"指标"}, {"名称", false, 44}, {"满分", true}, {"得分", true}, {"失分", true}, {"核实"}});
  for (const auto& group : card.groups) {
    if (group.group->parent.empty()) {
      table.add({group.group->id, group.group->title, group.group->full.to_string(), number(rubric, group.score),
                 group.score == group.group->full ? "" : number(rubric, group.group->full - group.score), ""});
    }
    for (const auto& item : card.items) {
      if (item.item->group != group.group->id) continue;
      table.add({"  " + item.item->id, item.item->title, item.item->full.to_string(), number(rubric, item.score),
                 item.lost.is_zero() ? "" : number(rubric, item.lost),
                 pack::is_unverified(rubric, *item.item) ? "未核实" : ""});
    }
  }
  const bool all_verified = rubric.provenance.status == pack::Verification::verified;
  table.add({"总分", card.grade, rubric.full.to_string(), number(rubric, card.total),
             card.total == rubric.full ? "" : number(rubric, rubric.full - card.total), all_verified ? "" : "未核实"});
  std::string text = heading(evaluation) + "\n" + table.to_string() + "\n";
  for (const auto& group : card.groups) {
    if (!group.group->parent.empty()) continue;
    text += group.group->title + " " + number(rubric, group.score) + "，";
  }
  text += "总分 " + number(rubric, card.total) + "，等级 " + card.grade + (all_verified ? "" : "（未核实）") +
          "\n封印（JSON 的 SHA-256）：" + evaluation.seal + "\n";
  return text;
}

Result<std::string> explanation_text(const pack::Library& library, const evaluate::Evaluation& evaluation,
                                     const std::string& item_id) {
  const auto& card = evaluation.scorecard;
  std::string text = heading(evaluation) + "\n";
  bool found = false;
  for (const auto& item : card.items) {
    if (!wanted(*card.rubric, item, item_id)) continue;
    found = true;
    text += joined(item.path, " › ") + "\n";
    add_item(library, evaluation, item, text);
    text += "\n";
  }
  if (!found && !item_id.empty()) return fail("cli.no-item", {{"item", item_id}, {"rubric", card.rubric->id}});
  if (!found) text += "没有失分。\n";
  if (item_id.empty()) {
    text += "总分 " + number(*card.rubric, card.total) + "，共失 " +
            number(*card.rubric, card.rubric->full - card.total) + "，等级 " + card.grade + "。\n";
  }
  return text;
}

std::string explanation_json(const pack::Library& library, const evaluate::Evaluation& evaluation,
                             const std::string& item_id) {
  const auto& card = evaluation.scorecard;
  const auto& rubric = *card.rubric;
  json::array items;
  for (const auto& item : card.items) {
    if (!wanted(rubric, item, item_id)) continue;
    json::array rows;
    for (const auto& row : item.rows) {
      rows.push_back(json::object{{"key", row.key},
                                  {"label", row.label},
                                  {"full", number(rubric, row.full)},
                                  {"score", number(rubric, row.score)},
                                  {"lost", number(rubric, row.lost)},
                                  {"why", row.why}});
    }
    json::array inputs;
    for (const auto& input : item.inputs) {
      inputs.push_back(json::object{{"measure", input.measure->id},
                                    {"title", input.measure->title},
                                    {"value", measure::display(*input.measure, input.value)},
                                    {"formula", measure::formula_in_words(library, *input.measure)}});
    }
    items.push_back(json::object{{"id", item.item->id},
                                 {"title", item.item->title},
                                 {"full", item.item->full.to_string()},
                                 {"score", number(rubric, item.score)},
                                 {"lost", number(rubric, item.lost)},
                                 {"why", item.why},
                                 {"rule", item.item->words},
                                 {"inputs", std::move(inputs)},
                                 {"rows", std::move(rows)}});
  }
  return json::serialize(json::object{{"unit", card.unit_id},
                                      {"year", card.year},
                                      {"rubric", rubric.id},
                                      {"total", number(rubric, card.total)},
                                      {"lost", number(rubric, rubric.full - card.total)},
                                      {"items", std::move(items)}}) +
         "\n";
}

}  // namespace jiheng::cli

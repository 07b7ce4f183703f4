// same-quantity: one quantity of one unit and period stated with different values.
//
// Budget figures of one measure and scope, the total score, and counts whose words are the same.
#include <algorithm>
#include <map>

#include "audit/language/breakdown.h"
#include "audit/language/budget.h"
#include "audit/language/scores.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/key_figures.h"

namespace jiheng::audit {
namespace {

class SameQuantities {
 public:
  SameQuantities(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    test_budget();
    compare(context_.analysis.total_scores);
    test_counts();
    test_satisfaction();
    test_tables();
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  struct Count {
    std::size_t figure;
    std::u32string name;
    bool planned = false;  // told among the year's tasks: perhaps what was to be done
  };
  static constexpr std::size_t least_name = 5;  // characters: shorter names (会议, 培训班) are of many things
  static constexpr std::size_t long_name = 6;   // says enough without whose it is
  static constexpr std::size_t least_whole_name = 4;  // where both tellings say no more than that

  void test_budget() {
    std::map<std::pair<Money, Scope>, std::vector<std::size_t>> groups;
    for (const BudgetFigure& one : context_.analysis.budget) {
      const bool whole_or_part = one.scope == Scope::whole || one.scope == Scope::basic || one.scope == Scope::project;
      if (one.kind != Kind::plain || !whole_or_part || one.money == Money::carry_over_rate) continue;
      const bool aimed_at = one.money == Money::rate &&
                            context_.analysis.outline.kind_at(figure(one.figure).span.begin) == SectionKind::goals;
      if (aimed_at) continue;
      // A budget is one of several (收支预算, 部门预算, 全年预算数): only the same words name the same one.
      if (one.money == Money::budget &&
          !contains_any(context_.view(figure(one.figure).before), {U"全年预算", U"预算数", U"调整后预算", U"年度预算"}))
        continue;
      groups[{one.money, one.scope}].push_back(one.figure);
    }
    for (auto& [key, figures] : groups) {
      if (key.second == Scope::whole) {
        keep_certain(figures);
      } else {
        // Of parts much is told that is not the year's whole: only a slip of the pen is surely of the same.
        const std::size_t first = figures.front();
        std::erase_if(figures, [&](std::size_t f) {
          return f != first && figure(f).value != figure(first).value && !nearly(f, first);
        });
      }
      compare(figures);
    }
  }
  // 支出198.20万元 somewhere may be an item's. A figure of the whole says so in its clause, or is nearly another one of
  // them: two digits swapped, one mistyped.
  void keep_certain(std::vector<std::size_t>& figures) const {
    if (figures.empty()) return;
    const std::size_t first = figures.front();
    std::erase_if(figures, [&](std::size_t f) {
      return f != first &&
             (((!says_whole(f) || speaks_of_item(f)) && !nearly(f, first)) || is_of_own_amounts(f, first));
    });
  }
  // 2.胸痛中心建设，预算480.00万元，执行462.15万元，执行率96.28%: a rate of what its own sentence tells.
  bool is_of_own_amounts(std::size_t f, std::size_t first) const {
    if (figure(f).dimension != Dimension::percent || figure(f).sentence == figure(first).sentence) return false;
    const Sentence& sentence = context_.analysis.sentences[figure(f).sentence];
    for (std::size_t g = sentence.first_figure; g + 1 < f; ++g) {
      if (figure(g).dimension != Dimension::money || figure(g + 1).dimension != Dimension::money) continue;
      const auto verdict = test_percent(interval_of(figure(g + 1)), interval_of(figure(g)), figure(f));
      if (verdict && *verdict == Verdict::holds && !context_.view(sentence.span).starts_with(U"全年")) return true;
    }
    return false;
  }
  bool says_whole(std::size_t f) const {
    return contains_any(context_.view(figure(f).before), {U"全年", U"年度", U"部门", U"整体", U"总支出", U"总体",
                                                          U"决算", U"当年", U"本年", U"预算执行率", U"累计"});
  }
  // 扩建工程受征地影响，当年预算执行率只有71.88%
  bool speaks_of_item(std::size_t f) const {
    const Text told = context_.view({context_.analysis.sentences[figure(f).sentence].span.begin, figure(f).span.begin});
    return contains_any(told, {U"工程", U"专项", U"课题"}) && !contains_any(told, {U"部门", U"整体", U"全年"});
  }
  std::u32string digits(std::size_t f) const { return digits_of(context_.view(figure(f).number)); }
  bool nearly(std::size_t a, std::size_t b) const { return digits_changed(digits(a), digits(b)); }

  // 满意度86.7% … 满意度87.6%: whose it is may be left out; two digits swapped are rarely another's.
  void test_satisfaction() {
    std::vector<std::size_t> told;
    for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
      const Figure& one = figure(f);
      if (!one.is_exact() || one.dimension != Dimension::percent || stands_in_cell(context_, one)) continue;
      const Text words = context_.view(one.before);
      const Text clause = context_.view(context_.analysis.clauses[one.clause].span);
      if (!contains_any(words, {U"满意度", U"满意率"}) ||
          contains_any(clause, {U"目标", U"不低于", U"上年", U"去年", U"指标值", U"高于", U"低于"}) ||
          context_.analysis.outline.kind_at(one.span.begin) == SectionKind::goals)
        continue;
      told.push_back(f);
    }
    constexpr std::size_t most = 8;
    if (told.size() > most) return;
    for (std::size_t i = 0; i < told.size(); ++i) {
      for (std::size_t k = i + 1; k < told.size(); ++k) {
        if (figure(told[i]).sentence != figure(told[k]).sentence && swapped(told[i], told[k]))
          compare({told[i], told[k]});
      }
    }
  }
  bool swapped(std::size_t a, std::size_t b) const {
    constexpr std::size_t least = 3;  // digits
    return digits(a).size() >= least && digits_swapped(digits(a), digits(b));
  }

  // What the sentences and the tables tell of the department as a whole.
  void test_tables() {
    const std::vector<KeyFigure> figures = key_figures(context_.analysis);
    std::map<Key, const KeyFigure*> told, told_wrong;
    for (const KeyFigure& figure : figures) {
      if (!figure.in_table) {
        told.emplace(figure.key, &figure);
        continue;
      }
      const auto text = told.find(figure.key);
      if (text == told.end()) continue;
      const KeyFigure& first = *text->second;
      constexpr int room = 12;  // per cent: further off, the row or the column is of something else
      if (is_far_off(first.value, figure.value, room)) continue;
      Claim claim;
      claim.relation = Relation::same_quantity;
      claim.holds = can_agree(first, figure);
      claim.values = {first.printed, figure.printed};
      claim.evidence = {context_.at(first.span), context_.at(figure.span)};
      const bool holds = claim.holds;
      report_.add(std::move(claim));
      if (holds || !told_wrong.emplace(figure.key, &figure).second) continue;
      report_.add(
          "same-quantity",
          message_text("audit.same-quantity-table", {{"text", context_.quote(first.span)}, {"cell", figure.printed}}),
          {context_.at(figure.span), context_.at(first.span)}, figure.printed, first.printed);
    }
  }

  // The first against each later one that cannot be the same number.
  void compare(const std::vector<std::size_t>& figures) {
    for (std::size_t i = 1; i < figures.size(); ++i) {
      const Figure& a = figure(figures[0]);
      const Figure& b = figure(figures[i]);
      const Interval first{a.low(), a.high()}, second{b.low(), b.high()};
      const bool rounded = a.decimals != b.decimals || a.power != b.power;
      const bool holds = a.value == b.value || (rounded && first.meets(second));
      constexpr int room = 25;  // per cent
      if (!holds && is_far_off(a.value, b.value, room)) continue;
      Claim claim;
      claim.relation = Relation::same_quantity;
      claim.holds = holds;
      claim.values = printed_all(context_, {figures[0], figures[i]});
      claim.evidence = clauses_of(context_, {figures[0], figures[i]});
      report_.add(std::move(claim));
      if (holds) continue;
      report_.add("same-quantity",
                  message_text("audit.same-quantity", {{"first", context_.quote(clause_of(context_, a).span)},
                                                       {"second", context_.quote(clause_of(context_, b).span)}}),
                  clauses_of(context_, {figures[i], figures[0]}), printed(context_, b), printed(context_, a));
      return;
    }
  }

  // Counts with the same name: the words of the clause without what only frames them.
  void test_counts() {
    std::map<std::u32string, std::vector<Count>> groups;
    for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
      const Figure& one = figure(f);
      if (!one.is_exact() || one.chinese || !is_comparable(f)) continue;
      const Sentence& sentence = context_.analysis.sentences[one.sentence];
      const reading::Block& block = context_.analysis.document.blocks[sentence.block];
      if (block.kind == reading::BlockKind::cell) continue;
      const SectionKind section = context_.analysis.outline.kind_at(one.span.begin);
      // 2024年追回医保基金2,386.4万元的实践表明: where measures are told, only what is said of the year by its number.
      const bool of_year =
          year_told(context_, one) == context_.analysis.outline.year && context_.analysis.outline.year > 0;
      if (section == SectionKind::goals || (section == SectionKind::measures && !of_year)) continue;
      if (is_of_several(one)) continue;
      const Text aimed = thing_aimed_at(f);
      if (aimed.empty() && !is_whole_year(sentence, one)) continue;
      std::u32string name = name_of(one, aimed);
      if (name.size() < least_whole_name || (name.size() < least_name && is_event(name, one))) continue;
      const std::size_t ending = std::min(name.size(), least_name);
      const bool planned = section == SectionKind::yearly_work;
      groups[name.substr(name.size() - ending) + U'|' + one.unit].push_back({f, std::move(name), planned});
    }
    for (const auto& [ending, counts] : groups) {
      for (std::size_t i = 1; i < counts.size(); ++i) compare_counts(counts[0], counts[i]);
    }
    test_told_twice();
  }
  // 与抢救性发掘合计40项: of what is named there and of what was told before.
  bool is_of_several(const Figure& one) const {
    const Text words = context_.view(one.before);
    return starts_with_any(words, {U"与", U"和", U"同", U"连同", U"加上"}) && contains_any(words, {U"合计", U"共"});
  }
  // 甲项目480.00万元、乙项目196.00万元 … 甲项目186.40万元、乙项目178.92万元: where two sentences tell of the same
  // things and no number is the same, one tells of budgets and the other of spending.
  void test_told_twice() {
    struct Things {
      std::size_t told = 0;
      bool some_same = false;
    };
    const auto sentences = [&](const std::pair<std::size_t, std::size_t>& one) {
      return std::make_pair(figure(one.first).sentence, figure(one.second).sentence);
    };
    std::map<std::pair<std::size_t, std::size_t>, Things> things;
    for (const auto& one : told_twice_) {
      Things& both = things[sentences(one)];
      ++both.told;
      both.some_same = both.some_same || figure(one.first).value == figure(one.second).value;
    }
    for (const auto& one : told_twice_) {
      const Things& both = things[sentences(one)];
      if (both.told < 2 || both.some_same) compare({one.first, one.second});
    }
  }
  // A count; the satisfaction of somebody; money of something named (信息化运维项目年初预算58.00万元).
  bool is_comparable(std::size_t f) const {
    const Figure& one = figure(f);
    const Text words = context_.view(one.before);
    if (one.dimension == Dimension::percent) return contains(words, U"满意度") && !contains(words, U"率");
    if (one.dimension != Dimension::money) return one.dimension == Dimension::count;
    const auto& budget = context_.analysis.budget;
    const bool of_whole = std::any_of(budget.begin(), budget.end(), [&](const BudgetFigure& known) {
      return known.figure == f && known.scope != Scope::named;
    });
    const bool of_business = one.power == 8;  // 执行到位金额2.87亿元: budgets are told in 万元
    const std::size_t least_residue = of_business ? 2 : least_name;
    return !of_whole && residue(words, {U"支出", U"资金", U"预算", U"年初", U"项目", U"经费", U"收入", U"财政", U"拨款",
                                        U"专项", U"一般", U"公共", U"全年", U"当年", U"实际", U"投入", U"使用", U"安排",
                                        U"结转", U"结余", U"金额", U"合计", U"上级", U"中央", U"决算", U"执行", U"部门",
                                        U"总额", U"总",   U"共",   U"为",   U"达",   U"的"})
                                .size() >= least_residue;
  }
  // 业务培训12期, 专题会议8次: held by many, each for itself.
  static bool is_event(Text name, const Figure& one) {
    const Text unit(one.unit);
    return unit == U"次" || unit == U"期" || unit == U"场" || unit == U"人次" || unit == U"场次" || unit == U"项" ||
           unit == U"份" || unit == U"篇" || unit == U"条" || unit == U"件" ||
           contains_any(name, {U"项目", U"培训", U"会议", U"活动", U"人员", U"单位", U"面积", U"金额", U"长度"});
  }
  // 县综合应急救援大队接警出动 and 综合应急救援大队接警出动: one name, told with or without whose it is.
  void compare_counts(const Count& a, const Count& b) {
    const bool same = (Text(a.name).ends_with(b.name) && opens_sentence(b, a)) ||
                      (Text(b.name).ends_with(a.name) && opens_sentence(a, b));
    const auto block = [&](const Count& one) { return context_.analysis.sentences[figure(one.figure).sentence].block; };
    // 带队调研54次，形成报告13篇；各股室调研29次，形成报告8篇: one paragraph tells of several.
    const Text between =
        context_.view({figure(a.figure).span.end, std::max(figure(a.figure).span.end, figure(b.figure).span.begin)});
    const bool listed = block(a) == block(b) && contains(between, U"；");
    constexpr std::size_t telling_name = 8;  // whatever heads its paragraph
    const bool short_name = std::min(a.name.size(), b.name.size()) < telling_name &&
                            !ends_with_any(a.name, {U"常务会议", U"全体会议", U"党组会议"});
    const bool slip = figure(a.figure).value != figure(b.figure).value && nearly(a.figure, b.figure);
    if (same &&
        ((short_name && !slip && heads_differ(block(a), block(b))) || stock_and_flow(a, b) || scopes_differ(a, b)))
      return;
    if ((a.planned || b.planned) && figure(a.figure).value != figure(b.figure).value && !slip) return;
    if (same && !listed && figure(a.figure).sentence != figure(b.figure).sentence)
      told_twice_.emplace_back(a.figure, b.figure);
  }
  // 3.高血压：…，规范管理4,011人; 4.糖尿病：…，规范管理1,625人: what the paragraphs are of differs.
  bool heads_differ(std::size_t a, std::size_t b) const {
    const auto head = [&](std::size_t index) {
      const reading::Block& block = context_.analysis.document.blocks[index];
      const Text text = context_.view({block.body, block.span.end});
      const std::size_t end = text.find_first_of(U"：。");
      constexpr std::size_t longest = 12;
      const bool named =
          end != Text::npos && end <= longest && text.substr(0, end).find_first_of(U"0123456789，") == Text::npos;
      // 履职目标完成情况 heads what is told of anything.
      const Text words = named ? text.substr(0, end) : Text();
      return contains_any(words, {U"情况", U"成效", U"产出", U"效益"}) ? Text() : words;
    };
    const Text first = head(a), second = head(b);
    return !first.empty() && !second.empty() && first != second && text_of_marking(a) == text_of_marking(b);
  }
  // Only heads of one list part its points: 3.高血压 and 4.糖尿病.
  int text_of_marking(std::size_t block) const {
    return static_cast<int>(context_.analysis.document.blocks[block].marking);
  }
  // 局属单位15家，其中中等职业学校2所; 全市有各级各类学校318所，其中…中等职业学校5所
  bool scopes_differ(const Count& a, const Count& b) const {
    const auto tells = [&](const Count& one, std::initializer_list<Text> words) {
      const std::size_t index = context_.analysis.sentences[figure(one.figure).sentence].block;
      const reading::Span block = context_.analysis.document.blocks[index].span;
      return contains_any(context_.view({block.begin, figure(one.figure).span.begin}), words);
    };
    static constexpr std::initializer_list<Text> all = {U"全市", U"全县", U"全区", U"全省", U"全镇", U"辖区", U"全州"};
    static constexpr std::initializer_list<Text> own = {U"直属", U"所属", U"局属", U"下属", U"本级", U"机关"};
    const auto of_all = [&](const Count& one) { return tells(one, all) && !tells(one, own); };
    const auto of_own = [&](const Count& one) { return tells(one, own) && !tells(one, all); };
    return (of_all(a) && of_own(b)) || (of_own(a) && of_all(b));
  }
  // 新建友好交流城市2个 … 至年底共有友好交流城市23个
  bool stock_and_flow(const Count& a, const Count& b) const {
    const auto is_stock = [&](const Count& one) {
      const Figure& own = figure(one.figure);
      const Text clause = context_.view(context_.analysis.clauses[own.clause].span);
      const Sentence& sentence = context_.analysis.sentences[own.sentence];
      return contains_any(clause, {U"共有", U"现有", U"累计", U"总数"}) ||
             starts_with_any(context_.view(sentence.span), {U"至", U"截至", U"到年底", U"年末"});
    };
    return is_stock(a) != is_stock(b);
  }

  // A shorter name that stands later in its sentence may be of what that sentence began with, not of all.
  bool opens_sentence(const Count& shorter, const Count& longer) const {
    if (shorter.name.size() == longer.name.size()) return true;
    const Figure& one = figure(shorter.figure);
    constexpr std::size_t longest_owner = 2;
    if (longer.name.size() > shorter.name.size() + longest_owner) return false;
    return one.clause == context_.analysis.sentences[one.sentence].first_clause;
  }
  bool is_whole_year(const Sentence& sentence, const Figure& one) const {
    const std::size_t first = std::max(sentence.first_clause, one.clause == 0 ? 0 : one.clause - 1);
    const Text words =
        context_.view({std::min(context_.analysis.clauses[first].span.begin, one.span.end), one.span.end});
    if (contains_any(words, {U"上年", U"去年", U"季度", U"上半年", U"下半年", U"月",   U"目标", U"计划",
                             U"每",   U"平均", U"同期", U"预期",   U"力争",   U"另有", U"另外", U"其余",
                             U"其他", U"剩余", U"年来", U"以来",   U"历年",   U"近年"}))
      return false;
    if (contains(context_.view(one.before), U"其中")) return false;
    if (contains(words, U"累计") && !contains_any(words, {U"全年", U"本年", U"年内", U"年度"})) return false;
    // 目标。全年立项20项，培训不少于25期: a list of goals.
    const reading::Block& block = context_.analysis.document.blocks[sentence.block];
    const Text head = context_.view({block.body, block.span.end}).substr(0, 8);
    const bool told_done =
        contains_any(context_.view({block.body, block.span.end}).substr(0, 12), {U"目标完成", U"目标实现"});
    if ((contains_any(head, {U"目标", U"年度任务", U"计划", U"建设内容", U"实施内容"}) && !told_done) ||
        contains_any(near_sentence(context_, one), {U"不少于", U"不低于", U"力争"}))
      return false;
    if (is_of_other_year(context_, one)) return false;
    return true;
  }
  // 智慧安防小区目标120个，实际新建80个: what the goal right before was of.
  Text thing_aimed_at(std::size_t f) const {
    if (f < 2 || !context_.view(figure(f).before).starts_with(U"实际") || !same_unit(figure(f - 1), figure(f)) ||
        figure(f - 1).clause + 1 != figure(f).clause)
      return {};
    Text thing = context_.view(figure(f - 1).before);
    for (const Text goal : {Text(U"目标值"), Text(U"年度目标"), Text(U"目标"), Text(U"计划")}) {
      if (!thing.ends_with(goal)) continue;
      thing.remove_suffix(goal.size());
      if (!thing.empty()) return thing;
      // 领导干部接访满分5分，目标100人次，实际112人次
      const bool scored =
          figure(f - 2).dimension == Dimension::score && figure(f - 2).clause + 1 == figure(f - 1).clause;
      thing = scored ? context_.view(figure(f - 2).before) : Text();
      for (const Text full : {Text(U"满分"), Text(U"分值"), Text(U"（")}) {
        if (thing.ends_with(full)) thing.remove_suffix(full.size());
      }
      return thing;
    }
    return {};
  }
  // `aimed`: told with the goal before.
  std::u32string name_of(const Figure& one, Text aimed) const {
    constexpr std::size_t actually = 2;  // 实际
    std::u32string name(context_.view(one.before));
    if (!aimed.empty()) name = name.substr(actually) + std::u32string(aimed);
    // （一）2021年全市…: the number of the paragraph and the year are not of the name.
    constexpr std::size_t longest_mark = 5;
    if (const std::size_t year = name.find(U'年');
        year != std::u32string::npos && year >= 4 && year <= 4 + longest_mark && is_digit(name[year - 1]))
      name.erase(0, year + 1);
    // 保障市政府常务会议26次, 承办市政府常务会议29次: what was done for a meeting says nothing of which.
    for (const Text verb : {Text(U"承办"), Text(U"保障"), Text(U"筹办"), Text(U"筹备"), Text(U"服务保障")}) {
      const std::size_t at = name.find(verb);
      if (at <= 4 && ends_with_any(name, {U"会", U"会议"})) name.erase(0, at + verb.size());
    }
    const Text object = context_.view(one.after);
    if (name.size() < 4 && !object.empty()) name += object;
    // 联合人社部门举办专场招聘会, 向上级政协报送社情民意信息: with whom and to whom say nothing of what.
    if (starts_with_any(name, {U"全年向", U"联合", U"通过", U"向", U"为", U"面向", U"会同"})) {
      for (const Text verb :
           {Text(U"举办"), Text(U"开展"), Text(U"组织"), Text(U"召开"), Text(U"报送"), Text(U"提供"), Text(U"发布")}) {
        const std::size_t at = name.find(verb);
        if (at != std::u32string::npos) name.erase(0, at);
      }
    }
    name = without(name, {U"全年",   U"年内", U"共计", U"累计", U"合计", U"总计", U"共",   U"组织", U"召开",
                          U"举办",   U"开展", U"完成", U"办理", U"处理", U"印发", U"报送", U"我办", U"我局",
                          U"我单位", U"本年", U"年度", U"各类", U"先后", U"已",   U"为",   U"达到", U"选聘",
                          U"另聘用", U"聘用", U"城市", U"部门", U"达",   U"了",   U"的",   U"有",   U"："});
    for (const Text whose :
         {Text(U"全市"), Text(U"全县"), Text(U"全区"), Text(U"全省"), Text(U"全镇"), Text(U"全年")}) {
      if (name.starts_with(whose) && name.size() >= whose.size() + long_name) name.erase(0, whose.size());
    }
    return name;
  }

  const Context& context_;
  Report& report_;
  std::vector<std::pair<std::size_t, std::size_t>> told_twice_;  // figures of one name
};

}  // namespace

void check_same_quantities(const Context& context, Report& report) {
  SameQuantities(context, report).run();
}

}  // namespace jiheng::audit

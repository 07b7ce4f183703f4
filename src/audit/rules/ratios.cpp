// ratio, ratio.truncated, no-base: a printed rate against its own numerator and denominator.
//
// A pair is bound by what the words say: spending and budget of one scope (budget.h), or part and whole within one
// sentence. If some pair the text offers gives the rate, it holds; only if the bound pair cannot and none else does,
// the statements cannot both be true.
#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "audit/language/budget.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/rate_pairs.h"
#include "audit/rules/told_pairs.h"

namespace jiheng::audit {
namespace {

class Ratios {
 public:
  Ratios(const Context& context, Report& report)
      : context_(context), judge_(context, report), budget_(context.analysis.budget) {}

  void run() {
    collect_values();
    adjusted_ = contains_any(Text(context_.analysis.document.text),
                             {U"追加", U"核减", U"调减", U"调增", U"年中下达", U"上级下达", U"调整后为", U"调整为",
                              U"调整增加", U"执行中下达", U"年中调整", U"中央下达", U"省级下达"});
    std::vector<bool> is_budget(context_.analysis.figures.size());
    for (const BudgetFigure& one : budget_) {
      if (one.money == Money::rate) is_budget[one.figure] = true;
      const Sentence& sentence = context_.analysis.sentences[figure(one.figure).sentence];
      if (one.money != Money::rate || test_multiple(sentence, one.figure)) continue;
      const bool partial = one.scope == Scope::named || one.kind == Kind::partial;
      if (!partial || !test_share_of_named(sentence, one.figure)) test_rate(one);
    }
    for (const Sentence& sentence : context_.analysis.sentences) {
      if (context_.analysis.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
      for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
        if (!figure(f).is_exact() || figure(f).dimension != Dimension::percent) continue;
        if (!is_budget[f]) test_share(sentence, f);
        if (!judge_.has_decided(f)) test_likeliest(sentence, f);
      }
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // 执行率分别为96.64%、64.26%: which money each is of, the order tells (respective.cpp).
  bool told_respectively(std::size_t percent) const {
    const Sentence& sentence = context_.analysis.sentences[figure(percent).sentence];
    std::size_t first = percent;
    while (first > sentence.first_figure && figure(first - 1).dimension == Dimension::percent) --first;
    const std::uint32_t from = first > sentence.first_figure ? figure(first - 1).span.end : sentence.span.begin;
    return contains(context_.view({from, figure(first).span.begin}), U"分别");
  }
  void test_rate(const BudgetFigure& rate) {
    if (told_respectively(rate.figure)) return;
    if (rate.kind == Kind::expected || rate.kind == Kind::average || rate.kind == Kind::previous) return;
    const bool local = rate.scope == Scope::named || rate.kind == Kind::partial;
    std::vector<PartOfWhole> pairs;
    for (const BudgetFigure* spent : candidates(Money::spending, rate)) {
      const bool spent_near = figure(spent->figure).sentence == figure(rate.figure).sentence;
      if ((local || spent->kind != Kind::plain) && !spent_near) continue;
      for (const BudgetFigure* planned : candidates(Money::budget, rate)) {
        const bool planned_near = figure(planned->figure).sentence == figure(rate.figure).sentence;
        if (local && !planned_near) continue;
        const bool initial = planned->kind == Kind::initial;
        const bool bound = (spent_near && planned_near) ||
                           (spent_near != planned_near && near(planned->figure, spent->figure)) ||
                           (!local && only(*spent) && only(*planned));
        // A budget that was adjusted later is not what the year's rate is of.
        pairs.push_back({{spent->figure}, {planned->figure}, bound && !(initial && adjusted_ && !local), initial});
      }
      if (rate.scope == Scope::basic || rate.scope == Scope::project) add_derived(rate, *spent, pairs);
    }
    const bool total = rate.scope == Scope::whole || rate.scope == Scope::general_fund || rate.scope == Scope::basic ||
                       rate.scope == Scope::project;
    std::stable_partition(pairs.begin(), pairs.end(), [](const PartOfWhole& pair) { return !pair.initial; });
    const bool no_pair = pairs.empty();
    add_other_readings(rate, pairs);
    judge_.decide(rate.figure, pairs, no_pair && total);
  }
  // Of the rate's scope: those of its sentence, and of all others the first of each value.
  std::vector<const BudgetFigure*> candidates(Money money, const BudgetFigure& rate) const {
    std::vector<const BudgetFigure*> found;
    const Figure& own = figure(rate.figure);
    const auto in_sentence =
        std::lower_bound(budget_.begin(), budget_.end(), context_.analysis.sentences[own.sentence].first_figure,
                         [](const BudgetFigure& one, std::size_t f) { return one.figure < f; });
    for (auto one = in_sentence; one != budget_.end() && figure(one->figure).sentence == own.sentence; ++one) {
      if (one->money == money && one->scope == rate.scope && one->kind != Kind::previous) found.push_back(&*one);
    }
    const auto values = values_.find({money, rate.scope});
    if (values == values_.end()) return found;
    for (const BudgetFigure* one : values->second) {
      if (figure(one->figure).sentence != own.sentence) found.push_back(one);
    }
    return found;
  }
  // The first figure of each value told of a money and scope. More values than a report has are not looked at.
  void collect_values() {
    constexpr std::size_t most = 12;
    for (const BudgetFigure& one : budget_) {
      if (one.kind == Kind::previous) continue;
      std::vector<const BudgetFigure*>& values = values_[{one.money, one.scope}];
      const bool known = std::any_of(values.begin(), values.end(), [&](const BudgetFigure* other) {
        return figure(other->figure).value == figure(one.figure).value;
      });
      if (!known && values.size() < most) values.push_back(&one);
    }
  }
  // A rate told after the parts may be of the whole, and one after a fund of that fund: readings that may make it right
  // but cannot make it wrong.
  void add_other_readings(const BudgetFigure& rate, std::vector<PartOfWhole>& pairs) const {
    for (const auto& [key, spent] : values_) {
      if (key.first != Money::spending || key.second == Scope::named) continue;
      const auto planned = values_.find({Money::budget, key.second});
      if (planned == values_.end()) continue;
      for (const BudgetFigure* part : spent) {
        for (const BudgetFigure* whole : planned->second) pairs.push_back({{part->figure}, {whole->figure}});
      }
    }
    constexpr std::size_t most = 40;  // amounts of one sentence
    const Sentence& sentence = context_.analysis.sentences[figure(rate.figure).sentence];
    const std::size_t last = std::min(sentence.last_figure, sentence.first_figure + most);
    for (std::size_t a = sentence.first_figure; a < last; ++a) {
      for (std::size_t b = sentence.first_figure; b < last; ++b) {
        if (a != b && is_amount(a) && is_amount(b)) pairs.push_back({{a}, {b}});
      }
    }
  }
  bool is_amount(std::size_t f) const { return figure(f).is_exact() && figure(f).dimension == Dimension::money; }
  // No other value is stated of this money and scope.
  bool only(const BudgetFigure& one) const {
    const auto values = values_.find({one.money, one.scope});
    return values != values_.end() && values->second.size() == 1;
  }
  bool near(std::size_t a, std::size_t b) const {
    const auto block = [&](std::size_t f) { return context_.analysis.sentences[figure(f).sentence].block; };
    return block(a) == block(b) || block(a) + 1 == block(b) || block(b) + 1 == block(a);
  }
  // 基本支出预算 = 预算 − 项目支出预算 when it is not stated itself.
  void add_derived(const BudgetFigure& rate, const BudgetFigure& spent, std::vector<PartOfWhole>& pairs) const {
    const Scope other = rate.scope == Scope::basic ? Scope::project : Scope::basic;
    const auto wholes = values_.find({Money::budget, Scope::whole}), rests = values_.find({Money::budget, other});
    if (wholes == values_.end() || rests == values_.end()) return;
    for (const BudgetFigure* whole : wholes->second) {
      for (const BudgetFigure* rest : rests->second) {
        if (rest->kind != whole->kind) continue;
        pairs.push_back({{spent.figure}, {whole->figure, rest->figure}, only(*whole) && only(*rest) && only(spent)});
      }
    }
  }

  // Any other rate or share: part and whole in the sentence.
  void test_share(const Sentence& sentence, std::size_t percent) {
    const Text before = context_.view(figure(percent).before);
    if (is_change(before)) return;
    const bool share = contains_any(before, {U"占", U"比重", U"比例"});
    const bool rate = contains(before, U"率") || contains_any(context_.view(figure(percent).after), {U"率"});
    if (test_multiple(sentence, percent)) return;
    if (!share && !rate) return;
    if (share && (test_share_of_spending(sentence, percent) || test_share_of_named(sentence, percent) ||
                  test_share_of_list(sentence, percent) || test_share_among(sentence, percent)))
      return;
    const std::vector<PartOfWhole> pairs = told_pairs(context_, sentence, percent, share);
    if (!pairs.empty()) judge_.decide(percent, pairs);
  }

  // No form of words binds the rate: the amounts around it that the words most likely mean.
  void test_likeliest(const Sentence& sentence, std::size_t percent) {
    const Text before = context_.view(figure(percent).before);
    if (is_change(before) ||
        !(contains_any(before, {U"率", U"密度", U"占", U"比例", U"比重", U"满意度", U"完成", U"进度", U"使用",
                                U"只用了", U"面"}) ||
          before.ends_with(U"的") || contains_any(context_.view(figure(percent).after), {U"率"})) ||
        contains(context_.view({sentence.span.begin, figure(percent).span.begin}), U"分别"))
      return;
    if (contains_any(context_.view(sentence.span), {U"先后批示", U"重复", U"交叉", U"重叠"})) return;
    const auto pair = likeliest_pair(context_, percent);
    if (pair) judge_.decide(percent, {{{pair->part}, {pair->whole}, pair->weight >= certain_weight}});
  }
  // Of what was before or is aimed at, not of a part.
  static bool is_change(Text before) {
    return contains_any(before, {U"同比", U"增长", U"下降", U"上年", U"去年", U"提高", U"上升", U"降低",
                                 U"减少", U"增加", U"环比", U"增幅", U"降幅", U"目标", U"预期", U"不低于",
                                 U"压减", U"节约", U"超额", U"较",   U"节支", U"节省", U"审减", U"下浮"});
  }

  // 项目支出占全年支出的35.47%: of what was told of both, once each.
  bool test_share_by_name(std::size_t percent) {
    const Text before = context_.view(figure(percent).before);
    const Scope scope = before.starts_with(U"项目支出占")   ? Scope::project
                        : before.starts_with(U"基本支出占") ? Scope::basic
                                                            : Scope::whole;
    if (scope == Scope::whole || !ends_with_any(before, {U"支出的", U"支出总额的", U"支出比重为", U"执行数的"}))
      return false;
    const auto parts = values_.find({Money::spending, scope}), wholes = values_.find({Money::spending, Scope::whole});
    if (parts == values_.end() || wholes == values_.end()) return false;
    const bool single = parts->second.size() == 1 && wholes->second.size() == 1;
    judge_.decide(percent, {{{parts->second.front()->figure}, {wholes->second.front()->figure}, single}});
    return true;
  }

  bool leaves_bracket(std::size_t a, std::size_t b) const {
    const Text between = context_.view({figure(a).span.end, figure(b).span.begin});
    return between.find(U'）') < between.find(U'（');
  }
  // 受理审查起诉案件312件428人: the second number is named with the first.
  bool is_named(std::size_t f, Text name) const {
    constexpr std::size_t certain = 4;  // characters: a longer name may go on
    Text words = context_.view(figure(f).before);
    if (words.empty() && f > 0 && figure(f - 1).span.end == figure(f).span.begin)
      words = context_.view(figure(f - 1).before);
    if (name.size() < certain) return words.ends_with(name);
    const std::size_t at = words.find(name);  // but not 卫生技术人员中执业医师205人
    return at != Text::npos &&
           (at + name.size() == words.size() || Text(U"中里之的").find(words[at + name.size()]) == Text::npos);
  }
  // 2022年立案2,936件
  bool of_other_year(std::size_t f) const {
    const int year = context_.analysis.outline.year;
    return f > 0 && year > 0 && figure(f - 1).kind == FigureKind::year && figure(f - 1).clause == figure(f).clause &&
           figure(f - 1).value != Decimal(year);
  }
  // 适配辅助器具3,380件，包括…。免费适配2,975件，免费件数占全部适配件数的88.0%
  bool test_share_of_all(const Sentence& sentence, std::size_t percent, Text stem) {
    const std::size_t part = percent - 1;
    // What the share is of is named like its part: 免费适配…，免费件数占….
    const Text own = context_.view(figure(percent).before).substr(0, 2);
    if (figure(part).dimension == Dimension::percent || !is_han(own.front()) ||
        !contains(context_.view(figure(part).before), own))
      return false;
    std::optional<std::size_t> whole;
    constexpr std::size_t most = 12;
    for (std::size_t f = sentence.first_figure, looked = 0; f-- > 0 && looked < most; ++looked) {
      if (context_.analysis.sentences[figure(f).sentence].block != sentence.block) break;
      if (!figure(f).is_exact() || !same_unit(figure(f), figure(part)) || figure(f).value < figure(part).value)
        continue;
      if (!contains(context_.view(figure(f).before), stem)) continue;
      if (whole) return false;
      whole = f;
    }
    if (!whole) return false;
    judge_.decide(percent, {{{part}, {*whole}, true}});
    return true;
  }

  // 上半年支出1204.86万元，占全年预算2846.37万元的42.33%；前三季度2013.40万元，占全年预算的70.74%: the whole is what
  // the paragraph called so before.
  bool test_share_of_named(const Sentence& sentence, std::size_t percent) {
    Text name = context_.view(figure(percent).before);
    if (percent == sentence.first_figure || !name.ends_with(U"的")) return false;
    if (const std::size_t all = name.find(U"占全部"); all != Text::npos) name.remove_prefix(all);
    if (!name.starts_with(U"占")) return false;
    name = name.substr(1, name.size() - 2);
    for (const Text all : {Text(U"全部"), Text(U"所有"), Text(U"总")}) {  // 占全部适配件数的: of what was told as 适配…
      if (name.starts_with(all) && name.size() >= all.size() + 2)
        return test_share_of_all(sentence, percent, name.substr(all.size(), 2));
    }
    // 累计支出4635.80万元（含预付款813.80万元），占概算总投资的53.59%: the bracket holds an aside.
    if (leaves_bracket(percent - 1, percent)) return false;
    // 委员96名，占委员总数的56.80%，换届后县政协委员总数为169名: told right behind.
    if (percent + 1 < sentence.last_figure && figure(percent + 1).is_exact() &&
        same_unit(figure(percent + 1), figure(percent - 1)) && name.size() >= 3 &&
        contains(context_.view(figure(percent + 1).before), name)) {
      judge_.decide(percent, {{{percent - 1}, {percent + 1}, true}}, false, true);
      return true;
    }
    // 占立案数的42.6%: of 立案3,214件
    for (const Text counted :
         {Text(U"总数"), Text(U"总量"), Text(U"总额"), Text(U"金额"), Text(U"人数"), Text(U"数"), Text(U"量")}) {
      if (name.size() >= counted.size() + 2 && name.ends_with(counted)) {
        name.remove_suffix(counted.size());
        break;
      }
    }
    if (name.size() < 2 || contains_any(name.substr(0, 2), {U"预算", U"支出", U"收入", U"资金", U"全部", U"同期"}))
      return false;
    const std::size_t part = percent - 1;
    constexpr std::size_t most = 20;
    for (std::size_t f = part, looked = 0; f-- > 0 && looked < most; ++looked) {
      if (context_.analysis.sentences[figure(f).sentence].block != sentence.block) break;
      if (!figure(f).is_exact() || !same_unit(figure(f), figure(part)) || !is_named(f, name) || of_other_year(f))
        continue;
      judge_.decide(percent, {{{part}, {f}, figure(part).value <= figure(f).value}}, false, true);
      return true;
    }
    return test_share_of_report(percent, name);
  }
  // 在校学生2,146人 … 参与课后服务的学生1,958人，占在校学生的91.24%: told once by that name, wherever.
  bool test_share_of_report(std::size_t percent, Text name) {
    constexpr std::size_t key = 4;  // characters
    if (test_share_of_label(percent, name)) return true;
    if (name.size() < key) return false;
    if (!by_name_) {
      by_name_.emplace();
      for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
        const Text words = context_.view(figure(f).before);
        if (!figure(f).is_exact() || words.size() < key || of_other_year(f)) continue;
        (*by_name_)[std::u32string(words.substr(words.size() - key))].push_back(f);
      }
    }
    const auto told = by_name_->find(std::u32string(name.substr(name.size() - key)));
    if (told == by_name_->end() || told->second.size() > key) return false;
    std::optional<std::size_t> whole;
    for (const std::size_t f : told->second) {
      if (!context_.view(figure(f).before).ends_with(name) || !same_unit(figure(f), figure(percent - 1))) continue;
      if (whole && figure(*whole).value != figure(f).value) return false;
      whole = f;
    }
    if (!whole || *whole == percent - 1 || figure(*whole).value < figure(percent - 1).value) return false;
    judge_.decide(percent, {{{percent - 1}, {*whole}, true}}, false, true);
    return true;
  }

  // 新收17,406件 … 网上立案9,763件，占新收案件的56.09%: the counter says what the name does; told once so, wherever.
  bool test_share_of_label(std::size_t percent, Text name) {
    const std::size_t whole_name = name.size();
    for (const Text thing : {Text(U"案件"), Text(U"人员"), Text(U"企业"), Text(U"项目")}) {
      if (name.size() == whole_name && name.ends_with(thing) && name.size() >= thing.size() + 2)
        name.remove_suffix(thing.size());
    }
    if (name.size() == whole_name) return false;
    if (by_label_.empty()) collect_labels();
    const auto told = by_label_.find(std::u32string(name));
    if (told == by_label_.end()) return false;
    std::optional<std::size_t> whole;
    for (const std::size_t f : told->second) {
      if (f == percent - 1 || !same_unit(figure(f), figure(percent - 1)) || figure(f).value < figure(percent - 1).value)
        continue;
      if (whole && figure(*whole).value != figure(f).value) return false;
      whole = f;
    }
    if (!whole) return false;
    judge_.decide(percent, {{{percent - 1}, {*whole}, true}}, false, true);
    return true;
  }

  // Whole labels of amounts, without what only frames them; of each the first few.
  void collect_labels() {
    constexpr std::size_t longest = 12, most = 4;
    for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
      Text label = context_.view(figure(f).before);
      for (const Text framing : {Text(U"其中"), Text(U"全年"), Text(U"共")}) {
        if (label.starts_with(framing)) label.remove_prefix(framing.size());
      }
      if (!figure(f).is_exact() || label.size() < 2 || label.size() > longest || of_other_year(f)) continue;
      std::vector<std::size_t>& told = by_label_[std::u32string(label)];
      if (told.size() < most) told.push_back(f);
    }
  }

  // 专任教师152人，…；专任教师中“双师型”教师98人，占64.47%: of what was told by that name before.
  bool test_share_among(const Sentence& sentence, std::size_t percent) {
    constexpr std::size_t least_name = 3, longest_name = 10, most = 16;  // characters; figures looked at
    if (percent != sentence.first_figure + 1 ||
        residue(context_.view(figure(percent).before), {U"占", U"比", U"为"}).size() > 0)
      return false;
    const std::size_t part = percent - 1;
    Text words = context_.view({sentence.span.begin, figure(part).span.begin});
    if (words.starts_with(U"其中")) words.remove_prefix(2);
    const std::size_t at = words.find(U'中');
    if (at == Text::npos || at < least_name || at > longest_name || !figure(part).is_exact()) return false;
    for (std::size_t f = part, looked = 0; f-- > 0 && looked < most; ++looked) {
      if (context_.analysis.sentences[figure(f).sentence].block != sentence.block) return false;
      if (!figure(f).is_exact() || !same_unit(figure(f), figure(part)) ||
          !context_.view(figure(f).before).ends_with(words.substr(0, at)))
        continue;
      judge_.decide(percent, {{{part}, {f}, figure(part).value <= figure(f).value}}, false, true);
      return true;
    }
    return false;
  }
  // 供应8,463亩，其中工业用地3,127亩、…；工业用地占供应总量的36.95%: of the whole that the named part was told of.
  bool test_share_of_list(const Sentence& sentence, std::size_t percent) {
    constexpr std::size_t least_name = 3, most = 24;  // characters; figures looked at
    const Text before = context_.view(figure(percent).before);
    const std::size_t at = before.find(U'占');
    if (percent != sentence.first_figure || at == Text::npos || at < least_name) return false;
    for (std::size_t f = percent, looked = 0; f-- > 0 && looked < most; ++looked) {
      if (context_.analysis.sentences[figure(f).sentence].block != sentence.block) return false;
      const int list = context_.analysis.part_of[f];
      if (list < 0 || context_.view(figure(f).before) != before.substr(0, at)) continue;
      const std::vector<std::size_t>& totals = context_.analysis.breakdowns[static_cast<std::size_t>(list)].totals;
      if (totals.size() != 1) return false;
      judge_.decide(percent, {{{f}, {totals.front()}, true}});
      return true;
    }
    return false;
  }

  // 完成4.62万亩，为计划4.5万亩的102.7%: the figure right before 的 is the whole, the one before it the part.
  bool test_multiple(const Sentence& sentence, std::size_t percent) {
    if (percent < sentence.first_figure + 2) return false;
    const std::size_t whole = percent - 1, part = percent - 2;
    const Text between = context_.view({figure(whole).span.end, figure(percent).span.begin});
    if (!between.ends_with(U"的") || between.size() > 12 || between.find_first_of(U"，；。") != Text::npos)
      return false;
    if (!contains_any(context_.view(figure(whole).before), {U"为", U"占", U"完成", U"达", U"是", U"相当于"}))
      return false;
    if (!figure(whole).is_exact() || !figure(part).is_exact() || !same_unit(figure(whole), figure(part))) return false;
    if (figure(part).dimension != Dimension::count && figure(part).dimension != Dimension::money &&
        figure(part).dimension != Dimension::area)
      return false;
    // “三公”经费14.23万元，其中用车9.86万元、接待4.37万元，没有购车支出，为年初预算18.50万元的76.92%: the part may be
    // any of those told before; the nearest is bound where nothing else stands between.
    const Text gap = context_.view({figure(part).span.end, figure(whole).span.begin});
    const bool beside = std::count(gap.begin(), gap.end(), U'，') <= 1;
    std::vector<PartOfWhole> pairs = {{{part}, {whole}, beside}};
    constexpr std::size_t most = 12;
    for (std::size_t f = part, looked = 0; f-- > sentence.first_figure && looked < most; ++looked) {
      if (figure(f).is_exact() && same_unit(figure(f), figure(whole))) pairs.push_back({{f}, {whole}});
    }
    judge_.decide(percent, pairs);
    return true;
  }

  // 基本支出A，占P: of all that was spent, wherever that is told.
  bool test_share_of_spending(const Sentence& sentence, std::size_t percent) {
    if (test_share_by_name(percent)) return true;
    if (percent == sentence.first_figure ||
        residue(context_.view(figure(percent).before), {U"占", U"比", U"为", U"总", U"支出", U"的", U"其中", U"重"})
                .size() > 1) {
      return false;
    }
    const BudgetFigure* part = nullptr;
    std::vector<PartOfWhole> pairs;
    for (const BudgetFigure& one : budget_) {
      if (one.figure == percent - 1 && one.money == Money::spending &&
          (one.scope == Scope::basic || one.scope == Scope::project))
        part = &one;
    }
    if (part == nullptr) return false;
    for (const BudgetFigure& one : budget_) {
      if (one.scope != Scope::whole || one.kind == Kind::previous) continue;
      if (one.money == Money::spending) pairs.push_back({{part->figure}, {one.figure}, only(one)});
      if (one.money == Money::budget) pairs.push_back({{part->figure}, {one.figure}, false});
    }
    if (pairs.empty()) return false;
    judge_.decide(percent, pairs);
    return true;
  }

  const Context& context_;
  RateJudge judge_;
  const std::vector<BudgetFigure>& budget_;
  std::map<std::pair<Money, Scope>, std::vector<const BudgetFigure*>> values_;
  std::optional<std::unordered_map<std::u32string, std::vector<std::size_t>>> by_name_;  // by the last words before
  std::unordered_map<std::u32string, std::vector<std::size_t>> by_label_;
  bool adjusted_ = false;  // the report tells of a budget changed during the year
};

}  // namespace

void check_ratios(const Context& context, Report& report) {
  Ratios(context, report).run();
}

}  // namespace jiheng::audit

// problem-measure: problems that no measure answers; low-execution.no-problem: a low execution rate beside “no
// problems”.
//
// Problems are the numbered points of the problems section, not the reasons listed below them. A problem is answered
// when the measures share a content word with it, a pair of characters that is not one of the phrases every problem
// and every measure is made of. Counts are compared only where both sides are numbered.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <unordered_set>

#include "audit/language/budget.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/items.h"
#include "audit/rules/rule.h"

namespace jiheng::audit {
namespace {

using reading::Document;
using reading::Span;

// Pairs of characters that say that something is wanting or shall get better, not what: with them every problem would
// find a measure.
constexpr auto generic_pairs = std::to_array<Text>({
    U"有待", U"加强", U"提高", U"进一", U"一步", U"工作", U"管理", U"个别", U"部分", U"不够", U"仍需", U"存在",
    U"问题", U"需要", U"机制", U"规范", U"完善", U"提升", U"情况", U"方面", U"不足", U"不高", U"较低", U"优化",
    U"健全", U"建立", U"推进", U"落实", U"相关", U"单位", U"部门", U"项目", U"不到", U"到位", U"力度", U"水平",
    U"强化", U"改进", U"措施", U"亟待", U"尚需", U"还需", U"仍有", U"还有", U"还存", U"有些", U"一些", U"有所",
    U"今后", U"下一", U"年度", U"能力", U"质量", U"效率", U"制度", U"开展", U"做好", U"进行", U"实施", U"要求",
    U"科学", U"合理", U"有效", U"全面", U"积极", U"及时", U"确保", U"保障", U"切实", U"精细", U"细化",
});
// Characters that join words; a pair with one of them is no word.
constexpr Text joining = U"的了和与及在对等为是有不较以于中上下之其将把被从由向至或但而也都就还仍需要各该本我";

// Words of one matter: a problem told with one of them is answered by a measure told with another.
using Matter = std::array<Text, 9>;  // empty words end it
constexpr auto matters = std::to_array<Matter>({
    {{U"满意度", U"满意", U"问卷", U"回访", U"测评"}},
    {{U"归档", U"档案", U"立卷"}},
    {{U"公务用车", U"公车", U"车辆"}},
    {{U"支付", U"拨付", U"支出进度", U"序时", U"执行率", U"执行进度", U"预算执行"}},
    {{U"采购", U"招标", U"招投标", U"政采"}},
    {{U"盘点", U"清查", U"账实", U"账物"}},
    {{U"人手", U"人员不足", U"力量不足", U"力量薄弱", U"编制不足", U"招聘", U"引进人才", U"抽调", U"购买服务"}},
    {{U"业务能力", U"专业能力", U"业务水平", U"素质", U"不熟悉", U"经验", U"培训", U"轮训", U"学习"}},
    {{U"指标", U"量化", U"目标设置", U"目标设定", U"目标编制"}},
    {{U"绩效监控", U"运行监督", U"运行监控", U"双监控", U"跟踪"}},
    {{U"信息公开", U"公开", U"公示"}},
    {{U"内控", U"内部控制", U"风险防控"}},
    {{U"结转", U"结余", U"沉淀", U"盘活"}},
    {{U"验收", U"完工", U"竣工", U"结算"}},
    {{U"宣传", U"知晓率", U"推广"}},
    {{U"疫情", U"线上", U"网上"}},
    {{U"预算编制", U"编制预算", U"年初预算", U"测算", U"论证", U"项目储备", U"项目库"}},
});

using Pairs = std::unordered_set<std::uint64_t>;

std::uint64_t pair_code(char32_t a, char32_t b) {
  return (static_cast<std::uint64_t>(a) << 32) | b;
}

bool is_content(char32_t a, char32_t b) {
  if (!is_han(a) || !is_han(b) || joining.find(a) != Text::npos || joining.find(b) != Text::npos) return false;
  static const Pairs generic = [] {
    Pairs set;
    for (const Text pair : generic_pairs) set.insert(pair_code(pair[0], pair[1]));
    return set;
  }();
  return !generic.contains(pair_code(a, b));
}

void collect_pairs(Text text, Pairs& pairs) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (is_content(text[i], text[i + 1])) pairs.insert(pair_code(text[i], text[i + 1]));
  }
}

bool says_none(Text body) {
  body = body.substr(0, body.find(U'。'));
  if (body.size() > 60) return false;
  return starts_with_any(body, {U"无", U"暂无", U"没有", U"未发现", U"不存在", U"暂未发现", U"经自查，未发现"}) ||
         contains_any(body, {U"暂无", U"暂无问题", U"没有发现", U"未发现存在", U"不存在问题", U"暂未发现",
                             U"无明显问题", U"不存在明显", U"没有存在", U"无需要说明", U"支出无问题", U"未发现突出",
                             U"无需说明", U"未发现明显", U"未发现问题", U"暂无存在", U"无存在"});
}

class ProblemChecker {
 public:
  ProblemChecker(const Context& context, Report& report)
      : context_(context), document_(context.analysis.document), report_(report) {}

  void run() {
    find_parts();
    check_measures();
    check_low_execution();
  }

 private:
  void find_parts() {
    const Outline& outline = context_.analysis.outline;
    for (const Section& section : outline.sections) {
      if (outline.is_inside(section.span.begin, SectionKind::attachment)) continue;
      const Span body{section.heading.end, section.span.end};
      if (section.kind == SectionKind::measures) {
        if (!measures_.empty() && measures_.back().contains(body)) continue;
        measures_.push_back(body);
      } else if (section.kind == SectionKind::problems) {
        found_problems_ = true;
        if (!problems_.empty() && problems_.back().contains(body)) continue;
        problems_.push_back(body);
        combined_ =
            combined_ || contains_any(context_.view(section.heading), {U"措施", U"建议", U"改进", U"打算", U"整改"});
      }
    }
    // A section of measures inside one of problems ends the problems: 三、存在的问题及改进措施 （二）改进措施.
    for (Span& problems : problems_) {
      for (const Span& measures : measures_) {
        if (problems.contains(measures.begin) && problems.begin < measures.begin)
          problems.end = heading_before(measures);
      }
    }
  }

  std::uint32_t heading_before(Span body) const {
    for (const Section& section : context_.analysis.outline.sections) {
      if (section.heading.end == body.begin) return section.span.begin;
    }
    return body.begin;
  }

  // --- problem-measure

  struct Point {
    Span span;  // its whole text, the number not included
    ItemStyle style;
  };

  void check_measures() {
    if (problems_.empty() || says_none(body_text(problems_.front()))) return;
    if (measures_.empty()) {
      if (combined_) check_combined();
      return;
    }
    std::vector<Point> problems, measures;
    for (const Span body : problems_) append(problems, points_of(body));
    for (const Span body : measures_) append(measures, points_of(body));
    compare(problems, problems_, measures, measures_);
  }

  static void append(std::vector<Point>& to, const std::vector<Point>& from) {
    to.insert(to.end(), from.begin(), from.end());
  }

  void compare(std::vector<Point> problems, const std::vector<Span>& problem_bodies, const std::vector<Point>& measures,
               const std::vector<Span>& measure_bodies) {
    const bool numbered = problems.size() >= 2;
    if (problems.empty()) {
      for (const Span body : problem_bodies) problems.push_back({body, ItemStyle::arabic});
    }
    Pairs answered;
    for (const Span body : measure_bodies) collect_pairs(context_.view(body), answered);
    if (answered.empty()) return;  // measures without any content say nothing that could be compared
    std::vector<Evidence> unanswered;
    const std::size_t measures_counted = count(measures, problems.front().style, measure_bodies);
    for (std::size_t i = 0; i < problems.size(); ++i) {
      const Span problem = problems[i].span;
      if (is_answered(problem, numbered, answered)) continue;
      if (is_answered_in_other_words(problem, i, problems.size(), measures, measures_counted, measure_bodies)) continue;
      unanswered.push_back(context_.at(head_of(problem)));
    }
    const bool fewer = numbered && measures_counted >= 2 && measures_counted < problems.size();
    if (!unanswered.empty()) {
      const std::string problem = context_.quote(unanswered.front().span);
      for (const Span body : measure_bodies) unanswered.push_back(context_.at(first_text(body)));
      report_.add("problem-measure", message_text("audit.problem-measure", {{"problem", problem}}),
                  std::move(unanswered));
    } else if (fewer) {
      std::vector<Evidence> evidence;
      for (const Point& problem : problems) evidence.push_back(context_.at(head_of(problem.span)));
      for (const Point& measure : measures) evidence.push_back(context_.at(head_of(measure.span)));
      report_.add(
          "problem-measure",
          message_text("audit.problem-measure-count", {{"problems", problems.size()}, {"measures", measures_counted}}),
          std::move(evidence));
    }
  }

  // The same style on both sides is the same level; otherwise the style that numbers most.
  std::size_t count(const std::vector<Point>& measures, ItemStyle style, const std::vector<Span>& bodies) const {
    if (!measures.empty() && measures.front().style == style) return measures.size();
    std::array<std::size_t, item_styles> counts{};
    for (const Span body : bodies) {
      for (const Item& item : items_within(body)) ++counts[static_cast<std::size_t>(item.style)];
    }
    return *std::max_element(counts.begin(), counts.end());
  }

  bool is_answered(Span problem, bool numbered, const Pairs& answered) const {
    Pairs pairs;
    collect_pairs(context_.view(numbered ? head_of(problem) : problem), pairs);
    if (pairs.size() < 2) collect_pairs(context_.view(problem), pairs);
    if (pairs.empty()) return true;
    return std::any_of(pairs.begin(), pairs.end(), [&](std::uint64_t pair) { return answered.contains(pair); });
  }

  // 归档工作不及时 … 落实“随办随归”. A measure at the problem's own place need only share a character with it; measures
  // that are not numbered two. Fewer measures than problems get no such benefit.
  bool is_answered_in_other_words(Span problem, std::size_t index, std::size_t problems,
                                  const std::vector<Point>& measures, std::size_t counted,
                                  const std::vector<Span>& bodies) const {
    if (is_of_one_matter(problem, bodies)) return true;
    if (measures.size() == problems && index < measures.size()) return shared(problem, {measures[index].span}) >= 1;
    if (counted >= 2) return counted >= problems && shared(problem, bodies) >= 2;
    return shared(problem, bodies) >= 2;
  }

  bool is_of_one_matter(Span problem, const std::vector<Span>& measures) const {
    const auto tells = [](Text text, const Matter& matter) {
      return std::any_of(matter.begin(), matter.end(),
                         [&](Text word) { return !word.empty() && contains(text, word); });
    };
    const Text wanting = context_.view(head_of(problem));
    return std::any_of(matters.begin(), matters.end(), [&](const Matter& matter) {
      return tells(wanting, matter) && std::any_of(measures.begin(), measures.end(),
                                                   [&](Span measure) { return tells(context_.view(measure), matter); });
    });
  }

  // Distinct characters that both have, without those that stand in any problem and any measure.
  std::size_t shared(Span problem, const std::vector<Span>& measures) const {
    static constexpr Text common =
        U"的了和与及在对等为是有不较以于中上下之其将把被从由向至或但而也都就还仍需要各该本我一二三四五六七八九十性效率"
        U"度个部分进步加强提高"
        U"工作管理完善存问题待够情况方面规范机制落实建立健全推优化开展做好目标年月日人员制措施能力水平足到位未及时行施"
        U"保障确"
        U"出现大小多少高低差";
    std::set<char32_t> characters;
    for (const char32_t c : context_.view(problem)) {
      if (is_han(c) && common.find(c) == Text::npos) characters.insert(c);
    }
    return static_cast<std::size_t>(std::count_if(characters.begin(), characters.end(), [&](char32_t c) {
      return std::any_of(measures.begin(), measures.end(),
                         [&](Span measure) { return context_.view(measure).find(c) != Text::npos; });
    }));
  }

  // 问题及措施 in one section: measures follow one cue, or each problem has its own.
  void check_combined() {
    const Span body = problems_.front();
    if (tabulates_measures(body)) return;
    std::vector<std::uint32_t> cues = cues_in(body);
    if (cues.empty()) return;
    if (cues.size() == 1) {
      // 1.…。今后…。2.…: each problem is told with its measure, in words no cue tells.
      const std::vector<Point> all = points_of(body);
      const bool within = all.size() >= 2 && std::any_of(all.begin(), all.end() - 1, [&](const Point& point) {
                            return point.span.contains(cues[0]);
                          });
      if (within) return;
      const Span before{body.begin, cues[0]}, after{cues[0], body.end};
      compare(points_of(before), {before}, points_of(after), {after});
      return;
    }
    const std::vector<Point> points = points_of(body);
    std::vector<Evidence> without;
    for (const Point& point : points) {
      const bool has =
          std::any_of(cues.begin(), cues.end(), [&](std::uint32_t cue) { return point.span.contains(cue); });
      if (!has) without.push_back(context_.at(head_of(point.span)));
    }
    if (without.empty() || without.size() * 2 > points.size()) return;
    const std::string problem = context_.quote(without.front().span);
    report_.add("problem-measure", message_text("audit.problem-measure", {{"problem", problem}}), std::move(without));
  }

  // | 序号 | 发现的问题 | 改进措施 |: each row has both.
  bool tabulates_measures(Span body) const {
    return std::any_of(document_.tables.begin(), document_.tables.end(), [&](const reading::Table& table) {
      if (!body.contains(table.span)) return false;
      bool problem = false, measure = false;
      for (const reading::Cell& cell : table.cells) {
        if (cell.row > 0) break;
        problem = problem || contains(context_.view(cell.span), U"问题");
        measure = measure || contains_any(context_.view(cell.span), {U"措施", U"整改", U"改进"});
      }
      return problem && measure;
    });
  }

  std::vector<std::uint32_t> cues_in(Span body) const {
    std::vector<std::uint32_t> cues;
    for (const Sentence& sentence : context_.analysis.sentences) {
      if (!body.contains(sentence.span)) continue;
      const Text text = context_.view(sentence.span);
      if (contains_any(text.substr(0, 16), {U"改进措施", U"整改措施", U"下一步", U"今后", U"针对上述", U"针对以上",
                                            U"针对该问题", U"针对这一", U"解决措施", U"改进建议", U"措施："})) {
        cues.push_back(sentence.span.begin);
      }
    }
    return cues;
  }

  std::vector<Item> items_within(Span body) const {
    std::vector<Item> items;
    if (body.empty()) return items;
    for (const Item& item : items_in(document_, document_.block_at(body.begin), document_.block_at(body.end - 1))) {
      if (body.contains(item.mark)) items.push_back(item);
    }
    return items;
  }

  // The outermost numbered points; one point alone only heads what is below it.
  std::vector<Point> points_of(Span body) const {
    const std::vector<Item> items = without_reasons(items_within(body), body);
    if (items.empty()) return {};
    std::vector<Point> points;
    for (const Item& item : items) {
      if (item.style != items.front().style) continue;
      if (!points.empty()) points.back().span.end = std::min(points.back().span.end, item.mark.begin);
      points.push_back({{item.mark.end, body.end}, item.style});
    }
    std::erase_if(points, [&](const Point& point) { return is_reason(point.span); });
    if (points.size() == 1) {
      std::vector<Point> inner = points_of(points.front().span);
      if (inner.size() >= 2) return inner;
    }
    return points;
  }

  // A list that is announced as reasons (导致的主要原因：一是…；二是…) is left out as a whole.
  std::vector<Item> without_reasons(std::vector<Item> items, Span body) const {
    struct State {
      bool reasons = false, begun = false, within_paragraph = false;
    };
    std::array<State, item_styles> states;
    std::erase_if(items, [&](const Item& item) {
      State& state = states[static_cast<std::size_t>(item.style)];
      if (item.number == 1 || !state.begun) {
        state = {lists_reasons(item, body), true, !item.leads_block};
      } else if (item.leads_block && state.within_paragraph) {
        state.reasons = false;  // reasons given within a paragraph end with it
      }
      return state.reasons;
    });
    return items;
  }

  // Whether the words before the first number of a list announce reasons: …，导致的主要原因：一是….
  bool lists_reasons(const Item& item, Span body) const {
    Span before{body.begin, item.mark.begin};
    Text lead = context_.view(before);
    while (!lead.empty() && contains(U"：\n", lead.substr(lead.size() - 1))) lead.remove_suffix(1);
    const std::size_t mark = lead.find_last_of(U"，。；：\n");
    if (mark != Text::npos) lead = lead.substr(mark + 1);
    return contains_any(lead, {U"原因", U"由于", U"因为"}) && !contains(lead, U"问题");
  }

  bool is_reason(Span point) const {
    const Text head = context_.view(point).substr(0, 10);
    return contains(head, U"原因") && !contains(head, U"问题");
  }

  Text body_text(Span body) const {
    Text text = context_.view(body);
    while (!text.empty() && contains(U"：。\n", text.substr(0, 1))) text.remove_prefix(1);
    return text;
  }

  // What the problem is, without its reasons and examples.
  Span head_of(Span span) const {
    Text text = context_.view(span);
    const Text original = text;
    while (!text.empty() && contains(U"：。，\n", text.substr(0, 1))) text.remove_prefix(1);
    const auto begin = span.begin + static_cast<std::uint32_t>(original.size() - text.size());
    std::size_t end = std::min(text.size(), text.find_first_of(U"。；\n"));
    for (const Text cue : {Text(U"，主要是"), Text(U"，由于"), Text(U"，主要原因"), Text(U"，原因")}) {
      end = std::min(end, text.find(cue));
    }
    return {begin, begin + static_cast<std::uint32_t>(end)};
  }

  Span first_text(Span body) const {
    Text text = context_.view(body);
    const Text original = text;
    while (!text.empty() && contains(U"：。\n", text.substr(0, 1))) text.remove_prefix(1);
    const auto begin = body.begin + static_cast<std::uint32_t>(original.size() - text.size());
    return {begin, std::max(begin, body.end)};
  }

  // --- low-execution.no-problem

  void check_low_execution() {
    const DocumentKind kind = context_.analysis.outline.kind;
    if (kind != DocumentKind::report && kind != DocumentKind::project_report) return;
    const bool none = !problems_.empty() && says_none(body_text(problems_.front()));
    if (!none && (found_problems_ || mentions_problems())) return;
    const std::optional<Span> rate = lowest_rate();
    if (!rate) return;
    std::vector<Evidence> evidence = {context_.at(*rate)};
    const std::string stated = context_.quote(*rate);
    if (none) {
      const Span said = head_of(problems_.front());
      evidence.push_back(context_.at(said));
      report_.add("low-execution.no-problem",
                  message_text("audit.low-execution.no-problem", {{"rate", stated}, {"none", context_.quote(said)}}),
                  std::move(evidence), stated);
    } else {
      report_.add("low-execution.no-problem", message_text("audit.low-execution.no-problem-absent", {{"rate", stated}}),
                  std::move(evidence), stated);
    }
  }

  bool mentions_problems() const {
    return contains_any(document_.text,
                        {U"存在的问题", U"存在问题", U"主要问题", U"存在的主要问题", U"不足之处", U"存在不足"});
  }

  // A rate of the whole year that is below the threshold; the lowest, the text before the tables.
  std::optional<Span> lowest_rate() const {
    const Analysis& analysis = context_.analysis;
    std::optional<std::size_t> lowest;
    for (const BudgetFigure& budget : analysis.budget) {
      const Figure& figure = analysis.figures[budget.figure];
      if (budget.money != Money::rate || budget.kind != Kind::plain || !is_low(figure)) continue;
      if (!lowest || figure.value < analysis.figures[*lowest].value) lowest = budget.figure;
    }
    if (lowest) return analysis.figures[*lowest].span;
    for (const reading::Table& table : document_.tables) {
      if (const auto found = low_rate_in(table)) return found;
    }
    return std::nullopt;
  }

  bool is_low(const Figure& figure) const {
    return figure.is_quantity() && figure.dimension == Dimension::percent &&
           figure.value < context_.rules.low_execution && !figure.value.is_zero();
  }

  std::optional<Span> low_rate_in(const reading::Table& table) const {
    for (const reading::Cell& header : table.cells) {
      const Text title = context_.view(header.span);
      if (!contains_any(title, {U"执行率", U"支出率", U"支付率"}) || title.size() > 16 || contains(title, U"月"))
        continue;
      for (const reading::Cell& cell : table.cells) {
        if (cell.column != header.column || cell.row <= header.row || cell.row > header.row + 3) continue;
        for (const Figure& figure : context_.analysis.figures) {
          if (cell.span.contains(figure.span) && is_low(figure)) return figure.span;
        }
      }
    }
    return std::nullopt;
  }

  const Context& context_;
  const Document& document_;
  Report& report_;
  std::vector<Span> problems_, measures_;  // bodies of sections
  bool found_problems_ = false;
  bool combined_ = false;  // the heading names measures too
};

}  // namespace

void check_problems(const Context& context, Report& report) {
  ProblemChecker(context, report).run();
}

}  // namespace jiheng::audit

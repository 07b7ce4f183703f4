#include "audit/language/scores.h"

#include <algorithm>

#include "audit/language/analysis.h"
#include "audit/language/vocabulary.h"

namespace jiheng::audit {
namespace {

bool is_mark(const Figure& figure) {
  return figure.is_exact() && (figure.dimension == Dimension::score || figure.dimension == Dimension::none);
}

// 以上四类合计得96.04分
bool adds_all_up(Text words) {
  return contains_any(words, {U"合计", U"总计", U"共计", U"共得", U"累计"}) &&
         contains_any(words, {U"以上", U"上述", U"各类", U"各项", U"各部分", U"全部"}) &&
         !contains_any(words, {U"扣", U"失", U"满分", U"分值", U"权重"});
}

// 四类合计得97.11分
bool adds_parts_up(Text words, const Figure& figure) {
  constexpr int least = 60;  // smaller ones are of some items
  if (figure.value <= Decimal(least) || figure.dimension != Dimension::score) return false;
  if (contains_any(words, {U"扣", U"失", U"满分", U"分值", U"权重", U"其中"})) return false;
  if (words.starts_with(U"合计得")) return true;
  return words.size() >= 4 && Text(U"二两三四五六七八九十").find(words[0]) != Text::npos &&
         starts_with_any(words.substr(1), {U"项合计", U"类合计", U"部分合计", U"个部分合计", U"大类合计"});
}

bool names_total(Text words, DocumentKind kind) {
  if (!adds_all_up(words) &&
      !contains_any(
          words, {U"整体支出绩效", U"综合得分", U"综合评分", U"总分",         U"总得分",   U"合计得分", U"自评得分",
                  U"自评分",       U"评价得分", U"自评得",   U"自我评价得分", U"评价分数", U"绩效得分", U"得分为",
                  U"最终得分",     U"评分结果", U"自评综合", U"评价总得分",   U"整体得分", U"自评打分", U"自评价得分",
                  U"给自己打了",   U"得分加总", U"得分相加", U"自评打了"})) {
    return false;
  }
  if (kind != DocumentKind::project_report && contains(words, U"项目")) return false;
  return !contains_any(words,
                       {U"履职效能", U"管理效率", U"产出", U"效益",   U"指标", U"满意度", U"过程", U"投入", U"决策",
                        U"支出率",   U"执行率",   U"成本", U"扣",     U"平均", U"上年",   U"去年", U"满分", U"得分率",
                        U"分值为",   U"权重",     U"其中", U"完成率", U"培训", U"考核",   U"考试", U"测评"}) ||
         contains_any(words, {U"自评分值为"});
}

// 履职效能50分，自评得49.44分; 会展专项开展部门评价，评价得分88.2分: the mark of an item or of a project.
bool is_item(const Analysis& analysis, const Sentence& sentence, std::size_t f) {
  const Figure& figure = analysis.figures[f];
  if (analysis.outline.kind != DocumentKind::project_report && figure.before.size() <= 8) {
    const Text told = analysis.view({sentence.span.begin, figure.span.begin});
    if (contains_any(told, {U"”项目", U"项目全年", U"该项目", U"专项", U"选取", U"抽取", U"个项目", U"项目开展"}))
      return true;
  }
  if (f == sentence.first_figure) return false;
  const Figure& full = analysis.figures[f - 1];
  return is_mark(full) && full.dimension == Dimension::score && full.value < Decimal(100) &&
         figure.value <= full.value && figure.span.begin - full.span.end <= 12;
}

// 2020年、2021年自评得分分别为92.1分和95.6分, in the report on 2022.
bool is_of_other_year(const Analysis& analysis, const Sentence& sentence, std::size_t f) {
  bool other = false;
  for (std::size_t g = sentence.first_figure; g < f; ++g) {
    const Figure& year = analysis.figures[g];
    if (year.kind == FigureKind::year && analysis.outline.year > 0)
      other = year.value != Decimal(analysis.outline.year);
  }
  return other;
}

}  // namespace

// 按百分制自评，2018年度得96.64分
static bool told_after_year(const Analysis& analysis, std::size_t f) {
  const Figure& figure = analysis.figures[f];
  constexpr int item = 50;
  return f > 0 && analysis.figures[f - 1].kind == FigureKind::year && figure.value > Decimal(item) &&
         residue(analysis.view({analysis.figures[f - 1].span.end, figure.span.begin}), {U"自评", U"得分", U"得"})
             .empty() &&
         figure.clause > 0 &&
         contains_any(analysis.view(analysis.clauses[figure.clause - 1].span), {U"自评", U"打分", U"评分"});
}
// 预算执行10分、管理效率20分、产出35分、效益25分、满意度10分，总分100分: full marks.
static bool sums_full_marks(const Analysis& analysis, const Sentence& sentence, std::size_t f) {
  if (analysis.figures[f].value != Decimal(100)) return false;
  Decimal sum = 0;
  for (std::size_t g = sentence.first_figure; g < f; ++g) {
    if (is_mark(analysis.figures[g])) sum += analysis.figures[g].value;
  }
  return sum == Decimal(100);
}
// 总分100分，得94.94分; 满分100分，自评得86.45分
static bool told_of_hundred(const Analysis& analysis, const Sentence& sentence, std::size_t f) {
  if (f == sentence.first_figure) return false;
  const Figure& figure = analysis.figures[f];
  const Figure& full = analysis.figures[f - 1];
  return full.dimension == Dimension::score && full.value == Decimal(100) &&
         ends_with_any(analysis.view(full.before), {U"总分", U"满分", U"总分为", U"满分为", U"总分值"}) &&
         residue(analysis.view(figure.before),
                 {U"自评", U"实得", U"得", U"实际", U"分", U"我局", U"本院", U"为", U"共"})
             .empty();
}
// 经自评，得94.67分
static bool told_after_rating(const Analysis& analysis, std::size_t f) {
  const Figure& figure = analysis.figures[f];
  constexpr int item = 50;
  if (figure.value <= Decimal(item) || figure.clause == 0) return false;
  const Clause& before = analysis.clauses[figure.clause - 1];
  if (before.sentence != figure.sentence) return false;
  return residue(analysis.view(figure.before), {U"共", U"总", U"实", U"综合", U"得分", U"得", U"为"}).empty() &&
         contains(analysis.view(figure.before), U"得") &&
         ends_with_any(analysis.view(before.span), {U"自评", U"自我评价", U"评分", U"打分", U"综合评价", U"综合评定"});
}
// 自评结果为95.51分, 本办自评96.44分
static bool is_result_of_rating(const Analysis& analysis, std::size_t f) {
  constexpr int item = 60;
  if (analysis.figures[f].value <= Decimal(item) || analysis.figures[f].dimension != Dimension::score) return false;
  const Text words = analysis.view(analysis.figures[f].before);
  return ends_with_any(words, {U"自评结果为", U"自评结果是", U"评价结果为"}) ||
         (words.ends_with(U"自评") && words.size() <= 8 && !contains_any(words, {U"项目", U"指标", U"满分"}));
}
// 履职效能得57.96分，管理效率得37.70分，合计95.66分
static bool adds_marks_up(const Analysis& analysis, const Sentence& sentence, std::size_t f) {
  const Figure& figure = analysis.figures[f];
  constexpr int item = 50;
  if (figure.value <= Decimal(item) || analysis.view(figure.before) != U"合计") return false;
  std::size_t marks = 0;
  for (std::size_t g = sentence.first_figure; g < f; ++g) {
    marks +=
        analysis.figures[g].dimension == Dimension::score && contains(analysis.view(analysis.figures[g].before), U"得");
  }
  return marks >= 2 && contains_any(analysis.view(sentence.span), {U"打分", U"自评", U"评分"});
}

// 75分至90分（不含）为“良”, 60分以上不满80分, 80分≤得分＜90分
bool is_grade_bound(const Analysis& analysis, const Figure& figure) {
  constexpr int least = 60;
  if (figure.dimension != Dimension::score || figure.value < Decimal(least)) return false;
  constexpr std::size_t reach = 4;
  const Text text(analysis.document.text);
  const Text behind = text.substr(figure.span.end, reach);
  const std::uint32_t from = figure.span.begin - std::min<std::uint32_t>(figure.span.begin, reach);
  const Text front = text.substr(from, figure.span.begin - from);
  return starts_with_any(
             behind, {U"以上", U"以下", U"及以上", U"（含", U"（不含", U"至", U"≤", U"＜", U"<", U"的为", U"的评"}) ||
         ends_with_any(front, {U"至", U"大于等于", U"小于等于", U"大于", U"小于", U"低于", U"不足", U"不满", U"含",
                               U"≥", U"≤", U"＜", U"＞", U"<", U">"});
}

// 按预算执行率乘以10分计算
bool is_factor(const Analysis& analysis, const Figure& figure) {
  if (ends_with_any(analysis.view(figure.before), {U"乘以", U"×", U"乘"})) return true;
  // 按10分与支出预算执行率的乘积计
  constexpr std::size_t reach = 16;
  const Text behind = Text(analysis.document.text).substr(figure.span.end, reach);
  return behind.starts_with(U"与") && contains(behind, U"乘积");
}

// 得, but not of 证书取得率.
static bool earns(Text words) {
  return contains(without(words, {U"取得", U"获得", U"所得", U"心得"}), U"得");
}

Mark mark_of(const Analysis& analysis, const Figure& figure) {
  const Text words = analysis.view(figure.before);
  // 得分等于10分乘以预算执行率: how it is computed.
  if (starts_with_any(analysis.view(figure.after), {U"乘", U"×"})) return Mark::unknown;
  if (is_factor(analysis, figure)) return Mark::unknown;
  if (contains_any(words, {U"丢分合计", U"扣分合计", U"失分合计"})) return Mark::lost;
  if (ends_with_any(words, {U"丢", U"丢分", U"扣", U"扣除", U"扣减", U"扣分", U"失", U"失分", U"扣了"}))
    return Mark::lost;
  if (ends_with_any(words, {U"计得", U"，得", U"”得"})) return Mark::earned;  // 按“满分×支出率”计得9.68分
  if (contains_any(words, {U"满分", U"权重", U"标准分"}) || ends_with_any(words, {U"分值", U"分值为", U"（"})) {
    return contains(words, U"自评分值") ? Mark::earned : Mark::full;
  }
  if (ends_with_any(words, {U"自评", U"实得"})) return Mark::earned;
  if (earns(words) || contains_any(words, {U"评分", U"自评分", U"计"})) return Mark::earned;
  return Mark::unknown;
}

bool is_standard(const Analysis& analysis, const Figure& figure) {
  const reading::Span clause = analysis.clauses[figure.clause].span;
  std::uint32_t from = std::min(clause.begin, figure.span.begin);
  // 按每栋2分扣2分: the second is what was lost.
  for (const Figure* one = &figure; one > analysis.figures.data() && (one - 1)->span.begin >= from; --one) {
    if ((one - 1)->dimension != Dimension::score) continue;
    from = (one - 1)->span.end;
    break;
  }
  return contains_any(analysis.view({from, figure.span.begin}), {U"每", U"最多", U"可扣"});
}

std::vector<std::size_t> find_total_scores(const Analysis& analysis) {
  std::vector<std::size_t> found, after_year;
  for (std::size_t f = 0; f < analysis.figures.size(); ++f) {
    const Figure& figure = analysis.figures[f];
    if (!is_mark(figure) || figure.value < Decimal(0) || figure.value > Decimal(150)) continue;
    const Sentence& sentence = analysis.sentences[figure.sentence];
    if (analysis.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
    // 总分100分，自评97.75分: the full mark.
    const bool is_full = figure.value == Decimal(100) && f + 1 < sentence.last_figure &&
                         analysis.figures[f + 1].dimension == Dimension::score &&
                         ends_with_any(analysis.view(figure.before), {U"总分", U"总分值"});
    if (is_full || sums_full_marks(analysis, sentence, f)) continue;
    if (told_after_year(analysis, f)) {
      const bool own = analysis.figures[f - 1].value == Decimal(analysis.outline.year);
      (own ? found : after_year).push_back(f);
      if (own) continue;
    }
    if (is_item(analysis, sentence, f)) continue;
    if (is_of_other_year(analysis, sentence, f)) {
      // Told of a wrong year, if of none else.
      if (contains_any(analysis.view(figure.before), {U"自评总得分", U"自评总分"})) after_year.push_back(f);
      continue;
    }
    // 绩效自评得分：59.2分
    Text words = analysis.view(figure.before);
    if (words.empty() && figure.clause > 0 && analysis.clauses[figure.clause - 1].mark == U'：')
      words = analysis.view(analysis.clauses[figure.clause - 1].span);
    // The clause may start after a year or a comma: 2022年，部门整体支出绩效评价得分为….
    const Text clause = analysis.view({analysis.clauses[figure.clause].span.begin, figure.span.begin});
    if (told_after_rating(analysis, f) || is_result_of_rating(analysis, f) || told_of_hundred(analysis, sentence, f) ||
        adds_marks_up(analysis, sentence, f)) {
      found.push_back(f);
      continue;
    }
    // 本次98.6分的自评得分
    const Text after = analysis.view(figure.after);
    const bool named_behind = starts_with_any(after, {U"的自评得分", U"的综合得分", U"的总得分", U"的自评总分"});
    if (named_behind || adds_parts_up(words, figure) || adds_parts_up(clause, figure) ||
        names_total(words, analysis.outline.kind) || adds_all_up(clause))
      found.push_back(f);
  }
  if (found.empty()) found = std::move(after_year);
  // 自评总分100分，90分（含）以上为优: the full mark, where another total is told.
  const auto is_hundred = [&](std::size_t f) { return analysis.figures[f].value == Decimal(100); };
  if (!std::all_of(found.begin(), found.end(), is_hundred)) {
    std::erase_if(found, [&](std::size_t f) {
      return is_hundred(f) && !contains(analysis.view(analysis.figures[f].before), U"得");
    });
  }
  // 资产管理自评得2分: where a mark of the whole is told, small ones are of items.
  constexpr int item = 50;
  std::erase_if(found, [&](std::size_t f) {
    const Figure& figure = analysis.figures[f];
    if (figure.value >= Decimal(item)) return false;
    return !contains_any(analysis.view(figure.before), {U"总", U"综合", U"整体", U"最终"});
  });
  return found;
}

// The grade beside another mark than the whole's is of that one.
static std::optional<std::size_t> item_beside(const Analysis& analysis, const Sentence& sentence,
                                              std::uint32_t position) {
  std::optional<std::size_t> other;
  for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
    const Figure& figure = analysis.figures[f];
    if (figure.span.begin >= position) break;
    if (!figure.is_exact() || figure.dimension != Dimension::score || figure.value <= Decimal(50)) continue;
    if (std::binary_search(analysis.total_scores.begin(), analysis.total_scores.end(), f)) return std::nullopt;
    if (is_grade_bound(analysis, figure)) continue;
    other = f;
  }
  return other;
}

std::vector<StatedGrade> find_stated_grades(const Analysis& analysis) {
  static constexpr Text cues[] = {U"等级",   U"等次", U"属",   U"评价结果", U"自评结果", U"评定",     U"评为",
                                  U"确定为", U"定为", U"达到", U"档次",     U"评价结论", U"自评结论", U"结果为"};
  static constexpr std::pair<Text, Text> grades[] = {{U"优秀", U"优"}, {U"良好", U"良"}, {U"优", U"优"},
                                                     {U"良", U"良"},   {U"中", U"中"},   {U"差", U"差"}};
  std::vector<StatedGrade> found;
  for (std::size_t c = 0; c < analysis.clauses.size(); ++c) {
    Clause clause = analysis.clauses[c];
    // 评定等级：优 is one statement.
    if (clause.mark == U'：' && c + 1 < analysis.clauses.size() &&
        analysis.clauses[c + 1].sentence == clause.sentence) {
      clause.span.end = analysis.clauses[c + 1].span.end;
    }
    const Sentence& sentence = analysis.sentences[clause.sentence];
    if (analysis.document.blocks[sentence.block].kind != reading::BlockKind::paragraph) continue;
    if (analysis.outline.is_inside(clause.span.begin, SectionKind::measures)) continue;
    const Text words = analysis.view(clause.span);
    // 80分及以上不足90分的评为良: how marks are graded, of nobody's.
    if (contains_any(words, {U"的评为", U"的为", U"的评定为", U"及以上", U"不足", U"以下", U"其余"}) &&
        contains_any(words, {U"分及以上", U"分以上", U"分以下", U"不足", U"其余"}) &&
        !contains_any(words, {U"等级", U"等次"}))
      continue;
    if (contains_any(words, {U"大于等于", U"大于", U"小于"})) continue;  // 大于等于80分小于90分评为“良”
    const std::optional<std::size_t> item = item_beside(analysis, sentence, clause.span.begin);
    for (const Text cue : cues) {
      const std::size_t at = words.find(cue);
      if (at == Text::npos) continue;
      // 12人中有7人达到优秀: theirs.
      if (cue == U"达到" && at > 0 && Text(U"人名个家户项件篇").find(words[at - 1]) != Text::npos) continue;
      std::size_t i = at + cue.size();
      while (i < words.size() && Text(U"为是属于评定结果达到：“‘「【《").find(words[i]) != Text::npos) ++i;
      for (const auto& [word, grade] : grades) {
        if (!words.substr(i).starts_with(word)) continue;
        const std::size_t end = i + word.size();
        const char32_t next = end < words.size() ? words[end] : U'。';
        if (Text(words.substr(end)).substr(0, 4).find(U"以") != Text::npos) break;  // 中及以下的项目
        const std::size_t after_quote = words.find_first_not_of(U"”’」", end);
        if (after_quote != Text::npos && after_quote > end && words[after_quote] == U'的') break;  // 评为“中”的项目
        if (is_han(next) && !words.substr(end).starts_with(U"等") && !words.substr(end).starts_with(U"级") &&
            !words.substr(end).starts_with(U"档"))
          break;
        const auto begin = clause.span.begin + static_cast<std::uint32_t>(i);
        if (found.empty() || found.back().span.begin != begin) {
          found.push_back({{begin, begin + static_cast<std::uint32_t>(word.size())}, std::u32string(grade), item});
        }
        break;
      }
    }
  }
  return found;
}

}  // namespace jiheng::audit

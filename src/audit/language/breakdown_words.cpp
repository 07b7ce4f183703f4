#include "audit/language/breakdown_words.h"

#include <algorithm>
#include <array>

#include "audit/language/analysis.h"

namespace jiheng::audit {
namespace {

// Parts that make up a whole between them: when every word of a row is named, the parts are all there are.
constexpr std::array<std::array<Text, 4>, 24> families = {{
    {U"基本支出", U"项目支出"},
    {U"人员经费", U"公用经费"},
    {U"人员支出", U"公用支出"},
    {U"一般公共预算", U"政府性基金", U"国有资本"},
    {U"出国", U"公务用车", U"接待"},
    {U"购置", U"运行"},
    {U"男", U"女"},
    {U"在职", U"离休", U"退休"},
    {U"建议", U"提案"},
    {U"主办", U"会办"},
    {U"主办", U"协办"},
    {U"上半年", U"下半年"},
    {U"一季度", U"二季度", U"三季度", U"四季度"},
    {U"货物", U"工程", U"服务"},
    {U"已办结", U"办理中"},
    {U"办结", U"正在办理"},
    {U"满意", U"基本满意", U"不满意"},
    {U"优秀", U"合格", U"不合格"},
    {U"线上", U"线下"},
    {U"新建", U"续建"},
    {U"城镇", U"农村"},
    {U"财政拨款", U"其他"},
    {U"第一", U"第二", U"第三"},
    {U"平件", U"急件"},
}};

constexpr Text including[] = {U"其中", U"包括", U"包含", U"分别为", U"分别是", U"具体是", U"分别",   U"分为",
                              U"组成", U"构成", U"分成", U"共分",   U"含",     U"具体为", U"来源为", U"来源是"};

// 编发《每日要情》36期: the words of a title say nothing of the list.
std::u32string outside_titles(Text text) {
  std::u32string out;
  bool inside = false;
  for (const char32_t c : text) {
    if (c == U'《' || c == U'“') inside = true;
    if (!inside) out.push_back(c);
    if (c == U'》' || c == U'”') inside = false;
  }
  return out;
}

constexpr Text new_statement_verbs[] = {U"办理", U"组织", U"召开", U"完成", U"开展", U"举办", U"印发", U"报送", U"处理",
                                        U"受理", U"起草", U"审核", U"制定", U"发布", U"收到", U"实现", U"推动", U"协调",
                                        U"承办", U"编发", U"建成", U"新增", U"培训", U"走访", U"检查", U"整改", U"出动",
                                        U"发放", U"服务", U"签订", U"提出", U"发现", U"查处", U"下发", U"安排"};

const Figure& figure(const Analysis& analysis, std::size_t f) {
  return analysis.figures[f];
}

Text label(const Analysis& analysis, std::size_t f) {
  return analysis.view({figure(analysis, f).before.begin, figure(analysis, f).after.end});
}

// 其中30分钟内上报的73起; 一至四季度分别为…
bool is_limit(const Analysis& analysis, std::size_t g) {
  return starts_with_any(analysis.view(figure(analysis, g).after), {U"内", U"以内", U"之内", U"季度"});
}

// 其中每月至少开展一次活动的486支: another thing's number, in words.
bool is_aside(const Analysis& analysis, std::size_t g, std::size_t f) {
  if (figure(analysis, f).dimension != Dimension::count || figure(analysis, g).dimension != Dimension::count ||
      same_unit(figure(analysis, g), figure(analysis, f)) || figure(analysis, g).clause != figure(analysis, f).clause)
    return false;
  const bool beside = figure(analysis, g).span.end == figure(analysis, f).span.begin;  // 主体班11期684人次
  return beside || (figure(analysis, g).chinese && figure(analysis, g).value <= Decimal(12));
}

// 其中2017年底前已脱贫318户: when the part was, told right behind the cue.
bool is_time_of_part(const Analysis& analysis, const Sentence& sentence, std::size_t g) {
  const FigureKind kind = figure(analysis, g).kind;
  if (kind != FigureKind::year && kind != FigureKind::date) return false;
  return ends_with_any(analysis.view({sentence.span.begin, figure(analysis, g).span.begin}), {U"其中", U"其中："});
}

}  // namespace

Cue cue_in(Text gap) {
  Cue best;
  if (gap.find_first_of(U"中里其包分组构含具来") == Text::npos) return best;  // no word of a cue
  // 公益金246.80万元中，用于…
  if (gap.size() > 2 && (gap[0] == U'中' || gap[0] == U'里') && (gap[1] == U'，' || gap[1] == U'用' || gap[1] == U'有'))
    best = {U"其中", 0};
  // 四个板块中，投入管理29.12分、…
  if (const std::size_t at = gap.find(U"中，");
      at != Text::npos && ends_with_any(gap.substr(0, at), {U"板块", U"部分", U"方面", U"维度", U"一级指标"}))
    best = {U"其中", 0};
  for (const Text word : including) {
    const std::size_t at = gap.rfind(word);
    if (at == Text::npos) continue;
    if (word == U"含" && at > 0 && gap[at - 1] != U'（' && gap[at - 1] != U'，') continue;
    if (word == U"分别" && starts_with_any(gap.substr(at + 2), {U"比", U"较", U"占", U"增", U"减", U"下降", U"上升",
                                                                U"同比", U"完成", U"提高", U"降低", U"填报", U"开展",
                                                                U"组织", U"进行", U"召开", U"提交", U"制定", U"负责"}))
      continue;
    if (word == U"包括" && gap.substr(at).starts_with(U"包括但不限于")) continue;
    if (word == U"分成" && at > 0 && gap[at - 1] == U'部') continue;  // 部分成立
    if (word == U"包含" && gap.substr(at).starts_with(U"包含在")) continue;
    // 三者构成基本支出209.92万元: what is made up follows, not its parts.
    if ((word == U"构成" || word == U"组成") && at + 2 < gap.size() && is_han(gap[at + 2]) &&
        !starts_with_any(gap.substr(at + 2),
                         {U"为", U"是", U"如下", U"情况", U"看", U"分", U"及", U"中", U"上", U"，"}))
      continue;
    if (word.starts_with(U"分别") && contains_any(gap.substr(0, at), {U"上年", U"去年", U"同期"})) continue;
    if (best.at == Text::npos || at > best.at || (at == best.at && word.size() > best.word.size())) best = {word, at};
  }
  return best;
}

bool breaks_list(Text words) {
  // 电梯和公共设施类982件: part of a name.
  const std::u32string plain = without(
      outside_titles(words), {U"公共", U"共享", U"共同", U"共建", U"共青", U"共产", U"中共", U"共治", U"总数据"});
  const Text gap(plain);
  if (gap.starts_with(U"以上") || contains(gap, U"；以上")) return true;  // 60周岁以上农村籍退役士兵 is a name
  return contains_any(gap, {U"合计", U"总计",   U"共计",   U"累计",   U"此外",   U"另外",   U"同时",     U"全年",
                            U"同比", U"较上年", U"比上年", U"，以上", U"较去年", U"比去年", U"余下工作", U"总数",
                            U"。",   U"调整后", U"全部",   U"平均",   U"每",     U"共"});
}

bool leaves_bracket(Text gap) {
  int depth = 0;
  for (const char32_t c : gap) {
    if (c == U'（') ++depth;
    if (c == U'）' && --depth < 0) return true;
  }
  return false;
}

Text verb_of(Text clause) {
  if (clause.starts_with(U"并")) clause.remove_prefix(1);
  for (const Text verb : new_statement_verbs) {
    if (!clause.starts_with(verb)) continue;
    // 组织建设, 服务体系: a name that begins like a verb.
    const Text rest = clause.substr(verb.size());
    return starts_with_any(rest, {U"建设", U"体系", U"能力", U"管理", U"机构", U"中心"}) ? Text() : verb;
  }
  return {};
}

bool counts_parts(const Analysis& analysis, std::size_t f) {
  const Figure& one = figure(analysis, f);
  if (one.value > Decimal(12) || one.dimension != Dimension::count) return false;
  const Text unit(one.unit), after = analysis.view(one.after);
  if (one.chinese && ends_with_any(analysis.view(one.before), {U"分", U"分为", U"分成", U"共分"}))
    return true;  // 分三批
  if (unit == U"类" || unit == U"块" || unit == U"大") return true;
  if (unit == U"部") return after.starts_with(U"分");
  // 按全市6个县（市、区）划分
  if (analysis.view(one.before).starts_with(U"按") &&
      ends_with_any(analysis.view(analysis.clauses[one.clause].span), {U"划分", U"统计"}))
    return true;
  return starts_with_any(after, {U"部分", U"方面", U"类", U"构成", U"组成", U"板块", U"维度", U"一级指标"});
}

Text gap_before(const Analysis& analysis, std::size_t s, std::size_t f) {
  const Sentence& sentence = analysis.sentences[s];
  std::size_t previous = f;
  while (previous > sentence.first_figure &&
         (counts_parts(analysis, previous - 1) || figure(analysis, previous - 1).kind == FigureKind::numbering ||
          figure(analysis, previous - 1).kind == FigureKind::label || is_aside(analysis, previous - 1, f) ||
          is_limit(analysis, previous - 1) || is_time_of_part(analysis, sentence, previous - 1)))
    --previous;
  const std::uint32_t from =
      previous > sentence.first_figure ? figure(analysis, previous - 1).span.end : sentence.span.begin;
  return analysis.view({std::min(from, figure(analysis, f).span.begin), figure(analysis, f).span.begin});
}

bool is_base(const Analysis& analysis, std::size_t f) {
  const Text before = analysis.view(figure(analysis, f).before);
  const std::u32string told = without(tail_of(before, 4), {U"新增就业"});  // the name of a statistic
  return contains_any(before, {U"上年", U"去年", U"同期"}) || starts_with_any(before, {U"比", U"较"}) ||
         ends_with_any(before, {U"低", U"高出", U"少", U"多出", U"相差", U"差"}) ||
         (!ends_with_any(before, {U"到", U"至", U"为", U"达"}) &&
          contains_any(told, {U"净增", U"新增", U"少支出", U"多支出", U"减少", U"增加", U"节约", U"下降", U"相差",
                              U"超出", U"超过"})) ||
         (f > 0 && figure(analysis, f - 1).kind == FigureKind::year &&
          figure(analysis, f - 1).clause == figure(analysis, f).clause && analysis.outline.year > 0 &&
          figure(analysis, f - 1).value != Decimal(analysis.outline.year));
}

bool is_family(const Analysis& analysis, const Breakdown& breakdown) {
  for (const auto& family : families) {
    std::size_t words = 0, found = 0;
    for (const Text word : family) {
      if (word.empty()) continue;
      ++words;
      for (const std::size_t part : breakdown.parts) {
        if (contains(label(analysis, part), word)) {
          ++found;
          break;
        }
      }
    }
    if (found == words && breakdown.parts.size() >= words) return true;
  }
  return false;
}

bool tells_times(const Analysis& analysis, const Breakdown& breakdown) {
  return is_family(analysis, breakdown) &&
         std::all_of(breakdown.parts.begin(), breakdown.parts.end(), [&](std::size_t part) {
           return contains_any(label(analysis, part), {U"季度", U"半年"});
         });
}

}  // namespace jiheng::audit

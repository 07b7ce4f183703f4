#include "audit/rules/likely_sums.h"

#include <algorithm>
#include <set>

#include "audit/language/breakdown.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/interval.h"

namespace jiheng::audit {
namespace {

using Indexes = std::vector<std::size_t>;

// Pairs of words that part a whole between them.
struct Halves {
  Text one, other;
};
constexpr Halves halves[] = {
    {U"行政", U"事业"}, {U"行政", U"参公"}, {U"行政", U"工勤"},     {U"机关", U"中心"},     {U"收文", U"发文"},
    {U"城镇", U"农村"}, {U"男", U"女"},     {U"人员经费", U"公用"}, {U"基本", U"项目"},     {U"线上", U"线下"},
    {U"上游", U"下游"}, {U"原创", U"转载"}, {U"集中", U"分散"},     {U"建议", U"提案"},     {U"新建", U"改"},
    {U"通过", U"未"},   {U"本级", U"下级"}, {U"公务用车", U"接待"}, {U"卫生技术", U"行政"}, {U"当场", U"限期"},
    {U"门诊", U"急诊"}, {U"窗口", U"网"},   {U"国有", U"民营"},     {U"年初", U"追加"},     {U"新增", U"原"},
    {U"政府", U"党委"}, {U"投入", U"自筹"}, {U"财政", U"自筹"},     {U"春季", U"秋季"},     {U"上半年", U"下半年"},
    {U"集体", U"个人"}, {U"现场", U"书面"}, {U"来信", U"来访"},     {U"地方", U"国家"},     {U"无超标", U"管控"},
    {U"准予", U"不予"},
};

class Weighing {
 public:
  Weighing(const Context& context, const Sentence& sentence) : context_(context), sentence_(sentence) {}

  std::vector<LikelySum> weightiest() {
    Indexes amounts;
    constexpr std::size_t most = 24;  // of one sentence
    for (std::size_t f = sentence_.first_figure; f < sentence_.last_figure && amounts.size() < most; ++f) {
      if (is_told(f)) amounts.push_back(f);
    }
    std::vector<LikelySum> all;
    std::set<std::size_t> seen;
    for (const std::size_t f : amounts) {
      if (seen.contains(f)) continue;
      Indexes alike;
      for (const std::size_t g : amounts) {
        if (!same_unit(figure(f), figure(g))) continue;
        seen.insert(g);
        if (!is_average(g)) alike.push_back(g);
      }
      weigh(alike, all);
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const LikelySum& a, const LikelySum& b) { return a.weight > b.weight; });
    std::vector<LikelySum> kept;
    std::set<std::size_t> used;
    for (LikelySum& one : all) {
      const bool free = !used.contains(one.total) && std::none_of(one.parts.begin(), one.parts.end(),
                                                                  [&](std::size_t f) { return used.contains(f); });
      if (!free) continue;
      used.insert(one.total);
      used.insert(one.parts.begin(), one.parts.end());
      kept.push_back(std::move(one));
    }
    return kept;
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  Text before(std::size_t f) const { return context_.view(figure(f).before); }
  Text label(std::size_t f) const { return label_of(context_, figure(f)); }

  bool is_told(std::size_t f) const { return is_amount(figure(f)) && figure(f).value.sign() > 0; }

  // 亩均投资1,800元, 每人1,000元: no part of what is told around it.
  bool is_average(std::size_t f) const {
    return contains_any(before(f), {U"亩均", U"人均", U"户均", U"日均", U"月均", U"次均", U"平均", U"每"});
  }

  void weigh(const Indexes& alike, std::vector<LikelySum>& all) const {
    constexpr std::size_t most = 9;  // parts
    std::vector<LikelySum> found;
    std::set<std::size_t> explained;
    const auto look_at = [&](std::size_t total, Indexes parts) {
      const Decimal sum = added(context_, parts);
      const bool holds = sum == figure(total).value;
      if (!holds && !may_be_parts(total, parts)) return;
      const int words = weight_of_words(total, parts);
      if (holds) {
        if (parts.size() == 2 && words < 0 && figure(total).value < Decimal(100)) return;  // by chance
        explained.insert(total);
        explained.insert(parts.begin(), parts.end());
      } else {
        const int value = weight_of_value(sum, total);
        const int weight = words + (words >= 8 && is_rest(before(parts.back())) ? std::max(value, 0) : value);
        found.push_back({total, std::move(parts), weight});
      }
    };
    for (std::size_t t = 0; t < alike.size(); ++t) {
      for (std::size_t last = t + 2; last < alike.size() && last <= t + most; ++last) {
        look_at(alike[t], Indexes(alike.begin() + static_cast<std::ptrdiff_t>(t) + 1,
                                  alike.begin() + static_cast<std::ptrdiff_t>(last) + 1));
      }
      for (std::size_t first = t; first-- > 0 && first + most >= t;) {
        if (t - first < 2) continue;
        look_at(alike[t], Indexes(alike.begin() + static_cast<std::ptrdiff_t>(first),
                                  alike.begin() + static_cast<std::ptrdiff_t>(t)));
      }
    }
    // 开出1,238门，占应开1,264门的97.94%，其余26门: the total between its parts. And what is told twice is no sum.
    for (std::size_t i = 0; i < alike.size(); ++i) {
      if (i + 2 < alike.size() && figure(alike[i]).value + figure(alike[i + 2]).value == figure(alike[i + 1]).value)
        explained.insert(alike.begin() + static_cast<std::ptrdiff_t>(i),
                         alike.begin() + static_cast<std::ptrdiff_t>(i) + 3);
      for (std::size_t k = 0; k < i; ++k) {
        if (figure(alike[k]).value == figure(alike[i]).value && figure(alike[k]).value >= Decimal(100))
          explained.insert({alike[k], alike[i]});
      }
    }
    for (LikelySum& one : found) {
      const bool told =
          explained.contains(one.total) ||
          std::any_of(one.parts.begin(), one.parts.end(), [&](std::size_t f) { return explained.contains(f); });
      if (!told) all.push_back(std::move(one));
    }
  }

  // Each smaller than the total; of two, the one told with a rest may be mistyped.
  bool may_be_parts(std::size_t total, const Indexes& parts) const {
    const Decimal& whole = figure(total).value;
    if (std::all_of(parts.begin(), parts.end(), [&](std::size_t part) { return figure(part).value < whole; }))
      return true;
    return parts.size() == 2 && is_rest(before(parts.back())) && figure(parts.front()).value < whole + whole;
  }

  static Text without_bracket(Text words) {
    const std::size_t end = words.find(U'）');
    return words.starts_with(U"（") && end != Text::npos ? words.substr(end + 1) : words;
  }
  // 三项合计, 全处总数, 总编制; 公共服务 and 总工会 are names.
  static bool says_total(Text words) {
    const std::u32string plain =
        without(words, {U"公共", U"共同", U"共享", U"共建", U"总工会", U"总队", U"总局", U"总体"});
    return contains_any(plain, {U"合计", U"共", U"总", U"两级", U"两项", U"三项", U"全年"});
  }
  Text since_last(std::size_t f) const {
    std::size_t last = f;
    while (last > sentence_.first_figure && !is_told(last - 1)) --last;
    return context_.view(
        {last > sentence_.first_figure ? figure(last - 1).span.end : sentence_.span.begin, figure(f).span.begin});
  }
  // 以上五项为全部项目支出: right behind the list.
  bool said_to_be_all(std::size_t last) const {
    constexpr std::uint32_t reach = 14;
    const Text text(context_.analysis.document.text);
    const Text behind = text.substr(figure(last).span.end, reach);
    return contains(behind, U"以上") && contains(behind, U"全部");
  }
  // …、其他146.20万元，共计1,710.50万元: what they come to follows.
  bool said_to_add_up(std::size_t last) const {
    const std::size_t next = last + 1;
    return next < sentence_.last_figure && same_unit(figure(next), figure(last)) &&
           contains_any(before(next), {U"合计", U"共", U"总", U"小计"});
  }

  static bool is_rest(Text words) {
    return !contains_any(words, {U"未成年", U"不动产", U"不起诉"}) &&
           contains_any(words, {U"其余", U"其他", U"其它", U"剩余", U"余下", U"另外", U"另有", U"另", U"还有", U"尚",
                                U"未", U"没有", U"不", U"其中在", U"正在", U"仅剩", U"余"});
  }

  // 招录126人，退休及调出98人，净增28人
  bool is_flow(std::size_t total, const Indexes& parts) const {
    return parts.size() == 2 && total < parts.front() && contains_any(before(parts.back()), {U"净增", U"净减"}) &&
           contains_any(before(parts.front()),
                        {U"退", U"出", U"减", U"注销", U"扣除", U"流失", U"死亡", U"关停", U"到期"}) &&
           !contains_any(before(total), {U"由", U"从"});
  }

  // 新建站点21个，总数由116个增加到137个; 年初存量86.00万元，偿还36.00万元，年末余额50.00万元
  bool is_growth(std::size_t total, const Indexes& parts) const {
    if (parts.size() != 2) return false;
    if (total > parts.back())
      return contains_any(before(parts.front()), {U"新"}) && contains_any(before(parts.back()), {U"由", U"从"}) &&
             contains_any(before(total), {U"增加到", U"增至", U"增加至", U"扩大到", U"达到"});
    return contains_any(before(total), {U"年初", U"上年末"}) &&
           contains_any(before(parts.front()), {U"偿还", U"化解", U"使用", U"支出", U"减"}) &&
           contains_any(before(parts.back()), {U"年末", U"余额", U"结余"});
  }

  int weight_of_words(std::size_t total, const Indexes& parts) const {
    const bool behind = total > parts.back();  // A、B，合计T
    int weight = 0;
    const std::size_t first = parts.front(), last = parts.back();
    if (is_flow(total, parts) || is_growth(total, parts)) return 7;
    // What presents them.
    Text lead = behind ? Text() : without_bracket(context_.view({figure(total).span.end, figure(first).span.begin}));
    // 门急诊612,480人次，比上年的553,912人次增长10.57%，其中门诊538,215人次，…
    if (const std::size_t among = lead.rfind(U"，其中"); among != Text::npos) lead = lead.substr(among);
    if (!behind) {
      const bool presented = contains_any(
          lead, {U"分为", U"分别", U"分布", U"组成", U"构成", U"由", U"按", U"来自", U"包括", U"包含", U"为：", U"："});
      const bool among = contains(lead, U"其中") || lead.starts_with(U"（");
      weight += presented ? 3 : among ? 2 : 0;
      if (lead.size() > 24) weight -= 2;
      if (lead.starts_with(U"、")) weight -= 6;
      if (contains_any(lead, {U"同比", U"上年", U"比", U"目标", U"计划", U"等", U"主要", U"重点"})) weight -= 3;
      if (contains(lead, U"涉及")) weight -= 6;
      // The total stands in the sentence before: 其中食品类438件、药械类152件; 按工种：电工1,126人次，….
      if (contains_any(since_last(total), {U"其中", U"按", U"分", U"包括", U"构成", U"组成", U"类", U"用途", U"投向",
                                           U"主要", U"支出中", U"人员中", U"收入中", U"中，", U"："}))
        weight -= 8;
      // 金融企业缴1.12亿元，公用事业缴0.46亿元，其他0.19亿元: told like its parts, so one of them.
      const Text gap = context_.view({figure(first).span.end, figure(parts[1]).span.begin});
      const bool left = is_rest(before(last)) && result_of(label(first)) && !result_of(label(total));
      if (!presented && !among && !left && !lead.empty() && !gap.empty() && lead[0] == gap[0]) weight -= 6;
      if (said_to_add_up(last)) weight -= 8;
      if (said_to_be_all(last)) weight += 6;
      // …218名，其余为视力类
      if (contains_any(context_.view({figure(last).span.end, std::min(sentence_.span.end, figure(last).span.end + 6)}),
                       {U"其余", U"其他", U"等", U"余下"}))
        weight -= 6;
    } else {
      weight += says_total(before(total)) ? 3 : -6;
    }
    // The last is what is left of the others.
    if (is_rest(before(last))) weight += 4;
    if (!behind && parts.size() == 2 && is_rest(before(last)) && result_of(label(first))) weight += 2;
    // Told alike.
    bool alike = true;
    std::size_t longest = 0;
    for (std::size_t i = 1; i < parts.size(); ++i) {
      const Text gap = context_.view({figure(parts[i - 1]).span.end, figure(parts[i]).span.begin});
      longest = std::max(longest, gap.size());
      alike = alike && figure(parts[i]).unit == figure(parts[0]).unit;
      if (gap.find(U'；') != Text::npos || gap.find(U'：') != Text::npos) weight -= 2;
      if (contains_any(gap, {U"减去", U"扣除"})) weight -= 10;
      // 应完成的21项已完成21项，其余8项
      if (figure(parts[i]).value == figure(parts[i - 1]).value && result_of(label(parts[i]))) weight -= 8;
      for (std::size_t f = parts[i - 1] + 1; f < parts[i]; ++f) {
        if (figure(f).dimension != Dimension::percent) weight -= 1;
      }
    }
    if (alike && longest <= 14) weight += 2;
    if (longest > 30) weight -= 3;
    if (parts.size() >= 3) weight += 2;
    if (!behind && parts.size() == 2 && are_halves(label(first), label(last))) weight += 4;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Text words = label(parts[i]);
      if (i > 0 && contains(before(parts[i]), U"其中")) weight -= 6;
      if (contains_any(words, {U"调减", U"核减", U"压减"})) weight -= 6;  // taken away, not added
      if (contains_any(words, {U"同比", U"上年",   U"去年", U"同期", U"目标", U"计划", U"累计", U"平均",
                               U"人均", U"户均",   U"日均", U"月均", U"比",   U"较",   U"合计", U"共",
                               U"小计", U"增加到", U"增至", U"达到", U"到",   U"每"}))
        weight -= 6;
      if (contains_any(words, {U"党员", U"女", U"高级", U"硕士", U"本科", U"研究生", U"学历", U"职称", U"同时"}))
        weight -= 5;
      if (i > 0 && result_of(words) && !result_of(label(parts[i - 1])) &&
          !contains_any(label(parts[0]), {U"优秀", U"非常", U"很满意"}))
        weight -= 6;
      if (context_.view(figure(parts[i]).after).starts_with(U"以上")) weight -= 3;
      if (is_of_other_year(context_, figure(parts[i]))) weight -= 6;
    }
    if (contains_any(label(total), {U"上年", U"去年", U"同期", U"目标", U"计划", U"净增", U"净减", U"较", U"比"}))
      weight -= 6;
    return weight;
  }
  static bool result_of(Text words) {
    return contains_any(words, {U"满意", U"合格", U"采用", U"采纳", U"有效", U"办结", U"完成", U"通过", U"达标",
                                U"整改", U"收回", U"回收", U"化解", U"解决", U"使用", U"支出", U"验收", U"结案"});
  }
  static bool are_halves(Text a, Text b) {
    return std::any_of(std::begin(halves), std::end(halves), [&](const Halves& pair) {
      return (contains(a, pair.one) && contains(b, pair.other)) || (contains(a, pair.other) && contains(b, pair.one));
    });
  }

  static constexpr int far_off = -5;
  int weight_of_value(const Decimal& sum, std::size_t total) const {
    const Decimal stated = figure(total).value;
    const Decimal off = magnitude(sum - stated);
    const int over = sum > stated ? 1 : 0;
    const auto part = divide(Ratio(off) * Ratio(100), Ratio(stated));
    if (is_slip(stated, sum)) return 3 + over;
    if (*part <= Ratio(1)) return 3 + over;
    if (*part <= Ratio(3)) return 2 + over;
    if (*part <= Ratio(12)) return 1 + over;
    if (*part <= Ratio(30)) return -2 + over;
    return far_off;
  }

  const Context& context_;
  const Sentence& sentence_;
};

}  // namespace

std::vector<LikelySum> likely_sums(const Context& context, const Sentence& sentence) {
  return Weighing(context, sentence).weightiest();
}

}  // namespace jiheng::audit

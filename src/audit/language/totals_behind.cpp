#include "audit/language/totals_behind.h"

#include <algorithm>

#include "audit/language/analysis.h"
#include "audit/language/breakdown_words.h"

namespace jiheng::audit {
namespace {

class TotalReader {
 public:
  TotalReader(const Analysis& analysis, const std::vector<bool>& used) : analysis_(analysis), used_(used) {}

  std::optional<Breakdown> read(std::size_t s, std::size_t f) const {
    if (!figure(f).is_exact() || figure(f).dimension == Dimension::percent) return std::nullopt;
    Text before = analysis_.view(figure(f).before);
    while (before.ends_with(U"为") || before.ends_with(U"达") || before.ends_with(U"有") || before.ends_with(U"得"))
      before.remove_suffix(1);
    // 二者合计构成基本支出: what the parts make up says no other total.
    if (const std::size_t made = before.find(U"合计构成"); made != Text::npos) before = before.substr(0, made + 2);
    const bool plain = ends_with_any(before, {U"合计", U"总计", U"共计", U"总共"});
    const bool of_year = !plain && contains(before, U"全年");  // 一季度…、四季度…，全年支出…
    if (!plain && !of_year && before != U"共" && before != U"累计") return std::nullopt;
    // 节会和媒体推广合计, 其余界别合计: of what is named there.
    if (plain &&
        residue(without_number(before),
                {U"合计", U"总计", U"共计", U"总共", U"以上", U"上述",   U"各项",   U"两项", U"三项", U"四项", U"五项",
                 U"六项", U"两类", U"三类", U"四类", U"各类", U"全年",   U"全部",   U"两者", U"三者", U"二者", U"两块",
                 U"三块", U"收入", U"支出", U"预算", U"资金", U"金额",   U"总额",   U"人员", U"人数", U"几项", U"三个",
                 U"两个", U"四个", U"得分", U"得",   U"部分", U"四部分", U"三部分", U"项"})
                .size() >= 2) {
      return std::nullopt;
    }
    Breakdown breakdown;
    breakdown.totals = {f};
    Decimal sum = 0;
    const std::size_t told = parts_told(f);
    bool side_by_side = false;  // the parts are parted by 、
    for (std::size_t g = f; g-- > analysis_.sentences[s].first_figure;) {
      if (figure(g).dimension == Dimension::percent || figure(g).chinese) continue;  // 三项合计
      if (in_bracket(g, f)) continue;  // 49分（1个标段顺延扣1分）
      // 来信128件、来访316件次、来电632件次，合计1,076件次: a part in another unit, and no sum.
      if (!breakdown.parts.empty() && is_part_in_other_unit(g, breakdown.parts.front()) && sum != figure(f).value)
        return std::nullopt;
      if (!figure(g).is_quantity() || !same_unit(figure(g), figure(f)) || used_[g]) break;
      if (!breakdown.parts.empty()) {
        const Text gap = analysis_.view({figure(g).span.end, figure(breakdown.parts.front()).span.begin});
        const bool comma = gap.find_first_of(U"，；") != Text::npos;
        if (comma && side_by_side) break;
        side_by_side = side_by_side || (!comma && contains(gap, U"、"));
      }
      breakdown.parts.insert(breakdown.parts.begin(), g);
      sum += figure(g).value;
      if (breakdown.parts.size() >= 2 && sum == figure(f).value) break;
      if (breakdown.parts.size() == told) break;  // 三项合计
      if (g == analysis_.sentences[s].first_figure) break;
      if (breaks_list(gap_before(analysis_, s, g)) || cue_in(gap_before(analysis_, s, g)).at != Text::npos) break;
    }
    breakdown.exhaustive = true;
    if (breakdown.parts.size() < 2 || (of_year && !tells_times(analysis_, breakdown))) return std::nullopt;
    // 共 alone may count another thing: only what is larger than each part can be their sum.
    if (!plain && std::any_of(breakdown.parts.begin(), breakdown.parts.end(),
                              [&](std::size_t part) { return figure(part).value > figure(f).value; })) {
      return std::nullopt;
    }
    // 高校科协5个，乡镇（街道）科协已实现全覆盖，共96个: another thing stands between.
    if (!plain && !of_year) {
      const Text gap = analysis_.view({figure(breakdown.parts.back()).span.end, figure(f).span.begin});
      if (residue(gap, {U"共", U"累计", U"有", U"达", U"为", U"人员", U"等"}).size() >= 3) return std::nullopt;
    }
    return breakdown;
  }

 private:
  const Figure& figure(std::size_t f) const { return analysis_.figures[f]; }

  // A count right before the part, parted from it by 、 and named as it is.
  bool is_part_in_other_unit(std::size_t g, std::size_t part) const {
    if (!figure(g).is_quantity() || figure(g).dimension != Dimension::count ||
        figure(part).dimension != Dimension::count || same_unit(figure(g), figure(part)))
      return false;
    const Text gap = analysis_.view({figure(g).span.end, figure(part).span.begin});
    constexpr std::size_t longest_name = 8;
    return gap.starts_with(U"、") && gap.size() <= longest_name + 1 && gap.size() >= 3;
  }
  // 三项合计, 三者合计: how many parts there are; 0: it is not told.
  std::size_t parts_told(std::size_t f) const {
    const reading::Span clause = analysis_.clauses[figure(f).clause].span;
    const Text words = analysis_.view({std::min(clause.begin, figure(f).span.begin), figure(f).span.begin});
    const std::size_t numeral = words.empty() ? Text::npos : Text(U"两二三四五六七八九十").find(words.front());
    if (numeral == Text::npos || words.size() < 4) return 0;
    return numeral == 0 ? 2 : numeral + 1;
  }
  // 五县合计, 三个项目合计
  static Text without_number(Text words) {
    if (words.empty() || Text(U"两二三四五六七八九十").find(words.front()) == Text::npos) return words;
    words.remove_prefix(1);
    if (words.starts_with(U"个")) words.remove_prefix(1);
    const Text of = Text(U"县市区镇乡村家所局校院街站");
    if (!words.empty() && of.find(words.front()) != Text::npos) words.remove_prefix(1);
    return words;
  }
  bool in_bracket(std::size_t g, std::size_t f) const {
    return leaves_bracket(analysis_.view({figure(g).span.end, figure(f).span.begin}));
  }

  const Analysis& analysis_;
  const std::vector<bool>& used_;
};

}  // namespace

std::optional<Breakdown> total_behind(const Analysis& analysis, std::size_t s, std::size_t f,
                                      const std::vector<bool>& used) {
  return TotalReader(analysis, used).read(s, f);
}

}  // namespace jiheng::audit

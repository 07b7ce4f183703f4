#include "audit/rules/told_pairs.h"

#include <algorithm>

#include "audit/language/vocabulary.h"

namespace jiheng::audit {
namespace {

class ToldPairs {
 public:
  ToldPairs(const Context& context, const Sentence& sentence) : context_(context), sentence_(sentence) {}

  std::vector<PartOfWhole> of(std::size_t percent, bool share) const {
    const Text before = context_.view(figure(percent).before);
    std::vector<std::size_t> candidates = before_of(percent);
    if (candidates.size() < 2) candidates = around(percent, std::move(candidates));
    if (candidates.size() < 2) return {};
    std::vector<PartOfWhole> pairs =
        share ? share_pairs(candidates, before, percent) : rate_pairs(candidates, before, percent);
    // 分别占66.7%、33.3%: which figure each is of, the order tells; no pair is bound.
    if (contains(context_.view({sentence_.span.begin, figure(percent).span.begin}), U"分别")) {
      for (PartOfWhole& pair : pairs) pair.bound = false;
    }
    return pairs;
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // Exact counts or amounts of one unit, back from the rate to the rate before it.
  std::vector<std::size_t> before_of(std::size_t percent) const {
    std::vector<std::size_t> candidates;
    constexpr std::size_t most = 40;  // figures looked at: keeps a sentence without end linear
    for (std::size_t g = percent, looked = 0; g-- > sentence_.first_figure && looked < most; ++looked) {
      if (!figure(g).is_exact() || figure(g).dimension == Dimension::percent) continue;
      if (figure(g).dimension != Dimension::count && figure(g).dimension != Dimension::money) continue;
      if (!candidates.empty() && (!same_unit(figure(candidates[0]), figure(g)) || counts_another(candidates[0], g)))
        continue;
      candidates.push_back(g);
    }
    return candidates;
  }
  // 13个乡镇 and 178个村 are not of one kind.
  bool counts_another(std::size_t a, std::size_t b) const {
    const Text first = context_.view(figure(a).after), second = context_.view(figure(b).after);
    if (first.empty() || second.empty()) return false;
    return first.find(second.back()) == Text::npos && second.find(first.back()) == Text::npos;
  }
  // 满意率98.5%（发放问卷200份，满意197份）; or the whole stood in the sentence before.
  std::vector<std::size_t> around(std::size_t percent, std::vector<std::size_t> candidates) const {
    constexpr std::size_t most = 40;  // figures looked at
    if (candidates.empty()) {
      for (std::size_t g = percent + 1; g < std::min(sentence_.last_figure, percent + most); ++g) {
        if (figure(g).kind == FigureKind::year || figure(g).kind == FigureKind::date) continue;
        if (!figure(g).is_exact() ||
            (figure(g).dimension != Dimension::count && figure(g).dimension != Dimension::money))
          break;
        if (!candidates.empty() && !same_unit(figure(candidates[0]), figure(g))) break;
        candidates.push_back(g);
      }
      if (candidates.size() > 2) return told_behind(candidates, percent);
      return candidates.size() == 2 ? candidates : std::vector<std::size_t>();
    }
    const std::size_t s = figure(percent).sentence;
    if (s == 0) return candidates;
    const Sentence& previous = context_.analysis.sentences[s - 1];
    if (previous.block != sentence_.block) return candidates;
    for (std::size_t g = previous.last_figure, looked = 0; g-- > previous.first_figure && looked < most; ++looked) {
      if (figure(g).is_exact() && figure(g).dimension != Dimension::percent &&
          same_unit(figure(candidates[0]), figure(g)))
        candidates.push_back(g);
    }
    return candidates;
  }

  // 办结率96.1%，共立项378项，办结352项，正在办理26项: the largest, told first, and the one the rate is named after.
  std::vector<std::size_t> told_behind(const std::vector<std::size_t>& candidates, std::size_t percent) const {
    const Text before = context_.view(figure(percent).before);
    const std::size_t at = before.rfind(U"率");
    if (at == Text::npos || at < 2) return {};
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      if (figure(candidates[i]).value > figure(candidates[0]).value) return {};
    }
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      const Text words = context_.view(figure(candidates[i]).before);
      if (contains(words, before.substr(at - 2, 2)) && !contains_any(words, {U"未", U"不", U"正在"}))
        return {candidates[i], candidates[0]};
    }
    return {};
  }

  // 其中B辆，占比P: the nearest figure is the part; a whole is any other, bound when it is the only one.
  std::vector<PartOfWhole> share_pairs(const std::vector<std::size_t>& candidates, Text before,
                                       std::size_t percent) const {
    std::vector<PartOfWhole> pairs;
    const bool clear = names_whole(before, candidates) && speaks_of_part(before, candidates[0]);
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      const bool beside = candidates.size() == 2 && figure(candidates[i]).sentence == figure(candidates[0]).sentence;
      const bool smaller = figure(candidates[0]).value <= figure(candidates[i]).value;
      const bool whole_of_other = figure(percent).value == Decimal(100);
      const bool bound = beside && smaller && !whole_of_other && !are_siblings(candidates[0], candidates[i]) &&
                         (clear || nearly(candidates[0], candidates[i], figure(percent)));
      pairs.push_back({{candidates[0]}, {candidates[i]}, bound});
    }
    if (const auto whole = named_whole(before, candidates)) pairs.push_back({{candidates[0]}, {*whole}, true});
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      for (std::size_t k = 1; k < candidates.size(); ++k) {
        if (i != k) pairs.push_back({{candidates[i]}, {candidates[k]}, false});
      }
    }
    return pairs;
  }
  // 基本支出702.35万元，项目支出441.52万元，项目支出占比38.60%: neither is part of the other.
  bool are_siblings(std::size_t a, std::size_t b) const {
    const int breakdown = context_.analysis.part_of[a];
    if (breakdown >= 0 && breakdown == context_.analysis.part_of[b]) return true;
    const auto tells = [&](std::size_t f, Text scope) { return contains(context_.view(figure(f).before), scope); };
    return (tells(a, U"项目支出") && tells(b, U"基本支出")) || (tells(a, U"基本支出") && tells(b, U"项目支出"));
  }
  // 占受理总量的P, of several before it: the one told as 受理.
  std::optional<std::size_t> named_whole(Text before, const std::vector<std::size_t>& candidates) const {
    const std::size_t at = before.rfind(U"占");
    if (at == Text::npos || candidates.size() < 3) return std::nullopt;
    const Text name = before.substr(at + 1, 2);
    if (name.size() < 2 || contains_any(name, {U"比", U"总", U"全", U"其", U"同", U"本"})) return std::nullopt;
    std::optional<std::size_t> found;
    for (std::size_t i = 1; i < candidates.size(); ++i) {
      const Figure& one = figure(candidates[i]);
      if (!contains(label_of(context_, one), name)) continue;
      if (found || one.value < figure(candidates[0]).value) return std::nullopt;
      found = candidates[i];
    }
    return found;
  }
  // 占比, 占总数的: the whole is the total of the sentence. 占X的: only if X is what the whole counts.
  bool names_whole(Text before, const std::vector<std::size_t>& candidates) const {
    const std::size_t at = before.rfind(U"占");
    if (at == Text::npos) return true;
    Text named = before.substr(at + 1);
    if (named.ends_with(U"的")) named.remove_suffix(1);
    if (named.size() < 2 || contains_any(named, {U"比", U"总", U"全部", U"其"})) return true;
    const Text label = label_of(context_, figure(candidates[1]));
    for (std::size_t i = 0; i + 1 < named.size(); ++i) {
      if (contains(label, named.substr(i, 2))) return true;
    }
    return false;
  }

  // Words before 占 that are not about the figure: 其中具有博士学位的教师占P.
  bool speaks_of_part(Text before, std::size_t part) const {
    const std::size_t at = before.rfind(U"占");
    const std::size_t end = at == Text::npos ? before.size() : at;
    const std::u32string own = residue(
        before.substr(0, end), {U"其中", U"比重", U"比例", U"合计", U"约", U"为", U"达", U"到", U"分别", U"的", U"共"});
    if (own.empty()) return true;
    return contains(label_of(context_, figure(part)), own);
  }

  std::vector<PartOfWhole> rate_pairs(const std::vector<std::size_t>& candidates, Text before,
                                      std::size_t percent) const {
    std::vector<PartOfWhole> pairs;
    const bool over = figure(percent).value > Decimal(100);
    const auto smaller = [&](std::size_t a, std::size_t b) { return (figure(a).value < figure(b).value) != over; };
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      for (std::size_t k = i + 1; k < candidates.size(); ++k) {
        const std::size_t part = smaller(candidates[i], candidates[k]) ? candidates[i] : candidates[k];
        const std::size_t whole = part == candidates[i] ? candidates[k] : candidates[i];
        const bool bound = (candidates.size() == 2 && speaks_of(before, part, whole, figure(percent))) ||
                           mistyped(part, whole, figure(percent));
        pairs.push_back({{part}, {whole}, bound});
      }
    }
    return pairs;
  }
  // The rate's stem (办结率: 办结) stands at the part, or at what was due (应办结).
  bool speaks_of(Text before, std::size_t part, std::size_t whole, const Figure& percent) const {
    if (figure(part).value == figure(whole).value) return false;
    // 划分普查区248个、普查小区396个，划分率100%: what all of is told to be is none of two that far differ.
    constexpr int room = 10;  // per cent
    if (percent.value == Decimal(100) && is_far_off(figure(part).value, figure(whole).value, room)) return false;
    // 应参保的1,905人都已参保，参保率100%: of those alone.
    const Text behind = context_.view(figure(part).after);
    if (percent.value == Decimal(100) && contains_any(behind, {U"都", U"均", U"全部", U"全"})) return false;
    // A whole told in the sentence before is named as one.
    if (figure(part).sentence != figure(whole).sentence &&
        !contains_any(context_.view(figure(whole).before), {U"应", U"共", U"总", U"受理", U"收到", U"发放", U"抽",
                                                            U"回收", U"收回", U"报送", U"承办", U"交办"}))
      return false;
    const std::size_t at = before.rfind(U"率");
    if (at == Text::npos || at < 2) return false;
    // 按时办结率 is of what was finished, not of what came in.
    if (percent.value == Decimal(100) && contains_any(before, {U"按时", U"按期", U"及时", U"期限", U"限时", U"一次"}))
      return false;
    const Text stem = before.substr(at - 2, 2);
    const auto label = [&](std::size_t f) { return label_of(context_, figure(f)); };
    if (contains(context_.view(figure(whole).before), U"累计")) return false;  // 新增18个，累计达到262个
    if (contains_any(label(part), {U"未", U"不"}) || contains_any(label(part), {U"平均"})) return false;
    const Text before_whole = context_.view(figure(whole).before);
    const bool both = contains(label(part), stem) && contains(before_whole, stem) && !contains(before_whole, U"应");
    if (both) return false;  // 飞机防治, 人工防治, 无公害防治率
    if (contains(label(part), stem) || (contains(label(whole), stem) && contains(label(whole), U"应"))) return true;
    return nearly(part, whole, percent) && figure(part).sentence == figure(whole).sentence &&
           !contains_any(before,
                         {U"按时", U"按期", U"及时", U"期限", U"限时", U"一次", U"有效", U"平均", U"综合", U"满意"});
  }
  // 89.0% for 98.0%: of these two, with two digits swapped or one changed.
  bool mistyped(std::size_t part, std::size_t whole, const Figure& percent) const {
    if (figure(part).value >= figure(whole).value) return false;
    const auto exact = divide(Ratio(figure(part).value) * Ratio(100), Ratio(figure(whole).value));
    if (!exact) return false;
    const std::u32string stated = digits_of(context_.view(percent.number));
    const std::u32string computed = digits_of(exact->rounded(percent.decimals, Rounding::half_up));
    if (!digits_changed(stated, computed)) return false;
    if (figure(part).sentence == figure(whole).sentence) return true;
    // Of a sentence before, only two digits swapped are no chance.
    return digits_swapped(stated, computed) && stated.size() >= 4 && figure(part).sentence == percent.sentence;
  }
  // Within three points: the rate of these two, and mistyped.
  bool nearly(std::size_t part, std::size_t whole, const Figure& percent) const {
    const auto exact = divide(Ratio(figure(part).value) * Ratio(100), Ratio(figure(whole).value));
    if (!exact) return false;
    const Ratio off = *exact - Ratio(percent.value);
    return off <= Ratio(3) && Ratio(-3) <= off;
  }

  const Context& context_;
  const Sentence& sentence_;
};

}  // namespace

std::vector<PartOfWhole> told_pairs(const Context& context, const Sentence& sentence, std::size_t percent, bool share) {
  return ToldPairs(context, sentence).of(percent, share);
}

}  // namespace jiheng::audit

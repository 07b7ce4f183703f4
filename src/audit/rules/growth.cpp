// growth: a printed growth that no base consistent with the text can give.
//
// With last year's figure or the increase beside it the rate is recomputed; with counts alone some whole number must
// exist as base (719件，同比增长77.1%: 406).
#include <algorithm>
#include <set>
#include <unordered_map>

#include "audit/language/breakdown.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "audit/rules/growth_pairs.h"
#include "audit/rules/readings.h"

namespace jiheng::audit {
namespace {

class Growth {
 public:
  Growth(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    for (const Sentence& sentence : context_.analysis.sentences) {
      for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
        if (!figure(f).is_exact() || figure(f).dimension != Dimension::percent) continue;
        test(sentence, f);
        if (!decided_.contains(f)) test_likeliest(sentence, f);
      }
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  static bool says_previous(Text words) { return contains_any(words, {U"上年", U"去年", U"上一年", U"往年", U"同期"}); }

  // 同比分别下降18.4%和25.0%: which is of which, the order tells.
  bool follows_respective(const Sentence& sentence, std::size_t percent) const {
    const Text told = context_.view({sentence.span.begin, figure(percent).span.begin});
    return contains(told, U"分别");
  }

  // 刑事警情同比下降P: the rate is of its own subject, not of a figure before it.
  static bool has_own_subject(Text words) {
    return residue(words, {U"同比", U"环比",   U"增长", U"上升", U"增加", U"提高", U"增幅", U"提升", U"下降",   U"减少",
                           U"降低", U"降幅",   U"压减", U"减幅", U"较",   U"比",   U"上年", U"去年", U"上一年", U"往年",
                           U"同期", U"一年间", U"年间", U"年",   U"了",   U"为",   U"达",   U"约",   U"度",     U"的",
                           U"增",   U"降",     U"总体", U"合计", U"分别", U"净",   U"相比", U"与",   U"实现"})
               .size() >= 2;
  }

  void test(const Sentence& sentence, std::size_t percent) {
    const Text words = context_.view(figure(percent).before);
    const bool up = contains_any(words, {U"增长", U"上升", U"增加", U"提高", U"增幅", U"提升"});
    const bool down = contains_any(words, {U"下降", U"减少", U"降低", U"降幅", U"压减", U"减幅"});
    if (up == down || contains(words, U"执行率") || ends_with_any(words, {U"到", U"至"})) return;
    if (test_by_unit(sentence, percent, words, up)) return;
    if (contains(words, U"分别") || follows_respective(sentence, percent)) return;
    // 与上年新办的11,250张相比，新办证量增长12.76%
    const bool compares_first = starts_with_any(context_.view(sentence.span), {U"与", U"同", U"比", U"较"});
    if (has_own_subject(words) && !(compares_first && percent == sentence.first_figure + 1)) return;
    std::size_t current = none, previous = none, change = none;
    for (std::size_t g = percent; g-- > sentence.first_figure;) {
      const Figure& one = figure(g);
      if (one.dimension == Dimension::percent && one.is_quantity()) break;
      if (!one.is_exact() ||
          (one.dimension != Dimension::count && one.dimension != Dimension::money && one.dimension != Dimension::none &&
           one.dimension != Dimension::days && one.dimension != Dimension::area))
        continue;
      const Text label = context_.view(one.before);
      if (contains(label, U"超") && contains_any(label, {U"目标", U"计划"})) continue;  // 超年度目标12.6亿元
      const std::size_t known = current != none ? current : previous != none ? previous : change;
      if (known != none && !same_unit(figure(known), one)) break;
      const Text told = tail_of(label, 6);
      const bool base = compares(label);
      const bool reached = contains_any(told, {U"到", U"至", U"为", U"达"});  // 增加到21架, 增加到年末的2.16万人
      if (contains_any(told, {U"增加", U"增长", U"减少", U"下降", U"多", U"少", U"净增", U"增收", U"节支", U"压减",
                              U"压缩", U"节约", U"节省", U"缩减", U"增支", U"减支"}) &&
          !reached && change == none && current == none) {
        change = g;
      } else if (says_previous(label) || context_.view(one.after).starts_with(U"相比") ||
                 ends_with_any(label, {U"由", U"从"}) || base || comes_from(label) || says_base(sentence, g) ||
                 earlier_year(sentence, g)) {
        if (previous == none) previous = g;
      } else if (current == none) {
        current = g;
      }
    }
    if ((current != none) != (change != none) && previous == none)
      previous = base_behind(sentence, percent, current != none ? current : change);
    // 全年办理68.42万件，网上41.73万件、窗口26.69万件，总办件量比上年的61.95万件增长10.4%: of all of them.
    if (previous != none && contains_any(context_.view(figure(previous).before), {U"总", U"合计"})) {
      for (std::size_t g = sentence.first_figure; g < previous; ++g) {
        const bool alike =
            figure(g).is_exact() && same_unit(figure(g), figure(previous)) && figure(g).power == figure(previous).power;
        if (alike && (current == none || figure(g).value > figure(current).value)) current = g;
      }
    }
    if (current != none && previous != none) {
      if (const auto whole = another_that_fits(sentence, percent, up, previous)) current = *whole;
      if (is_part(current)) {
        const auto whole = whole_of(sentence, current);
        if (!whole) return;
        current = *whole;
      }
    }
    // 比2018年的342.60万元增长14.72%，达到386.25万元
    if (current == none && change == none && previous != none && percent + 1 < sentence.last_figure &&
        figure(percent + 1).is_exact() && same_unit(figure(percent + 1), figure(previous)) &&
        figure(percent + 1).clause == figure(percent).clause + 1 &&
        starts_with_any(context_.view(figure(percent + 1).before), {U"达到", U"达", U"增至", U"降至"}))
      current = percent + 1;
    if (current == none && change == none && previous != none)
      current = result_in_sentence_before(sentence, previous, up, percent);
    if (current == none && change == none && previous != none) current = told_elsewhere(previous);
    if (current == none && change == none && previous != none && stands_in_cell(context_, figure(percent)))
      current = result_beside(sentence, previous);
    if (stands_in_cell(context_, figure(percent)) && (current == none || previous == none)) return;
    decide(percent, up, current, previous, change);
  }
  // No form of words binds the growth: the amounts around it that the words most likely mean.
  void test_likeliest(const Sentence& sentence, std::size_t percent) {
    const Text words = context_.view(figure(percent).before);
    const Text verb = tail_of(words, 6);
    const bool up = contains_any(verb, {U"增", U"上升", U"提高", U"提升", U"扩大", U"回升"});
    const bool down = contains_any(verb, {U"降", U"减", U"少"});
    const Text clause = context_.view(context_.analysis.clauses[figure(percent).clause].span);
    if (contains_any(clause, {U"目标", U"不变价", U"可比", U"口径"})) return;
    if (up == down || contains_any(words, {U"率", U"占"}) || ends_with_any(words, {U"到", U"至"}) ||
        stands_in_cell(context_, figure(percent)) || follows_respective(sentence, percent))
      return;
    const auto pair = likeliest_growth(context_, percent, up);
    if (!pair || pair->weight < certain_growth) return;
    decide(percent, up, any_that_fits(percent, up, pair->then).value_or(pair->now), pair->then, none);
  }
  // Of the paragraph, that grew so from what is told of the time before.
  std::optional<std::size_t> any_that_fits(std::size_t percent, bool up, std::size_t previous) const {
    constexpr std::size_t most = 24;  // figures looked at
    const auto block = [&](std::size_t f) { return context_.analysis.sentences[figure(f).sentence].block; };
    for (std::size_t g = percent, looked = 0; g-- > 0 && looked < most && block(g) == block(percent); ++looked) {
      if (g != previous && figure(g).is_exact() && same_unit(figure(g), figure(previous)) &&
          grows_to(previous, g, percent, up))
        return g;
    }
    return std::nullopt;
  }
  // 接待47批、612人次。2022年为19批、203人次，批次同比增长147.4%，人次同比增长201.5%: of what is counted so.
  bool test_by_unit(const Sentence& sentence, std::size_t percent, Text words, bool up) {
    static constexpr std::pair<Text, Text> subjects[] = {{U"批次", U"批"}, {U"人次", U"人次"}, {U"件数", U"件"},
                                                         {U"户数", U"户"}, {U"人数", U"人"},   {U"场次", U"场次"}};
    for (const auto& [subject, unit] : subjects) {
      if (!words.ends_with(subject) &&
          !contains_any(words, {std::u32string(subject) + U"同比", std::u32string(subject) + U"比",
                                std::u32string(subject) + U"增", std::u32string(subject) + U"下降"}))
        continue;
      std::optional<std::size_t> now, then;
      constexpr std::size_t most = 16;
      for (std::size_t g = percent, looked = 0; g-- > 0 && looked < most; ++looked) {
        if (context_.analysis.sentences[figure(g).sentence].block != sentence.block) break;
        if (!figure(g).is_exact() || Text(figure(g).unit) != unit) continue;
        const Sentence& own = context_.analysis.sentences[figure(g).sentence];
        (tells_earlier(own, g) ? then : now) = g;
        if (now && then) break;
      }
      if (!now || !then) return false;
      // 培训2,346人次，其中甲班312人次、乙班600人次。培训人次比…: of the whole of the parts told last.
      if (!grows_to(*then, *now, percent, up) && context_.analysis.part_of[*now] >= 0) {
        const auto index = static_cast<std::size_t>(context_.analysis.part_of[*now]);
        now = context_.analysis.breakdowns[index].totals.front();
      }
      decide(percent, up, *now, *then, none);
      return true;
    }
    return false;
  }
  // The year told last before the figure in its sentence is not the report's.
  bool tells_earlier(const Sentence& sentence, std::size_t f) const {
    for (std::size_t g = f; g-- > sentence.first_figure;) {
      if (figure(g).kind == FigureKind::year)
        return context_.analysis.outline.year > 0 && figure(g).value < Decimal(context_.analysis.outline.year);
    }
    return says_previous(context_.view({sentence.span.begin, figure(f).span.begin}));
  }
  // 实际6.85万元，其中用车5.40万元、接待1.45万元，比上年的7.62万元下降10.1%: of the whole told before its parts.
  std::optional<std::size_t> another_that_fits(const Sentence& sentence, std::size_t percent, bool up,
                                               std::size_t previous) const {
    for (std::size_t g = std::min(previous, sentence.last_figure); g-- > sentence.first_figure;) {
      if (!figure(g).is_exact() || !same_unit(figure(g), figure(previous))) continue;
      if (grows_to(previous, g, percent, up)) return g;
    }
    return std::nullopt;
  }
  // 门急诊46.82万人次，其中…；比2018年的44.10万人次增长7.4%: the one that fits, or else the first told.
  std::size_t result_in_sentence_before(const Sentence& sentence, std::size_t previous, bool up,
                                        std::size_t percent) const {
    const std::size_t s = figure(percent).sentence;
    const bool compares_first =
        starts_with_any(context_.view(sentence.span), {U"比", U"较", U"同", U"与", U"上年", U"去年"});
    const bool told_then =
        earlier_year(sentence, previous) || name_compared(context_.view(figure(previous).before)) != Text::npos;
    if (s == 0 || (!compares_first && !told_then)) return none;
    if (const auto named = told_by_name(sentence, previous, percent, up)) return *named;
    const Sentence& before = context_.analysis.sentences[s - 1];
    if (!compares_first || before.block != sentence.block ||
        context_.analysis.document.text[before.span.end - 1] != U'；')
      return none;
    if (const auto fits = another_that_fits(before, percent, up, previous)) return *fits;
    for (std::size_t g = before.first_figure; g < before.last_figure; ++g) {
      if (figure(g).is_exact() && same_unit(figure(g), figure(previous))) return g;
    }
    return none;
  }
  // 网上查档|比上年的5120人次: where the name ends; npos: it is not told so.
  static std::size_t name_compared(Text words) {
    for (const Text than : {Text(U"比上年"), Text(U"较上年"), Text(U"比去年"), Text(U"较去年")}) {
      const std::size_t at = words.find(than);
      if (at != Text::npos && at >= 2) return at;
    }
    return Text::npos;
  }
  // 全年清掏5,420户次，…。上年清掏3,860户次，增长40.4%: what the paragraph told of this year in the same words.
  std::optional<std::size_t> told_by_name(const Sentence& sentence, std::size_t previous, std::size_t percent,
                                          bool up) const {
    Text name = context_.view(figure(previous).before);
    // 其中抵押登记2019年为7,640件: what is counted stands before the year.
    if (const std::uint32_t begin = figure(previous).before.begin;
        earlier_year(sentence, previous) && begin + 2 <= figure(previous - 1).span.begin)
      name = context_.view({begin, figure(previous - 1).span.begin});
    name = name.substr(0, name_compared(name));
    if (name.starts_with(U"其中")) name.remove_prefix(2);
    if (starts_with_any(name, {U"与", U"同", U"比", U"较"})) name.remove_prefix(1);
    for (const Text year : {Text(U"上年"), Text(U"去年"), Text(U"同期")}) {
      if (name.starts_with(year)) name.remove_prefix(year.size());
    }
    if (const std::size_t year = name.find(U'年'); year == 4) name.remove_prefix(year + 1);
    if (name.starts_with(U"共")) name.remove_prefix(1);
    // 网上查档比2023年的5120人次增长: the name ends where it is compared.
    if (ends_with_any(name, {U"的", U"比", U"较"})) name.remove_suffix(1);
    constexpr std::size_t most = 16;  // figures looked at
    if (name.size() < 2) return std::nullopt;
    std::optional<std::size_t> first;
    for (std::size_t g = sentence.first_figure, looked = 0; g-- > 0 && looked < most; ++looked) {
      if (context_.analysis.sentences[figure(g).sentence].block != sentence.block) break;
      if (!figure(g).is_exact() || !same_unit(figure(g), figure(previous))) continue;
      if (grows_to(previous, g, percent, up)) return g;
      std::u32string own(context_.view(figure(g).before));
      if (const std::size_t year = own.find(U'年'); year == 4) own.erase(0, year + 1);
      for (const Text year : {Text(U"全年"), Text(U"本年"), Text(U"当年"), Text(U"年内"), Text(U"共")}) {
        const std::size_t at = own.find(year);
        if (at != std::u32string::npos) own.erase(at, year.size());
      }
      const bool heads = own.starts_with(name) && name.size() >= 2;  // 办理公证16,842件 … 2023年共办理15,218件
      if (own == name || heads) first = g;
    }
    return first ? first : first_of_unit(sentence, previous);
  }
  // 互助参保21.48万人 … 互助参保人数比2020年的19.26万人增长11.53%: told once of this year by that name, wherever.
  std::size_t told_elsewhere(std::size_t previous) {
    const Clause& clause = context_.analysis.clauses[figure(previous).clause];
    Text name = context_.view(clause.span);
    const std::size_t than = name.find_first_of(U"比较");
    constexpr std::size_t least = 5;  // characters
    if (than == Text::npos || than < least) return none;
    name = name.substr(0, than);
    for (const Text counted : {Text(U"人数"), Text(U"总数"), Text(U"数量"), Text(U"总量"), Text(U"数"), Text(U"量")}) {
      if (name.size() >= counted.size() + least && name.ends_with(counted)) {
        name.remove_suffix(counted.size());
        break;
      }
    }
    if (by_name_.empty()) collect_names();
    const auto told = by_name_.find(std::u32string(tail_of(name, least)));
    if (told == by_name_.end() || name.size() < least) return none;
    std::size_t current = none;
    for (const std::size_t f : told->second) {
      if (f == previous || !same_unit(figure(f), figure(previous)) || !context_.view(figure(f).before).ends_with(name))
        continue;
      if (current != none && figure(current).value != figure(f).value) return none;
      current = f;
    }
    return current;
  }
  bool is_goal(const Figure& figure) const {
    const Outline& outline = context_.analysis.outline;
    return outline.kind_at(figure.span.begin) == SectionKind::goals &&
           !outline.is_inside(figure.span.begin, SectionKind::completion);
  }
  // This year's amounts by the last five characters before them; of each name the first few.
  void collect_names() {
    constexpr std::size_t key = 5, most = 4;
    for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
      const Text words = context_.view(figure(f).before);
      if (!is_amount(figure(f)) || words.size() < key || stands_in_cell(context_, figure(f)) ||
          is_of_other_year(context_, figure(f)) || says_previous(words) || is_goal(figure(f)))
        continue;
      std::vector<std::size_t>& told = by_name_[std::u32string(tail_of(words, key))];
      if (told.size() < most) told.push_back(f);
    }
  }
  // 检查企业564家次，…。同2019年检查的486家次相比，增长16.0%: the paragraph's first of a unit that only it has.
  std::optional<std::size_t> first_of_unit(const Sentence& sentence, std::size_t previous) const {
    const Figure& base = figure(previous);
    if (base.dimension != Dimension::count || base.unit.size() < 2 || base.unit == U"人次" || base.unit == U"公里")
      return std::nullopt;
    std::optional<std::size_t> first;
    constexpr std::size_t most = 16;
    for (std::size_t g = sentence.first_figure, looked = 0; g-- > 0 && looked < most; ++looked) {
      if (context_.analysis.sentences[figure(g).sentence].block != sentence.block) break;
      if (figure(g).is_exact() && same_unit(figure(g), base)) first = g;
    }
    return first;
  }
  bool grows_to(std::size_t previous, std::size_t current, std::size_t percent, bool up) const {
    const Interval now = interval_of(figure(current)), then = interval_of(figure(previous));
    if (then.low.sign() <= 0) return false;
    const auto verdict = test_percent(up ? now - then : then - now, then, figure(percent));
    return verdict && *verdict != Verdict::fails;
  }
  // The total of the breakdown a part belongs to, told before it in the sentence.
  std::optional<std::size_t> whole_of(const Sentence& sentence, std::size_t part) const {
    const int index = context_.analysis.part_of[part];
    if (index >= 0) {
      const std::size_t total = context_.analysis.breakdowns[static_cast<std::size_t>(index)].totals.front();
      if (total >= sentence.first_figure && total < part) return total;
    }
    return std::nullopt;
  }
  bool is_part(std::size_t f) const { return context_.analysis.part_of[f] >= 0; }
  // 9,214台次 | … | 比上年8,506台次增长8.3%: the result stands in a cell before.
  std::size_t result_beside(const Sentence& sentence, std::size_t previous) const {
    const reading::Span row = row_around(context_, figure(previous));
    for (std::size_t g = sentence.first_figure; g-- > 0 && figure(g).span.begin >= row.begin;) {
      if (figure(g).is_exact() && same_unit(figure(g), figure(previous))) return g;
    }
    return none;
  }
  // 同比增长9.9%（2022年为3108条）, （上年3108条）
  std::size_t base_behind(const Sentence& sentence, std::size_t percent, std::size_t current) const {
    if (!context_.view(figure(percent).after).starts_with(U"（")) return none;
    for (std::size_t g = percent + 1; g < sentence.last_figure && g <= percent + 2; ++g) {
      if (!figure(g).is_exact() || !same_unit(figure(g), figure(current))) continue;
      const Text told = context_.view({figure(percent).span.end, figure(g).span.begin});
      if (contains(told, U"）")) return none;
      return says_previous(told) || earlier_year(sentence, g) ? g : none;
    }
    return none;
  }
  // 年运行费比外租时的240.00万元少支出…
  static bool compares(Text label) {
    const std::size_t at = label.find_last_of(U"比较");
    return at != Text::npos && label.size() - at <= 8 && label.ends_with(U"的") &&
           !contains_any(label.substr(at), {U"比重", U"比例", U"比率"});
  }
  // 由年初的3.1万次升至…
  static bool comes_from(Text label) {
    const std::size_t from = label.find_last_of(U"由从");
    return from != Text::npos && label.size() - from <= 6 && label.ends_with(U"的") &&
           !contains_any(label, {U"到", U"至"});
  }
  // 较上届（2022年）的25家增加5家
  bool says_base(const Sentence& sentence, std::size_t f) const {
    const Text told = context_.view({sentence.span.begin, figure(f).span.begin});
    const std::size_t comma = told.find_last_of(U"，；");
    const Text clause = comma == Text::npos ? told : told.substr(comma + 1);
    return starts_with_any(clause, {U"较", U"比", U"环比", U"同比"}) ||
           contains_any(clause, {U"上届", U"上期", U"上一届"});
  }
  // “2022年120件”, in a report on 2023, is the base.
  bool earlier_year(const Sentence& sentence, std::size_t f) const {
    if (f == sentence.first_figure || context_.analysis.outline.year == 0) return false;
    const Figure& before = figure(f - 1);
    return before.kind == FigureKind::year && before.value == Decimal(context_.analysis.outline.year - 1) &&
           before.clause == figure(f).clause;
  }

  void decide(std::size_t percent, bool up, std::size_t current, std::size_t previous, std::size_t change) {
    if (current != none && previous != none) {
      const Interval now = interval_of(figure(current)), then = interval_of(figure(previous));
      const Decimal printed_step = figure(current).value - figure(previous).value;
      return judge(percent, up, {up ? now - then : then - now, up ? printed_step : -printed_step},
                   {then, figure(previous).value}, {current, previous});
    }
    if (current == none && previous != none && change != none) {
      return judge(percent, up, of(change), of(previous), {change, previous});
    }
    if (current != none && change != none) {
      const Interval now = interval_of(figure(current)), step = interval_of(figure(change));
      const Decimal value = figure(current).value, by = figure(change).value;
      return judge(percent, up, of(change), {up ? now - step : now + step, up ? value - by : value + by},
                   {current, change});
    }
    // 增加3.9万元是因为增设门禁6套，增幅1.87%: without a word of last year it need not be of a count.
    const Text words = context_.view(context_.analysis.clauses[figure(percent).clause].span);
    if (current != none && figure(current).dimension == Dimension::count && figure(current).ulp == Decimal(1) &&
        !contains_any(words, {U"增幅", U"降幅", U"减幅"}))
      whole_base(percent, up, current);
  }

  // An amount with the interval its printing leaves it.
  struct Amount {
    Interval interval;
    Decimal value;
  };
  Amount of(std::size_t f) const { return {interval_of(figure(f)), figure(f).value}; }

  void judge(std::size_t percent, bool up, const Amount& step, const Amount& base, std::vector<std::size_t> figures) {
    if (base.interval.low.sign() <= 0) return;
    const auto verdict = test_percent(step.interval, base.interval, figure(percent));
    if (!verdict) return;
    const bool holds = *verdict != Verdict::fails;
    if (!holds && (paragraph_gives_growth(context_, percent, up) || is_read_wrong(percent, step.value, base.value)))
      return;
    claim(percent, figures, holds);
    if (holds) return;
    const std::string expected = divide(Ratio(step.value) * Ratio(100), Ratio(base.value))
                                     ->rounded(figure(percent).decimals, Rounding::half_up)
                                     .to_string() +
                                 "%";
    const std::string stated = printed(context_, figure(percent));
    figures.insert(figures.begin(), percent);
    report_.add("growth",
                message_text("audit.growth", {{"stated", context_.quote(clause_of(context_, figure(percent)).span)},
                                              {"first", printed(context_, figure(figures[1]))},
                                              {"second", printed(context_, figure(figures[2]))},
                                              {"expected", expected}}),
                clauses_of(context_, figures), stated, expected);
  }

  // Off by more than a third of the base, and not by digits changed.
  bool is_read_wrong(std::size_t percent, const Decimal& step, const Decimal& base) const {
    constexpr int room = 33;  // percentage points
    const Figure& rate = figure(percent);
    const auto exact = divide(Ratio(step) * Ratio(100), Ratio(base));
    if (!exact) return false;
    const Decimal rounded = exact->rounded(rate.decimals, Rounding::half_up);
    return magnitude(rounded - rate.value) > Decimal(room) &&
           !digits_changed(digits_of(context_.view(rate.number)), digits_of(rounded));
  }

  // Some whole number b with round((current / b − 1) × 100) = percent.
  void whole_base(std::size_t percent, bool up, std::size_t current) {
    const Figure& rate = figure(percent);
    const Ratio hundred(100), now(figure(current).value);
    const Ratio low = up ? hundred + Ratio(rate.low()) : hundred - Ratio(rate.high());
    const Ratio high = up ? hundred + Ratio(rate.high()) : hundred - Ratio(rate.low());
    if (low.sign() <= 0 || now.sign() <= 0) return;
    const Ratio least = *divide(now * hundred, high), most = *divide(now * hundred, low);
    const Decimal base = most.rounded(0, Rounding::truncate);
    const bool holds = Ratio(base) >= least && base.sign() > 0;
    claim(percent, {current}, holds, base);
    if (holds) return;
    report_.add("growth",
                message_text("audit.growth-no-base", {{"stated", context_.quote(clause_of(context_, rate).span)},
                                                      {"current", printed(context_, figure(current))}}),
                clauses_of(context_, {percent, current}), printed(context_, rate));
  }

  void claim(std::size_t percent, const std::vector<std::size_t>& figures, bool holds, const Decimal& base = 0) {
    Claim claim;
    decided_.insert(percent);
    claim.relation = Relation::growth;
    claim.holds = holds;
    claim.values = printed_all(context_, figures);
    claim.values.push_back(printed(context_, figure(percent)));
    if (holds && base.sign() > 0)
      claim.assumption = message_text("audit.assumption.base", {{"base", base.to_string()}});
    claim.evidence = clauses_of(context_, {percent, figures[0]});
    report_.add(std::move(claim));
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  const Context& context_;
  Report& report_;
  std::unordered_map<std::u32string, std::vector<std::size_t>> by_name_;
  std::set<std::size_t> decided_;  // growths of which it is known what they are of
};

}  // namespace

void check_growth(const Context& context, Report& report) {
  Growth(context, report).run();
}

}  // namespace jiheng::audit

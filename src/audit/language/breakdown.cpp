#include "audit/language/breakdown.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "audit/language/analysis.h"
#include "audit/language/breakdown_words.h"
#include "audit/language/lists_below.h"
#include "audit/language/totals_behind.h"

namespace jiheng::audit {
namespace {

class Reader {
 public:
  explicit Reader(const Analysis& analysis) : analysis_(analysis), used_(analysis.figures.size()) {}

  std::vector<Breakdown> run() {
    for (std::size_t s = 0; s < analysis_.sentences.size(); ++s) {
      const Sentence& sentence = analysis_.sentences[s];
      if (analysis_.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
      // A total told after its parts is theirs, whatever was told before.
      for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
        if (auto total = total_behind(analysis_, s, f, used_)) keep(std::move(*total));
      }
      for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) read_from(s, f);
    }
    std::vector<Breakdown> below = lists_below(analysis_);
    std::move(below.begin(), below.end(), std::back_inserter(found_));
    return std::move(found_);
  }

 private:
  const Figure& figure(std::size_t f) const { return analysis_.figures[f]; }
  void keep(Breakdown breakdown) {
    for (const std::size_t part : breakdown.parts) used_[part] = true;
    found_.push_back(std::move(breakdown));
  }

  // 按承办主体划分，…; 分领域看，…
  static bool tells_kinds(Text gap) {
    for (const Text cue : {Text(U"按"), Text(U"分")}) {
      for (std::size_t at = gap.find(cue); at != Text::npos; at = gap.find(cue, at + 1)) {
        if (at > 0 && Text(U"，。；（：").find(gap[at - 1]) == Text::npos) continue;
        const std::size_t comma = gap.find_first_of(U"，：", at);
        if (comma == Text::npos || comma - at > 16) continue;
        if (ends_with_any(gap.substr(at, comma - at),
                          {U"分",   U"看",   U"划分", U"分类", U"来源", U"统计", U"计",   U"区分", U"类别", U"类型",
                           U"用途", U"性质", U"级别", U"区域", U"渠道", U"对象", U"阶段", U"方式", U"类",   U"划分为"}))
          return true;
      }
    }
    return false;
  }
  // 专任教师按职称分，…: of what was told as 专任教师 before.
  static bool kinds_of_named(Text gap) {
    const std::size_t comma = gap.find_first_of(U"，：");
    if (comma == Text::npos || comma < 6) return false;
    const Text name = gap.substr(0, comma);
    const std::size_t by = name.rfind(U'按');
    return tells_kinds_of(name, by);
  }
  // 专任教师按职称分, 项目支出按用途归为五类: `by` is where 按 stands.
  static bool tells_kinds_of(Text name, std::size_t by) {
    return by != Text::npos && by >= 3 && name.size() - by <= 10 && (name.back() == U'分' || name.back() == U'类');
  }
  // The list is closed by what follows it: 由…两部分组成, 由…和…构成; or by the brackets right after the total.
  bool is_closed_list(std::size_t s, std::size_t f, Text gap) const {
    const Sentence& sentence = analysis_.sentences[s];
    // 分三批实施，第一批26个、第二批21个…
    if (f > sentence.first_figure && contains(gap, U"，分") && contains(gap, U"第一")) return true;
    // 444.62万元的项目支出中，甲148.36万元，乙126.75万元，…，以上五项即为全部项目支出
    if (gap.starts_with(U"的") && contains(gap, U"中，") && gap.find(U"中，") <= 10) {
      const Text rest = analysis_.view({figure(f).span.end, sentence.span.end});
      return contains(rest, U"以上") && contains(rest, U"全部");
    }
    const bool from = gap.starts_with(U"，由") || gap.starts_with(U"，全部由") || gap.starts_with(U"由");
    if (from) {
      const Text rest = analysis_.view({figure(f).span.end, sentence.span.end});
      return contains_any(rest, {U"构成", U"组成"});
    }
    // 由5人组成，即主任1名、副主任3名
    if (gap.starts_with(U"，即") || contains(gap, U"组成，即")) {
      return figure(f).dimension == Dimension::count && f + 1 < sentence.last_figure &&
             same_unit(figure(f + 1), figure(f)) &&
             contains(analysis_.view({figure(f).span.end, figure(f + 1).span.begin}), U"、");
    }
    // 217件：超载运输96件，配员不足58件，…
    if (gap.starts_with(U"：") && f > sentence.first_figure && f + 1 < sentence.last_figure &&
        !is_base(analysis_, f - 1)) {
      return figure(f).dimension == Dimension::count && same_unit(figure(f - 1), figure(f)) &&
             figure(f).value < figure(f - 1).value && same_unit(figure(f + 1), figure(f));
    }
    if (!gap.starts_with(U"（") ||
        contains_any(gap, {U"含", U"其中", U"不", U"上年", U"去年", U"目标", U"计划", U"年初预算", U"原预算"}))
      return false;
    const std::size_t close = analysis_.view({figure(f).span.end, sentence.span.end}).find(U'）');
    if (close == Text::npos || f + 1 >= sentence.last_figure || f == sentence.first_figure ||
        is_base(analysis_, f - 1) || contains_any(analysis_.view(figure(f - 1).before), {U"每", U"人均", U"户均"}))
      return false;
    const std::uint32_t end = figure(f).span.end + static_cast<std::uint32_t>(close);
    const Text list = analysis_.view({figure(f).span.end, end});
    if (contains_any(list, {U"减去", U"扣除"}) || list.starts_with(U"中")) return false;  // 6,240件中相符6,213件
    return figure(f + 1).span.end <= end && same_unit(figure(f + 1), figure(f)) && same_unit(figure(f - 1), figure(f));
  }
  // The totals stand one after another, parted by commas: one each for what follows.
  bool side_by_side(std::size_t s, const Breakdown& breakdown) const {
    const std::size_t last = breakdown.totals.front();
    if (last == analysis_.sentences[s].first_figure) return false;
    return same_unit(figure(last - 1), figure(last));
  }

  void read_from(std::size_t s, std::size_t f) {
    if (!figure(f).is_quantity() || figure(f).dimension == Dimension::percent || used_[f]) return;
    const Text gap = gap_before(analysis_, s, f);
    const Cue cue = cue_in(gap);
    const bool by_kind = tells_kinds(gap) || (f == analysis_.sentences[s].first_figure && kinds_of_named(gap));
    const bool closed = is_closed_list(s, f, gap);  // 由A和B构成; 53人（甲34人、乙17人）
    // 分3个标包公开招标，每个标包含8个标段: of each of them.
    if (cue.at != Text::npos && contains(gap.substr(0, cue.at + 2), U"每")) return;
    const std::optional<std::size_t> named = named_total(s, f, gap);
    const std::size_t told = told_number(s, f, gap);  // 五个项目：…
    if (cue.at == Text::npos && !by_kind && !closed && !named && told == 0) return;
    Breakdown breakdown;
    breakdown.totals = totals_before(s, f, breakdown.near);
    if (named && (cue.at == Text::npos || cue.word == U"构成" || cue.word == U"组成")) {
      breakdown.totals = {*named};
      breakdown.near = true;
    }
    if (cue.word == U"其中" && breakdown.near && ends_list(s, breakdown.totals.front())) return;
    // 调整净增815.00万元，其中调增900.00万元，调减85.00万元
    if (cue.word == U"其中" && cue.at <= 1 && f > analysis_.sentences[s].first_figure && is_base(analysis_, f - 1) &&
        same_unit(figure(f - 1), figure(f)))
      return;
    // 项目26个，其中10亿元以上4个，按产业分，…: the kinds are of all.
    if (by_kind && breakdown.totals.size() > 1 &&
        analysis_.view(analysis_.clauses[figure(breakdown.totals.front()).clause].span).starts_with(U"其中"))
      breakdown.totals.erase(breakdown.totals.begin());
    const bool across = contains(gap, U"：");
    bool listed_etc = false;
    // Only 其中 and 按…分 speak of a total told in the sentence before.
    if (speaks_of_another(gap, cue)) return;
    if (!breakdown.near && cue.at != Text::npos) look_for_scope(s, gap.substr(0, cue.at), breakdown);
    if (breakdown.totals.empty() || (!breakdown.near && !by_kind && cue.word != U"其中")) return;
    collect(s, f, across, figure(breakdown.totals.front()).value, breakdown.parts, listed_etc);
    if (breakdown.parts.empty()) return;
    // 将14个社区划分为136个网格: of other things.
    if (breakdown.parts.size() == 1 && (cue.word == U"分为" || cue.word == U"分成")) return;
    const bool whole_words = cue.word.starts_with(U"分") || cue.word == U"组成" || cue.word == U"构成" ||
                             cue.word == U"具体为" || cue.word == U"共分" || cue.word.starts_with(U"来源") ||
                             (cue.word == U"包括" && !listed_etc);
    if (cue.word.starts_with(U"分别") && breakdown.totals.size() >= breakdown.parts.size() && breakdown.near &&
        breakdown.parts.size() >= 2 && side_by_side(s, breakdown)) {
      return;  // 会议费32万元、培训费12万元，分别为…: one for each
    }
    const bool as_many = told == breakdown.parts.size();
    if (told > 0 && !as_many && cue.at == Text::npos && !by_kind && !closed && !named) return;
    if (!breakdown.near) look_for_fitting_total(s, breakdown);
    if (breakdown.totals.empty()) return;
    breakdown.exhaustive =
        breakdown.parts.size() >= 2 && (as_many || whole_words || by_kind || closed || names_rest(breakdown) ||
                                        is_family(analysis_, breakdown) || tells_their_number(breakdown));
    keep(std::move(breakdown));
  }

  // 项目支出466.62万元全部用于五个项目：…: how many parts follow; 0: it is not told.
  std::size_t told_number(std::size_t s, std::size_t f, Text gap) const {
    const std::size_t colon = gap.find(U'：');
    if (f == analysis_.sentences[s].first_figure || colon == Text::npos || colon > 6) return 0;
    const Figure& number = figure(f - 1);
    if (number.dimension != Dimension::count || same_unit(number, figure(f)) || number.value > Decimal(12) ||
        number.value < Decimal(2) || number.ulp != Decimal(1))
      return 0;
    std::size_t n = 2;
    while (Decimal(static_cast<std::int64_t>(n)) < number.value) ++n;
    return n;
  }

  // 项目支出1,863.45万元，…。项目支出中，城市管理702.40万元，社区建设486.15万元: the total was told by that name
  // before.
  std::optional<std::size_t> named_total(std::size_t s, std::size_t f, Text gap) const {
    // 卫生技术人员612人，…；卫生技术人员中有执业医师214人、注册护士305人
    const std::size_t within = gap.find(U"中有");
    const std::size_t comma = within != Text::npos && within >= 3 ? within + 1 : gap.find_first_of(U"，：");
    std::size_t first = analysis_.sentences[s].first_figure;
    while (first < f && counts_parts(analysis_, first)) ++first;  // 项目支出按用途归为五类，即…
    if (f != first || comma == Text::npos || comma < 4) return std::nullopt;
    Text name = gap.substr(0, comma);
    const std::size_t by = name.rfind(U'按');  // 补贴机具按类分：…
    if (name.back() == U'中' || name.back() == U'里') {
      name.remove_suffix(1);
    } else if (tells_kinds_of(name, by)) {
      name = name.substr(0, by);
    } else if (const std::size_t of = name.find(U'由');
               ends_with_any(name, {U"构成", U"组成"}) && of != Text::npos && of >= 4) {
      name = name.substr(0, of);  // 完成投资由四部分构成：…
    } else {
      return std::nullopt;
    }
    constexpr std::size_t most = 12;  // figures looked at
    for (std::size_t g = f, looked = 0; g-- > 0 && looked < most; ++looked) {
      if (analysis_.sentences[figure(g).sentence].block != analysis_.sentences[s].block) break;
      if (figure(g).is_exact() && same_unit(figure(g), figure(f)) && analysis_.view(figure(g).before).ends_with(name))
        return g;
    }
    return std::nullopt;
  }

  // The nearest figure before with the unit; when the sentence has none, those of the sentence before.
  std::vector<std::size_t> totals_before(std::size_t s, std::size_t f, bool& near) const {
    std::vector<std::size_t> totals;
    const Sentence& sentence = analysis_.sentences[s];
    constexpr std::size_t most = 60;  // figures looked at: keeps a sentence without end linear
    for (std::size_t g = f, looked = 0; g-- > sentence.first_figure && looked < most; ++looked) {
      if (figure(g).is_quantity() && same_unit(figure(g), figure(f)) && !is_base(analysis_, g) && !is_average(g))
        totals.push_back(g);
    }
    near = !totals.empty();
    for (std::size_t p = s; p-- > 0 && s - p <= 2 && totals.empty();) {
      const Sentence& previous = analysis_.sentences[p];
      if (previous.block + 1 < sentence.block) break;  // a page may part a paragraph
      for (std::size_t g = previous.last_figure; g-- > previous.first_figure;) {
        if (figure(g).is_quantity() && same_unit(figure(g), figure(f)) && !used_[g] && !is_base(analysis_, g))
          totals.push_back(g);
      }
    }
    return totals;
  }

  // A total that the parts come to exactly, a few sentences before or in the table above, is the one meant: between
  // them stood other matters.
  void look_for_fitting_total(std::size_t s, Breakdown& breakdown) const {
    if (breakdown.parts.size() < 2) return;
    Decimal sum = 0;
    for (const std::size_t part : breakdown.parts) sum += figure(part).value;
    constexpr std::size_t most = 24;  // figures looked at
    const std::size_t block = analysis_.sentences[s].block;
    for (std::size_t g = breakdown.parts.front(), looked = 0; g-- > 0 && looked < most; ++looked) {
      const std::size_t own = analysis_.sentences[figure(g).sentence].block;
      if (own + 1 < block && analysis_.document.blocks[own].kind != reading::BlockKind::cell) return;
      const Figure& part = figure(breakdown.parts.front());
      // A cell has its unit in the table's head.
      const bool bare = figure(g).dimension == Dimension::none && part.dimension == Dimension::money;
      const bool fits =
          bare ? figure(g).value * Decimal(10000) == sum : same_unit(figure(g), part) && figure(g).value == sum;
      if (!figure(g).is_exact() || !fits) continue;
      breakdown.totals.clear();
      if (!bare) breakdown.totals.push_back(g);
      breakdown.near = true;
      return;
    }
  }

  // 项目支出由以下四项组成：…: of the project spending told elsewhere, the nearest in value to what the parts come to.
  // A total of the sentence before is not meant when this one names its own subject.
  void look_for_scope(std::size_t s, Text before, Breakdown& breakdown) const {
    const Scope scope = contains(before, U"项目支出")   ? Scope::project
                        : contains(before, U"基本支出") ? Scope::basic
                                                        : Scope::whole;
    const bool own_subject =
        residue(before, {U"其中", U"按", U"分", U"由", U"以下", U"主要", U"上述", U"这些", U"全部"}).size() >= 4;
    if (own_subject) breakdown.totals.clear();
    if (scope == Scope::whole) return;
    Decimal sum = 0;
    const Sentence& sentence = analysis_.sentences[s];
    for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
      if (figure(f).is_exact() && figure(f).dimension == Dimension::money) sum += figure(f).value;
    }
    const auto away = [&](std::size_t f) {
      return figure(f).value < sum ? sum - figure(f).value : figure(f).value - sum;
    };
    std::optional<std::size_t> best;
    for (const BudgetFigure& one : analysis_.budget) {
      const bool fits = one.scope == scope && (one.money == Money::spending || one.money == Money::budget) &&
                        one.kind != Kind::previous && figure(one.figure).dimension == Dimension::money;
      if (fits && figure(one.figure).sentence != s && (!best || away(one.figure) < away(*best))) best = one.figure;
    }
    if (!best) return;
    breakdown.totals = {*best};
    breakdown.near = true;
  }

  // 补贴23.87万元，…，单件补贴额分为三档: the clause of the cue has a subject of its own.
  static bool speaks_of_another(Text gap, const Cue& cue) {
    if (cue.at == Text::npos || cue.word == U"其中" || cue.at == 0) return false;
    const std::size_t comma = gap.substr(0, cue.at).find_last_of(U"，；");
    if (comma == Text::npos) return false;
    const Text clause = gap.substr(comma + 1, cue.at - comma - 1);
    // 印发公文684件，政府文件、办文件、函件分别为172件、355件、147件
    if (cue.word.starts_with(U"分别") && std::count(clause.begin(), clause.end(), U'、') >= 2) return false;
    if (clause.starts_with(U"按") && clause.size() <= 8) return false;  // 按行政等级分为…
    return residue(clause,
                   {U"按",   U"用途", U"性质", U"类别", U"来源", U"支出", U"资金", U"经费", U"功能", U"科目", U"主要",
                    U"共",   U"由",   U"其",   U"具体", U"分类", U"级次", U"渠道", U"部分", U"项目", U"类型", U"划",
                    U"季度", U"至",   U"经济", U"大",   U"以下", U"如下", U"个",   U"方面", U"块",   U"类",   U"项",
                    U"一",   U"二",   U"两",   U"三",   U"四",   U"五",   U"六",   U"七",   U"八"})
               .size() >= 3;
  }

  // 常委会议4次、专题协商会3次，其中5次…: of all of them together.
  bool ends_list(std::size_t s, std::size_t f) const {
    if (f == analysis_.sentences[s].first_figure || !same_unit(figure(f - 1), figure(f))) return false;
    const Text gap = analysis_.view({figure(f - 1).span.end, figure(f).span.begin});
    return gap.find(U'、') < gap.find(U'，');
  }

  // 接待观众51.48万人次，日均1666人次，其中…: of what was told before the average.
  bool is_average(std::size_t f) const {
    return ends_with_any(analysis_.view(figure(f).before),
                         {U"日均", U"月均", U"年均", U"人均", U"户均", U"平均", U"场均"});
  }

  void collect(std::size_t s, std::size_t f, bool across, const Decimal& total, std::vector<std::size_t>& parts,
               bool& listed_etc) {
    Decimal sum = 0;
    const std::size_t block = analysis_.sentences[s].block;
    const Text first_verb = verb_of(analysis_.view(figure(f).before));
    bool nested = false;
    std::size_t g = f;
    while (true) {
      const Sentence& sentence = analysis_.sentences[s];
      for (; g < sentence.last_figure; ++g) {
        if (!parts.empty() && g > parts.back() && figure(parts.back()).sentence == figure(g).sentence &&
            opens_bracket(parts.back(), g))
          continue;  // 得19.20分（满分20分），…
        if (g != f) {
          const std::u32string own =
              outside_brackets(parts.empty() ? gap_before(analysis_, s, g) : gap_after(s, parts.back(), g));
          const Text gap(own);
          const bool begins = g == sentence.first_figure;
          if (!begins && (breaks_list(gap) || leaves_bracket(gap))) return;
          // 执行率99.28%，由人员经费…和公用经费…构成
          if (cue_in(gap).at != Text::npos || speaks_within(gap) || contains(gap, U"，由")) nested = true;
          const std::size_t comma = gap.find_last_of(U"，；");
          const Text clause = comma == Text::npos ? gap : gap.substr(comma + 1);
          const Text verb = comma == Text::npos ? Text() : verb_of(clause);
          if (!verb.empty() && verb != first_verb) return;
          // 来信312件、来访846批、网上信访1,684件: a part in another unit, and no sum.
          if (is_part_in_other_unit(g, f)) {
            parts.clear();
            return;
          }
        }
        if (figure(g).is_quantity() && figure(g).dimension != Dimension::percent && same_unit(figure(g), figure(f)) &&
            !nested) {
          parts.push_back(g);
          sum += figure(g).value;
          if (parts.size() >= 2 && sum == total) return;  // complete: what follows is another matter
          if (contains(analysis_.view(figure(g).after).substr(0, 6), U"等")) listed_etc = true;
        }
      }
      const bool semicolon = analysis_.document.text[sentence.span.end - 1] == U'；';
      if (!across || !semicolon || ++s >= analysis_.sentences.size() || analysis_.sentences[s].block != block) return;
      nested = false;
      g = analysis_.sentences[s].first_figure;
    }
  }

  bool is_part_in_other_unit(std::size_t g, std::size_t f) const {
    if (!figure(g).is_quantity() || figure(g).dimension != Dimension::count ||
        figure(f).dimension != Dimension::count || same_unit(figure(g), figure(f)))
      return false;
    const Text before = analysis_.view({figure(g - 1).span.end, figure(g).span.begin});
    const Text behind = Text(analysis_.document.text).substr(figure(g).span.end, 1);
    return before.starts_with(U"、") && before.size() >= 3 && behind == U"、" && !counts_parts(analysis_, g);
  }

  // 专任教师中具有博士学位的: of the part before, not of the whole.
  static bool speaks_within(Text gap) {
    for (std::size_t at = gap.find(U'中'); at != Text::npos; at = gap.find(U'中', at + 1)) {
      const char32_t before = at > 0 ? gap[at - 1] : 0, after = at + 1 < gap.size() ? gap[at + 1] : 0;
      if (at >= 3 && is_han(before) && Text(U"其集高初当年").find(before) == Text::npos &&
          Text(U"，有具的为：女男获达属共占").find(after) != Text::npos)
        return true;
    }
    return false;
  }

  // What stands in a bracket that was opened after the part.
  bool opens_bracket(std::size_t part, std::size_t g) const {
    int depth = 0;
    for (const char32_t c : analysis_.view({figure(part).span.end, figure(g).span.begin})) {
      depth += c == U'（' ? 1 : c == U'）' && depth > 0 ? -1 : 0;
    }
    return depth > 0;
  }
  Text gap_after(std::size_t s, std::size_t part, std::size_t g) const {
    return figure(part).sentence == s ? analysis_.view({figure(part).span.end, figure(g).span.begin})
                                      : gap_before(analysis_, s, g);
  }

  Text label(std::size_t f) const { return analysis_.view({figure(f).before.begin, figure(f).after.end}); }

  bool names_rest(const Breakdown& breakdown) const {
    return contains_any(analysis_.view(figure(breakdown.parts.back()).before), {U"其余", U"其他", U"余下", U"剩余"});
  }
  // 两家预算单位共支出2791.05万元，其中甲…、乙…
  bool tells_their_number(const Breakdown& breakdown) const {
    const std::size_t total = breakdown.totals.front();
    if (total == 0 || !breakdown.near) return false;
    const Figure& number = figure(total - 1);
    return number.dimension == Dimension::count && number.clause == figure(total).clause &&
           number.value == Decimal(static_cast<std::int64_t>(breakdown.parts.size()));
  }
  const Analysis& analysis_;
  std::vector<bool> used_;  // is a part already
  std::vector<Breakdown> found_;
};

}  // namespace

bool same_unit(const Figure& a, const Figure& b) {
  if (a.dimension != b.dimension) return false;
  const auto person = [](Text unit) { return unit == U"人" || unit == U"名" || unit == U"位"; };
  if (person(a.unit) && person(b.unit)) return true;
  return a.dimension == Dimension::money || a.unit == b.unit;
}

std::vector<Breakdown> find_breakdowns(const Analysis& analysis) {
  return Reader(analysis).run();
}

}  // namespace jiheng::audit

// growth: what was added or taken away, against the two values it lies between: 由5.4天缩短到3.2天，缩短2.2天;
// 93.0%，较上半年的86.5%提高6.5个百分点; 26期，是上年13期的2倍; 由196条增加到318条，翻番.
#include <algorithm>
#include <optional>

#include "audit/language/breakdown.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

class Differences {
 public:
  Differences(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    for (const Sentence& sentence : context_.analysis.sentences) {
      if (context_.analysis.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
      for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
        if (!figure(f).is_exact()) continue;
        test_doubling(sentence, f);
        if (figure(f).dimension == Dimension::points) {
          test_points(sentence, f);
        } else if (figure(f).unit == U"倍") {
          test_times(sentence, f);
        } else if (changes(f)) {
          test_change(sentence, f);
        }
      }
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  Text before(std::size_t f) const { return context_.view(figure(f).before); }

  // 提高2.24分, 缩短1.2天: nothing but the verb stands before the number.
  bool changes(std::size_t f) const {
    Text words = before(f);
    while (ends_with_any(words, {U"了"})) words.remove_suffix(1);
    for (const Text verb : {Text(U"提高"), Text(U"增加"), Text(U"减少"), Text(U"下降"), Text(U"缩短"), Text(U"降低"),
                            Text(U"上升"), Text(U"压缩"), Text(U"净增"), Text(U"压减"), Text(U"提升")}) {
      if (words.ends_with(verb)) return words.size() <= verb.size() + 1;
    }
    return false;
  }

  bool is_from(std::size_t f) const {
    const Text words = before(f);
    return contains_any(words, {U"由", U"从"}) && !contains_any(words, {U"到", U"至"});
  }
  bool is_to(std::size_t f) const {
    const Text words = before(f);
    return contains_any(words, {U"到", U"至", U"升为", U"降为"});
  }
  bool is_base(std::size_t f) const {
    const Text words = before(f);
    return starts_with_any(words, {U"比", U"较"}) && words.ends_with(U"的");
  }

  // The two values right before the change: from … to …, or the value and 比…的.
  void test_change(const Sentence& sentence, std::size_t change) {
    if (change < sentence.first_figure + 2) return;
    const std::size_t second = previous(sentence, change);
    if (second == none || !same_unit(figure(second), figure(change))) return;
    const std::size_t first = previous(sentence, second);
    if (first == none || !same_unit(figure(first), figure(change))) return;
    if (is_from(first) && is_to(second)) return judge(first, second, change);
    if (!is_base(second) || is_from(first)) return;
    const std::size_t value = value_of(sentence, first, second, change);
    if (value != none) judge(second, value, change);
  }
  // 支出0.86万元，未超预算1.20万元，较上年的0.98万元减少0.12万元: the value that fits, or else the nearest.
  std::size_t value_of(const Sentence& sentence, std::size_t nearest, std::size_t base, std::size_t change) const {
    for (std::size_t g = nearest + 1; g-- > sentence.first_figure;) {
      if (!figure(g).is_exact() || !same_unit(figure(g), figure(change))) continue;
      if (contains_any(before(g), {U"撤并", U"撤销", U"注销", U"新增", U"退出"}))
        return none;  // 新增26个，撤并6个，较年初的392个净增20个
      const Interval one = interval_of(figure(base)), two = interval_of(figure(g)), step = interval_of(figure(change));
      if ((two - one).meets(step) || (one - two).meets(step)) return g;
    }
    return nearest;
  }
  std::size_t previous(const Sentence& sentence, std::size_t f) const {
    for (std::size_t g = f; g-- > sentence.first_figure;) {
      if (figure(g).kind == FigureKind::year || figure(g).kind == FigureKind::date) continue;
      return figure(g).is_exact() ? g : none;
    }
    return none;
  }

  void test_points(const Sentence& sentence, std::size_t change) {
    const Text words = before(change);
    if (!contains_any(words,
                      {U"提高", U"上升", U"下降", U"高于", U"高出", U"低于", U"提升", U"降低", U"增加", U"减少"}))
      return;
    const std::size_t second = previous(sentence, change);
    if (second == none || figure(second).dimension != Dimension::percent) return;
    const std::size_t first = previous(sentence, second);
    if (first == none || figure(first).dimension != Dimension::percent) return;
    if (is_from(first) && is_to(second)) return judge(first, second, change);
    if (is_base(second)) return judge(second, first, change);
  }

  void judge(std::size_t from, std::size_t to, std::size_t change) {
    const Interval one = interval_of(figure(from)), two = interval_of(figure(to)), step = interval_of(figure(change));
    const Interval up = two - one, down = one - two;
    const bool holds = up.meets(step) || down.meets(step);
    const Decimal difference = figure(to).value < figure(from).value ? figure(from).value - figure(to).value
                                                                     : figure(to).value - figure(from).value;
    report(holds, {change, from, to}, in_unit_of(Ratio(difference), figure(change)), change);
  }

  // 26期，是上年13期的3倍
  void test_times(const Sentence& sentence, std::size_t times) {
    const std::size_t base = previous(sentence, times);
    if (base == none || context_.view({figure(base).span.end, figure(times).span.begin}) != U"的") return;
    const std::size_t value = previous(sentence, base);
    if (value == none || !same_unit(figure(value), figure(base)) || figure(base).value.sign() <= 0) return;
    if (!contains_any(before(base), {U"是", U"为", U"达", U"相当于"})) return;
    const Interval low = interval_of(figure(times)), whole = interval_of(figure(base)),
                   part = interval_of(figure(value));
    const bool holds = low.low * whole.low <= part.high && part.low <= low.high * whole.high;
    const std::string expected = divide(Ratio(figure(value).value), Ratio(figure(base).value))
                                     ->rounded(std::max(1, figure(times).decimals), Rounding::half_up)
                                     .to_string() +
                                 "倍";
    report(holds, {times, value, base}, expected, times);
  }

  // 实现翻番，由196条增加到318条: what doubled is twice what it was, or nearly.
  void test_doubling(const Sentence& sentence, std::size_t to) {
    if (!is_to(to)) return;
    const std::size_t from = previous(sentence, to);
    if (from == none || !is_from(from) || !same_unit(figure(from), figure(to))) return;
    const Text told = context_.view({sentence.span.begin, figure(from).span.begin});
    const Text behind = context_.view(figure(to).after);
    const std::uint32_t next = figure(to).span.end;
    const Text clause = context_.view({next, std::min(sentence.span.end, next + 8)});
    if (!contains_any(told, {U"翻番", U"翻一番"}) && !contains_any(clause, {U"翻番", U"翻一番", U"翻了一番"})) return;
    if (contains_any(told, {U"有望", U"力争", U"目标"}) || contains_any(behind, {U"近", U"接近"})) return;
    const Decimal doubled = figure(from).value + figure(from).value, tenth = Decimal::from_parts(19, 1);
    const bool holds = figure(to).value >= figure(from).value * tenth;
    report(holds, {to, from, to}, in_unit_of(Ratio(doubled), figure(to)), to);
  }

  void report(bool holds, std::vector<std::size_t> figures, const std::string& expected, std::size_t stated) {
    Claim claim;
    claim.relation = Relation::growth;
    claim.holds = holds;
    claim.values = printed_all(context_, {figures[1], figures[2], figures[0]});
    claim.evidence = clauses_of(context_, figures);
    report_.add(std::move(claim));
    if (holds) return;
    report_.add("growth",
                message_text("audit.growth", {{"stated", context_.quote(clause_of(context_, figure(stated)).span)},
                                              {"first", printed(context_, figure(figures[1]))},
                                              {"second", printed(context_, figure(figures[2]))},
                                              {"expected", expected}}),
                clauses_of(context_, figures), printed(context_, figure(stated)), expected);
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  const Context& context_;
  Report& report_;
};

}  // namespace

void check_differences(const Context& context, Report& report) {
  Differences(context, report).run();
}

}  // namespace jiheng::audit

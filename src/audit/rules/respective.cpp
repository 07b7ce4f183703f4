// ratio, growth: percentages told together of figures told together, in the same order:
// 优秀10人、称职43人，优秀率和称职率分别为18.9%和81.1%; 136批1847人次，上年157批2111人次，分别下降13.4%和12.5%.
//
// How the figures pair is not said in words. Of the orders in use the one is taken that gives most of the percentages;
// one that gives none of them is not what was meant, and nothing is said.
#include <algorithm>
#include <array>
#include <optional>

#include "audit/language/breakdown.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

using Indexes = std::vector<std::size_t>;

// What the i-th percentage is of: a part, and a whole that is told, or is what all parts come to.
struct Of {
  std::size_t part;
  Indexes whole;
};
using Reading = std::vector<Of>;

class Respective {
 public:
  Respective(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    for (const Sentence& sentence : context_.analysis.sentences) {
      if (context_.analysis.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
      for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
        const Indexes percents = run_from(f, sentence.last_figure);
        if (percents.size() < 2) continue;
        if (told_respectively(sentence, f)) test(sentence, percents);
        f = percents.back();
      }
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  Text between(std::size_t a, std::size_t b) const { return context_.view({figure(a).span.end, figure(b).span.begin}); }

  // 18.4%、25.0%和3.1%: nothing but marks and 和 between.
  Indexes run_from(std::size_t f, std::size_t end) const {
    Indexes percents;
    for (; f < end && figure(f).is_exact() && figure(f).dimension == Dimension::percent; ++f) {
      if (!percents.empty() && !residue(between(f - 1, f), {U"和", U"与", U"及", U"以及"}).empty()) break;
      percents.push_back(f);
    }
    return percents;
  }
  // 分别 stands between the last other figure and the first percentage.
  bool told_respectively(const Sentence& sentence, std::size_t first) const {
    if (first == sentence.first_figure) return false;
    return contains_any(between(first - 1, first), {U"分别", U"依次"});
  }

  void test(const Sentence& sentence, const Indexes& percents) {
    const Text words = between(percents.front() - 1, percents.front());
    const bool up = contains_any(words, {U"增长", U"上升", U"增加", U"提高", U"提升"});
    const bool down = contains_any(words, {U"下降", U"减少", U"降低", U"压减"});
    if (up && down) return;
    if (contains_any(words, {U"目标", U"不低于", U"预期", U"节约"})) return;
    const bool growth = up || down;
    const Reading* best = nullptr;
    std::size_t most = 0;
    std::vector<Reading> readings = growth ? growths(sentence, percents) : shares(sentence, percents);
    if (!growth) add_earlier_parts(readings, sentence, percents);
    for (const Reading& reading : readings) {
      std::size_t fitting = 0;
      for (std::size_t i = 0; i < percents.size(); ++i) fitting += fits(reading[i], percents[i], growth, up);
      if (fitting > most) best = &reading, most = fitting;
    }
    if (best == nullptr) return;
    for (std::size_t i = 0; i < percents.size(); ++i) tell((*best)[i], percents[i], growth, up);
  }

  // The amounts told before the percentages, in order; a year or a rate between them is none.
  Indexes amounts_before(const Sentence& sentence, std::size_t end) const {
    constexpr std::size_t most = 60;  // figures looked at
    Indexes amounts;
    for (std::size_t f = end > sentence.first_figure + most ? end - most : sentence.first_figure; f < end; ++f) {
      const Figure& one = figure(f);
      const bool amount = one.dimension == Dimension::count || one.dimension == Dimension::money ||
                          one.dimension == Dimension::area || one.dimension == Dimension::days;
      if (one.is_exact() && amount) amounts.push_back(f);
    }
    return amounts;
  }

  // The orders in which values and those they are compared with are told; each pair is of one unit.
  std::vector<Reading> growths(const Sentence& sentence, const Indexes& percents) const {
    const Indexes amounts = amounts_before(sentence, percents.front());
    const std::size_t n = percents.size();
    std::vector<Reading> readings;
    if (amounts.size() < 2 * n) return readings;
    const std::size_t at = amounts.size() - 2 * n;
    add(readings, n, [&](std::size_t i) { return Of{amounts[at + i], {amounts[at + n + i]}}; });
    add(readings, n, [&](std::size_t i) { return Of{amounts[at + n + i], {amounts[at + i]}}; });
    add(readings, n, [&](std::size_t i) { return Of{amounts[at + 2 * i], {amounts[at + 2 * i + 1]}}; });
    add(readings, n, [&](std::size_t i) { return Of{amounts[at + 2 * i + 1], {amounts[at + 2 * i]}}; });
    return readings;
  }
  std::vector<Reading> shares(const Sentence& sentence, const Indexes& percents) const {
    std::vector<Reading> readings = growths(sentence, percents);
    const Indexes amounts = amounts_before(sentence, percents.front());
    const std::size_t n = percents.size();
    if (amounts.size() > n) {
      const std::size_t at = amounts.size() - n;
      for (std::size_t w = 0; w < amounts.size(); ++w) {
        if (w >= at && w + 1 < amounts.size()) continue;
        // n parts of one whole told before them, or one part, told last, of n wholes.
        add(readings, n, [&](std::size_t i) {
          return w < at ? Of{amounts[at + i], {amounts[w]}} : Of{amounts[w], {amounts[at - 1 + i]}};
        });
      }
    }
    if (amounts.size() >= n) {
      // 基本支出118.20万元，项目支出54.10万元，分别占68.6%、31.4%: of both together.
      const Indexes parts(amounts.end() - static_cast<std::ptrdiff_t>(n), amounts.end());
      add(readings, n, [&](std::size_t i) { return Of{parts[i], parts}; });
    }
    return readings;
  }
  // 预算1,468.00万元，由三块组成：县级526.00万元…。三块资金的支出分别为508.34万元…，执行率分别为96.64%…: of the parts
  // that a sentence before named, as many.
  void add_earlier_parts(std::vector<Reading>& readings, const Sentence& sentence, const Indexes& percents) const {
    const Indexes amounts = amounts_before(sentence, percents.front());
    const std::size_t n = percents.size();
    if (amounts.size() < n) return;
    const std::size_t at = amounts.size() - n;
    // Back through the figures before the sentence to the breakdowns they are parts of.
    constexpr std::size_t most = 40;
    int last = -1;
    for (std::size_t f = sentence.first_figure, looked = 0; f-- > 0 && looked < most; ++looked) {
      if (context_.analysis.sentences[figure(f).sentence].block != sentence.block) return;
      const int index = context_.analysis.part_of[f];
      if (index < 0 || index == last) continue;
      last = index;
      const Breakdown& one = context_.analysis.breakdowns[static_cast<std::size_t>(index)];
      if (one.parts.size() != n || one.parts.back() >= sentence.first_figure) continue;
      add(readings, n, [&](std::size_t i) { return Of{amounts[at + i], {one.parts[i]}}; });
    }
  }
  template <class Pairing>
  void add(std::vector<Reading>& readings, std::size_t n, Pairing pairing) const {
    Reading reading;
    for (std::size_t i = 0; i < n; ++i) {
      const Of of = pairing(i);
      if (of.whole == Indexes{of.part}) return;
      for (const std::size_t whole : of.whole) {
        if (!same_unit(figure(of.part), figure(whole))) return;
      }
      reading.push_back(of);
    }
    readings.push_back(std::move(reading));
  }

  Interval whole_of(const Of& of) const {
    Interval whole = interval_of(figure(of.whole.front()));
    for (std::size_t i = 1; i < of.whole.size(); ++i) whole = whole + interval_of(figure(of.whole[i]));
    return whole;
  }
  Interval step_of(const Of& of, bool growth, bool up) const {
    const Interval part = interval_of(figure(of.part)), whole = whole_of(of);
    return !growth ? part : up ? part - whole : whole - part;
  }
  bool fits(const Of& of, std::size_t percent, bool growth, bool up) const {
    const auto verdict = test_percent(step_of(of, growth, up), whole_of(of), figure(percent));
    return verdict && *verdict != Verdict::fails;
  }

  void tell(const Of& of, std::size_t percent, bool growth, bool up) {
    Indexes all = {of.part};
    for (const std::size_t whole : of.whole) {
      if (whole != of.part) all.push_back(whole);
    }
    Claim claim;
    claim.relation = growth ? Relation::growth : Relation::ratio;
    claim.holds = fits(of, percent, growth, up);
    claim.values = printed_all(context_, all);
    claim.values.push_back(printed(context_, figure(percent)));
    all.insert(all.begin(), percent);
    claim.evidence = clauses_of(context_, all);
    const std::vector<Evidence> places = claim.evidence;
    const bool holds = claim.holds;
    // 年初预算982.40万元，其中基本支出716.40万元，…追加21.60万元。…分别完成全年预算的98.99%、91.96%
    const Sentence& told = context_.analysis.sentences[figure(of.whole.front()).sentence];
    if (!holds && contains(context_.view(figure(percent).before), U"全年预算") &&
        contains(context_.view(told.span), U"年初预算"))
      return;
    report_.add(std::move(claim));
    Decimal whole = 0;
    for (const std::size_t one : of.whole) whole += figure(one).value;
    if (holds || whole.is_zero()) return;
    const Decimal part = figure(of.part).value;
    const std::string stated = printed(context_, figure(percent));
    const std::string expected = recomputed_percent(!growth ? part
                                                    : up    ? part - whole
                                                            : whole - part,
                                                    whole, figure(percent));
    const std::string quoted = context_.quote(clause_of(context_, figure(percent)).span);
    const std::string first = printed(context_, figure(of.part));
    const std::string second = of.whole.size() == 1 ? printed(context_, figure(of.whole.front()))
                                                    : "（" + joined(printed_all(context_, of.whole), " + ") + "）";
    const std::string message =
        growth ? message_text("audit.growth",
                              {{"stated", quoted}, {"first", first}, {"second", second}, {"expected", expected}})
               : message_text("audit.ratio",
                              {{"stated", quoted}, {"part", first}, {"whole", second}, {"expected", expected}});
    report_.add(growth ? "growth" : "ratio", message, places, stated, expected);
  }

  const Context& context_;
  Report& report_;
};

}  // namespace

void check_respective(const Context& context, Report& report) {
  Respective(context, report).run();
}

}  // namespace jiheng::audit

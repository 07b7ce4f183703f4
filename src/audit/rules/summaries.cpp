// same-quantity: a sentence that sums up what the report told before:
// 全年住户调查样本500户，实测地块180块，撰写分析信息69篇. Where most of its counts are told elsewhere with the same
// number, one that is told elsewhere with another number and with no word of its own contradicts it.
#include <algorithm>
#include <map>
#include <optional>

#include "audit/language/vocabulary.h"
#include "audit/rules/content_words.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

constexpr std::size_t least_confirmed = 2;
constexpr std::size_t most_of_unit = 60;  // counts of one unit that are looked at

class Summaries {
 public:
  Summaries(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    const auto& figures = context_.analysis.figures;
    for (std::size_t f = 0; f < figures.size(); ++f) {
      if (takes_part(f)) by_unit_[figures[f].unit].push_back({f, content_pairs(phrase_of(f))});
    }
    std::map<std::size_t, std::vector<const Count*>> by_sentence;
    for (const auto& [unit, counts] : by_unit_) {
      for (const Count& count : counts) by_sentence[figures[count.figure].sentence].push_back(&count);
    }
    constexpr std::size_t least = 3, most = 16;
    for (const auto& [sentence, counts] : by_sentence) {
      if (counts.size() >= least && counts.size() <= most) test(counts);
    }
  }

 private:
  struct Count {
    std::size_t figure;
    std::set<std::u32string> words;
  };

  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }
  std::size_t block_of(std::size_t f) const { return context_.analysis.sentences[figure(f).sentence].block; }

  bool takes_part(std::size_t f) const {
    const Figure& one = figure(f);
    if (!one.is_exact() || one.chinese || one.dimension != Dimension::count || one.value < Decimal(2) ||
        stands_in_cell(context_, one) || is_of_other_year(context_, one))
      return false;
    switch (context_.analysis.outline.kind_at(one.span.begin)) {
      case SectionKind::goals:
      case SectionKind::yearly_work:
      case SectionKind::measures:
      case SectionKind::attachment:
        return false;
      default:
        return !contains_any(phrase_of(f), {U"目标", U"计划", U"上年", U"去年", U"不少于", U"不低于", U"累计", U"季度",
                                            U"半年", U"每", U"平均", U"其余", U"剩余", U"未"});
    }
  }
  Text phrase_of(std::size_t f) const { return context_.view(clause_of(context_, figure(f)).span); }

  void test(const std::vector<const Count*>& counts) {
    std::size_t confirmed = 0;
    std::vector<std::pair<const Count*, const Count*>> broken;
    for (const Count* count : counts) {
      const std::optional<const Count*> other = told_elsewhere(*count, confirmed);
      if (other) broken.emplace_back(count, *other);
    }
    if (confirmed < least_confirmed || broken.size() != 1) return;
    report(broken.front().first->figure, broken.front().second->figure);
  }

  // Counts it as confirmed, or gives the one telling with another number; neither: it is told here only.
  std::optional<const Count*> told_elsewhere(const Count& count, std::size_t& confirmed) const {
    const std::vector<Count>& others = by_unit_.at(figure(count.figure).unit);
    if (others.size() > most_of_unit || count.words.empty()) return std::nullopt;
    const Count* found = nullptr;
    bool several = false;
    for (const Count& other : others) {
      if (block_of(other.figure) == block_of(count.figure) || figure(other.figure).power != figure(count.figure).power)
        continue;
      const bool equal = figure(other.figure).value == figure(count.figure).value;
      if (equal && shares(count.words, other.words)) {
        ++confirmed;
        return std::nullopt;
      }
      if (equal || !begin_alike(other.figure, count.figure) ||
          !(is_within(other.words, count.words) || is_within(count.words, other.words)))
        continue;
      several = several || found != nullptr;
      found = &other;
    }
    return found == nullptr || several ? std::optional<const Count*>() : found;
  }
  // 撰写66篇, 撰写分析信息69篇: one verb of what was done, at the begin of both.
  bool begin_alike(std::size_t a, std::size_t b) const {
    const Text first = verb_of(phrase_of(a));
    return !first.empty() && first == verb_of(phrase_of(b));
  }
  static Text verb_of(Text phrase) {
    static constexpr Text verbs[] = {U"撰写", U"新增", U"建成", U"新建", U"完成", U"培训", U"报送", U"编发", U"印发",
                                     U"办理", U"受理", U"办结", U"召开", U"举办", U"组织", U"开展", U"检查", U"查处",
                                     U"走访", U"发放", U"救助", U"服务", U"接待", U"出动", U"改造", U"修复", U"签订",
                                     U"引进", U"审核", U"审查", U"评审", U"制定", U"修订", U"起草", U"采集", U"录用"};
    for (const Text framing : {Text(U"全年"), Text(U"全年共"), Text(U"共"), Text(U"年内"), Text(U"其中")}) {
      if (phrase.starts_with(framing)) phrase.remove_prefix(framing.size());
    }
    for (const Text verb : verbs) {
      if (phrase.starts_with(verb)) return verb;
    }
    return {};
  }
  static bool shares(const std::set<std::u32string>& a, const std::set<std::u32string>& b) {
    return std::any_of(a.begin(), a.end(), [&](const std::u32string& word) { return b.count(word) > 0; });
  }
  // No word of its own besides those of the other.
  static bool is_within(const std::set<std::u32string>& a, const std::set<std::u32string>& b) {
    return !a.empty() && std::includes(b.begin(), b.end(), a.begin(), a.end());
  }

  void report(std::size_t second, std::size_t first) {
    Claim claim;
    claim.relation = Relation::same_quantity;
    claim.holds = false;
    claim.values = printed_all(context_, {first, second});
    claim.evidence = clauses_of(context_, {first, second});
    report_.add(std::move(claim));
    report_.add(
        "same-quantity",
        message_text("audit.same-quantity", {{"first", context_.quote(clause_of(context_, figure(first)).span)},
                                             {"second", context_.quote(clause_of(context_, figure(second)).span)}}),
        clauses_of(context_, {second, first}), printed(context_, figure(second)), printed(context_, figure(first)));
  }

  const Context& context_;
  Report& report_;
  std::map<std::u32string, std::vector<Count>> by_unit_;
};

}  // namespace

void check_summaries(const Context& context, Report& report) {
  Summaries(context, report).run();
}

}  // namespace jiheng::audit

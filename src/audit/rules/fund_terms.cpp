#include "audit/rules/fund_terms.h"

#include <algorithm>
#include <array>

#include "audit/rules/interval.h"

namespace jiheng::audit {
namespace {

using View = std::u32string_view;

// Ways to write one name; blank ones fill up.
using Names = std::array<View, 3>;

struct KnownWhole {
  Names whole;
  bool total_too = false;  // a row or column 合计 may be the whole
  std::array<Names, 4> parts;
};

constexpr Names three_public = {U"三公经费", U"三公"};
constexpr Names abroad = {U"出国"};
constexpr Names cars = {U"公务用车购置及运行", U"公务用车购置和运行", U"公务用车费"};
constexpr Names cars_bought = {U"公务用车购置费", U"公务用车购置"};
constexpr Names cars_run = {U"公务用车运行"};
constexpr Names receptions = {U"公务接待"};

// 基本支出＋项目支出, “三公”经费: wholes whose parts are known by name.
constexpr KnownWhole known_names[] = {
    {three_public, true, {abroad, cars, receptions}},
    {three_public, true, {abroad, cars_bought, cars_run, receptions}},
    {cars, false, {cars_bought, cars_run}},
    {{U"部门整体支出", U"支出合计", U"总支出"}, true, {{{U"基本支出"}, {U"项目支出"}}}},
    {{U"基本支出"}, false, {{{U"人员经费", U"人员支出"}, {U"公用经费", U"公用支出"}}}},
};

// The label ends with the name, quotation marks and 日常 维护 aside.
bool is_named(const Term& term, View word) {
  std::u32string label = term.label;
  std::erase_if(label, [](char32_t c) { return View(U"“”\"日常维护").find(c) != View::npos; });
  const std::size_t at = label.rfind(word);
  if (at == std::u32string::npos) return false;
  // 公务用车购置 is not 公务用车购置及运行; 基本支出 is not 基本支出结转.
  const View rest = View(label).substr(at + word.size());
  return rest.empty() || rest == U"费" || rest == U"费用" || rest == U"支出" || rest == U"经费" || rest == U"小计" ||
         rest == U"费支出" || rest == U"费小计" || rest == U"合计" || rest == U"总额" || rest == U"费合计";
}

const Term* only(const std::vector<Term>& terms, const Names& names) {
  for (View word : names) {
    if (word.empty()) break;
    const Term* found = nullptr;
    for (const Term& term : terms) {
      if (!is_named(term, word)) continue;
      if (found != nullptr) return nullptr;
      found = &term;
    }
    if (found != nullptr) return found;
  }
  return nullptr;
}

const Term* only_total(const std::vector<Term>& terms) {
  const Term* found = nullptr;
  for (const Term& term : terms) {
    if (!term.is_total) continue;
    if (found != nullptr) return nullptr;
    found = &term;
  }
  return found;
}

// The total has parts that are none of the known ones, nor within them.
bool others_beside(const std::vector<Term>& terms, const std::vector<const Term*>& parts, const Term& whole) {
  return std::any_of(terms.begin(), terms.end(), [&](const Term& term) {
    if (&term == &whole || term.is_part || term.level < 5) return false;
    if (std::find(parts.begin(), parts.end(), &term) != parts.end()) return false;
    return !contains_any(term.label, {U"人员经费", U"人员支出", U"公用经费", U"公用支出", U"购置", U"运行"});
  });
}

// 2010301 lies within 20103 and 201. Such lists are in order: the ancestor stands above.
bool has_ancestor(const std::vector<Term>& terms, std::size_t begin, std::size_t end, std::size_t i) {
  const std::u32string& code = terms[i].code;
  constexpr std::size_t top = 3;
  if (code.size() <= top) return false;
  for (std::size_t k = i; k-- > begin && k < end;) {
    if (terms[k].code.size() < code.size() && !terms[k].code.empty()) {
      return code.compare(0, terms[k].code.size(), terms[k].code) == 0;
    }
  }
  return false;
}

// Where the lines that may lie within line i end; the first is i + 1: none does.
std::vector<std::size_t> ends_of_inner(const std::vector<const Term*>& terms, std::size_t i) {
  std::vector<std::size_t> out = {i + 1};
  const Decimal& value = terms[i]->amount->value;
  const bool listed = i + 1 < terms.size() && terms[i + 1]->is_part;
  Decimal inner;
  int filled = 0;
  bool deeper = true;
  for (std::size_t end = i + 2; end <= terms.size(); ++end) {
    const Term& last = *terms[end - 1];
    inner += last.amount->value;
    if (!last.amount->value.is_zero()) ++filled;
    if (last.level <= terms[i]->level) deeper = false;
    const bool next_out = end == terms.size() || terms[end]->level <= terms[i]->level;
    if ((listed && inner <= value) || (filled >= 2 && inner == value) || (deeper && next_out)) out.push_back(end);
  }
  return out;
}

}  // namespace

std::vector<const Term*> parts_between(const std::vector<Term>& terms, std::size_t begin, std::size_t end) {
  std::vector<const Term*> out;
  for (std::size_t i = begin; i < end; ++i) {
    if (!terms[i].is_total && !has_ancestor(terms, begin, end, i)) out.push_back(&terms[i]);
  }
  return out;
}

Fit reach(const std::vector<const Term*>& terms, const Decimal& total, const Decimal& ulp) {
  constexpr std::size_t most_sums = 256, most_terms = 200;
  if (terms.size() > most_terms) return Fit::exact;  // cannot be told
  std::vector<std::vector<Decimal>> sums(terms.size() + 1);
  sums[0] = {Decimal(0)};
  for (std::size_t i = 0; i < terms.size(); ++i) {
    std::sort(sums[i].begin(), sums[i].end());
    sums[i].erase(std::unique(sums[i].begin(), sums[i].end()), sums[i].end());
    if (sums[i].size() > most_sums) return Fit::exact;
    const std::vector<std::size_t> skips = ends_of_inner(terms, i);
    for (const Decimal& sum : sums[i]) {
      const Decimal with = sum + terms[i]->amount->value;
      for (std::size_t end : skips) sums[end].push_back(with);
    }
  }
  const auto count = std::count_if(terms.begin(), terms.end(), [](const Term* term) {
    return term->amount->is_number() && !term->amount->value.is_zero();
  });
  Fit best = Fit::no;
  for (const Decimal& sum : sums.back()) {
    if (sum == total) return Fit::exact;
    const Decimal room = ulp * Decimal(static_cast<std::int64_t>(count) + 1);
    if (magnitude(sum - total) * 2 < room) best = Fit::rounded;
  }
  return best;
}

Fit sum_fit(const std::vector<const Term*>& parts, const Decimal& total, const Decimal& ulp) {
  Decimal sum;
  std::int64_t count = 1;
  for (const Term* part : parts) {
    sum += part->amount->value;
    if (!part->amount->value.is_zero()) ++count;
  }
  if (sum == total) return Fit::exact;
  return magnitude(sum - total) * 2 < ulp * Decimal(count) ? Fit::rounded : Fit::no;
}

std::vector<Whole> known_wholes(const std::vector<Term>& terms) {
  std::vector<Whole> out;
  for (const KnownWhole& known : known_names) {
    Whole whole;
    whole.total = only(terms, known.whole);
    if (whole.total == nullptr && known.total_too) whole.total = only_total(terms);
    if (whole.total == nullptr || !whole.total->amount->is_number()) continue;
    const bool done = std::any_of(out.begin(), out.end(), [&](const Whole& w) { return w.total == whole.total; });
    if (done) continue;
    std::size_t wanted = 0;
    for (const Names& names : known.parts) {
      if (names.front().empty()) break;
      ++wanted;
      const Term* part = only(terms, names);
      if (part != nullptr && part != whole.total && part->amount->is_stated()) whole.parts.push_back(part);
    }
    if (whole.parts.size() != wanted) continue;
    if (whole.total->is_total && others_beside(terms, whole.parts, *whole.total)) continue;
    out.push_back(std::move(whole));
  }
  return out;
}

}  // namespace jiheng::audit

// same-quantity: a count told twice in other words and with another number: 建成微型消防站12个 … 15个微型消防站;
// 卫生技术人员1,482人 … 1,428名卫生技术人员.
//
// Two tellings are of one quantity when the thing counted stands right beside both numbers in five characters or more
// and nothing else tells them apart; or when one number is the other with digits changed (two swapped, one mistyped)
// and the phrases share their words. Numbers of goals, of other years and of parts are not compared. Each number is
// looked up by what it could be mistaken for, so the cost is linear in the numbers.
#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include "audit/language/breakdown.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/content_words.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

constexpr std::size_t least_thing = 5;  // characters of the thing counted
constexpr std::size_t most_looked_at = 8;

// Keys are hashes: two that meet by chance only cost a comparison.
using Key = std::uint64_t;

// What has been added under each key, at most `most_looked_at` to one. Grows with what is added.
class KeyTable {
 public:
  // Appends what the key holds to `found`, then adds `value` under it.
  void add(Key key, std::size_t value, std::vector<std::size_t>& found) {
    if (entries_.size() * 2 >= heads_.size()) grow();
    std::size_t same = 0;
    std::uint32_t& head = heads_[slot(key)];
    for (std::uint32_t e = head; e != none; e = entries_[e].next) {
      if (entries_[e].key != key) continue;
      found.push_back(entries_[e].value);
      ++same;
    }
    if (same >= most_looked_at) return;
    entries_.push_back({key, value, head});
    head = static_cast<std::uint32_t>(entries_.size() - 1);
  }

 private:
  struct Entry {
    Key key;
    std::size_t value;
    std::uint32_t next;  // of those in its slot
  };
  static constexpr std::uint32_t none = static_cast<std::uint32_t>(-1);

  std::size_t slot(Key key) const { return (key ^ (key >> 32)) & (heads_.size() - 1); }
  void grow() {
    heads_.assign(std::max<std::size_t>(1024, heads_.size() * 4), none);
    for (std::uint32_t e = 0; e < entries_.size(); ++e) {
      std::uint32_t& head = heads_[slot(entries_[e].key)];
      entries_[e].next = head;
      head = e;
    }
  }

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> heads_;
};

class RetoldCounts {
 public:
  RetoldCounts(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
      if (!takes_part(f)) continue;
      Telling own = telling_of(f);
      look_up(own);
      tellings_.push_back(std::move(own));
    }
  }

 private:
  struct Telling {
    std::size_t figure = 0;
    std::u32string digits;  // without separators and point
    Text left, right;       // the words right before the number and right after the unit
    Text phrase;            // from the comma or full stop before to the next
    std::u32string bag;     // the characters of its name, sorted; empty: too few or too many say nothing
    int contradicted = 0;   // by how many other tellings
  };

  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  bool takes_part(std::size_t f) const {
    const Figure& one = figure(f);
    const bool written_out = one.chinese && one.value < Decimal(20);  // 两个, 三项: words more than numbers
    if (!one.is_exact() || written_out || one.value.sign() <= 0) return false;
    const bool counted = one.dimension == Dimension::count || one.dimension == Dimension::area;
    // A rate (按时办结率) is told of one thing after another; a sum of money printed to the cent is not.
    const bool printed_long =
        one.dimension == Dimension::money && (one.decimals > 0 || digits_of(context_.view(one.number)).size() >= 4);
    if (!counted && (!printed_long || is_budget(f))) return false;
    if (is_cell(one)) return one.decimals > 0 || one.value >= Decimal(100);
    switch (context_.analysis.outline.kind_at(one.span.begin)) {
      case SectionKind::goals:
      case SectionKind::yearly_work:
      case SectionKind::attachment:
        return false;
      default:
        break;
    }
    if (is_of_other_year(context_, one)) return false;
    // A goal, unless it is told of the year by its number.
    if (year_told(context_, one) == 0 && contains_any(near_sentence(context_, one), {U"不少于", U"不低于"}))
      return false;
    return !contains_any(phrase_of(one),
                         {U"上年", U"去年", U"同期", U"目标", U"计划", U"预期", U"力争", U"不低", U"不少"});
  }
  // What makes a number that of a part, of another time, of one of many: only swapped digits show that it is not.
  bool is_weak(std::size_t f) const {
    if (context_.analysis.outline.kind_at(figure(f).span.begin) == SectionKind::measures) return true;
    const Text phrase = named_part(phrase_of(figure(f)));
    if (!contains_any(phrase, apart)) return false;
    return contains_any(residue(phrase, {U"较高", U"较好", U"较大", U"较快", U"较多", U"新增"}), apart);
  }

  // 其中县政府常务会议26次: a part by a name of its own.
  static Text named_part(Text phrase) {
    if (phrase.starts_with(U"其中")) phrase.remove_prefix(2);
    return phrase;
  }
  // Money of the department as a whole is the matter of same_quantities.
  bool is_budget(std::size_t f) const {
    const auto& budget = context_.analysis.budget;
    const auto found = std::lower_bound(budget.begin(), budget.end(), f,
                                        [](const BudgetFigure& one, std::size_t at) { return one.figure < at; });
    return found != budget.end() && found->figure == f && found->scope != Scope::named;
  }
  bool is_cell(const Figure& one) const { return stands_in_cell(context_, one); }

  // What makes a number that of another time, a part, a level, a plan.
  static constexpr std::initializer_list<Text> apart = {
      U"上年", U"去年",   U"同期", U"季度", U"上半年", U"下半年", U"月",   U"目标", U"计划", U"每",   U"其中", U"平均",
      U"预期", U"力争",   U"另",   U"累计", U"总数",   U"以上",   U"不少", U"不低", U"编制", U"达标", U"超",   U"其余",
      U"比",   U"较",     U"增",   U"减",   U"降",     U"由",     U"从",   U"至",   U"人均", U"日均", U"满分", U"上限",
      U"剩余", U"完工的", U"占",   U"未",   U"尚",     U"原",     U"预算", U"历年", U"近年", U"分别"};

  Text phrase_of(const Figure& one) const {
    const reading::Span sentence = context_.analysis.sentences[one.sentence].span;
    const Text text(context_.analysis.document.text);
    std::uint32_t begin = one.span.begin, end = one.span.end;
    constexpr std::uint32_t longest = 60;  // characters to each side
    const std::uint32_t first = std::max(sentence.begin, begin - std::min(begin, longest));
    const std::uint32_t last = std::min(sentence.end, end + longest);
    while (begin > first && Text(U"，；：。").find(text[begin - 1]) == Text::npos) --begin;
    while (end < last && Text(U"，；。").find(text[end]) == Text::npos) ++end;
    return text.substr(begin, end - begin);
  }

  Telling telling_of(std::size_t f) const {
    const Figure& one = figure(f);
    Telling telling;
    telling.figure = f;
    telling.digits = one.chinese ? digits_of(one.value) : digits_of(context_.view(one.number));
    if (is_cell(one)) {
      telling.phrase = context_.view(row_around(context_, one));
      return telling;
    }
    telling.phrase = phrase_of(one);
    // 档案征集64.20万元、保管运行81.00万元: of a list only the own point.
    if (contains(telling.phrase, U"、")) telling.phrase = context_.view(clause_of(context_, one).span);
    Text left = context_.view(one.before);
    for (bool cut = true; cut;) {
      cut = false;
      for (const Text word : {Text(U"共"), Text(U"达"), Text(U"为"), Text(U"有"), Text(U"达到"), Text(U"共计"),
                              Text(U"总计"), Text(U"已"), Text(U"：")}) {
        if (left.ends_with(word)) left.remove_suffix(word.size()), cut = true;
      }
    }
    telling.left = left;
    telling.right = context_.view(one.after);
    if (telling.right.starts_with(U"的")) telling.right.remove_prefix(1);
    telling.bag = bag_of(telling.left);
    return telling;
  }

  std::u32string unit_of(const Figure& one) const {
    const Text unit(one.unit);
    return std::u32string(unit == U"名" || unit == U"位" ? Text(U"人") : unit) + char32_t(U'0' + one.power);
  }

  // The tellings before with a key of this one, in order.
  void look_up(Telling& own) {
    const std::size_t index = tellings_.size();
    std::vector<std::size_t> others;
    for (const Key key : keys_of(own)) by_key_.add(key, index, others);
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
    for (const std::size_t other : others) {
      if (other != index) compare(tellings_[other], own);
    }
  }

  static Key mixed(Key key, Text text) {
    constexpr Key prime = 0x100000001b3;  // of FNV-1a
    for (const char32_t c : text) key = (key ^ c) * prime;
    return key;
  }

  // What a telling of the same quantity would have in common: the thing beside the number, or the digits but one.
  std::vector<Key> keys_of(const Telling& own) const {
    constexpr Key seed = 0xcbf29ce484222325;
    const Key unit = mixed(seed, unit_of(figure(own.figure)));
    std::vector<Key> keys;
    for (const Text thing : things_before(own)) keys.push_back(mixed(unit, thing.substr(0, least_thing)));
    for (const Text words : words_after(own)) keys.push_back(mixed(unit, words.substr(0, least_thing)));
    // 贫困户418户, 436户贫困户
    constexpr std::size_t short_thing = 3;
    if (own.left.size() >= short_thing) keys.push_back(mixed(unit, own.left.substr(own.left.size() - short_thing)));
    if (own.right.size() >= short_thing) keys.push_back(mixed(unit, own.right.substr(0, short_thing)));
    if (!own.bag.empty()) keys.push_back(mixed(unit, own.bag) + 1);
    if (const Text name = quoted_name(own); !name.empty()) keys.push_back(mixed(unit, name) + 2);
    if (own.digits.size() >= 2) {
      std::u32string sorted = own.digits;
      std::sort(sorted.begin(), sorted.end());
      keys.push_back(mixed(unit, sorted));
    }
    if (own.digits.size() >= 4) {
      for (std::size_t i = 0; i < own.digits.size(); ++i) {
        std::u32string masked = own.digits;
        masked[i] = U'*';
        keys.push_back(mixed(unit, masked));
      }
    }
    return keys;
  }
  // The thing ends right before the number; how far back it begins is not known: 府常务会议, 政府常务会议, ….
  static std::vector<Text> things_before(const Telling& own) {
    constexpr std::size_t longest = 10;
    std::vector<Text> things;
    for (std::size_t size = 1; size <= std::min(longest, own.left.size()); ++size) {
      const Text thing = own.left.substr(own.left.size() - size);
      if (!is_han(thing.front())) break;
      if (size >= least_thing) things.push_back(thing);
    }
    return things;
  }
  // 15个新建微型消防站: a verb may stand between the unit and the thing.
  static std::vector<Text> words_after(const Telling& own) {
    std::vector<Text> words;
    if (own.right.size() >= least_thing) words.push_back(own.right);
    if (own.right.size() >= least_thing + 2 && starts_with_any(own.right, {U"新建", U"新增", U"新设", U"建成"}))
      words.push_back(own.right.substr(2));
    return words;
  }

  void compare(Telling& first, Telling& second) {
    const Figure& a = figure(first.figure);
    const Figure& b = figure(second.figure);
    if (a.sentence == b.sentence || a.value == b.value || unit_of(a) != unit_of(b)) return;
    if (is_bare_average(a) || is_bare_average(b)) return;
    if (is_cell(a) && is_cell(b)) return;
    if (context_.analysis.sentences[a.sentence].block == context_.analysis.sentences[b.sentence].block)
      return;  // parts
    if ((is_cell(a) && contains(first.phrase, context_.view(b.number))) ||
        (is_cell(b) && contains(second.phrase, context_.view(a.number))))
      return;  // the target or last year's, told in the row too
    if (a.decimals != b.decimals && interval_of(a).meets(interval_of(b))) return;
    constexpr int room = 40;  // per cent: small counts differ by much
    if (is_far_off(a.value, b.value, room) || !are_one(first, second)) return;
    // What so many numbers contradict is one of many things told in the same words.
    constexpr int most = 4;
    if (first.contradicted >= most || second.contradicted >= most) return;
    ++first.contradicted, ++second.contradicted;
    Claim claim;
    claim.relation = Relation::same_quantity;
    claim.holds = false;
    claim.values = printed_all(context_, {first.figure, second.figure});
    claim.evidence = clauses_of(context_, {first.figure, second.figure});
    report_.add(std::move(claim));
    report_.add("same-quantity",
                message_text("audit.same-quantity", {{"first", context_.quote(clause_of(context_, a).span)},
                                                     {"second", context_.quote(clause_of(context_, b).span)}}),
                clauses_of(context_, {second.figure, first.figure}), printed(context_, b), printed(context_, a));
  }

  // 平均每人次2100元: of what, only the clauses before it tell.
  bool is_bare_average(const Figure& one) const {
    const Text words = context_.view(one.before);
    return starts_with_any(words, {U"平均每", U"平均", U"人均", U"户均"}) &&
           residue(words, {U"平均", U"每", U"人次", U"人", U"户", U"件", U"个", U"次", U"均", U"约", U"为"}).empty();
  }

  // Whether the two tellings are of one quantity. What costs most is asked last.
  bool are_one(const Telling& first, const Telling& second) const {
    const Figure& a = figure(first.figure);
    const Figure& b = figure(second.figure);
    const bool named_alike = (!first.bag.empty() && first.bag == second.bag && reordered(first, second)) ||
                             (shares_thing(first, second) && !told_apart(first, second)) ||
                             names_alike_and_more(first, second);
    if (named_alike && !is_weak(first.figure) && !is_weak(second.figure)) return true;
    if (named_in_quotes(first, second) && !is_weak(first.figure) && !is_weak(second.figure)) return true;
    if (told_alike(first, second) || told_in_the_same_words(first, second) || digits_mixed_up(first, second))
      return true;
    if (swapped_beside_one_thing(first, second)) return true;
    if (!digits_changed(first.digits, second.digits) || is_round(first.digits)) return false;
    return goes_with_same(a, b) || shares_thing(first, second) || same_words(first, second) ||
           swapped_and_told_alike(first, second);
  }

  // 返还资金6,842万元 … 返还资金全年共发放6,284万元: the same four digits or more, the first in its place, and the
  // words alike.
  bool digits_mixed_up(const Telling& first, const Telling& second) const {
    constexpr std::size_t least_digits = 4, least_shared = 2;
    const std::u32string& a = first.digits;
    const std::u32string& b = second.digits;
    if (a.size() < least_digits || a[0] != b[0] || is_round(a) || is_weak(first.figure) || is_weak(second.figure))
      return false;
    return std::is_permutation(a.begin(), a.end(), b.begin(), b.end()) &&
           shared_content(first.phrase, second.phrase) >= least_shared;
  }

  // 完成政府投资评审项目286个 … 268个评审项目; 预警信息58次 … 预警信息85次: two digits swapped, be there no more of
  // them, and the same four characters right at both numbers.
  bool swapped_beside_one_thing(const Telling& first, const Telling& second) const {
    if (!digits_swapped(first.digits, second.digits) || is_round(first.digits) || differ_in_kind(first, second) ||
        is_cell(figure(first.figure)) || is_cell(figure(second.figure)))
      return false;
    constexpr std::size_t size = 4;
    const auto same = [](Text a, Text b) {
      return a.size() == size && a == b && std::all_of(a.begin(), a.end(), is_han) && !content_pairs(a).empty();
    };
    const Text a_left = tail_of(first.left, size), a_right = first.right.substr(0, size);
    const Text b_left = tail_of(second.left, size), b_right = second.right.substr(0, size);
    return same(a_left, b_right) || same(a_right, b_left) || same(a_left, b_left) || same(a_right, b_right);
  }

  // One is of another time, a part or a plan and the other is not, or not of the same: 累计 … 累计 is one kind.
  bool differ_in_kind(const Telling& first, const Telling& second) const {
    const bool both = contains(first.phrase, U"累计") && contains(second.phrase, U"累计");
    return !both && (is_weak(first.figure) || is_weak(second.figure));
  }

  // 发布“澜溪好人”24名 … 26名“澜溪好人”
  static bool named_in_quotes(const Telling& first, const Telling& second) {
    const Text one = quoted_name(first);
    return !one.empty() && one == quoted_name(second) && first.left.ends_with(U"”") != second.left.ends_with(U"”");
  }
  // What stands in quotes right at the number; empty: nothing does.
  static Text quoted_name(const Telling& one) {
    constexpr std::size_t least = 3;
    if (one.left.ends_with(U"”")) {
      const std::size_t open = one.left.rfind(U'“');
      const Text name = open == Text::npos ? Text() : one.left.substr(open + 1, one.left.size() - open - 2);
      return name.size() >= least ? name : Text();
    }
    if (!one.right.starts_with(U"“")) return {};
    const std::size_t close = one.right.find(U'”');
    const Text name = close == Text::npos ? Text() : one.right.substr(1, close - 1);
    return name.size() >= least ? name : Text();
  }

  // The words right at both numbers are the same, and one number is the other with digits changed, not the first alone.
  bool told_alike(const Telling& first, const Telling& second) const {
    if (!digits_changed(first.digits, second.digits) || is_round(first.digits)) return false;
    if (is_cell(figure(first.figure)) || is_cell(figure(second.figure))) return false;
    if (is_weak(first.figure) || is_weak(second.figure)) return false;
    if (first.digits[0] != second.digits[0] && first.digits.substr(1) == second.digits.substr(1)) return false;
    constexpr std::size_t least_shared = 2;
    return shared_content(words_at(first), words_at(second)) >= least_shared;
  }
  // 为872名残疾人提供托养照护服务, 共为857名残疾人提供托养照护服务: eight characters behind both, and more.
  bool told_in_the_same_words(const Telling& first, const Telling& second) const {
    constexpr std::size_t least = 8;
    constexpr int near = 25;  // per cent
    if (is_weak(first.figure) || is_weak(second.figure)) return false;
    const auto same = static_cast<std::size_t>(
        std::mismatch(first.right.begin(), first.right.end(), second.right.begin(), second.right.end()).first -
        first.right.begin());
    return same >= least && std::all_of(first.right.begin(), first.right.begin() + least, is_han) &&
           !is_far_off(figure(first.figure).value, figure(second.figure).value, near);
  }
  static std::u32string words_at(const Telling& one) {
    constexpr std::size_t reach = 8;
    std::u32string words(tail_of(one.left, reach));
    words += U'，';
    words += one.right.substr(0, reach);
    return words;
  }
  // 2000.00, 1000.00; 1200.00: another first digit is no slip of the pen.
  static bool is_round(const std::u32string& digits) {
    const auto zeros = static_cast<std::size_t>(std::count(digits.begin(), digits.end(), U'0'));
    return zeros + (digits.size() >= 5 ? 2 : 1) >= digits.size();
  }

  // One stands before its number and the other after it; two told the same way are the matter of same_quantities.
  static bool shares_thing(const Telling& first, const Telling& second) {
    return meets(first, second) || meets(second, first);
  }
  static bool meets(const Telling& before, const Telling& after) {
    for (const Text words : words_after(after)) {
      for (const Text thing : things_before(before)) {
        if (words.starts_with(thing)) return true;
      }
    }
    return false;
  }
  // Words at the thing that one telling has and the other has not: 高级, 省级, 新增. They stand on its side of the
  // number.
  static bool told_apart(const Telling& first, const Telling& second) {
    const bool in_order = meets(first, second) || thing_of_three(first, second);
    const Telling& before = in_order ? first : second;
    const Telling& after = in_order ? second : first;
    static constexpr std::initializer_list<Text> kinds = {
        U"新",   U"续",   U"省", U"市", U"县", U"区", U"镇",   U"村", U"国",   U"高",   U"女",   U"男",
        U"现有", U"示范", U"优", U"重", U"老", U"改", U"部分", U"余", U"直属", U"局属", U"所属", U"本级"};
    const auto without_built = [](std::u32string near) {
      for (const Text built : {Text(U"新建"), Text(U"新增"), Text(U"新设"), Text(U"社区")}) {
        const std::size_t at = near.find(built);
        if (at != std::u32string::npos) near.erase(at, built.size());
      }
      return near;
    };
    constexpr std::size_t reach = 12;
    const std::u32string a = without_built(std::u32string(tail_of(before.left, reach)));
    // 新建公办幼儿园2所, 9所公办幼儿园: what was built, and all there are.
    const auto tells_new = [](Text phrase) { return contains_any(phrase, {U"新建", U"新增", U"新设", U"新开"}); };
    const auto tells_built = [](Text phrase) { return contains_any(phrase, {U"新", U"建", U"增", U"全年", U"年内"}); };
    if ((tells_new(before.phrase) && !tells_built(after.phrase)) ||
        (tells_new(after.phrase) && !tells_built(before.phrase)))
      return true;
    constexpr std::size_t back = 6;
    const Text behind = tail_of(after.left, back);
    std::size_t thing = 3;  // at least: the longest end of one that the other begins with
    for (std::size_t size = thing; size <= std::min(reach, before.left.size()); ++size) {
      if (after.right.starts_with(tail_of(before.left, size))) thing = size;
    }
    const std::u32string b = without_built(std::u32string(behind) + std::u32string(after.right.substr(0, thing)));
    return std::any_of(kinds.begin(), kinds.end(), [&](Text kind) { return contains(a, kind) != contains(b, kind); });
  }

  // Swapped digits are rarely chance; one other digit often is.
  bool same_words(const Telling& first, const Telling& second) const {
    const std::size_t shared = shared_content(first.phrase, second.phrase);
    std::u32string a = first.digits, b = second.digits;
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    // 38.00, 28.00: of two digits that say something one is another by chance.
    const auto telling = a.size() - static_cast<std::size_t>(std::count(a.begin(), a.end(), U'0'));
    if (a != b || a.size() < 4)
      return telling >= 3 && shared >= 3 && (a == b || names_alike(first, second) > 0) && !is_weak(first.figure) &&
             !is_weak(second.figure);
    if (!only_one_took_part(first, second) && (names_other(first, second) || names_other(second, first))) return true;
    return shared + 2 * names_alike(first, second) >= 2;
  }

  // 改造卫生厕所, 卫生厕所改造完工: the same characters in another order; too few say nothing.
  static std::u32string bag_of(Text name) {
    constexpr std::size_t longest = 24;
    std::u32string bag =
        residue(tail_of(name, longest), {U"全年", U"完工", U"完成", U"建成", U"实施", U"开展", U"共", U"已", U"累计",
                                         U"组织", U"实现", U"年内", U"合计", U"达", U"了", U"的"});
    if (bag.size() < least_thing || bag.size() > 10) return {};
    std::sort(bag.begin(), bag.end());
    return bag;
  }
  // Not one name told twice, which is the matter of same_quantities.
  static bool reordered(const Telling& first, const Telling& second) {
    return !first.left.ends_with(second.left) && !second.left.ends_with(first.left) &&
           first.left.substr(0, 2) != second.left.substr(0, 2);
  }
  // 产业奖补惠及贫困户418户, 436户贫困户领到产业奖补: three characters right at both numbers and as many words besides.
  static bool names_alike_and_more(const Telling& first, const Telling& second) {
    constexpr std::size_t least_shared = 4;
    if (!thing_of_three(first, second) && !thing_of_three(second, first)) return false;
    if (told_apart(first, second)) return false;
    return shared_content(first.phrase, second.phrase) >= least_shared;
  }
  static bool thing_of_three(const Telling& before, const Telling& after) {
    if (before.left.size() < 3 || after.right.size() < 3) return false;
    const Text thing = tail_of(before.left, 3);
    return after.right.starts_with(thing) && std::all_of(thing.begin(), thing.end(), is_han) &&
           !is_generic_pair(thing.substr(0, 2)) && !is_generic_pair(thing.substr(1));
  }
  // Two neighbouring digits swapped: rarely chance, the more digits the rarer, so the words may stand anywhere in the
  // sentences.
  bool swapped_and_told_alike(const Telling& first, const Telling& second) const {
    const std::u32string& a = first.digits;
    const std::u32string& b = second.digits;
    if (!digits_swapped(a, b)) return false;
    // 稻谷81.60万吨、… 玉米18.60万吨: things of different names, told in lists.
    constexpr std::size_t name = 2;  // characters
    const bool listed = contains(first.phrase, U"、") || contains(second.phrase, U"、") || stands_in_list(first) ||
                        stands_in_list(second);
    if (a.size() < 5 && listed && first.left.size() >= name && second.left.size() >= name && first.right.empty() &&
        second.right.empty() && shared_characters(tail_of(first.left, name), tail_of(second.left, name)) == 0)
      return false;
    const Figure& one = figure(first.figure);
    const std::size_t shared = shared_in_sentences(one, figure(second.figure));
    if (a.size() >= 5) return shared >= 3;
    const bool weak = one.dimension == Dimension::money || is_weak(first.figure) || is_weak(second.figure);
    return a.size() == 4 && !weak && shared >= 3;
  }
  bool stands_in_list(const Telling& one) const {
    const reading::Span span = figure(one.figure).span;
    return Text(context_.analysis.document.text).substr(span.end, 1) == U"、" || one.phrase.starts_with(U"、");
  }
  static std::size_t shared_characters(Text a, Text b) {
    return static_cast<std::size_t>(
        std::count_if(a.begin(), a.end(), [&](char32_t c) { return b.find(c) != Text::npos; }));
  }
  std::size_t shared_in_sentences(const Figure& a, const Figure& b) const {
    // With the head of the paragraph: （4）安全培训6分。目标3000人次，实际3218人次
    const auto words = [&](const Figure& one) {
      const Sentence& sentence = context_.analysis.sentences[one.sentence];
      const reading::Block& block = context_.analysis.document.blocks[sentence.block];
      constexpr std::size_t head = 12;
      std::u32string text(context_.view({block.body, block.span.end}).substr(0, head));
      text += U'，';
      text += near_sentence(context_, one);
      return text;
    };
    return shared_content(words(a), words(b));
  }

  // 学生2,186人, 参加体质健康测试2,168人: those who took part, and all there are.
  static bool only_one_took_part(const Telling& first, const Telling& second) {
    const auto took_part = [](Text phrase) {
      return contains_any(phrase, {U"参加", U"参与", U"参训", U"参检", U"参评"});
    };
    return took_part(first.phrase) != took_part(second.phrase);
  }
  // 涉外3,972件, 办理涉外公证3,792件: the word right at one number stands in the other's phrase.
  bool names_other(const Telling& one, const Telling& other) const {
    const auto stands = [&](Text word) {
      return word.size() == 2 && std::all_of(word.begin(), word.end(), is_han) && !is_generic_pair(word) &&
             contains(other.phrase, word);
    };
    const Text ending = tail_of(one.left, 2);
    return (stands(ending) && !ends_all_of_list(one, ending)) || stands(one.right.substr(0, 2));
  }
  // 智力残疾1094人、精神残疾1263人: a word that the points of a list share tells none of them from another.
  bool ends_all_of_list(const Telling& one, Text ending) const {
    const auto& figures = context_.analysis.figures;
    const auto ends_so = [&](std::size_t f) {
      return f < figures.size() && figures[f].sentence == figure(one.figure).sentence &&
             context_.view(figures[f].before).ends_with(ending);
    };
    return stands_in_list(one) && (ends_so(one.figure + 1) || (one.figure > 0 && ends_so(one.figure - 1)));
  }
  // 1,024户4,386人, 1,024户4,368人: told together with one and the same number.
  bool goes_with_same(const Figure& a, const Figure& b) const {
    const auto companion = [&](const Figure& one) -> const Figure* {
      const auto& figures = context_.analysis.figures;
      const std::size_t at = static_cast<std::size_t>(&one - figures.data());
      return at > 0 && figures[at - 1].span.end == one.span.begin && figures[at - 1].is_exact() ? &figures[at - 1]
                                                                                                : nullptr;
    };
    const Figure* first = companion(a);
    const Figure* second = companion(b);
    return first != nullptr && second != nullptr && first->value == second->value && first->unit == second->unit &&
           first->value >= Decimal(100);
  }

  // 公文4,386件, 4,368件公文; 运动员5,127人, 5,217名运动员: the same two or three characters right at both numbers.
  static std::size_t names_alike(const Telling& first, const Telling& second) {
    for (const std::size_t size : {2u, 3u}) {
      const auto before = [size](const Telling& one) { return tail_of(one.left, size); };
      const auto after = [size](const Telling& one) { return one.right.substr(0, size); };
      const auto same = [size](Text a, Text b) {
        return a.size() == size && a == b && std::all_of(a.begin(), a.end(), is_han) &&
               !is_generic_pair(a.substr(0, 2)) && !is_generic_pair(a.substr(size - 2));
      };
      if (same(before(first), before(second)) || same(before(first), after(second)) ||
          same(after(first), before(second)) || same(after(first), after(second)))
        return 1;
    }
    return 0;
  }

  const Context& context_;
  Report& report_;
  std::vector<Telling> tellings_;
  KeyTable by_key_;
};

}  // namespace

void check_retold_counts(const Context& context, Report& report) {
  RetoldCounts(context, report).run();
}

}  // namespace jiheng::audit

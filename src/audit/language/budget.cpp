#include "audit/language/budget.h"

#include <algorithm>
#include <optional>

#include "audit/language/analysis.h"
#include "audit/language/vocabulary.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

struct Keyword {
  Text word;
  Money money;
};
// The keyword that ends last before the number names what it is: 支出预算数 is a budget, 预算支出 is spending.
constexpr Keyword amount_words[] = {
    {U"预算数", Money::budget},         {U"预算总额", Money::budget},     {U"预算金额", Money::budget},
    {U"预算安排", Money::budget},       {U"预算指标", Money::budget},     {U"预算资金", Money::budget},
    {U"预算合计", Money::budget},       {U"预算", Money::budget},         {U"预算总数", Money::budget},
    {U"执行数", Money::spending},       {U"支出数", Money::spending},     {U"决算数", Money::spending},
    {U"决算", Money::spending},         {U"实际支出", Money::spending},   {U"实际执行", Money::spending},
    {U"实际使用", Money::spending},     {U"支付数", Money::spending},     {U"已支付", Money::spending},
    {U"支出", Money::spending},         {U"执行", Money::spending},       {U"完成数", Money::spending},
    {U"执行金额", Money::spending},     {U"支出金额", Money::spending},   {U"支出总额", Money::spending},
    {U"执行总额", Money::spending},     {U"支出合计", Money::spending},   {U"结转结余", Money::carry_over},
    {U"结转和结余", Money::carry_over}, {U"结余结转", Money::carry_over}, {U"结转资金", Money::carry_over},
    {U"年初批复", Money::budget},       {U"调整后为", Money::budget},     {U"支付", Money::spending},
    {U"实际发放", Money::spending},     {U"实际拨付", Money::spending},   {U"结余资金", Money::carry_over},
    {U"结转及结余", Money::carry_over}, {U"年末结转", Money::carry_over},
};

struct Named {
  Money money;
  bool item = false;  // other words stand before the keyword: 社会救助支出 is not the department's spending
};

// Whether the words before the keyword only frame it: 全年, 部门整体, 一般公共预算财政拨款 ….
bool only_frames(Text words) {
  // What stands before a word of time is whose it is, not what: 县政府办全年支出.
  for (const Text time : {Text(U"全年"), Text(U"年度"), Text(U"本年"), Text(U"累计"), Text(U"当年")}) {
    const std::size_t at = words.rfind(time);
    if (at != Text::npos) words = words.substr(at);
  }
  return residue(words,
                 {U"全年",     U"年度",     U"本年",       U"累计",         U"当年",       U"年末",     U"年初",
                  U"实际",     U"总",       U"预算",       U"财政拨款",     U"财政",       U"资金",     U"收支",
                  U"收入",     U"部门",     U"整体",       U"单位",         U"本",         U"我局",     U"我办",
                  U"我委",     U"我厅",     U"我院",       U"我馆",         U"我街",       U"我",       U"基本支出",
                  U"项目支出", U"一般公共", U"政府性基金", U"国有资本经营", U"其他",       U"其中",     U"截至",
                  U"月",       U"底",       U"日",         U"共",           U"完成",       U"已",       U"使用",
                  U"支付",     U"支出",     U"执行",       U"决算",         U"数",         U"安排",     U"批复",
                  U"下达",     U"调整后",   U"调整",       U"为",           U"的",         U"公用经费", U"人员经费",
                  U"人员",     U"公用",     U"与",         U"和",           U"结转",       U"结余",     U"合计",
                  U"金额",     U"总额",     U"到位",       U"可",           U"拨款",       U"按",       U"年",
                  U"初",       U"预期",     U"其",         U"按资金来源分", U"按支出性质", U"看",       U"分",
                  U"地方",     U"本级",     U"区级",       U"县级",         U"市级",       U"省级",     U"中央",
                  U"局机关",   U"机关",     U"经",         U"审核",         U"后",         U"涉及",     U"指标",
                  U"可支配",   U"可用",     U"可执行",     U"情况"})
             .size() <= 1;
}

bool only_links(Text words) {
  return residue(words,
                 {U"为",   U"达",   U"到",   U"共",   U"总计", U"合计", U"共计", U"完成", U"数",   U"金额", U"总额",
                  U"实际", U"是",   U"累计", U"年初", U"全年", U"安排", U"批复", U"资金", U"调整", U"后",   U"总数",
                  U"由",   U"从",   U"的",   U"了",   U"有",   U"执行", U"支出", U"预算", U"决算", U"收入", U"总",
                  U"分别", U"规模", U"指标", U"下达", U"万元", U"约",   U"仅",   U"计",   U"额",   U"支付", U"使用"})
             .size() <= 1;
}

std::optional<Named> money_of(Text before) {
  if (contains_any(before, {U"未支出", U"未执行", U"未使用", U"未支付", U"未用完", U"剩余", U"收回", U"节约",
                            U"结余分配", U"压减", U"减少", U"增加", U"超支", U"相差", U"差额", U"之差", U"执行到位"})) {
    return std::nullopt;
  }
  std::optional<Money> best;
  std::size_t best_end = 0, best_size = 0;
  for (const Keyword& keyword : amount_words) {
    const std::size_t at = before.rfind(keyword.word);
    if (at == Text::npos) continue;
    const std::size_t end = at + keyword.word.size();
    if (end > best_end || (end == best_end && keyword.word.size() > best_size)) {
      best = keyword.money, best_end = end, best_size = keyword.word.size();
    }
  }
  // 年初预算支出1862.40万元: what was planned, not what was spent.
  if (best == Money::spending && contains_any(before, {U"年初预算支出", U"批复预算支出"})) best = Money::budget;
  // Words between the keyword and the number: 为 达 共 总计 …, not another thing that is counted.
  if (!best || !only_links(before.substr(best_end))) return std::nullopt;
  return Named{*best, !only_frames(before.substr(0, best_end))};
}

bool is_rate(Text before, Text after) {
  if (contains_any(before, {U"执行率", U"支出率", U"支付率", U"预算完成率", U"支出进度", U"执行进度", U"支出完成率",
                            U"资金使用率"}))
    return true;
  if (contains(before, U"完成率") && contains_any(before, {U"预算", U"支出", U"资金"})) return true;
  // 为调整后预算的96.81%
  if (ends_with_any(before, {U"预算的", U"预算数的", U"预算总额的", U"预算指标的"}) && !contains(before, U"占"))
    return true;
  const std::size_t done = before.rfind(U"完成");
  if (done != Text::npos && contains(before.substr(done), U"预算") && before.size() - done <= 14) return true;
  const std::size_t share = before.rfind(U"占");
  if (share != Text::npos && before.size() - share <= 10 && only_frames(before.substr(0, share)) &&
      !contains_any(before, {U"资金占", U"追加", U"结转", U"结余"}) &&
      contains_any(before.substr(share), {U"预算数", U"年初预算", U"全年预算", U"调整预算"})) {
    return true;
  }
  return starts_with_any(after, {U"的预算执行率", U"的执行率"});
}

struct ScopeWord {
  Text word;
  Scope scope;
};
constexpr ScopeWord scope_words[] = {
    {U"基本支出", Scope::basic},
    {U"项目支出", Scope::project},
    {U"项目全年预算", Scope::project},
    {U"人员经费", Scope::staff},
    {U"人员支出", Scope::staff},
    {U"公用经费", Scope::operating},
    {U"公用支出", Scope::operating},
    {U"一般公共预算", Scope::general_fund},
    {U"政府性基金", Scope::government_fund},
    {U"国有资本经营", Scope::state_capital},
    {U"其他资金", Scope::other_fund},
    {U"财政专户", Scope::other_fund},
    {U"部门整体", Scope::whole},
    {U"整体支出", Scope::whole},
    {U"总支出", Scope::whole},
    {U"支出总额", Scope::whole},
    {U"支出合计", Scope::whole},
};
// Words that make the figure that of one item, whatever else is said.
bool names_item(Text text) {
  if (contains_any(text,
                   {U"三公", U"因公出国", U"公务接待", U"公务用车", U"采购", U"涉及", U"会议费", U"培训费", U"合同",
                    U"中标", U"补助",     U"专项",     U"占一般",   U"收入", U"资产", U"用于",   U"”项目",  U"课题",
                    U"节约", U"工资",     U"津贴",     U"上级",     U"拨付", U"追加", U"核减"})) {
    return true;
  }
  for (std::size_t at = text.find(U"项目"); at != Text::npos; at = text.find(U"项目", at + 2)) {
    if (text.substr(at).starts_with(U"项目支出")) continue;
    // 项目全年预算; but 消防改造项目全年预算 is of that project.
    const bool own = at == 0 || !is_han(text[at - 1]);
    if (!own || !text.substr(at).starts_with(U"项目全年预算")) return true;
  }
  for (std::size_t at = text.find(U"经费"); at != Text::npos; at = text.find(U"经费", at + 2)) {
    const Text left = text.substr(0, at);
    if (!left.ends_with(U"人员") && !left.ends_with(U"公用")) return true;
  }
  return false;
}

class Reader {
 public:
  explicit Reader(const Analysis& analysis) : analysis_(analysis) {}

  std::vector<BudgetFigure> run() {
    for (std::size_t s = 0; s < analysis_.sentences.size(); ++s) {
      const Sentence& sentence = analysis_.sentences[s];
      if (analysis_.document.blocks[sentence.block].kind == reading::BlockKind::cell) continue;
      if (tells_money(sentence)) {
        read(sentence);
      } else {
        last_scope_ = Scope::whole;
      }
    }
    return std::move(found_);
  }

 private:
  bool tells_money(const Sentence& sentence) const {
    for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
      const Dimension dimension = analysis_.figures[f].dimension;
      if (dimension == Dimension::money || dimension == Dimension::percent) return true;
    }
    return false;
  }

  void read(const Sentence& sentence) {
    const bool of_item = heads_item(sentence) || tells_item(sentence);
    const bool goes_on = &sentence != analysis_.sentences.data() && (&sentence)[-1].block == sentence.block &&
                         analysis_.document.text[sentence.span.begin - 1] == U'；';
    Scope scope = of_item || (goes_on && last_scope_ == Scope::named) ? Scope::named : Scope::whole;
    bool item_here = false;       // the sentence has named an item
    std::uint32_t aside_end = 0;  // of what is told of money added or taken away
    Kind kind = Kind::plain;
    std::uint32_t from = sentence.span.begin;
    for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
      const Figure& figure = analysis_.figures[f];
      if (figure.span.begin < aside_end) continue;
      // 年中调整增加124.50万元，为科技馆免费开放补助，全年预算…: what money was added for says nothing of what follows.
      if (aside_end > 0) from = std::max(from, analysis_.clauses[figure.clause].span.begin);
      aside_end = 0;
      const Text passed = analysis_.view({from, std::max(from, figure.span.begin)});
      if (figure.kind == FigureKind::year || figure.kind == FigureKind::date) {
        const int year = analysis_.outline.year;
        if (figure.kind == FigureKind::year && year > 0 && figure.value != Decimal(year)) kind = Kind::previous;
        if (figure.kind == FigureKind::date && is_interim(sentence, figure)) kind = Kind::partial;
        continue;
      }
      if (figure.dimension == Dimension::money && adjusts(analysis_.view(figure.before))) {
        from = figure.span.end;
        aside_end = end_of_bracket(sentence, figure.span.end);
        continue;
      }
      update(passed, scope);
      const Text told = analysis_.view({sentence.span.begin, std::max(sentence.span.begin, figure.span.begin)});
      if (contains(passed, U"涉及一般公共预算支出") && contains(told, U"部门整体支出绩效自评")) {
        if (other_funds_are_zero(sentence, f) && figure.is_exact())
          found_.push_back({f, Money::spending, Scope::whole, kind});
        from = figure.span.end;
        continue;
      }
      from = figure.span.end;
      if (!figure.is_exact()) continue;
      if (figure.dimension != Dimension::money && figure.dimension != Dimension::percent) continue;
      Text before = analysis_.view(figure.before);
      // 1.年初预算：2,268.00万元
      if (before.empty() && figure.clause > sentence.first_clause && analysis_.clauses[figure.clause - 1].mark == U'：')
        before = after_number(analysis_.view(analysis_.clauses[figure.clause - 1].span));
      Kind own = kind_of(before, passed, analysis_.view(figure.after));
      if (own == Kind::plain) own = kind;
      if (figure.dimension == Dimension::money) {
        if (auto named = money_of(without_unit(before))) {
          item_here = item_here || names_item(passed);
          const bool of_year =
              contains_any(before, {U"全年预算", U"全年支出", U"全年执行", U"全年部门预算", U"调整预算", U"调整后",
                                    U"预算调整", U"总支出", U"支出总额", U"决算支出"});
          if (!of_item && scope == Scope::named && of_year && !named->item && !item_here) scope = Scope::whole;
          if (sums_up_changes(sentence, before, told)) scope = Scope::whole;
          const bool whole_told =
              !found_.empty() && found_.back().scope == Scope::whole && found_.back().figure >= sentence.first_figure;
          const bool item = named->item || !(whole_told || tells_of_whole(figure));
          if (own == Kind::partial) kind = Kind::partial;  // 上半年支出A，占全年预算的P
          if (const BudgetFigure* whole = whole_of_part(sentence, before, scope)) {
            named->money = whole->money;
            if (own == Kind::plain) own = whole->kind;
          }
          if (compares(before) || starts_with_any(before, {U"比", U"较"}))
            own = Kind::previous;  // 较年初的17,900万元增加
          if (contains_any(before, {U"下属", U"所属", U"本级", U"直属"}))
            scope = Scope::named;  // one of the unit's own
          if (named->item && scope == Scope::whole) scope = Scope::named;
          found_.push_back(
              {f, named->money, named->item || (item && scope == Scope::whole) ? Scope::named : scope, own});
        } else if (!only_frames(before) && !compares(before)) {
          scope = Scope::named;  // 福利彩票公益金60万元，执行56.80万元: what follows is of that
        }
      } else if (contains_any(before, {U"结转结余率", U"结余率", U"结转率"})) {
        found_.push_back({f, Money::carry_over_rate, scope, own});
      } else if ((is_rate(before, analysis_.view(figure.after)) || is_share_of_budget(figure)) && !compares(before) &&
                 !(contains(before, U"占") && f > sentence.first_figure &&
                   contains_any(analysis_.view(analysis_.figures[f - 1].before),
                                {U"结转", U"结余", U"未支出", U"未执行"}))) {
        // 岗位补贴预算310万元，发放287.99万元，执行率P: of what the money before it is of.
        const bool named = rates_item(before);
        const bool after_item = scope == Scope::whole && !found_.empty() && found_.back().scope == Scope::named &&
                                found_.back().figure >= sentence.first_figure && before.size() <= 4;
        found_.push_back({f, Money::rate, named || after_item ? Scope::named : scope, own});
      }
    }
    last_scope_ = scope;
  }

  // 年初预算A，其中…、项目支出B。年中追加C，其中基本支出D、项目支出E，全年预算F: of the department again.
  bool sums_up_changes(const Sentence& sentence, Text before, Text told) const {
    if (!starts_with_any(before, {U"全年预算", U"调整后全年预算", U"调整后预算"}) || before.size() > 9) return false;
    if (!contains_any(told, {U"追加", U"下达", U"调增", U"核减", U"调减", U"调整"})) return false;
    constexpr std::size_t head = 12;
    const Text first = analysis_.view(sentence.span).substr(0, head);
    return !contains_any(first, {U"项目支出", U"基本支出", U"公用经费", U"人员经费"}) && !contains(first, U"项目");
  }
  static Text after_number(Text words) {
    while (!words.empty() && (!is_han(words.front()) || (words.size() > 1 && words[1] == U'、')))
      words.remove_prefix(1);
    return words;
  }
  // 追加41.20万元（基本支出12.20万元，项目支出29.00万元）: the end of the bracket, or else of the figure itself.
  std::uint32_t end_of_bracket(const Sentence& sentence, std::uint32_t from) const {
    const Text rest = analysis_.view({from, sentence.span.end});
    const std::size_t close = rest.starts_with(U"（") ? rest.find(U'）') : Text::npos;
    return close == Text::npos ? from : from + static_cast<std::uint32_t>(close);
  }
  // Money added to a budget or taken from it is neither the budget nor of what follows.
  static bool adjusts(Text before) {
    return contains_any(before, {U"追加", U"调减", U"核减", U"调增", U"压减", U"增加", U"减少"});
  }

  // 占项目支出预算3,160.00万元的59.85%
  bool is_share_of_budget(const Figure& figure) const {
    const Text words = analysis_.view({analysis_.clauses[figure.clause].span.begin, figure.span.begin});
    const std::size_t number = words.find_first_of(U"0123456789");
    return words.starts_with(U"占") && words.ends_with(U"元的") && number != Text::npos &&
           ends_with_any(words.substr(0, number), {U"预算", U"预算数", U"预算总额"});
  }

  // 7月…: what is told of it is not the year's. A date of approval or disclosure says nothing of that kind.
  bool is_interim(const Sentence& sentence, const Figure& date) const {
    const Text text = analysis_.view(date.span);
    if (contains_any(analysis_.view(sentence.span), {U"批复", U"下达", U"公开", U"收到", U"审议"})) return false;
    return contains(text, U"月") && !contains(text, U"12月");
  }

  // 全年预算A，其中基本支出B、项目支出C: of the money the sentence told before, or of the budget as long as only
  // budgets are told in the block. nullptr: the figure is spending, as it says.
  const BudgetFigure* whole_of_part(const Sentence& sentence, Text before, Scope scope) const {
    if (scope != Scope::basic && scope != Scope::project) return nullptr;
    if (contains_any(before, {U"执行", U"实际", U"决算", U"完成", U"全年", U"使用", U"预算"})) return nullptr;
    const BudgetFigure* whole = nullptr;
    for (std::size_t i = found_.size(); i-- > 0;) {
      const BudgetFigure& one = found_[i];
      const Figure& figure = analysis_.figures[one.figure];
      if (analysis_.sentences[figure.sentence].block != sentence.block) break;
      if (figure.dimension != Dimension::money || one.scope == Scope::basic || one.scope == Scope::project) continue;
      if (one.figure >= sentence.first_figure) return one.money == Money::spending ? nullptr : &one;
      if (one.money == Money::spending) return nullptr;
      if (whole == nullptr && one.money == Money::budget && one.kind != Kind::previous) whole = &one;
    }
    return whole;
  }

  // 涉及一般公共预算支出A，政府性基金预算支出0，…: A is all the department spent.
  bool other_funds_are_zero(const Sentence& sentence, std::size_t f) const {
    for (std::size_t g = f + 1; g < sentence.last_figure; ++g) {
      const Figure& other = analysis_.figures[g];
      if (other.dimension == Dimension::money && !other.value.is_zero()) return false;
    }
    return true;
  }

  // The scope holds until another is named: 其中基本支出 A，完成预算数的 P，项目支出 B，完成 ….
  static void update(Text told, Scope& scope) {
    if (told.starts_with(U"（") && told.find(U'）') == Text::npos) told.remove_prefix(1);  // 全年预算A（基本支出B
    const std::u32string plain = outside_brackets(told);
    const Text passed(plain);
    if (contains(passed, U"其中")) scope = Scope::named;
    if (names_item(passed)) scope = Scope::named;
    std::size_t last = 0;
    for (const ScopeWord& word : scope_words) {
      const std::size_t at = passed.rfind(word.word);
      if (at == Text::npos || at < last) continue;
      const Text rest = passed.substr(at);
      if (names_item(rest)) continue;
      // 耕地地力保护补贴项目支出 is of that project.
      const std::size_t mark = passed.substr(0, at).find_last_of(U"，。；：、）");
      const Text owner = passed.substr(mark == Text::npos ? 0 : mark + 1, at - (mark == Text::npos ? 0 : mark + 1));
      if (word.scope == Scope::project && (!only_frames(owner) || contains_any(owner, {U"其他", U"其余", U"剩余"}))) {
        scope = Scope::named, last = at;
        continue;
      }
      scope = word.scope, last = at;
    }
  }
  // 1.经济普查项目。预算安排…; 救援队伍购买服务：安排…: the block's first words, without figures, name what all of it
  // is about.
  bool heads_item(const Sentence& sentence) const {
    const reading::Block& block = analysis_.document.blocks[sentence.block];
    constexpr std::size_t longest = 800;  // what stands further on in a paragraph does not head it
    const Text text = analysis_.view({block.body, block.span.end}).substr(0, longest);
    if (contains_any(text, {U"概算", U"总投资"})) return true;
    // 污水处理服务费，预算3,420.00万元，支出3,388.26万元；
    const std::size_t comma = text.find(U'，');
    constexpr std::size_t longest_item = 12;
    if (comma != Text::npos && comma <= longest_item &&
        ends_with_any(text.substr(0, comma), {U"费", U"项目", U"工程"}) &&
        starts_with_any(text.substr(comma + 1), {U"预算", U"安排", U"支出", U"全年预算"}))
      return true;
    const std::size_t stop = text.find_first_of(U"。：");
    if (stop == Text::npos || stop > 30 || text.substr(0, stop).find_first_of(U"0123456789，") != Text::npos)
      return false;
    const Text head = text.substr(0, stop);
    const bool of_money =
        contains_any(head, {U"预算", U"支出", U"收支", U"收入", U"资金", U"决算", U"执行", U"情况", U"部门", U"整体",
                            U"其中", U"投入", U"经费", U"财务", U"管理", U"安排", U"结转", U"结余"});
    if (text[stop] == U'。') return sentence.span.begin != block.span.begin && names_item(head) && !of_money;
    return !of_money || names_item(head);
  }
  static bool names_public(Text text) { return contains_any(text, {U"三公", U"公务接待", U"公务用车", U"因公出国"}); }
  // The block's first words are of an item, or it stands where projects are told: “三公”经费支出A，预算B。接待…，支出C.
  bool tells_item(const Sentence& sentence) const {
    const reading::Block& block = analysis_.document.blocks[sentence.block];
    switch (analysis_.outline.kind_at(block.span.begin)) {
      case SectionKind::attachment:
        return true;
      default:
        break;
    }
    const Text text = analysis_.view({block.body, block.span.end});
    const std::size_t end = std::min(text.size(), text.find_first_of(U"0123456789。；"));
    const Text head = text.substr(0, end);
    if (names_public(head)) return true;
    const Section* section = nullptr;
    for (const Section& one : analysis_.outline.sections) {
      if (one.span.contains(block.span)) section = &one;
    }
    return section != nullptr && names_public(analysis_.view(section->heading));
  }
  // 公交补贴执行率43.25%: of what the words before the rate name.
  bool rates_item(Text before) const {
    for (const Text word : {Text(U"执行率"), Text(U"支出率"), Text(U"支付率"), Text(U"支出进度"), Text(U"执行进度")}) {
      const std::size_t at = before.rfind(word);
      if (at == Text::npos) continue;
      return residue(
                 without_unit(before.substr(0, at)),
                 {U"部门",       U"整体", U"预算",     U"支出", U"资金", U"全年", U"年度", U"总体", U"综合", U"平均",
                  U"财政",       U"拨款", U"一般公共", U"基本", U"项目", U"本",   U"实际", U"其中", U"当年", U"按",
                  U"调整后",     U"调整", U"计算",     U"口径", U"年初", U"因",   U"由于", U"截至", U"年末", U"年底",
                  U"累计",       U"的",   U"为",       U"一是", U"二是", U"三是", U"指标", U"总",   U"我",   U"单位",
                  U"政府性基金", U"人员", U"公用",     U"经费", U"年",   U"初",   U"末",   U"实现"})
                 .size() >= 3;
    }
    return false;
  }
  // 区财政局全年预算: whose it is says nothing of what.
  Text without_unit(Text words) const {
    const Text unit(analysis_.outline.unit);
    for (std::size_t from = 0; from + 2 <= unit.size(); ++from) {
      if (words.starts_with(unit.substr(from))) return words.substr(unit.size() - from);
    }
    for (const Text own : {Text(U"我局"), Text(U"我办"), Text(U"我院"), Text(U"我校"), Text(U"我委"), Text(U"我厅"),
                           Text(U"我镇"), Text(U"我街"), Text(U"我馆"), Text(U"我会"), Text(U"我中心"), Text(U"我单位"),
                           Text(U"全院"), Text(U"全校"), Text(U"全局"), Text(U"本院"), Text(U"本局")}) {
      if (words.starts_with(own)) return words.substr(own.size());
    }
    return words;
  }
  // 支出 alone is the whole department's only where the year or the budget section says so.
  bool tells_of_whole(const Figure& figure) const {
    const Text words = analysis_.view(figure.before);
    if (contains_any(words, {U"部门", U"整体", U"执行数", U"支出数", U"决算", U"预算"})) return true;
    const bool leads = figure.clause == analysis_.sentences[figure.sentence].first_clause;
    if (leads && contains_any(words, {U"全年", U"年度", U"累计", U"本年", U"总"})) return true;
    for (const SectionKind kind :
         {SectionKind::budget, SectionKind::conclusion, SectionKind::evaluation, SectionKind::overview}) {
      if (analysis_.outline.kind_at(figure.span.begin) == kind) return true;
    }
    return false;
  }
  static bool compares(Text before) {
    return contains_any(before, {U"同比", U"上年", U"去年", U"增长", U"下降", U"提高", U"降低", U"上升", U"增加",
                                 U"减少", U"高于", U"低于"});
  }
  static Kind kind_of(Text before, Text passed, Text after) {
    if (contains_any(passed,
                     {U"预期", U"计划", U"目标", U"预计", U"不低于", U"应达", U"要求", U"序时", U"设定", U"预定"}))
      return Kind::expected;
    if (contains_any(before, {U"年初", U"批复"})) return Kind::initial;
    if (contains_any(before, {U"平均", U"年均"})) return Kind::average;
    if (contains_any(passed, {U"上年", U"去年", U"上一年", U"往年"}) || starts_with_any(after, {U"的目标"}))
      return Kind::previous;
    if (contains_any(passed, {U"截至", U"截止", U"上半年", U"季度", U"月份", U"月底", U"月末", U"半年", U"当时"}) &&
        !contains_any(passed, {U"12月", U"十二月", U"年底", U"年末"})) {
      return Kind::partial;
    }
    return Kind::plain;
  }

  const Analysis& analysis_;
  Scope last_scope_ = Scope::whole;  // at the end of the sentence before
  std::vector<BudgetFigure> found_;
};

}  // namespace

std::vector<BudgetFigure> find_budget_figures(const Analysis& analysis) {
  std::vector<BudgetFigure> found = Reader(analysis).run();
  // In the report on a project, 项目预算 is all there is.
  if (analysis.outline.kind == DocumentKind::project_report) {
    for (BudgetFigure& one : found) {
      const Text words = analysis.view(analysis.figures[one.figure].before);
      const bool of_it = one.scope == Scope::named && contains(words, U"项目") &&
                         residue(words, {U"本项目", U"项目", U"年度", U"年", U"全年", U"总", U"预算", U"支出", U"资金",
                                         U"安排", U"下达", U"批复", U"数", U"共"})
                             .empty();
      if (one.scope == Scope::project || of_it) one.scope = Scope::whole;
    }
  }
  return found;
}

}  // namespace jiheng::audit

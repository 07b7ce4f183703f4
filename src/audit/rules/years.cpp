// year.mismatch: the body speaks of another year than the title's as its reporting year; period.cutoff: annual figures
// counted only up to an earlier date.
//
// A year is the reporting year where money, a score or work done is stated of it. Comparisons, plans, carry-overs,
// disclosure of other years' budgets, titles of documents and history are not.
#include <algorithm>
#include <map>
#include <optional>

#include "audit/language/vocabulary.h"
#include "audit/rules/rule.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::Span;

struct YearMention {
  int year = 0;
  Span span;  // 2022年, 2022年度
};

// Years of a sentence, outside titles 《》 and file numbers 〔2022〕.
std::vector<YearMention> years_in(Text text, std::uint32_t base) {
  std::vector<YearMention> found;
  int titles = 0;
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    if (text[i] == U'《') ++titles;
    if (text[i] == U'》' && titles > 0) --titles;
    if (text[i] != U'年' || titles > 0 || i < 4) continue;
    const Text digits = text.substr(i - 4, 4);
    if (!std::all_of(digits.begin(), digits.end(), is_digit) || (i > 4 && is_digit(text[i - 5]))) continue;
    int year = 0;
    for (const char32_t c : digits) year = year * 10 + static_cast<int>(c - U'0');
    if (year < 1990 || year > 2100) continue;
    const std::uint32_t end = i + 1 < text.size() && text[i + 1] == U'度' ? i + 2 : i + 1;
    found.push_back({year, {base + i - 4, base + end}});
  }
  return found;
}

constexpr std::initializer_list<Text> comparing = {U"较",   U"相比", U"同比",   U"比20", U"同期", U"对比",
                                                   U"增长", U"下降", U"增加",   U"减少", U"上升", U"上年",
                                                   U"去年", U"翻番", U"翻一番", U"连续", U"历年", U"环比"};

// Words that set the other year apart from the reporting year in the same sentence. 增长 alone does not: what grew is
// the year the sentence speaks of.
constexpr std::initializer_list<Text> apart = {U"相比", U"比20", U"同期", U"对比", U"上年", U"去年",  U"今年",
                                               U"本年", U"连续", U"历年", U"环比", U"近年", U"近三年"};

class YearChecker {
 public:
  YearChecker(const Context& context, Report& report)
      : context_(context), analysis_(context.analysis), year_(context.analysis.outline.year), report_(report) {}

  void run() {
    if (year_ == 0) return;
    const DocumentKind kind = analysis_.outline.kind;
    if (kind == DocumentKind::other) return;
    for (std::size_t s = 0; s < analysis_.sentences.size(); ++s) {
      look_at_years(s);
      if (kind != DocumentKind::accounts) look_at_cutoff(s);
    }
    for (auto& [year, evidence] : others_) {
      const std::string said = context_.quote(evidence.front().span);
      evidence.push_back(context_.at(analysis_.outline.title_span));
      report_.add("year.mismatch",
                  message_text("audit.year.mismatch", {{"year", year_}, {"other", year}, {"said", said}}),
                  std::move(evidence), std::to_string(year), std::to_string(year_));
    }
  }

 private:
  Text view(std::size_t sentence) const { return context_.view(analysis_.sentences[sentence].span); }
  const reading::Block& block_of(std::size_t sentence) const {
    return analysis_.document.blocks[analysis_.sentences[sentence].block];
  }
  bool same_block(std::size_t a, std::size_t b) const {
    return b < analysis_.sentences.size() && analysis_.sentences[a].block == analysis_.sentences[b].block;
  }

  void look_at_years(std::size_t s) {
    const Span span = analysis_.sentences[s].span;
    if (analysis_.outline.title_span.contains(span) || block_of(s).kind == reading::BlockKind::title) return;
    const Text text = context_.view(span);
    if (text.find(U'年') == Text::npos) return;
    const std::vector<YearMention> years = years_in(text, span.begin);
    if (years.empty()) return;
    if (const auto heading = attached_table_year(s, years)) {
      others_[heading->year].push_back(context_.at(span));
      return;
    }
    // Where the report's own year stands too, the other is told beside it.
    if (std::any_of(years.begin(), years.end(), [&](const YearMention& y) { return y.year == year_; })) return;
    for (const YearMention& mention : years) {
      if (is_reporting_year(s, mention)) others_[mention.year].push_back(context_.at(quoted(mention, span)));
    }
  }

  // From the year to the next mark that ends a phrase.
  Span quoted(const YearMention& mention, Span sentence) const {
    const Span rest{mention.span.begin, sentence.end};
    const std::size_t stop = context_.view(rest).find_first_of(U"。；");
    return {rest.begin, stop == Text::npos ? rest.end : rest.begin + static_cast<std::uint32_t>(stop)};
  }

  // The heading of an attached table, or （2022年度） alone beneath it.
  std::optional<YearMention> attached_table_year(std::size_t s, const std::vector<YearMention>& years) const {
    const Text text = view(s);
    if (years.size() != 1 || years[0].year == year_) return std::nullopt;
    const bool alone = text.size() <= 9 && text.starts_with(U"（") && text.ends_with(U"）");
    const bool names_table = text.size() <= 45 &&
                             ends_with_any(text, {U"自评表", U"评分表", U"绩效自评情况表", U"评价表"}) &&
                             !contains_any(text, {U"填报", U"按照", U"根据", U"《"}) && contains(text, U"绩效");
    if ((alone && block_of(s).kind == reading::BlockKind::cell) || (alone && next_is_table(s)) || names_table)
      return years[0];
    return std::nullopt;
  }

  bool next_is_table(std::size_t s) const {
    const std::size_t next = analysis_.sentences[s].block + 1;
    return next < analysis_.document.blocks.size() && analysis_.document.blocks[next].kind == reading::BlockKind::cell;
  }

  bool is_reporting_year(std::size_t s, const YearMention& mention) const {
    if (mention.year == year_ || mention.year < year_ - 2 || mention.year > year_ + 1) return false;
    const Span sentence = analysis_.sentences[s].span;
    if (block_of(s).kind == reading::BlockKind::cell || !in_reporting_section(mention.span.begin)) return false;
    const Text all = context_.view(sentence);
    if (contains_any(all, apart) || (has_quantity(s) && beside_comparison(s))) return false;
    const Text before = context_.view({sentence.begin, mention.span.begin});
    const Text after = context_.view({mention.span.end, sentence.end});
    if (is_plan(all, mention)) return false;
    if (states_end(before, after, mention) || states_period(before, mention) || announces(all, after)) return true;
    if (ends_with_any(before, {U"自", U"从", U"自从", U"于", U"在", U"至", U"—", U"-", U"～", U"比", U"与", U"和",
                               U"、", U"较", U"到", U"起", U"始于", U"经", U"从"})) {
      return false;
    }
    if (starts_with_any(after, {U"以来", U"起", U"开始", U"至", U"—", U"-", U"～", U"、", U"和", U"及", U"末结转",
                                U"年末结转", U"底结转", U"结转", U"结余", U"年初结转"})) {
      return false;
    }
    if (contains_any(all, {U"结转", U"结余", U"尾款", U"续建", U"跨年", U"历史", U"以前年度"})) return false;
    return states_money(s, before, after) || states_score(after, mention.span.begin) ||
           states_work(s, before, after, context_.view(mention.span).ends_with(U"度"));
  }

  bool in_reporting_section(std::uint32_t position) const {
    switch (analysis_.outline.kind_at(position)) {
      case SectionKind::duties:
      case SectionKind::problems:
      case SectionKind::measures:
      case SectionKind::attachment:
        return false;
      default:
        return true;
    }
  }

  // 2024年将…, 下一步…: the year after the report's is where plans are.
  bool is_plan(Text text, const YearMention& mention) const {
    if (contains_any(text, {U"下一步", U"计划于", U"拟", U"预计", U"力争", U"打算", U"规划"})) return true;
    return mention.year > year_ && contains_any(text, {U"将", U"计划", U"要", U"目标", U"安排", U"编制", U"继续"});
  }

  // 2022年完成50件。2023年完成60件，增长20%。
  bool beside_comparison(std::size_t s) const {
    const auto compares = [&](std::size_t other) {
      const Text text = view(other);
      const auto years = years_in(text, 0);
      return contains_any(text, comparing) ||
             std::any_of(years.begin(), years.end(), [&](const YearMention& y) { return y.year == year_; });
    };
    const bool next = same_block(s, s + 1) && compares(s + 1);
    const bool previous = s > 0 && same_block(s, s - 1) && contains_any(view(s - 1), comparing);
    return next || previous;
  }

  bool has_quantity(std::size_t s) const {
    const Sentence& sentence = analysis_.sentences[s];
    for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
      if (analysis_.figures[f].is_quantity()) return true;
    }
    return false;
  }

  // 2021年度全年预算数…, 2022年一般公共预算支出….
  bool states_money(std::size_t s, Text before, Text after) const {
    const std::size_t figure = after.find_first_of(U"0123456789");
    if (figure == Text::npos || figure > 30) return false;
    if (contains_any(after, {U"公开", U"公示", U"获批"}) ||
        (only_rate(after.substr(figure)) && block_tells_own_year(s)))
      return false;
    const Text words = after.substr(0, figure);
    if (contains_any(words, {U"。", U"公开", U"公示", U"批复", U"申报", U"《"}) ||
        contains_any(before, {U"公开", U"编制", U"填报", U"编报"})) {
      return false;
    }
    return contains_any(words, {U"预算数",   U"收支",     U"决算",     U"预算支出", U"整体支出",   U"支出预算",
                                U"总支出",   U"总收入",   U"年初预算", U"调整预算", U"全年执行数", U"执行率",
                                U"执行数",   U"预算安排", U"支出合计", U"收入合计", U"预算总额",   U"部门预算",
                                U"财政拨款", U"支出总额", U"项目支出", U"基本支出"}) &&
           starts_with_any(words, {U"全年", U"部门", U"本",   U"我", U"收",       U"支出",     U"整体", U"一般公共",
                                   U"预算", U"年初", U"调整", U"总", U"单位",     U"区",       U"市",   U"县",
                                   U"办",   U"局",   U"财政", U"，", U"项目支出", U"基本支出", U"决算", U"执行"});
  }

  // 2021年执行率为94.87%, beside this year's.
  static bool only_rate(Text figure) {
    const std::size_t end = figure.find_first_not_of(U"0123456789.,");
    return end != Text::npos && figure[end] == U'%';
  }
  bool block_tells_own_year(std::size_t s) const {
    const auto years = years_in(context_.view(block_of(s).span), 0);
    return std::any_of(years.begin(), years.end(), [&](const YearMention& y) { return y.year == year_; });
  }

  // 2022年部门整体支出绩效自评得分98分, where the report concludes.
  bool states_score(Text after, std::uint32_t position) const {
    const SectionKind kind = analysis_.outline.kind_at(position);
    if (starts_with_any(after, {U"部门整体支出绩效自评", U"整体支出绩效自评"}) &&
        contains_any(after.substr(0, 24), {U"得分", U"等级", U"结果"}))
      return true;
    if (kind != SectionKind::conclusion && kind != SectionKind::evaluation) return false;
    if (!after.empty() && is_digit(after.front())) return false;  // 2021年7月…评定得分: when, not of what
    if (after.size() > 1 && after[0] == U'得' && is_digit(after[1])) return true;
    return contains_any(after.substr(0, 40), {U"得分", U"自评分", U"自评结果", U"评分"}) &&
           contains_any(after, {U"分", U"优", U"良"});
  }

  // 截至2022年12月31日，… in the report on 2023.
  bool states_end(Text before, Text after, const YearMention& mention) const {
    if (mention.year > year_ || !ends_with_any(before, {U"截至", U"截止", U"截止到", U"截至到"})) return false;
    return starts_with_any(after, {U"12月", U"底", U"末", U"年底", U"年末"}) &&
           !contains_any(after, {U"年初", U"期初"});
  }

  // 现将我中心2020年度部门整体支出绩效自评情况报告如下
  static bool announces(Text sentence, Text after) {
    // 2022年度本部门整体支出绩效目标设定为以下五项; 2018年团市委整体支出绩效目标完成情况良好
    const Text near = after.substr(0, 24);
    const bool of_goals = contains(near, U"整体支出绩效目标") &&
                          contains_any(near, {U"设定", U"完成情况", U"目标为", U"为以下", U"如下"});
    // 经综合评价，2018年度本部门整体支出绩效目标总体完成较好; 综合来看，我会2019年度各项绩效目标总体完成
    if (contains(near, U"绩效目标") &&
        contains_any(near, {U"总体完成", U"基本完成", U"较好完成", U"全面完成", U"完成较好", U"完成良好"}) &&
        !contains_any(sentence, {U"上年", U"去年", U"上一年"}))
      return true;
    // 经综合评价，2020年度本院部门整体支出绩效等级为“优”; 2020年度部门整体支出预算执行规范
    const std::size_t spending = near.find(U"整体支出");
    constexpr std::size_t first_words = 8;
    if (spending != Text::npos && spending <= first_words &&
        contains_any(after.substr(spending, 16), {U"等级为", U"等级是", U"执行规范", U"得分为"}) &&
        !contains_any(sentence, {U"上年", U"去年", U"上一年", U"整改", U"相比"}))
      return true;
    // 对照2020年度部门整体支出绩效目标逐项核对业务数据
    if (contains(near, U"整体支出绩效目标") && contains_any(near, {U"逐项", U"逐一"})) return true;
    if (of_goals && !contains_any(sentence, {U"上年", U"去年"})) return true;
    // 对2019年度部门整体支出的预算执行、产出、效益和满意度情况逐项打分
    if (contains(near, U"整体支出") && contains_any(sentence, {U"逐项打分", U"逐项评分", U"逐项评价"})) return true;
    return contains_any(sentence, {U"报告如下", U"汇报如下", U"说明如下"}) && contains(near, U"自评");
  }
  // 评价基准期为2017年1月1日至12月31日
  bool states_period(Text before, const YearMention& mention) const {
    const Text near = tail_of(before, 10);
    return mention.year < year_ && contains_any(near, {U"基准期", U"评价期", U"评价时段", U"评价时间", U"自评期",
                                                       U"自评时段", U"评价年度", U"统计期", U"评价基准日"});
  }

  // 2022年，我办共办理文件6322件: work done, at the head of a sentence, with a figure.
  bool states_work(std::size_t s, Text before, Text after, bool annual) const {
    const Text head = before.empty() ? before : before.substr(before.size() - 1);
    const bool led = contains(U"，", head) && before.size() <= 14 &&
                     starts_with_any(before, {U"对照", U"按照", U"按", U"根据", U"综上", U"总的看", U"总体看",
                                              U"总体来看", U"综合"});
    const bool first = before.empty() || led || (before.size() <= 4 && contains(U"是：，、.）", head));
    if (!first) return false;
    switch (analysis_.outline.kind_at(analysis_.sentences[s].span.begin)) {
      case SectionKind::completion:
      case SectionKind::conclusion:
      case SectionKind::achievements:
      case SectionKind::projects:
      case SectionKind::efficiency:
      case SectionKind::evaluation:
      case SectionKind::budget:
      case SectionKind::yearly_work:
      case SectionKind::other:
        break;
      default:
        return false;
    }
    while (!after.empty() && contains(U"，", after.substr(0, 1))) after.remove_prefix(1);
    if (!after.empty() && is_digit(after.front())) return false;  // 2022年6月: a date
    const bool ours =
        starts_with_any(
            after, {U"我", U"本",   U"全年", U"共",   U"全",   U"各项", U"办公室", U"单位", U"部门", U"区",  U"市",
                    U"县", U"累计", U"在",   U"学校", U"学院", U"医院", U"中心",   U"街道", U"镇",   U"院",  U"机关",
                    U"乡", U"围绕", U"组织", U"完成", U"办理", U"分办", U"处理",   U"印发", U"受理", U"先后"}) ||
        own_name(after) || (annual && names_office(after));
    // 2019年，我局在区委的正确领导下，较好地完成了各项工作任务
    if (starts_with_any(after, {U"我", U"本"}) &&
        contains_any(after, {U"完成了各项", U"完成各项", U"完成了年度", U"完成年度", U"完成了全年", U"完成全年"}) &&
        contains_any(after, {U"任务", U"目标"}))
      return true;
    // 2022年度 is the word for a year reported on; 2022年 may be any year unless something is counted.
    if (!ours || !(has_quantity(s) ||
                   ((annual || contains_any(after, {U"全年", U"年度"})) &&
                    contains_any(after, {U"任务", U"目标", U"预算", U"工作", U"坚持", U"围绕", U"聚焦", U"紧扣"})))) {
      return false;
    }
    return contains_any(after,
                        {U"完成", U"办理", U"办结", U"印发", U"组织", U"召开", U"处理", U"受理", U"报送", U"接待",
                         U"坚持", U"签订", U"围绕", U"聚焦", U"紧扣", U"收官", U"通过", U"圆满", U"落实", U"推进",
                         U"开展", U"举办", U"分办", U"共",   U"累计", U"实现", U"支出", U"发放", U"检查", U"审核"});
  }

  // 2018年度，团市委…: an office in its first words.
  static bool names_office(Text after) {
    const std::size_t at = after.find_first_of(U"委局办院校馆会处所队站部厅");
    return at != Text::npos && at >= 1 && at <= 5;
  }

  bool own_name(Text after) const {
    const Text unit = analysis_.outline.unit;
    return unit.size() >= 4 && after.starts_with(unit.substr(0, 4));
  }

  // --- period.cutoff

  struct Cutoff {
    Span span;
    int month = 0;
  };

  void look_at_cutoff(std::size_t s) {
    const std::optional<Cutoff> cutoff = cutoff_in(s);
    if (!cutoff || !counts_output(s, *cutoff) || goes_on(s, *cutoff) || of_other_year(s, *cutoff)) return;
    // 截至6月末各级资金全部到位: when it was done.
    if (contains_any(context_.view({cutoff->span.end, analysis_.sentences[s].span.end}).substr(0, 14),
                     {U"全部到位", U"全部完成", U"已全部"}))
      return;
    report_.add(
        "period.cutoff",
        message_text("audit.period.cutoff", {{"year", year_}, {"period", to_utf8(context_.view(cutoff->span))}}),
        {context_.at(cutoff->span), context_.at(analysis_.sentences[s].span)}, to_utf8(context_.view(cutoff->span)));
  }

  // 2026年1月，…部署自评工作。1月至2月，…: the months are those of the year told last in the paragraph.
  bool of_other_year(std::size_t s, const Cutoff& cutoff) const {
    const reading::Span block = analysis_.document.blocks[analysis_.sentences[s].block].span;
    const Text told = context_.view({block.begin, cutoff.span.begin});
    for (std::size_t at = told.rfind(U'年'); at != Text::npos && at >= 4; at = told.rfind(U'年', at - 1)) {
      int year = 0;
      if (number_at(told, at - 4, year) == at && year > 1900) return year != year_;
    }
    return false;
  }

  static std::size_t number_at(Text text, std::size_t at, int& value) {
    value = 0;
    std::size_t i = at;
    for (; i < text.size() && i < at + 4 && is_digit(text[i]); ++i)
      value = value * 10 + static_cast<int>(text[i] - U'0');
    return i;
  }

  // 截至2022年11月底, 截止10月31日, 1-10月, 1至11月份.
  std::optional<Cutoff> cutoff_in(std::size_t s) const {
    const Span span = analysis_.sentences[s].span;
    const Text text = context_.view(span);
    if (text.find(U'月') == Text::npos) return std::nullopt;
    for (const Text cue : {Text(U"截至"), Text(U"截止")}) {
      for (std::size_t at = 0; (at = text.find(cue, at)) != Text::npos; at += 2) {
        if (const auto found = date_after(text, at, at + 2, span.begin)) return found;
      }
    }
    // （以上数据统计到2022年11月20日）
    for (const Text cue : {Text(U"统计到"), Text(U"统计至"), Text(U"数据截至"), Text(U"统计截至")}) {
      const std::size_t at = text.find(cue);
      if (at == Text::npos) continue;
      if (const auto found = date_after(text, at, at + cue.size(), span.begin)) return found;
    }
    // 至2024年11月30日，全年累计发放…
    if (text.starts_with(U"至")) {
      if (const auto found = date_after(text, 0, 1, span.begin)) return found;
    }
    return range_of_months(text, span.begin);
  }

  std::optional<Cutoff> date_after(Text text, std::size_t begin, std::size_t at, std::uint32_t base) const {
    if (at < text.size() && text[at] == U'到') ++at;
    int value = 0;
    std::size_t end = number_at(text, at, value);
    if (end < text.size() && text[end] == U'年' && value > 1900) {
      if (value != year_) return std::nullopt;
      end = number_at(text, end + 1, value);
    } else if (text.substr(at).starts_with(U"当年") || text.substr(at).starts_with(U"今年")) {
      end = number_at(text, at + 2, value);
    }
    if (end >= text.size() || text[end] != U'月' || value < 1 || value > 12) return std::nullopt;
    const int month = value;
    int day = 0;
    std::size_t after = number_at(text, end + 1, day);
    if (after > end + 1 && after < text.size() && (text[after] == U'日' || text[after] == U'号')) {
      ++after;
    } else {
      after = end + 1 + (starts_with_any(text.substr(end + 1), {U"底", U"末", U"初"}) ? 1 : 0);
      day = 0;
    }
    if (month == 12 && (day == 0 || day >= 30)) return std::nullopt;
    return Cutoff{{base + static_cast<std::uint32_t>(begin), base + static_cast<std::uint32_t>(after)}, month};
  }

  std::optional<Cutoff> range_of_months(Text text, std::uint32_t base) const {
    for (std::size_t i = 0; i + 3 < text.size(); ++i) {
      if (text[i] != U'1' || (i > 0 && (is_digit(text[i - 1]) || text[i - 1] == U'.'))) continue;
      std::size_t at = i + 1;
      if (text[at] == U'月') ++at;
      if (at >= text.size() || !contains(U"-—－至～", text.substr(at, 1))) continue;
      while (at < text.size() && contains(U"-—－至～", text.substr(at, 1))) ++at;
      int month = 0;
      const std::size_t end = number_at(text, at, month);
      if (end == at || end >= text.size() || text[end] != U'月' || month < 2 || month > 11) continue;
      if (i >= 1 && text[i - 1] == U'年' && i >= 5) {
        int year = 0;
        number_at(text, i - 5, year);
        if (year != year_) continue;
      }
      return Cutoff{{base + static_cast<std::uint32_t>(i), base + static_cast<std::uint32_t>(end) + 1}, month};
    }
    return std::nullopt;
  }

  // A result counted up to then, not a check held then, not a rate due then.
  bool counts_output(std::size_t s, const Cutoff& cutoff) const {
    switch (analysis_.outline.kind_at(cutoff.span.begin)) {
      case SectionKind::management:
      case SectionKind::measures:
      case SectionKind::duties:
      case SectionKind::goals:
        return false;
      default:
        break;
    }
    if (contains_any(context_.view(block_of(s).span), {U"绩效监控", U"绩效监测", U"运行监控"})) return false;
    const auto from =
        cutoff.span.begin - std::min<std::uint32_t>(cutoff.span.begin - analysis_.sentences[s].span.begin, 12);
    const auto to = std::min(analysis_.sentences[s].span.end, cutoff.span.end + 24);
    if (contains_any(context_.view({from, to}),
                     {U"监控", U"监测", U"调度", U"序时", U"进度要求", U"时序", U"半年", U"底前", U"工作会议",
                      U"推进会", U"下一步", U"限期整改", U"整改期限", U"预计"})) {
      return false;
    }
    // How far the budget had been spent by then is told of the way, not of the end.
    const Text told = context_.view({cutoff.span.end, to});
    if (contains_any(told, {U"支出", U"支付", U"执行", U"预算"}) && tells_year_of_money(s)) return false;
    const Sentence& sentence = analysis_.sentences[s];
    for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
      const Figure& figure = analysis_.figures[f];
      const bool counted = figure.is_quantity() && figure.dimension != Dimension::none;
      const bool summed = starts_with_any(context_.view(cutoff.span), {U"统计", U"数据"});  // told behind what it is of
      if (counted && (summed || figure.span.begin >= cutoff.span.end)) return true;
    }
    return false;
  }

  // In the block of the sentence, before it.
  bool tells_year_of_money(std::size_t s) const {
    return std::any_of(analysis_.budget.begin(), analysis_.budget.end(), [&](const BudgetFigure& one) {
      const std::size_t sentence = analysis_.figures[one.figure].sentence;
      return one.money == Money::spending && one.scope == Scope::whole && one.kind == Kind::plain && sentence < s &&
             same_block(s, sentence);
    });
  }

  // The rest of the year is told too: 截至12月底, 7-12月, 全年完成….
  bool goes_on(std::size_t s, const Cutoff& cutoff) const {
    const Span sentence = analysis_.sentences[s].span;
    const Span block = block_of(s).span;
    const bool last =
        s + 1 >= analysis_.sentences.size() || analysis_.sentences[s + 1].block != analysis_.sentences[s].block;
    std::u32string rest(context_.view({cutoff.span.end, last ? block.end : analysis_.sentences[s + 1].span.end}));
    // 年底前复查销号 and what the next sentence tells of the year's end go on nowhere.
    const std::size_t own = sentence.end - cutoff.span.end;
    for (const Text end : {Text(U"年底"), Text(U"年末")}) {
      for (std::size_t at = own; at < rest.size() && (at = rest.find(end, at)) != std::u32string::npos;)
        rest.erase(at, 2);
    }
    rest = without(rest, {U"年底前"});
    const Text after = context_.view({cutoff.span.end, sentence.end});
    const Text before = context_.view({sentence.begin, cutoff.span.begin});
    // 截至10月底，全年累计…: 全年 told of the same figure goes on nowhere; told after a figure it does.
    const std::size_t figure = after.find_first_of(U"0123456789");
    const std::size_t year = after.rfind(U"全年");
    // 全年检验情况按截至11月20日的数据统计
    const bool taken_for_year =
        before.ends_with(U"按") || starts_with_any(context_.view(cutoff.span), {U"统计", U"数据"});
    // 截至2月底，90家复工，…，3月中旬实现全部复工
    for (std::size_t at = after.find(U'月'); at != Text::npos; at = after.find(U'月', at + 1)) {
      int month = 0;
      for (std::size_t i = at - std::min<std::size_t>(at, 2); i < at; ++i) {
        month = is_digit(after[i]) ? month * 10 + static_cast<int>(after[i] - U'0') : 0;
      }
      if (month > cutoff.month && month <= 12) return true;
    }
    return (!taken_for_year && contains_any(before, {U"全年", U"年底", U"年末", U"12月"})) ||
           contains_any(after, {U"年底", U"年末", U"12月"}) ||
           (year != Text::npos && figure != Text::npos && year > figure) ||
           contains_any(rest, {U"至12月", U"-12月", U"—12月", U"～12月", U"12月底", U"12月31日", U"下半年", U"四季度",
                               U"年底", U"年末"});
  }

  const Context& context_;
  const Analysis& analysis_;
  int year_;
  Report& report_;
  std::map<int, std::vector<Evidence>> others_;
};

}  // namespace

void check_years(const Context& context, Report& report) {
  YearChecker(context, report).run();
}

}  // namespace jiheng::audit

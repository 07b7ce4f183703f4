// name.mismatch: two names of one thing that differ by a few characters.
//
// Names are what stands in 《》 or “”, and runs of characters before words that end names (…专项资金, …工程, …中心).
// Two are compared from the right: the same ending, one or two characters exchanged, the same beginning. Not mistaken
// for one another: names told side by side in one sentence, names both used often, and exchanges that tell things apart
// (一期/二期, 市/区, 建设/运维, place names).
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "audit/language/vocabulary.h"
#include "audit/rules/phrases.h"
#include "audit/rules/rule.h"

namespace jiheng::audit {
namespace {

using reading::Span;

constexpr std::uint32_t longest_name = 24;
constexpr std::size_t shortest_name = 8;   // unquoted: shorter ones are phrases
constexpr std::size_t shortest_title = 6;  // in quotes
constexpr std::size_t most_names = 160;    // of one ending; bounds the comparison of pairs

// Words that end names, the longer before the shorter.
constexpr auto endings = std::to_array<Text>({
    U"专项资金", U"专项经费", U"补助资金", U"奖补资金", U"扶持资金", U"服务中心", U"管理中心", U"研究中心",
    U"办公室",   U"办公厅",   U"管理局",   U"委员会",   U"研究院",   U"项目",     U"工程",     U"中心",
    U"平台",     U"系统",     U"基金",     U"大厦",     U"经费",     U"资金",     U"专项",
});
// Words that end titles of documents.
constexpr auto title_endings = std::to_array<Text>({
    U"管理办法", U"管理规定", U"管理制度", U"实施细则", U"实施办法", U"工作方案", U"实施方案",
    U"工作细则", U"实施意见", U"行动计划", U"规定",     U"办法",     U"制度",     U"细则",
    U"方案",     U"手册",     U"通知",     U"意见",     U"报告",     U"规划",
});
// An exchange within one of these tells two things apart.
constexpr auto classes = std::to_array<Text>({
    U"一二三四五六七八九十两零〇0123456789",
    U"东西南北中",
    U"上中下",
    U"省市区县镇乡村街国州级",
    U"左右",
    U"前后",
    U"内外",
    U"大小中",
    U"男女",
    U"新旧老",
    U"甲乙丙丁戊",
    U"春夏秋冬",
    U"初高小中",
    U"早晚",
    U"正副",
    U"公私",
    U"本分总",
    U"出入进",
    U"收支",
    U"城乡",
    U"水电气暖热",
    U"年月日季",
    U"科处室局股部组",
    U"委府政",
    U"ABCDEFGHabcdefgh",
    U"优良中差",
    U"增减",
    U"人财物",
    U"教体文卫",
    U"党政群团",
    U"软硬",
});
// So does the exchange of one of these words for another.
constexpr auto kinds = std::to_array<Text>({
    U"建设", U"运维", U"维护", U"运行", U"购置", U"改造", U"维修", U"采购", U"升级", U"管理", U"服务", U"设备", U"人员",
    U"公用", U"建成", U"城市", U"农村", U"新建", U"扩建", U"续建", U"上级", U"本级", U"市级", U"区级", U"县级", U"省级",
    U"中央", U"地方", U"预算", U"决算", U"收入", U"支出", U"事前", U"事中", U"事后", U"年初", U"年末", U"基本", U"项目",
    U"小学", U"中学", U"初中", U"高中", U"公路", U"铁路", U"道路", U"桥梁", U"供水", U"排水", U"污水", U"雨水", U"垃圾",
    U"财务", U"资产", U"合同", U"档案", U"印章", U"车辆", U"人事", U"会议", U"接待", U"差旅", U"培训", U"绩效", U"内控",
    U"收支", U"资金", U"教育", U"医疗", U"卫生", U"文化", U"体育", U"养老", U"就业", U"科技", U"农业", U"林业", U"水利",
    U"交通", U"住房", U"生态", U"环保", U"安全", U"消防", U"应急", U"信访", U"司法", U"公安", U"民政", U"残疾", U"妇女",
    U"儿童", U"老年", U"青年", U"学生", U"教师", U"干部", U"党员", U"企业", U"社区", U"街道", U"乡镇", U"村级", U"日常",
    U"专项", U"重点", U"一般", U"综合", U"整体", U"单位", U"部门", U"政府", U"监督", U"检查", U"考核", U"评价", U"监控",
    U"审核", U"申报", U"数据", U"信息", U"网络", U"软件", U"硬件", U"工作", U"业务", U"办公", U"后勤", U"研究", U"推广",
    U"示范", U"试点", U"宣传", U"保护", U"修复", U"治理", U"产出", U"效益", U"效果", U"质量", U"数量", U"时效", U"成本",
    U"满意", U"经济", U"社会",
});
// Verbs that stand before names.
constexpr auto verbs =
    std::to_array<Text>({U"安排", U"拨付", U"投入", U"实施", U"开展", U"完成", U"建成", U"推进", U"下达", U"支付",
                         U"用于", U"使用", U"建设", U"启动", U"验收", U"落实", U"申报", U"争取"});
// A name does not begin before one of these.
constexpr Text stops = U"的对和与及在将为由向从把被等或以是了按至该其各我";

struct Name {
  std::u32string text;  // from the left as far as the run goes
  std::vector<Span> places;
  std::size_t ending = 0;  // characters of its ending
};

struct Difference {
  std::size_t right = 0;  // characters in common at the end
  std::size_t changed = 0;
  std::size_t left = 0;  // characters in common before the exchange
};

class NameChecker {
 public:
  NameChecker(const Context& context, Report& report)
      : context_(context), text_(context.analysis.document.text), report_(report) {}

  void run() {
    std::map<std::u32string, Name> titles, quoted;
    collect_between(U'《', U'》', titles);
    collect_between(U'“', U'”', quoted);
    compare_titles(titles);
    compare_titles(quoted);
    std::array<std::map<std::u32string, Name>, endings.size()> runs;
    collect_runs(runs);
    for (const auto& names : runs) compare_runs(names);
  }

 private:
  void collect_between(char32_t open, char32_t close, std::map<std::u32string, Name>& names) const {
    for (std::size_t at = 0; (at = text_.find(open, at)) != Text::npos; ++at) {
      const std::size_t end = text_.find_first_of(std::u32string{open, close, U'\n'}, at + 1);
      if (end == Text::npos || text_[end] != close) continue;
      const Text inside = text_.substr(at + 1, end - at - 1);
      if (inside.size() < 3 || inside.size() > 40 || contains_any(inside, {U"、", U"，", U"。", U"；"})) continue;
      const Text tail = open == U'“' ? name_after(end + 1) : Text();
      if (!tail.empty()) {
        const Text whole = text_.substr(at + 1, end + 1 + tail.size() - at - 1);
        Name& name = names[std::u32string(whole)];
        name.text = whole;
        name.places.push_back({static_cast<std::uint32_t>(at) + 1, static_cast<std::uint32_t>(end + 1 + tail.size())});
        continue;
      }
      if (inside.size() < shortest_title) continue;
      Name& name = names[std::u32string(inside)];
      name.text = inside;
      name.places.push_back({static_cast<std::uint32_t>(at) + 1, static_cast<std::uint32_t>(end)});
      for (const Text ending : title_endings) {
        if (inside.ends_with(ending)) {
          name.ending = ending.size();
          break;
        }
      }
    }
  }

  // “桐坞无忧”就业驿站项目: the words after the quotation that end the name; empty: it ends with the quotation.
  Text name_after(std::size_t at) const {
    constexpr std::size_t near = 10;
    std::size_t end = at;
    while (end < text_.size() && end < at + near && is_han(text_[end])) ++end;
    const Text run = text_.substr(at, end - at);
    for (const Text ending : endings) {
      const std::size_t found = run.find(ending);
      if (found != Text::npos && found >= 2 && run.substr(0, found).find_first_of(stops) == Text::npos)
        return run.substr(0, found + ending.size());
    }
    return {};
  }

  void collect_runs(std::array<std::map<std::u32string, Name>, endings.size()>& runs) const {
    static const PhraseFinder finder = [] {
      PhraseFinder all;
      for (std::size_t e = 0; e < endings.size(); ++e) all.add(endings[e], e);
      all.finish();
      return all;
    }();
    finder.find(text_, [&](std::size_t e, std::size_t at) {
      const std::size_t end = at + endings[e].size();
      std::size_t begin = at;
      while (begin > 0 && end - begin < longest_name && is_inside(text_[begin - 1])) --begin;
      const Text name = text_.substr(begin, end - begin);
      if (name.size() < shortest_name || longer_ending(name, name.size(), e)) return;
      // 科技创新战略专项 goes on as 专项资金, 专项行动.
      const bool goes_on = endings[e] == U"专项" && end < text_.size() && is_han(text_[end]) &&
                           Text(U"虽的支按是已由安和与").find(text_[end]) == Text::npos;
      if (goes_on) return;
      Name& known = runs[e][std::u32string(name)];
      known.text = name;
      known.ending = endings[e].size();
      known.places.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    });
  }
  static bool is_inside(char32_t c) { return (is_han(c) || is_digit(c)) && stops.find(c) == Text::npos; }

  // 服务中心 is not counted again as 中心.
  static bool longer_ending(Text text, std::size_t end, std::size_t e) {
    for (std::size_t longer = 0; longer < e; ++longer) {
      if (endings[longer].size() > endings[e].size() && text.substr(0, end).ends_with(endings[longer])) return true;
    }
    return false;
  }

  static Difference difference(Text a, Text b) {
    Difference d;
    const std::size_t shorter = std::min(a.size(), b.size());
    const auto at = [](Text t, std::size_t from_right) { return t[t.size() - 1 - from_right]; };
    while (d.right < shorter && at(a, d.right) == at(b, d.right)) ++d.right;
    if (d.right == shorter) return {};
    d.changed = 1;
    if (d.right + 1 < shorter && at(a, d.right + 1) != at(b, d.right + 1)) d.changed = 2;
    std::size_t next = d.right + d.changed;
    while (next < shorter && at(a, next) == at(b, next)) ++d.left, ++next;
    return d;
  }

  static Text changed_part(Text name, const Difference& d) {
    return name.substr(name.size() - d.right - d.changed, d.changed);
  }

  void compare_titles(const std::map<std::u32string, Name>& names) {
    if (names.size() > most_names) return;
    for (auto a = names.begin(); a != names.end(); ++a) {
      for (auto b = std::next(a); b != names.end(); ++b) {
        const Text left = a->second.text, right = b->second.text;
        if (left.size() != right.size()) {
          if (is_longer_by_a_word(left, right) || is_longer_by_a_word(right, left)) {
            report(a->second, b->second, left.size(), right.size());
          }
          continue;
        }
        const Difference d = difference(left, right);
        if (d.changed == 0 || d.right + d.changed + d.left != left.size() || d.left < 2 || d.changed * 4 > left.size())
          continue;
        const std::size_t ending = a->second.ending;
        if (d.changed == 2 && d.right < ending + 2) continue;
        const bool last = d.right < 2 && d.changed == 1 && d.left >= 6;  // “法治惠民微工坊”, “法治惠民微工程”
        if ((d.right < 2 && !last) || tells_apart(left, right, d)) continue;
        report(a->second, b->second, left.size());
      }
    }
  }

  // 综合楼物业服务项目, 综合服务楼物业服务项目: one or two characters more within.
  static bool is_longer_by_a_word(Text longer, Text shorter) {
    if (longer.size() <= shorter.size() || longer.size() > shorter.size() + 2 || shorter.size() < shortest_name)
      return false;
    std::size_t left = 0, right = 0;
    while (left < shorter.size() && longer[left] == shorter[left]) ++left;
    while (right < shorter.size() && longer[longer.size() - 1 - right] == shorter[shorter.size() - 1 - right]) ++right;
    if (left < 3 || right < 4 || left + right < shorter.size()) return false;
    const std::size_t extra = longer.size() - shorter.size();
    const Text word = longer.substr(std::min(left, shorter.size() - std::min(right, shorter.size() - 3)), extra);
    if (std::any_of(word.begin(), word.end(), is_digit) || contains_any(word, {U"（", U"）", U"·", U"-"})) return false;
    for (const Text apart :
         {Text(U"暂行"), Text(U"试行"), Text(U"修订"), Text(U"补充"), Text(U"一期"), Text(U"二期"), Text(U"三期"),
          Text(U"市级"), Text(U"区级"), Text(U"县级"), Text(U"省级"), Text(U"本级"), Text(U"年度"), Text(U"季度"),
          Text(U"有关"), Text(U"相关"), Text(U"副"),   Text(U"新"),   Text(U"不"),   Text(U"未"),   Text(U"非"),
          Text(U"第"),   Text(U"和"),   Text(U"与"),   Text(U"及"),   Text(U"的"),   Text(U"市"),   Text(U"区"),
          Text(U"县"),   Text(U"省"),   Text(U"镇"),   Text(U"街"),   Text(U"村")}) {
      if (contains(word, apart)) return false;
    }
    return true;
  }

  void compare_runs(const std::map<std::u32string, Name>& names) {
    if (names.size() > most_names) return;
    for (auto a = names.begin(); a != names.end(); ++a) {
      for (auto b = std::next(a); b != names.end(); ++b) {
        const Text left = a->second.text, right = b->second.text;
        if (const std::size_t length = exchanges_a_word(left, right, a->second.ending)) {
          report(a->second, b->second, length + 1, length);
          continue;
        }
        if (const std::size_t length = exchanges_a_word(right, left, a->second.ending)) {
          report(a->second, b->second, length, length + 1);
          continue;
        }
        const Difference d = difference(left, right);
        const std::size_t length = d.right + d.changed + d.left;
        const bool whole = length == left.size() && length == right.size();  // nothing stands before either name
        // 安排金花调查研究经费, 安排联长调查研究经费: only a verb is in common before what differs.
        const Text shared = left.substr(left.size() - length, d.left);
        const bool verb_only =
            std::any_of(verbs.begin(), verbs.end(), [&](Text verb) { return verb.ends_with(shared); });
        if (verb_only && d.changed > 0) continue;
        if (d.changed == 0 || d.left < (whole ? 1 : 2) || length < shortest_name || d.changed * 4 > length) continue;
        // Words that name other kinds of work tell two projects apart, unless one sum of money is told of both.
        const bool one_amount = d.right >= a->second.ending && share_amount(a->second, b->second);
        if (!one_amount && !ends_otherwise(left, right, d, a->second.ending) &&
            (d.right < a->second.ending + d.changed || tells_apart(left, right, d)))
          continue;
        report(a->second, b->second, length);
      }
    }
  }

  // 农村饮水安全巩固提高工程, 农村饮水安全巩固提升工程; 人大代表履职管理平台, 人大代表履职服务平台: a long name of its
  // own until right before the ending.
  static bool ends_otherwise(Text a, Text b, const Difference& d, std::size_t ending) {
    constexpr std::size_t long_name = 6;
    if (d.right != ending || d.left < long_name) return false;
    if (d.changed == 2) return ends_with_any(a, {U"平台", U"系统"});
    return !tells_apart_alone(a, b, d);
  }
  static bool tells_apart_alone(Text a, Text b, const Difference& d) {
    const char32_t first = changed_part(a, d).front(), second = changed_part(b, d).front();
    return std::any_of(classes.begin(), classes.end(),
                       [&](Text group) { return group.find(first) != Text::npos && group.find(second) != Text::npos; });
  }

  // 红色现场教学基地提升项目, 红色现场教学点提升项目: one character for two.
  // The length of `b` from there on, that of `a` is one more; 0: they are not alike.
  static std::size_t exchanges_a_word(Text a, Text b, std::size_t ending) {
    const auto at = [](Text t, std::size_t from_right) { return t[t.size() - 1 - from_right]; };
    std::size_t right = 0, left = 0;
    const std::size_t shorter = std::min(a.size(), b.size());
    while (right < shorter && at(a, right) == at(b, right)) ++right;
    while (right + 1 + left < b.size() && right + 2 + left < a.size() &&
           at(a, right + 2 + left) == at(b, right + 1 + left))
      ++left;
    constexpr std::size_t long_name = 6;
    if (left < long_name || right < ending + 2) return 0;
    return is_digit(at(b, right)) || is_digit(at(a, right)) || is_digit(at(a, right + 1)) ? 0 : left + 1 + right;
  }

  // 建设项目安排3,260.00万元, 改造项目投入3,260.00万元: one sum of money, one project.
  bool share_amount(const Name& a, const Name& b) const {
    for (const Span one : a.places) {
      const Text amount = amount_after(one);
      if (amount.size() < 5) continue;
      for (const Span two : b.places) {
        if (amount_after(two) == amount) return true;
      }
    }
    return false;
  }
  Text amount_after(Span name) const {
    constexpr std::size_t near = 10;
    const Text words = text_.substr(name.end, near);
    const std::size_t at = words.find_first_of(U"0123456789");
    if (at == Text::npos || words.substr(0, at).find_first_of(U"，。；、") != Text::npos) return {};
    const Text rest = text_.substr(name.end + at);
    const std::size_t end = std::min(rest.size(), rest.find_first_not_of(U"0123456789,."));
    return rest.substr(end).starts_with(U"万元") || rest.substr(end).starts_with(U"元") ? rest.substr(0, end) : Text();
  }

  bool tells_apart(Text a, Text b, const Difference& d) const {
    const Text first = changed_part(a, d), second = changed_part(b, d);
    for (std::size_t i = 0; i < d.changed; ++i) {
      if (first[i] == second[i]) continue;
      for (const Text group : classes) {
        if (group.find(first[i]) != Text::npos && group.find(second[i]) != Text::npos) return true;
      }
    }
    if (is_kind(a, d) && is_kind(b, d)) return true;
    // The report's own project, as its title names it.
    const Text title = context_.view(context_.analysis.outline.title_span);
    const std::size_t length = d.right + d.changed + d.left;
    if (length >= shortest_name && d.changed == 1 &&
        (contains(title, a.substr(a.size() - length)) || contains(title, b.substr(b.size() - length))))
      return false;
    // 荔湾区…, 花都区…: names of places.
    const Text rest = a.substr(a.size() - d.right);
    if (Text(U"省市区县镇乡村街州路河湖旗岛港江山").find(rest.front()) != Text::npos) {
      return d.changed != 1 || d.left < 3 || !names_own_unit(a, b, d);
    }
    return false;
  }

  // Whether the exchanged part is, alone or with a neighbour, one of the words that name kinds of things.
  static bool is_kind(Text name, const Difference& d) {
    const std::size_t begin = name.size() - d.right - d.changed;
    for (const Text kind : kinds) {
      if (d.changed == 2 && name.substr(begin, 2) == kind) return true;
      if (d.changed == 1 && ((begin > 0 && name.substr(begin - 1, 2) == kind) || name.substr(begin, 2) == kind))
        return true;
    }
    return false;
  }

  bool names_own_unit(Text a, Text b, const Difference& d) const {
    const Text unit = context_.analysis.outline.unit;
    const std::size_t length = d.right + d.changed + d.left;
    return contains(unit, a.substr(a.size() - length)) || contains(unit, b.substr(b.size() - length));
  }

  // The rarer name, or else the first, is the one to look at; both are quoted without the words before them that
  // differ.
  void report(const Name& a, const Name& b, std::size_t length) { report(a, b, length, length); }
  void report(const Name& a, const Name& b, std::size_t a_length, std::size_t b_length) {
    if (a.places.size() >= 3 && b.places.size() >= 3) return;
    const Span first = tail(a.places.front(), a_length), second = tail(b.places.front(), b_length);
    const std::size_t firsts = count(first), seconds = count(second);
    bool first_rarer = firsts != seconds ? firsts < seconds : first.begin < second.begin;
    if (contains(context_.analysis.outline.unit, context_.view(first))) first_rarer = false;
    if (contains(context_.analysis.outline.unit, context_.view(second))) first_rarer = true;
    if (side_by_side(a, b)) return;
    const Span one = first_rarer ? first : second, two = first_rarer ? second : first;
    const std::u32string key = std::u32string(context_.view(one)) + U"\n" + std::u32string(context_.view(two));
    if (!told_.insert(key).second) return;
    report_.add("name.mismatch",
                message_text("audit.name.mismatch", {{"one", context_.quote(one)}, {"other", context_.quote(two)}}),
                {context_.at(one), context_.at(two)});
  }

  std::size_t count(Span name) const {
    const Text words = context_.view(name);
    std::size_t times = 0;
    for (std::size_t at = 0; (at = text_.find(words, at)) != Text::npos; at += words.size()) ++times;
    return times;
  }

  static Span tail(Span span, std::size_t length) {
    const auto size = static_cast<std::uint32_t>(length);
    return {span.end - std::min(size, span.size()), span.end};
  }

  bool side_by_side(const Name& a, const Name& b) const {
    for (const Span one : a.places) {
      for (const Span two : b.places) {
        if (sentence_of(one) == sentence_of(two)) return true;
      }
    }
    return false;
  }

  std::size_t sentence_of(Span span) const {
    const auto& sentences = context_.analysis.sentences;
    const auto after = std::upper_bound(sentences.begin(), sentences.end(), span.begin,
                                        [](std::uint32_t p, const Sentence& s) { return p < s.span.begin; });
    return static_cast<std::size_t>(after - sentences.begin());
  }

  const Context& context_;
  Text text_;
  Report& report_;
  std::set<std::u32string> told_;
};

}  // namespace

void check_names(const Context& context, Report& report) {
  NameChecker(context, report).run();
}

}  // namespace jiheng::audit

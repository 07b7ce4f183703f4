// placeholder: template text or XX left in; doubled-word: 治理治理.
#include <algorithm>
#include <array>

#include "audit/language/vocabulary.h"
#include "audit/rules/phrases.h"
#include "audit/rules/rule.h"

namespace jiheng::audit {
namespace {

using reading::Span;

char32_t at(Text text, std::size_t index) {
  return index < text.size() ? text[index] : 0;
}

class WordChecker {
 public:
  WordChecker(const Context& context, Report& report)
      : context_(context), text_(context.analysis.document.text), report_(report) {}

  void run() {
    find_prompts();
    find_braces();
    find_blanks();
    std::sort(blanks_.begin(), blanks_.end(), [](Span a, Span b) { return a.begin < b.begin; });
    std::uint32_t told = 0;
    for (const Span blank : blanks_) {
      if (blank.begin < told) continue;
      told = around(blank).end;  // XX年XX月XX日 is one blank
      report_.add("placeholder", message_text("audit.placeholder", {{"text", context_.quote(around(blank))}}),
                  {context_.at(around(blank))}, context_.quote(blank));
    }
    find_doubled();
  }

 private:
  // --- placeholder

  // 新增{数字}张: a blank of a form.
  void find_braces() {
    constexpr std::size_t longest = 12;
    for (std::size_t at = 0; (at = text_.find(U'{', at)) != Text::npos; ++at) {
      const std::size_t end = text_.find(U'}', at);
      if (end == Text::npos || end - at > longest || end == at + 1) continue;
      const Text inside = text_.substr(at + 1, end - at - 1);
      if (std::all_of(inside.begin(), inside.end(), is_han))
        blanks_.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end) + 1});
    }
  }

  void find_prompts() {
    const auto& prompts = context_.rules.placeholders;
    PhraseFinder finder;
    for (std::size_t i = 0; i < prompts.size(); ++i) finder.add(prompts[i], i);
    finder.finish();
    finder.find(text_, [&](std::size_t index, std::size_t begin) {
      const Span span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + prompts[index].size())};
      if (!is_sign(prompts[index].front())) {
        blanks_.push_back(span);
      } else if (is_blank_of_signs(run_around(span))) {
        blanks_.push_back(run_around(span));
      }
    });
  }

  static bool is_sign(char32_t c) {
    return c == U'X' || c == U'x' || c == U'×' || c == U'*' || c == U'＊' || c == U'Ｘ';
  }

  Span run_around(Span span) const {
    while (span.begin > 0 && is_sign(text_[span.begin - 1])) --span.begin;
    while (span.end < text_.size() && is_sign(text_[span.end])) ++span.end;
    return span;
  }

  void find_blanks() {
    for (std::uint32_t i = 0; i < text_.size(); ++i) {
      const char32_t c = text_[i];
      if (c == U'X' || c == U'x' || c == U'×') {
        const Span run = run_around({i, i + 1});
        if (is_blank_of_signs(run)) blanks_.push_back(run);
        i = run.end - 1;
      } else if ((c == U'（' && at(text_, i + 1) == U'）') || (c == U'【' && at(text_, i + 1) == U'】')) {
        blanks_.push_back({i, i + 2});
      } else if (c == U'_') {
        std::uint32_t end = i;
        while (at(text_, end) == U'_') ++end;
        if (end - i >= 2) blanks_.push_back({i, end});
        i = end;
      }
    }
  }

  // XX单位, 20XX年, X万元; not HDXX01, 3×4, 李××（a masked name）.
  bool is_blank_of_signs(Span run) const {
    const char32_t before = run.begin > 0 ? text_[run.begin - 1] : U'\n';
    const char32_t after = at(text_, run.end);
    const Text rest = text_.substr(run.end, 4);
    if (before == U'0' && run.begin >= 2 && text_[run.begin - 2] == U'2' && starts_with_any(rest, {U"年", U"-"}))
      return true;
    if (is_latin(before) || is_latin(after) || is_digit(before) || is_digit(after) || before == U'-' || before == U'.')
      return false;
    if (after == U'-' || before == U'·') return false;
    if (run.size() == 1) {
      return text_[run.begin] == U'X' && names_unit(rest);
    }
    return !masks_a_person(before, rest);
  }

  static bool names_unit(Text rest) {
    return starts_with_any(rest, {U"年", U"月", U"日", U"万元", U"元", U"个", U"项", U"次", U"%", U"件", U"人", U"名",
                                  U"分", U"篇", U"家", U"份", U"期", U"条"});
  }

  // 李××同志, 网友张××反映.
  static bool masks_a_person(char32_t before, Text rest) {
    static constexpr Text surnames =
        U"李王张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任沈姚卢姜崔钟"
        U"谭陆汪范金石廖贾"
        U"夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
    if (surnames.find(before) == Text::npos) return false;
    if (rest.empty() || Text(U"，。、；：）\n的等与和向在于被同某").find(rest.front()) != Text::npos) return true;
    return starts_with_any(rest, {U"同志", U"先生", U"女士", U"反映", U"老师", U"同学", U"案", U"投诉", U"来信",
                                  U"来电", U"诉", U"家", U"信访"});
  }

  // The blank with the words beside it, so that the quotation can be found.
  Span around(Span blank) const {
    constexpr std::uint32_t side = 6;
    Span span = blank;
    while (span.begin > 0 && blank.begin - span.begin < side && !ends_phrase(text_[span.begin - 1])) --span.begin;
    while (span.end < text_.size() && span.end - blank.end < side && !ends_phrase(text_[span.end])) ++span.end;
    return span;
  }
  static bool ends_phrase(char32_t c) { return Text(U"，。；：\n").find(c) != Text::npos; }

  // --- doubled-word

  void find_doubled() {
    for (std::uint32_t i = 0; i + 1 < text_.size(); ++i) {
      if (!is_han(text_[i])) continue;
      std::uint32_t length = 0;
      for (std::uint32_t unit = 4; unit >= 2; --unit) {
        if (repeats(i, unit) && !is_right(i, unit)) {
          length = unit;
          break;
        }
      }
      if (length == 0 && (doubles_particle(i) || repeats_own(i))) length = 1;
      if (length == 0) continue;
      const Span span{i, i + 2 * length};
      report_.add("doubled-word",
                  message_text("audit.doubled-word",
                               {{"text", context_.quote(around(span))}, {"word", context_.quote({i, i + length})}}),
                  {context_.at(span)}, context_.quote(span), context_.quote({i, i + length}));
      i = span.end - 1;
    }
  }

  // 我局局对接: one character twice after 我.
  bool repeats_own(std::uint32_t i) const {
    return i > 0 && i + 1 < text_.size() && text_[i - 1] == U'我' && text_[i] == text_[i + 1] && is_han(text_[i]);
  }

  bool repeats(std::uint32_t i, std::uint32_t unit) const {
    if (i + 2 * unit > text_.size() || text_[i] != text_[i + unit]) return false;
    const Text first = text_.substr(i, unit), second = text_.substr(i + unit, unit);
    if (first != second || !std::all_of(first.begin(), first.end(), is_han)) return false;
    if (contains(first, U"每")) return false;  // 每村每月
    if (first.size() == 2 && Text(U"一二两三四五六七八九十").find(first[1]) != Text::npos)
      return false;  // 74人一人一策
    return std::any_of(first.begin(), first.end(), [&](char32_t c) { return c != first.front(); });
  }

  // A doubled word of the language, a count (一项一项), or a word before one that begins alike (服务服务对象,
  // 管理管理人员).
  bool is_right(std::uint32_t i, std::uint32_t unit) const {
    if (Text(U"一二两三四五六七八九十百千万亿〇零几多").find(text_[i]) != Text::npos) return true;
    const Text pair = text_.substr(i, 2 * unit);
    for (const std::u32string& right : context_.rules.doubled) {
      if (right.size() >= 2 * unit && right.find(pair) != std::u32string::npos) return true;
    }
    const Text rest = text_.substr(i + 2 * unit, 3);
    if (unit == 2 && begins_longer_word(rest)) return true;
    return unit == 2 && ends_longer_word(i);
  }

  // The second of the two goes on as a longer word: 服务|服务对象, 研究|研究院, 发展|发展中国家.
  static bool begins_longer_word(Text rest) {
    return starts_with_any(
        rest, {U"对象", U"人员",   U"人才", U"者",   U"员", U"师",   U"组", U"室", U"局",   U"会", U"官", U"院", U"所",
               U"站",   U"中国家", U"中心", U"机构", U"人", U"机关", U"台", U"车", U"员工", U"费", U"卡", U"证"});
  }

  // The first of the two ends a longer word: 石牌桥|…, 中国|国中 do not repeat; 人民|民… neither. Names of places
  // written twice (广州市市…) are told by other rules.
  bool ends_longer_word(std::uint32_t i) const {
    const char32_t before = i > 0 ? text_[i - 1] : 0;
    return before == text_[i + 1] && is_han(before);  // 通通通通: a longer play with one sound
  }

  // 的的 和和 …, unless both belong to words: 目的|的, 和|和谐, 了|了解, 参与|与.
  bool doubles_particle(std::uint32_t i) const {
    const char32_t c = text_[i];
    if (at(text_, i + 1) != c) return false;
    struct Particle {
      char32_t character;
      Text before, after;  // neighbours with which it makes a word
    };
    static constexpr auto particles = std::to_array<Particle>({
        {U'的', U"目有标中", U"确士"},
        {U'和', U"温平缓饱共总柔谐调祥中亲", U"谐平睦解气善美合县田硕静政风"},
        {U'了', U"明除末终", U"解如结却然断"},
        {U'与', U"参赋给授付干", U"会否时日众人论"},
        {U'及', U"以普涉波触危提遍顾论埃推旁", U"时格早其第"},
        {U'或', U"抑", U"许"},
    });
    for (const Particle& particle : particles) {
      if (particle.character != c) continue;
      const char32_t before = i > 0 ? text_[i - 1] : 0, after = at(text_, i + 2);
      return particle.before.find(before) == Text::npos && particle.after.find(after) == Text::npos && after != c &&
             before != c;
    }
    return false;
  }

  const Context& context_;
  Text text_;
  Report& report_;
  std::vector<Span> blanks_;
};

}  // namespace

void check_words(const Context& context, Report& report) {
  WordChecker(context, report).run();
}

}  // namespace jiheng::audit

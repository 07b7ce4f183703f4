// disclosure.late: a budget, account or result disclosed more than the rule set's calendar days after its approval.
//
// Each date belongs to the word that names what happened then: 批复日期为…, …批复, …在门户网站公开. A disclosure is
// held against the last approval before it in the same paragraph or row, of the same thing where both name it.
#include <algorithm>
#include <optional>

#include "audit/language/vocabulary.h"
#include "audit/rules/rule.h"
#include "base/date.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::Span;

enum class Event { none, approval, disclosure };

struct Dated {
  Event event = Event::none;
  Date date;
  Span span;
  std::u32string subject;  // 预算 决算 绩效; empty: not named
};

struct RawDate {
  int year = 0;  // 0: not written
  int month = 0;
  int day = 0;
  std::uint32_t begin = 0, end = 0;  // in the text given
  bool same = false;                 // 同日, 当日
};

std::uint32_t number_at(Text text, std::uint32_t at, int& value) {
  value = 0;
  std::uint32_t i = at;
  for (; i < text.size() && i < at + 4 && is_digit(text[i]); ++i) value = value * 10 + static_cast<int>(text[i] - U'0');
  return i;
}

// 2023年2月6日, 2月6日, 2023-02-06, 2023.2.6 at `at`.
std::optional<RawDate> date_at(Text text, std::uint32_t at) {
  RawDate date;
  date.begin = at;
  int first = 0, second = 0, third = 0;
  std::uint32_t i = number_at(text, at, first);
  if (i == at || i >= text.size()) return std::nullopt;
  if (text[i] == U'月' && first >= 1 && first <= 12) {
    const std::uint32_t end = number_at(text, i + 1, second);
    if (end == i + 1 || end >= text.size() || (text[end] != U'日' && text[end] != U'号')) return std::nullopt;
    date.month = first, date.day = second, date.end = end + 1;
    return date;
  }
  if (first < 1990 || first > 2100) return std::nullopt;
  const char32_t mark = text[i];
  if (mark != U'年' && mark != U'-' && mark != U'.' && mark != U'/') return std::nullopt;
  const std::uint32_t month_end = number_at(text, i + 1, second);
  if (month_end == i + 1 || month_end >= text.size()) return std::nullopt;
  if (text[month_end] != (mark == U'年' ? U'月' : mark)) return std::nullopt;
  const std::uint32_t day_end = number_at(text, month_end + 1, third);
  if (day_end == month_end + 1) return std::nullopt;
  date.year = first, date.month = second, date.day = third, date.end = day_end;
  if (mark == U'年') {
    if (day_end >= text.size() || (text[day_end] != U'日' && text[day_end] != U'号')) return std::nullopt;
    ++date.end;
  }
  return date;
}

constexpr std::initializer_list<Text> approving = {U"批复", U"批准", U"核准", U"审批通过"};
constexpr std::initializer_list<Text> disclosing = {U"公开", U"公示", U"公布", U"发布", U"挂网", U"上网"};

std::vector<RawDate> dates_in(Text text) {
  std::vector<RawDate> dates;
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i]) && (i == 0 || !is_digit(text[i - 1]))) {
      if (const auto date = date_at(text, i)) {
        dates.push_back(*date);
        i = date->end - 1;
      }
    } else if ((text[i] == U'同' || text[i] == U'当') && text.substr(i + 1).starts_with(U"日")) {
      RawDate date;
      date.begin = i, date.end = i + 2, date.same = true;
      dates.push_back(date);
    }
  }
  return dates;
}

// The last of the words in `text`, as the distance of its end from the end of `text`; npos: none.
std::size_t last_of(Text text, std::initializer_list<Text> words) {
  std::size_t best = Text::npos;
  for (const Text word : words) {
    const std::size_t at = text.rfind(word);
    if (at != Text::npos) best = std::min(best, text.size() - at - word.size());
  }
  return best;
}
std::size_t first_of(Text text, std::initializer_list<Text> words) {
  std::size_t best = Text::npos;
  for (const Text word : words) best = std::min(best, text.find(word));
  return best;
}

class DisclosureChecker {
 public:
  DisclosureChecker(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    const auto& document = context_.analysis.document;
    for (const reading::Block& block : document.blocks) {
      if (block.kind == reading::BlockKind::cell) continue;
      const Text text = document.view(block.span);
      if (first_of(text, approving) == Text::npos || first_of(text, disclosing) == Text::npos) continue;
      compare(events_in(block.span));
    }
    for (const reading::Table& table : document.tables) compare_table(table);
  }

 private:
  std::vector<Dated> events_in(Span block) const {
    const Text text = context_.view(block);
    const std::vector<RawDate> dates = dates_in(text);
    std::vector<Dated> events;
    for (std::size_t d = 0; d < dates.size(); ++d) {
      const std::uint32_t from = d == 0 ? 0 : dates[d - 1].end;
      const auto to = d + 1 == dates.size() ? static_cast<std::uint32_t>(text.size()) : dates[d + 1].begin;
      Dated event;
      event.event = event_of(text.substr(from, dates[d].begin - from), text.substr(dates[d].end, to - dates[d].end));
      if (event.event == Event::none) continue;
      const std::optional<Date> date = resolve(dates[d], events);
      if (!date) continue;
      event.date = *date;
      event.span = {block.begin + dates[d].begin, block.begin + dates[d].end};
      event.subject =
          subject_of(text.substr(from, dates[d].begin - from), text.substr(dates[d].end, to - dates[d].end));
      events.push_back(event);
    }
    return events;
  }

  // The word just before the date (批复日期为…) or else the first after it, within its sentence.
  static Event event_of(Text before, Text after) {
    constexpr std::size_t label = 6;  // 批复日期为, 公开时间：
    const std::size_t approved = last_of(before, approving), disclosed = last_of(before, disclosing);
    const std::size_t nearest = std::min(approved, disclosed);
    // 信息公开：2月6日收到批复: what the clause itself says comes first.
    const Text clause = after.substr(0, after.find_first_of(U"，。；"));
    const bool speaks = first_of(clause, approving) != Text::npos || first_of(clause, disclosing) != Text::npos;
    if (!speaks && nearest != Text::npos && nearest <= label) {
      const Text between = before.substr(before.size() - nearest);
      if (starts_with_any(between, {U"日期", U"时间", U"日为", U"为", U"：", U"于"}) &&
          residue(between, {U"日期", U"时间", U"日", U"为", U"于"}).empty()) {
        return approved < disclosed ? Event::approval : Event::disclosure;
      }
    }
    after = after.substr(0, after.find_first_of(U"。；"));
    const std::size_t next_approved = first_of(after, approving), next_disclosed = first_of(after, disclosing);
    if (next_approved == Text::npos && next_disclosed == Text::npos) return Event::none;
    // 收到批复 is an approval; 批复后…公开 is a disclosure.
    if (next_approved < next_disclosed) {
      return after.substr(next_approved).starts_with(U"批复后") && next_disclosed != Text::npos ? Event::disclosure
                                                                                                : Event::approval;
    }
    return Event::disclosure;
  }

  // A date without a year is in the year of the one before it; else in the report's.
  std::optional<Date> resolve(const RawDate& raw, const std::vector<Dated>& before) const {
    if (raw.same) return before.empty() ? std::nullopt : std::optional<Date>(before.back().date);
    int year = raw.year;
    if (year == 0) year = before.empty() ? context_.analysis.outline.year : before.back().date.year();
    if (year == 0) year = 2000;  // two days of one paragraph: their distance is what counts
    const Result<Date> date = Date::from_ymd(year, raw.month, raw.day);
    return date ? std::optional<Date>(*date) : std::nullopt;
  }

  // 预算 or 决算, named first after the date in its clause, or else last before it in its sentence.
  static std::u32string subject_of(Text before, Text after) {
    const std::size_t stop = before.find_last_of(U"。；");
    if (stop != Text::npos) before = before.substr(stop + 1);
    after = after.substr(0, after.find_first_of(U"，。；"));
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (const Text named = named_at(after, i); !named.empty()) return std::u32string(named);
    }
    for (std::size_t i = before.size(); i-- > 0;) {
      if (const Text named = named_at(before, i); !named.empty()) return std::u32string(named);
    }
    return {};
  }
  static Text named_at(Text text, std::size_t i) {
    const Text word = text.substr(i, 2);
    const bool both = (i > 0 && text[i - 1] == U'预') || text.substr(i).starts_with(U"预决算");
    return !both && (word == U"预算" || word == U"决算") ? word : Text();
  }

  void compare(const std::vector<Dated>& events) {
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (events[i].event != Event::disclosure) continue;
      for (std::size_t j = i; j-- > 0;) {
        if (events[j].event != Event::approval) continue;
        if (!events[i].subject.empty() && !events[j].subject.empty() && events[i].subject != events[j].subject)
          continue;
        judge(events[j], events[i]);
        break;
      }
    }
  }

  void judge(const Dated& approval, const Dated& disclosure) {
    const int days = disclosure.date - approval.date;
    constexpr int longest = 730;  // beyond two years the dates are of different things
    if (days <= context_.rules.disclosure_days || days > longest) return;
    report_.add("disclosure.late",
                message_text("audit.disclosure.late", {{"approved", context_.quote(approval.span)},
                                                       {"disclosed", context_.quote(disclosure.span)},
                                                       {"days", days},
                                                       {"limit", context_.rules.disclosure_days}}),
                {context_.at(disclosure.span), context_.at(approval.span)}, std::to_string(days) + "日",
                std::to_string(context_.rules.disclosure_days) + "日",
                std::to_string(days - context_.rules.disclosure_days) + "日");
  }

  // 批复时间 | 2023年2月6日 | 公开时间 | 2023年3月20日, beside each other or beneath their headings.
  void compare_table(const reading::Table& table) {
    std::vector<const reading::Cell*> dated;
    for (const reading::Cell& cell : table.cells) {
      const Text text = context_.view(cell.span);
      if (text.size() >= 8 && text.size() <= 11 && is_digit(text.front())) {
        const auto date = date_at(text, 0);
        if (date && date->end == text.size()) dated.push_back(&cell);
      }
    }
    std::vector<Dated> events;
    int row = -1;
    for (const reading::Cell* cell : dated) {
      if (cell->row != row) {
        compare(events);
        events.clear();
        row = cell->row;
      }
      Dated event;
      event.event = label_of(table, *cell);
      const auto date = resolve(*date_at(context_.view(cell->span), 0), events);
      if (event.event == Event::none || !date) continue;
      event.date = *date;
      event.span = cell->span;
      events.push_back(event);
    }
    compare(events);
  }

  Event label_of(const reading::Table& table, const reading::Cell& cell) const {
    const auto named = [&](const reading::Cell* label) {
      if (label == nullptr || label == &cell) return Event::none;
      const Text text = context_.view(label->span);
      if (text.size() > 14) return Event::none;
      if (first_of(text, approving) != Text::npos) return Event::approval;
      return first_of(text, disclosing) != Text::npos ? Event::disclosure : Event::none;
    };
    if (cell.column > 0) {
      const Event left = named(table.at(cell.row, cell.column - 1));
      if (left != Event::none) return left;
    }
    return named(table.at(0, cell.column));
  }

  const Context& context_;
  Report& report_;
};

}  // namespace

void check_disclosure(const Context& context, Report& report) {
  DisclosureChecker(context, report).run();
}

}  // namespace jiheng::audit

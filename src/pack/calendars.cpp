// Reading and checking [[calendar]].
#include <algorithm>

#include "pack/loader.h"

namespace jiheng::pack {
namespace {

// The days of one list, each checked where it stands; false when one of them is wrong.
bool read_days(Reporter& reporter, Table& table, std::string_view key, int year, std::vector<Date>& days) {
  bool good = true;
  const auto refuse = [&](const Place& place, const Error& error) {
    reporter.add(place, error);
    good = false;
  };
  const Node* list = table.find(key);
  const std::vector<Text> texts = table.texts(key);
  if (list && (list->kind != Node::Kind::array || texts.size() != list->items.size())) good = false;
  for (const Text& text : texts) {
    const Result<Date> day = Date::parse(text.value);
    if (!day) {
      refuse(text.place(), day.error());
    } else if (day->year() != year) {
      refuse(text.place(), make_error("calendar.wrong-year", {{"date", day->to_string()}, {"year", year}}));
    } else if (std::find(days.begin(), days.end(), *day) != days.end()) {
      refuse(text.place(), make_error("pack.duplicate-choice", {{"value", text.value}}));
    } else {
      days.push_back(*day);
    }
  }
  return good;
}

bool check_makeup(Reporter& reporter, Table& table, const std::vector<Date>& off, const std::vector<Date>& makeup) {
  static constexpr std::string_view weekdays[] = {"一", "二", "三", "四", "五", "六", "日"};
  bool good = true;
  // read_days has accepted every entry, so the two lists match one to one.
  const std::vector<Text> texts = table.texts("makeup");
  for (std::size_t i = 0; i < makeup.size(); ++i) {
    const Date day = makeup[i];
    if (day.weekday() < 6) {
      reporter.add(texts[i].place(), "calendar.not-weekend",
                   {{"date", day.to_string()}, {"weekday", weekdays[day.weekday() - 1]}});
      good = false;
    } else if (std::find(off.begin(), off.end(), day) != off.end()) {
      reporter.add(texts[i].place(), "calendar.contradiction", {{"date", day.to_string()}});
      good = false;
    }
  }
  return good;
}

}  // namespace

void Loader::read_calendar(const Node& node) {
  Table table(reporter, node);
  const auto year = table.integer("year", 1900, 2199, Need::required);
  const auto workdays = table.integer("workdays", 0, 366);
  table.text("note");
  table.provenance();
  table.find("off");
  table.find("makeup");
  table.finish();
  if (!year) {
    table.texts("off");  // for their types; their days cannot be judged
    table.texts("makeup");
    return;
  }
  const auto y = static_cast<int>(*year);
  const Place place = table.find("year")->place;
  const auto [first, fresh] = calendar_places.emplace(y, place);
  if (!fresh) {
    reporter.add(place, "pack.calendar-twice", {{"year", y}, {"first", reporter.where(first->second)}});
    return;
  }
  std::vector<Date> off, makeup;
  const bool off_good = read_days(reporter, table, "off", y, off);
  if (!read_days(reporter, table, "makeup", y, makeup) || !check_makeup(reporter, table, off, makeup) || !off_good)
    return;
  if (const Status added = calendar.add_year(y, off, makeup); !added) return reporter.add(place, added.error());
  const Result<int> counted = calendar.workdays_in_year(y);
  if (counted && workdays && *counted != *workdays) {
    reporter.add(table.find("workdays")->place, "pack.workdays",
                 {{"year", y}, {"expected", *workdays}, {"found", *counted}});
  }
}

}  // namespace jiheng::pack

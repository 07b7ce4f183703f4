// Every example of docs/expressions.md is executed, and every function has one.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/text.h"
#include "expr/functions.h"
#include "sample_scope.h"

namespace jiheng::expr {
namespace {

struct Example {
  int line;
  std::string source;
  std::string result;
};

std::vector<Example> examples() {
  std::ifstream file(JIHENG_SOURCE_DIR "/docs/expressions.md");
  std::vector<Example> out;
  std::string line;
  bool inside = false;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.starts_with("```")) {
      inside = !inside && line == "```expr";
    } else if (inside) {
      static constexpr std::string_view arrow = "  →  ";
      const std::size_t at = line.find(arrow);
      if (at == line.npos) {
        ADD_FAILURE() << "docs/expressions.md:" << number << ": no arrow";
        continue;
      }
      out.push_back({number, std::string(trim(line.substr(0, at))), line.substr(at + arrow.size())});
    }
  }
  return out;
}

TEST(Docs, EveryExampleIsTrue) {
  WorkCalendar calendar;
  std::vector<Date> off;
  for (int i = 0; i < 5; ++i) off.push_back(Date::from_ymd(2022, 1, 31)->plus_days(i));
  const Date makeup[] = {*Date::from_ymd(2022, 1, 29), *Date::from_ymd(2022, 1, 30)};
  ASSERT_TRUE(calendar.add_year(2022, off, makeup));
  const std::vector<Example> all = examples();
  EXPECT_GT(all.size(), 120u);
  for (const Example& example : all) {
    EXPECT_EQ(testing::evaluated(example.source, {&calendar}), example.result)
        << "docs/expressions.md:" << example.line << ": " << example.source;
  }
}

TEST(Docs, EveryFunctionHasAnExample) {
  const std::vector<Example> all = examples();
  for (const Function& function : functions()) {
    const std::string use = (function.method ? "." : "") + std::string(function.name) + "(";
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const Example& e) {
      return e.source.find(use) != e.source.npos;
    })) << function.name;
  }
}

}  // namespace
}  // namespace jiheng::expr

// Holds the catalogue against the source: every code used in src/ has a text, every text is used, and every place of a
// text is filled where it is used.

#include "base/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "base/result.h"
#include "base/text.h"

namespace {

using jiheng::message_text;

// The source without comments; strings are kept, raw strings are emptied.
std::string without_comments(const std::string& source) {
  std::string out;
  for (std::size_t i = 0; i < source.size();) {
    const auto at = [&](std::string_view what) { return source.compare(i, what.size(), what) == 0; };
    const auto skip_past = [&](const std::string& what, std::size_t from) {
      const std::size_t end = source.find(what, from);
      i = end == source.npos ? source.size() : end + what.size();
    };
    if (at("//")) {
      i = std::min(source.find('\n', i), source.size());
    } else if (at("/*")) {
      skip_past("*/", i + 2);
    } else if (at("R\"")) {
      const std::size_t open = source.find('(', i);
      skip_past(")" + source.substr(i + 2, open - i - 2) + "\"", open);
      out += "\"\"";
    } else if (source[i] == '"' ||
               (source[i] == '\'' && (i == 0 || !std::isalnum(static_cast<unsigned char>(source[i - 1]))))) {
      const char quote = source[i];
      out.push_back(source[i++]);
      while (i < source.size() && source[i] != quote) {
        if (source[i] == '\\') out.push_back(source[i++]);
        out.push_back(source[i++]);
      }
      out.push_back(quote);
      ++i;
    } else {
      out.push_back(source[i++]);
    }
  }
  return out;
}

// From the opening parenthesis at `open` to its closing one; with `first_argument`, to the first comma outside
// brackets.
std::string call_text(const std::string& source, std::size_t open, bool first_argument) {
  int depth = 0;
  for (std::size_t i = open; i < source.size(); ++i) {
    const char c = source[i];
    if (c == '"') {
      for (++i; i < source.size() && source[i] != '"'; ++i) {
        if (source[i] == '\\') ++i;
      }
    } else if (c == '(' || c == '{' || c == '[') {
      ++depth;
    } else if (c == ')' || c == '}' || c == ']') {
      if (--depth == 0) return source.substr(open, i + 1 - open);
    } else if (c == ',' && depth == 1 && first_argument) {
      return source.substr(open, i - open);
    }
  }
  return source.substr(open);
}

struct Use {
  std::string code;
  std::string call;
  std::string where;
};

struct Scan {
  std::vector<Use> uses;           // codes given to fail, make_error, message_text
  std::set<std::string> literals;  // everything in quotes that looks like a code
};

const Scan& scan() {
  static const Scan result = [] {
    Scan found;
    const std::filesystem::path root = std::filesystem::path(JIHENG_SOURCE_DIR) / "src";
    const std::regex call(R"(\b(fail|make_error|message_text)\()"), code(R"re("([a-z][a-z0-9-]*\.[a-z0-9.-]+)")re");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      const auto& path = entry.path();
      if ((path.extension() != ".cpp" && path.extension() != ".h") || path.filename() == "catalogue.cpp") continue;
      std::ifstream file(path);
      std::stringstream buffer;
      buffer << file.rdbuf();
      const std::string source = without_comments(buffer.str());
      for (std::sregex_iterator it(source.begin(), source.end(), code), end; it != end; ++it) {
        found.literals.insert((*it)[1]);
      }
      for (std::sregex_iterator it(source.begin(), source.end(), call), end; it != end; ++it) {
        const auto open = static_cast<std::size_t>(it->position() + it->length() - 1);
        const std::string whole = call_text(source, open, false), first = call_text(source, open, true);
        for (std::sregex_iterator c(first.begin(), first.end(), code); c != end; ++c) {
          found.uses.push_back({(*c)[1], whole, std::filesystem::relative(path, root).string()});
        }
      }
    }
    return found;
  }();
  return result;
}

std::map<std::string, std::string> texts() {
  std::map<std::string, std::string> map;
  for (const auto& entry : jiheng::catalogue()) map.emplace(entry.code, entry.text);
  return map;
}

std::set<std::string> places(const std::string& text) {
  static const std::regex place(R"(\{([^{}]*)\})");
  std::set<std::string> names;
  for (std::sregex_iterator it(text.begin(), text.end(), place), end; it != end; ++it) names.insert((*it)[1]);
  return names;
}

TEST(CatalogueTest, TheScanSeesTheSource) {
  const auto& uses = scan().uses;
  const auto used = [&](const char* code, const char* file) {
    return std::any_of(uses.begin(), uses.end(), [&](const Use& use) { return use.code == code && use.where == file; });
  };
  EXPECT_TRUE(used("calendar.year-twice", "base/work_calendar.cpp"));
  EXPECT_TRUE(used("number.out-of-range", "base/ratio.cpp"));
  EXPECT_FALSE(used("date.not-covered", "base/result.h"));  // stands in a comment
}

TEST(CatalogueTest, EveryCodeUsedHasAText) {
  const auto known = texts();
  for (const Use& use : scan().uses) EXPECT_TRUE(known.contains(use.code)) << use.code << " in src/" << use.where;
}

TEST(CatalogueTest, EveryTextIsUsed) {
  std::vector<std::string> orphans;
  for (const auto& [code, text] : texts()) {
    if (!scan().literals.contains(code)) orphans.push_back(code);
  }
  EXPECT_EQ(orphans, std::vector<std::string>()) << "codes of the catalogue that nothing in src/ uses";
}

TEST(CatalogueTest, EveryPlaceIsFilledWhereArgumentsAreWrittenOut) {
  const auto known = texts();
  for (const Use& use : scan().uses) {
    if (!known.contains(use.code) || use.call.find("{{") == std::string::npos) continue;
    for (const std::string& place : places(known.at(use.code))) {
      EXPECT_NE(use.call.find("{\"" + place + "\""), std::string::npos)
          << use.code << " in src/" << use.where << " leaves {" << place << "} empty: " << use.call;
    }
  }
}

TEST(CatalogueTest, RowsAreWellFormed) {
  const std::regex shape("[a-z][a-z0-9-]*(\\.[a-z0-9]+(-[a-z0-9]+)*)+"), name("[a-z][a-z0-9_]*");
  std::set<std::string> seen;
  for (const auto& entry : jiheng::catalogue()) {
    const std::string code(entry.code), text(entry.text);
    EXPECT_TRUE(std::regex_match(code, shape)) << code;
    EXPECT_TRUE(seen.insert(code).second) << code << " stands twice";
    EXPECT_EQ(jiheng::find_invalid_utf8(text), std::string::npos) << code;
    EXPECT_EQ(std::count(text.begin(), text.end(), '{'), std::count(text.begin(), text.end(), '}')) << code;
    EXPECT_GT(text.size(), jiheng::count_code_points(text)) << code << " is not in Chinese";
    for (const std::string& place : places(text)) EXPECT_TRUE(std::regex_match(place, name)) << code << ": " << place;
  }
}

TEST(CatalogueTest, FillsPlaces) {
  EXPECT_EQ(message_text("calendar.wrong-year", {{"year", 2022}, {"date", "2023-01-01"}}),
            "工作日历有误：2023-01-01不在所列的2022年内");
  // A value that looks like a place is a value; a place without a value stays visible.
  EXPECT_EQ(message_text("calendar.wrong-year", {{"date", "{year}"}}), "工作日历有误：{year}不在所列的{year}年内");
  EXPECT_EQ(message_text("no.such-code"), "no.such-code");
  EXPECT_EQ(message_text("no.such-code", {{"a", 1}, {"b", "二"}}), "no.such-code (a=1, b=二)");
}

TEST(CatalogueTest, AnErrorHasThreeFaces) {
  const jiheng::Error error = jiheng::make_error("calendar.year-twice", {{"year", 2022}}, "line 3");
  EXPECT_EQ(error.code, "calendar.year-twice");
  EXPECT_EQ(error.message, "工作日历有误：2022年列了两次");
  EXPECT_EQ(error.detail, "line 3");
  const jiheng::Result<int> failed = jiheng::fail("calendar.year-twice", {{"year", 2022}});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, error.message);
  const jiheng::Result<int> passed_on = jiheng::fail(failed.error());
  EXPECT_EQ(passed_on.error().code, error.code);
}

}  // namespace

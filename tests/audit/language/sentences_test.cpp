// Where sentences and clauses end.
#include <gtest/gtest.h>

#include "audit/language/analysis.h"
#include "base/text.h"
#include "reading/read.h"

namespace {

using namespace jiheng;
using namespace jiheng::audit;

std::vector<std::string> sentences_of(const std::string& text) {
  auto document = reading::read_bytes(text, "t.txt");
  EXPECT_TRUE(document) << document.error().message;
  const Analysis analysis = analyse(*document);
  std::vector<std::string> sentences;
  for (const Sentence& sentence : analysis.sentences) sentences.push_back(to_utf8(analysis.view(sentence.span)));
  return sentences;
}

TEST(Sentences, EndAtFullStopsAndSemicolons) {
  EXPECT_EQ(sentences_of("收文12件，办结12件；发文3件。会议2次（含专题会议1次，现场会1次）！"),
            (std::vector<std::string>{"收文12件，办结12件；", "发文3件。", "会议2次（含专题会议1次，现场会1次）！"}));
}

TEST(Sentences, WithoutEndEndAtAComma) {
  constexpr std::size_t longest = 2000;
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "办结十二件，又收到";
  const std::vector<std::string> sentences = sentences_of(text + "。");
  ASSERT_EQ(sentences.size(), 5u);  // 9,001 characters
  for (std::size_t i = 0; i + 1 < sentences.size(); ++i) {
    const std::size_t length = to_code_points(sentences[i]).size();
    EXPECT_GE(length, longest);
    EXPECT_LT(length, longest + 10);
    EXPECT_TRUE(sentences[i].ends_with("，"));
  }
}

}  // namespace

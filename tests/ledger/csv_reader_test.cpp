#include "ledger/csv_reader.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

using namespace jiheng::ledger;

namespace {

// Records as "line: cell|cell", faults as "line! name"; null stands for an empty cell without quotes.
class Log final : public RecordHandler {
 public:
  bool record(const SourceRecord& record) override {
    std::string line = std::to_string(record.line) + ": ";
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
      if (i > 0) line += "|";
      line += record.cells[i].data() ? std::string(record.cells[i]) : "null";
    }
    lines.push_back(line + (record.ended ? "" : " …"));
    return true;
  }
  bool fault(RecordFault fault, std::uint64_t line) override {
    constexpr const char* names[] = {"stray quote", "unclosed quote", "too long"};
    lines.push_back(std::to_string(line) + "! " + names[static_cast<int>(fault)]);
    return true;
  }
  std::vector<std::string> lines;
};

std::vector<std::string> read(std::string_view text, std::size_t piece = std::string::npos) {
  Log log;
  CsvReader reader(log);
  while (!text.empty() && reader.feed(text.substr(0, piece))) text.remove_prefix(std::min(piece, text.size()));
  reader.finish();
  return log.lines;
}

using Lines = std::vector<std::string>;

TEST(CsvReaderTest, AnyNewlineCountsOnce) {
  EXPECT_EQ(read("a,b\nc,d\n"), (Lines{"1: a|b", "2: c|d"}));
  EXPECT_EQ(read("a,b\r\nc,d\r\ne,f\r\n"), (Lines{"1: a|b", "2: c|d", "3: e|f"}));
  EXPECT_EQ(read("a,b\rc,d\r"), (Lines{"1: a|b", "2: c|d"}));
  EXPECT_EQ(read("a\n\n\nb\r\n\r\nc\r\rd\n"), (Lines{"1: a", "4: b", "6: c", "8: d"}));
  EXPECT_EQ(read("\n\na\n   \nb"), (Lines{"3: a", "5: b …"}));
}

TEST(CsvReaderTest, QuotedCells) {
  EXPECT_EQ(read("\"a,b\",\"he said \"\"no\"\"\", c \n"), (Lines{"1: a,b|he said \"no\"|c"}));
  EXPECT_EQ(read("x,\"1\n2\r\n3\r4\",y\nz\n"), (Lines{"1: x|1\n2\r\n3\r4|y", "5: z"}));
  EXPECT_EQ(read("\"\",,\" \"\n"), (Lines{"1: |null| "}));
  EXPECT_EQ(read(",\n"), (Lines{"1: null|null"}));
}

TEST(CsvReaderTest, FaultsNameTheirLine) {
  EXPECT_EQ(read("a,b\nc,d\"e,f\ng,h\n"), (Lines{"1: a|b", "2! stray quote", "3: g|h"}));
  EXPECT_EQ(read("a\n\"b\nc\"d,\"x\ny\n"), (Lines{"1: a", "3! stray quote", "4: y"}));
  EXPECT_EQ(read("a\nb,\"c\nd\n"), (Lines{"1: a", "2! unclosed quote"}));
  EXPECT_EQ(read("a\r\nb\"\r\nc\r\n"), (Lines{"1: a", "2! stray quote", "3: c"}));
}

TEST(CsvReaderTest, TheTextMayStopAnywhere) {
  EXPECT_EQ(read(""), Lines());
  EXPECT_EQ(read("a,b\nc"), (Lines{"1: a|b", "2: c …"}));
  EXPECT_EQ(read("a,b\nc,"), (Lines{"1: a|b", "2: c|null …"}));
}

TEST(CsvReaderTest, ARecordIsBounded) {
  const std::string most(CsvReader::max_record_bytes - 1, 'x');
  EXPECT_EQ(read("a\n" + most + "\nb\n").size(), 3u);
  EXPECT_EQ(read("a\n" + most + "xx\nb\n"), (Lines{"1: a", "2! too long"}));
  EXPECT_EQ(read("a\n" + std::string(CsvReader::max_record_bytes + 1, ',') + "\n"), (Lines{"1: a", "2! too long"}));
  EXPECT_EQ(read("a\n\"" + most + most + most), (Lines{"1: a", "2! too long"}));
}

TEST(CsvReaderTest, TheHandlerMayStop) {
  class Once final : public RecordHandler {
   public:
    bool record(const SourceRecord&) override { return ++count < 2; }
    bool fault(RecordFault, std::uint64_t) override { return false; }
    int count = 0;
  } once;
  CsvReader reader(once);
  EXPECT_FALSE(reader.feed("a\nb\nc\nd\n"));
  reader.finish();
  EXPECT_EQ(once.count, 2);
}

// However the text is cut into pieces, the records, their lines and the faults are the same.
RC_GTEST_PROP(CsvReaderTest, PiecesDoNotMatter, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab,,\"\"\n\n\r 汉")));
  const auto piece = *rc::gen::inRange<std::size_t>(1, 9);
  RC_ASSERT(read(text, piece) == read(text));
}

// What is written by the rules is read back.
RC_GTEST_PROP(CsvReaderTest, ReadsBackWhatIsWritten, ()) {
  const auto cell = rc::gen::container<std::string>(rc::gen::elementOf(std::string("xy,\"\n\r ")));
  const auto rows = *rc::gen::container<std::vector<std::vector<std::string>>>(
      rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(cell)));
  std::string text;
  std::vector<std::string> expected;
  std::uint64_t line = 1;
  for (const auto& row : rows) {
    std::string logged = std::to_string(line) + ": ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += ",", logged += "|";
      text += '"';
      for (std::size_t j = 0; j < row[i].size(); ++j) {
        const char c = row[i][j];
        text.append(c == '"' ? 2 : 1, c);
        if (c == '\n' || (c == '\r' && (j + 1 == row[i].size() || row[i][j + 1] != '\n'))) ++line;
      }
      text += '"';
      logged += row[i];
    }
    text += "\n";
    ++line;
    expected.push_back(logged);
  }
  RC_ASSERT(read(text) == expected);
}

}  // namespace

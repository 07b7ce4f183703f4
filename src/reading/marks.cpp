#include "reading/marks.h"

#include "reading/characters.h"

namespace jiheng::reading {
namespace {

// The plain characters of a line, one after another.
class Scanner {
 public:
  explicit Scanner(std::u32string_view line) : line_(line) {}

  void skip_spaces() {
    while (at_ < line_.size() && (is_space(line_[at_]) || is_invisible(line_[at_]))) ++at_;
  }
  bool ended() const { return at_ >= line_.size(); }
  char32_t peek(std::size_t ahead = 0) const { return at_ + ahead < line_.size() ? plain(line_[at_ + ahead]) : U'\0'; }
  void advance(std::size_t count = 1) { at_ += count; }
  bool take(char32_t c) {
    if (ended() || peek() != c) return false;
    ++at_;
    return true;
  }
  bool take_any(std::u32string_view set) {
    if (ended() || set.find(peek()) == set.npos) return false;
    ++at_;
    return true;
  }
  std::size_t position() const { return at_; }

  // Up to `most` digits; -1 when there is none or one more.
  int digits(int most) {
    int value = 0, count = 0;
    while (is_digit(peek())) {
      if (++count > most) return -1;
      value = value * 10 + static_cast<int>(peek() - U'0');
      ++at_;
    }
    return count == 0 ? -1 : value;
  }
  // 一 to 九十九; -1 when there is none or it is written otherwise.
  int chinese_number() {
    int tens = -1, ones = -1, count = 0;
    for (; chinese_digit(peek()) >= 0; ++at_) {
      const int digit = chinese_digit(peek());
      if (++count > 3) return -1;
      if (digit == 10) {
        if (tens >= 0) return -1;
        tens = ones < 0 ? 1 : ones;
        ones = 0;
      } else {
        if (ones > 0) return -1;
        ones = digit;
      }
    }
    const int value = (tens < 0 ? 0 : tens * 10) + (ones < 0 ? 0 : ones);
    return value == 0 ? -1 : value;
  }

 private:
  std::u32string_view line_;
  std::size_t at_ = 0;
};

Mark found(Marking kind, int number, Scanner& scanner) {
  scanner.skip_spaces();
  return {kind, number, scanner.position()};
}

// 2022年, 2022 年度, 2022-: a year begins a sentence, so that the digits before it may be a mark: 1.2022年.
// 3.6月底前完成
bool month_follows(const Scanner& scanner) {
  const std::size_t digits = is_digit(scanner.peek(1)) ? 2 : 1;
  return is_digit(scanner.peek()) && scanner.peek(digits) == U'月';
}

bool year_follows(const Scanner& scanner) {
  if (scanner.peek() != U'2' || scanner.peek(1) != U'0' || !is_digit(scanner.peek(2)) || !is_digit(scanner.peek(3))) {
    return false;
  }
  std::size_t next = 4;
  while (is_space(scanner.peek(next)) && next < 8) ++next;
  return scanner.peek(next) == U'年';
}

Mark chapter(Scanner scanner) {
  if (!scanner.take(U'第')) return {};
  scanner.skip_spaces();
  int number = is_digit(scanner.peek()) ? scanner.digits(2) : scanner.chinese_number();
  scanner.skip_spaces();
  if (number < 0) return {};
  if (scanner.take(U'部')) {
    return scanner.take(U'分') ? found(Marking::chapter, number, scanner) : Mark{};
  }
  if (!scanner.take_any(U"章篇节")) return {};
  // 第二章 stands apart from its heading; 第三节课 is something else.
  const char32_t next = scanner.peek();
  if (!scanner.ended() && !is_space(next) && next != U'：' && next != U':' && next != U'、') return {};
  return found(Marking::chapter, number, scanner);
}

// 伍、工作成效: the numerals of accounts number the parts above 一、.
constexpr std::u32string_view formal_numerals = U"壹贰叁肆伍陆柒捌玖拾";
Mark formal(Scanner scanner) {
  const auto number = static_cast<int>(formal_numerals.find(scanner.peek())) + 1;
  scanner.take(scanner.peek());
  scanner.skip_spaces();
  return scanner.take(U'、') ? found(Marking::chapter, number, scanner) : Mark{};
}

Mark chinese(Scanner scanner) {
  const int number = scanner.chinese_number();
  if (number < 0) return {};
  scanner.skip_spaces();
  if (!scanner.take_any(U"、.")) return {};
  // 一、二季度 and 三、四线城市 count, they do not number.
  if (chinese_digit(scanner.peek()) > 0) {
    constexpr std::u32string_view counted = U"季月类级期年等线产次批轮、";
    if (counted.find(scanner.peek(1)) != counted.npos) return {};
  }
  return found(Marking::chinese, number, scanner);
}

Mark parenthesised(Scanner scanner) {
  if (!scanner.take(U'（')) return {};
  scanner.skip_spaces();
  const bool arabic = is_digit(scanner.peek());
  const int number = arabic ? scanner.digits(2) : scanner.chinese_number();
  scanner.skip_spaces();
  if (number < 0 || !scanner.take(U'）')) return {};
  scanner.take_any(U"、.");
  return found(arabic ? Marking::arabic_paren : Marking::chinese_paren, number, scanner);
}

Mark arabic(Scanner scanner) {
  const int number = scanner.digits(2);
  if (number < 0) return {};
  const bool apart = is_space(scanner.peek());
  scanner.skip_spaces();
  if (!apart && scanner.take(U'）')) return found(Marking::arabic_paren, number, scanner);
  if (!scanner.take_any(U".、")) return {};
  const char32_t next = scanner.peek();
  if (is_digit(next) && !year_follows(scanner) && !month_follows(scanner)) return {};  // 1.5万元; 3、4号楼
  if (!scanner.ended() && std::u32string_view(U"，。；：、！？）%,.:").find(next) != std::u32string_view::npos)
    return {};
  return found(Marking::arabic, number, scanner);
}

Mark single_character(Scanner scanner) {
  const char32_t c = scanner.peek();
  const auto within = [&](char32_t first, char32_t last, Marking kind, int from) -> Mark {
    if (c < first || c > last) return {};
    const int number = static_cast<int>(c - first) + from;
    scanner.advance();
    if (kind != Marking::chinese_paren && kind != Marking::circled) scanner.take_any(U"、.");
    return found(kind, number, scanner);
  };
  for (const Mark& mark : {within(U'①', U'⑳', Marking::circled, 1), within(U'❶', U'❿', Marking::circled, 1),
                           within(U'⑴', U'⒇', Marking::arabic_paren, 1), within(U'⒈', U'⒛', Marking::arabic, 1),
                           within(U'㈠', U'㈩', Marking::chinese_paren, 1)}) {
    if (mark.length > 0) return mark;
  }
  return {};
}

}  // namespace

Mark mark_of(std::u32string_view line) {
  Scanner scanner(line);
  scanner.skip_spaces();
  if (scanner.ended()) return {};
  const char32_t first = scanner.peek();
  if (first == U'第') return chapter(scanner);
  if (first == U'（') return parenthesised(scanner);
  if (is_digit(first)) return arabic(scanner);
  if (chinese_digit(first) > 0) return chinese(scanner);
  if (formal_numerals.find(first) != formal_numerals.npos) return formal(scanner);
  if (first >= 0x2460 && first < 0x3300) return single_character(scanner);
  return {};
}

PageNumber page_number_of(std::u32string_view line) {
  if (line.size() > 40) return {};
  constexpr std::u32string_view dashes = U"-—–―─一·•";
  Scanner scanner(line);
  scanner.skip_spaces();
  bool dashed = false, page = false;
  // 一 only stands for — beside another dash or a space; a line of it alone is a table cell, and is not digits.
  while (!scanner.ended() && dashes.find(scanner.peek()) != dashes.npos) {
    dashed = true;
    scanner.advance();
    scanner.skip_spaces();
  }
  if (scanner.take(U'第')) page = true;
  scanner.skip_spaces();
  if ((scanner.peek() | 0x20) == U'p') {
    constexpr std::u32string_view word = U"page";
    std::size_t matched = 0;
    while (matched < word.size() && (scanner.peek() | 0x20) == word[matched]) scanner.advance(), ++matched;
    if (matched != word.size() && matched != 1) return {};
    scanner.take(U'.');
    scanner.skip_spaces();
    page = true;
  }
  const int number = scanner.digits(4);
  if (number <= 0) return {};
  scanner.skip_spaces();
  bool closed = false, of_total = false;
  if (scanner.take(U'页')) closed = true;
  scanner.skip_spaces();
  scanner.take_any(U"，,、|");
  scanner.skip_spaces();
  const bool of = scanner.peek() == U'o' && scanner.peek(1) == U'f';
  if (of) scanner.advance(2);
  const bool slash = !of && scanner.take(U'/');
  scanner.skip_spaces();
  const bool whole = scanner.take_any(U"共总");
  scanner.skip_spaces();
  if (of || slash || whole) {
    scanner.take(U'共');
    scanner.skip_spaces();
    scanner.take(U'第');
    const int total = scanner.digits(4);
    if (total < number) return {};
    scanner.skip_spaces();
    scanner.take(U'页');
    of_total = true;
  }
  scanner.skip_spaces();
  bool dashed_behind = false;
  while (!scanner.ended() && dashes.find(scanner.peek()) != dashes.npos) {
    dashed_behind = true;
    scanner.advance();
    scanner.skip_spaces();
  }
  if (!scanner.ended()) return {};
  if (dashed && dashed_behind) return {number, false};
  if (dashed || dashed_behind) return {};
  if ((page && (closed || of_total)) || (closed && of_total)) return {number, false};
  if (page || closed) return {};
  return number < 1000 ? PageNumber{number, true} : PageNumber{};
}

bool is_attachment_label(std::u32string_view line) {
  Scanner scanner(line);
  scanner.skip_spaces();
  if (!scanner.take(U'附')) return false;
  scanner.take_any(U"件表");
  scanner.skip_spaces();
  if (is_digit(scanner.peek())) {
    if (scanner.digits(2) < 0) return false;
    if (scanner.peek() == U'-') {
      scanner.advance();
      if (scanner.digits(2) < 0) return false;
    }
  } else {
    scanner.chinese_number();
  }
  scanner.skip_spaces();
  scanner.take_any(U"：:");
  scanner.skip_spaces();
  return scanner.ended();
}

}  // namespace jiheng::reading

#include "audit/language/figures.h"

#include <algorithm>
#include <optional>

#include "audit/language/vocabulary.h"
#include "base/chinese_numeral.h"
#include "base/text.h"

namespace jiheng::audit {

Decimal Figure::low() const {
  return value - ulp * Decimal::from_parts(5, 1);
}
Decimal Figure::high() const {
  return value + ulp * Decimal::from_parts(5, 1);
}

namespace {

constexpr std::uint32_t longest_number = 18;  // digits: more are a code, not a quantity

bool is_chinese_numeral(char32_t c) {
  switch (c) {
    case U'零':
    case U'〇':
    case U'一':
    case U'二':
    case U'三':
    case U'四':
    case U'五':
    case U'六':
    case U'七':
    case U'八':
    case U'九':
    case U'十':
    case U'百':
    case U'千':
    case U'万':
    case U'亿':
    case U'两':
      return true;
    default:
      return false;
  }
}
bool is_quote_open(char32_t c) {
  return c == U'“' || c == U'《' || c == U'〔' || c == U'‘' || c == U'「';
}
bool is_quote_close(char32_t c) {
  return c == U'”' || c == U'》' || c == U'〕' || c == U'’' || c == U'」';
}

// Words that, before a number, make it a name: 第3批 附件4 表1.
bool names_before(Text before) {
  return ends_with_any(before, {U"第", U"附件", U"附表", U"编号", U"代码", U"邮编", U"文号", U"版本", U"序号"}) ||
         (ends_with_any(before, {U"表", U"图"}) &&
          !ends_with_any(before, {U"报表", U"代表", U"测评表", U"评价表", U"评议表", U"调查表", U"登记表", U"申请表",
                                  U"意见表", U"反馈表", U"地图", U"规划图"}));
}
// Words that, after a number without a counter, make it a name: 12345热线 107国道.
bool names_after(Text after) {
  return starts_with_any(after, {U"号", U"热线", U"平台", U"国道", U"省道", U"县道", U"报警", U"急救", U"届", U"中全会",
                                 U"大报告", U"工程", U"行动", U"部署", U"思路", U"规划", U"体系", U"战略", U"模式"});
}
// 分 as a mark of score, not the begin of 分钟 分别 分类 ….
bool is_score_unit(Text text) {
  if (!text.starts_with(U"分")) return false;
  if (text.size() == 1) return true;
  return Text(U"钟别类为之管领层级析办解局工批期组散布配开会享支公片段项担红子数处").find(text[1]) == Text::npos;
}

class Finder {
 public:
  explicit Finder(Analysis& analysis) : analysis_(analysis), text_(analysis.document.text) {}

  void run() {
    for (std::size_t s = 0; s < analysis_.sentences.size(); ++s) {
      Sentence& sentence = analysis_.sentences[s];
      sentence.first_figure = analysis_.figures.size();
      sentence_ = s;
      read_sentence(sentence);
      sentence.last_figure = analysis_.figures.size();
      place_in_clauses(sentence);
      mark_ranges(sentence);
    }
  }

 private:
  Text from(std::uint32_t at) const { return Text(text_).substr(at, end_ - at); }
  Text before(std::uint32_t at) const { return Text(text_).substr(begin_, at - begin_); }
  char32_t at(std::uint32_t i) const { return i < end_ ? text_[i] : U'\0'; }

  void read_sentence(const Sentence& sentence) {
    begin_ = sentence.span.begin, end_ = sentence.span.end;
    block_ = &analysis_.document.blocks[sentence.block];
    quotes_ = 0;
    std::uint32_t i = begin_;
    if (i < block_->body && block_->marking != reading::Marking::none) i = read_marking();
    while (i < end_) {
      const char32_t c = text_[i];
      if (is_quote_open(c)) ++quotes_;
      if (is_quote_close(c)) quotes_ = std::max(0, quotes_ - 1);
      if (is_digit(c)) {
        i = read_arabic(i);
      } else if ((c == U'-' || c == U'—' || c == U'–') && is_no_base(i)) {
        i = read_no_base(i);
      } else if (is_chinese_numeral(c) || from(i).starts_with(U"百分之")) {
        i = read_chinese(i);
      } else {
        ++i;
      }
    }
  }

  // The number in front of the block, e.g. （12） or 3.
  std::uint32_t read_marking() {
    std::uint32_t first = begin_;
    while (first < block_->body && !is_digit(text_[first]) && !is_chinese_numeral(text_[first])) ++first;
    if (first >= block_->body) return std::max(begin_, block_->body);
    Figure figure;
    figure.span = {begin_, block_->body};
    figure.number = {first, first + 1};
    while (figure.number.end < block_->body && (is_digit(text_[figure.number.end]))) ++figure.number.end;
    figure.kind = FigureKind::numbering;
    figure.value = block_->number;
    push(figure);
    return block_->body;
  }

  bool is_no_base(std::uint32_t i) const {
    std::uint32_t j = i;
    while (at(j) == U'-' || at(j) == U'—' || at(j) == U'–') ++j;
    return j - i >= 1 && at(j) == U'%' && (i == begin_ || !is_digit(text_[i - 1]));
  }
  std::uint32_t read_no_base(std::uint32_t i) {
    Figure figure;
    figure.kind = FigureKind::no_base;
    figure.dimension = Dimension::percent;
    figure.unit = U"%";
    std::uint32_t j = i;
    while (at(j) != U'%') ++j;
    figure.span = {i, j + 1};
    figure.number = {i, j};
    push(figure);
    return j + 1;
  }

  // Digits with thousands separators and decimals; the end of them.
  struct Number {
    std::uint32_t end = 0;
    std::string digits;
    int scale = 0;
    bool grouped = false;
  };
  Number scan_number(std::uint32_t i) const {
    Number number;
    while (is_digit(at(i))) number.digits.push_back(static_cast<char>(text_[i++]));
    const auto group = [&](std::uint32_t j) {
      return is_digit(at(j + 1)) && is_digit(at(j + 2)) && is_digit(at(j + 3)) && !is_digit(at(j + 4));
    };
    if (number.digits.size() <= 3) {
      while (at(i) == U',' && group(i)) i = take_group(number, i);
      // A full-width comma parts thousands only where no list could stand: 3，392.15万元.
      if (!number.grouped && at(i) == U'，' && group(i) && number.digits[0] != '0' &&
          ((at(i + 4) == U'.' && is_digit(at(i + 5))) || starts_with_any(from(i + 4), {U"万元", U"亿元", U"元"}))) {
        i = take_group(number, i);
      }
    }
    if (at(i) == U'.' && is_digit(at(i + 1))) {
      ++i;
      while (is_digit(at(i))) number.digits.push_back(static_cast<char>(text_[i++])), ++number.scale;
    }
    number.end = i;
    return number;
  }
  std::uint32_t take_group(Number& number, std::uint32_t i) const {
    for (int k = 1; k <= 3; ++k) number.digits.push_back(static_cast<char>(text_[i + static_cast<std::uint32_t>(k)]));
    number.grouped = true;
    return i + 4;
  }

  std::uint32_t read_arabic(std::uint32_t i) {
    const Number number = scan_number(i);
    Figure figure;
    figure.number = {i, number.end};
    figure.span = figure.number;
    if (number.digits.size() > longest_number || number.scale > 6) {
      figure.kind = FigureKind::label;
      push(figure);
      return number.end;
    }
    int128 coefficient = 0;
    for (const char c : number.digits) coefficient = coefficient * 10 + (c - '0');
    figure.value = Decimal::from_parts(coefficient, number.scale);
    figure.ulp = Decimal::from_parts(1, number.scale);
    figure.decimals = number.scale;
    const char32_t previous = i > begin_ ? text_[i - 1] : U'\0';
    if (previous == U'-' && (i < begin_ + 2 || !(is_digit(text_[i - 2]) || is_han(text_[i - 2]) ||
                                                 is_latin(text_[i - 2]) || text_[i - 2] == U'%'))) {
      figure.value = -figure.value;
      figure.span.begin = i - 1;
    }
    if (std::optional<std::uint32_t> end = read_date(figure, number)) return *end;
    if (is_name(i, number, previous)) {
      figure.kind = FigureKind::label;
      figure.span.end = number.end;
      push(figure);
      return std::max(number.end, figure.span.end);
    }
    read_unit(figure, number.end);
    classify(figure, number.scale == 0 && !number.grouped);
    push(figure);
    return std::max(number.end, figure.span.end);
  }

  bool is_name(std::uint32_t i, const Number& number, char32_t previous) const {
    if (is_latin(previous) || is_latin(at(number.end)) || previous == U'×' || at(number.end) == U'×')
      return !measured(number.end);
    // 收回有效表1,932份, 检定民用三表1,265只: a table or a picture has a small number and is not counted.
    const bool many = number.grouped || number.digits.size() > 2;
    const bool counted_table =
        ends_with_any(before(i), {U"表", U"图"}) && (many || !counter_at(from(number.end)).empty());
    if (number.scale == 0 && !counted_table && names_before(before(i))) return true;
    // not 拨打电话5,400个
    if (before(i).ends_with(U"电话") && counter_at(from(number.end)).empty() && !measured(number.end)) return true;
    if (before(i).ends_with(U"基数为")) return true;
    if (number.scale == 0 && names_after(from(number.end))) return true;
    if (starts_with_any(from(number.end), {U"周岁", U"岁"})) return true;  // an age counts nothing
    if (number.scale == 0 && from(number.end).starts_with(U"小时") && number.digits == "24") return true;
    // “1310”: a number that a quotation consists of, or that stands in a name, is part of the name.
    return quotes_ > 0 && !measured(number.end);
  }
  bool measured(std::uint32_t i) const {
    return starts_with_any(from(i), {U"万元", U"亿元", U"元", U"%", U"个百分点"});
  }

  // 2023年 2023年6月 11月30日 11月底 6月; the end of it.
  std::optional<std::uint32_t> read_date(Figure& figure, const Number& number) {
    if (number.scale > 0 || number.grouped) return std::nullopt;
    const std::uint32_t end = number.end;
    const auto commit = [&](FigureKind kind, std::uint32_t until) {
      figure.kind = kind;
      figure.span.end = until;
      push(figure);
      return until;
    };
    if (number.digits.size() == 4 && figure.value >= Decimal(1900) && figure.value <= Decimal(2100)) {
      if (at(end) == U'年') {
        std::uint32_t until = end + 1;
        if (const auto month = month_at(until)) return commit(FigureKind::date, *month);
        return commit(FigureKind::year, at(until) == U'度' ? until + 1 : until);
      }
      if ((at(end) == U'-' || at(end) == U'—' || at(end) == U'～' || at(end) == U'至' || at(end) == U'.' ||
           at(end) == U'/') &&
          is_digit(at(end + 1))) {
        return commit(FigureKind::year, end);
      }
      if (quotes_ > 0 || at(end) == U'〕') return commit(FigureKind::year, end);
    }
    if (at(end) == U'月' && number.digits.size() <= 2 && figure.value <= Decimal(12)) {
      return commit(FigureKind::date, *month_at(figure.number.begin));
    }
    if ((at(end) == U'-' || at(end) == U'—' || at(end) == U'～' || at(end) == U'至') && number.digits.size() <= 2) {
      const Number second = is_digit(at(end + 1)) ? scan_number(end + 1) : Number{};
      if (second.end > 0 &&
          (at(second.end) == U'月' || (at(second.end) == U'日' && before(figure.number.begin).ends_with(U"月")))) {
        return commit(FigureKind::date, end);
      }
    }
    if (at(end) == U'日' && figure.number.begin > begin_ && before(figure.number.begin).ends_with(U"月")) {
      return commit(FigureKind::date, end + 1);
    }
    return std::nullopt;
  }
  // “11月”, “11月30日”, “11月底” at i; its end.
  std::optional<std::uint32_t> month_at(std::uint32_t i) const {
    std::uint32_t j = i;
    while (is_digit(at(j)) && j - i < 2) ++j;
    if (j == i || at(j) != U'月') return std::nullopt;
    ++j;
    std::uint32_t day = j;
    while (is_digit(at(day)) && day - j < 2) ++day;
    if (day > j && (at(day) == U'日' || at(day) == U'号')) return day + 1;
    if (at(j) == U'底' || at(j) == U'末' || at(j) == U'初' || at(j) == U'份') return j + 1;
    return j;
  }

  // 余 多 百 千 万 亿 and the unit, from i on.
  void read_unit(Figure& figure, std::uint32_t i) {
    const auto take_more = [&] {
      if ((at(i) == U'余' || at(i) == U'多') && !starts_with_any(from(i), {U"多个", U"多种", U"多元", U"多方"})) {
        figure.approximation = Approximation::more_than;
        ++i;
      } else if (starts_with_any(from(i), {U"多个", U"多种"})) {
        figure.approximation = Approximation::more_than;
        ++i;
      }
    };
    take_more();
    int power = 0;
    while (const int step = scale_of(i)) power += step, ++i;
    if (power > 0) take_more();
    const Decimal factor = Decimal::from_parts(power_of_ten(power), 0);
    figure.power = power;
    figure.value = figure.value * factor;
    figure.ulp = figure.ulp * factor;
    const bool scaled = power > 0;
    const std::uint32_t unit_begin = i;
    if (at(i) == U'元' && !starts_with_any(from(i), {U"元旦", U"元宵"})) {
      figure.dimension = Dimension::money, ++i;
    } else if (at(i) == U'%') {
      figure.dimension = Dimension::percent, ++i;
    } else if (from(i).starts_with(U"个百分点")) {
      figure.dimension = Dimension::points, i += 4;
    } else if (from(i).starts_with(U"百分点")) {
      figure.dimension = Dimension::points, i += 3;
    } else if (is_score_unit(from(i))) {
      figure.dimension = Dimension::score, ++i;
    } else if (at(i) == U'日' && at(i + 1) != U'常') {
      figure.dimension = Dimension::days, ++i;
    } else if (const Text counter = counter_at(from(i)); !counter.empty()) {
      figure.dimension = starts_with_any(counter, {U"天", U"工作日", U"个工作日"}) ? Dimension::days : Dimension::count;
      i += static_cast<std::uint32_t>(counter.size());
    } else if (at(i) == U'点' && figure.value > Decimal(24) && !is_digit(at(i + 1))) {
      figure.dimension = Dimension::count, ++i;  // 抽检1,248点; below 24 an hour
    } else if (scaled && power >= 4 && text_[unit_begin - 1] == U'万') {
      figure.dimension = Dimension::none;  // 3181.27万: money or people, the words tell
    }
    figure.unit = text_.substr(unit_begin, i - unit_begin);
    figure.span.end = i;
    if (figure.approximation == Approximation::exact) read_approximation(figure, i);
  }
  int scale_of(std::uint32_t i) const {
    switch (at(i)) {
      case U'百':
        return from(i).starts_with(U"百分") ? 0 : 2;
      case U'千':
        return starts_with_any(from(i), {U"千米", U"千克", U"千瓦"}) ? 0 : 3;
      case U'万':
        return 4;
      case U'亿':
        return 8;
      default:
        return 0;
    }
  }
  void read_approximation(Figure& figure, std::uint32_t after) const {
    const Text left = before(figure.span.begin);
    const Text right = from(after);
    if (ends_with_any(left, {U"不超过", U"不高于", U"不多于", U"不足", U"近", U"接近", U"将近", U"低于", U"少于",
                             U"未达", U"未达到", U"达不到", U"未满", U"未到", U"不到", U"≤", U"<"})) {
      // 配员不足58件: what is wanting, not how many; 不足60件 is fewer.
      const bool wanting = left.ends_with(U"不足") && left.size() > 3 && is_han(left[left.size() - 3]) &&
                           figure.dimension == Dimension::count && figure.power == 0 && figure.decimals == 0 &&
                           text_[figure.number.end - 1] != U'0';
      figure.approximation =
          wanting || ends_with_any(left, {U"最近"}) ? Approximation::exact : Approximation::less_than;
    } else if (ends_with_any(left, {U"超过", U"超", U"逾", U"不少于", U"不低于", U"至少", U"高于", U"大于", U"多于",
                                    U"≥", U">", U"突破"}) &&
               !left.ends_with(U"治超")) {
      figure.approximation = Approximation::more_than;
    } else if (ends_with_any(left, {U"约", U"约为", U"大概", U"约占"}) &&
               !ends_with_any(left, {U"节约", U"签约", U"续约", U"履约", U"预约", U"违约", U"集约", U"解约"})) {
      figure.approximation = Approximation::about;
    } else if (starts_with_any(right, {U"左右", U"上下"})) {
      figure.approximation = Approximation::about;
    } else if (starts_with_any(right, {U"以上", U"及以上", U"（含）以上", U"余", U"多"}) &&
               !right.starts_with(U"以上级") && !(right.starts_with(U"多") && right.size() > 1 && is_digit(right[1]))) {
      figure.approximation = Approximation::more_than;
    } else if (starts_with_any(right, {U"以下", U"及以下", U"以内"})) {
      figure.approximation = Approximation::less_than;
    }
  }

  void classify(Figure& figure, bool plain_integer) const {
    const Text right = from(figure.span.end);
    if (figure.dimension == Dimension::none && block_->kind != reading::BlockKind::cell && plain_integer &&
        !right.empty() && is_han(right.front())) {
      figure.kind = FigureKind::label;  // 1310具体部署
    }
    if (figure.dimension == Dimension::none && !right.empty() && right.front() == U'年')
      figure.kind = FigureKind::label;
    if (figure.unit == U"类" && before(figure.number.begin).ends_with(U"公益")) figure.kind = FigureKind::label;
    if (figure.unit == U"大" || figure.unit == U"届" || (figure.unit == U"级" && !figure.chinese))
      figure.kind = FigureKind::label;
    if (figure.kind == FigureKind::quantity && figure.dimension == Dimension::none && plain_integer &&
        figure.number.begin > begin_ && text_[figure.number.begin - 1] == U'（' && right.starts_with(U"）")) {
      figure.kind = FigureKind::numbering;
    }
  }

  std::uint32_t read_chinese(std::uint32_t i) {
    if (from(i).starts_with(U"百分之")) return read_per_hundred(i);
    std::uint32_t j = i;
    while (is_chinese_numeral(at(j))) ++j;
    const Text word = Text(text_).substr(i, j - i);
    const std::uint32_t next = std::max(j, i + 1);
    if (quotes_ > 0 || !counts_in_chinese(i, word, j)) return next;
    const auto value = parse_chinese_numeral(to_utf8(word));
    if (!value) return next;
    Figure figure;
    figure.chinese = true;
    figure.number = figure.span = {i, j};
    figure.value = Decimal(*value);
    figure.ulp = Decimal(1);
    read_unit(figure, j);
    if (figure.dimension == Dimension::none || figure.dimension == Dimension::days) return next;
    if (figure.dimension == Dimension::score && !ends_with_any(before(i), {U"得", U"满分", U"扣", U"计"})) return next;
    classify(figure, true);
    // 一个 一次 一批: the article, not a count.
    if (*value == 1) figure.kind = FigureKind::label;
    push(figure);
    return std::max(next, figure.span.end);
  }
  // Whether the numerals at i are a count and not part of a word: 统一 第一 进一步 之一 万众.
  bool counts_in_chinese(std::uint32_t i, Text word, std::uint32_t end) const {
    if (word.front() == U'百' || word.front() == U'千' || word.front() == U'万' || word.front() == U'亿') return false;
    const Text left = before(i);
    if (!left.empty() && Text(U"第统唯之逐每同任另某进专独单星礼周初十廿数几若近").find(left.back()) != Text::npos) {
      if (left.back() != U'近') return false;
    }
    if (i < end && is_digit(left.empty() ? U'\0' : left.back())) return false;
    const Text right = from(end);
    if (starts_with_any(right, {U"次全会", U"届", U"级项目", U"级指标", U"级单位", U"项规定", U"套班子", U"季度",
                                U"部门", U"部曲", U"本账", U"下", U"条例", U"面", U"道防线", U"把手", U"对一"})) {
      return false;
    }
    return !counter_at(right).empty() || starts_with_any(right, {U"余", U"多", U"元", U"分"});
  }
  // 百分之九十五点五
  std::uint32_t read_per_hundred(std::uint32_t i) {
    std::uint32_t j = i + 3;
    while (is_chinese_numeral(at(j))) ++j;
    if (j == i + 3) return j;
    const Text whole = Text(text_).substr(i + 3, j - i - 3);
    const auto value = parse_chinese_numeral(to_utf8(whole));
    if (!value || *value > 100000) return j;
    Figure figure;
    figure.chinese = true;
    figure.kind = FigureKind::quantity;
    figure.dimension = Dimension::percent;
    figure.unit = U"%";
    int128 coefficient = *value;
    int scale = 0;
    if (at(j) == U'点') {
      std::uint32_t k = j + 1;
      const Text digits = U"零一二三四五六七八九";
      for (std::size_t digit; scale < 6 && (digit = digits.find(at(k))) != Text::npos; ++k, ++scale) {
        coefficient = coefficient * 10 + static_cast<int>(digit);
      }
      if (scale > 0) j = k;
    }
    figure.number = figure.span = {i, j};
    figure.value = Decimal::from_parts(coefficient, scale);
    figure.ulp = Decimal::from_parts(1, scale);
    figure.decimals = scale;
    read_approximation(figure, j);
    push(figure);
    return j;
  }

  void push(Figure figure) {
    figure.sentence = sentence_;
    analysis_.figures.push_back(std::move(figure));
  }

  // Clause, and the words before and after within it.
  void place_in_clauses(const Sentence& sentence) {
    std::size_t clause = sentence.first_clause;
    for (std::size_t f = sentence.first_figure; f < sentence.last_figure; ++f) {
      Figure& figure = analysis_.figures[f];
      while (clause + 1 < sentence.last_clause && analysis_.clauses[clause].span.end <= figure.span.begin) ++clause;
      figure.clause = clause;
      const reading::Span span = analysis_.clauses[clause].span;
      std::uint32_t from = std::min(std::max(span.begin, sentence.span.begin), figure.span.begin);
      if (f > sentence.first_figure && analysis_.figures[f - 1].kind != FigureKind::year) {
        from = std::max(from, std::min(analysis_.figures[f - 1].span.end, figure.span.begin));
      }
      std::uint32_t until = std::max(span.end, figure.span.end);
      if (f + 1 < sentence.last_figure)
        until = std::min(until, std::max(figure.span.end, analysis_.figures[f + 1].span.begin));
      figure.before = {from, figure.span.begin};
      figure.after = {figure.span.end, until};
    }
  }

  // 10～20次: neither end is an exact statement.
  void mark_ranges(const Sentence& sentence) {
    for (std::size_t f = sentence.first_figure; f + 1 < sentence.last_figure; ++f) {
      Figure& low = analysis_.figures[f];
      Figure& high = analysis_.figures[f + 1];
      const Text between = Text(text_).substr(low.span.end, high.span.begin - low.span.end);
      const bool dash = between == U"～" || between == U"-" || between == U"—" ||
                        (between == U"至" && low.dimension == Dimension::none);
      if (!dash || !low.is_quantity() || !high.is_quantity()) continue;
      low.approximation = high.approximation = Approximation::about;
      if (low.dimension == Dimension::none) low.dimension = high.dimension, low.unit = high.unit;
    }
  }

  Analysis& analysis_;
  const std::u32string& text_;
  const reading::Block* block_ = nullptr;
  std::uint32_t begin_ = 0, end_ = 0;
  std::size_t sentence_ = 0;
  int quotes_ = 0;
};

}  // namespace

void find_figures(Analysis& analysis) {
  Finder(analysis).run();
}

}  // namespace jiheng::audit

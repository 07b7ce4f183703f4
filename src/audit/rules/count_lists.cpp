// count.list: 「N个：甲、乙、丙」 must list N. Names may hold 和 (人力资源和社会保障局), so a list has a least and a
// most.
#include <algorithm>
#include <optional>

#include "audit/language/breakdown.h"
#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

struct Count {
  int least = 0, most = 0;
  reading::Span span;
};

class CountLists {
 public:
  CountLists(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    test_compound_counts();
    for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
      const Figure& one = figure(f);
      const bool great = one.unit == U"大" && one.chinese;  // 四大工程：…
      if ((!one.is_exact() && !great) || one.dimension != Dimension::count || one.value > Decimal(60) ||
          one.value < Decimal(1))
        continue;
      if (context_.analysis.document.blocks[context_.analysis.sentences[one.sentence].block].kind ==
          reading::BlockKind::cell)
        continue;
      // 5次培训，分别是…; 文保单位7处：…
      const Text unit(one.unit);
      const bool events = unit == U"次" || unit == U"场" || unit == U"处" || unit == U"座" || unit == U"所" ||
                          unit == U"部" || unit == U"件" || unit == U"期" || unit == U"门" || unit == U"本" ||
                          unit == U"篇" || unit == U"支";
      if (!names_things(one) && !events) continue;
      if (const auto count = list_after(f)) {
        if (events && !lists_names(*count)) continue;
        judge(f, *count);
      } else if (const auto before = list_before(one)) {
        judge(f, *before);
      }
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // 设一室六委：办公室、…: as many as the two numbers come to.
  void test_compound_counts() {
    const Text text(context_.analysis.document.text);
    for (std::size_t colon = text.find(U'：'); colon != Text::npos; colon = text.find(U'：', colon + 1)) {
      if (colon < 4) continue;
      const Text name = text.substr(colon - 4, 4);
      const int first = digit_of(name[0]), second = digit_of(name[2]);
      if (first == 0 || second == 0 || !is_han(name[1]) || !is_han(name[3]) || digit_of(name[1]) || digit_of(name[3]) ||
          (colon > 4 && digit_of(text[colon - 5])))
        continue;
      const auto begin = static_cast<std::uint32_t>(colon);
      const reading::Span block = context_.analysis.document.blocks[context_.analysis.document.block_at(begin)].span;
      const auto count = count_items(begin + 1, block.end);
      if (!count) continue;
      const Evidence place = context_.at({begin - 4, begin});
      judge(first + second, std::to_string(first + second) + "个", "个", place, *count);
    }
  }
  static int digit_of(char32_t c) {
    const std::size_t at = Text(U"一二三四五六七八九十").find(c);
    return at == Text::npos ? 0 : static_cast<int>(at) + 1;
  }
  static bool names_things(const Figure& one) {
    const Text unit(one.unit);
    return unit == U"个" || unit == U"家" || unit == U"项" || unit == U"类" || unit == U"大" || unit == U"级" ||
           unit == U"条" || unit == U"种" || unit == U"名";
  }

  // N个科室，分别是甲、乙和丙。
  std::optional<Count> list_after(std::size_t f) const {
    const Figure& one = figure(f);
    const Sentence& sentence = context_.analysis.sentences[one.sentence];
    const std::uint32_t limit =
        f + 1 < sentence.last_figure && !is_label(f + 1) ? figure(f + 1).span.begin : sentence.span.end;
    const Text rest = context_.view({one.span.end, std::max(one.span.end, limit)});
    std::size_t at = Text::npos, size = 0;
    constexpr std::size_t near = 14, furthest = 26;  // characters between the number and its list
    for (const Text cue : {Text(U"分别是"), Text(U"分别为"), Text(U"分别位于"), Text(U"分别设在"), Text(U"，即"),
                           Text(U"（即"), Text(U"——"), Text(U"具体为"), Text(U"具体是"), Text(U"具体包括"),
                           Text(U"，包括"), Text(U"，包含"), Text(U"，分布在"), Text(U"：")}) {
      const std::size_t found = rest.find(cue);
      const std::size_t most = cue == U"：" ? furthest : near;
      if (found != Text::npos && found <= most && found < at) at = found, size = cue.size();
    }
    // 分别检查了《…》《…》: a verb stands between.
    if (const std::size_t each = rest.find(U"分别"); at == Text::npos && each <= 4) {
      const std::size_t quote = rest.find_first_of(U"《“", each);
      if (quote != Text::npos && quote - each <= 7) at = each, size = quote - each;
    }
    if (at == Text::npos || rest.substr(0, at).find_first_of(U"；。、") != Text::npos) return std::nullopt;
    std::size_t begin = at + size;
    if (const auto counted = count_with_numbers(f, rest.substr(begin))) return counted;
    while (begin < rest.size() && (rest[begin] == U'：' || rest[begin] == U'为' || rest[begin] == U'是')) ++begin;
    if (starts_with_any(rest.substr(begin), {U"一是", U"第一，", U"首先", U"（一）", U"一要", U"1", U"①"})) {
      return count_enumerated(one.span.end + static_cast<std::uint32_t>(begin), sentence.block);
    }
    const auto count = count_items(one.span.end + static_cast<std::uint32_t>(begin),
                                   one.span.end + static_cast<std::uint32_t>(rest.size()));
    // 分三类：信息系统建设与运维316.42万元，…: a figure cuts the list off after its first item.
    if (count && limit != sentence.span.end && !contains_any(context_.view(count->span), {U"、", U"》《", U"”“"}))
      return std::nullopt;
    // 对7个县直部门开展2018年度预算执行审计：县教育局、…: far off only a list of offices is surely of them.
    if (count && at > near && !joins_of_offices(context_.view(count->span))) return std::nullopt;
    // 18家，包括区人民医院、区中医院、区妇幼保健院3家区级医院，…: a number within counts some of them.
    const bool each = count && context_.view(count->span).ends_with(U"各");  // 湖滨、学府、长桥街道各1个
    if (count && !each && limit != sentence.span.end && count->span.end >= limit && same_unit(figure(f + 1), one))
      return std::nullopt;
    return count;
  }
  // 5类场所：景区106处、车站72处、医院55处、市政道路85处: as many as there are numbers, one to each name. Of what may
  // be told several times with one name the list must name each as what is counted: 6个区县：城东区9家、…、清源县4家.
  std::optional<Count> count_with_numbers(std::size_t f, Text begin) const {
    const Figure& one = figure(f);
    const bool kinds = Text(one.unit) == U"类" || Text(one.unit) == U"种";
    const Text thing = context_.view(one.after).substr(0, 2);
    if (!kinds && (thing.size() < 2 || Text(one.unit) != U"个")) return std::nullopt;
    const Sentence& sentence = context_.analysis.sentences[one.sentence];
    if (begin.find_first_of(U"、，；。") != Text::npos || f + 2 >= sentence.last_figure) return std::nullopt;
    int count = 0;
    std::size_t g = f + 1;
    for (; g < sentence.last_figure && same_unit(figure(g), figure(f + 1)); ++g) {
      const Text gap = context_.view({figure(g - 1).span.end, figure(g).span.begin});
      if (g > f + 1 && !starts_with_any(gap, {U"、", U"和", U"及", U"以及"})) break;
      if (!kinds && (gap.substr(1).find(U'、') != Text::npos || thing.find(gap.back()) == Text::npos ||
                     same_unit(figure(g), one)))
        return std::nullopt;
      ++count;
    }
    const reading::Span span{figure(f + 1).before.begin, figure(g - 1).span.end};
    const Text rest = context_.view({span.end, sentence.span.end});
    if (!kinds && !rest.empty() && Text(U"。；").find(rest.front()) == Text::npos) return std::nullopt;
    if (count < 2 || contains(rest.substr(0, 4), U"等") || (!rest.empty() && rest.front() == U'、'))
      return std::nullopt;
    return Count{count, count, span};
  }
  // 一是…；二是…；: the highest number told in the block; a list that goes on below is not counted.
  std::optional<Count> count_enumerated(std::uint32_t begin, std::size_t block) const {
    const reading::Span span = context_.analysis.document.blocks[block].span;
    const Text text = context_.view({begin, span.end});
    static constexpr Text marks[] = {U"一是", U"二是", U"三是", U"四是", U"五是",
                                     U"六是", U"七是", U"八是", U"九是", U"十是"};
    int found = 0;
    while (found < 10 && contains(text, marks[found])) ++found;
    static constexpr Text circled = U"①②③④⑤⑥⑦⑧⑨⑩";
    if (text.starts_with(U"①")) {
      while (found < 10 && text.find(circled[static_cast<std::size_t>(found)]) != Text::npos) ++found;
    }
    if (found < 2) return std::nullopt;
    return Count{found, found, {begin, span.end}};
  }
  // Three items or more, without a number.
  bool lists_names(const Count& count) const {
    const Text list = context_.view(count.span);
    return count.least >= 3 && list.find_first_of(U"0123456789") == Text::npos;
  }
  bool is_label(std::size_t f) const { return !figure(f).is_quantity(); }

  // Items from `begin` to the end of the list: a full stop, a semicolon, or a comma once items stood apart by 、.
  std::optional<Count> count_items(std::uint32_t begin, std::uint32_t end) const {
    const Text text = context_.view({begin, end});
    int marks = 0, joins = 0, within = 0, depth = 0;
    std::size_t item = 0, i = 0;
    for (; i < text.size(); ++i) {
      const char32_t c = text[i];
      if (Text(U"（“《〔").find(c) != Text::npos) ++depth;
      if (Text(U"）”》〕").find(c) != Text::npos && --depth < 0) break;
      const bool beside =
          i + 1 < text.size() && ((c == U'”' && text[i + 1] == U'“') || (c == U'》' && text[i + 1] == U'《'));
      if (beside && depth == 0) ++marks, item = i + 1;  // “甲”“乙”: nothing parts them
      if (depth > 0) continue;
      if (c == U'。' || c == U'；' || c == U'，') break;
      if (c == U'、') {
        ++marks;
        within += joins_alike(text.substr(item, i - item));
        item = i + 1, joins = 0;
      }
      if ((c == U'和' || c == U'及' || c == U'与') && i > item && i + 1 < text.size())
        ++joins, i += text.substr(i).starts_with(U"及其") ? 1 : 0;
    }
    joins += within;
    if (marks == 0 && i < text.size() && text[i] == U'，' && begin > 0 &&
        context_.analysis.document.text[begin - 1] == U'：') {
      if (const auto parted = count_by_commas(text, begin)) return parted;
    }
    const Text list = text.substr(0, i);
    int least = 0, most = joins;
    if (const auto certain = joins_of_offices(list)) {
      least = most = *certain;
    } else if (const auto alike = joins_of_items(list)) {
      least = most = *alike;
    }
    if (contains_any(tail_of(list, 8), {U"等"})) return std::nullopt;
    if (list.size() < 3 || (marks == 0 && joins == 0)) return std::nullopt;
    if (list.find_first_of(U"0123456789") != Text::npos && marks < 2) return std::nullopt;
    // One join after 、 marks the last item; further ones are within names.
    return Count{marks + 1 + least, marks + 1 + most, {begin, begin + static_cast<std::uint32_t>(i)}};
  }

  // 汽车运用与维修、电子商务: before the last item 与 stands within a name, unless both sides end alike
  // (甲科和乙科、丙科).
  static int joins_alike(Text item) {
    int joins = 0;
    for (std::size_t at = 1; at + 1 < item.size(); ++at) {
      joins += (item[at] == U'和' || item[at] == U'与' || item[at] == U'及') && item[at - 1] == item.back();
    }
    return joins;
  }

  // 具体包括：会务保障项目，应急值守项目，…。: items parted by commas, most of which end alike.
  static std::optional<Count> count_by_commas(Text text, std::uint32_t begin) {
    const std::size_t end = std::min(text.size(), text.find_first_of(U"。；"));
    std::vector<Text> items;
    for (std::size_t at = 0; at <= end;) {
      const std::size_t comma = std::min(end, text.find(U'，', at));
      items.push_back(text.substr(at, comma - at));
      at = comma + 1;
    }
    if (items.size() < 3) return std::nullopt;
    for (const Text item : items) {
      if (item.size() < 2 || item.size() > 16 || item.back() != items.front().back() || contains(item, U"等"))
        return std::nullopt;
    }
    const int count = static_cast<int>(items.size());
    return Count{count, count, {begin, begin + static_cast<std::uint32_t>(end)}};
  }

  // 办公室、接访股、办信与网上信访股; 局机关和排水管理中心、…: where all items name offices, 和 parts two only behind
  // the name of one. nullopt: they do not.
  static std::optional<int> joins_of_offices(Text list) {
    constexpr Text ends = U"室科股处局队所站馆心关院部";
    const auto names_office = [&](Text words) {
      return words.size() >= 2 && ends.find(words.back()) != Text::npos && !words.ends_with(U"干部");
    };
    int real = 0, items = 0;
    for (std::size_t begin = 0; begin <= list.size();) {
      const std::size_t end = std::min(list.size(), list.find(U'、', begin));
      const Text item = list.substr(begin, end - begin);
      if (!names_office(item)) return std::nullopt;
      for (std::size_t at = 2; at + 2 < item.size(); ++at) {
        const bool join = item[at] == U'和' || item[at] == U'与' || item[at] == U'及';
        real += join && names_office(item.substr(0, item[at - 1] == U'以' ? at - 1 : at));
      }
      ++items;
      begin = end + 1;
    }
    return items >= 3 ? std::optional(real) : std::nullopt;
  }

  // …、社会组织管理科、基层政权和区划地名科: where all end alike, 和 parts two items only after that ending.
  // nullopt: it cannot be told.
  static std::optional<int> joins_of_items(Text list) {
    const std::size_t last = list.rfind(U'、');
    if (last == Text::npos) return std::nullopt;
    const Text item = list.substr(last + 1);
    std::size_t alike = 0;
    for (std::size_t at = list.find(U'、'); at != Text::npos; at = list.find(U'、', at + 1)) {
      alike += at > 0 && list[at - 1] == item.back();
    }
    if (alike < 2) return std::nullopt;
    int real = 0;
    for (std::size_t at = 1; at < item.size(); ++at) {
      const bool join = item[at] == U'和' || item[at] == U'与' || item[at] == U'及';
      const std::size_t before = item[at - 1] == U'以' && at > 1 ? at - 2 : at - 1;  // 以及
      real += join && item[before] == item.back();
    }
    return real;
  }

  // 严把甲关、乙关、丙关、丁关四个关口: the items stand right before, ending as the thing counted does.
  std::optional<Count> list_before(const Figure& one) const {
    const Clause& last = context_.analysis.clauses[one.clause];
    const Text left = context_.view({last.span.begin, one.span.begin});
    const bool counts_all = left.ends_with(U"等");  // 甲、乙、丙等4个: at most four
    if (left.empty() || (contains(left, U"等") && !counts_all) || is_digit(left.back()) || left.size() > 16 ||
        one.value > Decimal(12) || one.value < Decimal(2))
      return std::nullopt;
    std::size_t clause = one.clause;
    int items = 1;
    // 县委办、县府办在文件审核、会议统筹、信息报送等三个方面: the list begins behind 在.
    const auto begins_list = [&](std::size_t c) {
      return contains_any(context_.view(context_.analysis.clauses[c].span),
                          {U"在", U"从", U"围绕", U"聚焦", U"针对", U"涵盖"});
    };
    while (clause > 0 && !(counts_all && begins_list(clause)) && context_.analysis.clauses[clause - 1].mark == U'、' &&
           context_.analysis.clauses[clause - 1].sentence == last.sentence)
      --clause, ++items;
    const bool opened = opens_list(clause) && !contains_any(left, {U"和", U"与"}) && items >= 4 &&
                        context_.view(one.after).size() >= 2 && no_figures(clause, one);
    // 在杨柳坪镇、石门镇、大竹园乡、花桥镇和黄泥岗乡6个乡镇: each ends as the thing does.
    const bool ends_alike =
        items >= 3 && context_.view(one.after).size() >= 2 && alike(clause, one) && no_figures(clause, one);
    if (!one.chinese && !generic(one) && !counts_all && !repeats_thing(one) && !opened && !ends_alike)
      return std::nullopt;
    if (counts_all) {
      const bool too_many = Decimal(items) > one.value && names_things(one) && no_figures(clause, one);
      if (!too_many) return std::nullopt;
      return Count{items, items, {context_.analysis.clauses[clause].span.begin, one.span.end}};
    }
    // 由医学装备科、财务科、审计科、纪检监察室5个部门组成的采购工作小组
    const Text offices = context_.view({context_.analysis.clauses[clause].span.begin, one.span.begin});
    const std::size_t from = offices.find(U'由');
    const bool named = generic(one) && from != Text::npos && from < 8 && joins_of_offices(offices.substr(from + 1));
    if (items < 2 || (!opened && !named && !alike(clause, one) && !all_end_so(clause, one))) return std::nullopt;
    int joins = 0;
    for (std::size_t c = clause; c < one.clause; ++c) {
      joins += joins_alike(context_.view(context_.analysis.clauses[c].span));
    }
    for (const char32_t c : left) joins += c == U'和' || c == U'及' || c == U'与';
    return Count{items, items + joins, {context_.analysis.clauses[clause].span.begin, one.span.end}};
  }
  // 学校开设机电技术应用、汽车运用与维修、…、中餐烹饪7个专业
  bool opens_list(std::size_t clause) const {
    return contains_any(context_.view(context_.analysis.clauses[clause].span),
                        {U"开设", U"新设", U"设有", U"下设", U"设置", U"开办", U"包括", U"包含", U"涵盖", U"覆盖"});
  }
  // 党政办公室、党建办公室、…、平安法治办公室5个办公室: the last item ends with the thing counted, in two characters or
  // more.
  bool repeats_thing(const Figure& one) const {
    const Text thing = context_.view(one.after), left = context_.view(one.before);
    return thing.size() >= 2 && left.size() > thing.size() &&
           left.ends_with(thing.substr(0, std::min<std::size_t>(thing.size(), 3)));
  }
  bool all_end_so(std::size_t first, const Figure& one) const {
    if (!repeats_thing(one) || !no_figures(first, one)) return false;
    const char32_t end = context_.view(one.before).back();
    for (std::size_t c = first; c < one.clause; ++c) {
      if (context_.view(context_.analysis.clauses[c].span).back() != end) return false;
    }
    return true;
  }
  bool no_figures(std::size_t first, const Figure& one) const {
    const Text list = context_.view({context_.analysis.clauses[first].span.begin, one.span.begin});
    return list.find_first_of(U"0123456789") == Text::npos;
  }
  bool generic(const Figure& one) const {
    return starts_with_any(context_.view(one.after), {U"方面", U"环节", U"维度", U"层面", U"单位", U"部门", U"领域",
                                                      U"渠道", U"平台", U"阶段", U"步骤", U"关口", U"科室", U"处室"});
  }
  // The items end in a character of the thing counted (关 … 关口), or the thing is a word for anything (方面).
  bool alike(std::size_t first, const Figure& one) const {
    // 围绕甲、乙、丙、丁7个方面: a figure written in digits takes a longer list.
    const bool listed = one.chinese || (Text(one.unit) == U"个" && one.clause >= first + 3 && no_figures(first, one));
    if (generic(one) && listed) {
      const Text head = context_.view(one.after).substr(0, 2);
      if (head != U"关口") return true;
    }
    if (one.unit == U"级") {  // 省、市、县三级; not 二级市场
      const Text before = context_.view({context_.analysis.clauses[first].span.begin, one.span.begin});
      return one.chinese && before.size() <= 12 && contains_any(before, {U"省", U"市", U"县", U"镇", U"村", U"街"});
    }
    const Text thing = context_.view(one.after).substr(0, 2);
    if (thing.empty()) return false;
    for (std::size_t c = first; c <= one.clause; ++c) {
      Text item = context_.view(context_.analysis.clauses[c].span);
      if (c == one.clause) item = context_.view({context_.analysis.clauses[c].span.begin, one.span.begin});
      if (item.empty() || thing.find(item.back()) == Text::npos) return false;
    }
    return true;
  }

  void judge(std::size_t f, const Count& count) {
    const Figure& one = figure(f);
    judge(one.value, printed(context_, one), to_utf8(one.unit), clause_of(context_, one), count);
  }
  void judge(const Decimal& value, const std::string& stated, const std::string& unit, const Evidence& place,
             const Count& count) {
    const bool holds = value >= Decimal(count.least) && value <= Decimal(count.most);
    Claim claim;
    claim.relation = Relation::count;
    claim.holds = holds;
    claim.values = {std::to_string(count.least), stated};
    claim.evidence = {place, context_.at(count.span)};
    report_.add(std::move(claim));
    if (holds) return;
    const int listed = value > Decimal(count.most) ? count.most : count.least;
    report_.add("count.list",
                message_text(
                    "audit.count.list",
                    {{"stated", context_.quote(place.span)}, {"list", context_.quote(count.span)}, {"listed", listed}}),
                {place, context_.at(count.span)}, stated, std::to_string(listed) + unit);
  }

  const Context& context_;
  Report& report_;
};

}  // namespace

void check_count_lists(const Context& context, Report& report) {
  CountLists(context, report).run();
}

}  // namespace jiheng::audit

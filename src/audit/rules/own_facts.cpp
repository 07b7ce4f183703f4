// same-quantity: what a department says of itself at the begin (在职人员41人, 内设机构8个, 专任教师175人) against what
// it says of the same later on.
//
// Only a telling without a word of its own (乡镇在职人员, 新招专任教师) is of the department itself.
#include <map>
#include <optional>

#include "audit/language/vocabulary.h"
#include "audit/rules/figure_words.h"

namespace jiheng::audit {
namespace {

constexpr Text things[] = {U"在职人员", U"在编人员",     U"在岗人员",     U"在职职工",     U"在职干部职工", U"教职工",
                           U"专任教师", U"卫生技术人员", U"退休人员",     U"离退休人员",   U"在校学生",     U"编制床位",
                           U"开放床位", U"实有床位",     U"内设机构",     U"内设科室",     U"内设处室",     U"内设股室",
                           U"下属单位", U"所属单位",     U"下属事业单位", U"所属事业单位", U"事业编制",     U"行政编制",
                           U"公务用车", U"临床科室",     U"医技科室"};

class OwnFacts {
 public:
  OwnFacts(const Context& context, Report& report) : context_(context), report_(report) {}

  void run() {
    for (std::size_t f = 0; f < context_.analysis.figures.size(); ++f) {
      const Figure& one = figure(f);
      if (!one.is_exact() || one.dimension != Dimension::count || stands_in_cell(context_, one)) continue;
      const Text thing = thing_of(one);
      if (thing.empty() || speaks_of_other_time(one)) continue;
      if (context_.analysis.outline.is_inside(one.span.begin, SectionKind::overview)) {
        first_.emplace(std::pair(thing, one.unit), f);
      } else if (const auto told = first_.find({thing, one.unit}); told != first_.end()) {
        compare(told->second, f);
      }
    }
  }

 private:
  const Figure& figure(std::size_t f) const { return context_.analysis.figures[f]; }

  // The thing right before the number or right behind its unit, and no other word to it.
  Text thing_of(const Figure& one) const {
    Text left = context_.view(one.before), right = context_.view(one.after);
    for (const Text tail : {Text(U"共有"), Text(U"共"), Text(U"为"), Text(U"有"), Text(U"达"), Text(U"：")}) {
      if (left.ends_with(tail)) left.remove_suffix(tail.size());
    }
    for (const Text thing : things) {
      if (left.ends_with(thing) && is_plain(left.substr(0, left.size() - thing.size()))) return thing;
      if (right.starts_with(thing) && (right.size() == thing.size() || !is_han(right[thing.size()])) && is_plain(left))
        return thing;
    }
    return {};
  }
  static bool is_plain(Text words) {
    return residue(words, {U"现有", U"实有", U"共有", U"其中",   U"全局", U"全校",         U"全院",   U"全办",
                           U"全馆", U"年末", U"年底", U"截至",   U"设有", U"本部门",       U"本单位", U"我局",
                           U"我院", U"我校", U"我办", U"我单位", U"单位", U"机关",         U"共",     U"有",
                           U"设",   U"按",   U"对",   U"的",     U"年",   U"人均公用经费", U"学校",   U"医院",
                           U"在",   U"全体", U"下辖", U"下设",   U"拥有", U"核定",         U"目前",   U"现"})
        .empty();
  }
  bool speaks_of_other_time(const Figure& one) const {
    if (is_of_other_year(context_, one)) return true;
    return contains_any(near_sentence(context_, one), {U"年初", U"上年", U"去年", U"计划", U"目标", U"月"});
  }

  void compare(std::size_t first, std::size_t second) {
    const Figure& a = figure(first);
    const Figure& b = figure(second);
    Claim claim;
    claim.relation = Relation::same_quantity;
    claim.holds = a.value == b.value;
    claim.values = printed_all(context_, {first, second});
    claim.evidence = clauses_of(context_, {first, second});
    if (report_.add(std::move(claim))) return;
    report_.add("same-quantity",
                message_text("audit.same-quantity", {{"first", context_.quote(clause_of(context_, a).span)},
                                                     {"second", context_.quote(clause_of(context_, b).span)}}),
                clauses_of(context_, {second, first}), printed(context_, b), printed(context_, a));
  }

  const Context& context_;
  Report& report_;
  std::map<std::pair<Text, std::u32string>, std::size_t> first_;  // as told at the begin
};

}  // namespace

void check_own_facts(const Context& context, Report& report) {
  OwnFacts(context, report).run();
}

}  // namespace jiheng::audit

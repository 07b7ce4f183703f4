// What a heading says its section is about.
#include "audit/language/outline.h"
#include "audit/language/vocabulary.h"

namespace jiheng::audit {
namespace {

constexpr std::size_t longest_heading = 40;

Text without_end_marks(Text text) {
  while (!text.empty() && contains(U"。：；，、", text.substr(text.size() - 1))) text.remove_suffix(1);
  return text;
}

bool is_problems(Text h) {
  if (contains_any(h, {U"说明的问题", U"整改率", U"整改情况", U"整改落实", U"整改完成", U"整改工作", U"整改到位",
                       U"导向", U"查处问题", U"查出问题"}))
    return false;
  if (h == U"问题" || h == U"不足" || h == U"困难" || starts_with_any(h, {U"问题在哪", U"毛病", U"有哪些问题"}))
    return true;
  if (starts_with_any(h, {U"解决", U"着力", U"聚焦", U"推动", U"破解", U"针对"})) return false;
  return contains_any(
      h, {U"存在问题", U"存在的问题", U"存在主要问题", U"主要问题", U"问题及",   U"问题和",   U"问题与",    U"问题分析",
          U"问题原因", U"发现问题",   U"发现的问题",   U"有关问题", U"不足",     U"存在困难", U"的困难",    U"问题、",
          U"困难和",   U"困难与",     U"薄弱环节",     U"短板弱项", U"问题情况", U"偏差原因", U"未完成原因"});
}

bool is_measures(Text h) {
  if (h == U"措施" || h == U"建议" || h == U"打算" || h == U"改进" || h == U"工作计划") return true;
  if (contains_any(h, {U"人大", U"提案", U"建议办理"})) return false;
  return contains_any(
      h,
      {U"改进措施", U"改进意见", U"改进建议",   U"改进方向",   U"改进工作", U"改进计划",   U"改进方案",   U"改进办法",
       U"改进的",   U"改进情况", U"整改措施",   U"整改计划",   U"整改方向", U"整改意见",   U"下一步",     U"下步",
       U"今后",     U"下阶段",   U"下一阶段",   U"下一年",     U"下年度",   U"工作打算",   U"工作建议",   U"有关建议",
       U"相关建议", U"意见建议", U"意见和建议", U"意见及建议", U"措施建议", U"措施和建议", U"措施及建议", U"对策",
       U"政策建议", U"应对措施", U"解决措施",   U"解决办法",   U"完善措施", U"后续工作",   U"工作思路",   U"改进和",
       U"改进与",   U"管理建议", U"管理的建议", U"工作的建议"});
}

// 绩效目标 set, not 绩效目标 reached.
bool is_goals(Text h) {
  // 合理设定目标: a measure.
  return contains(h, U"目标") &&
         !contains_any(h, {U"合理设", U"科学设", U"优化", U"完善", U"细化", U"强化", U"加强", U"精准", U"提高"}) &&
         !contains_any(h,
                       {U"完成",   U"实现", U"达成",         U"管理", U"分析", U"评价", U"监控",   U"落实", U"执行",
                        U"自评",   U"导向", U"任务目标责任", U"不够", U"不准", U"不实", U"不高",   U"不足", U"未达",
                        U"未完成", U"偏",   U"不紧",         U"不强", U"不严", U"不细", U"不匹配", U"脱节", U"不清"});
}

bool is_projects(Text h) {
  if (contains(h, U"基本支出")) return false;
  return contains_any(
             h, {U"项目支出", U"项目完成", U"项目绩效", U"项目实施", U"重点项目", U"项目（政策）", U"专项资金"}) &&
         contains_any(h, {U"情况", U"分析", U"完成", U"绩效", U"支出"});
}

bool is_completion(Text h) {
  if (contains_any(h, {U"履职效能", U"履职情况",   U"履职履责",   U"指标分析",  U"指标完成", U"目标完成", U"目标实现",
                       U"目标达成", U"任务完成",   U"完成情况",   U"完成分析",  U"实现情况", U"职责履行", U"产出情况",
                       U"效益情况", U"效果情况",   U"产出分析",   U"效益分析",  U"产出指标", U"效益指标", U"履行情况",
                       U"履职成效", U"工作及效果", U"工作和效果", U"工作与效果"})) {
    return !contains_any(h, {U"预算完成", U"支出完成"});
  }
  return false;
}

bool is_budget(Text h) {
  return contains_any(h,
                      {U"收支",       U"预算执行", U"资金使用", U"资金安排", U"预算安排", U"决算",     U"支出情况",
                       U"资金情况",   U"预算情况", U"资金投入", U"财政拨款", U"经费",     U"资金到位", U"预算资金",
                       U"支出预算",   U"预算完成", U"支出完成", U"预算及",   U"预算收",   U"支出构成", U"预算与支出",
                       U"预算和支出", U"资金管理", U"资金来源", U"资金与",   U"资金收",   U"预算调整", U"预算编制"}) ||
         h == U"预算" || ends_with_any(h, {U"支出", U"预算与执行", U"预算和执行"});
}

bool is_evaluation(Text h) {
  return contains_any(h, {U"综合评价", U"评价分析", U"自评情况", U"评价情况", U"评价工作", U"自评工作", U"自评分析",
                          U"绩效评价", U"绩效分析", U"绩效自评", U"绩效情况", U"绩效实现", U"自评开展", U"绩效完成"});
}

// 表2 项目支出绩效自评表: the title of a table within the report.
bool is_caption(Text h) {
  return h.size() > 2 && h[0] == U'表' && (is_digit(h[1]) || Text(U" 一二三四五六七八九十").find(h[1]) != Text::npos);
}

SectionKind kind_of_words(Text h) {
  if (is_caption(h)) return SectionKind::other;
  if (starts_with_any(h, {U"附件", U"附表", U"附："}) || ends_with_any(h, {U"自评表", U"评分表", U"指标表"})) {
    return SectionKind::attachment;
  }
  if (contains_any(h, {U"结果应用", U"结果拟应用", U"应用和公开", U"应用及公开"})) return SectionKind::other;
  if (is_problems(h)) return SectionKind::problems;
  if (is_measures(h)) return SectionKind::measures;
  if (contains_any(h, {U"结论", U"自评综述", U"自评结果", U"评价结果", U"评价等级", U"自评得分", U"评分结果",
                       U"得分情况", U"总体评价"})) {
    return SectionKind::conclusion;
  }
  if (contains_any(h, {U"管理效率", U"管理效能"})) return SectionKind::efficiency;
  if (is_goals(h)) return SectionKind::goals;
  if (is_projects(h)) return SectionKind::projects;
  if (is_completion(h)) return SectionKind::completion;
  if (contains_any(h, {U"成效", U"主要做法", U"经验", U"亮点", U"工作成果", U"主要成绩", U"取得的成绩", U"工作成绩"})) {
    return SectionKind::achievements;
  }
  if (contains_any(h, {U"绩效管理", U"管理制度", U"管理情况"})) return SectionKind::management;
  if (is_budget(h)) return SectionKind::budget;
  if (is_evaluation(h)) return SectionKind::evaluation;
  if (contains_any(h, {U"职能", U"职责"}) && !contains_any(h, {U"履", U"转变"})) return SectionKind::duties;
  if (contains_any(h, {U"基本情况", U"概况", U"概述", U"简况", U"简介", U"机构设置", U"部门情况", U"单位情况",
                       U"人员情况", U"基本信息", U"什么单位", U"机构情况", U"机构编制"})) {
    return SectionKind::overview;
  }
  if (contains_any(h, {U"重点工作", U"工作任务", U"年度工作", U"总体工作", U"工作计划", U"重点任务", U"主要任务",
                       U"主要工作"})) {
    return SectionKind::yearly_work;
  }
  return SectionKind::other;
}

}  // namespace

SectionKind section_kind_of(std::u32string_view heading) {
  const std::u32string plain = outside_brackets(without_end_marks(heading));
  return plain.size() > longest_heading ? SectionKind::other : kind_of_words(plain);
}

}  // namespace jiheng::audit

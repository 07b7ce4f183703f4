// A self-evaluation report of about eight pages and its scorecard, for the tests and benchmarks of src/report. The
// unit and its figures are made up.
#pragma once

#include <string>

#include "report/scorecard_view.h"

namespace jiheng::report::sample {

inline Decimal decimal(const char* text) {
  return Decimal::parse(text).value();
}

struct ItemText {
  const char* group;
  const char* title;
  const char* full;
  const char* score;
  const char* rule;
  const char* lost;
  const char* why;
};

inline const ItemText effect_items[] = {
    {"整体效能", "部门整体绩效目标产出指标完成情况", "20", "18", "各产出指标完成率按权重加总，单项封顶100%。", "2.00",
     "“政务信息报送篇数”目标420篇，实际400篇；“督办专报期数”目标52期，实际48期。"},
    {"整体效能", "部门整体绩效目标效益指标完成情况", "20", "18", "各效益指标完成率按权重加总，单项封顶100%。", "2.00",
     "“社会公众满意度”目标95%，实际90.5%。"},
    {"整体效能", "部门预算资金支出率", "10", "9.81", "得分＝10×支出率，四舍五入保留两位小数。", "0.19",
     "全年预算2508.64万元，支出2459.96万元，支出率98.06%。"},
};

inline const ItemText management_items[] = {
    {"预算编制", "新增预算项目事前绩效评估", "3", "3", "新增项目应评尽评，得分＝已评项数÷应评项数×3。", "", ""},
    {"预算执行", "结转结余率", "2", "2", "结转结余率不高于10%的得满分。", "", ""},
    {"预算执行", "财务管理合规性", "2", "2", "支出范围、程序、用途、核算四方面均符合制度。", "", ""},
    {"信息公开", "预决算公开合规性", "2", "2", "批复后20日内公开，预算、决算各1分。", "", ""},
    {"信息公开", "绩效信息公开情况", "2", "2", "绩效目标、绩效自评资料按规定公开，各1分。", "", ""},
    {"绩效管理", "绩效管理制度建设", "5", "5", "评估、目标、监控、评价、应用五个环节均有制度，各1分。", "", ""},
    {"绩效管理", "绩效结果应用", "3", "3", "评价、监控结果反馈、整改并与预算挂钩。", "", ""},
    {"绩效管理", "绩效管理制度执行", "7", "7", "目标申报、监控、自评按时按质完成。", "", ""},
    {"采购管理", "采购意向公开合规性", "2", "2", "预算批复后60日内公开采购意向。", "", ""},
    {"采购管理", "采购内控制度建设", "1", "1", "建立采购内部控制制度即得满分。", "", ""},
    {"采购管理", "采购活动合规性", "2", "2", "当年无投诉成立、无处罚、无规避招标。", "", ""},
    {"采购管理", "采购合同签订时效性", "3", "3", "中标通知书发出后30日内签订合同的份数占比。", "", ""},
    {"采购管理", "合同备案时效性", "1", "1", "合同签订后7个工作日内备案的份数占比。", "", ""},
    {"采购管理", "采购政策效能", "1", "1", "为中小企业预留份额达到规定比例。", "", ""},
    {"资产管理", "资产配置合规性", "2", "2", "办公室面积和办公设备配置不超标准。", "", ""},
    {"资产管理", "资产收益上缴的及时性", "1", "1", "处置与使用收益按时上缴。", "", ""},
    {"资产管理", "资产盘点情况", "1", "1", "当年完成固定资产盘点且账实相符。", "", ""},
    {"资产管理", "数据质量", "2", "2", "国有资产年报完整、准确。", "", ""},
    {"资产管理", "资产管理合规性", "2", "2", "建立资产管理制度并有效执行。", "", ""},
    {"资产管理", "固定资产利用率", "2", "2", "在用固定资产原值÷全部固定资产原值，不低于90%得满分。", "", ""},
    {"运行成本", "公用经费控制率", "2", "2", "实际公用支出÷预算安排公用经费，不高于100%得满分。", "", ""},
    {"运行成本", "“三公”经费控制情况", "2", "2", "实际支出不高于预算安排得满分。", "", ""},
};

inline ScorecardItem item_of(const ItemText& text, const std::string& id) {
  ScorecardItem item;
  item.id = id;
  item.title = text.title;
  item.full = decimal(text.full);
  item.score = decimal(text.score);
  item.rule = text.rule;
  item.lost = text.lost;
  item.why = text.why;
  item.unverified = std::string(text.title) != "部门预算资金支出率";
  return item;
}

template <std::size_t n>
ScorecardGroup group_of(const std::string& id, const std::string& title, const ItemText (&items)[n]) {
  ScorecardGroup top;
  top.id = id;
  top.title = title;
  for (std::size_t i = 0; i < n; ++i) {
    if (top.groups.empty() || top.groups.back().title != items[i].group) {
      ScorecardGroup child;
      child.id = id + "." + std::to_string(top.groups.size() + 1);
      child.title = items[i].group;
      child.level = 2;
      top.groups.push_back(child);
    }
    ScorecardGroup& child = top.groups.back();
    child.items.push_back(item_of(items[i], id + std::to_string(i + 1)));
    child.full += child.items.back().full;
    child.score += child.items.back().score;
    top.full += child.items.back().full;
    top.score += child.items.back().score;
  }
  return top;
}

inline Scorecard scorecard() {
  Scorecard card;
  card.unit = "449999001";
  card.unit_name = "云岭区人民政府办公室";
  card.year = 2022;
  card.rubric_id = "sample-2022";
  card.rubric_version = "2022.1";
  card.rubric_status = "unverified";
  card.groups.push_back(group_of("A", "履职效能", effect_items));
  card.groups.push_back(group_of("B", "管理效率", management_items));
  ScorecardItem& rate = card.groups[0].groups[0].items[2];
  rate.inputs = {{"budget.spent", "全年支出", decimal("2459.96"), "", "万元", "支付凭证金额合计"},
                 {"budget.total", "全年预算", decimal("2508.64"), "", "万元", "基本支出预算与项目支出预算之和"}};
  rate.excel_formula = "ROUND(10*ROUND({budget.spent}/{budget.total},4),2)";
  card.groups[1].groups[1].items[0].inputs = {{"carry.over.rate", "结转结余率", std::nullopt, "--%（基数为0，不可比）",
                                               "", "年末结转结余÷（年初结转结余＋本年预算）"}};
  card.total = decimal("95.81");
  card.full = decimal("100");
  card.grade = "优";
  card.bands = {{decimal("90"), "优"}, {decimal("80"), "良"}, {decimal("60"), "中"}, {decimal("0"), "差"}};
  card.date = Date::parse("2023-03-15").value();
  return card;
}

inline Document report() {
  Document document;
  document.title = {"云岭区人民政府办公室", "2022年度部门整体支出绩效自评报告"};
  document.unit = "云岭区人民政府办公室";
  document.year = 2022;
  document.date = Date::parse("2023-03-15").value();
  document.status_notes = {"指标体系的满分值尚未见到官方文本，凡依据其计算的得分均注明“未核实”。"};
  auto& blocks = document.blocks;
  int section[5] = {};
  const auto heading = [&](int level, const std::string& text) {
    ++section[level];
    for (int deeper = level + 1; deeper <= 4; ++deeper) section[deeper] = 0;
    blocks.push_back(Heading{level, heading_number(level, section[level]) + text});
  };
  const auto paragraph = [&](Runs runs) { blocks.push_back(Paragraph{std::move(runs), true}); };
  const auto text = [](std::string s) { return text_run(std::move(s)); };

  heading(1, "基本情况");
  heading(2, "部门职能");
  paragraph(
      {text("云岭区人民政府办公室是协助区政府领导同志处理区政府日常工作的机构，主要负责区政府文电处理、会议组织、"
            "公文起草、政务信息、督查督办、政务公开、应急值守和机关事务等工作。内设综合科、文秘科、信息科、督查科、"
            "政务公开科、值班室、行政科等7个科室，下属事业单位2个。年末编制32名，实有在职人员"),
       figure_run("31", "staff.in-post", "在职人员 · 年末人员台账中状态为在职的记录数"), text("名，离休人员"),
       figure_run("2", "staff.retired-cadre", "离休人员 · 年末人员台账"), text("名，退休人员"),
       figure_run("54", "staff.retired", "退休人员 · 年末人员台账"), text("名。")});
  heading(2, "年度总体工作和重点工作任务");
  paragraph({text("2022年，办公室围绕区委、区政府中心工作，着力提升参谋辅政、统筹协调、督促落实和服务保障水平。全年办理"
                  "各类文电"),
             figure_run("6322", "docs.received", "办理文电 · 收文与发文台账记录数"), text("件，承办上级会议及来访"),
             figure_run("1252", "meetings.upper", "上级会议及来访 · 会议台账"), text("场次，组织区政府及办公室会议"),
             figure_run("293", "meetings.own", "自办会议 · 会议台账"), text("场次；起草各类文稿"),
             figure_run("450", "drafts.count", "起草文稿 · 文稿台账"), text("篇，报送政务信息"),
             figure_run("400", "information.sent", "报送信息 · 信息台账"), text("篇；办理建议提案"),
             figure_run("408", "proposals.closed", "办结建议提案 · 办结日期不晚于期限的记录数"),
             text("件，按期办结率100%。")});
  heading(3, "公文处理");
  paragraph(
      {text("严格执行《党政机关公文处理工作条例》，对来文逐件登记、分办、催办、归档，做到件件有着落、事事有回音。"
            "特急件即到即办，急件当日办结，平件三个工作日内提出拟办意见；全年未发生错办、漏办和失泄密情况。")});
  heading(3, "督查督办");
  paragraph({text("对区政府常务会议议定事项、领导批示件和重点民生实事建立台账，实行“立项—交办—催办—反馈—销号”闭环管理，"
                  "通过“互联网+督查”平台受理并办结群众反映问题线索"),
             figure_run("200", "supervision.internet", "互联网+督查 · 督查台账"),
             text("条，对逾期事项按蓝、黄、红三色逐级提醒，形成督查专报48期。")});
  heading(4, "民生实事督办");
  paragraph({text("年初确定的十件民生实事逐项明确牵头单位、完成时限和验收标准，按月通报进度，年末全部完成。")});
  heading(4, "会议议定事项督办");
  paragraph({text("党组会议、常务会议议定事项逐条分解，会后两个工作日内交办，按季度汇总办理情况并报区政府主要领导。")});
  heading(2, "部门整体收支情况");
  paragraph({text("2022年部门预算安排"),
             figure_run("2508.64", "budget.total", "全年预算 · 基本支出预算与项目支出预算之和"),
             text("万元，其中基本支出"), figure_run("2388.64", "budget.basic", "基本支出预算"), text("万元，项目支出"),
             figure_run("120.00", "budget.project", "项目支出预算"), text("万元；全年实际支出"),
             figure_run("2459.96", "budget.spent", "全年支出 · 支付凭证金额合计"), text("万元，支出率"),
             figure_run("98.06%", "budget.rate", "支出率 · 全年支出÷全年预算"), text("。收支情况见下表。")});
  Table money;
  money.caption = "2022年度部门收支情况表（单位：万元）";
  money.type = TableType::normal;
  money.columns = {{40, Align::left}, {22, Align::right}, {22, Align::right}, {22, Align::right}, {24, Align::right}};
  Row head;
  for (const char* title : {"项目", "年初预算", "调整预算", "全年支出", "支出率"}) {
    head.push_back(text_cell(title));
    head.back().align = Align::center;
  }
  money.header.push_back(head);
  const char* rows[][5] = {{"一、基本支出", "2388.64", "2388.64", "2347.18", "98.26%"},
                           {"其中：人员经费", "1986.20", "1986.20", "1958.73", "98.62%"},
                           {"公用经费", "402.44", "402.44", "388.45", "96.52%"},
                           {"二、项目支出", "120.00", "120.00", "112.78", "93.98%"},
                           {"其中：运行维护", "100.00", "100.00", "95.63", "95.63%"},
                           {"设备购置", "20.00", "20.00", "17.15", "85.75%"},
                           {"三、上年结转", "0.00", "0.00", "0.00", "--%（基数为0，不可比）"}};
  for (const auto& line : rows) {
    Row row;
    for (const char* cell : line) row.push_back(text_cell(cell));
    money.rows.push_back(row);
  }
  Row sum;
  for (const char* cell : {"合计", "2508.64", "2508.64", "2459.96", "98.06%"}) {
    sum.push_back(text_cell(cell, true));
    sum.back().shaded = true;
  }
  money.rows.push_back(sum);
  blocks.push_back(money);

  heading(1, "绩效自评情况");
  heading(2, "自评结论");
  paragraph({text("对照部门整体支出绩效评价指标体系，2022年度自评总分"),
             figure_run("95.81", "score.total", "总分 · 各项得分之和"), text("分，等级为“优”，其中履职效能"),
             figure_run("45.81", "score.effect", "履职效能得分"), text("分，管理效率"),
             figure_run("50.00", "score.management", "管理效率得分"), text("分。")});
  blocks.push_back(scorecard_table(scorecard()));
  blocks.push_back(
      Note{{text("注：“未核实”是指该项满分值或评分口径由公开资料推断，尚未见到官方文本；取得官方文本后应重新计算。")}});
  heading(2, "履职效能分析");
  paragraph(
      {text("产出指标得18.00分，满分20分。20项产出指标中18项完成或超额完成，未完成的是政务信息报送篇数和督办专报期数，"
            "主要原因是下半年信息报送口径调整，部分信息合并为专报报送；督办专报因两期内容合并，全年实际印发48期。")});
  paragraph({text(
      "效益指标得18.00分，满分20分。公文流转时效、会议服务保障、政府信息公开等指标均达到预期，社会公众满意度为90.5%，"
      "低于95%的目标值4.5个百分点，群众对部分问题线索反馈的及时性仍有意见。")});
  paragraph({text("预算资金支出率得9.81分，满分10分。全年支出进度总体平稳，"), text_run("未达到100%的主要原因", true),
             text("是年末部分合同尾款按约定在验收合格后支付，相应资金结转下年。")});
  heading(2, "管理效率分析");
  const char* management[] = {
      "预算编制方面。新增项目均按规定开展事前绩效评估，从立项必要性、投入经济性、绩效目标合理性、实施方案可行性、筹资合"
      "规性"
      "五个方面逐项论证，评估结论作为预算安排的前置条件。",
      "预算执行方面。建立支出进度按月通报制度，6月、9月两次召开支出推进会；财务管理符合《会计法》和单位内部控制规范，"
      "支出范围、程序、用途和核算均未发现违规问题。",
      "信息公开方面。部门预算、决算在批复后20日内向社会公开，绩效目标和绩效自评资料同步在门户网站公开，内容完整、格式规"
      "范。",
      "采购管理方面。采购意向在预算批复后按时公开，全年采购合同均在中标、成交通知书发出之日起30日内签订，并在7个工作日"
      "内备案，"
      "面向中小企业采购金额占比达到规定要求。",
      "资产管理方面。年内完成固定资产盘点，账账相符、账实相符；公务用车166辆中新能源车89辆，占比53.61%"
      "；资产处置和使用收益"
      "及时足额上缴。",
      "运行成本方面。公用经费控制率96.52%，“三公”经费支出低于预算安排，厉行节约措施得到落实。"};
  for (const char* line : management) {
    heading(3, std::string(line).substr(0, std::string(line).find("。") + 3));
    paragraph({text(std::string(line).substr(std::string(line).find("。") + 3))});
  }
  heading(1, "存在问题及改进措施");
  heading(2, "存在问题");
  paragraph(
      {text("一是绩效指标设置的前瞻性不够，个别指标的目标值确定时未充分考虑工作口径变化，年中也未及时调整，造成完成情况"
            "与目标存在偏差。")});
  paragraph({text("二是项目支出进度不够均衡，设备购置类项目采购启动较晚，第四季度支出占比偏高，影响资金使用效率。")});
  paragraph({text("三是群众反映问题线索的反馈时效仍有提升空间，部分承办单位反馈内容较为笼统，回访机制落实不到位。")});
  heading(2, "改进措施");
  paragraph(
      {text("一是加强绩效目标管理。编制预算时同步论证绩效指标，对可能受政策和口径变化影响的指标设置年中复核环节，确需调"
            "整的按规定程序报批。")});
  paragraph(
      {text("二是加快预算执行进度。项目采购计划于预算批复后一个月内下达，按月监控执行进度，对连续两个月低于序时进度80%"
            "的项目发出提醒，"
            "并将执行情况与下一年度预算安排挂钩。")});
  paragraph(
      {text("三是提升督查反馈质量。明确承办单位反馈要素和时限，对反馈不合格的退回补办，办结事项按10%"
            "的比例回访，回访结果纳入年度考核。")});
  heading(1, "其他需要说明的情况");
  paragraph({text(
      "本报告所列数据均由办公室各类台账汇总形成，涉密事项仅统计登记件数，不涉及具体内容。报告中的金额除特别注明外，"
      "单位均为万元，比率按四舍五入保留两位小数。")});
  blocks.push_back(Signature{"云岭区人民政府办公室", "2023年3月15日"});
  return document;
}

}  // namespace jiheng::report::sample

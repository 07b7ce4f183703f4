// The rules about numbers in sentences: each with statements that cannot hold and look-alikes that can.
#include <gtest/gtest.h>

#include "rule_set.h"

namespace {

using namespace jiheng;
using namespace jiheng::audit;

constexpr Check number_checks[] = {check_ratios,          check_sums,
                                   check_subsets,         check_growth,
                                   check_differences,     check_budget_changes,
                                   check_same_quantities, check_retold_counts,
                                   check_score_items,     check_item_marks,
                                   check_item_deductions, check_conclusion,
                                   check_count_lists,     check_over_fulfilment,
                                   check_coincidences,    check_respective,
                                   check_savings,         check_lost_points,
                                   check_own_facts,       check_summaries,
                                   check_told_marks,      check_told_results};

// Findings in order: "rule: stated → expected" each.
std::vector<std::string> found(const std::string& body) {
  const std::string text =
      "2023年度南岭县人民政府办公室部门整体支出绩效自评报告\n\n一、基本情况\n\n（一）部门整体收支情况\n\n" + body +
      "\n";
  auto document = reading::read_bytes(text, "t.md");
  EXPECT_TRUE(document);
  const Analysis analysis = analyse(*document);
  Report report(audit::testing::rules_cn());
  const Context context{analysis, audit::testing::rules_cn(), 0};
  for (const Check check : number_checks) check(context, report);
  std::vector<std::string> out;
  for (const Finding& finding : report.findings()) {
    out.push_back(finding.rule + ": " + finding.stated + (finding.expected.empty() ? "" : " → " + finding.expected));
  }
  return out;
}
using Lines = std::vector<std::string>;

TEST(Ratio, ExecutionRates) {
  EXPECT_EQ(found("全年预算数3181.27万元，执行数3168.61万元，完成预算的99.6%。"), Lines{});
  EXPECT_EQ(found("全年预算数3181.27万元，执行数3168.61万元，完成预算的99.4%。"), Lines{"ratio: 99.4% → 99.6%"});
  EXPECT_EQ(found("调整后全年预算957.80万元（含普查经费），全年支出938.72万元，预算执行率98.01%。"), Lines{});
  // Basic budget is the budget without the project budget.
  EXPECT_EQ(found("全年预算数100万元，执行数91万元，完成预算的91%。其中基本支出58万元，完成预算数的96.67%"
                  "。项目支出全年预算数为40万元。"),
            Lines{});
  EXPECT_EQ(found("预期预算完成率为95.19%，实际预算完成率为98.93%。全年预算数3,378.30万元，执行数3,342.07万元。"),
            Lines{});
  EXPECT_EQ(found("预算支出率未达100%。全年预算数100万元，执行数97万元。"), Lines{});
}
TEST(Ratio, RoundingOnceFromTheExactQuotient) {
  // 66.545168: two places 66.55, one place 66.5; rounding 66.55 again would give 66.6.
  EXPECT_EQ(found("项目支出全年预算数为342.94万元，支出决算数为228.21万元，全年执行率66.5%。"), Lines{});
  EXPECT_EQ(found("项目支出全年预算数为342.94万元，支出决算数为228.21万元，全年执行率66.6%。"),
            Lines{"ratio: 66.6% → 66.5%"});
}
TEST(Ratio, Truncated) {
  EXPECT_EQ(found("受理93件，办结25件，办结率26.8%。"), Lines{"ratio.truncated: 26.8% → 26.9%"});
  EXPECT_EQ(found("受理93件，办结54件，办结率58.17%。"), Lines{"ratio: 58.17% → 58.06%"});
}
TEST(Ratio, SharesAndTheirSubjects) {
  EXPECT_EQ(found("全年新配备车辆总数166辆，其中，新能源车89辆，占比53.61%。"), Lines{});
  EXPECT_EQ(found("全年新配备车辆总数166辆，其中，新能源车89辆，占比52.61%。"), Lines{"ratio: 52.61% → 53.61%"});
  EXPECT_EQ(found("教职工1,642人，专任教师1,173人，其中具有博士学位的教师占48.4%。"), Lines{});
  EXPECT_EQ(found("视频会议系统覆盖13个乡镇、178个村，覆盖率100%。"), Lines{});
  EXPECT_EQ(found("受理73件，审结65件，法定期限内审结率100%。"), Lines{});
  EXPECT_EQ(found("占政府性基金预算项目支出总额的--%（基数为0，不可比）。"), Lines{});
}
TEST(Ratio, NoBase) {
  EXPECT_EQ(found("一般公共预算支出30,266.62万元，整体支付率为99.5%。"), Lines{"no-base: 99.5%"});
}

TEST(Sum, Whole) {
  EXPECT_EQ(found("收支预算2,508.64万元，其中：基本支出预算数为2,388."
                  "64万元；项目支出预算数为120万元，包括运行经费100万元、购置经费20万元。"),
            Lines{});
  EXPECT_EQ(found("收支预算2,508.64万元，其中：基本支出预算数为2,388.64万元；项目支出预算数为130万元。"),
            Lines{"sum: 2,508.64万元 → 2518.64万元"});
  EXPECT_EQ(found("全年支出由三部分组成：救助支出10万元、养老支出20万元、运行支出33万元，以上共计60万元。"),
            Lines{"sum: 60万元 → 63万元"});
  EXPECT_EQ(found("印发通知12期、专报8期，合计21期。"), Lines{"sum: 21期 → 20期"});
}
TEST(Sum, SomePartsOnly) {
  EXPECT_EQ(found("上级采稿213篇，其中国办采稿19篇、省级刊物采稿28篇。"), Lines{});
  EXPECT_EQ(found("258篇信息被采用，其中国办采用27篇、省府办采用47篇、市府办采用187篇。"), Lines{"sum: 258篇 → 261篇"});
  EXPECT_EQ(found("年末在编人员31人（含领导5人），离休人员2人，退休人员54人。"), Lines{});
  EXPECT_EQ(found("办理97件，其中建议63件、提案34件，满意96件。"), Lines{});
}
TEST(Sum, Envelope) {
  EXPECT_EQ(found("执行数10.01万元，包括人员经费5.00万元、公用经费5.00万元。"),
            Lines{"sum.envelope: 10.01万元 → 10.00万元"});
}

TEST(Subset, PartLargerThanWhole) {
  EXPECT_EQ(found("信息被上级采用96篇，其中被省级刊物采用118篇。"), Lines{"subset: 118篇 → ≤ 96篇"});
  EXPECT_EQ(found("报送信息49条，被采用信息51条。"), Lines{"subset: 51条 → ≤ 49条"});
  EXPECT_EQ(found("留言件29件，对其中20件需要落实的文件跟踪办理。"), Lines{});
}

TEST(Growth, Bases) {
  EXPECT_EQ(found("办结建议提案719件，同比增长77.1%。"), Lines{});
  EXPECT_EQ(found("办结建议提案719件，同比增长70.1%。"), Lines{"growth: 70.1%"});
  EXPECT_EQ(found("企业达到683家，比上年的612家增长11.6%。"), Lines{});
  EXPECT_EQ(found("企业达到683家，比上年的612家增长13.6%。"), Lines{"growth: 13.6% → 11.6%"});
  EXPECT_EQ(found("与上年的398,104人相比，增加14,464人，增长3.63%。"), Lines{});
  EXPECT_EQ(found("社区警务室覆盖156个小区，刑事警情同比下降18.2%。"), Lines{});
}

TEST(SameQuantity, TwoValues) {
  EXPECT_EQ(found("全年支出938.72万元。\n\n三、结论\n\n2023年度全年支出937.82万元。"),
            Lines{"same-quantity: 937.82万元 → 938.72万元"});
  EXPECT_EQ(found("全年执行数938.72万元。未执行的8.61万元已交回。社会救助支出12.40万元。"), Lines{});
  EXPECT_EQ(found("举办专场招聘会4场。联合人社部门举办专场招聘会5场。"), Lines{"same-quantity: 5场 → 4场"});
  EXPECT_EQ(found("召开会议4次。机关党委召开会议5次。"), Lines{});
}

TEST(Score, ItemsAndTotal) {
  const auto report = [](const char* total, const char* second) {
    return std::string("整体支出绩效自评分值为") + total +
           "分，自评结果为优。\n\n1."
           "履职效能自评得分45分，具体得分如下：\n\n（1）产出得25分；\n\n（2）效益得20分。\n\n2."
           "管理效率自评得分50分，具体得分如下：\n\n（1）预算管理得20分；\n\n（2）资产管理得" +
           second + "分。";
  };
  EXPECT_EQ(found(report("95", "30")), Lines{});
  EXPECT_EQ(found(report("96", "30")), Lines{"score.items: 96分 → 95分"});
  EXPECT_EQ(found(report("95", "28")), (Lines{"score.items: 50分 → 48分", "score.items: 95分 → 93分"}));
  EXPECT_EQ(found("综合得分96.5分，其中：投入得9分、过程得28.5分、产出得39分、效果得20分。扣分原因是过程不规范。"),
            Lines{});
  EXPECT_EQ(found("综合得分97.5分，其中：投入得9分、过程得28.5分、产出得39分、效果得20分。扣分原因是过程不规范。"),
            Lines{"score.items: 97.5分 → 96.5分"});
}
TEST(Score, RangeRateGrade) {
  EXPECT_EQ(found("采购管理满分10分，得11分。"), Lines{"score.item-range: 11分 → 0 ~ 10分"});
  EXPECT_EQ(found("全年预算数100万元，执行数94.21万元，执行率94.21%。预算执行率满分10分，得9.62分。"),
            Lines{"score.rate: 9.62分 → 9.42分"});
  EXPECT_EQ(found("部门自评得分88.46分，扣分原因见附表，绩效等级为“优”。"), Lines{"score.grade: 优 → 良"});
  EXPECT_EQ(found("部门自评得分98.46分，扣分原因见附表，绩效等级为“优”，工作良好。"), Lines{});
}
TEST(Score, EqualsRateAndDeductions) {
  EXPECT_EQ(found("全年预算数100万元，执行数91.44万元，执行率91.44%。整体支出绩效评价得分为91.44分，等级为优。"),
            Lines{"score.equals-rate: 91.44分 → 91.44%"});
  EXPECT_EQ(found("部门整体支出绩效自评分数为99分。"), Lines{"score.deduction-unexplained: 99分 → 100分"});
  EXPECT_EQ(found("部门整体支出绩效自评分数为99分，主要是合同备案时效性有待加强。"), Lines{});
}
TEST(Score, LostPointsAreAccountedFor) {
  auto document = reading::read_bytes(
      "2023年度某办公厅部门整体支出绩效自评报告\n\n一、情况\n\n整体支付率为99.5%，年度平均执行率为99.84%。自评得分为98."
      "98分，主要是采购管理中合同备案时效性有待加强。",
      "t.md");
  ASSERT_TRUE(document);
  const Analysis analysis = analyse(*document);
  Report report(audit::testing::rules_cn());
  check_conclusion({analysis, audit::testing::rules_cn(), 0}, report);
  ASSERT_EQ(report.claims().size(), 1u);
  EXPECT_EQ(report.claims()[0].values, (Lines{"100", "1", "0.016", "98.98分"}));
  EXPECT_EQ(report.claims()[0].assumption, "假定支出率满分10分、按99.84%计失0.016分，其余指标失1分");
}

TEST(CountList, ListedAndStated) {
  EXPECT_EQ(found("本级内设处室6个，分别是秘书处、综合处、会务处、联络处、督查室、信息处。"), Lines{});
  EXPECT_EQ(found("本级内设处室7个，分别是秘书处、综合处、会务处、联络处、督查室、信息处。"),
            Lines{"count.list: 7个 → 6个"});
  EXPECT_EQ(found("下属单位共两个，分别是南岭县研究中心和南岭县总值班室。"), Lines{});
  EXPECT_EQ(found("设3个科室，分别是人力资源和社会保障科、秘书科、督查科。"), Lines{});
  EXPECT_EQ(found("严把起草关、审核关、发文关、收文关四个关口。"), Lines{});
  EXPECT_EQ(found("严把起草关、审核关、发文关三个关口，严把起草关、审核关、收文关四个关口。"),
            Lines{"count.list: 四个 → 3个"});
  EXPECT_EQ(found("走访财政局、审计局等5个部门，对接5个单位，包括财政局、审计局等。"), Lines{});
  EXPECT_EQ(found("制定印发方案、通知、简报12份。"), Lines{});
  EXPECT_EQ(found("资金主要投向三个方面：一是人员；二是运转；三是项目。"), Lines{});
}

TEST(Ratio, AdjustedBudgetsAndPartsOfTheYear) {
  // What was added or cut is neither budget nor spending; the rate may be of the budget before or after it.
  const std::string adjusted =
      "年初批复5,230.00万元；年中核减118.40万元，调整预算为5,111.60万元。当年决算支出4,967.83万元，支出完成率";
  EXPECT_EQ(found(adjusted + "97.19%。"), Lines{});
  EXPECT_EQ(found(adjusted + "94.99%。"), Lines{});
  EXPECT_EQ(found(adjusted + "96.19%。"), Lines{"ratio: 96.19% → 97.19%"});
  EXPECT_EQ(found("调整预算800.90万元，全年支出773.98万元，支出率96.64%。7月对照半年进度检查，当时支出率为48.6%。"),
            Lines{"no-base: 48.6%"});
  EXPECT_EQ(found("岗位补贴预算310.00万元，实际发放287.99万元，执行率为92.09%。"), Lines{"ratio: 92.09% → 92.90%"});
  EXPECT_EQ(found("项目支出1,862.72万元，占项目支出预算3,160.00万元的59.85%。"), Lines{"ratio: 59.85% → 58.95%"});
  EXPECT_EQ(found("基本支出6,140.52万元和项目支出3,072.56万元，分别占66.7%、33.3%。"), Lines{});
  EXPECT_EQ(found("管理高血压患者3.28万人，规范管理率71.6%；管理糖尿病患者0.94万人，规范管理率69.8%。"), Lines{});
}

TEST(Ratio, SeveralToldRespectively) {
  const std::string people = "参加考核53人，其中优秀10人、称职43人，优秀率和称职率分别为18.9%和";
  EXPECT_EQ(found(people + "81.1%。"), Lines{});
  EXPECT_EQ(found(people + "80.1%。"), Lines{"ratio: 80.1% → 81.1%"});
  const std::string project =
      "项目支出年初预算412.60万元，调整后预算498.85万元，决算471.33万元，分别占年初预算和调整后预算的114.23%和";
  EXPECT_EQ(found(project + "94.48%。"), Lines{});
  EXPECT_EQ(found(project + "91.48%。"), Lines{"ratio: 91.48% → 94.48%"});
  EXPECT_EQ(found("收到建议37件、提案43件，已办结35件、40件，办结率分别为94.6%和92.0%。"),
            Lines{"ratio: 92.0% → 93.0%"});
  // None of them fits: the figures before are of another matter.
  EXPECT_EQ(found("抽查窗口12个、站点31个，好评率和按时办结率分别为98.2%和99.1%。"), Lines{});
}
TEST(Subset, WithinWhatWasNamedBefore) {
  EXPECT_EQ(found("核定编制58名，实有在职人员53人，在职人员中具有大学本科以上学历的56人。"),
            Lines{"subset: 56人 → ≤ 53人"});
  EXPECT_EQ(found("核定编制58名，实有在职人员53人，在职人员中具有大学本科以上学历的46人。"), Lines{});
  EXPECT_EQ(found("实有在职人员53人，办公室在全年工作中评出先进56人次。"), Lines{});
}
TEST(ScoreItems, PointsLostOneByOne) {
  EXPECT_EQ(found("共扣1.33分：执行率扣0.23分；数字城管结案扣0.1分；长效机制执行不到位扣1分。"), Lines{});
  EXPECT_EQ(found("共扣1.53分：执行率扣0.23分；数字城管结案扣0.1分；长效机制执行不到位扣1分。"),
            Lines{"score.items: 1.53分 → 1.33分"});
  EXPECT_EQ(found("共扣2.15分：预算支出率得9.85分，扣0.15分；食堂监管系统上线晚于计划，扣2.10分。"),
            Lines{"score.items: 2.15分 → 2.25分"});
  EXPECT_EQ(found("书房少建1间扣2.5分、接待读者未达目标扣0.4分，等共扣3.1分。"), Lines{});
  const std::string lost =
      "预算执行率扣1.2分（支付进度偏慢），采购管理扣1分（备案超期），资产管理扣0.5分（盘点不及时），其他指标均"
      "未扣分。满分100分，自评得分为";
  EXPECT_EQ(found(lost + "97.3分。"), Lines{});
  EXPECT_EQ(found(lost + "97.8分。"), Lines{"score.items: 97.8分 → 97.3分"});
  EXPECT_EQ(found("评分标准：每少1项扣0.5分，每迟报1次扣1分，共扣3分。"), Lines{});
}
TEST(SameQuantity, WhatADepartmentSaysOfItself) {
  const std::string own = "实有在职人员41人，其中行政人员27人。\n\n二、综合评价分析\n\n";
  EXPECT_EQ(found(own + "人均公用经费按年末在职人员43人计算。"), Lines{"same-quantity: 43人 → 41人"});
  EXPECT_EQ(found(own + "人均公用经费按年末在职人员41人计算。"), Lines{});
  EXPECT_EQ(found(own + "培训乡镇在职人员96人。"), Lines{});
  EXPECT_EQ(found(own + "上年末在职人员43人。"), Lines{});
}
TEST(SameQuantity, NamedMoneyAndScores) {
  const std::string first = "信息化运维项目年初预算58.00万元，用于政务外网。\n\n二、综合评价分析\n\n";
  EXPECT_EQ(found(first + "信息化运维项目年初预算为68.00万元，系统可用率99.9%。"),
            Lines{"same-quantity: 68.00万元 → 58.00万元"});
  EXPECT_EQ(found("自评得分为96.8分，等级为优。\n\n本次98.6分的自评得分将公开，扣分项为执行率。"),
            Lines{"same-quantity: 98.6分 → 96.8分"});
  EXPECT_EQ(found("完成危桥改造10座。\n\n二、综合评价分析\n\n全年完成危桥改造11座。"),
            Lines{"same-quantity: 11座 → 10座"});
}
TEST(Ratio, OfOneOfSeveralToldBefore) {
  const std::string public_money =
      "“三公”经费支出14.23万元，公车9.86万元，接待4.37万元，没有购车支出，为年初预算18.50万元的";
  EXPECT_EQ(found(public_money + "76.92%。"), Lines{});
  EXPECT_EQ(found("完成造林4.37万亩，为计划4.50万亩的79.11%。"), Lines{"ratio: 79.11% → 97.11%"});
}
TEST(Sum, OfWhatWasNamedBefore) {
  const std::string parts =
      "项目支出中，城市管理702.40万元，社区建设486.15万元，平安建设298.70万元，民生服务275.80万元。";
  EXPECT_EQ(found("项目支出1,763.05万元，完成其预算3,000.00万元的58.77%。" + parts), Lines{});
  EXPECT_EQ(found("项目支出1,753.05万元，完成其预算3,000.00万元的58.44%。" + parts),
            Lines{"sum: 1,753.05万元 → 1763.05万元"});
  EXPECT_EQ(found("决算里，基本支出1,486.20万元，项目支出1,627.80万元。临时救助118人次，支出21.24万元。"), Lines{});
}
TEST(Growth, LessThanBefore) {
  EXPECT_EQ(found("年运行费比外租时的240.00万元少支出52.80万元，降低22.0%。"), Lines{});
  EXPECT_EQ(found("年运行费比外租时的240.00万元少支出52.80万元，降低18.0%。"), Lines{"growth: 18.0% → 22.0%"});
}
TEST(CountList, VerbsAndCircledNumbers) {
  const std::string laws = "，分别检查了《安全生产法》《义务教育法》《水污染防治法》的实施情况，发现问题83个。";
  EXPECT_EQ(found("开展执法检查3次" + laws), Lines{});
  EXPECT_EQ(found("开展执法检查4次" + laws), Lines{"count.list: 4次 → 3次"});
  EXPECT_EQ(found("调整后的年度任务共3条：①新建健身路径45处；②组织活动70场；③群众满意。"), Lines{});
  EXPECT_EQ(found("调整后的年度任务共4条：①新建健身路径45处；②组织活动70场；③群众满意。"),
            Lines{"count.list: 4条 → 3条"});
}
TEST(ScoreItems, HeadsOfItemsWithNames) {
  const std::string items =
      "出院患者人次10分得10分；三、四级手术占比10分得10分；平均住院日10分得10分；病床使用率10分得9.84分，系"
      "呼吸病区停用所致。";
  EXPECT_EQ(found("C.产出，满分40分，得39.84分。" + items), Lines{});
  EXPECT_EQ(found("C.产出，满分40分，得39.48分。" + items), Lines{"score.items: 39.48分 → 39.84分"});
}
TEST(ScoreItems, TextAgainstItsTable) {
  const std::string table =
      "\n\n| 一级指标 | 三级指标 | 分值 | 得分 |\n|---|---|---|---|\n| 产出 | 办件数量 | 30 | 29.5 |\n| 产出 | 及时率 "
      "| 30 | "
      "28 |\n| 效益 | 群众评价 | 40 | 40 |\n| 总计 | | 100 | 97.5 |\n";
  EXPECT_EQ(found("自评得97.5分，等级为优。产出指标得57.5分，扣分见表。" + table), Lines{});
  EXPECT_EQ(found("自评得97.5分，等级为优。产出指标得58.5分，扣分见表。" + table),
            Lines{"score.items: 58.5分 → 57.5分"});
  EXPECT_EQ(found("自评得97.5分，等级为优。及时率得29分，扣分见表。" + table), Lines{"same-quantity: 29分 → 28"});
}
TEST(Ratio, SwappedDigits) {
  EXPECT_EQ(found("拨打电话5,400个，接通并完成访问1,836个，访问成功率30.4%。"), Lines{"ratio: 30.4% → 34.0%"});
  EXPECT_EQ(found("168件均在期限内办复。表示满意的161件，满意率95.38%。"), Lines{"ratio: 95.38% → 95.83%"});
}
TEST(Sum, TotalsOfSoMany) {
  const std::string counties = "平岗县1,240万元、河西县1,085万元、罗水县976万元，三县合计";
  EXPECT_EQ(found(counties + "3,301万元。"), Lines{});
  EXPECT_EQ(found(counties + "3,310万元。"), Lines{"sum: 3,310万元 → 3301万元"});
  EXPECT_EQ(found("总投资3,860.00万元，资金来源为中央补助1,620.00万元、省级补助408.00万元、区级配套1,310.00万元。"),
            Lines{"sum: 3,860.00万元 → 3338.00万元"});
  EXPECT_EQ(found("领取补助的3,187人，分为：残疾军人1,412人、带病回乡军人381人、60周岁以上退役士兵1,394人。"), Lines{});
}
TEST(Subset, NumbersInWordsBetween) {
  EXPECT_EQ(found("志愿服务队352支，其中每月至少开展一次活动的486支。"), Lines{"subset: 486支 → ≤ 352支"});
  EXPECT_EQ(found("发现火灾隐患2,618处，督促整改2,651处。"), Lines{"subset: 2,651处 → ≤ 2,618处"});
}
TEST(ScoreItems, PartsOfTheWholeAndFullMarks) {
  EXPECT_EQ(found("自评得分为97.49分，等级为优（80分至90分为良）。四个板块中，投入管理29.12分、产出38."
                  "73分、效益20分、满意度10分，"
                  "扣分见表。"),
            Lines{"score.items: 97.49分 → 97.85分"});
  const std::string head =
      "（三）产出指标40分，得36.70分\n\n清扫10分，得10分；设施10分，覆盖率90%，得9.00分；拆违10分，得10分；秩序";
  EXPECT_EQ(found(head + "10分，夜市未清，得7.70分。"), Lines{});
  EXPECT_EQ(found(head + "9分，夜市未清，得7.70分。"), Lines{"score.items: 40分 → 39分"});
}
TEST(ScoreDeduction, OfOneItemAmongOthers) {
  EXPECT_EQ(found("停车位计划36个、实际36个，该项满分10分，得10分；充电桩计划40组、实际42组，该项满分15分，得13分。"),
            Lines{"score.deduction-unexplained: 13分"});
  EXPECT_EQ(found("案件处置8分，按期率98.6%，得8分；生态效益6分，新增绿地5.3万平方米，得5分；满意度6分，目标90%"
                  "、结果87.6%，得5.84分。"),
            Lines{"score.deduction-unexplained: 5分"});
}
TEST(Ratio, ToldBehindAnotherAmount) {
  EXPECT_EQ(found("抽检样品120份，合格118份，合格率98.3%，宜存率100%。"), Lines{});
  EXPECT_EQ(
      found("年初预算1765.20万元，8月追加补助240.00万元，全年预算2005.20万元。只看年初部分，支出1671.38万元，执行率"
            "94.69%，追加资金仅支出93.20万元，执行率38.83%。"),
      Lines{});
}
TEST(Sum, ListsByCommasAndTheirNumbers) {
  const std::string classes = "其中主体班11期684人次，专题班9期902人次，委托班8期706人次。";
  EXPECT_EQ(found("举办班次28期，培训学员2292人次，" + classes), Lines{});
  EXPECT_EQ(found("举办班次28期，培训学员2346人次，" + classes), Lines{"sum: 2346人次 → 2292人次"});
  EXPECT_EQ(found("完成营造林3260亩，其中人工造林1480亩，退化林修复960亩，补植补造720亩。"),
            Lines{"sum: 3260亩 → 3160亩"});
  const std::string projects = "全部用于三个项目：系统运维168.00万元，投资评审124.80万元，绩效评价78.50万元。";
  EXPECT_EQ(found("项目支出371.30万元" + projects), Lines{});
  EXPECT_EQ(found("项目支出373.10万元" + projects), Lines{"sum: 373.10万元 → 371.30万元"});
  EXPECT_EQ(found("两项补贴发放7916人，其中生活补贴3542人、护理补贴5108人，两项同时享受的734人。"), Lines{});
}
TEST(SameQuantity, ThingsBesideAndSwappedDigits) {
  EXPECT_EQ(
      found(
          "产业奖补惠及贫困户418户，发放资金156.40万元。\n\n二、综合评价分析\n\n拿贫困户来讲，全年共有436户贫困户领到产"
          "业奖补，信心更足。"),
      Lines{"same-quantity: 436户 → 418户"});
  EXPECT_EQ(
      found(
          "惠农惠民补贴统一由“一卡通”发放，全年共发放21436.5万元。\n\n二、综合评价分析\n\n2023年经“一卡通”发放惠农惠民"
          "补贴21346.5万元。"),
      Lines{"same-quantity: 21346.5万元 → 21436.5万元"});
}
TEST(ScoreItems, StandardsAndNeighbours) {
  EXPECT_EQ(found("满意度7分，实际88.0%，低于目标7个百分点，按每低1个百分点扣0.2分计，扣1.40分，得5.60分。"), Lines{});
  EXPECT_EQ(found("维修工程10分，1栋未按期完工，按每栋2分扣2分，另因补报扣0.5分，得7.5分。"), Lines{});
  EXPECT_EQ(found("预防性养护（20分）按完成比例得17.4分，安全生产（5分）得5分。"), Lines{});
  EXPECT_EQ(found("项目自评98.55分，等级为“优”（90分及以上）。扣分见表。"), Lines{});
}
TEST(ScoreDeduction, AParagraphThatSaysNoMore) {
  const std::string others =
      "1.预算执行（20分），得19分，系尾款结转。\n\n2.采购（10分），得9分，备案迟了2天。\n\n3.资产管理（10分），得";
  EXPECT_EQ(found(others + "8分。"), Lines{"score.deduction-unexplained: 8分"});
  EXPECT_EQ(found(others + "8分，账实不符。"), Lines{});
}
TEST(Ratio, BudgetsAndWhatWasAddedToThem) {
  const std::string year =
      "2023年初预算2,186.00万元，年中调整增加124.50万元，为中央科技馆免费开放补助，全年预算合计2,310.50万元。";
  EXPECT_EQ(found(year + "全年支出2,236.84万元，执行率96.81%。"), Lines{});
  EXPECT_EQ(found(year + "全年支出2,236.84万元，执行率98.61%。"), Lines{"ratio: 98.61% → 96.81%"});
  EXPECT_EQ(
      found(
          "全年可支配预算1,286.40万元。决算支出1,143.87万元，预算执行率88.92%。支出分两类：基本支出702.35万元，项目支出"
          "441.52万元，项目支出占比38.60%。"),
      Lines{});
  const std::string parts =
      "预算1,468.00万元，由三块组成：县级526.00万元，中央780.00万元，省级162.00万元。三块资金的支出分别为508.34"
      "万元、501.26万元、132.50万元，执行率分别为96.64%、64.26%、";
  EXPECT_EQ(found(parts + "81.79%。"), Lines{});
  EXPECT_EQ(found(parts + "87.19%。"), Lines{"ratio: 87.19% → 81.79%"});
}
TEST(Sum, WhatIsNoTotal) {
  EXPECT_EQ(found("县科协8个，企业科协53个，高校科协5个，乡镇（街道）科协已实现全覆盖，共96个。"), Lines{});
  EXPECT_EQ(found("年末在册职工312人，比上年末净增7人（招聘19人，退休5人，调出及辞职7人）。"), Lines{});
  EXPECT_EQ(found("工资福利168.47万元，商品和服务35.26万元，对个人和家庭补助6.19万元，三者构成基本支出209.92万元。"),
            Lines{});
  EXPECT_EQ(
      found("年初安排9,640.00万元，年内调整净增815.00万元，其中调增900.00万元，调减85.00万元，调整后10,455.00万元。"),
      Lines{});
  EXPECT_EQ(found("追加41.20万元（基本支出12.20万元，项目支出29.00万元）。基本支出361.19万元，项目支出151.65万元。"),
            Lines{});
}
TEST(Sum, ByKindAndBelow) {
  const std::string kinds = "按类别，水电类2,386件、门窗类1,274件、防水类812件、电梯和公共设施类982件。";
  EXPECT_EQ(found("全年接报修5,454件，48小时内响应5,214件。" + kinds), Lines{});
  EXPECT_EQ(found("全年接报修5,400件，48小时内响应5,014件。" + kinds), Lines{"sum: 5,400件 → 5454件"});
  EXPECT_EQ(found("补贴机具1,428台（套），受益农户46户。补贴机具按类分：拖拉机312台、收获机械486台、其他机械600台。"),
            Lines{"sum: 1,428台 → 1398台"});
  const std::string below = "具体用途：\n\n——人员：162.10万元；\n\n——业务：101.50万元；\n\n——公用补助：22.57万元。";
  EXPECT_EQ(found("全年使用286.17万元，执行率74.1%。" + below), Lines{"no-base: 74.1%"});
  EXPECT_EQ(found("全年使用268.17万元，执行率74.1%。" + below),
            (Lines{"no-base: 74.1%", "sum: 268.17万元 → 286.17万元"}));
}
TEST(Growth, FallsAndNames) {
  EXPECT_EQ(found("公用支出比上年的431.60万元压减18.32万元，降幅4.24%。"), Lines{});
  EXPECT_EQ(found("结算价212.50万元，增加3.9万元是因为增设门禁6套，增幅1.87%。"), Lines{});
  EXPECT_EQ(found("全年清掏5,420户次，收取清掏费16.26万元。上年清掏3,860户次，增长40.4%。"), Lines{});
  EXPECT_EQ(found("全年清掏5,420户次，收取清掏费16.26万元。上年清掏3,860户次，增长34.0%。"),
            Lines{"growth: 34.0% → 40.4%"});
}
TEST(SameQuantity, AgainstTheTableAndSatisfaction) {
  const std::string table =
      "\n\n| 一级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 |\n|---|---|---|---|---|---|\n| 产出 | 新增实物配租 | "
      "600户 | "
      "614户 | 50 | 50 |\n| 效益 | 投诉办结率 | 95% | 98% | 50 | 50 |\n\n二、综合评价分析\n\n";
  EXPECT_EQ(found(table + "新增实物配租614户，投诉办结率98%。"), Lines{});
  EXPECT_EQ(found(table + "新增实物配租641户，投诉办结率98%。"), Lines{"same-quantity: 641户 → 614户"});
  EXPECT_EQ(found("群众满意度，满意度86.7%。\n\n二、综合评价分析\n\n电话访问群众，满意度87.6%。"),
            Lines{"same-quantity: 87.6% → 86.7%"});
}
TEST(Ratio, OfAllAndOfThoseAlone) {
  const std::string fitted = "适配辅助器具3,380件，包括轮椅966件。免费适配2,975件，免费件数占全部适配件数的";
  EXPECT_EQ(found(fitted + "88.0%。"), Lines{});
  EXPECT_EQ(found(fitted + "85.8%。"), Lines{"ratio: 85.8% → 88.0%"});
  EXPECT_EQ(found("涉及渔民2,138人，应参保的1,905人都已参保，参保率100%。"), Lines{});
}
TEST(Sum, ListsBehindAColon) {
  const std::string kinds = "超载运输96件，配员不足58件，违规排放41件，未按规定报告32件。";
  EXPECT_EQ(found("立案查处违法行为227件：" + kinds), Lines{});
  EXPECT_EQ(found("立案查处违法行为217件：" + kinds), Lines{"sum: 217件 → 227件"});
  EXPECT_EQ(found("中标价合计比控制价低215.40万元（控制价6,510.00万元，中标价6,294.60万元）。"), Lines{});
  EXPECT_EQ(found("接受委派调解88件，包含在全年133件调解之内。"), Lines{});
}
TEST(Growth, DaysAndTheFirstOfItsUnit) {
  EXPECT_EQ(found("优良天数238天，比2022年的221天多17天，增长9.7%。"), Lines{"growth: 9.7% → 7.7%"});
  const std::string checks = "检查企业564家次，药品126家次。全年出动2,240人次。同2022年检查的486家次相比，增长";
  EXPECT_EQ(found(checks + "16.0%。"), Lines{});
  EXPECT_EQ(found(checks + "14.2%。"), Lines{"growth: 14.2% → 16.0%"});
}
TEST(SameQuantity, WordsInAnotherOrder) {
  EXPECT_EQ(found("改造卫生厕所288户。\n\n二、综合评价分析\n\n全年卫生厕所改造完工298户，群众满意。"),
            Lines{"same-quantity: 298户 → 288户"});
}
TEST(CountList, NumbersWithin) {
  EXPECT_EQ(found("下属预算单位18家，包括区人民医院、区中医院、区妇幼保健院3家区级医院，疾控中心和卫生监督所2家公共机构"
                  "，以及卫生院13"
                  "家。"),
            Lines{});
}
TEST(ScoreItems, ParagraphsWithoutNumbersBelow) {
  const std::string marks =
      "（一）过程30分，得29.35分。\n\n预算执行20分，按比例得19."
      "35分；\n\n采购10分，得10分。\n\n（二）产出70分，得69分，1项延期。";
  EXPECT_EQ(found("满分100分，得98.35分，等级为优。\n\n" + marks), Lines{});
  EXPECT_EQ(found("满分100分，得98.53分，等级为优。\n\n" + marks), Lines{"score.items: 98.53分 → 98.35分"});
  EXPECT_EQ(found("经逐项打分，履职效能得57.96分，管理效率得37.70分，合计95.66分，等级为优，扣分见表。"), Lines{});
}
TEST(Ratio, OtherReadingsOfTheParagraph) {
  // What the nearest figures cannot give others of the paragraph do.
  EXPECT_EQ(found("监测对象618户、2,407人，其中已消除风险371户、1,458人，消除比例按户计为60.0%。"), Lines{});
  const std::string cases =
      "2023年立案3,214件，2022年立案2,936件，同比增长9.5%；办结3,118件。非现场执法案件1,486件，占立案数的";
  EXPECT_EQ(found(cases + "46.2%。"), Lines{});
  EXPECT_EQ(found(cases + "42.6%。"), Lines{"ratio: 42.6% → 46.2%"});
}
TEST(Sum, WhatOnlyLooksLikeAList) {
  EXPECT_EQ(found("每吨财政贴息516.13元（贴息96.00万元，即960000元）。"), Lines{});
  EXPECT_EQ(found("作出处理决定10件：驳回7件，部分成立1件，供应商撤回终止2件；另有1件尚在审理。"), Lines{});
  EXPECT_EQ(found("未支出的377.34万元中，金额最大的是办证系统，预算390.00万元。"), Lines{});
  EXPECT_EQ(
      found("决算支出47,804.18万元，人员39,218.44万元，公用4,607.12万元，项目3,978.62万元，三项合计47,624.18万元。"),
      Lines{"sum: 47,624.18万元 → 47804.18万元"});
}
TEST(Growth, ByUnitAndYear) {
  const std::string visits =
      "接待团组47批、612人次，其中副部级6批。2022年接待团组为19批、203人次，2023年批次同比增长147.4%，人次同比增长";
  EXPECT_EQ(found(visits + "201.5%。"), Lines{});
  EXPECT_EQ(found(visits + "210.5%。"), Lines{"growth: 210.5% → 201.5%"});
  EXPECT_EQ(found("供热面积2023年末4,132万平方米，2022年末为3,860万平方米，一年间增长7.50%。"),
            Lines{"growth: 7.50% → 7.05%"});
  EXPECT_EQ(found("全年办理公证16,842件。2022年共办理15,218件，本年增长11.7%。"), Lines{"growth: 11.7% → 10.7%"});
  EXPECT_EQ(found("与2022年支出2,583.40万元相比，2023年增支175.64万元，增长6.80%。"), Lines{});
}
TEST(SameQuantity, TogetherWithOneNumber) {
  const std::string next = "\n\n二、综合评价分析\n\n";
  EXPECT_EQ(found("剩余1,024户4,386人安排在本年。" + next + "项目共搬迁1,024户4,368人，已入住。"),
            Lines{"same-quantity: 4,368人 → 4,386人"});
  EXPECT_EQ(found("国内经济3,011件，涉外3,972件。" + next + "全年办理涉外公证3,792件，退回率0.2%。"),
            Lines{"same-quantity: 3,792件 → 3,972件"});
  EXPECT_EQ(found("新建友好交流城市2个。" + next + "至年底，我市共有友好交流城市23个。"), Lines{});
  EXPECT_EQ(found("3.高血压：规范管理4,011人。\n\n4.糖尿病：规范管理1,625人。"), Lines{});
}
TEST(CountList, WithNumbersAndPlaces) {
  EXPECT_EQ(found("涉及5类场所：景区106处、车站72处、医院55处、市政道路85处。"), Lines{"count.list: 5类 → 4类"});
  EXPECT_EQ(found("修缮文保单位7处：北城门楼、文昌阁、王氏宗祠、红军标语墙、龙泉古井亭、万寿桥，均合格。"),
            Lines{"count.list: 7处 → 6处"});
}
TEST(ScoreItems, FullMarksInBracketsAndWithoutUnit) {
  const std::string marks =
      "五个板块的得分为：预算执行（满分10分）9.58分，履职产出（满分40分）38.50分，履职效益（满分25分）24."
      "00分，管理效率（"
      "满分15分）14.00分，满意度（满分10分）9.40分，扣分见表。";
  EXPECT_EQ(found("自评总分95.48分，等级为优。" + marks), Lines{});
  EXPECT_EQ(found("自评总分95.84分，等级为优。" + marks), Lines{"score.items: 95.84分 → 95.48分"});
  EXPECT_EQ(found("诉求按时办结率，分值8，目标98%、实际98.3%，得9分。"), Lines{"score.item-range: 9分 → 0 ~ 8"});
}
TEST(Ratio, OfAWholeToldBehind) {
  const std::string members = "推荐党外人士担任委员96名，占委员总数的";
  EXPECT_EQ(found(members + "56.80%，换届后委员总数为169名。"), Lines{});
  EXPECT_EQ(found(members + "60.38%，换届后委员总数为169名。"), Lines{"ratio: 60.38% → 56.80%"});
}
TEST(Subset, NamesWithNumbersWithin) {
  EXPECT_EQ(found("全年接收投诉9,327件，其中通过全国12315平台接收9,723件。"), Lines{"subset: 9,723件 → ≤ 9,327件"});
  EXPECT_EQ(found("“三公”经费决算14.62万元，比年初预算21.00万元少支出6.38万元，其中接待3.17万元、用车11.45万元。"),
            Lines{});
}
TEST(Growth, ComparedFirst) {
  const std::string cards = "2023年新办读者证12,460张，年末有效86,320张；与上年新办的11,250张相比，新办证量增长";
  EXPECT_EQ(found(cards + "10.76%。"), Lines{});
  EXPECT_EQ(found(cards + "12.76%。"), Lines{"growth: 12.76% → 10.76%"});
}
TEST(SameQuantity, YearsPartsAndRowsInWords) {
  const std::string next = "\n\n二、综合评价分析\n\n";
  EXPECT_EQ(found("全年新登记经营主体14,286户。" + next + "2024年，将在2023年全区新登记经营主体14,826户的基础上推进。"),
            Lines{"same-quantity: 14,826户 → 14,286户"});
  EXPECT_EQ(found("重要会议76次，其中县政府常务会议26次。" + next + "全年28次县政府常务会议中有19次套开。"),
            Lines{"same-quantity: 28次 → 26次"});
  EXPECT_EQ(found("一是适老化改造指标（10分），计划600户、实际588户，只完成98%，得9.80分。" + next +
                  "完成困难老年人家庭适老化改造568户。"),
            Lines{"same-quantity: 568户 → 588户"});
  EXPECT_EQ(found("局属单位15家，其中中等职业学校2所。" + next + "全市有学校318所，其中中等职业学校5所。"), Lines{});
  EXPECT_EQ(found("年初预算支出1862.40万元，其中基本支出1326.15万元，项目支出536.25万元。" + next +
                  "全年支出1897.36万元，其中基本支出1341.08万元，项目支出556.28万元。"),
            Lines{});
  EXPECT_EQ(
      found("自评得分96."
            "38分，等级为优。扣分见表。评价指标预算执行10分、管理20分、产出35分、效益25分、满意度10分，总分100分。"),
      Lines{});
}
TEST(CountList, AtMostAsManyAsTold) {
  EXPECT_EQ(found("完成春晖里、纺织新村、铁北小区、河沿小区、建工宿舍等4个小区改造。"), Lines{"count.list: 4个 → 5个"});
  EXPECT_EQ(found("完成春晖里、纺织新村、铁北小区等4个小区改造。"), Lines{});
}
TEST(SameQuantity, ASentenceThatSumsUp) {
  const std::string told =
      "住户调查样本500户，按时上报。\n\n粮食实测地块180块。\n\n撰写66篇，县级采用43篇。\n\n二、综合评价分析\n\n";
  EXPECT_EQ(found(told + "综合各项：全年住户调查样本500户，粮食实测地块180块，撰写分析信息66篇。"), Lines{});
  EXPECT_EQ(found(told + "综合各项：全年住户调查样本500户，粮食实测地块180块，撰写分析信息69篇。"),
            Lines{"same-quantity: 69篇 → 66篇"});
  // Too little of it is told elsewhere: it sums up nothing.
  EXPECT_EQ(found(told + "综合各项：走访企业52家，粮食实测地块180块，撰写分析信息69篇。"), Lines{});
}
TEST(Ratio, OfTheNamedWholeAndNoOther) {
  // 77.81% is of the budget; the words name what was bought.
  EXPECT_EQ(found("采购预算3.92亿元，实际采购3.76亿元，节约0.16亿元，节约率4.08%。授予中小企业合同金额3."
                  "05亿元，占实际采购金额的77.81%"
                  "。"),
            Lines{"ratio: 77.81% → 81.12%"});
  EXPECT_EQ(found("年末结转结余1,857.34万元，占全年预算数的3.82%。全年预算数48,621.40万元，决算支出46,764."
                  "06万元，执行率96.18%。"),
            Lines{});
}
TEST(Sum, SomeOfThePartsAreNoOtherReading) {
  EXPECT_EQ(found("检测机构38家，其中疾控机构2家、独立实验室3家、二级医院14家、基层机构21家。"),
            Lines{"sum: 38家 → 40家"});
  EXPECT_EQ(found("将14个社区划分为136个网格。"), Lines{});
}
TEST(Growth, OfAllTold) {
  EXPECT_EQ(
      found("全年办理68.42万件，网上41.73万件、窗口26.69万件，网上占60.99%，总办件量比上年的61.95万件增长14.4%。"),
      Lines{"growth: 14.4% → 10.4%"});
  EXPECT_EQ(found("日检测能力由上年的4.5万管提高到7.2万管，增长92.5%。"), Lines{"growth: 92.5% → 60.0%"});
}
TEST(Score, GradesAndRatesOfTheirOwn) {
  EXPECT_EQ(found("自评得99."
                  "26分，扣分见表。评价等级分优、良、中、差4级，得分在90分及以上的评为优，80分及以上不足90分的评为良，"
                  "其余评为差。"
                  "等级为优。"),
            Lines{});
  EXPECT_EQ(found("预算执行率93.46%。其中：预算执行率得9.35分，产出指标得48.59分，满意度指标得10.00分。"),
            Lines{"no-base: 93.46%"});
}
TEST(OverFulfilment, OfTheGoalBehind) {
  EXPECT_EQ(found("全年开展公开课152节，为目标80节的190%。"), Lines{"over-fulfilment: 152节 → 80节"});
  EXPECT_EQ(found("全年开展公开课92节，为目标80节的115%。"), Lines{});
}
TEST(Ratio, OfWhatTheReportNamesElsewhere) {
  const std::string pupils =
      "在校学生2,146人，教职工118人。\n\n二、综合评价分析\n\n参与课后服务的学生1,958人，占在校学生的";
  EXPECT_EQ(found(pupils + "91.24%。"), Lines{});
  EXPECT_EQ(found(pupils + "91.42%。"), Lines{"ratio: 91.42% → 91.24%"});
  const std::string cases = "受理审查起诉案件312件428人，提起公诉351人。适用认罪认罚372人，占受理审查起诉人数的";
  EXPECT_EQ(found(cases + "86.92%。"), Lines{});
  EXPECT_EQ(found(cases + "86.29%。"), Lines{"ratio: 86.29% → 86.92%"});
  EXPECT_EQ(found("卫生技术人员631人，其中执业医师205人；高级职称96人，占卫生技术人员的15.21%。"), Lines{});
}
TEST(SameQuantity, PointsOfListsAndAreas) {
  const std::string next = "\n\n二、综合评价分析\n\n";
  EXPECT_EQ(found("年中追加特藏库改造资金62.40万元。" + next +
                  "项目包括特藏库改造172.40万元、档案征集64.20万元、保管81.00万元。"),
            Lines{});
  EXPECT_EQ(found("改造楼栋312栋、建筑面积78.4万平方米。" + next + "在监工程316项，建筑面积524万平方米。"), Lines{});
}
TEST(CountList, OneEachAndWhereTheListBegins) {
  EXPECT_EQ(found("新建服务中心4个：湖滨、学府、长桥街道各1个。"), Lines{"count.list: 4个 → 3个"});
  EXPECT_EQ(found("县委办公室、县政府办公室在文件审核、会议统筹、信息报送等三个方面实现协同。"), Lines{});
}
TEST(CountList, NamesThatEndAlike) {
  EXPECT_EQ(found("内设党政办公室、党建办公室、经济发展办公室、平安法治办公室5个办公室。"),
            Lines{"count.list: 5个 → 4个"});
  EXPECT_EQ(found("内设党政办公室、党建办公室、经济发展办公室、民生服务办公室、平安法治办公室5个办公室。"), Lines{});
}
TEST(Sum, WhatIsTakenOutOfThePartAgain) {
  EXPECT_EQ(found("在岗职工718人，其中卫生技术人员612人，行政后勤人员106人；卫生技术人员中有执业医师214人、"
                  "注册护士305人、其他人员75人。"),
            Lines{"sum: 612人 → 594人"});
}
TEST(Ratio, NewOnesOfTheCumulated) {
  EXPECT_EQ(found("新增通客车建制村18个，累计达到262个，通客车率97.8%。"), Lines{});
}
TEST(ItemDeduction, WhatFellShortIsAReason) {
  EXPECT_EQ(found("产出指标：宣传培训计划150场次、完成126场次，该项10分得8.4分；处置率100%，该项10分得10分。"),
            Lines{});
}
TEST(Growth, BaseInBrackets) {
  EXPECT_EQ(found("发布信息3725条，同比增长19.9%（2022年为3108条）。"), Lines{});
  EXPECT_EQ(found("发布信息3725条，同比增长9.9%（2022年为3108条）。"), Lines{"growth: 9.9% → 19.9%"});
  EXPECT_EQ(found("发布信息3725条，同比增长9.9%（上年3108条）。"), Lines{"growth: 9.9% → 19.9%"});
}
TEST(Growth, Doubling) {
  EXPECT_EQ(found("信息采用量实现翻番，由上年的196条增加到318条。"), Lines{"growth: 318条 → 392条"});
  EXPECT_EQ(found("信息采用量实现翻番，由上年的159条增加到318条。"), Lines{});
  EXPECT_EQ(found("信息采用量由上年的159条增加到318条，翻了一番。"), Lines{});
}
TEST(Growth, SeveralToldRespectively) {
  const std::string visits = "公务接待136批1847人次，上年157批2111人次，批次、人次分别下降13.4%和";
  EXPECT_EQ(found(visits + "12.5%。"), Lines{});
  EXPECT_EQ(found(visits + "18.5%。"), Lines{"growth: 18.5% → 12.5%"});
  EXPECT_EQ(found("馆藏新增320册、120张，比上年的256册、100张分别增长25.0%、21.0%。"), Lines{"growth: 21.0% → 20.0%"});
}

TEST(Ratio, OfWhatTheParagraphNamedBefore) {
  const std::string half =
      "上半年支出1204.86万元，占全年预算2846.37万元的42.33%；前三季度支出2013.40万元，占全年预算的";
  EXPECT_EQ(found(half + "70.74%。"), Lines{});
  EXPECT_EQ(found(half + "77.04%。"), Lines{"ratio: 77.04% → 70.74%"});
  EXPECT_EQ(found("督查事项办结率达到96.1%，全年共立项督办378项，截至12月底办结352项，正在办理26项。"),
            Lines{"ratio: 96.1% → 93.1%"});
  EXPECT_EQ(found("本年结转资金31.06万元，年度总支出预算2877.43万元，结转率为10.79%，较上年的2.26%明显改善。"),
            Lines{"ratio: 10.79% → 1.08%"});
}
TEST(Ratio, Savings) {
  EXPECT_EQ(found("数字化项目采购预算98.00万元，中标金额91.40万元，较预算节约6.60万元，节约率6.7%。"), Lines{});
  EXPECT_EQ(found("数字化项目采购预算98.00万元，中标金额91.40万元，节约率7.2%。"), Lines{"ratio: 7.2% → 6.7%"});
  EXPECT_EQ(found("政府采购节约率为6.86%。全年采购预算126.80万元，合同金额118.35万元，节约8.45万元。"),
            Lines{"ratio: 6.86% → 6.66%"});
  EXPECT_EQ(found("中标价合计1,064.30万元，比控制价1,118.00万元节约4.8%。"), Lines{});
  EXPECT_EQ(found("成交金额236.48万元，较预算节约14.12万元，节约率5.63%。"), Lines{});
  EXPECT_EQ(found("成交金额236.48万元，较预算节约14.12万元，节约率6.53%。"), Lines{"ratio: 6.53% → 5.63%"});
  EXPECT_EQ(found("合同金额956.18万元，节约资金41.32万元，节约率4.14%（以采购预算997.50万元为基数）。"), Lines{});
  EXPECT_EQ(found("送审金额186,420.00万元，审定172,605.30万元，审减13,814.70万元，审减率7.41%。"), Lines{});
  EXPECT_EQ(
      found("送审金额438.20万元，审定372.60万元，核减65.60万元，核减率14.97%，其中信息化项目核减31.40万元，占核减总额"
            "的47.9%。"),
      Lines{});
  EXPECT_EQ(found("采购预算486.00万元全部入库，成交452.12万元，其中授予中小企业80.00万元，节约率为6.97%。"), Lines{});
}
TEST(Sum, Savings) {
  EXPECT_EQ(found("全年实施政府采购168.55万元，较采购预算176.00万元节约7.45万元。"), Lines{});
  EXPECT_EQ(found("全年实施政府采购168.55万元，较采购预算176.00万元节约7.54万元。"), Lines{"sum: 7.54万元 → 7.45万元"});
}

TEST(Sum, FamiliesAndTheirNumber) {
  const std::string quarters =
      "一季度支出486.21万元、二季度支出718.65万元、三季度支出808.54万元、四季度支出777.65万元，";
  EXPECT_EQ(found(quarters + "全年累计支出2791.05万元。"), Lines{});
  EXPECT_EQ(found(quarters + "全年累计支出2719.05万元。"), Lines{"sum: 2719.05万元 → 2791.05万元"});
  EXPECT_EQ(found("办公楼8,400平方米、仓库1,200平方米，全年维修屋面3,600平方米。"), Lines{});
  EXPECT_EQ(found("两家预算单位共支出2791.05万元，其中办公室本级支出2487.97万元，所属信息中心支出312.08万元。"),
            Lines{"sum: 2791.05万元 → 2800.05万元"});
  EXPECT_EQ(
      found("“三公”经费共支出18.64万元，其中：因公出国（境）费0万元，公务用车购置及运行维护费14.82万元，公务接待费3."
            "64万元。"),
      Lines{"sum: 18.64万元 → 18.46万元"});
}
TEST(Sum, PartsToldByNumber) {
  EXPECT_EQ(found("项目支出342.33万元，由四部分构成：维权服务118.60万元，家庭教育96.45万元，创业就业74."
                  "28万元，组织建设43.00万元。"),
            Lines{"sum: 342.33万元 → 332.33万元"});
  EXPECT_EQ(found("项目支出30.00万元，按用途分为两类：储备18.00万元，监管13.00万元。"),
            Lines{"sum: 30.00万元 → 31.00万元"});
  EXPECT_EQ(found("项目支出305.83万元，包括但不限于场馆运营126.80万元、海外联谊73.45万元。"), Lines{});
  EXPECT_EQ(found("新设市场主体13,264户，比2022年的11,870户增长11.7%，其中企业4,918户、个体工商户8,302户。"), Lines{});
  EXPECT_EQ(found("读者问卷收回310份，其中有效304份，满意281份。"), Lines{});
  EXPECT_EQ(found("全年办件18,346件，其中代办1,207件，办件量最大的是社保类，共7,915件。"), Lines{});
  EXPECT_EQ(found("全年支出1,268.40万元，其中人员742.16万元、公用128.74万元、项目397.50万元，三项合计1,268.40万元。"),
            Lines{});
  EXPECT_EQ(found("公务用车运行费29.60万元、公务接待费9.11万元，分别比预算减少1.40万元和2.89万元。"), Lines{});
}

TEST(Growth, WhatWasAddedAndWhatWasBefore) {
  EXPECT_EQ(found("表彰优秀企业30家，较上届（2021年）的25家增加5家，增长20%。"), Lines{});
  EXPECT_EQ(found("实际使用外资3.26亿美元，比上年的2.98亿美元增长12.4%。"), Lines{"growth: 12.4% → 9.4%"});
  EXPECT_EQ(found("| 指标 | 结果 | 说明 |\n|---|---|---|\n| 手术 | 9,214台次 | 比上年8,506台次增长10.3% |"),
            Lines{"growth: 10.3% → 8.3%"});
  EXPECT_EQ(found("| 指标 | 结果 | 说明 |\n|---|---|---|\n| 手术 | 9,214台次 | 比上年8,506台次增长8.3% |"), Lines{});
}

TEST(RetoldCount, TheThingBesideTheNumber) {
  EXPECT_EQ(found("全年建成社区微型消防站12个，配齐器材。\n\n15个新建微型消防站覆盖了城中村。"),
            Lines{"same-quantity: 15个 → 12个"});
  EXPECT_EQ(found("全系统卫生专业技术人员1,482人。\n\n1,428名卫生专业技术人员扎根基层。"),
            Lines{"same-quantity: 1,428名 → 1,482人"});
  EXPECT_EQ(found("建成社区微型消防站12个。\n\n累计15个微型消防站投入使用。"), Lines{});
  EXPECT_EQ(found("派出45人参加注册测绘师考试。\n\n中心共有注册测绘师76人。"), Lines{});
}
TEST(RetoldCount, DigitsChanged) {
  EXPECT_EQ(found("全年培训妇女电商技能1,326人次。\n\n技能培训惠及妇女1,236人次。"),
            Lines{"same-quantity: 1,236人次 → 1,326人次"});
  EXPECT_EQ(found("科学馆接待观众31.46万人次。\n\n科学馆34.16万人次的参观量创新高。"),
            Lines{"same-quantity: 34.16万人次 → 31.46万人次"});
  EXPECT_EQ(found("各级各类应急演练214场。\n\n应急演练241场委托第三方评估。"), Lines{"same-quantity: 241场 → 214场"});
  EXPECT_EQ(
      found("门急诊58.36万人次。\n\n| 指标 | 目标 | 结果 |\n|---|---|---|\n| 门急诊人次 | ≥52万人次 | 53.86万人次 |"),
      Lines{"same-quantity: 53.86万人次 → 58.36万人次"});
  // Another thing, another year, or a target told in the row.
  EXPECT_EQ(found("清理垃圾1,326吨。\n\n运输砂石1,236吨。"), Lines{});
  EXPECT_EQ(found("培训妇女电商技能1,326人次。\n\n上年技能培训妇女1,236人次。"), Lines{});
  EXPECT_EQ(
      found(
          "门急诊58.36万人次。\n\n| 指标 | 目标 | 结果 |\n|---|---|---|\n| 门急诊人次 | ≥53.86万人次 | 58.36万人次 |"),
      Lines{});
}

TEST(SameQuantity, TablesAndSentences) {
  const auto report = [](const char* executed) {
    return "全年预算数1,000.00万元，全年支出950.00万元。其中基本支出600.00万元，项目支出350.00万元。\n\n"
           "| 支出 | 全年预算数（万元） | 全年执行数（万元） |\n|---|---|---|\n"
           "| 基本支出 | 620.00 | 600.00 |\n| 项目支出 | 380.00 | " +
           std::string(executed) + " |\n";
  };
  EXPECT_EQ(found(report("350.00")), Lines{});
  EXPECT_EQ(found(report("340.00")), Lines{"same-quantity: 340.00 → 350.00万元"});
  const auto scored = [](const char* total, const char* caption) {
    return "整体支出自评得分98分，主要因进度扣分。\n\n" + std::string(caption) +
           "\n\n| 指标 | 分值 | 得分 |\n|---|---|---|\n| 产出 | 50 | 49 |\n| 效益 | 50 | 49 |\n| 合计 | 100 | " +
           total + " |\n";
  };
  EXPECT_EQ(found(scored("98", "部门整体支出绩效自评表")), Lines{});
  EXPECT_EQ(found(scored("96", "部门整体支出绩效自评表")), Lines{"same-quantity: 96 → 98分"});
  EXPECT_EQ(found(scored("96", "项目名称：道路养护项目")), Lines{});
}

TEST(Score, MarksOfItemsInProse) {
  // The full mark may stand without its name, the rate right before the mark.
  EXPECT_EQ(found("预算执行20分，执行率96.43%，得19.29分。"), Lines{"no-base: 96.43%"});
  EXPECT_EQ(found("预算执行20分，执行率96.43%，得19.64分。"),
            (Lines{"no-base: 96.43%", "score.rate: 19.64分 → 19.29分"}));
  EXPECT_EQ(found("预算完成率10分，按94.68%计得9.47分。"), Lines{});
  EXPECT_EQ(found("采购规范10分，合同备案迟了两天，扣1分，得9分。"), Lines{});
  EXPECT_EQ(found("采购规范10分，合同备案迟了两天，扣1分，得8分。"), Lines{"score.items: 8分 → 9分"});
  EXPECT_EQ(found("绩效监控（满分5分），目标2次、实际开展2次，得4分。"), Lines{"score.deduction-unexplained: 4分"});
  EXPECT_EQ(found("绩效监控（满分5分），目标2次、实际开展2次，1次迟报，得4分。"), Lines{});
  EXPECT_EQ(found("综合得分95分。失分5分，其中支出率按95.95%得9.60分（失0.40分）。"), Lines{});
}
TEST(Score, SubtotalsInTheirBlock) {
  const auto report = [](const char* subtotal, const char* total) {
    return "1.投入（满分15分）。目标设定5分，得5分；在职人员5分，得5分；三公经费5分，得4分，因接待增加。小计" +
           std::string(subtotal) +
           "分。\n\n2.过程（满分85分）。预算公开40分，得40分；资产管理45分，得45分。小计85分。\n\n以上各类合计得" +
           total + "分，主要因接待增加扣分。";
  };
  EXPECT_EQ(found(report("14", "99")), Lines{});
  EXPECT_EQ(found(report("14", "98")), Lines{"score.items: 98分 → 99分"});
  EXPECT_EQ(found(report("15", "100")), (Lines{"score.items: 15分 → 14分", "score.items: 100分 → 99分"}));
}
TEST(Score, MarksThatAreNotTheWholes) {
  EXPECT_EQ(found("自评得分97.44分，等级为优，因支出率扣分。履职效能50分，自评得49.44分，扣0.56分。"), Lines{});
  EXPECT_EQ(found("自评得分94.37分，等级为优，因支出率扣分。选取会展专项开展部门评价，评价得分88.2分，等级为良。"),
            Lines{});
  EXPECT_EQ(found("自评得分97分，等级为优，因支出率扣分。对自评为“中”及以下的项目压减预算。"), Lines{});
}

TEST(CountList, GreatOnesAndExamples) {
  EXPECT_EQ(found("实施四大提升工程：影像中心、检验中心、心电中心、供应中心、会诊中心。"),
            Lines{"count.list: 四大 → 5大"});
  EXPECT_EQ(found("设有机械、信息、化工、经管等11个二级学院。"), Lines{});
}

TEST(OverFulfilment, ResultsBesideTheirGoals) {
  EXPECT_EQ(found("组织校长外出研修186人次（年初目标60人次）。"), Lines{"over-fulfilment: 186人次 → 60人次"});
  EXPECT_EQ(found("组织校长外出研修186人次（年初目标60人次），主要是上级追加名额。"), Lines{});
  EXPECT_EQ(found("组织校长外出研修66人次（年初目标60人次）。"), Lines{});
  EXPECT_EQ(found("年初目标100场，实际完成150场。"), Lines{"over-fulfilment: 150场 → 100场"});
}

TEST(Ratio, BudgetsOfItemsAndOfOtherTimes) {
  // What the words before the rate name is what the rate is of.
  EXPECT_EQ(
      found("全年预算数100.00万元，全年支出98.00万元，执行率98.00%。公交补贴执行率只有43.25%，因清算办法12月下达。"),
      Lines{});
  EXPECT_EQ(found("信息化建设预算520.00万元，支出198.20万元，支出进度为38.12%。"), Lines{});
  EXPECT_EQ(found("信息化建设预算520.00万元，支出198.20万元，支出进度为31.82%。"), Lines{"ratio: 31.82% → 38.12%"});
  EXPECT_EQ(
      found(
          "年初预算为3,120.00万元，8月追加148.68万元。全年支出3,185.72万元，支出率97.46%（按年初预算计算为102.11%）。"),
      Lines{});
  EXPECT_EQ(found("全年支出4,913.93万元，为调整后预算的96.81%。调整后预算5,075.60万元。"), Lines{});
  EXPECT_EQ(
      found(
          "| 项目 | 全年预算数（万元） | 全年执行数（万元） |\n|---|---|---|\n| 基本支出 | 60.00 | 59.00 |\n| 项目支出 "
          "| 40.00 | "
          "39.00 |\n| 合计 | 100.00 | 98.00 |\n\n财政拨款预算较年初的80.00万元增加。全年支出98.00万元，执行率98.00%。"),
      Lines{});
}

TEST(Sum, WhatIsNotAPart) {
  EXPECT_EQ(found("开展活动43次，其中经济界8次、教育界6次、医卫界9次，其余界别合计20次。"), Lines{});
  EXPECT_EQ(found("教职工892人，其中专任教师658人，专任教师中具有博士学位的203人、硕士学位的387人。"), Lines{});
  EXPECT_EQ(found("参赛职工4,318人，推荐决赛52人，获一等奖6人、二等奖9人、三等奖14人，合计29人。"), Lines{});
  EXPECT_EQ(found("参赛职工4,318人，推荐决赛52人，获一等奖6人、二等奖9人、三等奖14人，合计39人。"),
            Lines{"sum: 39人 → 29人"});
  EXPECT_EQ(found("预算72.00万元即720,000元，决算报表以元列示的663,800.00元与此处66.38万元一致。"), Lines{});
  EXPECT_EQ(found("宣传费186.20万元，消费券104.7万元，节会和媒体推广合计81.50万元。"), Lines{});
}
TEST(Subset, TheWholeThatIsMeant) {
  EXPECT_EQ(found("“三公”经费9.46万元，比预算的16.00万元减少6.54万元，其中公务用车7.10万元、公务接待2.36万元。"),
            Lines{});
  EXPECT_EQ(found("常委会议4次、主席会议12次、专题协商会3次，其中有5次以视频形式召开。"), Lines{});
  EXPECT_EQ(found("发生事故31起，上年分别为38起。"), Lines{});
  EXPECT_EQ(found("修编预案14部，含总体预案1部、专项预案9部、部门预案4部。"), Lines{});
  EXPECT_EQ(found("彩票公益金246.80万元中，用于康复救助268.40万元。"), Lines{"subset: 268.40万元 → ≤ 246.80万元"});
}
TEST(Growth, OfTheWholeAndNotOfThePart) {
  EXPECT_EQ(found("三公经费6.85万元，其中用车5.40万元、接待1.45万元，比上年的7.62万元下降10.1%。"), Lines{});
  EXPECT_EQ(found("三公经费6.85万元，其中用车5.40万元、接待1.45万元，比上年的7.62万元下降12.1%。"),
            Lines{"growth: 12.1% → 10.1%"});
  EXPECT_EQ(found("无人机由14架增加到21架，增长50%。"), Lines{});
  EXPECT_EQ(found("无人机由14架增加到21架，增长40%。"), Lines{"growth: 40% → 50%"});
  EXPECT_EQ(found("事故31起、死亡12人，同比分别下降18.4%和25.0%。"), Lines{});
}
TEST(SameQuantity, OnlyWhatIsSurelyTheWhole) {
  EXPECT_EQ(found("全年实际支出2,757.92万元。“三公”经费方面，全年支出18.36万元。"), Lines{});
  EXPECT_EQ(found("全年支出1,471.93万元。接待11批87人次，支出0.62万元。"), Lines{});
  EXPECT_EQ(found("全年支出4,913.93万元。调整后预算与支出相差161.67万元。"), Lines{});
  EXPECT_EQ(found("项目支出2,285.65万元。项目支出又分疫情防控1,042.16万元、设备更新1,243.49万元。"), Lines{});
  EXPECT_EQ(found("全年支出6,731.18万元。支出6,713.18万元用于保障运转。"),
            Lines{"same-quantity: 6,713.18万元 → 6,731.18万元"});
  EXPECT_EQ(found("总分100分，我院自评97.75分，因支出率扣分。2022年度自评得分为96.35分。"), Lines{});
}
TEST(CountList, TwoNumbersInOneWord) {
  EXPECT_EQ(found("设一室二委：办公室、提案委、经济委。"), Lines{});
  EXPECT_EQ(found("设一室三委：办公室、提案委、经济委。"), Lines{"count.list: 4个 → 3个"});
}

TEST(Sum, TotalsToldElsewhere) {
  const std::string parts = "医疗设备3,218.60万元、感染楼2,174.35万元、信息化1,006.28万元、学科建设507.62万元。";
  EXPECT_EQ(found("项目支出执行6,906.85万元。\n\n项目支出由以下四项组成：" + parts), Lines{});
  EXPECT_EQ(found("项目支出执行6,606.85万元。\n\n项目支出由以下四项组成：" + parts),
            Lines{"sum: 6,606.85万元 → 6906.85万元"});
  EXPECT_EQ(
      found("疫情防控支出918.46万元，共分四个方面：设备402.30万元，试剂276.85万元，防护163.41万元，用工96.90万元。"),
      Lines{"sum: 918.46万元 → 939.46万元"});
  EXPECT_EQ(found("发放补贴23.87万元，涉及1,492件，单件补贴额按难易程度分为三档，即80元、160元和300元。"), Lines{});
  EXPECT_EQ(found("基地由34个增加到41个，其中国家级4个、省级13个、市级24个。"), Lines{});
}
TEST(Growth, ToldAfterASemicolon) {
  EXPECT_EQ(found("门急诊46.82万人次，其中门诊40.15万人次、急诊6.67万人次；比上年的44.10万人次增长6.2%。"), Lines{});
  EXPECT_EQ(found("门急诊46.82万人次，其中门诊40.15万人次、急诊6.67万人次；比上年的44.10万人次增长7.4%。"),
            Lines{"growth: 7.4% → 6.2%"});
  EXPECT_EQ(found("短视频146条，粉丝总数由年初的1.8万增至3.1万，增长72.2%。"), Lines{});
}
TEST(Score, HeadsAndTheirItemsInOneBlock) {
  const auto report = [](const char* third, const char* total) {
    return "投入15分，得15分；过程25分，得23.82分，其中预算执行率10分按比例得9."
           "82分，资产卡片不及时扣1分；产出35分，得" +
           std::string(third) + "分，晚9天扣1分；效果25分，得24.5分，样本偏少扣0.5分。四项合计，部门整体支出自评得" +
           total + "分。";
  };
  EXPECT_EQ(found(report("34", "97.32")), Lines{});
  EXPECT_EQ(found(report("34", "97.82")), Lines{"score.items: 97.82分 → 97.32分"});
  const auto nested = [](const char* third) {
    return "2.过程20分，得19分。（1）公开4分，得4分；（2）采购5分，得4.5分，迟1天；（3）资产4分，得" +
           std::string(third) + "分，账实不符1件；（4）监控7分，得7分。";
  };
  EXPECT_EQ(found(nested("3.5")), Lines{});
  EXPECT_EQ(found(nested("3")), Lines{"score.items: 19分 → 18.50分"});
}

TEST(Difference, PointsStepsAndMultiples) {
  EXPECT_EQ(found("达标率93.0%，较上半年的86.5%提高6.5个百分点。"), Lines{});
  EXPECT_EQ(found("达标率93.0%，较上半年的86.5%提高7.5个百分点。"), Lines{"growth: 7.5个百分点 → 6.5个百分点"});
  EXPECT_EQ(found("即办件占比由41.2%提高到52.7%，上升13.5个百分点。"), Lines{"growth: 13.5个百分点 → 11.5个百分点"});
  EXPECT_EQ(found("平均办理时长由5.4天缩短到3.2天，缩短2.2天。"), Lines{});
  EXPECT_EQ(found("平均办理时长由5.4天缩短到3.2天，缩短1.2天。"), Lines{"growth: 1.2天 → 2.2天"});
  EXPECT_EQ(found("召开会议517场，比2022年的560场减少53场。"), Lines{"growth: 53场 → 43场"});
  EXPECT_EQ(found("支出0.86万元，未超预算1.20万元，较上年的0.98万元减少0.12万元。"), Lines{});
  EXPECT_EQ(found("编发通报26期，是上年13期的2倍。"), Lines{});
  EXPECT_EQ(found("编发通报26期，是上年13期的3倍。"), Lines{"growth: 3倍 → 2.0倍"});
}
TEST(BudgetChange, WhatWasAddedAndTaken) {
  EXPECT_EQ(found("年初预算2,680.15万元，年中追加166.22万元，全年预算数2,846.37万元。"), Lines{});
  EXPECT_EQ(found("年初预算2,680.15万元，年中追加166.22万元，全年预算数2,864.37万元。"),
            Lines{"sum: 2,864.37万元 → 2846.37万元"});
  EXPECT_EQ(found("年初预算2,680.15万元，年中核减80.15万元，全年预算数2,600.00万元。"), Lines{});
  // Money of which nothing tells what it did, and what was carried over, leave it open.
  EXPECT_EQ(found("年初预算1,126.50万元，上年结转38.42万元，年中追加42.00万元，全年预算数1,206.92万元。"), Lines{});
}
TEST(Sum, ListsClosedByWhatFollows) {
  EXPECT_EQ(found("值班1460人次，由干部967人次、事业人员421人次、借调人员72人次三部分构成。"), Lines{});
  EXPECT_EQ(found("值班1460人次，由干部967人次、事业人员421人次、借调人员92人次三部分构成。"),
            Lines{"sum: 1460人次 → 1480人次"});
  EXPECT_EQ(found("督办事项共378项，按承办主体划分，部门241项、镇118项、国企29项。"), Lines{"sum: 378项 → 388项"});
  EXPECT_EQ(found("在职职工53人（行政人员34人、事业人员17人）。"), Lines{"sum: 53人 → 51人"});
  EXPECT_EQ(found("领导班子由5人组成，即主任1名、副主任3名。"), Lines{"sum: 5人 → 4人"});
}

TEST(Score, GradesOfProjects) {
  EXPECT_EQ(found("运维项目得分58分，自评等级为差。"), Lines{});
  EXPECT_EQ(found("运维项目得分58分，自评等级为良。"), Lines{"score.grade: 良 → 差"});
  EXPECT_EQ(found("自评得分99.22分，因支出率扣分，其中绩效指标89.47分，评价等级为“优”。"), Lines{});
}
TEST(Score, HalvesAndMarksToldBefore) {
  EXPECT_EQ(found("整体支出绩效得分94.2分，因延后扣分。\n\n履职效能自评得46.2分；管理效率自评得48分。"), Lines{});
  EXPECT_EQ(found("整体支出绩效得分94.2分，因延后扣分。\n\n履职效能自评得46.2分；管理效率自评得47分。"),
            Lines{"score.items: 94.2分 → 93.2分"});
  EXPECT_EQ(found("预算执行得9.73分，产出得49分，效益得30分，满意度得10分。综合上述，整体支出绩效自评总分99."
                  "73分，因延期扣分。"),
            Lines{"score.items: 99.73分 → 98.73分"});
  EXPECT_EQ(found("前四项小计42.2分，后三项小计53分。"), Lines{});
}
TEST(Ratio, ToldBeforeItsFigures) {
  EXPECT_EQ(found("办结率达到93.1%，共立项督办378项，办结352项，正在办理26项。"), Lines{});
  EXPECT_EQ(found("办结率达到96.1%，共立项督办378项，办结352项，正在办理26项。"), Lines{"ratio: 96.1% → 93.1%"});
  EXPECT_EQ(found("来信834封，按规定受理812封，受理率97.4%，其中建议类129封，占受理总量的18.9%。"),
            Lines{"ratio: 18.9% → 15.9%"});
  EXPECT_EQ(found("完成4.62万亩，为计划任务4.5万亩的106.2%。"), Lines{"ratio: 106.2% → 102.7%"});
  EXPECT_EQ(found("抽查文书1230份，其中规范的1206份，合格率89.0%。"), Lines{"ratio: 89.0% → 98.0%"});
}
TEST(Subset, TwoCounters) {
  EXPECT_EQ(found("接待来访73批264人次，其中集体访11批218人次。"), Lines{});
  EXPECT_EQ(found("接待来访73批264人次，其中集体访11批318人次。"), Lines{"subset: 318人次 → ≤ 264人次"});
  EXPECT_EQ(found("回收满意度问卷486份，有效问卷为496份。"), Lines{"subset: 496份 → ≤ 486份"});
}
TEST(CountList, EventsAndTitles) {
  EXPECT_EQ(found("开展5次培训，分别是公文培训、保密培训、公开培训、财务培训、值守培训以及信息培训。"),
            Lines{"count.list: 5次 → 6次"});
  EXPECT_EQ(found("推出3个品牌：“临办快办”“枣乡直通车”“政声传递”“督查在线”。"), Lines{"count.list: 3个 → 4个"});
  EXPECT_EQ(found("实施4个项目，具体包括：会务保障项目，政务运维项目，应急值守项目，公务用车项目，办公楼维修项目。"),
            Lines{"count.list: 4个 → 5个"});
}

TEST(Coincidence, YearAndDivision) {
  EXPECT_EQ(found("组织办理各类会议2023次，接待182批共2184人次。"),
            (Lines{"coincidence: 2023次", "coincidence: 2184人次"}));
}

// No form of words binds these: they are weighed (rate_pairs, likely_sums, growth_pairs).
TEST(Likeliest, RatesOfWhatStandsAroundThem) {
  EXPECT_EQ(found("问卷发放520份，收回有效问卷500份，表示满意的458份，满意度91.6%。"), Lines{});
  EXPECT_EQ(found("问卷发放520份，收回有效问卷500份，表示满意的458份，满意度94.6%。"), Lines{"ratio: 94.6% → 91.6%"});
  EXPECT_EQ(found("采购预算930.00万元，实际采购902.46万元，采购执行率99.04%。"), Lines{"ratio: 99.04% → 97.04%"});
  EXPECT_EQ(found("评价结果中，收回测评表538份，评价为优秀的487份，优秀率95.20%。"), Lines{"ratio: 95.20% → 90.52%"});
  // What rounded areas would allow is no reading of another rate.
  EXPECT_EQ(
      found("受理案件58,640件，按期结案57,174件，按期结案率95.8%。拆除违法建设16.8万平方米，提前完成16万平方米任务。"),
      Lines{"ratio: 95.8% → 97.5%"});
}
TEST(Likeliest, RatesOfOtherThingsAreLeftAlone) {
  EXPECT_EQ(found("专任教师1,173人，研究生2,572人，其中具有博士学位的教师占48.4%。"),
            Lines{});                                                            // its number is not told
  EXPECT_EQ(found("应签合同16份，有1份延后签订，按时签订率93.75%。"), Lines{});  // of all but one
  EXPECT_EQ(found("5个小区中4个已整体验收，1个待整治后验收，整体验收率80%。"), Lines{});
  EXPECT_EQ(found("抽检样地120块，合格109块，平均成活率87.4%。"), Lines{});
  EXPECT_EQ(found("门诊800人次，检查1,200人次，门诊患者满意度93.6%。"), Lines{});
}
TEST(Likeliest, SharesOfAllThatIsTold) {
  EXPECT_EQ(found("基本支出1,342.76万元，项目支出540.19万元，分别占71.3%和28.7%。"), Lines{});
  EXPECT_EQ(found("基本支出1,342.76万元，项目支出540.19万元，分别占72.1%和28.7%。"), Lines{"ratio: 72.1% → 71.3%"});
}
TEST(Likeliest, SumsByWhatIsLeft) {
  EXPECT_EQ(found("收到意见27条，采纳23条，其他4条已说明理由。"), Lines{});
  EXPECT_EQ(found("收到意见29条，采纳23条，其他4条已说明理由。"), Lines{"sum: 29条 → 27条"});
  EXPECT_EQ(found("发现隐患1,327处，整改1,309处，整改率98.6%，剩余28处均为产权争议。"), Lines{"sum: 1,327处 → 1337处"});
  EXPECT_EQ(found("当年招录民警126人，退休及调出98人，净增18人。"), Lines{"sum: 126人 → 116人"});
  EXPECT_EQ(found("新建实践站点21个，全区站点总数由116个增加到147个。"), Lines{"sum: 147个 → 137个"});
}
TEST(Likeliest, WhatOnlyLooksLikeATotal) {
  EXPECT_EQ(found("金融企业缴1.12亿元，公用事业缴0.46亿元，投资建设缴0.97亿元，其他0.19亿元。"), Lines{});
  EXPECT_EQ(found("在岗职工1,312人，其中医师426人、护士618人。"), Lines{});
  EXPECT_EQ(found("开出课程1,238门，占应开1,264门的97.94%，其余26门停开。"), Lines{});
  EXPECT_EQ(found("检验服务费471.60万元中，支付甲所186.20万元，支付三家分别为118.50万元、94.30万元和72.60万元。"),
            Lines{});
  EXPECT_EQ(found("社区矫正经费88.26万元，普法经费52.40万元，公共法律服务体系建设130.28万元。"), Lines{});
}
TEST(Likeliest, GrowthsFromWhatWasTold) {
  EXPECT_EQ(found("“三公”经费支出33.82万元，其中公务用车24.60万元。与2017年36.10万元相比，下降6.3%。"), Lines{});
  EXPECT_EQ(found("“三公”经费支出33.82万元，其中公务用车24.60万元。与2017年36.10万元相比，下降3.6%。"),
            Lines{"growth: 3.6% → 6.3%"});
  EXPECT_EQ(found("农村低保标准由每人每年7080元提高到7500元，增长6.93%。"), Lines{"growth: 6.93% → 5.93%"});
}
TEST(FarOff, WhatWasToldOfOtherThings) {
  EXPECT_EQ(found("接待观众51.48万人次，日均1666人次，其中未成年观众11.87万人次。"),
            Lines{});  // an average is no whole
  EXPECT_EQ(found("征集论文518篇，评出优秀论文603篇。"), Lines{"subset: 603篇 → ≤ 518篇"});
  EXPECT_EQ(found("征集论文18篇，推荐发表的603篇均通过。"), Lines{});
}
TEST(SameQuantity, TheWordsRightAtBothNumbers) {
  EXPECT_EQ(found("（一）托养。为872名残疾人提供托养照护服务。\n\n（二）补贴。全年共为857名残疾人提供托养照护服务。"),
            Lines{"same-quantity: 857名 → 872名"});
  EXPECT_EQ(found("（一）基地。新增实训工位240个。\n\n（二）条件。新增实训工位204个，条件改善。"),
            Lines{"same-quantity: 204个 → 240个"});
  EXPECT_EQ(found("（一）学位。新建公办幼儿园2所。\n\n（二）管理。9所公办幼儿园接入专网。"), Lines{});
  // Budgets told of the same things that spending is told of.
  EXPECT_EQ(found("项目预算包括：展厅更新改造项目480.00万元，全民科学素质项目196.00万元。\n\n"
                  "分项目支出为：展厅更新改造项目386.40万元，全民科学素质项目178.92万元。"),
            Lines{});
}
TEST(Score, MarksLieInOneAnotherByTheirFullMarks) {
  const auto report = [](std::string_view total, std::string_view head) {
    return "2023年度部门整体支出绩效自评得分" + std::string(total) +
           "分，评价等级为“优”。\n\n（一）预算执行（满分20分，得" + std::string(head) +
           "分）\n\n支出进度10分，得9.65分；控制水平10分，得9.52分，因结转。\n\n"
           "（二）管理效率（满分80分，得79分）\n\n预决算公开40分，得40分；绩效管理40分，得39分，因逾期。";
  };
  EXPECT_EQ(found(report("98.17", "19.17")), Lines{});
  EXPECT_EQ(found(report("98.71", "19.17")), Lines{"score.items: 98.71分 → 98.17分"});
  EXPECT_EQ(found(report("97.17", "18.17")), Lines{"score.items: 18.17分 → 19.17分"});
}
TEST(Score, MarksToldRespectively) {
  EXPECT_EQ(found("管理效率（15分）：预算管理5分、采购管理4分、资产管理4分、绩效管理2分，分别得4.5分、4分、3分、2分，"
                  "共13.5分，扣分因公开延迟和装备未报废。"),
            Lines{});
  EXPECT_EQ(found("预算管理5分、采购管理4分，分别得4.5分、5分，因延迟扣分。"),
            Lines{"score.item-range: 5分 → 0 ~ 4分"});
}
TEST(CountList, NamesWithAnd) {
  EXPECT_EQ(found("开设7个专业：机电技术应用、汽车运用与维修、电子商务、学前教育、护理、计算机应用、中餐烹饪。"),
            Lines{});
  EXPECT_EQ(found("开设7个专业：机电技术应用、汽车运用与维修、电子商务、学前教育、护理、计算机应用。"),
            Lines{"count.list: 7个 → 6个"});
  EXPECT_EQ(found("学校开设机电技术应用、汽车运用与维修、电子商务、学前教育、中餐烹饪6个专业。"),
            Lines{"count.list: 6个 → 5个"});
}
TEST(Sum, OfASubjectNamedBefore) {
  const std::string told = "全年完成投资42.60亿元，比2022年的36.80亿元增长15.76%。完成投资由四部分构成：土建工程";
  EXPECT_EQ(found(told + "27.35亿元，机电设备6.48亿元，征拆5.92亿元，其他费用2.85亿元。"), Lines{});
  EXPECT_EQ(found(told + "25.37亿元，机电设备6.48亿元，征拆5.92亿元，其他费用2.85亿元。"),
            Lines{"sum: 42.60亿元 → 40.62亿元"});
}
TEST(Sum, NumbersToldOfEach) {
  EXPECT_EQ(found("16个乡镇各建成代表联络站1个，另在社区建站6个，共计22个。"), Lines{});
  EXPECT_EQ(found("乡镇建成联络站16个，社区建站8个，共计22个。"), Lines{"sum: 22个 → 24个"});
}
TEST(Subset, WhatWasChosenFrom) {
  EXPECT_EQ(found("面向社会征集文史稿件71篇，从中选用64篇。"), Lines{});
  EXPECT_EQ(found("面向社会征集文史稿件64篇，从中选用71篇。"), Lines{"subset: 71篇 → ≤ 64篇"});
}
TEST(ScoreItems, FullMarksOfOneParagraph) {
  const auto told = [](const std::string& last) {
    return "2.过程管理20分，得15.5分。其中：预算编制5分，得4分，因漏项；资金管理5分，因附件不全，得4分；政府采购4分，"
           "因公开迟延，得3分；资产管理3分，因入账滞后，得2分；绩效管理" +
           last + "，因报送迟延，得2.5分。";
  };
  EXPECT_EQ(found(told("3分")), Lines{});
  EXPECT_EQ(found(told("4分")), Lines{"score.items: 20分 → 21分"});
}
TEST(ScoreDeduction, WhatSaysNothingOfTheLoss) {
  // Where goals and money are told, 不低于 and 综合 are no reasons.
  EXPECT_EQ(found("三、绩效目标\n\n开展质量安全第三方巡查48次，抽检合格率不低于98%。\n\n四、自评情况\n\n"
                  "（1）质量安全第三方巡查，分值6分，计划48次，实际48次，得5分；"),
            Lines{"score.deduction-unexplained: 5分"});
  // A paragraph that says more, but nothing of what was lost.
  const auto told = [](const std::string& bought) {
    return "1.预算编制满分6分，得6分。均完成事前评估。\n\n2.财务管理满分6分，得6分。审批手续齐全。\n\n"
           "3.信息公开满分5分，得5分。均在规定日期公开。\n\n4.绩效管理满分8分，得7分。监控表迟报3天，扣1分。\n\n"
           "5.采购管理满分7分，得6分。全年签订合同14份" +
           bought + "。\n\n6.运行成本满分4分，得4分。支出在预算之内。";
  };
  EXPECT_EQ(found(told("")), Lines{"score.deduction-unexplained: 6分"});
  EXPECT_EQ(found(told("，1份备案逾期")), Lines{});
}
TEST(SameQuantity, TwoDigitsSwapped) {
  EXPECT_EQ(found("（一）建设。全年已接入部门业务系统34个。\n\n（二）效果。平台接入部门业务系统43个。"),
            Lines{"same-quantity: 43个 → 34个"});
  EXPECT_EQ(found("（一）建设。全年已接入部门业务系统34个。\n\n（二）效果。平台接入部门业务系统36个。"), Lines{});
  // What the points of a list share tells none of them.
  EXPECT_EQ(found("（一）底数。智力残疾1094人、精神残疾1263人、多重残疾191人。\n\n"
                  "（二）康复。有康复需求的残疾人1236人。"),
            Lines{});
}
TEST(SameQuantity, ResultsOfItemsToldInOtherWords) {
  const std::string item = "（3）老年大学教学班，10分，得10分。年度目标40个，实际开设42个。\n\n";
  EXPECT_EQ(found(item + "（三）成效。区老年大学春秋两季共开设教学班24个，学员1,680人次。"),
            Lines{"same-quantity: 24个 → 42个"});
  EXPECT_EQ(found(item + "（三）成效。区老年大学春秋两季共开设教学班42个，学员1,680人次。"), Lines{});
  EXPECT_EQ(found(item + "（三）成效。区老干部活动中心开设兴趣班24个。"), Lines{});
}
TEST(Ratio, OfWhatIsTalliedElsewhereByItsCounter) {
  const std::string told =
      "（一）审判。全年受理案件18,642件，其中旧存1,236件、新收17,406件。\n\n（二）服务。网上立案9,763件，";
  EXPECT_EQ(found(told + "占新收案件的56.09%。"), Lines{});
  EXPECT_EQ(found(told + "占新收案件的59.06%。"), Lines{"ratio: 59.06% → 56.09%"});
}
TEST(Growth, OfWhatIsToldElsewhereByName) {
  const std::string told =
      "（一）目标完成情况。职工医疗互助参保21.48万人。\n\n（二）帮扶。职工医疗互助参保人数比2022年的19.26万人";
  EXPECT_EQ(found(told + "增长11.53%。"), Lines{});
  EXPECT_EQ(found(told + "增长15.13%。"), Lines{"growth: 15.13% → 11.53%"});
}
TEST(Sum, PartsWithTheirTimes) {
  const std::string told = "全镇共有贫困户412户，其中2022年底前已脱贫318户，2023年脱贫65户，年末尚未脱贫";
  EXPECT_EQ(found(told + "29户。"), Lines{});
  EXPECT_EQ(found(told + "32户。"), Lines{"sum: 412户 → 415户"});
}
TEST(Sum, PartsInOtherUnits) {
  EXPECT_EQ(found("受理来信128件、来访316件次、来电632件次，合计1,076件次。"), Lines{});
  EXPECT_EQ(found("受理来访316件次、来电632件次，合计1,076件次。"), Lines{"sum: 1,076件次 → 948件次"});
}
TEST(Subset, WhatWasDoneOfWhatWasNeeded) {
  EXPECT_EQ(found("排查排污口126个，其中需整治61个，年内完成整治58个。"), Lines{});
  EXPECT_EQ(found("排查排污口126个，其中需整治58个，年内完成整治61个。"), Lines{"subset: 61个 → ≤ 58个"});
  // An age is none of those counted.
  EXPECT_EQ(found("为12,680名80周岁以上老年人发放津贴，其中80至89周岁11,260人，90至99周岁1,384人，百岁及以上36人。"),
            Lines{});
}
TEST(Score, ReckonedInTheSentenceBehind) {
  const auto told = [](const std::string& mark) {
    return "全年预算4,126.85万元，全年支出3,984.37万元，预算执行率96.55%。\n\n1.预算执行，满分10分，得" + mark +
           "分。按照预算执行率96.55%乘以满分10分计算，扣分因质保金未到支付期。";
  };
  EXPECT_EQ(found(told("9.66")), Lines{});
  EXPECT_EQ(found(told("9.56")), Lines{"score.rate: 9.56分 → 9.66分"});
  EXPECT_EQ(found("资产管理3分，2家中心盘点滞后，各扣0.2分，得2.6分。"), Lines{});
}
TEST(Score, WithoutEvidenceInTheText) {
  EXPECT_EQ(found("（6）建设成本控制（8分）：年度指标值未填列，实际完成情况为“良好”，得8分。"),
            Lines{"score.no-evidence: 8分"});
  EXPECT_EQ(found("（6）建设成本控制（8分）：年度指标值120万元，实际完成118万元，得8分。"), Lines{});
}
TEST(ScoreDeduction, ARateThatMeetsItsGoal) {
  EXPECT_EQ(found("（2）司法建议反馈率10分，目标值90%，收到反馈22份，反馈率91.67%，得8分。"),
            Lines{"score.deduction-unexplained: 8分"});
  EXPECT_EQ(found("（2）司法建议反馈率10分，目标值90%，收到反馈22份，反馈率91.67%，得9.17分。"), Lines{});
}
TEST(SameQuantity, CumulativeOrOfSeveral) {
  EXPECT_EQ(found("（一）平台。一体化平台累计归集政务数据42.6亿条。\n\n（二）效果。平台累计归集政务数据46.2亿条。"),
            Lines{"same-quantity: 46.2亿条 → 42.6亿条"});
  EXPECT_EQ(found("（一）发掘。开展抢救性发掘34项。\n\n（二）主动。实施主动性发掘6项，与抢救性发掘合计40项。"),
            Lines{});
  EXPECT_EQ(found("（一）规模。全校学生2,186人。\n\n（二）体质。参加国家学生体质健康标准测试2,168人。"), Lines{});
}

}  // namespace

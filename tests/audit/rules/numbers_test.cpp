// The rules about numbers in sentences: each with statements that cannot hold and look-alikes that can.
#include <gtest/gtest.h>

#include "rule_set.h"

namespace {

using namespace jiheng;
using namespace jiheng::audit;

constexpr Check number_checks[] = {check_ratios,          check_sums,        check_subsets,    check_growth,
                                   check_same_quantities, check_score_items, check_conclusion, check_count_lists,
                                   check_coincidences};

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

TEST(Coincidence, YearAndDivision) {
  EXPECT_EQ(found("组织办理各类会议2023次，接待182批共2184人次。"),
            (Lines{"coincidence: 2023次", "coincidence: 2184人次"}));
}

}  // namespace

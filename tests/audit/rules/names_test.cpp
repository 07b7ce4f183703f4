// name.mismatch.
#include "rule_set.h"

namespace jiheng::audit::testing {
namespace {

TEST(NameMismatchTest, TellsTwoNamesOfOneThing) {
  expect_guilty(
      check_names, &Parts::completion, "name.mismatch",
      {{"安排科技创新战略专项资金300万元。项目按期完成。附表列科技发展战略专项资金300万元。", "科技创新战略专项资金"},
       {"印发《公务接待管理实施细则》。全年执行《公务招待管理实施细则》。", "公务接待管理实施细则"},
       {"实施临江老旧小区改造提升工程。验收临江老旧小区改建提升工程。", "临江老旧小区改造提升工程"},
       {"拨付“市民中心综合楼物业服务项目”经费。验收“市民中心综合服务楼物业服务项目”。", "市民中心综合楼物业服务项目"},
       {"运行“临江智慧政务大厅”。维护“临江智能政务大厅”。", "临江智慧政务大厅"},
       {"印发《临江区政务公开工作办法》。执行《临江区政物公开工作办法》。", "临江区政务公开工作办法"},
       {"拨付乡村振兴衔接推进补助资金50万元。结余乡村振兴衔结推进补助资金2万元。", "乡村振兴衔接推进补助资金"},
       {"青山市临江区经济社会发展研究中心按时完成。青山市临江区经济社会进展研究中心另报。",
        "青山市临江区经济社会发展研究中心"},
       {"实施青山湖湿地生态修复工程。推进青山湖湿地生态修复工程。检查青山湖湿地生太修复工程。",
        "青山湖湿地生太修复工程"}});
}

TEST(NameMismatchTest, LeavesNamesOfDifferentThings) {
  expect_innocent(
      check_names, &Parts::completion,
      {"完成临江大道改造一期工程。完成临江大道改造二期工程。", "印发《公务接待管理办法》。印发《公务用车管理办法》。",
       "《青山市财务管理规定》已印发。《青山市采购管理规定》已印发。",
       "办理2022年度信息化建设项目。办理2023年度信息化建设项目。",
       "对接青山市临江区人民政府办公室。对接青山市白云区人民政府办公室。",
       "推进信息系统建设项目。推进信息系统运维项目。", "拨付市级乡村振兴专项资金。拨付区级乡村振兴专项资金。",
       "东部片区截污管网工程完工。西部片区截污管网工程在建。",
       "农村生活污水治理示范项目、农村生活垃圾治理示范项目均已验收。", "综合一科负责办文。综合二科负责办会。",
       "完成第一小学校舍维修工程。完成第二小学校舍维修工程。", "落实“两个确立”。做到“两个维护”。",
       "印发《青山市财政资金管理办法》。修订《青山市财政资金管理暂行办法》。",
       "完成“临江大道改造工程”。启动“临江大道二期改造工程”。",
       "青山市临江区人民政府办公室（以下简称区政府办公室）完成任务，区政府办公室组织验收。",
       "新建城乡供水管网改造提升工程，验收城乡排水管网改造提升工程。"});
}

TEST(NameMismatchTest, HoldsTheUnitToItsTitle) {
  Parts parts;
  parts.completion = "青山市临汇区人民政府办公室共办理公文5200件。";
  const Strings expected = {"name.mismatch: 青山市临汇区人民政府办公室 | 青山市临江区人民政府办公室"};
  EXPECT_EQ(quotes(check_names, parts.text()), expected);
}

TEST(NameMismatchTest, SourceReports) {
  if (seed("004").empty()) GTEST_SKIP() << "the source reports are not here";
  for (const char* name : {"000", "001", "002", "003", "004"})
    EXPECT_EQ(quotes(check_names, seed(name)), Strings()) << name;
}

}  // namespace
}  // namespace jiheng::audit::testing

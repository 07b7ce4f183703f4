// placeholder and doubled-word.
#include "rule_set.h"

namespace jiheng::audit::testing {
namespace {

TEST(PlaceholderTest, TellsWhatATemplateLeft) {
  expect_guilty(check_words, &Parts::completion, "placeholder",
                {{"全年共办理公文XX件。", "年共办理公文XX件"},
                 {"由××科室负责落实各项工作。", "由××科室负责落实"},
                 {"20XX年共办理公文5200件。", "20XX年共办理公文"},
                 {"会议于XX年XX月XX日召开。", "会议于XX年XX月XX"},
                 {"办理公文____件。", "办理公文____件"},
                 {"负责人（）签字。", "负责人（）签字"},
                 {"【】工作按要求完成。", "【】工作按要求完"},
                 {"项目共投入X万元。", "项目共投入X万元"},
                 {"（请填写完成情况）", "（请填写完成情况）"},
                 {"对照年度目标，说明各项任务完成情况。", "对照年度目标，说明各项任务完成"},
                 {"全年召开会议xx次。", "全年召开会议xx次"},
                 {"（说明合规性，填写后请删除本提示。）", "填写后请删除本提示"},
                 {"XXX项目按期完工。", "XXX项目按期完工"}});
}

TEST(PlaceholderTest, LeavesSignsThatMeanSomething) {
  expect_innocent(check_words, &Parts::completion,
                  {"购置HDXX01型设备2台。", "铺设3×4厘米标识牌20块。", "网友李××反映的问题已答复。",
                   "完成X光机采购1台。", "来电号码138XXXX1234已登记。", "建成2×100兆瓦机组。", "完成（一期）工程验收。",
                   "向张××同志颁奖。", "规格为XXL的工作服50套。", "执行率＝执行数÷预算数×100%。",
                   "采用4G/5G网络，型号X9、X10各1台。", "新增粤A·XX123号牌公务车。"});
}

TEST(DoubledWordTest, TellsWordsWrittenTwice) {
  expect_guilty(check_words, &Parts::completion, "doubled-word",
                {{"开展四项治理治理工作。", "治理治理"},
                 {"起草重要文稿文稿450多篇。", "文稿文稿"},
                 {"进一步进一步加强公文管理。", "进一步进一步"},
                 {"由办公室办公室牵头落实。", "办公室办公室"},
                 {"完成了全年的的工作任务。", "的的"},
                 {"会议服务和和接待工作有序。", "和和"},
                 {"有效提升提升办文质量。", "提升提升"},
                 {"全年共共组织调研，完成完成调研报告12篇。", "完成完成"},
                 {"加强绩效绩效管理。", "绩效绩效"},
                 {"及时及时办理群众来信。", "及时及时"},
                 {"印发了了文件310份。", "了了"},
                 {"政务服务政务服务水平不断提高。", "政务服务政务服务"}});
}

TEST(DoubledWordTest, LeavesTheLanguageAsItIs) {
  expect_innocent(check_words, &Parts::completion,
                  {"方方面面的工作都有进展。", "一项一项抓落实，一件一件办到位。", "服务服务对象300人次。",
                   "加强管理管理人员的培训。", "实现目的的手段更加多样。", "为了了解基层情况，开展调研12次。",
                   "共建和和谐社区。", "天天有检查，层层有落实。", "积极参与与上级部门的会商。",
                   "以及及时报送信息98条。", "常常下基层，时时听民声。", "扎扎实实推进，兢兢业业工作。",
                   "援助发展发展中国家项目。", "三三两两的问题逐一解决。", "全年人人参训，户户走访。"});
}

TEST(WordsTest, SourceReports) {
  if (seed("004").empty()) GTEST_SKIP() << "the source reports are not here";
  for (const char* name : {"000", "001", "002", "003"}) EXPECT_EQ(quotes(check_words, seed(name)), Strings()) << name;
  EXPECT_EQ(quotes(check_words, seed("004")), (Strings{"doubled-word: 文稿文稿", "doubled-word: 治理治理"}));
}

}  // namespace
}  // namespace jiheng::audit::testing

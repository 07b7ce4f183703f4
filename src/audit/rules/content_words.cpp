#include "audit/rules/content_words.h"

#include <algorithm>

namespace jiheng::audit {

bool is_generic_pair(Text pair) {
  static constexpr std::initializer_list<Text> words = {
      U"全年", U"年共", U"共完", U"年度", U"共计", U"完成", U"办理", U"办结", U"组织", U"开展", U"各类",
      U"工作", U"情况", U"我局", U"我办", U"我院", U"我校", U"我镇", U"人次", U"万人", U"项目", U"累计",
      U"其中", U"实现", U"达到", U"全市", U"全县", U"全区", U"全省", U"全镇", U"平方", U"方米", U"公里",
      U"群众", U"人员", U"单位", U"服务", U"支出", U"预算", U"执行", U"万元", U"资金", U"实际", U"金额",
      U"经费", U"安排", U"印发", U"报送", U"处理", U"受理", U"召开", U"举办", U"编发", U"新增", U"建成",
      U"培训", U"检查", U"发放", U"共有", U"年内", U"年累", U"计完", U"共办", U"共组", U"共开", U"共印",
      U"共报", U"成办", U"投入", U"使用", U"际支", U"出率", U"行率", U"率为"};
  return std::find(words.begin(), words.end(), pair) != words.end();
}

std::set<std::u32string> content_pairs(Text text) {
  std::set<std::u32string> pairs;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const Text pair = text.substr(i, 2);
    if (is_han(pair[0]) && is_han(pair[1]) && !is_generic_pair(pair)) pairs.emplace(pair);
  }
  return pairs;
}

std::size_t shared_content(Text a, Text b) {
  const std::set<std::u32string> first = content_pairs(a), second = content_pairs(b);
  std::size_t shared = 0;
  for (const std::u32string& pair : first) shared += second.count(pair);
  return shared;
}

}  // namespace jiheng::audit

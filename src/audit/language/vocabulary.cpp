#include "audit/language/vocabulary.h"

#include <algorithm>
#include <array>

namespace jiheng::audit {
namespace {

// By first character, the longer before the shorter: the first that fits is the longest.
constexpr std::array counters = std::to_array<Text>({
    U"个人次",   U"个批次",   U"个小时", U"个工作日", U"个月",   U"个点位", U"个",   U"人次", U"人天", U"人份",
    U"人",       U"件次",     U"件",     U"项次",     U"项",     U"名次",   U"名",   U"篇次", U"篇",   U"份",
    U"条次",     U"条",       U"期次",   U"期",       U"批次",   U"批",     U"场次", U"场",   U"家次", U"家",
    U"户次",     U"户",       U"宗",     U"起",       U"间",     U"辆次",   U"辆",   U"台次", U"台套", U"台",
    U"套",       U"处次",     U"处",     U"所",       U"座",     U"栋",     U"幢",   U"亩",   U"公顷", U"平方米",
    U"平方公里", U"平方千米", U"立方米", U"公里",     U"千米",   U"千瓦时", U"千克", U"公斤", U"米",   U"吨",
    U"升",       U"本次",     U"本",     U"册次",     U"册",     U"卷",     U"页",   U"张",   U"幅",   U"块",
    U"支",       U"只",       U"头",     U"株",       U"棵",     U"班次",   U"班",   U"轮次", U"轮",   U"门次",
    U"门",       U"课时",     U"学时",   U"小时",     U"分钟",   U"工作日", U"天",   U"周",   U"季度", U"类",
    U"种",       U"组",       U"队",     U"车次",     U"趟",     U"例次",   U"例",   U"单",   U"笔",   U"集",
    U"部",       U"款",       U"对",     U"双",       U"副",     U"枚",     U"面",   U"把",   U"盏",   U"片",
    U"包",       U"袋",       U"箱",     U"瓶",       U"桶",     U"字",     U"村次", U"位",   U"剂次", U"剂",
    U"倍",       U"次",       U"宗次",   U"岗",       U"幢次",   U"具",     U"艘",   U"架",   U"节",   U"堂",
    U"则",       U"道",       U"根",     U"尾",       U"羽",     U"床",     U"床位", U"席",   U"扇",   U"孔",
    U"口",       U"眼",       U"柜",     U"盒",       U"级",     U"大",     U"届",   U"段",   U"层",   U"句",
    U"首",       U"步",       U"美元",   U"封",       U"通",     U"架次",   U"亩次", U"港元", U"欧元", U"日元",
    U"英镑",     U"管",       U"度",     U"标段",     U"千伏安", U"兆瓦",   U"平米", U"克",
});

}  // namespace

Text counter_at(Text text) {
  Text best;
  if (text.empty()) return best;
  for (const Text counter : counters) {
    if (counter.front() == text.front() && counter.size() > best.size() && text.starts_with(counter)) best = counter;
  }
  return best;
}

std::u32string without(Text text, std::initializer_list<Text> words) {
  std::u32string left(text);
  for (const Text word : words) {
    for (std::size_t at; (at = left.find(word)) != std::u32string::npos;) left.erase(at, word.size());
  }
  return left;
}

std::u32string residue(Text text, std::initializer_list<Text> framing) {
  std::u32string left;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t longest = 0;
    for (const Text word : framing) {
      if (word.size() > longest && text.substr(i).starts_with(word)) longest = word.size();
    }
    if (longest == 0 && is_han(text[i])) left.push_back(text[i]);
    i += std::max<std::size_t>(longest, 1);
  }
  return left;
}

std::u32string outside_brackets(Text text) {
  std::u32string out;
  int depth = 0;
  for (const char32_t c : text) {
    if (c == U'（') ++depth;
    if (depth == 0) out.push_back(c);
    if (c == U'）' && depth > 0) --depth;
  }
  return out;
}

}  // namespace jiheng::audit

// What a register demands, in Chinese words: for `register show`, forms and the manual. Thread-safety: pure functions.
#pragma once

#include <string>

#include "pack/model.h"

namespace jiheng::pack {

std::string type_in_words(const Field& field);  // 文字 金额（万元） 选项：非密、秘密
std::string states_in_words(const Workflow& workflow, const std::vector<int>& states);  // 签收、承办
std::string workflow_in_words(const Workflow& workflow);  // 收信（起始）、承办、补正（不计时）、答复（办结）
// Where a record that comes without its state is: 答复要点 有数据：答复；其余：收信. Empty: always in the first.
std::string imported_state_in_words(const Workflow& workflow);
// 文电登记员或承办人; 每一位经办人（会签).
std::string roles_in_words(const Library& library, const Transition& transition);
// 填写登记号；说明理由；记下登记日期
std::string demands_in_words(const Register& definition, const Transition& transition);
std::string limit_in_words(const TimeLimit& limit);  // 紧急程度 为 特急：1个工作日内
std::string duplicate_in_words(const Register& definition, const DuplicateRule& rule);  // 来文单位、来文字号 相同
std::string sequence_in_words(const Register& definition, const SequenceRule& rule);  // 同一文号类别的文号序号从1起连续

}  // namespace jiheng::pack

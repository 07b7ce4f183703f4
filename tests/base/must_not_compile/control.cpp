// Compiles: so the files beside it fail for what stands in their last line, not for a missing header.
#include "base/money.h"
using namespace jiheng;
auto money_sum(Money a, Money b) {
  return a + b;
}
auto money_times(Money a) {
  return a * 2;
}
auto money_ratio(Money a, Money b) {
  return divide(a, b);
}
bool money_order(Money a) {
  return a > Money();
}
Money money_value = Money::from_fen(5);
Decimal decimal_value(15);
Ratio ratio_value(1);
auto decimal_sum(Decimal a) {
  return a + 1;
}
auto ratio_rounded(Ratio a) {
  return a.rounded(2, Rounding::half_up);
}
auto ratio_quotient(Ratio a, Ratio b) {
  return divide(a, b);
}

#include "base/money.h"
using namespace jiheng;
auto wrong(Money a, Decimal b) {
  return a + b;
}

#include "base/money.h"
using namespace jiheng;
auto wrong(Money a, Ratio b) {
  return a + b;
}

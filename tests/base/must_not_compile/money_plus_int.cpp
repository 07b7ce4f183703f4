#include "base/money.h"
using namespace jiheng;
auto wrong(Money a) {
  return a + 1;
}

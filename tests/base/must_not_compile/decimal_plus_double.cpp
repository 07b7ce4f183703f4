#include "base/money.h"
using namespace jiheng;
auto wrong(Decimal a) {
  return a + 1.5;
}

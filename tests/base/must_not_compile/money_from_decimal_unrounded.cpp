#include "base/money.h"
using namespace jiheng;
Money wrong(Decimal a) {
  return Money(a);
}

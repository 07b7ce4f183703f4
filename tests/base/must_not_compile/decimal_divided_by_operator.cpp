#include "base/money.h"
using namespace jiheng;
auto wrong(Decimal a, Decimal b) {
  return a / b;
}

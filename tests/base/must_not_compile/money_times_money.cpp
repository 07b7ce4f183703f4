#include "base/money.h"
using namespace jiheng;
auto wrong(Money a, Money b) {
  return a * b;
}

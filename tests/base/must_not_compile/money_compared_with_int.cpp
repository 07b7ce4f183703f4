#include "base/money.h"
using namespace jiheng;
bool wrong(Money a) {
  return a > 0;
}

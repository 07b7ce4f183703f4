#include "base/money.h"
using namespace jiheng;
auto wrong(Ratio a, Ratio b) {
  return a / b;
}

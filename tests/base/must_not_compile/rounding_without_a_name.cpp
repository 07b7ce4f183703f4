#include "base/money.h"
using namespace jiheng;
auto wrong(Ratio a) {
  return a.rounded(2);
}

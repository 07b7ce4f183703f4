#include "base/money.h"
using namespace jiheng;
Decimal wrong(1.5);

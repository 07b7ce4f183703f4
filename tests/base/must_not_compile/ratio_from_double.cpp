#include "base/money.h"
using namespace jiheng;
Ratio wrong(0.1);

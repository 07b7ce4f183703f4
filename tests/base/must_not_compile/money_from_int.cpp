#include "base/money.h"
using namespace jiheng;
Money wrong = 5;

#include "base/money.h"
using namespace jiheng;
auto wrong = Money::from_fen(1.5);

#include "ledger/act.h"

#include <ctime>

namespace jiheng::ledger {

Moment Act::moment() const {
  constexpr std::int64_t ahead_of_utc = 8 * 60;
  return Moment::from_minutes(static_cast<std::int32_t>(seconds / 60 + ahead_of_utc));
}

std::string Act::in_utc() const {
  const std::time_t time = seconds;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

Act act_now(std::string person) {
  return {std::move(person), std::time(nullptr)};
}

}  // namespace jiheng::ledger

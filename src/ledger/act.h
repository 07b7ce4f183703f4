// Act: who does something, and when. Every change of the ledger is somebody's act, and its journal entry says so.
// Thread-safety: values.
#pragma once

#include <cstdint>
#include <string>

#include "base/moment.h"

namespace jiheng::ledger {

struct Act {
  std::string person;
  std::int64_t seconds = 0;  // since 1970-01-01 00:00 UTC

  Moment moment() const;       // in China's civil time
  std::string in_utc() const;  // 2026-11-22T04:10:05Z, as journal entries say it
};

// By this person, now.
Act act_now(std::string person);

}  // namespace jiheng::ledger

// Sample payment vouchers: a file of any size for trials and measurements (`jiheng sample payments`).
//
// The same rows and seed give the same bytes on every machine. Every row is valid for register `payments`: unit
// 440118001, year 2022, nature 基本支出, voucher numbers 2022-00000001 … in file order, dates and amounts spread over
// the year, texts of varied length. Columns are named by field id. Amounts are in yuan. Errors: import.cannot-write.
// Thread-safety: pure function of its arguments (and the file).
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"

namespace jiheng::ledger {

Status write_sample_payments(const std::filesystem::path& path, std::uint64_t rows, std::uint64_t seed);

}  // namespace jiheng::ledger

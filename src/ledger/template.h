// The template of a register: a workbook to fill in and import (`jiheng template`).
//
// The first sheet has the titles in its first row, the required ones marked, a comment on each (type, note, example),
// drop-downs and checks of what is typed; the second, 填写说明, explains every field with its example, and is not
// imported. Lists too long for a drop-down of their own stand in a hidden sheet 选项.
// Errors: output.*, sheet.*. Thread-safety: pure function (writes one file).
#pragma once

#include <filesystem>

#include "pack/model.h"

namespace jiheng::ledger {

Status write_template(const pack::Library& library, const pack::Register& definition,
                      const std::filesystem::path& path);

}  // namespace jiheng::ledger

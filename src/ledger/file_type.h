// Which files may be evidence: the ending of the name says what it is, and the first bytes must agree.
//
// The first bytes tell containers, not what is in them: docx, xlsx, ofd and zip are all ZIP archives, doc and xls both
// OLE files. Errors: evidence.empty, evidence.unknown-type, evidence.wrong-type. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace jiheng::ledger {

// `head`: the first bytes of the file, 4096 of them or all.
Status check_file_type(std::string_view name, std::string_view head);

// The name a file is kept under: what stands after the last / or \, composed (NFC), without control and invisible
// formatting characters (which can make a name look like another). evidence.bad-name when nothing useful is left.
Result<std::string> clean_file_name(std::string_view name);

}  // namespace jiheng::ledger

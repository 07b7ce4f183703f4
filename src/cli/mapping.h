// Reading the mapping a command line names. Thread-safety: one thread.
#pragma once

#include <memory>
#include <string>

#include "cli/command.h"
#include "ledger/mapping.h"

namespace jiheng::cli {

// `name`: a TOML file's path, or the name of a mapping the unit has saved. Null after reporting why not; the exit code
// is set.
std::shared_ptr<const ledger::Mapping> read_mapping(Globals& globals, const Session& session, const std::string& unit,
                                                    const std::string& name);

}  // namespace jiheng::cli

// SHA-256 (OpenSSL), as lower-case hex. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace jiheng {
std::string sha256_hex(std::string_view bytes);
}

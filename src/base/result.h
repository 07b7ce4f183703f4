// Result, Status, Error: how every library of Jiheng says that something went wrong.
//
// Libraries never print and never abort: a function that can fail returns Result<T>. An Error has three faces: `code`
// (stable, for programs and support), `message` (Chinese, for the person), `detail` (for the log: SQL, errno, library
// text; never shown to a client). Codes and Chinese texts live in one catalogue, base/catalogue.cpp.
// Thread-safety: values; the catalogue is immutable.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace jiheng {

struct Error {
  std::string code;     // e.g. "import.bad-date": stable, listed in base/catalogue.cpp
  std::string message;  // Chinese, ready to show
  std::string detail;   // for the log only; may be empty
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

// One named argument of a catalogue text: {"row", 12} fills {row}.
struct Argument {
  std::string_view name;
  std::string value;
  Argument(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
  Argument(std::string_view n, std::string_view v) : name(n), value(v) {}
  Argument(std::string_view n, const char* v) : name(n), value(v) {}
  template <std::integral I>
  Argument(std::string_view n, I v) : name(n), value(std::to_string(v)) {}
};

// The catalogue text of `code` with its {name} places filled. An unknown code yields the code and the arguments, so
// that nothing is lost; tests/base/catalogue_test.cpp proves that every code used in src/ is in the catalogue.
std::string message_text(std::string_view code, std::initializer_list<Argument> arguments = {});

Error make_error(std::string_view code, std::initializer_list<Argument> arguments = {}, std::string detail = {});

// return fail("date.not-covered", {{"date", d.to_string()}});
inline tl::unexpected<Error> fail(std::string_view code, std::initializer_list<Argument> arguments = {},
                                  std::string detail = {}) {
  return tl::unexpected<Error>(make_error(code, arguments, std::move(detail)));
}
inline tl::unexpected<Error> fail(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace jiheng

// Parts of a workbook as XML events, by expat (docs/decisions/0007-reading-workbooks.md). Private to sheet/.
//
// Names come without their prefix: transitional and strict workbooks differ in the namespaces only, and a name means
// the same in both. A document type (the way to entities that burst) and more than 64 levels are refused.
// Errors: sheet.damaged and those of the Part. Thread-safety: one parser is used by one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "sheet/package.h"

namespace jiheng::sheet {

// The attributes of an element as expat gives them.
class Attributes {
 public:
  explicit Attributes(const char** pairs) : pairs_(pairs) {}
  // "" when there is none.
  std::string_view operator[](std::string_view name) const;
  const char** begin() const { return pairs_; }  // name, value, name, value, …, null

 private:
  const char** pairs_;
};

std::string_view without_prefix(std::string_view name);

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view name, const Attributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view) {}
};

// Reads a part to its end, or until stop() says so after a piece. `each_piece`, if given, hears how far reading is.
class XmlReader {
 public:
  explicit XmlReader(XmlHandler& handler) : handler_(handler) {}
  Status read(Part& part, const std::function<void(std::uint64_t)>& each_piece = {});
  // From inside the handler: reading ends here, without an error, with this one, or because the part is damaged.
  void stop();
  void stop(Error error);
  void stop_damaged(std::string detail);

 private:
  struct Callbacks;
  XmlHandler& handler_;
  void* parser_ = nullptr;
  int depth_ = 0;
  bool stopped_ = false;
  Status status_;
};

}  // namespace jiheng::sheet

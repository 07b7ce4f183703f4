// The members of a JSON object, taken one by one with their types: what is missing, of another type or left over makes
// the object malformed. Internal to src/journal. Thread-safety: one thread.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jiheng::journal {

// Strict JSON, at most 32 levels deep; nothing when it is not.
std::optional<boost::json::value> parse_json(std::string_view text);

class JsonFields {
 public:
  // The value must outlive the fields.
  explicit JsonFields(const boost::json::value& value) : object_(value.if_object()) {}
  explicit JsonFields(boost::json::value&&) = delete;

  // Optional members; `null` is a value.
  const boost::json::value* may(std::string_view name);
  // Required ones; when they are not there or of another type: an empty value, and the object is malformed.
  const boost::json::value* any(std::string_view name);
  std::string text(std::string_view name);
  std::uint64_t number(std::string_view name);  // an integer, 0 … 2^63 - 1
  const boost::json::array& array(std::string_view name);

  bool good() const { return object_ != nullptr && good_; }         // all that was asked for was there
  bool all() const { return good() && taken_ == object_->size(); }  // and there is nothing else

 private:
  const boost::json::object* object_;
  std::size_t taken_ = 0;
  bool good_ = true;
};

}  // namespace jiheng::journal

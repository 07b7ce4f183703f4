#include "journal/json_fields.h"

namespace jiheng::journal {

namespace json = boost::json;

std::optional<json::value> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = 32;
  boost::system::error_code error;
  json::value value = json::parse(text, error, {}, options);
  if (error) return std::nullopt;
  return value;
}

const json::value* JsonFields::may(std::string_view name) {
  const json::value* found = object_ == nullptr ? nullptr : object_->if_contains(name);
  taken_ += found != nullptr;
  return found;
}

const json::value* JsonFields::any(std::string_view name) {
  const json::value* found = may(name);
  good_ = good_ && found != nullptr;
  return found;
}

std::string JsonFields::text(std::string_view name) {
  const json::value* found = any(name);
  if (found == nullptr || !found->is_string()) return good_ = false, std::string();
  return std::string(found->get_string());
}

std::uint64_t JsonFields::number(std::string_view name) {
  const json::value* found = any(name);
  if (found == nullptr || !found->is_int64() || found->get_int64() < 0) return good_ = false, 0;
  return static_cast<std::uint64_t>(found->get_int64());
}

const json::array& JsonFields::array(std::string_view name) {
  static const json::array none;
  const json::value* found = any(name);
  if (found == nullptr || !found->is_array()) return good_ = false, none;
  return found->get_array();
}

}  // namespace jiheng::journal

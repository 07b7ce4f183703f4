// Table: reads one TOML table key by key. What is missing, of the wrong type or out of range is reported where it
// stands and read as absent; finish() reports the keys nobody asked for. For pack/ and other readers of TOML
// (audit/ignore).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "pack/document.h"

namespace jiheng::pack {

enum class Need { optional, required };

// A text and where it stands; false when absent.
struct Text {
  std::string value;
  const Node* node = nullptr;
  explicit operator bool() const { return node != nullptr; }
  const Place& place() const { return node->place; }
};

class Table {
 public:
  Table(Reporter& reporter, const Node& node) : reporter_(reporter), node_(node) {}

  const Place& place() const { return node_.place; }
  const Node* find(std::string_view key, Need need = Need::optional);  // the value; the key is known from now on
  const Place* key_place(std::string_view key) const;                  // where the key stands, if it does

  Text text(std::string_view key, Need need = Need::optional);  // never empty
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t low, std::int64_t high,
                                      Need need = Need::optional);
  std::optional<bool> boolean(std::string_view key);
  // A quoted decimal: "12.50".
  std::optional<Decimal> decimal(std::string_view key, Need need = Need::optional);
  // A quoted decimal in [low, high].
  std::optional<Decimal> decimal(std::string_view key, const Decimal& low, const Decimal& high, Need need);
  std::vector<Text> texts(std::string_view key, Need need = Need::optional);
  std::vector<const Node*> tables(std::string_view key);  // [[key]]
  const Node* table(std::string_view key);                // [key]
  // One of a fixed set of words.
  template <class E, std::size_t N>
  std::optional<E> choice(std::string_view key, const std::array<std::pair<std::string_view, E>, N>& words,
                          Need need = Need::optional) {
    const Text given = text(key, need);
    if (!given) return std::nullopt;
    std::vector<std::string_view> known;
    for (const auto& [word, value] : words) {
      if (word == given.value) return value;
      known.push_back(word);
    }
    unknown_value(key, given, known);
    return std::nullopt;
  }
  Provenance provenance(std::string_view status_key = "status", std::string_view source_key = "source");

  void finish();
  void wrong_type(std::string_view key, const Node& found, std::string_view expected);

 private:
  void unknown_value(std::string_view key, const Text& given, const std::vector<std::string_view>& known);
  std::optional<Text> read_text(std::string_view key, const Node& value);

  Reporter& reporter_;
  const Node& node_;
  std::vector<std::string> known_;
};

// The word of a value in such a set.
template <class E, std::size_t N>
std::string_view word_of(E value, const std::array<std::pair<std::string_view, E>, N>& words) {
  for (const auto& [word, one] : words) {
    if (one == value) return word;
  }
  return "";
}

}  // namespace jiheng::pack

// What every kind of definition needs of the loader: ids, names, expressions.
#include "pack/loader.h"

#include <algorithm>

namespace jiheng::pack {
namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// PostgreSQL cuts names at 63 bytes; 48 leave room for the prefixes and suffixes of tables and indexes.
constexpr std::size_t longest_id = 48;
constexpr std::size_t longest_measure_id = 100;

bool is_plain(std::string_view id) {
  return !id.empty() && id.size() <= longest_id && is_lower(id.front()) &&
         std::all_of(id.begin(), id.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

bool is_dashed(std::string_view id) {
  return !id.empty() && id.size() <= longest_id && is_lower(id.front()) &&
         std::all_of(id.begin(), id.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_' || c == '-'; });
}

bool is_measure(std::string_view id) {
  if (id.size() > longest_measure_id || id.find('.') == id.npos) return false;
  while (true) {
    const std::size_t dot = id.find('.');
    if (!is_plain(id.substr(0, dot))) return false;
    if (dot == id.npos) return true;
    id.remove_prefix(dot + 1);
  }
}

bool is_rule(std::string_view id) {
  if (id.size() > longest_id) return false;
  while (true) {
    const std::size_t dot = id.find('.');
    const std::string_view part = id.substr(0, dot);
    if (!is_dashed(part) || part.find('_') != part.npos) return false;
    if (dot == id.npos) return true;
    id.remove_prefix(dot + 1);
  }
}

bool is_score(std::string_view id) {
  return !id.empty() && id.size() <= longest_id && is_letter(id.front()) &&
         std::all_of(id.begin(), id.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

}  // namespace

void check_id(Reporter& reporter, const Text& id, IdForm form) {
  if (!id) return;
  bool good = false;
  std::string_view code;
  switch (form) {
    case IdForm::plain:
      good = is_plain(id.value);
      code = "pack.bad-id";
      break;
    case IdForm::dashed:
      good = is_dashed(id.value);
      code = "pack.bad-pack-id";
      break;
    case IdForm::measure:
      good = is_measure(id.value);
      code = "pack.bad-measure-id";
      break;
    case IdForm::score:
      good = is_score(id.value);
      code = "pack.bad-score-id";
      break;
    case IdForm::rule:
      good = is_rule(id.value);
      code = "pack.bad-rule-id";
      break;
  }
  if (!good) reporter.add(id.place(), code, {{"id", id.value}});
}

std::optional<std::pair<int, int>> read_year_range(Reporter& reporter, Table& table) {
  const Node* years = table.find("years", Need::required);
  if (!years) return std::nullopt;
  const auto is_year = [](const Node& node) {
    return node.kind == Node::Kind::integer && node.integer >= 1900 && node.integer <= 2199;
  };
  if (years->kind != Node::Kind::array || years->items.size() != 2 || !is_year(years->items[0]) ||
      !is_year(years->items[1]) || years->items[0].integer > years->items[1].integer) {
    reporter.add(years->place, "pack.years");
    return std::nullopt;
  }
  return std::pair(static_cast<int>(years->items[0].integer), static_cast<int>(years->items[1].integer));
}

std::vector<std::string> names_in(std::string_view expression) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < expression.size();) {
    const char c = expression[i];
    if (c == '\'' || c == '"') {
      for (++i; i < expression.size() && expression[i] != c; ++i) {
        if (expression[i] == '\\') ++i;
      }
      ++i;
    } else if (is_letter(c) || c == '_') {
      const std::size_t start = i;
      while (i < expression.size() &&
             (is_letter(expression[i]) || is_digit(expression[i]) || expression[i] == '_' || expression[i] == '.')) {
        ++i;
      }
      names.emplace_back(expression.substr(start, i - start));
    } else {
      ++i;
    }
  }
  return names;
}

bool Loader::define(std::map<std::string, Place>& places, const Text& id) {
  if (!id) return false;
  const auto [first, fresh] = places.emplace(id.value, id.place());
  if (!fresh) {
    reporter.add(id.place(), "pack.duplicate-id", {{"id", id.value}, {"first", reporter.where(first->second)}});
  }
  return fresh;
}

void Loader::define_title(std::map<std::string, Place>& titles, const Text& title) {
  if (!title) return;
  const auto [first, fresh] = titles.emplace(title.value, title.place());
  if (fresh) return;
  reporter.add(title.place(), "pack.duplicate-title",
               {{"title", title.value}, {"first", reporter.where(first->second)}});
}

void Loader::unknown(std::string_view code, const Place& place, std::string_view name,
                     const std::vector<std::string_view>& known) {
  if (incomplete && !nearest(name, known)) return;
  reporter.add(place, code, {{"name", name}, {"hint", hint(name, known)}});
}

void Loader::check_visible(int pack, int defining_pack, const Place& place, std::string_view name) {
  const PackDraft& from = packs[static_cast<std::size_t>(pack)];
  if (!from.sound || from.visible.contains(defining_pack)) return;
  const std::string& defining = packs[static_cast<std::size_t>(defining_pack)].info.id;
  reporter.add(place, "pack.not-required", {{"name", name}, {"pack", defining}});
}

std::optional<expr::Expression> Loader::compile(const Text& source, const expr::Scope& scope,
                                                std::optional<expr::Type> expected, bool silent) {
  auto compiled = expr::Expression::compile(source.value, scope, expected);
  if (compiled) return std::move(*compiled);
  if (silent) return std::nullopt;
  for (const expr::Problem& problem : compiled.error()) {
    if (problem.code == "expression.unknown-name" && incomplete) {
      std::vector<std::string_view> known;
      for (const expr::Symbol& symbol : scope.symbols()) known.push_back(symbol.name);
      if (!nearest(std::string_view(source.value).substr(problem.offset, problem.length), known)) continue;
    }
    reporter.add(reporter.inside(*source.node, problem.offset, problem.length),
                 Error{problem.code, problem.message, ""});
  }
  return std::nullopt;
}

std::optional<expr::Expression> Loader::compile_over_measures(int pack, const Text& source, const expr::Scope& scope,
                                                              std::optional<expr::Type> expected, int first) {
  // What a measure of unknown type makes of an expression is not the expression's mistake.
  for (const std::string& name : names_in(source.value)) {
    const auto found = measure_index.find(name);
    if (found != measure_index.end() && !measures[static_cast<std::size_t>(found->second)].typed) return std::nullopt;
  }
  auto compiled = compile(source, scope, expected);
  if (!compiled) return std::nullopt;
  for (const int slot : compiled->slots()) {
    if (slot < first) continue;
    const MeasureDraft& used =
        measures[static_cast<std::size_t>(measure_order[static_cast<std::size_t>(slot - first)])];
    check_visible(pack, used.pack, source.place(), used.value.id);
  }
  return compiled;
}

std::vector<std::string_view> Loader::measure_names() const {
  std::vector<std::string_view> names;
  for (const auto& [id, index] : measure_index) names.push_back(id);
  return names;
}

}  // namespace jiheng::pack

#include "reading/word_numbering.h"

#include <algorithm>

#include "base/chinese_numeral.h"
#include "base/text.h"

namespace jiheng::reading {
namespace {

std::string roman(int value) {
  constexpr std::pair<int, const char*> parts[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                                                   {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                                                   {5, "v"},    {4, "iv"},   {1, "i"}};
  std::string out;
  for (const auto& [amount, sign] : parts) {
    for (; value >= amount; value -= amount) out += sign;
  }
  return out;
}

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::string formatted(int value, const std::string& format) {
  const auto is = [&](std::string_view name) { return format == name; };
  if (value < 1 || value > 9999) return std::to_string(value);
  if (is("chineseCounting") || is("chineseCountingThousand") || is("japaneseCounting") || is("taiwaneseCounting") ||
      is("taiwaneseCountingThousand") || is("koreanCounting")) {
    return to_chinese_numeral(value);
  }
  if (is("ideographDigital") || is("taiwaneseDigital") || is("japaneseDigitalTenThousand")) {
    return to_chinese_digits(value);
  }
  if (is("decimalEnclosedCircle") || is("decimalEnclosedCircleChinese")) {
    return value <= 20 ? to_utf8(std::u32string(1, U'①' + static_cast<char32_t>(value - 1))) : std::to_string(value);
  }
  if (is("decimalEnclosedParen")) return "（" + std::to_string(value) + "）";
  if (is("decimalZero")) return (value < 10 ? "0" : "") + std::to_string(value);
  if (is("lowerRoman")) return roman(value);
  if (is("upperRoman")) return upper(roman(value));
  if (is("lowerLetter") || is("upperLetter")) {
    const std::string letters(static_cast<std::size_t>((value - 1) / 26 % 30) + 1,
                              static_cast<char>('a' + (value - 1) % 26));
    return is("lowerLetter") ? letters : upper(letters);
  }
  return std::to_string(value);
}

int value_of(const pugi::xml_node& parent, const char* child, int otherwise) {
  return parent.child(child).attribute("w:val").as_int(otherwise);
}

}  // namespace

WordNumbering::Level WordNumbering::level_of(const pugi::xml_node& node) {
  Level level;
  level.format = node.child("w:numFmt").attribute("w:val").as_string("decimal");
  level.text = node.child("w:lvlText").attribute("w:val").as_string();
  level.start = value_of(node, "w:start", 1);
  const pugi::xml_node legal = node.child("w:isLgl");
  level.legal = legal && legal.attribute("w:val").as_bool(true);
  return level;
}

void WordNumbering::read_numbering(const pugi::xml_document& numbering) {
  const pugi::xml_node root = numbering.child("w:numbering");
  for (const pugi::xml_node& node : root.children("w:abstractNum")) {
    Levels& all = abstracts_[node.attribute("w:abstractNumId").as_int(-1)];
    for (const pugi::xml_node& each : node.children("w:lvl")) {
      const int level = each.attribute("w:ilvl").as_int(-1);
      if (level >= 0 && level < levels) all[static_cast<std::size_t>(level)] = level_of(each);
    }
  }
  int own = 1 << 20;  // for a numbering that has levels of its own
  for (const pugi::xml_node& node : root.children("w:num")) {
    Numbering& entry = numberings_[node.attribute("w:numId").as_int(-1)];
    entry.abstract = value_of(node, "w:abstractNumId", -1);
    for (const pugi::xml_node& each : node.children("w:lvlOverride")) {
      const int level = each.attribute("w:ilvl").as_int(-1);
      if (level < 0 || level >= levels) continue;
      if (each.child("w:startOverride")) entry.starts[level] = value_of(each, "w:startOverride", 1);
      if (const pugi::xml_node other = each.child("w:lvl")) {
        Levels changed = abstracts_[entry.abstract];
        changed[static_cast<std::size_t>(level)] = level_of(other);
        entry.abstract = ++own;
        abstracts_[own] = std::move(changed);
      }
    }
  }
}

void WordNumbering::read_styles(const pugi::xml_document& styles) {
  for (const pugi::xml_node& node : styles.child("w:styles").children("w:style")) {
    Style& style = styles_[node.attribute("w:styleId").as_string()];
    const pugi::xml_node properties = node.child("w:pPr");
    style.based_on = node.child("w:basedOn").attribute("w:val").as_string();
    style.number = value_of(properties.child("w:numPr"), "w:numId", -1);
    style.level = value_of(properties.child("w:numPr"), "w:ilvl", -1);
    style.outline = value_of(properties, "w:outlineLvl", -1);
  }
}

WordNumbering::Style WordNumbering::resolved(std::string id) const {
  Style result;
  for (int steps = 0; steps < 20 && !id.empty(); ++steps) {
    const auto found = styles_.find(id);
    if (found == styles_.end()) break;
    const Style& style = found->second;
    if (result.number < 0) result.number = style.number;
    if (result.level < 0) result.level = style.level;
    if (result.outline < 0) result.outline = style.outline;
    id = style.based_on;
  }
  return result;
}

std::u32string WordNumbering::label_of(int abstract, int level) const {
  const Levels& all = abstracts_.at(abstract);
  const auto& counts = counts_.at(abstract);
  const Level& own = all[static_cast<std::size_t>(level)];
  if (own.format == "bullet" || own.format == "none") return {};
  std::string label;
  for (std::size_t i = 0; i < own.text.size(); ++i) {
    const bool place =
        own.text[i] == '%' && i + 1 < own.text.size() && own.text[i + 1] >= '1' && own.text[i + 1] <= '9';
    if (!place) {
      label.push_back(own.text[i]);
      continue;
    }
    const auto which = static_cast<std::size_t>(own.text[++i] - '1');
    const int count = counts[which] < 0 ? all[which].start : counts[which];
    label += formatted(count, own.legal ? "decimal" : all[which].format);
  }
  return label.empty() ? std::u32string() : to_code_points(label + " ");
}

WordNumbering::Paragraph WordNumbering::paragraph(const pugi::xml_node& properties) {
  const Style style = resolved(properties.child("w:pStyle").attribute("w:val").as_string());
  Paragraph result;
  const int outline = value_of(properties, "w:outlineLvl", style.outline);
  result.heading = outline >= 0 && outline < levels;
  const pugi::xml_node own = properties.child("w:numPr");
  const int number = value_of(own, "w:numId", style.number);
  const int level = std::clamp(value_of(own, "w:ilvl", std::max(style.level, 0)), 0, levels - 1);
  const auto entry = numberings_.find(number);
  if (number <= 0 || entry == numberings_.end() || !abstracts_.contains(entry->second.abstract)) return result;
  Numbering& numbering = entry->second;
  const int abstract = numbering.abstract;
  const auto [place, first] = counts_.try_emplace(abstract);
  auto& counts = place->second;
  if (first) counts.fill(-1);
  if (!numbering.used) {
    for (const auto& [at, start] : numbering.starts) counts[static_cast<std::size_t>(at)] = start - 1;
    numbering.used = true;
  }
  int& count = counts[static_cast<std::size_t>(level)];
  count = count < 0 && !numbering.starts.contains(level)
              ? abstracts_.at(abstract)[static_cast<std::size_t>(level)].start
              : std::min(count, 1 << 20) + 1;
  for (int lower = level + 1; lower < levels; ++lower) counts[static_cast<std::size_t>(lower)] = -1;
  result.label = label_of(abstract, level);
  return result;
}

}  // namespace jiheng::reading

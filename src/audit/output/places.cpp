#include "audit/output/places.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/decimal.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

using reading::Block;
using reading::BlockKind;
using reading::Cell;
using reading::Document;
using reading::Span;

constexpr char32_t replacement = 0xFFFD;

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xD800 && c < 0xE000) || (c & 0xFFFE) == 0xFFFE || c > 0x10FFFF;
}

// Marks, embeddings, overrides and isolates that change the direction of what follows.
bool turns_direction(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

int page_of(const Document& document, std::size_t offset, const Block* block) {
  if (document.page_starts.empty()) return block == nullptr ? 0 : block->page;
  const auto after = std::upper_bound(document.page_starts.begin(), document.page_starts.end(), offset);
  return std::max(1, static_cast<int>(after - document.page_starts.begin()));
}

Place place_of(const Audit& audit, const Evidence& evidence) {
  const Document& document = audit.files[evidence.document].document;
  Place place;
  place.document = evidence.document;
  place.span = within_text(document, evidence.span);
  if (place.span.begin < document.source.size()) place.offset = document.source[place.span.begin];
  if (!place.span.empty()) {
    const std::size_t last = document.source[place.span.end - 1];
    place.length = last < place.offset ? 0 : std::min(last + 1, document.original_size()) - place.offset;
  }
  const Block* block = nullptr;
  if (!document.blocks.empty()) {
    const std::size_t index = document.block_at(place.span.begin);
    place.paragraph = index + 1;
    block = &document.blocks[index];
  }
  place.page = page_of(document, place.offset, block);
  return place;
}

// 98.98, 98.98分.
std::optional<Decimal> number_of(const std::string& value) {
  const bool named = value.ends_with("分");
  const auto number = Decimal::parse(std::string_view(value).substr(0, value.size() - (named ? 3 : 0)));
  return number ? std::optional(*number) : std::nullopt;
}

// 100, the points lost, score; the row of a table has its full mark, its score and the reason in words.
bool takes_points_off(const Claim& claim) {
  return claim.values.size() >= 3 && claim.values.front() == "100" &&
         std::all_of(claim.values.begin(), claim.values.end(), [](const auto& value) { return number_of(value); });
}

// The values with a sign between each, and another one before the last.
std::string equation(const std::vector<std::string>& values, std::string_view sign, std::string_view last_sign) {
  std::string out;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out += i + 1 == values.size() ? last_sign : sign;
    out += harmless(std::string_view(values[i]));
  }
  return out;
}

// Whether the last is, or was held to be, the sum of the others: 18分, 9.81分, 27.81分. Of other scores (full mark,
// rate, score) a sign between them would say too much.
bool is_sum_of_scores(const Claim& claim) {
  Decimal sum, last;
  bool points = true;
  for (const std::string& value : claim.values) {
    const auto number = number_of(value);
    if (!number) return false;
    points = points && value.ends_with("分");
    sum += last;
    last = *number;
  }
  return claim.holds ? claim.values.size() > 2 && sum == last : claim.values.size() > 3 && points;
}

std::string deduction_words(const Claim& claim) {
  const std::string unexplained = claim.holds ? "" : "，没有说明原因";
  if (takes_points_off(claim)) {
    return equation(claim.values, " − ", " = ") + unexplained;
  }
  if (claim.values.size() != 3) return equation(claim.values, "，", "，") + unexplained;
  const std::string& reason = claim.values.back();
  return "满分" + harmless(std::string_view(claim.values[0])) + "，得" + harmless(std::string_view(claim.values[1])) +
         (reason.empty() ? unexplained : "，" + harmless(std::string_view(reason)));
}

}  // namespace

std::vector<Place> places_of(const Audit& audit, const std::vector<Evidence>& evidence) {
  std::vector<Place> places;
  for (const Evidence& piece : evidence) {
    if (piece.document < audit.files.size()) places.push_back(place_of(audit, piece));
  }
  return places;
}

Span within_text(const Document& document, Span span) {
  const auto size = static_cast<std::uint32_t>(document.text.size());
  const std::uint32_t begin = std::min(span.begin, size);
  return {begin, std::max(begin, std::min(span.end, size))};
}

TableCell cell_at(const Document& document, Span span) {
  if (document.blocks.empty()) return {};
  const Block& block = document.blocks[document.block_at(span.begin)];
  if (block.kind != BlockKind::cell || block.table < 0) return {};
  if (static_cast<std::size_t>(block.table) >= document.tables.size()) return {};
  TableCell beside;  // an empty cell stands where the next one begins, so the first that touches may not be it
  for (const Cell& cell : document.tables[static_cast<std::size_t>(block.table)].cells) {
    if (cell.span.contains(span.begin) || cell.span == span) return {block.table, &cell};
    if (beside.cell == nullptr && cell.span.begin <= span.begin && span.begin <= cell.span.end) {
      beside = {block.table, &cell};
    }
  }
  return beside;
}

std::string place_words(const Audit& audit, const Place& place) {
  std::string words;
  if (place.page > 0) words = "第" + std::to_string(place.page) + "页";
  if (place.paragraph == 0) return words;
  if (!words.empty()) words += " ";
  const TableCell inside = cell_at(audit.files[place.document].document, place.span);
  if (inside.cell != nullptr) {
    return words + "表" + std::to_string(inside.table + 1) + "第" + std::to_string(inside.cell->row + 1) + "行";
  }
  return words + "第" + std::to_string(place.paragraph) + "段";
}

std::string place_words_after(const Audit& audit, const Place& place, const Place& named) {
  Place shorter = place;
  if (place.document == named.document && place.page == named.page && place.paragraph > 0) shorter.page = 0;
  return place_words(audit, shorter);
}

std::string quoted_text(const Audit& audit, const Place& place, std::size_t longest) {
  std::u32string text(audit.files[place.document].document.view(place.span));
  std::replace(text.begin(), text.end(), U'\n', U' ');
  if (text.size() > longest) {
    const std::size_t half = longest / 2;
    text = text.substr(0, longest - half) + U"…" + text.substr(text.size() - half);
  }
  return to_utf8(text);
}

std::u32string harmless(std::u32string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (const char32_t c : text) {
    if (c == U'\n' || c == U'\r' || c == U'\t') {
      out.push_back(U' ');
    } else {
      out.push_back(is_control(c) || turns_direction(c) ? replacement : c);
    }
  }
  return out;
}

std::string harmless(std::string_view text) {
  return to_utf8(harmless(std::u32string_view(to_code_points(text))));
}

std::string_view severity_id(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::info:
      return "info";
  }
  return "";
}

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "错误";
    case Severity::warning:
      return "警告";
    case Severity::info:
      return "提示";
  }
  return "";
}

std::string_view relation_word(Relation relation) {
  switch (relation) {
    case Relation::ratio:
      return "比率";
    case Relation::sum:
      return "合计";
    case Relation::subset:
      return "部分与整体";
    case Relation::growth:
      return "增减";
    case Relation::score:
      return "得分";
    case Relation::count:
      return "计数";
    case Relation::same_quantity:
      return "前后一致";
    case Relation::grade:
      return "等级";
    case Relation::deduction:
      return "扣分";
    case Relation::balance:
      return "收支平衡";
    case Relation::completeness:
      return "要素齐全";
    case Relation::dates:
      return "日期";
  }
  return "";
}

std::string claim_words(const Claim& claim) {
  const std::string_view equals = claim.holds ? " = " : " ≠ ";
  switch (claim.relation) {
    case Relation::ratio:
      if (claim.values.size() == 3) return equation(claim.values, " ÷ ", equals);
      break;
    case Relation::sum:
      return equation(claim.values, " + ", equals);
    case Relation::subset:
      return equation(claim.values, "，", claim.holds ? " ≤ " : " > ");
    case Relation::same_quantity:
      return equation(claim.values, "，", equals);
    case Relation::score:
      if (is_sum_of_scores(claim)) return equation(claim.values, " + ", equals);
      break;
    case Relation::deduction:
      return deduction_words(claim);
    default:
      break;
  }
  return equation(claim.values, "，", "，");
}

bool accounts_for_score(const Claim& claim) {
  return claim.relation == Relation::deduction && claim.holds && takes_points_off(claim);
}

std::string checked_words(const AuditedFile& file) {
  std::string relations;
  for (const auto& [relation, count] : file.tested) {
    relations += (relations.empty() ? "（" : "、") + std::string(relation_word(relation)) + " " + std::to_string(count);
  }
  return "数字 " + std::to_string(file.figures) + " 个，核对关系 " + std::to_string(file.relations_tested()) + " 项" +
         relations + (relations.empty() ? "" : "）");
}

std::string rule_title(const pack::RuleSet& rules, std::string_view rule) {
  const pack::AuditRule* found = rules.find_rule(rule);
  return found == nullptr || found->title.empty() ? std::string(rule) : found->title;
}

std::size_t Counts::of(Severity severity) const {
  switch (severity) {
    case Severity::error:
      return errors;
    case Severity::warning:
      return warnings;
    case Severity::info:
      return infos;
  }
  return 0;
}

Counts counts_of(const AuditedFile& file) {
  Counts counts;
  for (const Finding& finding : file.findings) {
    switch (finding.severity) {
      case Severity::error:
        ++counts.errors;
        break;
      case Severity::warning:
        ++counts.warnings;
        break;
      case Severity::info:
        ++counts.infos;
        break;
    }
  }
  return counts;
}

std::string heading_of(const AuditedFile& file) {
  return file.outline.title.empty() ? harmless(std::string_view(file.file)) : to_utf8(harmless(file.outline.title));
}

}  // namespace jiheng::audit

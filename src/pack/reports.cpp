// Reading and checking [report], the blocks of reports and papers, and the texts with live places.
#include <algorithm>

#include "pack/loader.h"
#include "pack/text_template.h"

namespace jiheng::pack {
namespace {

constexpr std::array<std::pair<std::string_view, BlockKind>, 9> block_kinds = {{{"heading", BlockKind::heading},
                                                                                {"paragraph", BlockKind::paragraph},
                                                                                {"narrative", BlockKind::narrative},
                                                                                {"scores", BlockKind::scores},
                                                                                {"lost", BlockKind::lost},
                                                                                {"scorecard", BlockKind::scorecard},
                                                                                {"goals", BlockKind::goals},
                                                                                {"page_break", BlockKind::page_break},
                                                                                {"signature", BlockKind::signature}}};
constexpr std::array<std::pair<std::string_view, BlockKind>, 4> paper_block_kinds = {
    {{"heading", BlockKind::heading},
     {"paragraph", BlockKind::paragraph},
     {"page_break", BlockKind::page_break},
     {"signature", BlockKind::signature}}};

std::vector<std::string> report_names(const RubricDraft& rubric) {
  std::vector<std::string> names = {"year",        "unit.name",  "unit.code", "score.grade",
                                    "score.total", "full.total", "lost.total"};
  const auto add = [&](const std::string& id) {
    for (const std::string_view head : {"score.", "full.", "lost."}) names.push_back(std::string(head) + id);
  };
  for (const Group& group : rubric.value.groups) add(group.id);
  for (const Item& item : rubric.value.items) add(item.id);
  return names;
}

// The sections there are: the choices of field `section` of the register `narratives`, if it is kept that way.
void check_section(Loader& loader, const Text& section) {
  const auto found = loader.register_index.find("narratives");
  if (found == loader.register_index.end()) return;
  const RegisterDraft& narratives = loader.registers[static_cast<std::size_t>(found->second)];
  for (const Field& field : narratives.value.fields) {
    if (field.id != "section" || field.choices.empty()) continue;
    const std::vector<std::string_view> known(field.choices.begin(), field.choices.end());
    if (std::find(known.begin(), known.end(), section.value) != known.end()) continue;
    loader.reporter.add(section.place(), "pack.unknown-value",
                        {{"key", "section"}, {"value", section.value}, {"hint", hint(section.value, known)}});
  }
}

// The rubric of a report, or nothing when it is unknown.
const RubricDraft* find_rubric(Loader& loader, const ReportDraft& draft) {
  if (!draft.rubric) return nullptr;
  const auto found = loader.rubric_index.find(draft.rubric.value);
  if (found == loader.rubric_index.end()) {
    std::vector<std::string_view> known;
    for (const auto& [id, index] : loader.rubric_index) known.push_back(id);
    loader.unknown("pack.unknown-rubric", draft.rubric.place(), draft.rubric.value, known);
    return nullptr;
  }
  const RubricDraft& rubric = loader.rubrics[static_cast<std::size_t>(found->second)];
  loader.check_visible(draft.pack, rubric.pack, draft.rubric.place(), draft.rubric.value);
  return &rubric;
}

}  // namespace

void read_block(Reporter& reporter, const Node& node, BlockOf of, std::vector<Block>& blocks,
                std::vector<BlockTexts>& all_texts) {
  Table table(reporter, node);
  Block block;
  BlockTexts texts;
  const auto kind = of == BlockOf::report ? table.choice("kind", block_kinds, Need::required)
                                          : table.choice("kind", paper_block_kinds, Need::required);
  const auto only_for = [&](std::string_view key, std::initializer_list<BlockKind> kinds, bool required) {
    table.find(key);
    if (!kind) return false;
    const bool fits = std::find(kinds.begin(), kinds.end(), *kind) != kinds.end();
    if (fits && required) table.find(key, Need::required);
    if (!fits && table.find(key)) {
      reporter.add(*table.key_place(key), "pack.not-for-kind", {{"kind", word_of(*kind, block_kinds)}, {"key", key}});
    }
    return fits;
  };
  block.kind = kind.value_or(BlockKind::paragraph);
  if (only_for("level", {BlockKind::heading}, false)) {
    block.level = static_cast<int>(table.integer("level", 1, 5).value_or(1));
  }
  if (only_for("text", {BlockKind::heading, BlockKind::paragraph}, true)) texts.text = table.text("text");
  if (only_for("section", {BlockKind::narrative, BlockKind::scores}, true)) texts.section = table.text("section");
  if (only_for("indent", {BlockKind::paragraph}, false)) block.indent = table.boolean("indent").value_or(true);
  block.section = texts.section.value;
  texts.when = table.text("when");
  table.finish();
  blocks.push_back(std::move(block));
  all_texts.push_back(std::move(texts));
}

void Loader::read_report(int pack, const Node& node) {
  Table table(reporter, node);
  ReportDraft draft;
  draft.pack = pack;
  ReportTemplate& value = draft.value;
  value.pack = packs[static_cast<std::size_t>(pack)].info.id;
  const Text id = table.text("id", Need::required);
  check_id(reporter, id, IdForm::dashed);
  define(report_places, id);
  value.id = id.value;
  value.title = table.text("title", Need::required).value;
  draft.rubric = table.text("rubric", Need::required);
  value.rubric = draft.rubric.value;
  draft.heading = table.text("heading", Need::required);
  value.provenance = table.provenance();
  table.find("block", Need::required);
  for (const Node* block : table.tables("block")) {
    read_block(reporter, *block, BlockOf::report, draft.value.blocks, draft.texts);
  }
  table.finish();
  reports.push_back(std::move(draft));
}

void Loader::resolve_reports() {
  std::map<std::string, Place> by_rubric;
  for (ReportDraft& draft : reports) {
    if (!packs[static_cast<std::size_t>(draft.pack)].sound) continue;
    const RubricDraft* rubric = find_rubric(*this, draft);
    if (draft.rubric) {
      const auto [first, fresh] = by_rubric.emplace(draft.rubric.value, draft.rubric.place());
      if (!fresh) {
        reporter.add(draft.rubric.place(), "pack.second-report",
                     {{"rubric", draft.rubric.value}, {"first", reporter.where(first->second)}});
      }
    }
    // Without its rubric nothing is known of the places of its texts.
    const std::vector<std::string> names = rubric ? report_names(*rubric) : std::vector<std::string>();
    if (rubric && draft.heading) draft.value.heading = check_template(draft.pack, draft.heading, names);
    for (std::size_t i = 0; i < draft.value.blocks.size(); ++i) {
      Block& block = draft.value.blocks[i];
      const BlockTexts& texts = draft.texts[i];
      if (rubric && texts.text) block.text = check_template(draft.pack, texts.text, names);
      if (texts.when) block.when = compile_over_measures(draft.pack, texts.when, measure_scope, expr::Type::boolean, 0);
      if (texts.section && block.kind == BlockKind::narrative) check_section(*this, texts.section);
      if (!rubric || !texts.section || block.kind != BlockKind::scores) continue;
      const std::vector<Group>& groups = rubric->value.groups;
      std::vector<std::string_view> known;
      for (const Group& group : groups) known.push_back(group.id);
      if (std::find(known.begin(), known.end(), block.section) == known.end()) {
        reporter.add(texts.section.place(), "pack.unknown-group",
                     {{"name", block.section}, {"hint", hint(block.section, known)}});
      }
    }
  }
}

TextTemplate Loader::check_template(int pack, const Text& text, const std::vector<std::string>& names, Places places) {
  auto parsed = parse_placed_template(text.value);
  if (!parsed) {
    reporter.add(reporter.inside(*text.node, parsed.error().offset, 1), parsed.error().error);
    return {};
  }
  for (std::size_t i = 0; i < parsed->pieces.size(); ++i) {
    const TextPiece& piece = parsed->pieces[i];
    if (piece.name.empty()) continue;
    const Place place = reporter.inside(*text.node, parsed->offsets[i], parsed->lengths[i]);
    const auto measure = measure_index.find(piece.name);
    if (places == Places::with_measures && measure != measure_index.end()) {
      check_visible(pack, measures[static_cast<std::size_t>(measure->second)].pack, place, piece.name);
      if (known_format(piece.format)) continue;
      const std::string formats = hint(piece.format, {"number", "title"});
      reporter.add(place, "pack.template-format", {{"name", piece.name}, {"format", piece.format}, {"hint", formats}});
    } else if (std::find(names.begin(), names.end(), piece.name) != names.end()) {
      if (piece.format.empty()) continue;
      reporter.add(place, "pack.template-format",
                   {{"name", piece.name}, {"format", piece.format}, {"hint", std::string_view()}});
    } else {
      std::vector<std::string_view> known(names.begin(), names.end());
      if (places == Places::with_measures) {
        for (const std::string_view name : measure_names()) known.push_back(name);
      }
      unknown("pack.unknown-place", place, piece.name, known);
    }
  }
  return std::move(parsed->pieces);
}

}  // namespace jiheng::pack

// Reading and checking [[paper]]: documents about one record.
#include "pack/loader.h"

namespace jiheng::pack {
namespace {

std::vector<std::string> paper_names(const Register& definition) {
  std::vector<std::string> names = {"year", "unit.name", "unit.code"};
  for (const Field& field : definition.fields) names.push_back(field.id);
  return names;
}

}  // namespace

void Loader::read_paper(int pack, const Node& node) {
  Table table(reporter, node);
  PaperDraft draft;
  draft.pack = pack;
  Paper& value = draft.value;
  value.pack = packs[static_cast<std::size_t>(pack)].info.id;
  const Text id = table.text("id", Need::required);
  check_id(reporter, id, IdForm::dashed);
  define(paper_places, id);
  value.id = id.value;
  const Text title = table.text("title", Need::required);
  define_title(paper_titles, title);
  value.title = title.value;
  draft.over = table.text("over", Need::required);
  draft.heading = table.text("heading", Need::required);
  draft.number = table.text("number");
  value.provenance = table.provenance();
  table.find("block", Need::required);
  for (const Node* block : table.tables("block")) {
    read_block(reporter, *block, BlockOf::paper, value.blocks, draft.texts);
  }
  table.finish();
  papers.push_back(std::move(draft));
}

void Loader::resolve_papers() {
  for (PaperDraft& draft : papers) {
    if (!packs[static_cast<std::size_t>(draft.pack)].sound || !draft.over) continue;
    const auto found = register_index.find(draft.over.value);
    if (found == register_index.end()) {
      std::vector<std::string_view> known;
      for (const auto& [id, index] : register_index) known.push_back(id);
      unknown("pack.unknown-register", draft.over.place(), draft.over.value, known);
      continue;
    }
    const RegisterDraft& over = registers[static_cast<std::size_t>(found->second)];
    check_visible(draft.pack, over.pack, draft.over.place(), draft.over.value);
    if (!over.sound) continue;
    Paper& value = draft.value;
    value.over = found->second;
    const std::vector<std::string> names = paper_names(over.value);
    if (draft.heading) value.heading = check_template(draft.pack, draft.heading, names, Places::names_only);
    if (draft.number) value.number = check_template(draft.pack, draft.number, names, Places::names_only);
    for (std::size_t i = 0; i < value.blocks.size(); ++i) {
      const BlockTexts& texts = draft.texts[i];
      if (texts.text) value.blocks[i].text = check_template(draft.pack, texts.text, names, Places::names_only);
      if (texts.when) value.blocks[i].when = compile(texts.when, over.value.scope, expr::Type::boolean);
    }
  }
}

}  // namespace jiheng::pack

#include "evaluate/paper.h"

#include "base/output_file.h"
#include "base/text.h"
#include "evaluate/compose.h"
#include "ledger/records.h"
#include "ledger/stored_row.h"
#include "ledger/system_value.h"
#include "report/docx_writer.h"
#include "report/pdf_writer.h"

namespace jiheng::evaluate {
namespace {

constexpr std::string_view blank_line = "＿＿＿＿＿＿";

std::string in_chinese(const pack::Field& field, const expr::Value& value) {
  using Kind = expr::Value::Kind;
  switch (value.kind()) {
    case Kind::null:
      return std::string(blank_line);
    case Kind::date:
      return value.date().to_chinese();
    case Kind::moment:
      return value.moment().to_chinese();
    default:
      return ledger::cell_text(field, value);
  }
}

class PaperComposer {
 public:
  PaperComposer(const pack::Library& library, const pack::Paper& paper, const ledger::RecordName& name,
                std::string unit, std::span<const store::Cell> row, Date date)
      : library_(library), paper_(paper), name_(name), values_(ledger::row_values(*name.definition, row)), date_(date) {
    document_.unit = std::move(unit);
  }

  Result<report::Document> run() {
    document_.title = split(fill(paper_.heading), '\n');
    document_.date_text = fill(paper_.number);
    document_.year = name_.year;
    document_.date = date_;
    for (const pack::Block& block : paper_.blocks) {
      if (Status status = add(block); !status) return fail(status.error());
    }
    return std::move(document_);
  }

 private:
  Status add(const pack::Block& block) {
    if (block.when) {
      const auto holds = block.when->evaluate(values_, {&library_.calendar});
      if (!holds) return fail(holds.error());
      if (holds->kind() != expr::Value::Kind::boolean || !holds->boolean()) return {};
    }
    switch (block.kind) {
      case pack::BlockKind::heading:
        document_.blocks.push_back(report::Heading{block.level, fill(block.text)});
        break;
      case pack::BlockKind::page_break:
        document_.blocks.push_back(report::PageBreak{});
        break;
      case pack::BlockKind::signature:
        document_.blocks.push_back(report::Signature{document_.unit, date_.to_chinese()});
        break;
      default:  // the loader lets no other kind into a paper
        document_.blocks.push_back(report::Paragraph{{report::text_run(fill(block.text))}, block.indent});
    }
    return {};
  }

  std::string fill(const pack::TextTemplate& text) const {
    std::string out;
    for (const pack::TextPiece& piece : text) out += piece.name.empty() ? piece.literal : place(piece.name);
    return out;
  }

  std::string place(const std::string& name) const {
    if (name == "year") return std::to_string(name_.year);
    if (name == "unit.name") return document_.unit;
    if (name == "unit.code") return name_.unit_id;
    const std::vector<pack::Field>& fields = name_.definition->fields;
    const auto field = static_cast<std::size_t>(name_.definition->find_field(name) - fields.data());
    return in_chinese(fields[field], values_[field + pack::Register::first_field_slot]);
  }

  const pack::Library& library_;
  const pack::Paper& paper_;
  const ledger::RecordName& name_;
  std::vector<expr::Value> values_;
  Date date_;
  report::Document document_;
};

// A key as part of a file's name on any system.
std::string file_name_of(std::string text) {
  for (char& c : text) {
    if (std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos) c = '-';
  }
  return text;
}

}  // namespace

Result<const pack::Paper*> choose_paper(const pack::Library& library, const pack::Register& definition,
                                        std::string_view id_or_title) {
  const std::vector<const pack::Paper*> papers = library.papers_of(definition);
  if (id_or_title.empty() && papers.size() == 1) return papers.front();
  std::string known;
  for (const pack::Paper* paper : papers) {
    if (paper->id == id_or_title || paper->title == id_or_title) return paper;
    known += (known.empty() ? "" : "、") + paper->title;
  }
  if (papers.empty()) return fail("paper.without", {{"register", definition.title}});
  return fail(id_or_title.empty() ? "paper.which" : "paper.none",
              {{"register", definition.title}, {"paper", id_or_title}, {"known", known}});
}

Result<report::Document> compose_paper(store::Database& database, const pack::Library& library,
                                       const pack::Paper& paper, const ledger::RecordName& name, Date date) {
  auto unit = unit_name(database, library, name.unit_id, name.year);
  if (!unit) return fail(unit.error());
  const auto row = ledger::find_row(database, library, name);
  if (!row) return fail(row.error());
  if (!*row) return fail("record.none", {{"register", name.definition->title}, {"key", name.key}});
  return PaperComposer(library, paper, name, std::move(*unit), (*row)->cells, date).run();
}

Result<std::vector<std::filesystem::path>> write_paper(store::Database& database, const pack::Library& library,
                                                       const pack::Paper& paper, const ledger::RecordName& name,
                                                       Date date, const std::filesystem::path& folder,
                                                       const PaperOutputs& outputs) {
  const auto document = compose_paper(database, library, paper, name, date);
  if (!document) return fail(document.error());
  std::vector<std::filesystem::path> written;
  const auto write = [&](const char* kind, const Result<std::string>& bytes) -> Status {
    if (!bytes) return fail(bytes.error());
    written.push_back(folder / file_name_of(paper.title + "-" + name.key + kind));
    return write_file(written.back(), *bytes);
  };
  if (outputs.docx) {
    if (Status status = write(".docx", report::write_docx(*document)); !status) return fail(status.error());
  }
  if (outputs.pdf) {
    if (Status status = write(".pdf", report::write_pdf(*document)); !status) return fail(status.error());
  }
  return written;
}

}  // namespace jiheng::evaluate

// DOCX: the main part of the package, paragraph by paragraph, with Word's automatic numbers. Deleted revisions, hidden
// text and field codes stay out. pugixml knows no entities but the five of XML, and loads nothing.

#include <algorithm>
#include <pugixml.hpp>
#include <string_view>

#include "base/text.h"
#include "reading/flow.h"
#include "reading/readers.h"
#include "reading/word_numbering.h"

namespace jiheng::reading {
namespace {

constexpr int deepest = 200;

class DocxReader {
 public:
  DocxReader(WordNumbering& numbering, std::size_t most_characters) : numbering_(numbering), flow_(most_characters) {}

  // Whatever may hold paragraphs and tables: the body, cells, content controls, insertions.
  void blocks(const pugi::xml_node& parent, int depth) {
    if (depth > deepest) {
      too_deep_ = true;
      return;
    }
    for (const pugi::xml_node& node : parent.children()) {
      if (flow_.too_large()) return;
      const std::string_view name = node.name();
      if (name == "w:p") {
        paragraph(node, depth + 1);
      } else if (name == "w:tbl") {
        table(node, depth + 1);
      } else if (name == "w:sdt" || name == "w:sdtContent" || name == "w:ins" || name == "w:moveTo" ||
                 name == "w:customXml" || name == "w:smartTag") {
        blocks(node, depth + 1);
      }
    }
  }

  bool too_deep() const { return too_deep_; }
  Flow& flow() { return flow_; }

 private:
  void paragraph(const pugi::xml_node& node, int depth) {
    flow_.end_paragraph();
    const WordNumbering::Paragraph about = numbering_.paragraph(node.child("w:pPr"));
    flow_.number_next(about.label, true);
    inline_content(node, depth);
    flow_.end_paragraph(about.heading);
    flow_.number_next({}, false);
  }

  // Runs, and what they stand in.
  void inline_content(const pugi::xml_node& parent, int depth) {
    if (depth > deepest) {
      too_deep_ = true;
      return;
    }
    for (const pugi::xml_node& node : parent.children()) {
      const std::string_view name = node.name();
      if (name == "w:t" || name == "m:t") {
        flow_.text(to_code_points(node.text().get()));
      } else if (name == "w:tab" || name == "w:ptab") {
        flow_.text(U"\t");
      } else if (name == "w:br" || name == "w:cr") {
        flow_.break_line();
      } else if (name == "w:noBreakHyphen") {
        flow_.text(U"-");
      } else if (name == "w:txbxContent") {
        flow_.end_paragraph();
        blocks(node, depth + 1);
      } else if (name == "w:r") {
        const pugi::xml_node hidden = node.child("w:rPr").child("w:vanish");
        if (!hidden || !hidden.attribute("w:val").as_bool(true)) inline_content(node, depth + 1);
      } else if (!is_left_out(name)) {
        inline_content(node, depth + 1);
      }
    }
  }

  static bool is_left_out(std::string_view name) {
    constexpr std::string_view out[] = {"w:pPr",       "w:rPr", "w:del",   "w:moveFrom",     "w:delText", "w:instrText",
                                        "mc:Fallback", "w:rt",  "w:sdtPr", "w:delInstrText", "w:sdtEndPr"};
    return std::find(std::begin(out), std::end(out), name) != std::end(out);
  }

  void table(const pugi::xml_node& node, int depth) {
    flow_.begin_table();
    rows(node, depth);
    flow_.end_table();
  }

  void rows(const pugi::xml_node& parent, int depth) {
    if (depth > deepest) {
      too_deep_ = true;
      return;
    }
    for (const pugi::xml_node& node : parent.children()) {
      const std::string_view name = node.name();
      if (name == "w:tr") {
        if (node.child("w:trPr").child("w:del")) continue;
        flow_.begin_row();
        flow_.skip_columns(node.child("w:trPr").child("w:gridBefore").attribute("w:val").as_int(0));
        cells(node, depth + 1);
      } else if (name == "w:sdt" || name == "w:sdtContent" || name == "w:ins" || name == "w:customXml") {
        rows(node, depth + 1);
      }
    }
  }

  void cells(const pugi::xml_node& parent, int depth) {
    if (depth > deepest) {
      too_deep_ = true;
      return;
    }
    for (const pugi::xml_node& node : parent.children()) {
      const std::string_view name = node.name();
      if (name == "w:tc") {
        const pugi::xml_node properties = node.child("w:tcPr");
        const pugi::xml_node merge = properties.child("w:vMerge");
        const bool continues = merge && std::string_view(merge.attribute("w:val").as_string("continue")) != "restart";
        const int columns = properties.child("w:gridSpan").attribute("w:val").as_int(1);
        flow_.begin_cell(1, columns, continues);
        blocks(node, depth + 1);
      } else if (name == "w:sdt" || name == "w:sdtContent" || name == "w:customXml") {
        cells(node, depth + 1);
      }
    }
  }

  WordNumbering& numbering_;
  Flow flow_;
  bool too_deep_ = false;
};

// Word's usual place, or where the package says it is.
Result<std::string> main_part(ZipArchive& archive) {
  if (archive.has("word/document.xml") || !archive.has("_rels/.rels")) return std::string("word/document.xml");
  const auto relations = archive.member("_rels/.rels");
  if (!relations) return fail(relations.error());
  pugi::xml_document parsed;
  parsed.load_buffer(relations->data(), relations->size());
  for (const pugi::xml_node& node : parsed.child("Relationships").children("Relationship")) {
    const std::string_view type = node.attribute("Type").as_string();
    if (!type.ends_with("/officeDocument")) continue;
    std::string target = node.attribute("Target").as_string();
    if (!target.empty() && target.front() == '/') target.erase(0, 1);
    return target;
  }
  return std::string("word/document.xml");
}

Status load(ZipArchive& archive, const std::string& path, const Document& document, pugi::xml_document& into) {
  const auto bytes = archive.member(path.c_str());
  if (!bytes) return fail(bytes.error());
  // Spaces between tags matter inside w:t only, where pugixml keeps them with this option.
  const auto parsed =
      into.load_buffer(bytes->data(), bytes->size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!parsed) return fail("reading.damaged", {{"file", document.file}}, path + ": " + parsed.description());
  return {};
}

}  // namespace

Status read_docx(std::string_view bytes, Document& document, const Limits& limits) {
  auto archive = ZipArchive::open(bytes, document.file, limits);
  if (!archive) return fail(archive.error());
  const auto part = main_part(*archive);
  if (!part) return fail(part.error());
  if (!archive->has(part->c_str())) return fail("reading.unsupported", {{"file", document.file}}, "no " + *part);
  pugi::xml_document main;
  if (Status status = load(*archive, *part, document, main); !status) return status;
  const pugi::xml_node body = main.child("w:document").child("w:body");
  if (!body) return fail("reading.unsupported", {{"file", document.file}}, "no w:body");

  WordNumbering numbering;
  // Without these two the text is all there, only the automatic numbers are not.
  pugi::xml_document side;
  if (archive->has("word/numbering.xml") && load(*archive, "word/numbering.xml", document, side)) {
    numbering.read_numbering(side);
  }
  if (archive->has("word/styles.xml") && load(*archive, "word/styles.xml", document, side)) numbering.read_styles(side);

  DocxReader reader(numbering, limits.text_bytes / 3);
  reader.blocks(body, 0);
  if (reader.too_deep()) return fail("reading.damaged", {{"file", document.file}}, "nested too deep");
  if (reader.flow().too_large()) {
    return fail("reading.too-large",
                {{"file", document.file}, {"limit", static_cast<long long>(limits.text_bytes >> 20)}});
  }
  reader.flow().finish(document);
  return {};
}

}  // namespace jiheng::reading
